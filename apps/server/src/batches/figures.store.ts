import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

/** More than this many leases are counted as "at least". */
const HELD_COUNTED_MAX = 1000

/** Responses since the beginning of the hour `from`: one row per hour and shard, at most 4 per hour. */
export async function countSince(db: Db, batchId: string, from: Date): Promise<number> {
  const { rows } = await sql<{ submitted: number }>`
    select coalesce(sum(submitted), 0)::float8 as submitted from batch_hours
    where batch_id = ${batchId} and hour >= date_trunc('hour', ${from}::timestamptz)`.execute(db)
  return rows[0]?.submitted ?? 0
}

/** Leases now; by the index of leases of the batch, at most HELD_COUNTED_MAX of its rows. */
export async function countHeldNow(db: Db, batchId: string): Promise<number> {
  const { rows } = await sql<{ held: number }>`
    select count(*)::int as held from (
      select from assignments where batch_id = ${batchId} and state = 'leased' limit ${HELD_COUNTED_MAX}) held`.execute(db)
  return rows[0]?.held ?? 0
}

export interface LastAggregation {
  readonly agreement: number | null
  readonly workers: number | null
  readonly finished_at: Date | null
}

/** The last aggregation that ended; the newest hundred runs are looked at. */
export async function findLastAggregation(db: Db, batchId: string): Promise<LastAggregation | null> {
  const row = await db
    .selectFrom((from) =>
      from
        .selectFrom('aggregation_runs')
        .select(['state', 'agreement', 'workers', 'finished_at', 'requested_at'])
        .where('batch_id', '=', batchId)
        .orderBy('requested_at', 'desc')
        .limit(100)
        .as('latest'),
    )
    .select(['agreement', 'workers', 'finished_at'])
    .where('state', '=', 'done')
    .orderBy('requested_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}
