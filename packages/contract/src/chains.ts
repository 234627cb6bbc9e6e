import { z } from 'zod'
import { InstantView, MoneyView, publicIdOf } from './common.ts'
import { lineText } from './text.ts'

const Confidence = z.number().gt(0).max(1)

/** Which answers of the earlier batch pass. An answer of which no confidence is known is held to be unsure. */
export const PassageCondition = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }).strict(),
  z.object({ kind: z.literal('below'), confidence: Confidence }).strict(),
  z.object({ kind: z.literal('at_least'), confidence: Confidence }).strict(),
  z.object({ kind: z.literal('not_ok') }).strict(),
  z.object({ kind: z.literal('label'), labels: z.array(lineText(200, 1)).min(1).max(200) }).strict(),
])

/**
 * Column of the next batch's task type → where its value comes from: `payload.<member>` of the earlier task,
 * `response.<member>` of the answer, `row.<column>` of the answer as a spreadsheet has it, `response` for the whole answer,
 * `text`, `label`, `confidence`, or a fixed text after an equals sign (`=en`).
 */
export const PassageMapping = z.record(z.string().min(1).max(200), z.string().min(1).max(1000)).refine((m) => Object.keys(m).length <= 100)

export const PassageTerms = z.object({
  /** what one task is made from: what all responses to a task say together, or each response by itself */
  unit: z.enum(['result', 'response']),
  /** as soon as the responses are there, or only once they are approved */
  moment: z.enum(['submitted', 'approved']),
  condition: PassageCondition,
  /** a sample of what meets the condition: always the same answers, however often it is drawn */
  samplePercent: z.number().gt(0).max(100),
  /** tasks that may pass in all; null: no limit */
  most: z.int().min(1).max(5_000_000).nullable(),
  mapping: PassageMapping,
})

export const CreatePassageRequest = PassageTerms.extend({
  from: publicIdOf('bat'),
  to: publicIdOf('bat'),
  /** `result` unless told; `response` where responses are never made one */
  unit: PassageTerms.shape.unit.optional(),
  moment: PassageTerms.shape.moment.default('submitted'),
  condition: PassageCondition.default({ kind: 'all' }),
  samplePercent: PassageTerms.shape.samplePercent.default(100),
  most: PassageTerms.shape.most.default(null),
  /** suggested by the two task types unless told */
  mapping: PassageMapping.optional(),
}).strict()

/** What passed before stays as it is. */
export const EditPassageRequest = PassageTerms.partial()
  .extend({ isOn: z.boolean().optional() })
  .strict()
  .refine((change) => Object.keys(change).length > 0, { params: { code: 'nothing_to_change' } })

/** Why less passed than could have: null when all did. */
export const HeldBy = z.discriminatedUnion('code', [
  z.object({ code: z.literal('target_closed') }),
  z.object({ code: z.literal('balance_too_low'), balance: MoneyView, needed: MoneyView }),
  z.object({ code: z.literal('import_running') }),
  z.object({ code: z.literal('most_reached'), most: z.int() }),
  z.object({ code: z.literal('too_many_tasks'), max: z.int() }),
  z.object({ code: z.literal('results_pending') }),
])
export type HeldBy = z.infer<typeof HeldBy>

export const PassageView = PassageTerms.extend({
  id: publicIdOf('pas'),
  from: publicIdOf('bat'),
  to: publicIdOf('bat'),
  isOn: z.boolean(),
  passed: z.int(),
  /** that did not meet the condition */
  leftOut: z.int(),
  /** that the sample did not take */
  notSampled: z.int(),
  /** that the next task type could not read */
  unfit: z.int(),
  /** passed tasks whose responses were changed, added to or rejected afterwards; the tasks stand as they were made */
  changedSince: z.int(),
  heldBy: HeldBy.nullable(),
  createdAt: InstantView,
})
export type PassageView = z.infer<typeof PassageView>

export const StepView = z.object({
  batch: publicIdOf('bat'),
  name: z.string(),
  taskType: z.string(),
  state: z.enum(['draft', 'open', 'paused', 'closed']),
  tasks: z.int(),
  /** the most it can come to if every answer passes */
  mostTasks: z.int(),
  tasksDone: z.int(),
  /** codes of what a person must still do before it can be published; empty when it is published or nothing is missing */
  missing: z.array(z.string()),
  reserved: MoneyView,
  paid: MoneyView,
  fees: MoneyView,
  left: MoneyView,
  /** what has to be set aside beyond that if every answer passes */
  mostToCome: MoneyView,
})
export type StepView = z.infer<typeof StepView>

export const ChainView = z.object({
  /** every one after all that lead to it */
  steps: z.array(StepView),
  passages: z.array(PassageView),
  /** by currency, over the whole chain */
  totals: z.array(
    z.object({ reserved: MoneyView, paid: MoneyView, fees: MoneyView, left: MoneyView, mostToCome: MoneyView, balance: MoneyView }),
  ),
})
export type ChainView = z.infer<typeof ChainView>

/** Where a task came from, the nearest step first. */
export const OriginView = z.object({
  task: z.int(),
  trail: z.array(
    z.object({
      passage: publicIdOf('pas'),
      batch: publicIdOf('bat'),
      batchName: z.string(),
      task: z.int(),
      /** the response that was taken by itself; null for what all responses together said */
      assignment: publicIdOf('asg').nullable(),
      confidence: z.number().nullable(),
      responses: z.int(),
      passedAt: InstantView,
    }),
  ),
})
export type OriginView = z.infer<typeof OriginView>
