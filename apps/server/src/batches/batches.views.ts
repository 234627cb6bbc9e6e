import type { BatchFiguresView, BatchView } from '@canut/contract'
import { hourlyRate, type Micros, type Parameters } from '@canut/domain'
import { balanceOfOrganisation } from '../ledger/index.ts'
import type { Db } from '../platform/db/database.ts'
import { publicId } from '../platform/ids.ts'
import { readParameters } from '../rules/index.ts'
import { costOf, expectedCostOf } from './batch-cost.ts'
import type { BatchFigures } from './batch-figures.ts'
import type { BatchRow } from './batches.store.ts'
import { stopRuleOf } from './stop-rule-columns.ts'

export const moneyView = (micros: Micros, currency: string) => ({ micros: micros.toString(), currency })

export async function viewBatch(db: Db, batch: BatchRow): Promise<BatchView> {
  const balance = await balanceOfOrganisation(db, batch.organisation_id, batch.currency)
  return viewOfBatch(batch, await readParameters(db), balance)
}

export function viewOfBatch(batch: BatchRow, parameters: Parameters, balance: Micros): BatchView {
  const cost = costOf(batch, parameters)
  const expected = expectedCostOf(batch, parameters)
  const money = (micros: Micros) => moneyView(micros, batch.currency)
  return {
    id: publicId('bat', batch.id),
    projectId: publicId('prj', batch.project_id),
    organisationId: publicId('org', batch.organisation_id),
    name: batch.name,
    taskType: batch.task_type,
    settings: batch.settings,
    template:
      batch.template === null || batch.template_version === null ? null : { number: batch.template, version: batch.template_version },
    state: batch.state,
    redundancy: batch.redundancy,
    stopRule: stopRuleOf(batch),
    maxPerWorker: batch.max_per_worker,
    price: money(batch.price_micros),
    feePerResponse: money(cost.feePerResponse),
    estimateSeconds: batch.estimate_seconds,
    hourlyRate: money(hourlyRate(batch.price_micros, batch.estimate_seconds)),
    reviewDays: batch.review_days,
    priority: batch.priority,
    tasks: batch.task_count,
    goldTasks: batch.gold_count,
    instructionsVersion: batch.instructions_version,
    cost: {
      responses: cost.responses.toString(),
      pay: money(cost.pay),
      fee: money(cost.fee),
      reserve: money(cost.reserve),
      breaks: money(cost.breaks),
      total: money(cost.total),
      expected:
        expected === null
          ? null
          : { responsesPerTask: expected.responsesPerTask, responses: expected.responses.toString(), total: money(expected.total) },
    },
    balance: money(balance),
    createdAt: batch.created_at.toISOString(),
    publishedAt: batch.published_at?.toISOString() ?? null,
    closedAt: batch.closed_at?.toISOString() ?? null,
  }
}

export function viewOfFigures(figures: BatchFigures): BatchFiguresView {
  const { currency, responsesWanted, responses, estimatedEnd, agreementAt, reserved, paid, fees, breaks, broken, left, ...same } = figures
  return {
    ...same,
    responsesWanted: responsesWanted.toString(),
    responses: String(responses),
    estimatedEnd: estimatedEnd?.toISOString() ?? null,
    agreementAt: agreementAt?.toISOString() ?? null,
    reserved: moneyView(reserved, currency),
    paid: moneyView(paid, currency),
    fees: moneyView(fees, currency),
    breaks: moneyView(breaks, currency),
    broken: moneyView(broken, currency),
    left: moneyView(left, currency),
  }
}
