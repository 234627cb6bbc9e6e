import { err, ok, type Result } from '@canut/domain'
import { getBatch, type BatchRow } from '../batches/index.ts'
import { appendEvent } from '../events/index.ts'
import type { Tx } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId, publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { readTally } from '../work/index.ts'
import {
  examineNext,
  findApproval,
  insertApproval,
  lockApproval,
  moveApproval,
  type ApprovalRow,
  type BulkSelection,
} from './approvals.store.ts'
import { approveAssignments, APPROVED_AT_ONCE, type Approved } from './approve-assignments.ts'
import { findForeign, hasOwn, type Decision } from './reviews.store.ts'

export const APPROVE_QUEUE = 'approve-responses'
/** How long a request approves before it leaves the rest to a job. */
const AT_ONCE_MS = 2000

/** Approves these responses of a batch; those decided before stay as they are. At most APPROVED_AT_ONCE of them. */
export async function approveResponses(
  services: Services,
  of: { readonly batchId: string; readonly ids: readonly string[]; readonly by: string },
): Promise<Result<Approved, { kind: 'assignments_unknown'; ids: readonly string[] } | { kind: 'own_response' }>> {
  const ids = [...new Set(of.ids)]
  if (ids.length > APPROVED_AT_ONCE) throw new RangeError(`at most ${APPROVED_AT_ONCE} responses at once, got ${ids.length}`)
  return inTransaction(services.db, async (tx) => {
    const foreign = await findForeign(tx, of.batchId, ids)
    if (foreign.length > 0) return err({ kind: 'assignments_unknown', ids: foreign })
    if (await hasOwn(tx, of.batchId, ids, of.by)) return err({ kind: 'own_response' })
    const now = services.now()
    const batch = await getBatch(tx, of.batchId)
    const approved = await approveAssignments(tx, { batch, which: { ids }, decision: 'person', by: of.by, now })
    await recordApproval(tx, batch, approved, 'person', of.by, now)
    services.log.info({ batchId: batch.id, by: of.by, approved: approved.ids.length }, 'responses_approved')
    return ok(approved)
  })
}

/** One event for all that were approved together, with the figures; each payment says which response it is for. */
export async function recordApproval(
  tx: Tx,
  batch: BatchRow,
  approved: Approved,
  decision: Decision,
  by: string | null,
  now: Date,
): Promise<void> {
  if (approved.ids.length === 0) return
  const [only] = approved.ids
  await appendEvent(tx, {
    at: now,
    actorId: by,
    kind: 'responses_approved',
    subject: publicId('bat', batch.id),
    details: {
      decision,
      responses: approved.ids.length,
      ...(approved.ids.length === 1 && only !== undefined ? { assignment: publicId('asg', only) } : {}),
      paidMicros: approved.paid,
      feeMicros: approved.fees,
      currency: batch.currency,
    },
  })
}

/**
 * Approves everything that waits for a review, or all responses that agree with the majority or the last run. Goes on for
 * two seconds; what is left then is done by a job, and the returned request says how far it is.
 */
export async function approveMany(
  services: Services,
  of: { readonly batchId: string; readonly selection: BulkSelection; readonly by: string },
): Promise<ApprovalRow> {
  const startedAt = performance.now()
  const id = newId()
  const { submitted, approved } = await readTally(services.db, of.batchId)
  await insertApproval(services.db, { id, ...of, waiting: Math.max(0, submitted - approved), now: services.now() })
  for (;;) {
    const approval = await approveStep(services, id)
    if (approval.finished_at !== null) return approval
    if (performance.now() - startedAt < AT_ONCE_MS) continue
    await services.jobs.send(services.db, APPROVE_QUEUE, { approvalId: id })
    return approval
  }
}

/** The job: goes on from where the last step ended, also after a crash. */
export async function finishApproval(services: Services, { approvalId }: { approvalId: string }): Promise<void> {
  if ((await findApproval(services.db, approvalId)) === null) return
  while ((await approveStep(services, approvalId)).finished_at === null);
}

async function approveStep(services: Services, id: string): Promise<ApprovalRow> {
  return inTransaction(services.db, async (tx) => {
    const approval = await lockApproval(tx, id)
    if (approval === null) throw new Error(`there is no approval ${id}`)
    if (approval.finished_at !== null) return approval
    const now = services.now()
    const batch = await getBatch(tx, approval.batch_id)
    const examined = await examineNext(tx, approval, APPROVED_AT_ONCE)
    const ids = examined.filter(({ chosen }) => chosen).map((row) => row.id)
    const decision = approval.selection === 'all' ? 'person' : 'agreement'
    const approved = await approveAssignments(tx, { batch, which: { ids }, decision, by: approval.requested_by, now })
    const moved = await moveApproval(tx, id, {
      examined: examined.length,
      approved: approved.ids.length,
      paid: approved.paid,
      fees: approved.fees,
      last: examined.at(-1) ?? null,
      finishedAt: examined.length < APPROVED_AT_ONCE ? now : null,
    })
    await recordApproval(tx, batch, approved, decision, approval.requested_by, now)
    return moved
  })
}
