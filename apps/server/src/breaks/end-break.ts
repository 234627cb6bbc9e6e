import { payOfTime, countedBreakMs } from '@canut/domain'
import { payTime } from '../ledger/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import {
  addTaken,
  endBreakRow,
  findBreakTerms,
  findOpenBreak,
  findWorkBegunSince,
  leaveOutOfWork,
  listForgotten,
  lockHour,
  type EndedBreak,
} from './breaks.store.ts'

const ENDED_AT_ONCE = 500

/**
 * Ends the break that this person is on and pays it, in one transaction. Null when they are on none: it was ended before, by another
 * tab or by itself, and is not paid again.
 */
export async function endBreak(services: Services, workerId: string): Promise<EndedBreak | null> {
  const now = services.now()
  return inTransaction(services.db, async (tx) => {
    await lockHour(tx, workerId, now)
    const open = await findOpenBreak(tx, workerId)
    if (open === null) return null
    const terms = await findBreakTerms(tx, open.batchId)
    if (terms === null) throw new Error(`break ${open.id} is of batch ${open.batchId}, which is not there`)

    const { startedAt } = open
    const countedMs = countedBreakMs(open, await findWorkBegunSince(tx, workerId, startedAt), now)
    const ended = { startedAt, countedMs, pay: payOfTime(terms, countedMs) }
    await endBreakRow(tx, open.id, { ...ended, endedAt: new Date(startedAt.getTime() + countedMs) })
    await addTaken(tx, workerId, countedMs)
    await leaveOutOfWork(tx, workerId, ended)
    const { batchId, currency } = terms
    await payTime(tx, { kind: 'break_pay', breakId: open.id, batchId, currency, workerId, amount: ended.pay, now })
    services.log.info({ breakId: open.id, batchId, countedMs, payMicros: ended.pay.toString() }, 'break_ended')
    return ended
  })
}

/**
 * Ends and pays the breaks that reached their limit, so that nobody has to come back to be paid.
 *
 * @throws after all breaks have been seen to, when some failed: one broken break keeps nobody else from their pay.
 */
export async function endForgottenBreaks(services: Services): Promise<void> {
  const failures: unknown[] = []
  for (const { workerId } of await listForgotten(services.db, services.now(), ENDED_AT_ONCE))
    await endBreak(services, workerId).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} forgotten breaks were not ended`)
}
