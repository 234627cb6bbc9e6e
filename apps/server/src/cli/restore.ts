import { Command } from 'commander'
import { resolve } from 'node:path'
import { backupMessages, checkBackup, restoreBackup, type RestoreProgress, type RestoreReport } from '../backups/index.ts'
import { describeLedger, verifyLedger, type LedgerReport } from '../ledger/index.ts'
import { openDatabase } from '../platform/db/database.ts'
import { openFiles } from '../platform/files/open-files.ts'
import { formatBytes as formatBytesIn } from '../platform/i18n/index.ts'
import { openDatabaseForCommand, type CommandDatabase } from './instance.ts'
import { interruptible } from './interrupt.ts'
import { createProgress } from './progress.ts'
import { commandLocale } from './speak.ts'

const formatBytes = (bytes: number) => formatBytesIn(bytes, commandLocale())

const EXIT_LEDGER_PROBLEMS = 2

export function restoreCommand(): Command {
  return new Command('restore')
    .description('bring an instance back from a backup, into an empty folder or database')
    .argument('<file>', 'a file that canut backup wrote')
    .option('--check', 'only check the file from start to end, and change nothing')
    .option('--json', 'print what was restored, or checked, as JSON')
    .addHelpText(
      'after',
      `
The whole file is checked before anything is loaded, and it is loaded in one transaction: it is restored completely or not
at all. The instance must be empty and stopped. Then the database is brought up to date, and the ledger verified.
Ends with 0 when all is right, 1 when nothing was restored, 2 when it was restored and the ledger has problems, 130 when
it was stopped (nothing was restored then).`,
    )
    .action(async (file: string, { check, json }: { check?: true; json?: true }) => {
      const path = resolve(file)
      const progress = createRestoreProgress()
      if (check === true) {
        const manifest = await interruptible((signal) => checkBackup({ path, signal, progress: progress.show })).finally(progress.end)
        const { about, tables, files, jobs } = manifest
        const rows = tables.reduce((sum, table) => sum + table.rows, 0)
        const found = { createdAt: about.createdAt, version: about.canutVersion, rows, files: files.count, jobs: jobs.rows }
        process.stdout.write(json === true ? `${JSON.stringify(manifest, null, 2)}\n` : backupMessages[commandLocale()].whole(found))
        return
      }
      await interruptible((signal) => restore(path, signal, progress, json === true))
    })
}

async function restore(path: string, signal: AbortSignal, progress: RestoreShow, json: boolean): Promise<void> {
  const startedAt = performance.now()
  let reached: CommandDatabase | null = null
  try {
    const report = await restoreBackup({
      path,
      signal,
      progress: progress.show,
      openTarget: async () => {
        reached = await openDatabaseForCommand()
        return { databaseUrl: reached.databaseUrl, files: openFiles(reached.config) }
      },
    })
    const seconds = (performance.now() - startedAt) / 1000
    progress.end()
    if (reached === null) throw new Error('a backup was restored without a database')
    tell(report, await checkLedger(reached), seconds, json)
  } finally {
    progress.end()
    await closeIfOpen(reached)
  }
}

async function closeIfOpen(reached: CommandDatabase | null): Promise<void> {
  await reached?.close()
}

async function checkLedger({ databaseUrl, log }: CommandDatabase): Promise<LedgerReport> {
  process.stderr.write(`${backupMessages[commandLocale()].checkingLedger}\n`)
  const { db, close } = openDatabase({ url: databaseUrl, poolSize: 1, log })
  try {
    return await verifyLedger(db)
  } finally {
    await close()
  }
}

interface RestoreShow {
  show(progress: RestoreProgress): void
  end(): void
}

function createRestoreProgress(): RestoreShow {
  const t = backupMessages[commandLocale()]
  const progress = createProgress()
  let step: RestoreProgress['step'] | null = null
  let startedAt = performance.now()
  return {
    show(now) {
      if (now.step !== step) {
        step = now.step
        startedAt = performance.now()
        if (step === 'constraints' || step === 'migrating') process.stderr.write(`${t[step]}\n`)
      }
      if (step !== 'checking' && step !== 'loading') return
      const kind = step
      progress.show(() =>
        t[kind]({
          done: formatBytes(now.bytes),
          total: now.bytesTotal === null ? null : formatBytes(now.bytesTotal),
          speed: formatBytes((now.bytes * 1000) / (performance.now() - startedAt)),
        }),
      )
    },
    end: progress.end,
  }
}

function tell({ manifest, migrated, jobs }: RestoreReport, ledger: LedgerReport, seconds: number, json: boolean): void {
  const t = backupMessages[commandLocale()]
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
  const { createdAt, canutVersion: version } = manifest.about
  if (!ledger.ok) process.exitCode = EXIT_LEDGER_PROBLEMS
  if (json) {
    const report = {
      createdAt,
      version,
      rows,
      files: manifest.files.count,
      missing: manifest.files.missing,
      jobs,
      migrated,
      seconds,
      ledger,
    }
    process.stdout.write(`${JSON.stringify(report, (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value), 2)}\n`)
    return
  }
  process.stdout.write(t.restored({ createdAt, version, rows, files: manifest.files.count, jobs, migrated, seconds }))
  if (manifest.files.missing > 0) process.stdout.write(t.wasMissing({ count: manifest.files.missing }))
  process.stdout.write(`\n${describeLedger(ledger)}`)
}
