import { err, ok, organisationAccount, reserveLegs, type BatchError, type Micros, type Result } from '@canut/domain'
import type { Tx } from '../platform/db/database.ts'
import { ensureAccount, lockBalance, readBalanceOf } from './accounts.store.ts'
import { postOne } from './transfers.store.ts'

export interface Reservation {
  readonly organisationId: string
  readonly batchId: string
  readonly currency: string
  readonly amount: Micros
  readonly by: string
  readonly now: Date
}

export type BalanceTooLow = Extract<BatchError, { kind: 'balance_too_low' }>

/**
 * Sets the money of a batch aside: from the organisation's balance into the batch's escrow. The balance is locked until
 * the transaction ends, so concurrent reservations never overdraw it.
 *
 * A refusal writes nothing, but the caller must roll back what it wrote itself. Statements: 7, and 2 when the escrow is
 * opened; rows: one transfer, two entries, two balances.
 */
export async function reserveForBatch(tx: Tx, reservation: Reservation): Promise<Result<{ transferId: string | null }, BalanceTooLow>> {
  const { organisationId, batchId, currency, amount, by, now } = reservation
  const account = organisationAccount(organisationId)
  await lockBalance(tx, await ensureAccount(tx, currency, account))
  const balance = await readBalanceOf(tx, currency, account)
  if (balance < amount) return err({ kind: 'balance_too_low', balance, needed: amount, currency })
  if (amount === 0n) return ok({ transferId: null })

  const common = { kind: 'reserve', currency, batchId, reference: '', by, now } as const
  return ok({ transferId: await postOne(tx, common, reserveLegs(organisationId, batchId, amount)) })
}
