import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

export type BulkSelection = 'all' | 'majority' | 'last_run'

export interface ApprovalRow {
  readonly id: string
  readonly batch_id: string
  readonly selection: BulkSelection
  readonly waiting: bigint
  readonly examined: bigint
  readonly approved: bigint
  readonly paid_micros: bigint
  readonly fee_micros: bigint
  readonly after_at: Date | null
  readonly after_id: string | null
  readonly requested_at: Date
  readonly requested_by: string
  readonly finished_at: Date | null
}

export async function insertApproval(
  db: Db,
  approval: { id: string; batchId: string; selection: BulkSelection; waiting: number; by: string; now: Date },
): Promise<void> {
  await sql`
    insert into approvals (id, batch_id, selection, waiting, requested_at, requested_by)
    values (${approval.id}, ${approval.batchId}, ${approval.selection}, ${approval.waiting}, ${approval.now}, ${approval.by})`.execute(db)
}

export async function findApproval(db: Db, id: string): Promise<ApprovalRow | null> {
  const { rows } = await sql<ApprovalRow>`select * from approvals where id = ${id}`.execute(db)
  return rows[0] ?? null
}

/** The newest request of a batch. */
export async function findLastApproval(db: Db, batchId: string): Promise<ApprovalRow | null> {
  const { rows } = await sql<ApprovalRow>`
    select * from approvals where batch_id = ${batchId} order by requested_at desc limit 1`.execute(db)
  return rows[0] ?? null
}

/** Requests from before `before` that are not finished: their process may be gone. */
export async function listUnfinishedApprovals(db: Db, before: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from approvals where finished_at is null and requested_at < ${before} order by requested_at limit 100`.execute(db)
  return rows.map((row) => row.id)
}

/** Holds the request until the transaction ends, so that its steps follow each other. */
export async function lockApproval(tx: Tx, id: string): Promise<ApprovalRow | null> {
  const { rows } = await sql<ApprovalRow>`select * from approvals where id = ${id} for update`.execute(tx)
  return rows[0] ?? null
}

export interface Examined {
  readonly id: string
  readonly submitted_at: Date
  readonly chosen: boolean
}

/**
 * The next responses that wait for a review, in the order in which they came, and whether the request chooses them. What
 * came after the request is left for the next one. Reads `limit` responses, and the others on their tasks.
 */
export async function examineNext(tx: Tx, approval: ApprovalRow, limit: number): Promise<Examined[]> {
  const after = approval.after_at === null ? sql`` : sql`and (a.submitted_at, a.id) > (${approval.after_at}, ${approval.after_id}::uuid)`
  const page = sql`
    select a.id, a.batch_id, a.number, a.worker_id, a.submitted_at from assignments a
    where a.batch_id = ${approval.batch_id} and a.state = 'submitted' and a.submitted_at <= ${approval.requested_at}
      and a.worker_id <> ${approval.requested_by} ${after}
    order by a.submitted_at, a.id limit ${limit}`
  const { rows } = await (
    approval.selection === 'all'
      ? sql<Examined>`select id, submitted_at, true as chosen from (${page}) p order by submitted_at, id`
      : sql<Examined>`
        with page as materialized (${page}), agreed as (${approval.selection === 'majority' ? majority : lastRun})
        select p.id, p.submitted_at, coalesce(r.label = agreed.label, false) as chosen
        from page p join responses r using (batch_id, number, worker_id) left join agreed using (number)
        order by p.submitted_at, p.id`
  ).execute(tx)
  return rows
}

/** The label that most responses of a task gave, where there are at least two responses and no tie. */
const majority = sql`
  select number, min(label) as label from (
    select number, label, rank() over (partition by number order by count(*) desc) as place,
      sum(count(*)) over (partition by number) as responses
    from (select distinct batch_id, number from page) t
      join assignments a using (batch_id, number) join responses r using (batch_id, number, worker_id)
    where a.state in ('submitted', 'approved') and not a.surplus and r.label is not null
    group by number, label) ranked
  where place = 1 and responses >= 2 group by number having count(*) = 1`

/**
 * The label that the last run found, where it is not a tie and rests on at least two responses. What somebody settled is left
 * aside: nothing that is paid, or when, follows from it.
 */
const lastRun = sql`
  select number, label from (select distinct batch_id, number from page) t join results using (batch_id, number)
  where label is not null and responses >= 2`

export async function moveApproval(
  tx: Tx,
  id: string,
  step: { examined: number; approved: number; paid: bigint; fees: bigint; last: Examined | null; finishedAt: Date | null },
): Promise<ApprovalRow> {
  const { rows } = await sql<ApprovalRow>`
    update approvals set examined = examined + ${step.examined}, approved = approved + ${step.approved},
      paid_micros = paid_micros + ${step.paid}, fee_micros = fee_micros + ${step.fees},
      after_at = coalesce(${step.last?.submitted_at ?? null}::timestamptz, after_at), after_id = coalesce(${step.last?.id ?? null}::uuid, after_id),
      finished_at = ${step.finishedAt}
    where id = ${id} returning *`.execute(tx)
  const [moved] = rows
  if (moved === undefined) throw new Error(`there is no approval ${id}`)
  return moved
}
