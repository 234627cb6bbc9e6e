import type { BatchState } from '@canut/domain'
import type { WorkerEstimate } from '@canut/aggregation'
import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface RuleInForce {
  readonly state: BatchState
  readonly redundancy: number
  readonly minimum: number
  readonly threshold: number
  readonly task_type: string
  readonly settings: unknown
}

/** Null for a batch whose number of responses is fixed. */
export async function findRule(db: Db, batchId: string): Promise<RuleInForce | null> {
  const { rows } = await sql<RuleInForce>`
    select state, redundancy, redundancy_min as minimum, confidence as threshold, task_type, settings from batches
    where id = ${batchId} and stop_rule = 'until_confident'`.execute(db)
  return rows[0] ?? null
}

export interface FullTask {
  readonly number: number
  readonly submitted: number
  readonly truth: unknown
  /** the label by worker, of the responses that count */
  readonly labels: Readonly<Record<string, string>>
  readonly credits: Readonly<Record<string, number>>
}

/**
 * Those of the tasks that have all the responses they asked for, with these responses: by key, at most as many rows per task
 * as people had it in hand.
 */
export async function listFullTasks(db: Db, batchId: string, numbers: readonly number[]): Promise<FullTask[]> {
  const { rows } = await sql<FullTask>`
    select s.number, s.submitted, t.truth, coalesce(given.labels, '{}') as labels, coalesce(c.credits, '{}') as credits
    from task_slots s
      join tasks t on t.batch_id = s.batch_id and t.number = s.number
      left join task_confidences c on c.batch_id = s.batch_id and c.number = s.number
      cross join lateral (
        select jsonb_object_agg(r.worker_id, r.label) as labels
        from assignments a join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
        where a.batch_id = s.batch_id and a.number = s.number and a.state in ('submitted', 'approved') and not a.surplus
          and r.label is not null) given
    where s.batch_id = ${batchId} and s.number = any(${numbers}::int[]) and s.submitted >= s.wanted
    order by s.number`.execute(db)
  return rows
}

export async function readEstimates(db: Db, batchId: string, workers: readonly string[]): Promise<Map<string, WorkerEstimate>> {
  const { rows } = await sql<WorkerEstimate & { worker_id: string }>`
    select worker_id, correct, answered from worker_estimates
    where batch_id = ${batchId} and worker_id = any(${workers}::uuid[])`.execute(db)
  return new Map(rows.map(({ worker_id, correct, answered }) => [worker_id, { correct, answered }]))
}

export interface LookedAt {
  readonly estimates: ReadonlyMap<string, WorkerEstimate>
  readonly tasks: readonly { readonly number: number; readonly confidence: number; readonly credits: ReadonlyMap<string, number> }[]
  /** numbers of the tasks that need another response; their slots are still to be opened */
  readonly uncertain: readonly number[]
}

/** Keeps what was found out: one statement. */
export async function saveLook(db: Db, batchId: string, { estimates, tasks, uncertain }: LookedAt): Promise<void> {
  const workers = [...estimates.keys()]
  const sums = [...estimates.values()]
  await sql`
    with known as (
      insert into worker_estimates as w (batch_id, worker_id, correct, answered)
      select ${batchId}, e.worker_id, e.correct, e.answered
      from unnest(${workers}::uuid[], ${sums.map((s) => s.correct)}::float8[], ${sums.map((s) => s.answered)}::int[]) as e(worker_id, correct, answered)
      on conflict (batch_id, worker_id) do update set correct = excluded.correct, answered = excluded.answered
    ), sure as (
      insert into task_confidences as c (batch_id, number, confidence, credits)
      select ${batchId}, l.number, l.confidence, l.credits
      from unnest(${tasks.map((t) => t.number)}::int[], ${tasks.map((t) => t.confidence)}::float8[],
        ${tasks.map((t) => JSON.stringify(Object.fromEntries(t.credits)))}::jsonb[]) as l(number, confidence, credits)
      on conflict (batch_id, number) do update set confidence = excluded.confidence, credits = excluded.credits
    )
    update task_slots set wanted = wanted + 1 where batch_id = ${batchId} and number = any(${uncertain}::int[])`.execute(db)
}

/** What was held of people in a batch has no use once it is closed. */
export async function forgetEstimates(db: Db, batchId: string): Promise<void> {
  await sql`delete from worker_estimates where batch_id = ${batchId}`.execute(db)
}

/**
 * Of the next `limit` tasks after a number, those that ended uncertain below what the batch may now ask for want one more.
 * Each exactly once whatever is repeated: a task that wants one more is not full any more.
 *
 * @returns the tasks whose slots are to be opened, and the last number that was looked at; null when none was left.
 */
export async function raiseUncertain(
  db: Db,
  batchId: string,
  after: number,
  limit: number,
): Promise<{ last: number | null; raised: number[] }> {
  const { rows } = await sql<{ last: number | null; raised: number[] }>`
    with b as (select redundancy, confidence from batches where id = ${batchId}),
    looked as (
      select number, submitted, wanted from task_slots where batch_id = ${batchId} and number > ${after} order by number limit ${limit}
    ), raised as (
      update task_slots s set wanted = s.wanted + 1 from looked l, task_confidences c, b
      where s.batch_id = ${batchId} and s.number = l.number and c.batch_id = ${batchId} and c.number = l.number
        and s.submitted >= s.wanted and s.wanted < b.redundancy and c.confidence < b.confidence
      returning s.number
    )
    select (select max(number) from looked) as last, array(select number from raised order by number) as raised`.execute(db)
  return rows[0] ?? { last: null, raised: [] }
}
