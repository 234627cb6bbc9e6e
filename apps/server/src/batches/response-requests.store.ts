import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

export interface NewRequest {
  readonly id: string
  readonly batchId: string
  readonly numbers: readonly number[]
  readonly more: number
  readonly reserved: bigint
  readonly by: string
  readonly now: Date
}

export async function insertRequest(tx: Tx, { id, batchId, numbers, more, reserved, by, now }: NewRequest): Promise<void> {
  await sql`
    insert into response_requests (id, batch_id, numbers, more, reserved_micros, requested_at, requested_by)
    values (${id}, ${batchId}, ${numbers}::int[], ${more}, ${reserved}, ${now}, ${by})`.execute(tx)
}

/** What the batch may get in all grows: its figures, its reserve and what is on offer read it. */
export async function addExtraResponses(tx: Tx, batchId: string, responses: number): Promise<void> {
  await sql`update batches set extra_responses = extra_responses + ${responses} where id = ${batchId}`.execute(tx)
}

export interface RequestRow {
  readonly batch_id: string
  readonly numbers: readonly number[]
  readonly more: number
  readonly opened: number
  readonly finished_at: Date | null
}

/** Held until the transaction ends. */
export async function lockRequest(tx: Tx, id: string): Promise<RequestRow | null> {
  const { rows } = await sql<RequestRow>`
    select batch_id, numbers, more, opened, finished_at from response_requests where id = ${id} for update`.execute(tx)
  return rows[0] ?? null
}

export async function moveRequest(tx: Tx, id: string, opened: number, finishedAt: Date | null): Promise<void> {
  await sql`update response_requests set opened = ${opened}, finished_at = ${finishedAt} where id = ${id}`.execute(tx)
}

/**
 * Opens these tasks for more responses each, at the end of the order, where also workers who are past them find them. The caller
 * holds the lock of dispatch, and asks once for each task.
 *
 * @returns how many of the tasks were done before.
 */
export async function openSlotsFor(db: Db, batchId: string, numbers: readonly number[], more: number): Promise<number> {
  const { rows } = await sql<{ undone: number }>`
    with due as (
      select s.number, s.submitted >= s.wanted as done from task_slots s
      where s.batch_id = ${batchId} and s.number = any(${numbers}::int[]) order by s.number for no key update of s
    ), placed as (
      select number, row_number() over (order by number) as rank from due
    ), raised as (
      update task_slots s set open = s.open + ${more}::int, wanted = s.wanted + ${more}::int, position = f.next_position + p.rank - 1
      from placed p, batch_frontiers f where s.batch_id = ${batchId} and s.number = p.number and f.batch_id = ${batchId}
    ), moved as (
      update batch_frontiers b set next_position = b.next_position + (select count(*) from due) where b.batch_id = ${batchId}
    )
    select (count(*) filter (where done))::int as undone from due`.execute(db)
  return rows[0]?.undone ?? 0
}
