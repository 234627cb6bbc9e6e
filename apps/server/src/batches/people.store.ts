import type { ReportReason } from '@canut/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import { pseudonymOf } from '../work/index.ts'

export interface LeaseRow {
  readonly id: string
  readonly number: number
  readonly pseudonym: string
  readonly leased_at: Date
  readonly lease_expires_at: Date
}

/** Who holds what, soonest to expire first: a stretch of the index of leases of the batch, from after the given one. */
export async function listLeases(db: Db, batchId: string, after: { at: Date; id: string } | null, limit: number): Promise<LeaseRow[]> {
  const from = after === null ? sql`` : sql`and (a.lease_expires_at, a.id) > (${after.at}, ${after.id}::uuid)`
  const { rows } = await sql<LeaseRow>`
    select a.id, a.number, ${pseudonymOf('b.pseudonym_salt', 'a.worker_id')} as pseudonym, a.leased_at, a.lease_expires_at
    from assignments a join batches b on b.id = a.batch_id
    where a.batch_id = ${batchId} and a.state = 'leased' ${from}
    order by a.lease_expires_at, a.id limit ${limit}`.execute(db)
  return rows
}

export interface ReportRow {
  readonly id: string
  readonly number: number
  readonly pseudonym: string
  readonly reason: ReportReason
  readonly comment: string
  readonly created_at: Date
  readonly answered_at: Date | null
  readonly answer: string | null
  readonly answered_by: string | null
}

/** Newest first, from before the given report. */
export async function listReports(db: Db, batchId: string, before: { at: Date; id: string } | null, limit: number): Promise<ReportRow[]> {
  const from = before === null ? sql`` : sql`and (r.created_at, r.id) < (${before.at}, ${before.id}::uuid)`
  const { rows } = await sql<ReportRow>`
    select r.id, r.number, ${pseudonymOf('b.pseudonym_salt', 'r.worker_id')} as pseudonym, r.reason, r.comment, r.created_at, r.answered_at,
      r.answer, p.name as answered_by
    from reports r join batches b on b.id = r.batch_id left join people p on p.id = r.answered_by
    where r.batch_id = ${batchId} ${from}
    order by r.created_at desc, r.id desc limit ${limit}`.execute(db)
  return rows
}

/** The place of a lease or report, for the next page; null when it is none of this batch. */
export async function findPlace(
  db: Db,
  table: 'assignments' | 'reports',
  batchId: string,
  id: string,
): Promise<{ at: Date; id: string } | null> {
  const column = table === 'assignments' ? sql`lease_expires_at` : sql`created_at`
  const { rows } = await sql<{ at: Date; id: string }>`
    select ${column} as at, id from ${sql.table(table)} where id = ${id} and batch_id = ${batchId}`.execute(db)
  return rows[0] ?? null
}

/** The answer may be improved later; the worker sees the latest. False when there is no such report. */
export async function answerReportRow(
  db: Db,
  of: { batchId: string; reportId: string; answer: string; by: string; now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('reports')
    .set({ answer: of.answer, answered_at: of.now, answered_by: of.by })
    .where('id', '=', of.reportId)
    .where('batch_id', '=', of.batchId)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
