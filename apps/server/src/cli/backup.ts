import { Command } from 'commander'
import { resolve } from 'node:path'
import { backUp, backupMessages, type BackupReport } from '../backups/index.ts'
import { systemClock } from '../platform/clock.ts'
import { openFiles } from '../platform/files/open-files.ts'
import { formatBytes as formatBytesIn } from '../platform/i18n/index.ts'
import { openDatabaseForCommand } from './instance.ts'
import { interruptible } from './interrupt.ts'
import { createProgress } from './progress.ts'
import { commandLocale } from './speak.ts'

const formatBytes = (bytes: number) => formatBytesIn(bytes, commandLocale())

export function backupCommand(): Command {
  return new Command('backup')
    .description('write everything that the instance holds into one file, while it goes on working')
    .argument('[file]', 'where to; it must not exist yet (default: canut-<day and time>.canut in this folder)')
    .option('--json', 'print what was written as JSON')
    .addHelpText(
      'after',
      `
The file holds every table as it was at one instant, the stored files (media and uploads), and the jobs still to be done.
It does not hold the settings, the secret that signs sessions, or mail written to files. It is not encrypted.
Ends with 0 when the backup is complete, 1 when it could not be written, 130 when it was stopped; then no file is left.`,
    )
    .action(async (file: string | undefined, { json }: { json?: true }) => {
      const now = systemClock()
      const path = resolve(
        file ??
          `canut-${now
            .toISOString()
            .replace(/\.\d+Z$/, 'Z')
            .replaceAll(':', '-')}.canut`,
      )
      const { report, seconds } = await interruptible((signal) => write(path, now, signal))
      tell(report, seconds, json === true)
    })
}

async function write(path: string, now: Date, signal: AbortSignal): Promise<{ report: BackupReport; seconds: number }> {
  const t = backupMessages[commandLocale()]
  const progress = createProgress()
  const reached = await openDatabaseForCommand()
  const startedAt = performance.now()
  const elapsed = () => (performance.now() - startedAt) / 1000
  try {
    const report = await backUp({
      databaseUrl: reached.databaseUrl,
      files: openFiles(reached.config),
      path,
      now,
      signal,
      progress: ({ rows, estimatedRows, files, bytes }) =>
        progress.show(() =>
          t.copying({ rows, estimated: estimatedRows, files, bytes: formatBytes(bytes), speed: formatBytes(bytes / elapsed()) }),
        ),
    })
    return { report, seconds: elapsed() }
  } finally {
    progress.end()
    await reached.close()
  }
}

function tell({ path, bytes, manifest, missing }: BackupReport, seconds: number, json: boolean): void {
  const t = backupMessages[commandLocale()]
  const { tables, jobs, files } = manifest
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  if (files.missing > 0) process.stderr.write(t.missing({ count: files.missing, keys: missing }))
  process.stdout.write(
    json
      ? `${JSON.stringify({ path, bytes, seconds, rows, missing, manifest }, null, 2)}\n`
      : t.written({
          path,
          size: formatBytes(bytes),
          tables: tables.length,
          rows,
          files: files.count,
          fileBytes: formatBytes(files.bytes),
          jobs: jobs.rows,
          seconds,
        }),
  )
}
