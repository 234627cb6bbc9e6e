import { createHmac, timingSafeEqual } from 'node:crypto'

/** Addresses made at the same time of day are the same, so that what was loaded once is not loaded again. */
const WINDOW_SECONDS = 6 * 3600

/** The end of the window after the current one: an address is good for six to twelve hours, longer than a task takes. */
const sealedUntil = (now: Date): number => (Math.floor(now.getTime() / 1000 / WINDOW_SECONDS) + 2) * WINDOW_SECONDS

/**
 * The address of a file for the sandboxed frame of a template, which has no origin and so may load only what other sites
 * may load. Anybody who has it can load the file until it ends; nobody can make one without the key.
 */
export function sealAddress(path: string, key: Buffer, now: Date): string {
  const until = sealedUntil(now)
  return `${path}?until=${until}&seal=${sealOf(path, until, key)}`
}

/** Whether an address with a seal is one of ours and not over; null for an address without a seal. */
export function checkSeal(url: URL, key: Buffer, now: Date): boolean | null {
  const seal = url.searchParams.get('seal')
  if (seal === null) return null
  const until = Number(url.searchParams.get('until'))
  if (!Number.isSafeInteger(until) || until * 1000 <= now.getTime()) return false
  const [given, right] = [Buffer.from(seal), Buffer.from(sealOf(url.pathname, until, key))]
  return given.length === right.length && timingSafeEqual(given, right)
}

const sealOf = (path: string, until: number, key: Buffer): string =>
  createHmac('sha256', key).update(`${until} ${path}`).digest('base64url').slice(0, 32)
