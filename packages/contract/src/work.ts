import { z } from 'zod'
import { HarmfulCategory } from './exposure.ts'
import { InstantView, MoneyView, publicIdOf } from './common.ts'
import { keepableJson, longText } from './text.ts'

export const LEASES_MAX = 20
export const REPORT_COMMENT_MAX_CHARS = 2000

/** Tasks of one batch, or those that Canut brings to the open sitting of whoever asks. */
export const LeaseRequest = z
  .object({
    batchId: publicIdOf('bat').optional(),
    subscription: z.literal(true).optional(),
    count: z.number().int().min(1).max(LEASES_MAX).default(1),
    /** of `batchId`: numbers of certain tasks, instead of the next ones */
    tasks: z.array(z.number().int().min(1).max(2_147_483_647)).min(1).max(LEASES_MAX).optional(),
  })
  .refine(({ batchId, subscription }) => (batchId === undefined) !== (subscription === undefined), {
    path: ['batchId'],
    params: { code: 'exactly_one' },
  })
  .refine(({ batchId, tasks }) => tasks === undefined || batchId !== undefined, { path: ['tasks'], params: { code: 'tasks_of_a_batch' } })

export const LeaseView = z.object({
  assignmentId: publicIdOf('asg'),
  batchId: publicIdOf('bat'),
  taskNumber: z.number().int(),
  payload: z.unknown(),
  leaseExpiresAt: InstantView,
})

export const EmptyView = z.object({
  cause: z.enum([
    'paused',
    'closed',
    'not_published',
    'share_used',
    'share_for_now',
    'kept_for_others',
    'not_accepted',
    'exposure_used',
    'all_taken',
    'all_seen',
    'all_done',
    'no_sitting',
    'no_subscription',
    'nothing_matches',
  ]),
  /** a sentence in the language of the request */
  sentence: z.string(),
  heldByOthers: z.number().int().optional(),
  nextFreeAt: InstantView.nullable().optional(),
  max: z.number().int().optional(),
  receivedSeconds: z.number().optional(),
  shareSeconds: z.number().optional(),
  askedSeconds: z.number().optional(),
  claims: z.number().int().optional(),
  categories: z.array(HarmfulCategory).optional(),
  by: z.enum(['organisation', 'steward']).optional(),
  at: InstantView.optional(),
})

/** The terms are those of the batch; null when nothing was brought. */
export const LeasesView = z.object({
  leases: z.array(LeaseView),
  empty: EmptyView.nullable(),
  taskType: z.string().nullable(),
  settings: z.unknown(),
  price: MoneyView.nullable(),
  instructionsVersion: z.number().int().nullable(),
})

const WorkMs = z.number().min(0).max(86_400_000).nullable().default(null)

export const ResponseRequest = z.object({
  response: z.unknown(),
  /** milliseconds between showing the task and submitting it */
  workMs: WorkMs,
})

export const ResponsesRequest = z.object({
  responses: z
    .array(ResponseRequest.extend({ assignmentId: publicIdOf('asg') }))
    .min(1)
    .max(LEASES_MAX),
})

export const ReceiptView = z.object({
  assignmentId: publicIdOf('asg'),
  taskNumber: z.number().int(),
  /** SHA-256 over the receipt's content as canonical JSON */
  hash: z.string(),
  submittedAt: InstantView,
  price: MoneyView,
  instructionsVersion: z.number().int(),
  surplus: z.boolean(),
  repeat: z.boolean(),
})

export const ReceiptsView = z.object({
  outcomes: z.array(
    z.union([
      z.object({ ok: z.literal(true), receipt: ReceiptView }),
      z.object({
        ok: z.literal(false),
        assignmentId: publicIdOf('asg'),
        code: z.enum(['not_found', 'response_not_valid', 'late_not_needed', 'reported_broken', 'answered_before']),
        issues: z.array(z.object({ path: z.string(), message: z.string() })),
      }),
    ]),
  ),
})

export const RenewalView = z.object({ leaseExpiresAt: InstantView })
export const ReturnRequest = z.object({
  reason: z.enum(['unclear', 'broken', 'content', 'not_for_me', 'no_time']).nullable().default(null),
})
export const ReportRequest = z.object({
  reason: z.enum(['broken', 'unclear', 'content', 'wrong_language', 'other']),
  comment: longText(REPORT_COMMENT_MAX_CHARS).default(''),
  /** milliseconds between showing the task and reporting it; null: since it was handed out */
  workMs: WorkMs,
})
export const ReportView = z.object({
  /** how many others reported the task */
  others: z.number().int(),
  /** the time on a broken task: paid once, at the hourly rate of the batch, at most the price of a response */
  paid: z.object({ workMs: z.int(), pay: MoneyView }).nullable(),
  /** why it is not paid: `most_of_day` when so many reports were paid in this batch in 24 hours as the rules say */
  unpaid: z.enum(['other_reason', 'given_back', 'responded', 'most_of_day', 'no_time']).nullable(),
})
export const DraftRequest = z.object({ body: keepableJson, version: z.number().int().min(0).max(1_000_000) })
export const DraftView = z.object({ saved: z.boolean(), body: z.unknown(), version: z.number().int(), updatedAt: InstantView })
export const RevisionView = z.object({ hash: z.string(), submittedAt: InstantView })
