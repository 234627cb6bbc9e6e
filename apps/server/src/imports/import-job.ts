import { err, ok, stepImport, type BatchError, type Result } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import { FileMissing } from '../platform/files/file-store.ts'
import type { Services } from '../platform/services.ts'
import { findImport, forgetFile, listStale, moveImport, touchImport, tryLockImports, type ImportRow } from './imports.store.ts'
import { runImport } from './run-import.ts'

export const IMPORT_QUEUE = 'run-import'
const LOOK_SECONDS = 30
const SILENT_MS = 60_000
const STALE_AT_ONCE = 20

export function startImportTasks(services: Services): void {
  services.jobs.handle(IMPORT_QUEUE, ({ importId }: { importId: string }) => runStored(services, importId))
  services.jobs.every('stale-imports', LOOK_SECONDS, () => reviveImports(services))
}

/** Has the good rows of a checked file loaded. */
export async function loadImport(services: Services, importId: string): Promise<Result<ImportRow, BatchError | { kind: 'not_found' }>> {
  const row = await findImport(services.db, importId)
  if (row === null) return err({ kind: 'not_found' })
  const allowed = stepImport(row.state, 'load')
  if (!allowed.ok) return allowed
  // checked while it arrived, and not kept: there is nothing to load from
  if (row.storage_key === null) return err({ kind: 'import_not_in_state', state: row.state, needed: ['uploaded'] })
  return inTransaction(services.db, async (tx) => {
    const moved = await moveImport(tx, importId, ['checked'], 'loading', { now: services.now() })
    if (moved) await services.jobs.send(tx, IMPORT_QUEUE, { importId })
    const after = await findImport(tx, importId)
    return after === null ? err({ kind: 'not_found' as const }) : ok(after)
  })
}

/** The job: goes on from the state that the import is in. Safe to run again, whenever it was cut off. */
export async function runStored(services: Services, importId: string): Promise<void> {
  await moveImport(services.db, importId, ['uploaded'], 'checking', { now: services.now() })
  const row = await findImport(services.db, importId)
  if (row === null || row.storage_key === null || (row.state !== 'checking' && row.state !== 'loading')) return
  try {
    const source = await services.files.open(row.storage_key)
    const mode = row.state === 'checking' ? 'check' : 'load'
    // the requester saw the bad rows before choosing to load the others
    await runImport(services, { import: row, mode, onBadRows: 'skip', source, by: row.created_by })
  } catch (error) {
    if (!(error instanceof FileMissing)) throw error
    await moveImport(services.db, importId, ['checking', 'loading'], 'failed', { now: services.now(), failure: { code: 'file_missing' } })
  }
  await dropUselessFile(services, importId)
}

/** A file is kept as long as something can be read from it: until it is loaded whole, or nobody wants it. */
export async function dropUselessFile(services: Services, importId: string): Promise<void> {
  const row = await findImport(services.db, importId)
  if (row === null || row.storage_key === null) return
  const isUseless = row.state === 'cancelled' || (row.state === 'done' && row.problems_found === 0n)
  if (!isUseless) return
  await forgetFile(services.db, importId)
  await services.files.remove(row.storage_key)
}

/**
 * Takes up what a stopped process left half-read: a stored file is read again from its beginning, a file that was
 * arriving is over. Whoever is still reading holds the lock of the batch, and is left alone.
 */
export async function reviveImports(services: Services): Promise<void> {
  const now = services.now()
  for (const { id, batch_id, storage_key } of await listStale(services.db, new Date(now.getTime() - SILENT_MS), STALE_AT_ONCE)) {
    await inTransaction(services.db, async (tx) => {
      if (!(await tryLockImports(tx, batch_id))) return
      services.log.warn({ importId: id, batchId: batch_id }, 'import_was_cut_off')
      if (storage_key === null) {
        await moveImport(tx, id, ['checking', 'loading'], 'failed', { now, failure: { code: 'interrupted' } })
        return
      }
      await touchImport(tx, id, now)
      await services.jobs.send(tx, IMPORT_QUEUE, { importId: id })
    })
  }
}
