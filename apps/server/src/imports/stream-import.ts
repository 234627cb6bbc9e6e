import { addTasks, err, ok, type BatchError, type Result } from '@canut/domain'
import { findBatch } from '../batches/index.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import type { TableFormat } from '../platform/tables/index.ts'
import { findImport, insertImport, moveImport, type ImportRow } from './imports.store.ts'
import { runImport } from './run-import.ts'

export interface ImportToStream {
  readonly batchId: string
  readonly source: AsyncIterable<Uint8Array>
  readonly bytesTotal: number | null
  readonly fileName: string
  readonly format?: TableFormat | undefined
  readonly mode: 'check' | 'load'
  readonly onBadRows: 'skip' | 'refuse'
  readonly by: string
}

/** Reads a file while it arrives and keeps nothing of it but its tasks: what the API and programs of the instance use. */
export async function streamImport(services: Services, of: ImportToStream): Promise<Result<ImportRow, BatchError | { kind: 'not_found' }>> {
  const batch = await findBatch(services.db, of.batchId)
  if (batch === null) return err({ kind: 'not_found' })
  const allowed = addTasks({ state: batch.state, tasks: batch.task_count }, 0)
  if (!allowed.ok) return allowed

  const now = services.now()
  const state = of.mode === 'check' ? 'checking' : 'loading'
  const id = newId(now.getTime())
  await insertImport(services.db, {
    id,
    batch_id: of.batchId,
    state,
    file_name: of.fileName,
    format: of.format ?? null,
    storage_key: null,
    bytes_total: of.bytesTotal === null ? null : BigInt(of.bytesTotal),
    created_at: now,
    created_by: of.by,
    touched_at: now,
  })
  const begun = await getImport(services, id)
  try {
    const ended = await runImport(services, { ...of, import: begun })
    if (!ended.ok) {
      // when another import of the batch is being read, this one has not ended by itself
      const failure = { code: 'refused', refusal: ended.error } as const
      await moveImport(services.db, id, [state], 'failed', { now: services.now(), failure })
      return ended
    }
  } catch (error) {
    await moveImport(services.db, id, [state], 'failed', { now: services.now(), failure: { code: 'interrupted' } })
    throw error
  }
  return ok(await getImport(services, id))
}

async function getImport(services: Services, id: string): Promise<ImportRow> {
  const row = await findImport(services.db, id)
  if (row === null) throw new Error(`import ${id} is gone`)
  return row
}
