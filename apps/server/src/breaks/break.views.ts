import type { BreakView } from '@canut/contract'
import { payOfTime, hourlyRate } from '@canut/domain'
import type { z } from 'zod'
import { publicId } from '../platform/ids.ts'
import type { EndedBreak } from './breaks.store.ts'
import type { Standing } from './read-break.ts'

export function viewOfBreak({ terms, allowance, open, last }: Standing): z.infer<typeof BreakView> {
  const money = (micros: bigint) => ({ micros: micros.toString(), currency: terms.currency })
  return {
    hourlyRate: money(hourlyRate(terms.price, terms.estimateSeconds)),
    leftMs: allowance.leftMs,
    mostPay: money(payOfTime(terms, allowance.leftMs)),
    workUntilNextMs: allowance.workUntilNextMs,
    open:
      open === null
        ? null
        : {
            batchId: publicId('bat', open.batchId),
            startedAt: open.startedAt.toISOString(),
            countsUntil: new Date(open.startedAt.getTime() + open.limitMs).toISOString(),
          },
    last: last === null ? null : viewOfEnded(last, money),
  }
}

const viewOfEnded = ({ startedAt, countedMs, pay }: EndedBreak, money: (micros: bigint) => { micros: string; currency: string }) => ({
  startedAt: startedAt.toISOString(),
  countedMs,
  pay: money(pay),
})
