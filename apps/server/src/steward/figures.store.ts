import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'

export interface InstanceFigures {
  readonly people: number
  readonly organisations: number
  readonly openBatches: number
  readonly pausedBatches: number
  readonly importsRunning: number
  readonly leasesHeld: number
  readonly responsesToReview: number
  /** when the job that waits longest could have begun; null: none waits */
  readonly oldestJobSince: Date | null
  readonly jobsWaiting: number
}

/** The state of the instance, counted now. Two statements; rows: people, and those of small or partial indexes. */
export async function readFigures(db: Db, now: Date): Promise<InstanceFigures> {
  const { rows } = await sql<Record<'people' | 'organisations' | 'open' | 'paused' | 'imports' | 'leases' | 'review', bigint>>`
    select (select count(*) from people) as people, (select count(*) from organisations) as organisations,
      (select count(*) from batches where state = 'open') as open, (select count(*) from batches where state = 'paused') as paused,
      (select count(*) from imports where state in ('checking', 'loading')) as imports,
      (select count(*) from assignments where state = 'leased') as leases,
      (select count(*) from assignments where state = 'submitted') as review`.execute(db)
  const row = rows[0]
  if (row === undefined) throw new Error('a select of counts answered no row')
  return {
    people: Number(row.people),
    organisations: Number(row.organisations),
    openBatches: Number(row.open),
    pausedBatches: Number(row.paused),
    importsRunning: Number(row.imports),
    leasesHeld: Number(row.leases),
    responsesToReview: Number(row.review),
    ...(await readJobs(db, now)),
  }
}

/** The job library makes its tables when the first process starts; before that nothing can wait. */
async function readJobs(db: Db, now: Date): Promise<Pick<InstanceFigures, 'oldestJobSince' | 'jobsWaiting'>> {
  const { rows: tables } = await sql<{ exists: boolean }>`select to_regclass('jobs.job') is not null as exists`.execute(db)
  if (tables[0]?.exists !== true) return { oldestJobSince: null, jobsWaiting: 0 }
  const { rows } = await sql<{ since: Date | null; waiting: bigint }>`
    select min(start_after) as since, count(*) as waiting from jobs.job
      where state in ('created', 'retry') and start_after <= ${now} and name not like '\\_\\_pgboss\\_\\_%'`.execute(db)
  return { oldestJobSince: rows[0]?.since ?? null, jobsWaiting: Number(rows[0]?.waiting ?? 0) }
}

export interface LeaseRow {
  readonly assignmentId: string
  readonly batchId: string
  readonly batchName: string
  readonly number: number
  readonly workerName: string
  readonly leasedAt: Date
  readonly expiresAt: Date
}

/** Who holds which task until when, those that end first at the top. `after` is the assignment where the page before ended. */
export async function listLeases(db: Db, of: { readonly after: string | null; readonly limit: number }): Promise<ListPage<LeaseRow>> {
  const { rows } = await sql<LeaseRow>`
    select s.id as "assignmentId", s.batch_id as "batchId", b.name as "batchName", s.number, p.name as "workerName",
        s.leased_at as "leasedAt", s.lease_expires_at as "expiresAt"
      from assignments s join batches b on b.id = s.batch_id join people p on p.id = s.worker_id
      where s.state = 'leased'
        ${of.after === null ? sql`` : sql`and (s.lease_expires_at, s.id) > (select lease_expires_at, id from assignments where id = ${of.after}::uuid)`}
      order by s.lease_expires_at, s.id limit ${of.limit + 1}`.execute(db)
  return toPage(rows, of.limit, ({ assignmentId }) => assignmentId)
}

export interface FoundOrganisation {
  readonly id: string
  readonly name: string
  readonly country: string
}

/**
 * Organisations whose name contains the text, or whose payment reference ends in the digits; at most `limit`, and whether
 * there are more. Reads the table of organisations once.
 */
export async function searchOrganisations(
  db: Db,
  of: { readonly text: string; readonly digits: string | null; readonly limit: number },
): Promise<{ readonly items: readonly FoundOrganisation[]; readonly more: boolean }> {
  const rows = await db
    .selectFrom('organisations')
    .select(['id', 'name', 'country'])
    .where((where) =>
      of.digits === null
        ? where(sql<number>`strpos(lower(name), lower(${of.text}))`, '>', 0)
        : where(sql<string>`right(id::text, 8)`, '=', of.digits),
    )
    .orderBy('name')
    .limit(of.limit + 1)
    .execute()
  return { items: rows.slice(0, of.limit), more: rows.length > of.limit }
}
