import { err, ok, rejectAssignment, type RejectionGrounds, type Result, type ReviewError } from '@canut/domain'
import { findInstructions } from '../batches/index.ts'
import { appendEvent } from '../events/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { addToTally, reopenSlots } from '../work/index.ts'
import { lockForReview, markRejected } from './reviews.store.ts'

/**
 * Rejects one response with its grounds, which the worker sees. The task is offered again while its batch is open or
 * paused; the money stays in escrow for whoever answers then, or is returned when the batch has nothing left to settle.
 */
export async function rejectResponse(
  services: Services,
  of: { readonly assignment: { readonly id: string; readonly batchId: string }; readonly grounds: RejectionGrounds; readonly by: string },
): Promise<Result<{ rejectedAt: Date }, ReviewError | { kind: 'not_found' }>> {
  return inTransaction(services.db, async (tx) => {
    const now = services.now()
    const locked = await lockForReview(tx, of.assignment)
    if (locked === null) return err({ kind: 'not_found' })
    const { row, isClosed } = locked
    const shown = await findInstructions(tx, row.batch_id, row.instructions_version)
    const reviewed = { state: row.state, reviewClosesAt: row.review_closes_at, instructions: shown?.markdown ?? '' }
    const rejected = rejectAssignment(reviewed, of.grounds, now)
    if (!rejected.ok) return rejected

    const grounds = {
      reason: of.grounds.reason,
      instructionLine: of.grounds.instructionLine.trim(),
      explanation: of.grounds.explanation.trim(),
    }
    if (!isClosed) await reopenSlots(tx, row.batch_id, [row.number])
    const { wasDone } = await markRejected(tx, { row, grounds, by: of.by, now })
    await addToTally(tx, row.batch_id, { rejected: 1, submitted: -1, tasksDone: wasDone ? -1 : 0 }, Math.random())
    await appendEvent(tx, {
      at: now,
      actorId: of.by,
      kind: 'response_rejected',
      subject: publicId('asg', row.id),
      details: { batch: publicId('bat', row.batch_id), task: row.number, instructionsVersion: row.instructions_version, ...grounds },
    })
    services.log.info({ assignmentId: row.id, batchId: row.batch_id, by: of.by, reason: grounds.reason }, 'response_rejected')
    return ok({ rejectedAt: now })
  })
}
