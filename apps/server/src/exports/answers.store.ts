import type pg from 'pg'
import { copyRows, IN_ORDER, uuidLiteral, type CopiedRow } from '../platform/db/copy-rows.ts'
import { pseudonymSql } from '../work/index.ts'
import { instantSql, ORIGIN_FIELDS, originColumns, originJoin } from './exports.store.ts'

export const ANSWER_FIELDS = [
  'task',
  'payload',
  'truth',
  'passed',
  'response',
  'label',
  'method',
  'worker',
  'confidence',
  'people',
  'workMs',
  'submittedAt',
  'sourceLine',
  ...ORIGIN_FIELDS,
] as const

/** Responses that count: neither rejected nor kept aside, as for results. */
const COUNTS = `a.state in ('submitted', 'approved') and not a.surplus`

/** Every response that counts, in the order of the tasks. The columns are ANSWER_FIELDS. */
export function copySingleAnswers(pool: pg.Pool, batchId: string): AsyncGenerator<CopiedRow[], void, undefined> {
  const batch = uuidLiteral(batchId)
  const query = `
    select a.number, t.payload, t.truth, t.passed, r.body, r.label, null, ${pseudonymSql('b.pseudonym_salt', 'a.worker_id')}, null::float8, 1, r.work_ms,
      ${instantSql('a.submitted_at')}, t.source_line, ${originColumns}
    from batches b
      join assignments a on a.batch_id = b.id
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
      join tasks t on t.batch_id = a.batch_id and t.number = a.number${originJoin(batchId)}
    where b.id = ${batch} and a.batch_id = ${batch} and r.batch_id = ${batch} and t.batch_id = ${batch} and ${COUNTS}
    order by a.number, a.worker_id`
  return copyRows(pool, query, { settings: IN_ORDER })
}

/**
 * Every task with what a person settled, else with what the last run made of it. Where there is neither, a task with one
 * response that counts has that one: a single response needs nobody to decide between. The columns are ANSWER_FIELDS.
 */
export function copyMadeAnswers(pool: pg.Pool, batchId: string): AsyncGenerator<CopiedRow[], void, undefined> {
  const batch = uuidLiteral(batchId)
  const known = (settled: string, computed: string, single: string) =>
    `case when j.number is not null then ${settled} when r.number is not null then ${computed} else ${single} end`
  const method = `(select method from aggregation_runs where batch_id = ${batch} and state = 'done' order by requested_at desc, id desc limit 1)`
  const query = `
    select t.number, t.payload, t.truth, t.passed, ${known('j.response', 'r.response', 'one.body::jsonb')}, ${known('j.label', 'r.label', 'null')},
      ${known(`'adjudicated'`, method, 'null')}, null, ${known('null', 'r.confidence', 'null')}, coalesce(r.responses, one.responses), null, null, t.source_line, ${originColumns}
    from tasks t
      left join results r on r.batch_id = t.batch_id and r.number = t.number and r.batch_id = ${batch}
      left join adjudications j on j.batch_id = t.batch_id and j.number = t.number and j.batch_id = ${batch}
      left join lateral (
        select count(*)::int as responses, case when count(*) = 1 then min(r.body::text) end as body
        from assignments a join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
        where a.batch_id = ${batch} and a.number = t.number and r.batch_id = ${batch} and r.number = t.number and ${COUNTS}) one on true${originJoin(batchId)}
    where t.batch_id = ${batch} order by t.number`
  return copyRows(pool, query, { settings: IN_ORDER })
}
