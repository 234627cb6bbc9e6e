import type { BatchRow } from '../batches/index.ts'
import type { Services } from '../platform/services.ts'
import { readTally } from '../work/index.ts'
import { requestAggregation } from './aggregate-batch.ts'
import { methodsOf } from './methods-of-batch.ts'
import { cancelRun, findRun, setMethod, type RunRow } from './runs.store.ts'

/**
 * How the responses of a batch become one from now on; a run by it is asked for at once.
 *
 * @param method one that the task type offers, or null for its first.
 * @returns the run; null when the method is not offered.
 */
export async function chooseMethod(services: Services, batch: BatchRow, method: string | null): Promise<RunRow | null> {
  if (method !== null && !methodsOf(batch).includes(method)) return null
  await setMethod(services.db, batch.id, method)
  services.log.info({ batchId: batch.id, method }, 'aggregation_method_chosen')
  return requestAggregation(services, batch.id)
}

/**
 * Ends a run that waits or is under way; results stay as they were. The process that computes hears of it within a second.
 *
 * @returns the run as it is then; null when the batch has no such run.
 */
export async function cancelAggregation(services: Services, batchId: string, runId: string): Promise<RunRow | null> {
  const run = await findRun(services.db, runId)
  if (run === null || run.batch_id !== batchId) return null
  const cancelled = await cancelRun(services.db, runId, await readTally(services.db, batchId), services.now())
  if (cancelled !== null) services.log.info({ batchId, runId }, 'aggregation_asked_to_end')
  return cancelled ?? (await findRun(services.db, runId))
}
