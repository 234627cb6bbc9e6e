import { Readable } from 'node:stream'
import { FileMissing, type FileStore } from '../platform/files/file-store.ts'
import { openJobLoader, type JobLoader } from '../platform/jobs/unfinished-jobs.ts'
import { listMigrations, type Migration } from '../platform/migrate.ts'
import type { About, Manifest } from './backup-format.ts'
import { databaseAhead, instanceNotEmpty, instanceRunning, madeByNewer, otherMigrations } from './backup-problems.ts'
import { readBackup } from './read-backup.ts'
import { openLoading, type Loading } from './restore.store.ts'

export interface RestoreOrder {
  readonly path: string
  /** asked for only once the whole file has been checked */
  readonly openTarget: () => Promise<{ databaseUrl: string; files: FileStore }>
  readonly signal: AbortSignal
  readonly progress: (progress: RestoreProgress) => void
}

export interface RestoreProgress {
  readonly step: 'checking' | 'loading' | 'constraints' | 'migrating'
  readonly bytes: number
  /** known after the check */
  readonly bytesTotal: number | null
}

export interface RestoreReport {
  readonly manifest: Manifest
  /** migrations newer than the backup, applied after it was loaded */
  readonly migrated: readonly string[]
  readonly jobs: number
}

/**
 * Checks the whole file, then loads it in one transaction into an empty database. Whatever fails, and whenever it is
 * stopped, the database stays empty and no file that was not there before is left in the file store.
 *
 * @throws StartupProblem `backup_not_usable`, `backup_newer`, `instance_not_empty`, `instance_running`
 */
export async function restoreBackup(order: RestoreOrder): Promise<RestoreReport> {
  const manifest = await checkBackup(order)
  const { databaseUrl, files } = await order.openTarget()
  const loading = await openLoading(databaseUrl, order.signal)
  try {
    await refuseUnlessEmpty(order.path, loading, manifest.about.migrations)
    const jobLoader = await openJobLoader(databaseUrl, manifest.about.queues)
    try {
      return await loadAll(order, manifest, loading, files, jobLoader)
    } finally {
      await jobLoader.close()
    }
  } finally {
    await loading.close()
  }
}

/** Reads the whole file and changes nothing. */
export async function checkBackup(order: Pick<RestoreOrder, 'path' | 'signal' | 'progress'>): Promise<Manifest> {
  let bytes = 0
  return readBackup(order.path, {
    async about(about) {
      refuseUnknownMigrations(order.path, about, listMigrations())
    },
    passed(_member, passed) {
      order.signal.throwIfAborted()
      bytes += passed
      order.progress({ step: 'checking', bytes, bytesTotal: null })
    },
  })
}

export function refuseUnknownMigrations(path: string, about: About, ours: readonly Migration[]): void {
  const known = new Map(ours.map(({ name, checksum }) => [name, checksum]))
  const unknown = about.migrations.filter(({ name }) => !known.has(name)).map(({ name }) => name)
  if (unknown.length > 0) throw madeByNewer(path, about.canutVersion, unknown)
  const other = about.migrations.filter(({ name, checksum }) => known.get(name) !== checksum).map(({ name }) => name)
  if (other.length > 0) throw otherMigrations(path, about.canutVersion, other)
}

async function loadAll(
  order: RestoreOrder,
  manifest: Manifest,
  loading: Loading,
  files: FileStore,
  jobLoader: JobLoader,
): Promise<RestoreReport> {
  const bytesTotal = manifest.files.bytes + manifest.jobs.bytes + manifest.tables.reduce((sum, { bytes }) => sum + bytes, 0)
  const added: string[] = []
  let [bytes, jobs] = [0, 0]
  try {
    await loading.migrate(manifest.about.migrations.at(-1)?.name)
    await readBackup(order.path, {
      async table(name, content) {
        const rows = await loading.load(name, content)
        const expected = manifest.tables.find((table) => table.name === name)?.rows
        if (rows !== expected) throw new Error(`${rows} rows of ${name} were loaded, the backup has ${expected}`)
      },
      async jobs(content) {
        if (manifest.jobs.bytes > 0) jobs = await jobLoader.load(loading.client, content)
      },
      async file(key, content) {
        if (!(await isStored(files, key))) added.push(key)
        const type = (await loading.contentType(key)) ?? 'application/octet-stream'
        await files.put(key, Readable.from(content, { objectMode: false }), type)
      },
      passed(_member, passed) {
        order.signal.throwIfAborted()
        bytes += passed
        order.progress({ step: 'loading', bytes, bytesTotal })
      },
    })
    await loading.setSequences(manifest.sequences)
    order.progress({ step: 'constraints', bytes, bytesTotal })
    await loading.checkConstraints()
    order.progress({ step: 'migrating', bytes, bytesTotal })
    const migrated = await loading.migrate()
    order.signal.throwIfAborted()
    await loading.commit()
    return { manifest, migrated, jobs }
  } catch (error) {
    // A file that was there before stays: the store may be the very one that the backup was made from.
    for (const key of added) await files.remove(key)
    // a cancelled statement has an error of its own, which tells nobody why
    order.signal.throwIfAborted()
    throw error
  }
}

async function refuseUnlessEmpty(path: string, loading: Loading, migrations: readonly Migration[]): Promise<void> {
  const filled = await loading.filledTables()
  if (filled.length > 0) throw instanceNotEmpty(filled)
  if ((await loading.instances()) > 0) throw instanceRunning()
  if ((await loading.migrations()).length > migrations.length) throw databaseAhead(path, migrations.at(-1)?.name ?? '')
}

async function isStored(files: FileStore, key: string): Promise<boolean> {
  try {
    ;(await files.open(key)).destroy()
    return true
  } catch (error) {
    if (error instanceof FileMissing) return false
    throw error
  }
}
