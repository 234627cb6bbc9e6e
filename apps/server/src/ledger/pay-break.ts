import { escrowAccount, reservePayLegs, splitReserve, type Micros } from '@canut/domain'
import type { Tx } from '../platform/db/database.ts'
import { ensureAccount, lockBalance } from './accounts.store.ts'
import { postOne, readReserveLeft } from './transfers.store.ts'

export interface BreakToPay {
  readonly breakId: string
  readonly batchId: string
  readonly currency: string
  readonly workerId: string
  readonly amount: Micros
  readonly now: Date
}

/**
 * Pays a break once, ever, without a fee: from the reserve of the batch as long as it fits in what is left of it, else from the
 * commons. A break of no time writes nothing. The reserve is read behind a lock, so that nobody else counts on the same money.
 *
 * Statements: 8, and 3 more when an account is opened. Call it late in the transaction.
 */
export async function payBreak(tx: Tx, of: BreakToPay): Promise<void> {
  if (of.amount === 0n) return
  const { breakId, batchId, workerId, currency, now } = of
  await lockBalance(tx, await ensureAccount(tx, currency, escrowAccount(batchId)))
  const common = { kind: 'break_pay', currency, batchId, breakId, reference: '', by: null, now } as const
  for (const { from } of splitReserve([{ price: of.amount }], await readReserveLeft(tx, batchId)))
    await postOne(tx, common, reservePayLegs({ batchId, workerId, price: of.amount, from }))
}
