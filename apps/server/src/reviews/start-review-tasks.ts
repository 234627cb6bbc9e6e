import type { Services } from '../platform/services.ts'
import { approveBySilence } from './approve-by-silence.ts'
import { APPROVE_QUEUE, finishApproval } from './approve-responses.ts'
import { listUnfinishedApprovals } from './approvals.store.ts'

const SWEEP_EVERY_SECONDS = 30
/** A living process has long taken a request up by then; its steps follow each other even if it has not. */
const LOST_AFTER_MS = 60_000

export function startReviewTasks(services: Services): void {
  services.jobs.handle(APPROVE_QUEUE, (data: { approvalId: string }) => finishApproval(services, data))
  services.jobs.every('approve-by-silence', SWEEP_EVERY_SECONDS, async () => {
    await approveBySilence(services)
  })
  services.jobs.every('finish-approvals', SWEEP_EVERY_SECONDS, () => finishLostApprovals(services))
}

/** Takes up what a process that is gone has left. */
export async function finishLostApprovals(services: Services): Promise<void> {
  const before = new Date(services.now().getTime() - LOST_AFTER_MS)
  for (const approvalId of await listUnfinishedApprovals(services.db, before)) await finishApproval(services, { approvalId })
}
