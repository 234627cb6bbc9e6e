import type { Micros } from '@canut/domain'
import type { Db } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'

export interface DepositRow {
  readonly transferId: string
  readonly organisationId: string
  readonly organisationName: string
  readonly amount: Micros
  readonly currency: string
  readonly reference: string
  readonly recordedAt: Date
  readonly recordedBy: string | null
}

/** The deposit recorded under a bank reference; it must exist. One row by unique key. */
export function getDepositByReference(db: Db, currency: string, reference: string): Promise<DepositRow> {
  return deposits(db).where('t.currency', '=', currency).where('t.reference', '=', reference).executeTakeFirstOrThrow()
}

/** The newest first; `before` is the transfer id where the page before ended. One statement, `limit` rows. */
export async function listDeposits(db: Db, of: { before: string | null; limit: number }): Promise<ListPage<DepositRow>> {
  const newest = deposits(db)
    .orderBy('t.id', 'desc')
    .limit(of.limit + 1)
  const rows = await (of.before === null ? newest : newest.where('t.id', '<', of.before)).execute()
  return toPage(rows, of.limit, ({ transferId }) => transferId)
}

function deposits(db: Db) {
  return db
    .selectFrom('transfers as t')
    .innerJoin('entries as e', (join) => join.onRef('e.transfer_id', '=', 't.id').on('e.credit_micros', '>', 0n))
    .innerJoin('accounts as a', 'a.id', 'e.account_id')
    .innerJoin('organisations as o', 'o.id', 'a.organisation_id')
    .leftJoin('people as p', 'p.id', 't.created_by')
    .where('t.kind', '=', 'deposit')
    .select([
      't.id as transferId',
      'o.id as organisationId',
      'o.name as organisationName',
      'e.credit_micros as amount',
      't.currency',
      't.reference',
      't.created_at as recordedAt',
      'p.name as recordedBy',
    ])
}
