import { REDUNDANCY_MAX } from '@canut/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface Unsure {
  /** tasks that have all their responses, and may get more */
  readonly ready: number
  /** less sure as well, but some of their responses are still to come */
  readonly waiting: number
  /** mean number of responses of those that are ready */
  readonly responses: number
}

const unsure = (batchId: string, hundredths: number) => sql`
  results r join tasks t on t.batch_id = r.batch_id and t.number = r.number
    join task_slots s on s.batch_id = r.batch_id and s.number = r.number
  where r.batch_id = ${batchId} and r.confidence < ${hundredths / 100}::float8 and t.truth is null
    and not exists (select from adjudications j where j.batch_id = r.batch_id and j.number = r.number)`

const isReady = sql`s.submitted >= s.wanted`

/** Ordinary tasks that are less sure than so many hundredths and that nobody settled: each is looked at by key. */
export async function countUnsure(db: Db, batchId: string, hundredths: number): Promise<Unsure> {
  const { rows } = await sql<Unsure>`
    select count(*) filter (where ${isReady})::int as ready, count(*) filter (where not ${isReady})::int as waiting,
      coalesce(avg(r.responses) filter (where ${isReady}), 0)::float8 as responses
    from ${unsure(batchId, hundredths)}`.execute(db)
  return rows[0] ?? { ready: 0, waiting: 0, responses: 0 }
}

/** Their numbers, of those that have all their responses and may get so many more. */
export async function listUnsure(db: Db, batchId: string, of: { below: number; more: number }): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select r.number from ${unsure(batchId, of.below)} and ${isReady} and s.wanted + ${of.more}::int <= ${REDUNDANCY_MAX} order by r.number`.execute(
    db,
  )
  return rows.map(({ number }) => number)
}
