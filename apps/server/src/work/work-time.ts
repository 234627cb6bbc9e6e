const DAY_MS = 86_400_000

/** The longest time that a response can claim: since the task was handed out, and never more than a day. */
export function longestWorkMs(leasedAt: Date, now: Date): number {
  return Math.min(Math.max(0, now.getTime() - leasedAt.getTime()), DAY_MS)
}

/**
 * The time on a task until now.
 *
 * @param claimed as the worker's device measured it, believed up to the longest; null: the longest.
 */
export function boundedWorkMs(claimed: number | null, leasedAt: Date, now: Date): number {
  const longest = longestWorkMs(leasedAt, now)
  return claimed === null ? longest : Math.min(Math.max(0, Math.round(claimed)), longest)
}
