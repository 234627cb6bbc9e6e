import { z } from 'zod'
import { InstantView, MoneyView, publicIdOf } from './common.ts'
import { lineText, longText, pageOf } from './text.ts'

export const INSTRUCTIONS_MAX_CHARS = 100_000

export const Price = z.object({
  /** micro-units, as digits: 0.05 € is "50000" */
  micros: z.string().regex(/^\d{1,15}$/),
  currency: z.string().regex(/^[A-Z]{3}$/),
})

/**
 * How many responses a task gets: always `redundancy`; or at least `minimum`, then another one while the likeliest label is
 * less probable than `threshold`, and never more than `redundancy`.
 */
export const StopRule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed') }).strict(),
  z.object({ kind: z.literal('until_confident'), minimum: z.int().min(1).max(98), threshold: z.number().min(0.5).max(0.999) }).strict(),
])

/** What can be set while a batch is a draft. The settings are those of its task type. */
export const BatchTerms = z.object({
  name: lineText(200, 1),
  settings: z.unknown(),
  /** responses wanted per task; under the rule `until_confident` the most */
  redundancy: z.int().min(1).max(99),
  stopRule: StopRule,
  /** the most tasks one worker may do; null: no limit */
  maxPerWorker: z.int().min(1).max(2_147_483_647).nullable(),
  /** paid for each response */
  price: Price,
  /** what one response is expected to take */
  estimateSeconds: z.int().min(1).max(86_400),
  /** silence approves after this many days */
  reviewDays: z.int().min(1).max(7),
  /** orders the open batches of one organisation when Canut brings tasks: 5 comes first */
  priority: z.int().min(1).max(5),
})

export const CreateBatchRequest = BatchTerms.extend({
  redundancy: BatchTerms.shape.redundancy.default(3),
  stopRule: StopRule.default({ kind: 'fixed' }),
  maxPerWorker: BatchTerms.shape.maxPerWorker.default(null),
  estimateSeconds: BatchTerms.shape.estimateSeconds.default(30),
  reviewDays: BatchTerms.shape.reviewDays.default(3),
  priority: BatchTerms.shape.priority.default(3),
  /** defaults of the task type, or those of the template, where none are given */
  settings: z.unknown().optional(),
  /** that of the project unless told; it never changes */
  taskType: z.string().max(100).optional(),
  /** of the task type `template`: number of a template of the project, whose newest version is taken where no settings are given */
  template: z.int().min(1).max(2_147_483_647).optional(),
  /** Markdown; may also be written later */
  instructions: longText(INSTRUCTIONS_MAX_CHARS).optional(),
}).strict()

export const EditBatchRequest = BatchTerms.partial()
  .strict()
  .refine((change) => Object.keys(change).length > 0, { params: { code: 'nothing_to_change' } })

export const InstructionsRequest = z.object({ markdown: longText(INSTRUCTIONS_MAX_CHARS) }).strict()
export const InstructionsView = z.object({ version: z.int(), markdown: z.string(), createdAt: InstantView })

export const ExtendBatchRequest = z.object({ redundancy: z.int().min(1).max(99) }).strict()

export const CostView = z.object({
  responses: z.string(),
  pay: MoneyView,
  fee: MoneyView,
  reserve: MoneyView,
  /** for paid breaks; zero where no content may hurt */
  breaks: MoneyView,
  total: MoneyView,
  /**
   * Under the rule `until_confident`: what the responses are expected to come to, without the reserve, if three in four are
   * right. The rest of `total` is returned when the batch is closed. Else null.
   */
  expected: z.object({ responsesPerTask: z.number(), responses: z.string(), total: MoneyView }).nullable(),
})

export const BatchFiguresView = z.object({
  /** under the rule `until_confident` the most */
  responsesWanted: z.string(),
  responses: z.string(),
  tasksDone: z.int(),
  tasksLeft: z.int(),
  held: z.int(),
  surplus: z.int(),
  approved: z.int(),
  rejected: z.int(),
  toReview: z.int(),
  /** null until the first hour of work */
  responsesPerHour: z.number().nullable(),
  estimatedEnd: InstantView.nullable(),
  /** mean milliseconds of work per response; null without responses */
  measuredMs: z.number().nullable(),
  /** of the last aggregation, in [0, 1] */
  agreement: z.number().nullable(),
  agreementAt: InstantView.nullable(),
  /** people who had responded when the responses were last aggregated */
  workers: z.int().nullable(),
  reserved: MoneyView,
  paid: MoneyView,
  fees: MoneyView,
  /** paid breaks from content that may hurt, in all */
  breaks: MoneyView,
  /** paid time on tasks that were reported as broken, in all */
  broken: MoneyView,
  left: MoneyView,
})

export const BatchView = z.object({
  id: publicIdOf('bat'),
  projectId: publicIdOf('prj'),
  organisationId: publicIdOf('org'),
  name: z.string(),
  taskType: z.string(),
  settings: z.unknown(),
  /** the version that the settings are; null for other task types */
  template: z.object({ number: z.int(), version: z.int() }).nullable(),
  state: z.enum(['draft', 'open', 'paused', 'closed']),
  redundancy: z.int(),
  stopRule: StopRule,
  maxPerWorker: z.int().nullable(),
  price: MoneyView,
  feePerResponse: MoneyView,
  estimateSeconds: z.int(),
  /** what an hour brings a worker at this price and estimate */
  hourlyRate: MoneyView,
  reviewDays: z.int(),
  priority: z.int(),
  tasks: z.int(),
  goldTasks: z.int(),
  instructionsVersion: z.int(),
  /** what publishing sets aside, or set aside */
  cost: CostView,
  balance: MoneyView,
  createdAt: InstantView,
  publishedAt: InstantView.nullable(),
  closedAt: InstantView.nullable(),
})

export const BatchWithFiguresView = BatchView.extend({ figures: BatchFiguresView.nullable() })
export const BatchesView = pageOf(BatchView)
/** `moved`: what the step set aside (publish, extend) or returned (close). */
export const BatchStepView = z.object({ batch: BatchView, moved: MoneyView })

export const TrialRequest = z.object({ taskNumber: z.int().min(1).max(2_147_483_647), response: z.unknown() }).strict()
/** What a response would become; nothing is stored. */
export const TrialView = z.object({
  valid: z.boolean(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
  /** as it would be stored; null when it is not valid */
  response: z.unknown(),
  /** what it would be compared by */
  label: z.string().nullable(),
  /** the label of the known answer; null when this is not a gold task */
  goldLabel: z.string().nullable(),
})

export const HeldTaskView = z.object({
  assignmentId: publicIdOf('asg'),
  taskNumber: z.int(),
  /** of the worker, in this batch only */
  pseudonym: z.string(),
  leasedAt: InstantView,
  leaseExpiresAt: InstantView,
})
export const HeldTasksView = pageOf(HeldTaskView)

export const AnswerReportRequest = z
  .object({ answer: longText(2000).refine((text) => text !== '', { params: { code: 'fill_in' } }) })
  .strict()
export const WorkerReportView = z.object({
  id: publicIdOf('rep'),
  taskNumber: z.int(),
  pseudonym: z.string(),
  reason: z.enum(['broken', 'unclear', 'content', 'wrong_language', 'other']),
  comment: z.string(),
  createdAt: InstantView,
  answer: z.string().nullable(),
  answeredAt: InstantView.nullable(),
})
export const WorkerReportsView = pageOf(WorkerReportView)

export type CreateBatchRequest = z.infer<typeof CreateBatchRequest>
export type BatchTerms = z.infer<typeof BatchTerms>
export type EditBatchRequest = z.infer<typeof EditBatchRequest>
export type BatchFiguresView = z.infer<typeof BatchFiguresView>
export type BatchView = z.infer<typeof BatchView>
