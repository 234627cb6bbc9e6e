import type { Micros } from '../money/money.ts'

/**
 * The chart of accounts. `bank` is what the co-operative holds; all others say whose it is: an organisation's prepaid
 * balance, the escrow of a batch, a worker's earnings, the co-operative's fees, and the commons.
 */
export type AccountKind = 'bank' | 'organisation' | 'escrow' | 'worker' | 'fees' | 'commons'

export interface AccountRef {
  readonly kind: AccountKind
  /** the organisation, batch or worker; null for the accounts that the co-operative has once per currency */
  readonly ownerId: string | null
}

/** One side of a transfer: exactly one of the amounts is above zero. */
export interface Leg {
  readonly account: AccountRef
  readonly debit: Micros
  readonly credit: Micros
}

export type LedgerError =
  | { kind: 'amount_not_positive' }
  | { kind: 'reference_missing' }
  | { kind: 'deposit_already_recorded'; reference: string; amount: Micros; currency: string; recordedAt: Date }

export const BANK: AccountRef = { kind: 'bank', ownerId: null }
export const FEES: AccountRef = { kind: 'fees', ownerId: null }
export const COMMONS: AccountRef = { kind: 'commons', ownerId: null }
export const organisationAccount = (organisationId: string): AccountRef => ({ kind: 'organisation', ownerId: organisationId })
export const escrowAccount = (batchId: string): AccountRef => ({ kind: 'escrow', ownerId: batchId })
export const workerAccount = (workerId: string): AccountRef => ({ kind: 'worker', ownerId: workerId })

/** What an account holds: the bank is an asset and grows on the debit side, all others grow on the credit side. */
export function balanceOf(kind: AccountKind, sides: { debit: Micros; credit: Micros }): Micros {
  return kind === 'bank' ? sides.debit - sides.credit : sides.credit - sides.debit
}

export function depositLegs(organisationId: string, amount: Micros): Leg[] {
  return move(BANK, organisationAccount(organisationId), amount)
}

export function reserveLegs(organisationId: string, batchId: string, amount: Micros): Leg[] {
  return move(organisationAccount(organisationId), escrowAccount(batchId), amount)
}

/** The escrow pays the worker's price and the co-operative's fee; without a fee there is no entry for it. */
export function payLegs(of: { batchId: string; workerId: string; price: Micros; fee: Micros }): Leg[] {
  const { batchId, workerId, price, fee } = of
  const legs = [...debit(escrowAccount(batchId), price + fee), ...credit(workerAccount(workerId), price), ...credit(FEES, fee)]
  return legs
}

/** A late response, a break or the time of a broken task: paid in full, without a fee, since the organisation has no result of it. */
export function reservePayLegs(of: { batchId: string; workerId: string; price: Micros; from: 'escrow' | 'commons' }): Leg[] {
  return move(of.from === 'escrow' ? escrowAccount(of.batchId) : COMMONS, workerAccount(of.workerId), of.price)
}

export function refundLegs(organisationId: string, batchId: string, amount: Micros): Leg[] {
  return move(escrowAccount(batchId), organisationAccount(organisationId), amount)
}

/**
 * Who pays for each late response, break or broken task, in the order given: the reserve of the batch as long as a whole price fits
 * in what is left of it, else the commons. A price is never split, so that a worker's line has one origin.
 */
export function splitReserve<Item extends { readonly price: Micros }>(
  items: readonly Item[],
  reserve: Micros,
): { item: Item; from: 'escrow' | 'commons' }[] {
  let left = reserve
  return items.map((item) => {
    if (item.price > left) return { item, from: 'commons' }
    left -= item.price
    return { item, from: 'escrow' }
  })
}

function move(from: AccountRef, to: AccountRef, amount: Micros): Leg[] {
  return [...debit(from, amount), ...credit(to, amount)]
}

function debit(account: AccountRef, amount: Micros): Leg[] {
  return amount === 0n ? [] : [{ account, debit: amount, credit: 0n }]
}

function credit(account: AccountRef, amount: Micros): Leg[] {
  return amount === 0n ? [] : [{ account, debit: 0n, credit: amount }]
}
