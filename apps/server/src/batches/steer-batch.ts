import { err, ok, stepBatch, type BatchError, type Result } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { lockDispatch } from '../work/index.ts'
import { getBatch, lockBatch, moveBatch, type BatchRow } from './batches.store.ts'

interface Steering {
  readonly batchId: string
  readonly by: string
}

/** No task is handed out any more; those in somebody's hands may still be submitted, and are paid. */
export async function pauseBatch(
  services: Services,
  { batchId, by }: Steering,
): Promise<Result<BatchRow, BatchError | { kind: 'not_found' }>> {
  return step(services, batchId, 'pause', { paused_at: services.now(), paused_by: by })
}

export async function resumeBatch(
  services: Services,
  { batchId }: Steering,
): Promise<Result<BatchRow, BatchError | { kind: 'not_found' }>> {
  return step(services, batchId, 'resume', { paused_at: null, paused_by: null })
}

async function step(
  services: Services,
  batchId: string,
  name: 'pause' | 'resume',
  stamp: { paused_at: Date | null; paused_by: string | null },
): Promise<Result<BatchRow, BatchError | { kind: 'not_found' }>> {
  return inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (batch === null) return err({ kind: 'not_found' })
    const next = stepBatch(batch.state, name)
    if (!next.ok) return next
    await moveBatch(tx, batchId, batch.state, next.value, stamp)
    // leases that are being made at this instant come first; none is made after the answer to this request
    await lockDispatch(tx, batchId)
    services.log.info({ batchId, state: next.value }, 'batch_moved')
    return ok(await getBatch(tx, batchId))
  })
}
