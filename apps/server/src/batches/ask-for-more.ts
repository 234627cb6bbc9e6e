import { askForMore, err, ok, type BatchError, type Micros, type Result } from '@canut/domain'
import { appendEvent } from '../events/index.ts'
import { reserveForBatch } from '../ledger/index.ts'
import type { Tx } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId, publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { addToTally, lockDispatch } from '../work/index.ts'
import { costOfTasks } from './batch-cost.ts'
import { lockBatch } from './batches.store.ts'
import { addExtraResponses, insertRequest, lockRequest, moveRequest, openSlotsFor } from './response-requests.store.ts'

/** Tasks are opened within the request up to this number; more of them are opened by a job. */
const OPENED_AT_ONCE = 5_000
export const ASK_QUEUE = 'open-more-responses'

export interface Asking {
  readonly batchId: string
  /** how many tasks the person saw, and the cost of */
  readonly shown: number
  readonly more: number
  readonly by: string
  /** chosen with the batch locked, so that what is paid for is what is opened */
  readonly choose: (tx: Tx) => Promise<readonly number[]>
  /** called once they are paid for, and before workers find them open */
  readonly accepted: (tx: Tx, numbers: readonly number[]) => Promise<void>
}

export interface Asked {
  readonly tasks: number
  readonly reserved: Micros
}

/** Asks for more responses for exactly these tasks, with their money; workers find the tasks open again. */
export async function askForMoreResponses(services: Services, of: Asking): Promise<Result<Asked, BatchError | { kind: 'not_found' }>> {
  const { batchId, more, by } = of
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (batch === null) return err({ kind: 'not_found' })
    const numbers = await of.choose(tx)
    const may = askForMore({ state: batch.state }, { tasks: numbers.length, shown: of.shown })
    if (!may.ok) return may
    const cost = costOfTasks(batch, await readParameters(tx), { tasks: numbers.length, redundancy: more })
    const { organisation_id: organisationId, currency } = batch
    const reserved = await reserveForBatch(tx, { organisationId, batchId, currency, amount: cost.total, by, now })
    if (!reserved.ok) return reserved

    const id = newId()
    await insertRequest(tx, { id, batchId, numbers, more, reserved: cost.total, by, now })
    await addExtraResponses(tx, batchId, numbers.length * more)
    await of.accepted(tx, numbers)
    if (numbers.length <= OPENED_AT_ONCE) await openBlock(tx, id, now)
    else await services.jobs.send(tx, ASK_QUEUE, { requestId: id })
    await appendEvent(tx, {
      at: now,
      actorId: by,
      kind: 'more_responses_asked',
      subject: publicId('bat', batchId),
      details: { tasks: numbers.length, more, reservedMicros: cost.total, currency },
    })
    services.log.info({ batchId, by, tasks: numbers.length, more }, 'more_responses_asked')
    return ok({ tasks: numbers.length, reserved: cost.total })
  })
}

/** The job: each block is a short transaction of its own, so nobody who works waits for long. Safe to run again. */
export async function openRequested(services: Services, requestId: string): Promise<void> {
  for (;;) {
    const isDone = await inTransaction(services.db, (tx) => openBlock(tx, requestId, services.now()))
    if (isDone) return
  }
}

/** True when nothing is left to open. The batch may be closed meanwhile: its money was returned then, so nothing is opened any more. */
async function openBlock(tx: Tx, requestId: string, now: Date): Promise<boolean> {
  const request = await lockRequest(tx, requestId)
  if (request === null || request.finished_at !== null) return true
  const { batch_id: batchId, numbers, more, opened } = request
  const batch = await lockBatch(tx, batchId)
  const block = batch === null || batch.state === 'closed' ? [] : numbers.slice(opened, opened + OPENED_AT_ONCE)
  if (block.length > 0) {
    await lockDispatch(tx, batchId)
    const undone = await openSlotsFor(tx, batchId, block, more)
    // done with fewer responses, these tasks wait for more
    if (undone > 0) await addToTally(tx, batchId, { tasksDone: -undone }, Math.random())
  }
  const isDone = block.length === 0 || opened + block.length >= numbers.length
  await moveRequest(tx, requestId, opened + block.length, isDone ? now : null)
  return isDone
}
