import type { Services } from '../platform/services.ts'
import { approveBySilence } from './approve-by-silence.ts'
import { APPROVE_QUEUE, finishApproval } from './approve-responses.ts'

const SWEEP_EVERY_SECONDS = 30

export function startReviewTasks(services: Services): void {
  services.jobs.handle<{ approvalId: string }>(APPROVE_QUEUE, (data) => finishApproval(services, data))
  services.jobs.every('approve-by-silence', SWEEP_EVERY_SECONDS, async () => {
    await approveBySilence(services)
  })
}
