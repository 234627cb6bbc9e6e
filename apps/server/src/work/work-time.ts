const DAY_MS = 86_400_000

/** The longest time that a response can claim: since the task was handed out, and never more than a day. */
export function longestWorkMs(leasedAt: Date, now: Date): number {
  return Math.min(Math.max(0, now.getTime() - leasedAt.getTime()), DAY_MS)
}
