import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

/** Concurrent transactions pick a shard at random, so they rarely wait for each other's counters. */
const TALLY_SHARDS = 16

export interface TallyChange {
  readonly leased?: number
  readonly submitted?: number
  readonly surplus?: number
  readonly approved?: number
  readonly rejected?: number
  readonly tasksDone?: number
  readonly workMs?: number
  readonly paidMicros?: bigint
  readonly feeMicros?: bigint
}

/** Adds to the counters of a batch: one statement, one row. `random` is a number in [0, 1). */
export async function addToTally(db: Db, batchId: string, change: TallyChange, random: number): Promise<void> {
  const shard = Math.floor(random * TALLY_SHARDS)
  await sql`
    insert into batch_tallies as t (batch_id, shard, leased, submitted, surplus, approved, rejected, tasks_done, work_ms, paid_micros, fee_micros)
    values (${batchId}, ${shard}, ${change.leased ?? 0}, ${change.submitted ?? 0}, ${change.surplus ?? 0}, ${change.approved ?? 0},
      ${change.rejected ?? 0}, ${change.tasksDone ?? 0}, ${change.workMs ?? 0}, ${change.paidMicros ?? 0n}, ${change.feeMicros ?? 0n})
    on conflict (batch_id, shard) do update set leased = t.leased + excluded.leased, submitted = t.submitted + excluded.submitted,
      surplus = t.surplus + excluded.surplus, approved = t.approved + excluded.approved, rejected = t.rejected + excluded.rejected,
      tasks_done = t.tasks_done + excluded.tasks_done, work_ms = t.work_ms + excluded.work_ms,
      paid_micros = t.paid_micros + excluded.paid_micros, fee_micros = t.fee_micros + excluded.fee_micros`.execute(db)
}

export interface Tally {
  readonly leased: number
  readonly submitted: number
  readonly surplus: number
  readonly approved: number
  readonly rejected: number
  readonly tasksDone: number
  readonly workMs: number
  readonly paidMicros: bigint
  readonly feeMicros: bigint
}

/** The counters of a batch: at most 16 rows whatever its size. */
export async function readTally(db: Db, batchId: string): Promise<Tally> {
  const { rows } = await sql<Tally>`
    select coalesce(sum(leased), 0)::float8 as leased, coalesce(sum(submitted), 0)::float8 as submitted, coalesce(sum(surplus), 0)::float8 as surplus,
      coalesce(sum(approved), 0)::float8 as approved, coalesce(sum(rejected), 0)::float8 as rejected, coalesce(sum(tasks_done), 0)::float8 as "tasksDone",
      coalesce(sum(work_ms), 0)::float8 as "workMs", coalesce(sum(paid_micros), 0)::int8 as "paidMicros", coalesce(sum(fee_micros), 0)::int8 as "feeMicros"
    from batch_tallies where batch_id = ${batchId}`.execute(db)
  const [tally] = rows
  if (tally === undefined) throw new Error('an aggregate returned no row')
  return tally
}
