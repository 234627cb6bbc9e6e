import type { AssignmentState } from '../work/assignment.ts'
import { err, ok, type Result } from '../result.ts'

/** The published list of reasons: a rejection cites one, and the line of the instructions that was not followed (law 3). */
export const REJECTION_REASONS = ['instructions_not_followed', 'incomplete', 'wrong_language', 'unreadable', 'empty', 'other'] as const
export type RejectionReason = (typeof REJECTION_REASONS)[number]

export interface RejectionGrounds {
  readonly reason: RejectionReason
  readonly instructionLine: string
  readonly explanation: string
}

export type ReviewError =
  | { kind: 'already_decided'; state: AssignmentState }
  | { kind: 'nothing_to_review'; state: AssignmentState }
  /** the reviewer is the worker: somebody else decides, or silence does */
  | { kind: 'own_response' }
  | { kind: 'review_period_over'; closedAt: Date }
  | { kind: 'instruction_line_not_found'; line: string }
  | { kind: 'explanation_too_short'; length: number; min: number }

const EXPLANATION_MIN = 10

export interface ReviewedAssignment {
  readonly state: AssignmentState
  readonly reviewClosesAt: Date | null
  /** the instructions as this worker was shown them */
  readonly instructions: string
}

export function approveAssignment(assignment: Pick<ReviewedAssignment, 'state'>): Result<'approved', ReviewError> {
  if (assignment.state === 'approved' || assignment.state === 'rejected') return err({ kind: 'already_decided', state: assignment.state })
  if (assignment.state !== 'submitted') return err({ kind: 'nothing_to_review', state: assignment.state })
  return ok('approved')
}

export function rejectAssignment(assignment: ReviewedAssignment, grounds: RejectionGrounds, now: Date): Result<'rejected', ReviewError> {
  if (assignment.state === 'approved' || assignment.state === 'rejected') return err({ kind: 'already_decided', state: assignment.state })
  if (assignment.state !== 'submitted') return err({ kind: 'nothing_to_review', state: assignment.state })
  // silence pays: from this instant the approval is owed, whether or not the sweep has run
  if (assignment.reviewClosesAt !== null && now >= assignment.reviewClosesAt)
    return err({ kind: 'review_period_over', closedAt: assignment.reviewClosesAt })

  const line = grounds.instructionLine.trim()
  const lines = assignment.instructions.split('\n').map((text) => text.trim())
  if (line === '' || !lines.includes(line)) return err({ kind: 'instruction_line_not_found', line })

  const length = grounds.explanation.trim().length
  if (length < EXPLANATION_MIN) return err({ kind: 'explanation_too_short', length, min: EXPLANATION_MIN })
  return ok('rejected')
}
