import { err, ok, owedAfterClose, stepBatch, type BatchError, type Micros, type Result } from '@canut/domain'
import { appendEvent } from '../events/index.ts'
import { refundBatch } from '../ledger/index.ts'
import type { Tx } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { forgetEstimates } from '../work/index.ts'
import { countOwed, getBatch, lockBatch, moveBatch, withdrawSlots, type BatchRow } from './batches.store.ts'
import { listClosedWithEscrow, type ClosedBatch } from './settle.store.ts'

/** After this a late response to a closed batch no longer counts as one of its results; it is paid all the same. */
const LATE_HOURS = 24
const SETTLED_AT_ONCE = 100

export interface Closed {
  readonly batch: BatchRow
  readonly refunded: Micros
}

/** Takes the batch off the offer for good and returns what nobody can claim any more. */
export async function closeBatch(
  services: Services,
  of: { readonly batchId: string; readonly by: string },
): Promise<Result<Closed, BatchError | { kind: 'not_found' }>> {
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, of.batchId)
    if (batch === null) return err({ kind: 'not_found' })
    const next = stepBatch(batch.state, 'close')
    if (!next.ok) return next

    await moveBatch(tx, batch.id, batch.state, next.value, { closed_at: now })
    await withdrawSlots(tx, batch.id)
    // after the lock that the line above took: no response that is being looked at writes them again
    await forgetEstimates(tx, batch.id)
    const refunded = await returnTheRest(tx, batch, of.by, now)
    await appendEvent(tx, {
      at: now,
      actorId: of.by,
      kind: 'batch_closed',
      subject: publicId('bat', batch.id),
      details: { refundedMicros: refunded, currency: batch.currency },
    })
    services.log.info({ batchId: batch.id, by: of.by, refundedMicros: refunded.toString() }, 'batch_closed')
    return ok({ batch: await getBatch(tx, batch.id), refunded })
  })
}

/** `owed` is read before the escrow, in a statement of its own: what is paid in between leaves both. */
async function returnTheRest(tx: Tx, batch: BatchRow, by: string | null, now: Date): Promise<Micros> {
  const owed = await countOwed(tx, batch.id)
  const keep = owedAfterClose({ ...owed, price: batch.price_micros, fee: batch.fee_micros })
  return refundBatch(tx, { batchId: batch.id, keep, now, by })
}

/**
 * Returns what closed batches no longer owe: their last reviews are done, leases ended. Runs every few minutes; looks
 * only at closed batches whose escrow holds something.
 *
 * @throws after all batches have been seen to, when some failed: one broken batch keeps no other from its money.
 */
export async function settleClosedBatches(services: Services): Promise<void> {
  const failures: unknown[] = []
  for (let after: ClosedBatch | null = null; ;) {
    const page: readonly ClosedBatch[] = await listClosedWithEscrow(services.db, after, SETTLED_AT_ONCE)
    for (const { id } of page) await settleBatch(services, id).catch((error: unknown) => failures.push(error))
    after = page.at(-1) ?? null
    if (page.length < SETTLED_AT_ONCE) break
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} closed batches were not settled`)
}

async function settleBatch(services: Services, batchId: string): Promise<void> {
  const now = services.now()
  await inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (batch === null || batch.closed_at === null) return
    if (now.getTime() - batch.closed_at.getTime() >= LATE_HOURS * 3_600_000) await withdrawSlots(tx, batchId)
    const refunded = await returnTheRest(tx, batch, null, now)
    if (refunded > 0n) services.log.info({ batchId, refundedMicros: refunded.toString() }, 'batch_settled')
  })
}
