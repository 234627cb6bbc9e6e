import { DEFAULT_PRIOR, expectedResponses } from '@canut/aggregation'
import { costOfResponses, estimateCost, mayHurt, type CostEstimate, type Micros, type Parameters } from '@canut/domain'
import { getTaskSetup } from '../task-types/index.ts'
import type { BatchRow } from './batches.store.ts'
import { stopRuleOf } from './stop-rule-columns.ts'

/** What publishing the batch sets aside; of a published batch what it set aside, with the fee as it was then. */
export function costOf(batch: BatchRow, parameters: Parameters): CostEstimate {
  return costOfTasks(batch, parameters, { tasks: batch.task_count, redundancy: batch.redundancy })
}

/** What more tasks, or more responses per task, cost. Once published, the fee per response stands whatever the rule says now. */
export function costOfTasks(batch: BatchRow, parameters: Parameters, more: { tasks: number; redundancy: number }): CostEstimate {
  const { feePercent, reservePercent } = parameters
  const terms = { ...more, price: batch.price_micros, reservePercent, breakMinutesPerHour: breakMinutesOf(batch, parameters) }
  return batch.state === 'draft' ? estimateCost({ ...terms, feePercent }) : costOfResponses({ ...terms, feePerResponse: batch.fee_micros })
}

/** Of paid breaks in each hour of work on this batch: none where no content may hurt. */
function breakMinutesOf(batch: BatchRow, { breakMinutesPerHour }: Parameters): number {
  const covered = getTaskSetup(batch.task_type, batch.settings).coversContent === true
  return mayHurt({ declared: batch.declared ?? [], covered }) ? breakMinutesPerHour : 0
}

/** What responses are expected to cost under a stop rule: pay and fee, without the reserve. */
export interface ExpectedCost {
  readonly responsesPerTask: number
  readonly responses: bigint
  readonly total: Micros
}

/** Null when the number of responses is fixed. Assumes of everybody what the rule assumes of people it knows nothing of. */
export function expectedCostOf(batch: BatchRow, parameters: Parameters): ExpectedCost | null {
  const rule = stopRuleOf(batch)
  if (rule.kind === 'fixed') return null
  const { categories } = getTaskSetup(batch.task_type, batch.settings)
  if (categories === null) throw new Error(`batch ${batch.id} has a stop rule without categories`)
  const { minimum, threshold } = rule
  const accuracy = DEFAULT_PRIOR.correct / DEFAULT_PRIOR.answered
  const responsesPerTask = expectedResponses({ minimum, maximum: batch.redundancy, threshold, accuracy, classes: categories })
  const responses = BigInt(Math.ceil(responsesPerTask * batch.task_count))
  const { feePerResponse } = costOf(batch, parameters)
  return { responsesPerTask, responses, total: responses * (batch.price_micros + feePerResponse) }
}
