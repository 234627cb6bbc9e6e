import { estimateCost, percentOf, type CostEstimate, type Parameters } from '@canut/domain'
import type { BatchRow } from './batches.store.ts'

/** What publishing the batch sets aside; of a published batch what it set aside, with the fee as it was then. */
export function costOf(batch: BatchRow, parameters: Parameters): CostEstimate {
  return costOfTasks(batch, parameters, { tasks: batch.task_count, redundancy: batch.redundancy })
}

/** What more tasks, or more responses per task, cost. Once published, the fee per response stands whatever the rule says now. */
export function costOfTasks(batch: BatchRow, parameters: Parameters, more: { tasks: number; redundancy: number }): CostEstimate {
  const estimate = estimateCost({
    ...more,
    price: batch.price_micros,
    feePercent: parameters.feePercent,
    reservePercent: parameters.reservePercent,
  })
  if (batch.state === 'draft') return estimate
  const fee = estimate.responses * batch.fee_micros
  const reserve = percentOf(estimate.pay + fee, parameters.reservePercent)
  return { ...estimate, fee, feePerResponse: batch.fee_micros, reserve, total: estimate.pay + fee + reserve }
}
