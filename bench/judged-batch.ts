import { queryOnce } from './own-canut.ts'

export interface Judging {
  readonly batchId: string
  readonly tasks: number
  readonly perTask: number
  readonly workers: number
  /** numbers of tasks begin after it: responses to more tasks can be added later */
  readonly after?: number
}

/**
 * What a crowd leaves behind on yes-or-no tasks, written at once: workers are right in 60 to 98 of a hundred cases, every hundredth task is
 * gold. The truth of task n is yes when n is odd; an odd number of workers keeps that apart from who answers.
 */
export async function judgeBatch(databaseUrl: string, { batchId, tasks, perTask, workers, after = 0 }: Judging): Promise<void> {
  await queryOnce(
    databaseUrl,
    `update tasks set truth = jsonb_build_object('label', case when number % 2 = 1 then 'yes' else 'no' end)
     where batch_id = $1 and number % 100 = 0 and number > $2 and number <= $2 + $3::int`,
    [batchId, after, tasks],
  )
  await queryOnce(
    databaseUrl,
    `with drawn as (
       select $2 + 1 + i / $4::int as number, (i / $4::int * 7 + i % $4::int * 199) % $5::int as worker, random() as chance from generate_series(0, $3::int * $4::int - 1) i
     ), given as (
       select number, ('00000000-0000-4000-8000-' || lpad(worker::text, 12, '0'))::uuid as worker_id,
         case when (number % 2 = 1) = (chance < 0.6 + 0.38 * worker / $5::int) then 'yes' else 'no' end as label from drawn
     ), made as (
       insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at,
         submitted_at, review_closes_at, decided_at, decision)
       select $1, number, worker_id, gen_random_uuid(), 'approved', 50000, 5000, 1, now(), now(), now(), now(), now(), 'silence' from given
     ), slots as (
       insert into task_slots (batch_id, number, open, submitted, wanted, position)
       select $1, n, 0, $4, $4, n from generate_series($2::int + 1, $2::int + $3::int) n
     ), counted as (
       insert into batch_tallies (batch_id, shard, submitted, approved, tasks_done) values ($1, 0, $3::bigint * $4, $3::bigint * $4, $3)
       on conflict (batch_id, shard) do update set submitted = batch_tallies.submitted + excluded.submitted,
         approved = batch_tallies.approved + excluded.approved, tasks_done = batch_tallies.tasks_done + excluded.tasks_done
     )
     insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
     select $1, number, worker_id, jsonb_build_object('label', label), label, 4200, now(), sha256(uuid_send(worker_id)) from given`,
    [batchId, after, tasks, perTask, workers],
  )
  await queryOnce(databaseUrl, 'analyze tasks, assignments, responses, task_slots', [])
}
