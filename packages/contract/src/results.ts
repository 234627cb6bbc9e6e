import { z } from 'zod'
import { InstantView, MoneyView, publicIdOf } from './common.ts'
import { Pseudonym } from './reviews.ts'
import { Cursor, pageOf } from './text.ts'

/** As `canut aggregate` names them; which of them a batch may choose is a matter of its task type. */
const MethodName = z.string()

export const CalibrationBinView = z.object({
  /** in [from, to) of confidence */
  from: z.number(),
  to: z.number(),
  /** gold tasks */
  count: z.int(),
  /** their mean confidence, and the share of them that was right, with its 90 % interval */
  confidence: z.number(),
  accuracy: z.number(),
  low: z.number(),
  high: z.number(),
})

export const RunView = z.object({
  id: publicIdOf('run'),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** of a run under way: responses read, or tasks written, of how many; `total` is 0 while a method computes */
  progress: z.object({ phase: z.enum(['reading', 'computing', 'writing']), done: z.int(), total: z.int() }).nullable(),
  /** what the batch asked for, and what was done: `auto` chooses, and says why */
  methodAsked: MethodName.nullable(),
  method: MethodName.nullable(),
  reason: z.string().nullable(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** of the method alone */
  seconds: z.number().nullable(),
  /** responses that were made one */
  responses: z.int().nullable(),
  tasks: z.int().nullable(),
  workers: z.int().nullable(),
  /** mean share of pairs of responses that agree */
  agreement: z.number().nullable(),
  /** Krippendorff's, with its 90 % interval; null where responses are not labels, or all are the same */
  alpha: z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() }).nullable(),
  /** of methods that go round until nothing changes */
  iterations: z.int().nullable(),
  converged: z.boolean().nullable(),
  goldTasks: z.int().nullable(),
  /** shares of gold tasks got right, in [0, 1]; a tie among m labels counts 1/m */
  accuracy: z.object({ majorityVote: z.number().nullable(), method: z.number().nullable() }),
  /** how often results were right that a method was so sure of */
  calibration: z.array(CalibrationBinView),
  /** results that the run had to write, because they changed */
  rowsChanged: z.int().nullable(),
  /** `too_large`: too many different labels for the method, so it is the majority; `error`: the run ended with a defect */
  failure: z.string().nullable(),
  /** of the software that computed it */
  version: z.string().nullable(),
  requestedAt: InstantView,
  finishedAt: InstantView.nullable(),
})

const AnswerView = z.object({
  /** null when labels tie */
  label: z.string().nullable(),
  tied: z.array(z.string()),
  /** the share of responses */
  confidence: z.number(),
})

const OutcomeView = z.object({
  /** `adjudicated`: a person of the organisation settled it; else the method of the last run */
  method: MethodName,
  /** null when labels tie, or where responses have none */
  label: z.string().nullable(),
  tied: z.array(z.string()),
  /** of a task type whose responses are made one as a whole, or of a person who settled it */
  response: z.unknown(),
  /** in [0, 1], a share or a probability as the method has it, within a hundredth; null where it says nothing of it */
  confidence: z.number().nullable(),
  /** that the last run knew */
  responses: z.int(),
  adjudicatedAt: InstantView.nullable(),
})

export const ResultsQuery = z.object({
  cursor: Cursor.optional(),
  /** `least_sure`: in the order of the confidence that the last run found */
  order: z.enum(['task', 'least_sure']).default('task'),
  /** only tasks with less confidence than this; with `least_sure` */
  below: z.coerce.number().gt(0).max(1).optional(),
})

export const ResultView = z.object({
  taskNumber: z.int(),
  payload: z.unknown(),
  /** of a gold task: the label that is known */
  truth: z.string().nullable(),
  /** responses that count, at this moment */
  responses: z.int(),
  /** computed from these responses at this moment; null without labels */
  majorityVote: AnswerView.nullable(),
  /** what the task is held to be */
  result: OutcomeView.nullable(),
  /** those who gave another label than the majority */
  disagreed: z.array(Pseudonym),
})

/** `run`: the last that ended well, whose results are shown; `newest`: the last that was requested */
export const ResultsView = pageOf(ResultView).extend({ run: RunView.nullable(), newest: RunView.nullable() })

export const MethodRequest = z.strictObject({
  /** one of those that the task type of the batch offers; null: its first */
  method: MethodName.nullable(),
})

export const MethodView = z.object({
  method: MethodName.nullable(),
  /** the first is used where the batch names none; empty where responses are never made one */
  offered: z.array(MethodName),
  run: RunView.nullable(),
})

export const AdjudicationRequest = z.strictObject({
  /** what the task is to be held to be: a response as its task type describes it */
  response: z.unknown(),
})

export const AdjudicationView = z.object({
  taskNumber: z.int(),
  response: z.unknown(),
  label: z.string().nullable(),
  adjudicatedAt: InstantView,
})

const Hundredths = z.coerce.number().int().min(1).max(100)
const More = z.coerce.number().int().min(1).max(98)

export const MoreResponsesQuery = z.object({
  /** tasks less sure than so many hundredths */
  below: Hundredths.default(90),
  /** responses more for each; without it, as many as the figures of the last run advise */
  more: More.optional(),
})

export const MoreResponsesView = z.object({
  below: z.int(),
  /** tasks that have all their responses, are less sure, are no gold tasks, and that nobody has settled */
  tasks: z.int(),
  /** less sure as well, but still waiting for responses */
  waiting: z.int(),
  more: z.int(),
  /** what the figures of the last run advise, and null where nothing can be said */
  advised: z.int().nullable(),
  pay: MoneyView,
  fee: MoneyView,
  reserve: MoneyView,
  /** for paid breaks; zero where no content may hurt */
  breaks: MoneyView,
  total: MoneyView,
})

export const MoreResponsesRequest = z.strictObject({
  below: z.int().min(1).max(100),
  more: z.int().min(1).max(98),
  /** as it was shown: when more tasks or more money would be needed by now, nothing is asked for */
  tasks: z.int().min(1),
})

export const OwnComparisonView = z.object({
  /** own responses to tasks that at least two others answered as well, and have a result */
  compared: z.int(),
  /** how many are the result; a tie counts in part */
  agreed: z.number(),
  /** 90 % interval of the share that agrees */
  low: z.number(),
  high: z.number(),
  /** the same share over the responses of everybody; null with fewer than five people */
  everybody: z.number().nullable(),
  /** known answers, once the batch is closed */
  gold: z.object({ tasks: z.int(), right: z.int(), low: z.number(), high: z.number() }).nullable(),
  /** by the result, where there are at least ten */
  labels: z.array(z.object({ label: z.string(), compared: z.int(), agreed: z.number(), low: z.number(), high: z.number() })),
})

export type ResultView = z.infer<typeof ResultView>
export type RunView = z.infer<typeof RunView>
export type MoreResponsesView = z.infer<typeof MoreResponsesView>
