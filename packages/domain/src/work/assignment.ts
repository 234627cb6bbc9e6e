import type { Parameters } from '../parameters/parameters.ts'
import { err, ok, type Result } from '../result.ts'

export type AssignmentState = 'leased' | 'submitted' | 'approved' | 'rejected' | 'returned' | 'lapsed'

export const RETURN_REASONS = ['unclear', 'broken', 'content', 'not_for_me', 'no_time'] as const
export type ReturnReason = (typeof RETURN_REASONS)[number]
export const REPORT_REASONS = ['broken', 'unclear', 'content', 'wrong_language', 'other'] as const
export type ReportReason = (typeof REPORT_REASONS)[number]

export type AssignmentError =
  | { kind: 'assignment_not_in_state'; state: AssignmentState; needed: readonly AssignmentState[] }
  | { kind: 'too_many_leases_held'; held: number; max: number }
  | { kind: 'renewals_used_up'; renewals: number; max: number }
  | { kind: 'too_late_to_change'; responses: number }
  | { kind: 'task_not_available'; number: number }
  | { kind: 'late_not_needed'; max: number }
  | { kind: 'reported_broken'; number: number }
  /** something else was submitted before, elsewhere; that counts */
  | { kind: 'answered_before'; number: number }

/** How long a task is kept for the worker who opened it: long enough never to hurry anybody. Seconds. */
export function leaseSeconds(estimateSeconds: number, parameters: Parameters): number {
  return Math.max(parameters.leaseMinSeconds, Math.ceil(estimateSeconds * parameters.leaseEstimateFactor))
}

/**
 * Which late responses that nobody needs any more are paid and kept aside: those of a lapsed lease, up to the most that
 * one person is paid for in one batch. A task that was given back on purpose is not among them. The others are not taken
 * in, and their workers are told so before they rely on it.
 *
 * @param paidBefore late responses of this worker in this batch that were paid so far.
 */
export function sortUnneeded<T extends { state: AssignmentState }>(
  late: readonly T[],
  paidBefore: number,
  parameters: Parameters,
): { paid: T[]; refused: T[] } {
  const lapsed = late.filter(({ state }) => state === 'lapsed')
  const paid = lapsed.slice(0, Math.max(0, parameters.latePaidMax - paidBefore))
  return { paid, refused: late.filter((each) => !paid.includes(each)) }
}

/**
 * What becomes of a submission.
 *
 * - `counts`: the worker held the task.
 * - `late`: the lease had lapsed, or the task was returned; the caller takes the slot again if it is still open, and
 *   otherwise asks `sortUnneeded` whether the response is paid and kept aside; what is not taken in is never
 *   acknowledged first (law 10).
 * - `repeat`: already submitted; the same receipt is given again.
 */
export function submitAssignment(state: AssignmentState): 'counts' | 'late' | 'repeat' {
  if (state === 'leased') return 'counts'
  if (state === 'lapsed' || state === 'returned') return 'late'
  return 'repeat'
}

export function renewLease(
  assignment: { state: AssignmentState; renewals: number },
  parameters: Parameters,
): Result<'renewed', AssignmentError> {
  if (assignment.state !== 'leased') return err({ kind: 'assignment_not_in_state', state: assignment.state, needed: ['leased'] })
  if (assignment.renewals >= parameters.leaseMaxRenewals) {
    return err({ kind: 'renewals_used_up', renewals: assignment.renewals, max: parameters.leaseMaxRenewals })
  }
  return ok('renewed')
}

/** May the worker still change this response? Only before it is reviewed, and among their latest responses of the batch. */
export function reviseResponse(
  assignment: { state: AssignmentState; submittedSince: number },
  parameters: Parameters,
): Result<'may_revise', AssignmentError> {
  if (assignment.state !== 'submitted') return err({ kind: 'assignment_not_in_state', state: assignment.state, needed: ['submitted'] })
  if (assignment.submittedSince >= parameters.undoResponses) return err({ kind: 'too_late_to_change', responses: parameters.undoResponses })
  return ok('may_revise')
}
