import type pg from 'pg'
import { copyRows, IN_ORDER, uuidLiteral, type CopiedRow } from '../platform/db/copy-rows.ts'
import { pseudonymSql } from '../work/index.ts'
import { instantSql } from './exports.store.ts'

export const ANSWER_FIELDS = [
  'task',
  'payload',
  'truth',
  'passed',
  'response',
  'label',
  'worker',
  'confidence',
  'people',
  'workMs',
  'submittedAt',
] as const

/** Responses that count: neither rejected nor kept aside, as for results. */
const COUNTS = `a.state in ('submitted', 'approved') and not a.surplus`

/** Every response that counts, in the order of the tasks. The columns are ANSWER_FIELDS. */
export function copySingleAnswers(pool: pg.Pool, batchId: string): AsyncGenerator<CopiedRow[], void, undefined> {
  const batch = uuidLiteral(batchId)
  const query = `
    select a.number, t.payload, t.truth, t.passed, r.body, r.label, ${pseudonymSql('b.pseudonym_salt', 'a.worker_id')}, null::float8, 1, r.work_ms,
      ${instantSql('a.submitted_at')}
    from batches b
      join assignments a on a.batch_id = b.id
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
      join tasks t on t.batch_id = a.batch_id and t.number = a.number
    where b.id = ${batch} and a.batch_id = ${batch} and r.batch_id = ${batch} and t.batch_id = ${batch} and ${COUNTS}
    order by a.number, a.worker_id`
  return copyRows(pool, query, { settings: IN_ORDER })
}

/**
 * Every task with what a person settled, or what the last run made of it. Where it made nothing, a task with one response that counts has that one: a
 * single response needs nobody to decide between. The columns are ANSWER_FIELDS.
 */
export function copyMadeAnswers(pool: pg.Pool, batchId: string): AsyncGenerator<CopiedRow[], void, undefined> {
  const batch = uuidLiteral(batchId)
  const query = `
    select t.number, t.payload, t.truth, t.passed, coalesce(j.response::text, m.response::text, one.body),
      case when j.number is null then m.label else j.label end, null, case when j.number is null then m.confidence end,
      coalesce(m.responses, one.responses), null, null
    from tasks t
      left join results m on m.batch_id = t.batch_id and m.number = t.number and m.batch_id = ${batch}
      left join adjudications j on j.batch_id = t.batch_id and j.number = t.number and j.batch_id = ${batch}
      left join lateral (
        select count(*)::int as responses, case when count(*) = 1 then min(r.body::text) end as body
        from assignments a join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
        where a.batch_id = ${batch} and a.number = t.number and r.batch_id = ${batch} and r.number = t.number and ${COUNTS}) one on true
    where t.batch_id = ${batch} order by t.number`
  return copyRows(pool, query, { settings: IN_ORDER })
}
