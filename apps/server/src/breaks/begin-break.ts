import { err, ok, startBreak, type BreakError, type Result } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import {
  beginHour,
  countInHand,
  findBreakTerms,
  findOpenBreak,
  insertBreak,
  keepLeasesLonger,
  lockHour,
  type StoredBreak,
} from './breaks.store.ts'
import { isHurting, readHour, type BreakOf } from './read-break.ts'

/**
 * Begins a paid break from a task in hand, and keeps what the person holds for them meanwhile. Whoever is on a break already is told
 * of that one, so a second tab or a repeated request begins no other.
 */
export async function beginBreak(services: Services, of: BreakOf): Promise<Result<StoredBreak, BreakError | { kind: 'not_found' }>> {
  const { batchId, workerId } = of
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    const terms = await findBreakTerms(tx, batchId)
    if (terms === null || terms.state === 'draft') return err({ kind: 'not_found' })
    const work = { mayHurt: isHurting(terms), tasksInHand: await countInHand(tx, batchId, workerId) }
    const parameters = await readParameters(tx)
    // before any lock: what is no break here leaves no trace
    const may = startBreak(work, null, parameters)
    if (!may.ok) return may

    await lockHour(tx, workerId, now)
    const open = await findOpenBreak(tx, workerId)
    if (open !== null) return ok(open)
    const started = startBreak(work, await readHour(tx, workerId), parameters)
    if (!started.ok) return started

    const { limitMs, beginsHour } = started.value
    if (beginsHour) await beginHour(tx, workerId, now)
    const begun = { id: newId(now.getTime()), batchId, startedAt: now, limitMs }
    await insertBreak(tx, { ...begun, workerId })
    await keepLeasesLonger(tx, workerId, limitMs, now)
    services.log.info({ breakId: begun.id, batchId }, 'break_begun')
    return ok(begun)
  })
}
