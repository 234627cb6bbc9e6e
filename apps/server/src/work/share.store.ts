import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface Counted {
  readonly batchId: string
  readonly workerId: string
  readonly count: number
  /** at the estimate of the batch */
  readonly seconds: number
  /** when the tasks were leased: their week counts */
  readonly at: Date
}

/** Counts tasks that a worker got in their part of the batch and in their week; leases of `take_slots` are counted there. */
export async function countTaken(db: Db, { batchId, workerId, count, seconds, at }: Counted): Promise<void> {
  await sql`
    with place as (
      insert into batch_workers as w (batch_id, worker_id, first_at, taken) values (${batchId}, ${workerId}, ${at}, ${count})
      on conflict (batch_id, worker_id) do update set taken = w.taken + excluded.taken
    )
    insert into worker_weeks as k (person_id, week, received_seconds) values (${workerId}, week_of(${at}), ${seconds})
    on conflict (person_id, week) do update set received_seconds = k.received_seconds + excluded.received_seconds`.execute(db)
}

/** Where a worker stands in the sharing of a week, in seconds. */
export interface Share {
  readonly receivedSeconds: number
  /** of the whole week; 0 for whoever asked for nothing, or was not counted yet */
  readonly shareSeconds: number
  readonly askedSeconds: number
  /** the kinds of scarce work that the share is made of */
  readonly shareKinds: readonly string[]
}

/** One row by key for each worker. */
export async function listShares(db: Db, workerIds: readonly string[], now: Date): Promise<ReadonlyMap<string, Share>> {
  const { rows } = await sql<Share & { workerId: string }>`/* prepare list_shares */
    select w.id as "workerId", coalesce(k.received_seconds, 0)::float8 as "receivedSeconds", coalesce(k.share_seconds, 0)::float8 as "shareSeconds",
      coalesce(s.seconds_wanted, 0) as "askedSeconds", coalesce(k.share_kinds, '{}') as "shareKinds"
    from unnest(${workerIds}::uuid[]) as w(id) left join worker_weeks k on k.person_id = w.id and k.week = week_of(${now})
      left join subscriptions s on s.person_id = w.id`.execute(db)
  return new Map(rows.map(({ workerId, ...share }) => [workerId, share]))
}
