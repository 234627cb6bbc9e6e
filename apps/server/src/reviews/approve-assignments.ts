import { payAssignments } from '../ledger/index.ts'
import type { Tx } from '../platform/db/database.ts'
import { addToTally } from '../work/index.ts'
import { markApproved, type Decision, type Which } from './reviews.store.ts'

export interface Approving {
  readonly batch: { readonly id: string; readonly currency: string }
  /** at most 1,000 at a time, so that no transaction holds many rows for long */
  readonly which: Which
  readonly decision: Decision
  /** null when silence approves */
  readonly by: string | null
  readonly now: Date
}

export interface Approved {
  readonly ids: readonly string[]
  readonly paid: bigint
  readonly fees: bigint
}

export const APPROVED_AT_ONCE = 1000

/**
 * Approves responses that are under review and pays them, in the caller's transaction. Those decided before are left as
 * they are and not returned. Statements: 2, and those of payAssignments, whatever the number of responses. Append the
 * event afterwards, last.
 */
export async function approveAssignments(tx: Tx, { batch, ...of }: Approving): Promise<Approved> {
  const rows = await markApproved(tx, { batchId: batch.id, ...of })
  if (rows.length === 0) return { ids: [], paid: 0n, fees: 0n }
  // this order for everybody, so that two approvals wait for each other's counters and balances instead of deadlocking
  const items = rows.map((row) => ({ assignmentId: row.id, workerId: row.worker_id, price: row.price_micros, fee: row.fee_micros }))
  const paid = await payAssignments(tx, { batchId: batch.id, currency: batch.currency, items, now: of.now })
  await addToTally(tx, batch.id, { approved: rows.length, paidMicros: paid.priceMicros, feeMicros: paid.feeMicros }, Math.random())
  return { ids: rows.map((row) => row.id), paid: paid.priceMicros, fees: paid.feeMicros }
}
