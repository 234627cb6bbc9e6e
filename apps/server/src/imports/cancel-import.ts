import { err, ok, stepImport, type BatchError, type Result } from '@canut/domain'
import type { Services } from '../platform/services.ts'
import { dropUselessFile } from './import-job.ts'
import { findImport, moveImport, requestCancel, type ImportRow } from './imports.store.ts'

/**
 * Stops an import. One that waits is cancelled at once; one that is being read learns it within a second, rolls back and
 * says so in its state.
 */
export async function cancelImport(services: Services, importId: string): Promise<Result<ImportRow, BatchError | { kind: 'not_found' }>> {
  const row = await findImport(services.db, importId)
  if (row === null) return err({ kind: 'not_found' })
  const allowed = stepImport(row.state, 'cancel')
  if (!allowed.ok) return allowed
  await requestCancel(services.db, importId)
  await moveImport(services.db, importId, ['uploaded', 'checked'], 'cancelled', { now: services.now() })
  services.log.info({ importId, batchId: row.batch_id }, 'import_cancel_requested')
  await dropUselessFile(services, importId)
  const after = await findImport(services.db, importId)
  return after === null ? err({ kind: 'not_found' }) : ok(after)
}
