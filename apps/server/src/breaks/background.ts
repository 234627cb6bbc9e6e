import type { Services } from '../platform/services.ts'
import { endForgottenBreaks } from './end-break.ts'

const EVERY_SECONDS = 30

/** A break that was forgotten is paid a little after it stopped counting. */
export function startBreakTasks(services: Services): void {
  services.jobs.every('end-forgotten-breaks', EVERY_SECONDS, () => endForgottenBreaks(services))
}
