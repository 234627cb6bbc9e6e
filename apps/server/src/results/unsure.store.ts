import { REDUNDANCY_MAX } from '@canut/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

/** Of a row `s` of task_slots: it has all its responses. */
export const isReady = sql`s.submitted >= s.wanted`

/** Of a row `r` of results: no gold task. These are looked up in their own index, tasks_gold, not in all tasks. */
export const isOrdinary = sql`not exists (select from tasks t where t.batch_id = r.batch_id and t.number = r.number and t.truth is not null)`

/** Of a row `r` of results: nobody settled it. */
export const isUnsettled = sql`not exists (select from adjudications j where j.batch_id = r.batch_id and j.number = r.number)`

/**
 * The numbers of ordinary tasks that are less sure than so many hundredths, have all their responses, and may get so many more. Reads
 * the index results_by_confidence up to the limit and each slot by its key: only for whoever asks for these very tasks.
 */
export async function listUnsure(db: Db, batchId: string, of: { below: number; more: number }): Promise<number[]> {
  const { rows } = await sql<{ number: number }>`
    select r.number from results r join task_slots s on s.batch_id = r.batch_id and s.number = r.number
    where r.batch_id = ${batchId} and s.batch_id = ${batchId} and r.confidence < ${of.below / 100}::float8 and ${isOrdinary}
      and ${isUnsettled} and ${isReady} and s.wanted + ${of.more}::int <= ${REDUNDANCY_MAX} order by r.number`.execute(db)
  return rows.map(({ number }) => number)
}
