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
