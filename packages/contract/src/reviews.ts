import { z } from 'zod'
import { InstantView, MoneyView, publicIdOf } from './common.ts'
import { Cursor, longText, pageOf } from './text.ts'

export const REVIEWED_AT_ONCE_MAX = 1000
export const EXPLANATION_MAX_CHARS = 5000
/** the longest line that instructions can have */
const INSTRUCTION_LINE_MAX_CHARS = 100_000

const REASONS = ['instructions_not_followed', 'incomplete', 'wrong_language', 'unreadable', 'empty', 'other'] as const

export const RejectionReason = z.enum(REASONS)

/** A worker as one batch shows them: never a name, and another one in every batch. */
export const Pseudonym = z.string().regex(/^w-[0-9a-f]{12}$/)

export const AssignmentsQuery = z.object({
  state: z.enum(['submitted', 'approved', 'rejected']).default('submitted'),
  cursor: Cursor.optional(),
})

export const ReviewedAssignmentView = z.object({
  assignmentId: publicIdOf('asg'),
  taskNumber: z.int(),
  payload: z.unknown(),
  /** of a gold task */
  truth: z.unknown().nullable(),
  worker: Pseudonym,
  state: z.enum(['submitted', 'approved', 'rejected']),
  response: z.unknown(),
  label: z.string().nullable(),
  workMs: z.int(),
  submittedAt: InstantView,
  /** from this instant silence has approved */
  reviewClosesAt: InstantView.nullable(),
  decidedAt: InstantView.nullable(),
  decision: z.enum(['person', 'agreement', 'silence', 'surplus']).nullable(),
  price: MoneyView,
  instructionsVersion: z.int(),
  /** it came late and is kept aside from the results */
  surplus: z.boolean(),
  rejection: z.object({ reason: RejectionReason, instructionLine: z.string(), explanation: z.string() }).nullable(),
})
export const ReviewedAssignmentsView = pageOf(ReviewedAssignmentView)

/** One of: these responses, everything that waits for a review, or what agrees with the majority of its task or with the last run. */
export const ApprovalRequest = z
  .object({
    assignmentIds: z.array(publicIdOf('asg')).min(1).max(REVIEWED_AT_ONCE_MAX).optional(),
    all: z.literal(true).optional(),
    agreeing: z.enum(['majority', 'last_run']).optional(),
  })
  .strict()
  .refine((request) => Object.values(request).filter((value) => value !== undefined).length === 1, { params: { code: 'exactly_one' } })

export const ApprovalView = z.object({
  /** null when the responses were given by id: then all is done */
  id: publicIdOf('apv').nullable(),
  state: z.enum(['running', 'done']),
  /** responses that were waiting for a review when this was requested */
  waiting: z.int(),
  examined: z.int(),
  /** approved by this request; those decided before are not counted */
  approved: z.int(),
  paid: MoneyView,
  fees: MoneyView,
})

export const RejectionRequest = z
  .object({
    reason: RejectionReason,
    /** a whole line of the instructions that this worker was shown */
    instructionLine: longText(INSTRUCTION_LINE_MAX_CHARS),
    explanation: longText(EXPLANATION_MAX_CHARS),
  })
  .strict()

export const RejectionView = z.object({ assignmentId: publicIdOf('asg'), state: z.literal('rejected'), rejectedAt: InstantView })

export type ApprovalView = z.infer<typeof ApprovalView>
export type ReviewedAssignmentView = z.infer<typeof ReviewedAssignmentView>
