import type { Services } from '../platform/services.ts'
import { settleClosedBatches } from './close-batch.ts'
import { ASK_QUEUE, openRequested } from './ask-for-more.ts'
import { raiseAllSlots, RAISE_QUEUE } from './extend-batch.ts'

const SETTLE_SECONDS = 300

/** What batches do while nobody looks: raise many slots, and return what closed batches no longer owe. */
export function startBatchTasks(services: Services): void {
  services.jobs.handle(RAISE_QUEUE, ({ batchId }: { batchId: string }) => raiseAllSlots(services, batchId))
  services.jobs.handle(ASK_QUEUE, ({ requestId }: { requestId: string }) => openRequested(services, requestId))
  services.jobs.every('settle-batches', SETTLE_SECONDS, () => settleClosedBatches(services))
}
