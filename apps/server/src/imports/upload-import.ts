import { addTasks, err, ok, type BatchError, type Result } from '@canut/domain'
import { findBatch } from '../batches/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import type { Readable } from 'node:stream'
import { insertImport } from './imports.store.ts'
import { IMPORT_QUEUE } from './import-job.ts'

/** The largest file that is taken by upload; larger ones are sent by the API, which stores nothing. */
export const UPLOAD_MAX_BYTES = 4 * 1024 ** 3

export interface FileToImport {
  readonly batchId: string
  readonly fileName: string
  readonly content: Readable
  /** read after the content ended */
  readonly wasCut: () => boolean
  readonly by: string
}

/** Stores a file as it arrives and has it checked by a job; whoever sent it may close the page. */
export async function uploadImport(
  services: Services,
  of: FileToImport,
): Promise<Result<string, BatchError | { kind: 'not_found' } | { kind: 'body_too_large'; maxBytes: number }>> {
  const batch = await findBatch(services.db, of.batchId)
  if (batch === null) return err({ kind: 'not_found' })
  const allowed = addTasks({ state: batch.state, tasks: batch.task_count }, 0)
  if (!allowed.ok) return allowed

  const now = services.now()
  const id = newId(now.getTime())
  const key = `imports/${id}`
  const bytes = await services.files.put(key, of.content, 'application/octet-stream')
  if (of.wasCut()) {
    await services.files.remove(key)
    return err({ kind: 'body_too_large', maxBytes: UPLOAD_MAX_BYTES })
  }
  await inTransaction(services.db, async (tx) => {
    await insertImport(tx, {
      id,
      batch_id: of.batchId,
      state: 'uploaded',
      file_name: of.fileName,
      format: null,
      storage_key: key,
      bytes_total: BigInt(bytes),
      created_at: now,
      created_by: of.by,
      touched_at: now,
    })
    await services.jobs.send(tx, IMPORT_QUEUE, { importId: id })
  }).catch(async (error: unknown) => {
    await services.files.remove(key)
    throw error
  })
  services.log.info({ importId: id, batchId: of.batchId, bytes, by: of.by }, 'import_uploaded')
  return ok(id)
}
