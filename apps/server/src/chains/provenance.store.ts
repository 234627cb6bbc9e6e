import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface PassageCounts {
  readonly passed: number
  readonly leftOut: number
  readonly notSampled: number
  readonly unfit: number
}

const NOTHING: PassageCounts = { passed: 0, leftOut: 0, notSampled: 0, unfit: 0 }

/** What was decided, by passage. Reads the decisions of these passages along their index. */
export async function countDecided(db: Db, passageIds: readonly string[]): Promise<(id: string) => PassageCounts> {
  const { rows } = await sql<PassageCounts & { id: string }>`
    select passage_id as id, count(*) filter (where outcome = 'passed')::int as passed, count(*) filter (where outcome = 'left_out')::int as "leftOut",
      count(*) filter (where outcome = 'not_sampled')::int as "notSampled", count(*) filter (where outcome = 'unfit')::int as unfit
    from passed_answers where passage_id = any (${passageIds}::uuid[]) group by 1`.execute(db)
  const byId = new Map(rows.map(({ id, ...counts }) => [id, counts]))
  return (id) => byId.get(id) ?? NOTHING
}

/**
 * Tasks that passed and of whose responses one was sent, changed or rejected afterwards. They stand as they were made;
 * people are told how many there are. One look at the responses of each passed task.
 */
export async function countChangedSince(db: Db, passageId: string): Promise<number> {
  const { rows } = await sql<{ changed: number }>`
    select count(*)::int as changed from passed_answers p join passages g on g.id = p.passage_id
    where p.passage_id = ${passageId} and p.outcome = 'passed' and exists (
      select from assignments a
        left join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
      where a.batch_id = g.from_batch_id and a.number = p.number and not a.surplus and (p.assignment_id is null or a.id = p.assignment_id)
        and (r.submitted_at > p.decided_at or (a.state = 'rejected' and a.decided_at > p.decided_at)))`.execute(db)
  return rows[0]?.changed ?? 0
}

export interface UnfitAnswer {
  readonly number: number
  readonly assignmentId: string | null
  readonly problem: unknown
}

/** The first answers that the next task type could not read, with why. */
export async function listUnfit(db: Db, passageId: string, limit: number): Promise<UnfitAnswer[]> {
  const { rows } = await sql<UnfitAnswer>`
    select number, assignment_id as "assignmentId", problem from passed_answers
    where passage_id = ${passageId} and outcome = 'unfit' order by number, assignment_id limit ${limit}`.execute(db)
  return rows
}

export interface OriginStep {
  readonly passageId: string
  readonly batchId: string
  readonly batchName: string
  readonly taskType: string
  readonly settings: unknown
  readonly number: number
  readonly payload: unknown
  readonly assignmentId: string | null
  readonly confidence: number | null
  readonly passedAt: Date
  /** that count on the task, or the one that was taken by itself */
  readonly responses: number
}

/** A chain has no circle; this many steps nobody draws. */
const STEPS_MAX = 100

/** Where a task came from, the nearest step first: one row by key for each step back. */
export async function listOrigin(db: Db, batchId: string, number: number): Promise<OriginStep[]> {
  const { rows } = await sql<OriginStep>`
    with recursive trail as (
      select 1 as step, p.passage_id, g.from_batch_id as batch_id, p.number, p.assignment_id, p.confidence, p.decided_at
      from passed_answers p join passages g on g.id = p.passage_id where p.to_batch_id = ${batchId} and p.to_number = ${number}
      union all
      select t.step + 1, p.passage_id, g.from_batch_id, p.number, p.assignment_id, p.confidence, p.decided_at
      from trail t join passed_answers p on p.to_batch_id = t.batch_id and p.to_number = t.number join passages g on g.id = p.passage_id
      where t.step < ${STEPS_MAX}
    )
    select t.passage_id as "passageId", t.batch_id as "batchId", b.name as "batchName", b.task_type as "taskType", b.settings, t.number, k.payload,
      t.assignment_id as "assignmentId", t.confidence, t.decided_at as "passedAt",
      (select count(*)::int from assignments a where a.batch_id = t.batch_id and a.number = t.number and a.state in ('submitted', 'approved')
        and not a.surplus and (t.assignment_id is null or a.id = t.assignment_id)) as responses
    from trail t join batches b on b.id = t.batch_id join tasks k on k.batch_id = t.batch_id and k.number = t.number
    order by t.step`.execute(db)
  return rows
}

export interface OriginRow {
  readonly task: number
  readonly batchId: string
  readonly batchName: string
  readonly number: number
  readonly assignmentId: string | null
  readonly confidence: number | null
  readonly passedAt: Date
}

/** Where the tasks of a batch came from, in the order of their numbers, after the one given: `limit` rows along an index. */
export async function listOrigins(db: Db, batchId: string, after: number, limit: number): Promise<OriginRow[]> {
  const { rows } = await sql<OriginRow>`
    select p.to_number as task, g.from_batch_id as "batchId", b.name as "batchName", p.number, p.assignment_id as "assignmentId", p.confidence,
      p.decided_at as "passedAt"
    from passed_answers p join passages g on g.id = p.passage_id join batches b on b.id = g.from_batch_id
    where p.to_batch_id = ${batchId} and p.to_number > ${after} order by p.to_number limit ${limit}`.execute(db)
  return rows
}

export interface MadeFrom {
  readonly batchId: string
  readonly batchName: string
  readonly tasks: number
}

/** The batches whose answers became tasks of this one, with how many. */
export async function listMadeFrom(db: Db, batchId: string): Promise<MadeFrom[]> {
  const { rows } = await sql<MadeFrom>`
    select b.id as "batchId", b.name as "batchName",
      (select count(*)::int from passed_answers p where p.passage_id = g.id and p.outcome = 'passed') as tasks
    from passages g join batches b on b.id = g.from_batch_id where g.to_batch_id = ${batchId} order by g.created_at, g.id`.execute(db)
  return rows
}

export interface WhatBecame {
  readonly batchId: string
  readonly batchName: string
  readonly number: number | null
  readonly outcome: 'passed' | 'left_out' | 'not_sampled' | 'unfit'
  readonly assignmentId: string | null
}

/** What became of the answers to a task in the steps after it; at most `limit`. */
export async function listBecame(db: Db, batchId: string, number: number, limit: number): Promise<WhatBecame[]> {
  const { rows } = await sql<WhatBecame>`
    select b.id as "batchId", b.name as "batchName", p.to_number as number, p.outcome, p.assignment_id as "assignmentId"
    from passages g join passed_answers p on p.passage_id = g.id and p.number = ${number} join batches b on b.id = g.to_batch_id
    where g.from_batch_id = ${batchId} order by g.created_at, p.assignment_id limit ${limit}`.execute(db)
  return rows
}

export interface FirstResponse {
  readonly payload: unknown
  readonly response: unknown
  readonly label: string | null
}

/** An answer to show what a passage makes of it: the response that counts and came first. */
export async function findFirstResponse(db: Db, batchId: string): Promise<FirstResponse | null> {
  const { rows } = await sql<FirstResponse>`
    select t.payload, r.body as response, r.label from assignments a
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
      join tasks t on t.batch_id = a.batch_id and t.number = a.number
    where a.batch_id = ${batchId} and a.state in ('submitted', 'approved') and not a.surplus
    order by a.number, a.worker_id limit 1`.execute(db)
  return rows[0] ?? null
}

/**
 * The texts that people of later steps left when they checked a transcript of this recording: responses that count, of every
 * batch of that kind that the answers to the task led to, over any steps between. Walks on from one task, along indexes.
 */
export async function listChecksOfSound(db: Db, batchId: string, number: number, audio: string): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    with recursive reached as (
      select p.to_batch_id as batch_id, p.to_number as number, 1 as step
      from passages g join passed_answers p on p.passage_id = g.id and p.number = ${number} and p.outcome = 'passed'
      where g.from_batch_id = ${batchId}
      union all
      select p.to_batch_id, p.to_number, t.step + 1
      from reached t join passages g on g.from_batch_id = t.batch_id
        join passed_answers p on p.passage_id = g.id and p.number = t.number and p.outcome = 'passed'
      where t.step < ${STEPS_MAX}
    )
    select r.body ->> 'text' as text
    from (select distinct batch_id, number from reached) t
      join batches b on b.id = t.batch_id and b.task_type = 'check' and b.settings ->> 'kind' = 'transcript'
      join tasks k on k.batch_id = t.batch_id and k.number = t.number and k.payload ->> 'audio' = ${audio}
      join assignments a on a.batch_id = t.batch_id and a.number = t.number and a.state in ('submitted', 'approved') and not a.surplus
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id`.execute(db)
  return rows.map(({ text }) => text)
}
