import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'
import type { ConfidenceCount } from './confidence-counts.ts'
import { isOrdinary, isReady, isUnsettled } from './unsure.store.ts'

/** The limits are those that a query compares a confidence with, so that no task is on different sides of one. */
const hundredth = sql`width_bucket(r.confidence, array(select h / 100::float8 from generate_series(1, 100) h))`

/** One statement, which reads at most 101 rows for each number of responses that tasks ask for: most batches know one or two. */
export async function listConfidenceCounts(db: Db, batchId: string): Promise<ConfidenceCount[]> {
  const { rows } = await sql<ConfidenceCount>`
    select hundredth, wanted, ready, waiting, responses::float8 as responses from confidence_counts
    where batch_id = ${batchId} order by hundredth, wanted`.execute(db)
  return rows
}

/** Counts all tasks of the batch anew: for the job that writes results, and where a person was shown figures that no longer hold. */
export async function recountConfidences(tx: Tx, batchId: string): Promise<void> {
  await lockCounts(tx, batchId)
  await sql`delete from confidence_counts where batch_id = ${batchId}`.execute(tx)
  await sql`
    insert into confidence_counts (batch_id, hundredth, wanted, ready, waiting, responses)
    select r.batch_id, ${hundredth}, s.wanted, count(*) filter (where ${isReady}), count(*) filter (where not ${isReady}),
      coalesce(sum(r.responses) filter (where ${isReady}), 0)
    from results r join task_slots s on s.batch_id = r.batch_id and s.number = r.number
    where r.batch_id = ${batchId} and s.batch_id = ${batchId} and r.confidence is not null and ${isOrdinary} and ${isUnsettled} group by 1, 2, 3`.execute(
    tx,
  )
}

/** These tasks, which had all their responses, wait for more. To be called before their slots are opened. */
export async function countAsWaiting(tx: Tx, batchId: string, numbers: readonly number[]): Promise<void> {
  await lockCounts(tx, batchId)
  await sql`
    with asked as (
      select ${hundredth} as hundredth, s.wanted, count(*)::int as tasks, sum(r.responses) as responses
      from unnest(${numbers}::int[]) as given (number) join results r on r.batch_id = ${batchId} and r.number = given.number
        join task_slots s on s.batch_id = r.batch_id and s.number = r.number
      group by 1, 2
    )
    update confidence_counts c set ready = greatest(0, c.ready - a.tasks), waiting = c.waiting + a.tasks,
      responses = greatest(0, c.responses - a.responses)
    from asked a where c.batch_id = ${batchId} and c.hundredth = a.hundredth and c.wanted = a.wanted`.execute(tx)
}

const countOfOne = (batchId: string, number: number) => sql`
  select r.batch_id, ${hundredth} as hundredth, s.wanted, (${isReady})::int as ready, (not ${isReady})::int as waiting,
    case when ${isReady} then r.responses else 0 end as responses
  from results r join task_slots s on s.batch_id = r.batch_id and s.number = r.number
  where r.batch_id = ${batchId} and r.number = ${number} and r.confidence is not null and ${isOrdinary}`

/** A task counts no more once somebody settled it: one row by its key. */
export async function countAsSettled(tx: Tx, batchId: string, number: number): Promise<void> {
  await lockCounts(tx, batchId)
  await sql`
    update confidence_counts c set ready = greatest(0, c.ready - o.ready), waiting = greatest(0, c.waiting - o.waiting),
      responses = greatest(0, c.responses - o.responses)
    from (${countOfOne(batchId, number)}) o where c.batch_id = ${batchId} and c.hundredth = o.hundredth and c.wanted = o.wanted`.execute(tx)
}

/** It counts again when that is undone. */
export async function countAsUnsettled(tx: Tx, batchId: string, number: number): Promise<void> {
  await lockCounts(tx, batchId)
  await sql`
    insert into confidence_counts as c (batch_id, hundredth, wanted, ready, waiting, responses) ${countOfOne(batchId, number)}
    on conflict (batch_id, hundredth, wanted) do update set ready = c.ready + excluded.ready, waiting = c.waiting + excluded.waiting,
      responses = c.responses + excluded.responses`.execute(tx)
}

/** Held until the transaction ends: who moves a count sees those of before or those of after a run, never some of each. */
async function lockCounts(tx: Tx, batchId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`confidence_counts:${batchId}`}, 0))`.execute(tx)
}
