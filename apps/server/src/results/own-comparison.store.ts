import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface OwnResponse {
  readonly number: number
  readonly label: string | null
  readonly response: unknown
  /** of a gold task */
  readonly truth: unknown
  /** what the task is held to be; all null before a result */
  readonly heldLabel: string | null
  readonly heldTied: readonly string[] | null
  readonly heldResponse: unknown
  /** responses that the result rests on */
  readonly responses: number | null
}

/**
 * A worker's latest responses of a batch that count, with what their tasks are held to be: read along the index of their own work, the
 * rest by key. What a person of the organisation settled stands before what was computed.
 */
export async function listOwnResponses(db: Db, of: { batchId: string; workerId: string; limit: number }): Promise<OwnResponse[]> {
  const { rows } = await sql<OwnResponse>`
    select a.number, r.label, r.body as response, t.truth, case when j.number is null then s.label else j.label end as "heldLabel",
      case when j.number is null then s.tied end as "heldTied", case when j.number is null then s.response else j.response end as "heldResponse",
      s.responses
    from batch_workers w
      cross join lateral (
        select number, submitted_at from assignments
        where worker_id = w.worker_id and batch_id = w.batch_id and submitted_at >= w.first_at and state in ('submitted', 'approved') and not surplus
        order by submitted_at desc limit ${of.limit}) a
      join responses r on r.batch_id = w.batch_id and r.number = a.number and r.worker_id = w.worker_id
      join tasks t on t.batch_id = w.batch_id and t.number = a.number
      left join results s on s.batch_id = w.batch_id and s.number = a.number
      left join adjudications j on j.batch_id = w.batch_id and j.number = a.number
    where w.batch_id = ${of.batchId} and w.worker_id = ${of.workerId}
    order by a.number`.execute(db)
  return rows
}
