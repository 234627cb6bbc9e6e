import type { Micros } from '@canut/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'

export interface OrganisationMoney {
  readonly currency: string
  readonly deposited: Micros
  /** what can still be set aside */
  readonly available: Micros
  /** what its batches hold */
  readonly reserved: Micros
  /** what reached workers, and the fees: all that left the escrows without coming back */
  readonly spent: Micros
}

/**
 * An organisation's money per currency. One statement; reads the organisation's own entries (a deposit, reserve or refund
 * each) and the balances of its batches' escrows.
 */
export async function moneyOfOrganisation(db: Db, organisationId: string): Promise<OrganisationMoney[]> {
  const { rows } = await sql<{ currency: string; deposited: string; available: string; reserved: string }>`
    with own as (
        select a.currency, coalesce(sum(e.credit_micros) filter (where t.kind = 'deposit'), 0) as deposited,
            coalesce(sum(e.credit_micros - e.debit_micros), 0) as available
          from accounts a join entries e on e.account_id = a.id join transfers t on t.id = e.transfer_id
          where a.kind = 'organisation' and a.organisation_id = ${organisationId} group by a.currency),
      held as (
        select a.currency, sum(b.credit_micros - b.debit_micros) as reserved
          from projects p join batches on batches.project_id = p.id
          join accounts a on a.kind = 'escrow' and a.currency = batches.currency and a.owner_id = batches.id
          join balances b on b.account_id = a.id
          where p.organisation_id = ${organisationId} group by a.currency)
    select own.currency, own.deposited, own.available, coalesce(held.reserved, 0) as reserved
      from own left join held on held.currency = own.currency order by own.currency`.execute(db)
  return rows.map((row) => {
    const [deposited, available, reserved] = [BigInt(row.deposited), BigInt(row.available), BigInt(row.reserved)]
    return { currency: row.currency, deposited, available, reserved, spent: deposited - available - reserved }
  })
}

export interface ReservedBatch {
  readonly batchId: string
  readonly name: string
  readonly projectName: string
  readonly state: string
  readonly currency: string
  readonly left: Micros
}

/** The batches that hold money, those that hold most first: at most `limit` of them, and how many there are. */
export async function listReserved(
  db: Db,
  organisationId: string,
  limit: number,
): Promise<{ readonly items: readonly ReservedBatch[]; readonly total: number }> {
  const { rows } = await sql<Omit<ReservedBatch, 'left'> & { left: string; total: bigint }>`
    select batches.id as "batchId", batches.name, p.name as "projectName", batches.state, batches.currency, held.left, count(*) over () as total
      from projects p join batches on batches.project_id = p.id
      join accounts a on a.kind = 'escrow' and a.currency = batches.currency and a.owner_id = batches.id
      cross join lateral (select sum(credit_micros - debit_micros) as left from balances where account_id = a.id) held
      where p.organisation_id = ${organisationId} and held.left <> 0
      order by held.left desc, batches.id limit ${limit}`.execute(db)
  const items = rows.map(({ total: _total, ...row }) => ({ ...row, left: BigInt(row.left) }))
  return { items, total: Number(rows[0]?.total ?? 0) }
}

export interface StatementLine {
  readonly transferId: string
  readonly at: Date
  readonly kind: 'deposit' | 'reserve' | 'refund' | 'correction'
  readonly currency: string
  /** above zero: came in; below: was set aside */
  readonly amount: Micros
  readonly reference: string
  readonly batchId: string | null
  readonly batchName: string | null
  readonly projectName: string | null
  readonly by: string | null
}

/** The lines of an organisation's accounts, the newest first; see listEarnings for how it reads. */
export async function listStatement(
  db: Db,
  organisationId: string,
  of: { readonly before: string | null; readonly limit: number },
): Promise<ListPage<StatementLine>> {
  const { rows } = await sql<Omit<StatementLine, 'amount'> & { amount: string }>`
    select line.transfer_id as "transferId", t.created_at as at, t.kind, t.currency, line.amount, t.reference, t.batch_id as "batchId",
        b.name as "batchName", p.name as "projectName", people.name as by
      from (
        select e.transfer_id, e.amount from accounts a
          cross join lateral (
            select transfer_id, credit_micros - debit_micros as amount from entries
              where account_id = a.id ${of.before === null ? sql`` : sql`and transfer_id < ${of.before}::uuid`}
              order by transfer_id desc limit ${of.limit + 1}) e
          where a.organisation_id = ${organisationId} and a.kind = 'organisation'
          order by e.transfer_id desc limit ${of.limit + 1}) line
      join transfers t on t.id = line.transfer_id
      left join batches b on b.id = t.batch_id
      left join projects p on p.id = b.project_id
      left join people on people.id = t.created_by
      order by line.transfer_id desc`.execute(db)
  const lines = rows.map((row) => ({ ...row, amount: BigInt(row.amount) }))
  return toPage(lines, of.limit, ({ transferId }) => transferId)
}

export interface OrganisationName {
  readonly id: string
  readonly name: string
  readonly country: string
}

/** One row by primary key. */
export async function findOrganisation(db: Db, id: string): Promise<OrganisationName | null> {
  return (await db.selectFrom('organisations').select(['id', 'name', 'country']).where('id', '=', id).executeTakeFirst()) ?? null
}
