import { escrowAccount, reservePayLegs, splitReserve, type Micros } from '@canut/domain'
import type { Tx } from '../platform/db/database.ts'
import { ensureAccount, lockBalance } from './accounts.store.ts'
import { postOne, readReserveLeft } from './transfers.store.ts'

/** Time that is paid as such, by what it was spent on. */
export type TimeToPay = (
  | { readonly kind: 'break_pay'; readonly breakId: string }
  | { readonly kind: 'broken_pay'; readonly assignmentId: string }
) & {
  readonly batchId: string
  readonly currency: string
  readonly workerId: string
  readonly amount: Micros
  readonly now: Date
}

/**
 * Pays a break, or the time on a broken task, once, ever, without a fee: from the reserve of the batch as long as it fits in what is
 * left of it, else from the commons. No time writes nothing. The reserve is read behind a lock, so that nobody else counts on the
 * same money.
 *
 * Statements: 8, and 3 more when an account is opened. Call it late in the transaction.
 */
export async function payTime(tx: Tx, of: TimeToPay): Promise<void> {
  const { amount, workerId, ...about } = of
  if (amount === 0n) return
  const { batchId, currency } = about
  await lockBalance(tx, await ensureAccount(tx, currency, escrowAccount(batchId)))
  const common = { ...about, reference: '', by: null }
  for (const { from } of splitReserve([{ price: amount }], await readReserveLeft(tx, batchId)))
    await postOne(tx, common, reservePayLegs({ batchId, workerId, price: amount, from }))
}
