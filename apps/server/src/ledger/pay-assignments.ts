import { escrowAccount, payLegs, splitReserve, reservePayLegs, type Leg, type Micros } from '@canut/domain'
import type { Tx } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import { ensureAccount, lockBalance, readBalanceOf } from './accounts.store.ts'
import { insertTransfers, postLegs, readReserveLeft } from './transfers.store.ts'

export interface PayItem {
  readonly assignmentId: string
  readonly workerId: string
  readonly price: Micros
  /** of a surplus response no fee is taken, whatever is written here */
  readonly fee: Micros
}

export interface PayOrder {
  readonly batchId: string
  readonly currency: string
  /** true for late responses that are kept aside: their price comes from the batch's reserve, else from the commons */
  readonly surplus?: boolean
  readonly items: readonly PayItem[]
  readonly now: Date
}

export interface Paid {
  /** the assignments paid by this call */
  readonly paid: readonly string[]
  /** the assignments that were paid before: nothing was written for them */
  readonly alreadyPaid: readonly string[]
  readonly priceMicros: Micros
  readonly feeMicros: Micros
}

/**
 * Pays each assignment once, ever: a repeat, also a concurrent one, pays nothing and says so.
 *
 * Statements: 5 (3 more when an account is opened; 2 more for surplus), whatever the number of items. Rows: one transfer
 * and two or three entries per item; one balance per worker, one of the escrow and one of the fees. Concurrent calls for
 * the same assignment wait for each other until the first transaction ends. Call it late in the transaction.
 *
 * @throws when the escrow would end below zero: publishing set aside the price of every wanted response, so that is a
 *   defect of the caller and nothing may be written.
 */
export async function payAssignments(tx: Tx, order: PayOrder): Promise<Paid> {
  const { batchId, currency, items, now } = order
  if (items.length === 0) return { paid: [], alreadyPaid: [], priceMicros: 0n, feeMicros: 0n }
  const surplus = order.surplus === true
  const common = { kind: surplus ? 'surplus_pay' : 'pay', currency, batchId, reference: '', by: null, now } as const

  const wanted = items.map((item) => ({ id: newId(), assignmentId: item.assignmentId, item }))
  const written = await insertTransfers(tx, common, wanted)
  const fresh = wanted.filter(({ id }) => written.has(id))
  const legsOf = surplus ? await surplusLegs(tx, order, fresh) : new Map(fresh.map(({ id, item }) => [id, payLegs({ batchId, ...item })]))
  await postLegs(
    tx,
    common,
    fresh.map(({ id, assignmentId }) => ({ id, assignmentId, legs: legsOf.get(id) ?? [] })),
  )
  if (fresh.length > 0) await demandFunds(tx, batchId, currency)

  return {
    paid: fresh.map(({ assignmentId }) => assignmentId),
    alreadyPaid: wanted.filter(({ id }) => !written.has(id)).map(({ assignmentId }) => assignmentId),
    priceMicros: fresh.reduce((sum, { item }) => sum + item.price, 0n),
    feeMicros: surplus ? 0n : fresh.reduce((sum, { item }) => sum + item.fee, 0n),
  }
}

/** The reserve is read behind a lock, so that two late responses never count on the same money. */
async function surplusLegs(
  tx: Tx,
  { batchId, currency }: PayOrder,
  fresh: readonly { readonly id: string; readonly item: PayItem }[],
): Promise<Map<string, Leg[]>> {
  await lockBalance(tx, await ensureAccount(tx, currency, escrowAccount(batchId)))
  const reserve = await readReserveLeft(tx, batchId)
  const lines = fresh.map(({ id, item }) => ({ id, ...item }))
  return new Map(splitReserve(lines, reserve).map(({ item, from }) => [item.id, reservePayLegs({ batchId, ...item, from })]))
}

async function demandFunds(tx: Tx, batchId: string, currency: string): Promise<void> {
  const left = await readBalanceOf(tx, currency, escrowAccount(batchId))
  if (left < 0n) throw new Error(`the escrow of batch ${batchId} would end at ${left} micro-units: more was paid than was reserved`)
}
