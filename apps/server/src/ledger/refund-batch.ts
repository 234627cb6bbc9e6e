import { escrowAccount, refundLegs, type Micros } from '@canut/domain'
import type { Tx } from '../platform/db/database.ts'
import { ensureAccount, getBatchPayer, lockBalance, readBalanceOf } from './accounts.store.ts'
import { postOne } from './transfers.store.ts'

/**
 * Returns what is left in a batch's escrow to its organisation, except `keep`: what is owed for responses that are
 * submitted and not decided (price and fee), and for tasks still in somebody's hands. Read `keep` before this call.
 * Calling again later, with a smaller `keep`, returns the rest; when nothing is left over, nothing is written.
 *
 * Statements: 4, and 4 more when something is returned; rows: one transfer, two entries, two balances; all escrow rows
 * of the batch (at most 16) are locked until the transaction ends.
 *
 * @returns the amount returned, zero or more.
 */
export async function refundBatch(
  tx: Tx,
  of: { readonly batchId: string; readonly keep: Micros; readonly now: Date; readonly by: string | null },
): Promise<Micros> {
  const { organisationId, currency } = await getBatchPayer(tx, of.batchId)
  const escrow = escrowAccount(of.batchId)
  await lockBalance(tx, await ensureAccount(tx, currency, escrow))
  const amount = (await readBalanceOf(tx, currency, escrow)) - of.keep
  if (amount <= 0n) return 0n

  const common = { kind: 'refund', currency, batchId: of.batchId, reference: '', by: of.by, now: of.now } as const
  await postOne(tx, common, refundLegs(organisationId, of.batchId, amount))
  return amount
}
