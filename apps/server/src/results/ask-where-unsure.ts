import type { BatchError, CostEstimate, Result } from '@canut/domain'
import { askForMoreResponses, costOfTasks, type Asked, type BatchRow } from '../batches/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { adviseMore } from './advise-more.ts'
import { countAsWaiting, listConfidenceCounts, recountConfidences } from './confidence-counts.store.ts'
import { tasksToAsk, unsureBelow } from './confidence-counts.ts'
import { findLatestRuns } from './runs.store.ts'
import { listUnsure } from './unsure.store.ts'

export interface MorePlan {
  /** hundredths */
  readonly below: number
  readonly tasks: number
  readonly waiting: number
  readonly more: number
  readonly advised: number | null
  readonly cost: CostEstimate
}

/**
 * How many tasks are less sure than so many hundredths, and what more responses for each of them would cost, as of the last run. Three
 * statements that read the newest runs, the counts by confidence and the parameters: the same for ten tasks as for a million.
 */
export async function planMore(services: Services, batch: BatchRow, of: { below: number; more: number | null }): Promise<MorePlan> {
  const { db } = services
  const { done } = await findLatestRuns(db, batch.id)
  const counts = await listConfidenceCounts(db, batch.id)
  const { waiting, responses } = unsureBelow(counts, of.below)
  const advised = adviseMore({
    accuracy: done?.response_accuracy ?? null,
    classes: done?.classes ?? null,
    certainty: of.below / 100,
    responses,
  })
  const more = of.more ?? advised ?? 1
  const tasks = tasksToAsk(counts, { below: of.below, more })
  return { below: of.below, tasks, waiting, more, advised, cost: costOfTasks(batch, await readParameters(db), { tasks, redundancy: more }) }
}

/**
 * Asks for so many more responses for exactly the tasks that are less sure now, which takes as long as they are many. Where they are
 * others than was shown, nothing is asked for, and they are counted anew: whoever looks again is shown what holds now.
 */
export async function askWhereUnsure(
  services: Services,
  of: { readonly batchId: string; readonly below: number; readonly more: number; readonly shown: number; readonly by: string },
): Promise<Result<Asked, BatchError | { kind: 'not_found' }>> {
  const { batchId, more, shown, by } = of
  const asked = await askForMoreResponses(services, {
    batchId,
    more,
    shown,
    by,
    choose: (tx) => listUnsure(tx, batchId, of),
    accepted: (tx, numbers) => countAsWaiting(tx, batchId, numbers),
  })
  if (!asked.ok && (asked.error.kind === 'selection_has_grown' || asked.error.kind === 'no_task_to_ask_about')) {
    await inTransaction(services.db, (tx) => recountConfidences(tx, batchId))
  }
  return asked
}
