import { err, ok, raiseRedundancy, type BatchError, type Micros, type Result } from '@canut/domain'
import { appendEvent } from '../events/index.ts'
import { reserveForBatch } from '../ledger/index.ts'
import type { Tx } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { addToTally, lockDispatch, reopenUncertain } from '../work/index.ts'
import { costOfTasks } from './batch-cost.ts'
import { getBatch, lockBatch, type BatchRow } from './batches.store.ts'
import { raiseFrontier, raiseSlots } from './redundancy.store.ts'

/** Open tasks are raised within the request up to this number; more of them are raised by a job. */
const RAISED_AT_ONCE = 5_000
export const RAISE_QUEUE = 'raise-slots'

export interface Extended {
  readonly batch: BatchRow
  readonly reserved: Micros
}

/** Asks for more responses per task, with their money; workers find the tasks open again. */
export async function extendBatch(
  services: Services,
  of: { readonly batchId: string; readonly redundancy: number; readonly by: string },
): Promise<Result<Extended, BatchError | { kind: 'not_found' }>> {
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, of.batchId)
    if (batch === null) return err({ kind: 'not_found' })
    const raised = raiseRedundancy({ state: batch.state, redundancy: batch.redundancy }, of.redundancy)
    if (!raised.ok) return raised
    const cost = costOfTasks(batch, await readParameters(tx), { tasks: batch.task_count, redundancy: raised.value.more })

    const { id: batchId, organisation_id: organisationId, currency } = batch
    const reserved = await reserveForBatch(tx, { organisationId, batchId, currency, amount: cost.total, by: of.by, now })
    if (!reserved.ok) return reserved
    const opened = await raiseFrontier(tx, batch, of.redundancy, RAISED_AT_ONCE + 1)
    if (opened <= RAISED_AT_ONCE) await raiseBlock(tx, batch, 0)
    else await services.jobs.send(tx, RAISE_QUEUE, { batchId })
    await appendEvent(tx, {
      at: now,
      actorId: of.by,
      kind: 'batch_extended',
      subject: publicId('bat', batchId),
      details: { from: batch.redundancy, to: of.redundancy, reservedMicros: cost.total, currency },
    })
    services.log.info({ batchId, by: of.by, redundancy: of.redundancy }, 'batch_extended')
    return ok({ batch: await getBatch(tx, batchId), reserved: cost.total })
  })
}

/**
 * The job: each block is a short transaction of its own, so nobody who works waits for long. Safe to run again. The batch
 * may be closed meanwhile: its money was returned then, so nothing is opened any more.
 */
export async function raiseAllSlots(services: Services, batchId: string): Promise<void> {
  for (let after: number | null = 0; after !== null;) {
    const from: number = after
    after = await inTransaction(services.db, async (tx) => {
      const batch = await lockBatch(tx, batchId)
      return batch === null || batch.state === 'closed' ? null : raiseBlock(tx, batch, from)
    })
  }
}

async function raiseBlock(tx: Tx, { id: batchId, stop_rule }: BatchRow, after: number): Promise<number | null> {
  await lockDispatch(tx, batchId)
  const raise = stop_rule === 'fixed' ? raiseSlots : reopenUncertain
  const { last, undone } = await raise(tx, batchId, after, RAISED_AT_ONCE)
  // done with fewer responses, these tasks wait for more
  if (undone > 0) await addToTally(tx, batchId, { tasksDone: -undone }, Math.random())
  return last
}
