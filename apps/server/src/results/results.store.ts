import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'
import { pseudonymOf } from '../work/index.ts'

export interface StoredResult {
  readonly number: number
  readonly label: string | null
  readonly tied: readonly string[] | null
  readonly response: unknown
  readonly confidence: number | null
  readonly responses: number
}

export interface ShownTask {
  readonly number: number
  readonly payload: unknown
  readonly truth: unknown
}

/** Tasks in the order of their numbers, from after the given one. */
export async function listTasks(db: Db, batchId: string, after: number, limit: number): Promise<ShownTask[]> {
  const { rows } = await sql<ShownTask>`
    select number, payload, truth from tasks where batch_id = ${batchId} and number > ${after} order by number limit ${limit}`.execute(db)
  return rows
}

export interface SurePlace {
  readonly confidence: number
  readonly number: number
}

/**
 * Tasks by the confidence of their results, the least first, without those that somebody settled: `limit` rows along
 * results_by_confidence, or results_divided, and those settled that it passes over.
 */
export async function listLeastSure(
  db: Db,
  batchId: string,
  of: {
    readonly after: SurePlace | null
    readonly below: number | null
    readonly limit: number
    /** only tasks whose responses say different things */
    readonly divided?: boolean
  },
): Promise<(ShownTask & SurePlace)[]> {
  const after = of.after === null ? sql`` : sql`and (r.confidence, r.number) > (${of.after.confidence}::float8, ${of.after.number}::int)`
  const below = of.below === null ? sql`` : sql`and r.confidence < ${of.below}::float8`
  const divided = of.divided === true ? sql`and r.divided` : sql``
  const { rows } = await sql<ShownTask & SurePlace>`
    select r.number, r.confidence, t.payload, t.truth from results r join tasks t on t.batch_id = r.batch_id and t.number = r.number
    where r.batch_id = ${batchId} and r.confidence is not null ${divided} ${after} ${below}
      and not exists (select from adjudications j where j.batch_id = r.batch_id and j.number = r.number)
    order by r.confidence, r.number limit ${of.limit}`.execute(db)
  return rows
}

/**
 * What the last run found for these tasks: one row each by the primary key. With `number = any(…)` the planner may walk through the whole
 * batch in the index by confidence, which holds the number as well.
 */
export async function listStored(db: Db, batchId: string, numbers: readonly number[]): Promise<Map<number, StoredResult>> {
  const { rows } = await sql<StoredResult>`
    select r.number, r.label, r.tied, r.response, r.confidence, r.responses
    from unnest(${numbers}::int[]) as asked (number) join results r on r.batch_id = ${batchId} and r.number = asked.number`.execute(db)
  return new Map(rows.map((row) => [row.number, row]))
}

export interface GivenLabel {
  readonly number: number
  readonly pseudonym: string
  readonly label: string | null
  readonly response: unknown
}

/** The responses that count on these tasks: at most 99 each. */
export async function listGiven(db: Db, batchId: string, numbers: readonly number[]): Promise<GivenLabel[]> {
  const { rows } = await sql<GivenLabel>`
    select a.number, ${pseudonymOf('b.pseudonym_salt', 'a.worker_id')} as pseudonym, r.label, r.body as response
    from assignments a join batches b on b.id = a.batch_id
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
    where a.batch_id = ${batchId} and a.number = any(${numbers}::int[]) and a.state in ('submitted', 'approved') and not a.surplus
    order by a.number, a.submitted_at, a.id`.execute(db)
  return rows
}
