/** Hours of the day, in the time zone of the instance, between which a digest is mailed: nobody is woken by work. */
export const DIGEST_HOURS = { from: 9, until: 18 } as const

/** From 09:00:00 to 17:59:59. */
export function isDigestHour(hour: number): boolean {
  return hour >= DIGEST_HOURS.from && hour < DIGEST_HOURS.until
}

/** How long to wait after a mail that could not be sent: a minute, then twice as long each time, an hour at most. */
export function digestRetrySeconds(failures: number): number {
  return Math.min(60 * 2 ** Math.min(Math.max(failures, 1) - 1, 10), 3600)
}
