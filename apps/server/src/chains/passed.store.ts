import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'
import type { PassageRow } from './passages.store.ts'

/** What is looked at next for a passage: a task whose responses are all there, or one response. */
export interface Candidate {
  readonly number: number
  /** null when it is what all responses of the task say */
  readonly assignmentId: string | null
  readonly payload: unknown
}

export interface CandidatePlace {
  readonly number: number
  readonly assignmentId: string | null
}

export interface CandidateResponse extends Candidate {
  readonly response: unknown
  readonly label: string | null
}

/** Responses that count and of which nothing was decided yet, in the order of tasks. */
export async function listNewResponses(
  db: Db,
  { id, from, rule }: PassageRow,
  after: CandidatePlace | null,
  limit: number,
): Promise<CandidateResponse[]> {
  const states = rule.moment === 'approved' ? ['approved'] : ['submitted', 'approved']
  const { rows } = await sql<CandidateResponse>`
    select a.number, a.id as "assignmentId", t.payload, r.body as response, r.label
    from assignments a
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
      join tasks t on t.batch_id = a.batch_id and t.number = a.number
    where a.batch_id = ${from} and a.state = any (${states}::text[]) and not a.surplus
      ${after === null ? sql`` : sql`and (a.number, a.id) > (${after.number}::int, ${after.assignmentId}::uuid)`}
      and not exists (select from passed_answers p where p.passage_id = ${id} and p.number = a.number and p.assignment_id = a.id)
    order by a.number, a.id limit ${limit}`.execute(db)
  return rows
}

export interface CandidateTask extends Candidate {
  /** its result takes in all its responses: a person settled it, or the last run of aggregation began after them */
  readonly isKnown: boolean
}

/**
 * Tasks that need no more responses, or get none because the batch is closed and nobody holds them, and of which nothing
 * was decided yet. Gold tasks stay: their answer was known before.
 */
export async function listNewTasks(db: Db, passage: PassageRow, after: CandidatePlace | null, limit: number): Promise<CandidateTask[]> {
  const { id, from, rule } = passage
  const waits = rule.moment === 'approved' ? sql`('leased', 'submitted')` : sql`('leased')`
  const { rows } = await sql<CandidateTask>`
    with ran as materialized (
      select max(started_at) as at from aggregation_runs where batch_id = ${from} and state = 'done'
    )
    select s.number, null as "assignmentId", t.payload,
      exists (select from adjudications j where j.batch_id = s.batch_id and j.number = s.number)
        or coalesce((select bool_and(r.submitted_at <= ran.at and (a.state <> 'rejected' or a.decided_at <= ran.at))
            -- one that was on its way when the run began has a time before it, and is not in the result
            and count(r.label) filter (where a.state <> 'rejected') <=
              coalesce((select f.responses from results f where f.batch_id = ${from} and f.number = s.number), 0)
          from assignments a join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
          where a.batch_id = s.batch_id and a.number = s.number and not a.surplus), false) as "isKnown"
    from task_slots s join tasks t on t.batch_id = s.batch_id and t.number = s.number join batches b on b.id = s.batch_id cross join ran
    where s.batch_id = ${from} and s.number > ${after?.number ?? 0} and t.truth is null and s.submitted > 0
      and (s.submitted >= s.wanted or b.state = 'closed')
      and not exists (select from assignments a where a.batch_id = s.batch_id and a.number = s.number and a.state in ${waits} and not a.surplus)
      and not exists (select from passed_answers p where p.passage_id = ${id} and p.number = s.number)
    order by s.number limit ${limit}`.execute(db)
  return rows
}

export interface FoundResult {
  readonly number: number
  readonly response: unknown
  readonly label: string | null
  readonly confidence: number | null
  readonly isSettled: boolean
}

/** The result of each of these tasks: what a person settled, else what the last run found. Tasks without one are absent. */
export async function listFound(db: Db, batchId: string, numbers: readonly number[]): Promise<FoundResult[]> {
  const { rows } = await sql<FoundResult>`
    select n as number, case when j.number is null then r.response else j.response end as response,
      case when j.number is null then r.label else j.label end as label, r.confidence, j.number is not null as "isSettled"
    from unnest(${[...numbers]}::int[]) n
      left join results r on r.batch_id = ${batchId} and r.number = n
      left join adjudications j on j.batch_id = ${batchId} and j.number = n
    where r.number is not null or j.number is not null`.execute(db)
  return rows
}

/** The first response that counts and has the label that its task is held to have. */
export async function listOfLabel(
  db: Db,
  batchId: string,
  labels: readonly { readonly number: number; readonly label: string | null }[],
): Promise<Map<number, unknown>> {
  if (labels.length === 0) return new Map()
  const { rows } = await sql<{ number: number; body: unknown }>`
    select distinct on (w.number) w.number, r.body
    from unnest(${labels.map(({ number }) => number)}::int[], ${labels.map(({ label }) => label)}::text[]) w(number, label)
      join responses r on r.batch_id = ${batchId} and r.number = w.number and r.label = w.label
      join assignments a on a.batch_id = r.batch_id and a.number = r.number and a.worker_id = r.worker_id
    where a.state in ('submitted', 'approved') and not a.surplus
    order by w.number, a.submitted_at, a.id`.execute(db)
  return new Map(rows.map(({ number, body }) => [number, body]))
}

export interface DecidedAnswer extends CandidatePlace {
  readonly outcome: 'passed' | 'left_out' | 'not_sampled' | 'unfit'
  readonly confidence: number | null
  /** of the new task; null unless it passed */
  readonly toNumber: number | null
  /** what the next type could not read; null unless it is unfit */
  readonly problem: unknown
}

/** Each answer is decided once: deciding it twice breaks the key, and the transaction with it. */
export async function insertDecided(tx: Tx, passage: PassageRow, decided: readonly DecidedAnswer[], now: Date): Promise<void> {
  if (decided.length === 0) return
  await tx
    .insertInto('passed_answers')
    .values(
      decided.map((answer) => ({
        passage_id: passage.id,
        number: answer.number,
        assignment_id: answer.assignmentId,
        outcome: answer.outcome,
        to_batch_id: passage.to,
        to_number: answer.toNumber,
        confidence: answer.confidence,
        problem: answer.problem === null ? null : JSON.stringify(answer.problem),
        decided_at: now,
      })),
    )
    .execute()
}

export async function insertTasks(tx: Tx, batchId: string, tasks: readonly { number: number; payload: unknown }[]): Promise<void> {
  if (tasks.length === 0) return
  await tx
    .insertInto('tasks')
    .values(tasks.map(({ number, payload }) => ({ batch_id: batchId, number, payload: JSON.stringify(payload) })))
    .execute()
}

export async function countPassed(db: Db, passageId: string): Promise<number> {
  const { rows } = await sql<{ passed: number }>`
    select count(*)::int as passed from passed_answers where passage_id = ${passageId} and outcome = 'passed'`.execute(db)
  return rows[0]?.passed ?? 0
}
