import type { AssignmentState, RejectionGrounds } from '@canut/domain'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

export type Decision = 'person' | 'agreement' | 'silence'

export interface ApprovedRow {
  readonly id: string
  readonly worker_id: string
  readonly price_micros: bigint
  readonly fee_micros: bigint
}

/** Which responses of a batch: by id, or those whose review period is over. */
export type Which = { readonly ids: readonly string[] } | { readonly dueBy: Date; readonly limit: number }

/**
 * Moves submitted responses of one batch to approved: one statement, as many rows as responses. Of concurrent calls for
 * the same response one moves it; the others wait for it (by id) or pass over it (sweep), and do not return it.
 */
export async function markApproved(
  tx: Tx,
  of: { readonly batchId: string; readonly which: Which; readonly decision: Decision; readonly by: string | null; readonly now: Date },
): Promise<ApprovedRow[]> {
  const { which } = of
  const picked =
    'ids' in which
      ? sql`and id = any(${which.ids}::uuid[]) order by number, worker_id for update`
      : sql`and review_closes_at <= ${which.dueBy} order by review_closes_at limit ${which.limit} for update skip locked`
  const { rows } = await sql<ApprovedRow>`
    with picked as materialized (
      select number, worker_id from assignments where batch_id = ${of.batchId} and state = 'submitted' and worker_id is distinct from ${of.by}::uuid ${picked}
    )
    update assignments a set state = 'approved', decision = ${of.decision}, decided_at = ${of.now}, decided_by = ${of.by}::uuid
    from picked p
    where a.batch_id = ${of.batchId} and a.number = p.number and a.worker_id = p.worker_id and a.state = 'submitted'
    returning a.id, a.worker_id, a.price_micros, a.fee_micros`.execute(tx)
  return rows
}

/** The ids that are no assignment of this batch. One statement. */
export async function findForeign(db: Db, batchId: string, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select given.id from unnest(${ids}::uuid[]) as given(id)
    where not exists (select from assignments a where a.id = given.id and a.batch_id = ${batchId})`.execute(db)
  return rows.map((row) => row.id)
}

/** Whether one of the responses is this person's own. */
export async function hasOwn(db: Db, batchId: string, ids: readonly string[], personId: string): Promise<boolean> {
  const { rows } = await sql<{ own: boolean }>`
    select exists (select from assignments where batch_id = ${batchId} and id = any(${ids}::uuid[]) and worker_id = ${personId}) as own`.execute(
    db,
  )
  return rows[0]?.own ?? false
}

/** A batch with responses whose review period is over, other than those already seen to; the longest overdue first. */
export async function findDueBatch(db: Db, now: Date, except: readonly string[]): Promise<string | null> {
  const { rows } = await sql<{ batch_id: string }>`
    select batch_id from assignments
    where state = 'submitted' and review_closes_at <= ${now} and batch_id <> all(${except}::uuid[])
    order by review_closes_at limit 1`.execute(db)
  return rows[0]?.batch_id ?? null
}

export interface ReviewRow {
  readonly id: string
  readonly batch_id: string
  readonly number: number
  readonly worker_id: string
  readonly state: AssignmentState
  readonly review_closes_at: Date | null
  readonly instructions_version: number
}

/**
 * Locks an assignment until the transaction ends, and before it its batch, so that the batch is not closed in between:
 * whether the slot is opened again depends on it.
 */
export async function lockForReview(
  tx: Tx,
  assignment: { readonly id: string; readonly batchId: string },
): Promise<{ row: ReviewRow; isClosed: boolean } | null> {
  const { rows: batches } = await sql<{ state: string }>`select state from batches where id = ${assignment.batchId} for share`.execute(tx)
  const { rows } = await sql<ReviewRow>`
    select id, batch_id, number, worker_id, state, review_closes_at, instructions_version from assignments
    where id = ${assignment.id} for update`.execute(tx)
  const [row] = rows
  return row === undefined ? null : { row, isClosed: batches[0]?.state === 'closed' }
}

/**
 * Rejects, keeps the grounds, and takes the response out of the task's count: one statement. Says whether the task had all its responses before.
 *
 * @throws when the assignment is not under review: the caller has locked it and looked.
 */
export async function markRejected(
  tx: Tx,
  of: { readonly row: ReviewRow; readonly grounds: RejectionGrounds; readonly by: string; readonly now: Date },
): Promise<{ wasDone: boolean }> {
  const { row, grounds, by, now } = of
  const { rows } = await sql<{ was_done: boolean }>`
    with rejected as (
      update assignments set state = 'rejected', decision = 'person', decided_at = ${now}, decided_by = ${by}
      where batch_id = ${row.batch_id} and number = ${row.number} and worker_id = ${row.worker_id} and state = 'submitted'
      returning batch_id, number, worker_id
    ), kept as (
      insert into rejections (batch_id, number, worker_id, reason, instruction_line, explanation, rejected_at, rejected_by)
      select batch_id, number, worker_id, ${grounds.reason}, ${grounds.instructionLine}, ${grounds.explanation}, ${now}, ${by}::uuid from rejected
    )
    update task_slots s set submitted = s.submitted - 1 from rejected r
    where s.batch_id = r.batch_id and s.number = r.number
    returning s.submitted + 1 = s.wanted as was_done`.execute(tx)
  const [slot] = rows
  if (slot === undefined) throw new Error(`assignment ${row.id} is not under review`)
  return { wasDone: slot.was_done }
}
