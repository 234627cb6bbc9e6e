import type { BatchError, CostEstimate, Result } from '@canut/domain'
import { askForMoreResponses, costOfTasks, type Asked, type BatchRow } from '../batches/index.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { adviseMore } from './advise-more.ts'
import { findLatestRuns } from './runs.store.ts'
import { countUnsure, listUnsure } from './unsure.store.ts'

export interface MorePlan {
  /** hundredths */
  readonly below: number
  readonly tasks: number
  readonly waiting: number
  readonly more: number
  readonly advised: number | null
  readonly cost: CostEstimate
}

/** Which tasks are less sure than so many hundredths, and what more responses for each of them would cost. */
export async function planMore(services: Services, batch: BatchRow, of: { below: number; more: number | null }): Promise<MorePlan> {
  const { db } = services
  const { done } = await findLatestRuns(db, batch.id)
  const { ready, waiting, responses } = await countUnsure(db, batch.id, of.below)
  const advised = adviseMore({
    accuracy: done?.response_accuracy ?? null,
    classes: done?.classes ?? null,
    certainty: of.below / 100,
    responses,
  })
  const more = of.more ?? advised ?? 1
  const tasks = ready === 0 ? 0 : (await listUnsure(db, batch.id, { below: of.below, more })).length
  return { below: of.below, tasks, waiting, more, advised, cost: costOfTasks(batch, await readParameters(db), { tasks, redundancy: more }) }
}

/** Asks for so many more responses for exactly the tasks that are less sure now. */
export async function askWhereUnsure(
  services: Services,
  of: { readonly batchId: string; readonly below: number; readonly more: number; readonly shown: number; readonly by: string },
): Promise<Result<Asked, BatchError | { kind: 'not_found' }>> {
  const { batchId, more, shown, by } = of
  return askForMoreResponses(services, { batchId, more, shown, by, choose: (tx) => listUnsure(tx, batchId, of) })
}
