import type { RejectionReason } from '@canut/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import { pseudonymOf } from '../work/index.ts'

export type ReviewedState = 'submitted' | 'approved' | 'rejected'

export interface ReviewedRow {
  readonly id: string
  readonly number: number
  readonly pseudonym: string
  readonly state: ReviewedState
  readonly surplus: boolean
  readonly body: unknown
  readonly label: string | null
  readonly work_ms: number
  readonly submitted_at: Date
  readonly review_closes_at: Date | null
  readonly decided_at: Date | null
  readonly decision: 'person' | 'agreement' | 'silence' | 'surplus' | null
  readonly price_micros: bigint
  readonly instructions_version: number
  readonly payload: unknown
  readonly truth: unknown
  readonly reason: RejectionReason | null
  readonly instruction_line: string | null
  readonly explanation: string | null
}

const columns = sql`
  a.id, a.number, ${pseudonymOf('b.pseudonym_salt', 'a.worker_id')} as pseudonym, a.state, a.surplus, r.body, r.label, r.work_ms,
  a.submitted_at, a.review_closes_at, a.decided_at, a.decision, a.price_micros, a.instructions_version, t.payload, t.truth,
  j.reason, j.instruction_line, j.explanation`

const sources = sql`
  join batches b on b.id = a.batch_id
  join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
  join tasks t on t.batch_id = a.batch_id and t.number = a.number
  left join rejections j on j.batch_id = a.batch_id and j.number = a.number and j.worker_id = a.worker_id`

/**
 * A page of a batch's responses: those under review in the order in which they came, the others in the order of the tasks.
 * `after` is the last one of the page before. Reads `limit` rows, except that decided ones are found by going through
 * the batch when few are in this state.
 */
export async function listReviewed(
  db: Db,
  batchId: string,
  of: { readonly state: ReviewedState; readonly after: string | null; readonly limit: number },
): Promise<ReviewedRow[]> {
  const last = (column: 'submitted_at' | 'number' | 'worker_id') =>
    sql`(select l.${sql.ref(column)} from assignments l where l.id = ${of.after} and l.batch_id = ${batchId})`
  const isWaiting = of.state === 'submitted'
  const after =
    of.after === null
      ? sql``
      : isWaiting
        ? sql`and (a.submitted_at, a.id) > (${last('submitted_at')}, ${of.after}::uuid)`
        : sql`
    and (a.number, a.worker_id) > (${last('number')}, ${last('worker_id')})`
  const order = isWaiting ? sql`a.submitted_at, a.id` : sql`a.number, a.worker_id`
  const { rows } = await sql<ReviewedRow>`
    with a as materialized (
      select * from assignments a where a.batch_id = ${batchId} and a.state = ${sql.lit(of.state)} ${after} order by ${order} limit ${of.limit}
    )
    select ${columns} from a ${sources} order by ${order}`.execute(db)
  return rows
}

/** One response with everything that a review needs; null when nothing was submitted yet. */
export async function findReviewed(db: Db, assignmentId: string): Promise<ReviewedRow | null> {
  const { rows } = await sql<ReviewedRow>`
    select ${columns} from assignments a ${sources} where a.id = ${assignmentId} and a.state in ('submitted', 'approved', 'rejected')`.execute(
    db,
  )
  return rows[0] ?? null
}

export interface PeerRow {
  readonly number: number
  readonly pseudonym: string
  readonly body: unknown
  readonly label: string | null
  readonly state: ReviewedState
}

/** What everybody said on these tasks, late responses left out. At most 99 rows per task, and a few that were rejected. */
export async function listOnTasks(db: Db, batchId: string, numbers: readonly number[]): Promise<PeerRow[]> {
  const { rows } = await sql<PeerRow>`
    select a.number, ${pseudonymOf('b.pseudonym_salt', 'a.worker_id')} as pseudonym, r.body, r.label, a.state
    from assignments a join batches b on b.id = a.batch_id
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
    where a.batch_id = ${batchId} and a.number = any(${numbers}::int[]) and a.state in ('submitted', 'approved', 'rejected') and not a.surplus
    order by a.number, a.submitted_at, a.id`.execute(db)
  return rows
}

/** The lines that a rejection can name, of each of these versions: without repeats and empty ones. */
export async function listLinesOf(db: Db, batchId: string, versions: readonly number[]): Promise<Map<number, readonly string[]>> {
  const { rows } = await sql<{ version: number; markdown: string }>`
    select version, markdown from instructions where batch_id = ${batchId} and version = any(${versions}::int[])`.execute(db)
  return new Map(rows.map(({ version, markdown }) => [version, instructionLines(markdown)]))
}

export function instructionLines(markdown: string): string[] {
  return [...new Set(markdown.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
}
