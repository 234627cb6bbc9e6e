import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface ClosedBatch {
  readonly id: string
  readonly closed_at: Date
}

/** Closed batches that still hold money, longest closed first, from after the given one. */
export async function listClosedWithEscrow(db: Db, after: ClosedBatch | null, limit: number): Promise<ClosedBatch[]> {
  const { rows } = await sql<ClosedBatch>`
    select b.id, b.closed_at from batches b
      join accounts a on a.kind = 'escrow' and a.currency = b.currency and a.owner_id = b.id
      join balances s on s.account_id = a.id
    where b.state = 'closed' ${after === null ? sql`` : sql`and (b.closed_at, b.id) > (${after.closed_at}, ${after.id}::uuid)`}
    group by b.id having sum(s.credit_micros - s.debit_micros) > 0
    order by b.closed_at, b.id limit ${limit}`.execute(db)
  return rows
}
