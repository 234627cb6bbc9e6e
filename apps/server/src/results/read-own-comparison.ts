import { getBatch, type BatchRow } from '../batches/index.ts'
import type { Services } from '../platform/services.ts'
import { getTaskSetup, type TaskSetup } from '../task-types/index.ts'
import { compareOwn, type OwnComparison } from './compare-own.ts'
import { listOwnResponses, type OwnResponse } from './own-comparison.store.ts'
import { findLatestRuns } from './runs.store.ts'

/** The latest so many of a batch are looked at. */
export const OWN_RESPONSES_MAX = 2000

export interface OwnView {
  readonly batch: BatchRow
  readonly setup: TaskSetup
  readonly own: readonly OwnResponse[]
  readonly comparison: OwnComparison
}

/** Null for whoever has no response in the batch. */
export async function readOwnComparison({ db }: Services, batchId: string, workerId: string): Promise<OwnView | null> {
  const own = await listOwnResponses(db, { batchId, workerId, limit: OWN_RESPONSES_MAX })
  if (own.length === 0) return null
  const batch = await getBatch(db, batchId)
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const { done } = await findLatestRuns(db, batchId)
  const comparison = compareOwn(own, {
    setup,
    isClosed: batch.state === 'closed',
    everybody: { share: done?.response_agreement ?? null, people: done?.workers ?? 0 },
  })
  return { batch, setup, own, comparison }
}
