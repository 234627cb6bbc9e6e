import { sql } from 'kysely'
import type pg from 'pg'
import { copyRows, IN_ORDER, uuidLiteral as literal, type CopiedRow } from '../platform/db/copy-rows.ts'
import type { Db } from '../platform/db/database.ts'
import { pseudonymSql } from '../work/index.ts'

/** ISO 8601 in UTC, whatever the time zone of the database. */
export const instantSql = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Of the answer of an earlier step that a task was made of; null where it was imported. */
export const ORIGIN_FIELDS = ['fromBatch', 'fromTask', 'fromAssignment'] as const

/** The columns are ORIGIN_FIELDS. */
export const originColumns = `'bat_' || replace(og.from_batch_id::text, '-', ''), o.number, 'asg_' || replace(o.assignment_id::text, '-', '')`

/** One row at most for each task, along the index on what has passed. */
export const originJoin = (batchId: string): string => `
      left join passed_answers o on o.to_batch_id = ${literal(batchId)} and o.to_number = t.number and o.to_number is not null
      left join passages og on og.id = o.passage_id`

/** What a row had besides the columns of its type, as an object or null. A requester's own page reads all columns, so there it is the row. */
const passedSql = (batchId: string): string =>
  `case when (select task_type from batches where id = ${literal(batchId)}) = 'template' then t.payload || coalesce(t.passed, '{}') else t.passed end`

export const RESPONSE_FIELDS = [
  'assignment',
  'task',
  'sourceLine',
  ...ORIGIN_FIELDS,
  'passed',
  'worker',
  'state',
  'surplus',
  'label',
  'response',
  'truth',
  'workMs',
  'submittedAt',
  'decidedAt',
  'decision',
  'priceMicros',
  'feeMicros',
  'instructionsVersion',
  'revision',
  'rejectionReason',
  'rejectionLine',
  'rejectionExplanation',
] as const

/** The columns are RESPONSE_FIELDS, in order. */
export function responsesQuery(batchId: string): string {
  return `
    select 'asg_' || replace(a.id::text, '-', ''), a.number, t.source_line, ${originColumns}, ${passedSql(batchId)}, ${pseudonymSql('b.pseudonym_salt', 'a.worker_id')}, a.state, a.surplus, r.label,
      r.body, t.truth, r.work_ms, ${instantSql('a.submitted_at')}, ${instantSql('a.decided_at')}, a.decision, a.price_micros, a.fee_micros, a.instructions_version,
      r.revision, j.reason, j.instruction_line, j.explanation
    from batches b
      join assignments a on a.batch_id = b.id
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
      join tasks t on t.batch_id = a.batch_id and t.number = a.number
      left join rejections j on j.batch_id = a.batch_id and j.number = a.number and j.worker_id = a.worker_id${originJoin(batchId)}
    where b.id = ${literal(batchId)} and a.batch_id = ${literal(batchId)} and r.batch_id = ${literal(batchId)} and t.batch_id = ${literal(batchId)}
      and a.submitted_at is not null
    order by a.number, a.worker_id`
}

export const RESULT_FIELDS = [
  'task',
  'sourceLine',
  ...ORIGIN_FIELDS,
  'passed',
  'content',
  'truth',
  'responses',
  'label',
  'tied',
  'response',
  'confidence',
  'method',
  'version',
  'parameters',
  'run',
  'adjudicatedAt',
] as const

/**
 * The columns are RESULT_FIELDS, in order: every task of the batch, with what the last run found, or what a person settled. Before
 * a first run, the number of responses is what there is now. The run is looked up once, not per row.
 */
function resultsQuery(batchId: string): string {
  const lastRun = (column: string) => `(select ${column} from aggregation_runs
      where batch_id = ${literal(batchId)} and state = 'done' order by requested_at desc, id desc limit 1)`
  const settled = (theirs: string, computed: string) => `case when j.number is null then ${computed} else ${theirs} end`
  const ofRun = (column: string) => `case when j.number is null and r.number is not null then ${lastRun(column)} end`
  return `
    select t.number, t.source_line, ${originColumns}, ${passedSql(batchId)}, t.payload, t.truth, coalesce(r.responses, s.submitted, 0), ${settled('j.label', 'r.label')},
      ${settled('null', 'to_jsonb(r.tied)')}, ${settled('j.response', 'r.response')}, ${settled('null', 'r.confidence')},
      ${settled(`'adjudicated'`, ofRun('method'))}, ${ofRun('version')}, ${ofRun('parameters')}, ${ofRun(`'run_' || replace(id::text, '-', '')`)}, ${instantSql('j.adjudicated_at')}
    from tasks t left join task_slots s on s.batch_id = t.batch_id and s.number = t.number and s.batch_id = ${literal(batchId)}
      left join results r on r.batch_id = t.batch_id and r.number = t.number and r.batch_id = ${literal(batchId)}
      left join adjudications j on j.batch_id = t.batch_id and j.number = t.number and j.batch_id = ${literal(batchId)}${originJoin(batchId)}
    where t.batch_id = ${literal(batchId)} order by t.number`
}

export function copyResponses(pool: pg.Pool, batchId: string): AsyncGenerator<CopiedRow[], void, undefined> {
  return copyRows(pool, responsesQuery(batchId), { settings: IN_ORDER })
}

export function copyResults(pool: pg.Pool, batchId: string): AsyncGenerator<CopiedRow[], void, undefined> {
  return copyRows(pool, resultsQuery(batchId), { settings: IN_ORDER })
}

export interface Conditions {
  readonly people: number
  readonly submitted: number
  readonly approved: number
  readonly rejected: number
  readonly surplus: number
  readonly paidMicros: bigint
  /** of all responses with a measured time; null without any */
  readonly medianPerHourMicros: bigint | null
  readonly medianWorkMs: number | null
  readonly firstAt: Date | null
  readonly lastAt: Date | null
}

/** Under which conditions the data were made. Reads every response of the batch once. */
export async function readConditions(db: Db, batchId: string): Promise<Conditions> {
  const { rows } = await sql<Conditions>`
    select count(distinct a.worker_id)::float8 as people, count(*) filter (where a.state = 'submitted')::float8 as submitted,
      count(*) filter (where a.state = 'approved')::float8 as approved, count(*) filter (where a.state = 'rejected')::float8 as rejected,
      count(*) filter (where a.surplus)::float8 as surplus,
      coalesce(sum(a.price_micros) filter (where a.state = 'approved'), 0)::int8 as "paidMicros",
      floor(percentile_cont(0.5) within group (order by a.price_micros * 3600000.0::float8 / nullif(r.work_ms, 0)))::int8 as "medianPerHourMicros",
      percentile_cont(0.5) within group (order by nullif(r.work_ms, 0)) as "medianWorkMs",
      min(a.submitted_at) as "firstAt", max(a.submitted_at) as "lastAt"
    from assignments a join responses r using (batch_id, number, worker_id)
    where a.batch_id = ${batchId} and a.submitted_at is not null`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('an aggregate returned no row')
  return row
}

export async function countReasons(db: Db, batchId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ reason: string; count: number }>`
    select reason, count(*)::float8 as count from rejections where batch_id = ${batchId} group by reason order by reason`.execute(db)
  return Object.fromEntries(rows.map(({ reason, count }) => [reason, count]))
}

/** Whether anybody has answered yet, and whether results were computed or settled. */
export async function readWhatIsThere(db: Db, batchId: string): Promise<{ hasResponses: boolean; hasResults: boolean }> {
  const { rows } = await sql<{ hasResponses: boolean; hasResults: boolean }>`
    select exists (select from responses where batch_id = ${batchId}) as "hasResponses",
      exists (select from aggregation_runs where batch_id = ${batchId} and state = 'done')
        or exists (select from adjudications where batch_id = ${batchId}) as "hasResults"`.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('a query without from returned no row')
  return row
}

/** The names of all leaves of what the pages of a requester collected, such as "mood.label"; at most `limit`. Reads every response once. */
export async function listAnswerKeys(db: Db, batchId: string, limit: number): Promise<string[]> {
  const inside = (value: string) => sql.raw(`jsonb_each(case when jsonb_typeof(${value}) = 'object' then ${value} else '{}'::jsonb end)`)
  // what is no object, or an empty one, is a leaf: without its value, equal names fall into one
  const branch = sql.raw(`case when jsonb_typeof(e.value) = 'object' and e.value <> '{}'::jsonb then e.value end`)
  const { rows } = await sql<{ path: string }>`
    with recursive leaves(path, value) as (
      select e.key, ${branch} from responses r cross join lateral ${inside("(r.body::jsonb -> 'answer')")} e where r.batch_id = ${batchId}
      union
      select l.path || '.' || e.key, ${branch} from leaves l cross join lateral ${inside('l.value')} e where l.value is not null
    )
    select distinct path from leaves where value is null order by path limit ${limit}`.execute(db)
  return rows.map(({ path }) => path)
}

/** The names of all that rows had besides the columns of their type, such as "id"; at most `limit`. Reads every task once. */
export async function listPassedNames(db: Db, batchId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct k.name from tasks t cross join lateral jsonb_object_keys(${sql.raw(passedSql(batchId))}) k(name)
    where t.batch_id = ${batchId} order by k.name limit ${limit}`.execute(db)
  return rows.map(({ name }) => name)
}
