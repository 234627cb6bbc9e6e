import type { Services } from '../platform/services.ts'
import { deleteExpired } from './sessions.store.ts'

/** Attempts older than this count for no limit any more, whatever its window. */
const ATTEMPTS_KEPT_MS = 60 * 60 * 1000

/** Deletes what can serve nobody any more: ended sessions, links that were never followed, counted attempts with their addresses. */
export async function forgetExpired(services: Pick<Services, 'db' | 'now'>): Promise<void> {
  const now = services.now()
  await deleteExpired(services.db, { now, attemptsBefore: new Date(now.getTime() - ATTEMPTS_KEPT_MS) })
}
