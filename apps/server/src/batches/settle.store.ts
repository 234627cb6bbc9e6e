import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

/** Closed batches that still hold money, longest closed first. */
export async function listClosedWithEscrow(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select b.id from batches b
      join accounts a on a.kind = 'escrow' and a.currency = b.currency and a.owner_id = b.id
      join balances s on s.account_id = a.id
    where b.state = 'closed'
    group by b.id, b.closed_at having sum(s.credit_micros - s.debit_micros) > 0
    order by b.closed_at limit ${limit}`.execute(db)
  return rows.map((row) => row.id)
}
