import type { BreakHour, Micros } from '@canut/domain'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

/** What a break depends on of the batch that it is taken from. */
export interface BreakTerms {
  readonly batchId: string
  readonly batchName: string
  readonly state: 'draft' | 'open' | 'paused' | 'closed'
  readonly price: Micros
  readonly currency: string
  readonly estimateSeconds: number
  readonly taskType: string
  readonly settings: unknown
  readonly declared: readonly string[]
}

/** Null when there is no such batch. Two rows by key. */
export async function findBreakTerms(db: Db, batchId: string): Promise<BreakTerms | null> {
  const { rows } = await sql<BreakTerms>`
    select b.id as "batchId", b.name as "batchName", b.state, b.price_micros as price, b.currency, b.estimate_seconds as "estimateSeconds",
        b.task_type as "taskType", b.settings, coalesce(p.sensitive_categories, '{}') as declared
      from batches b join projects p on p.id = b.project_id where b.id = ${batchId}`.execute(db)
  return rows[0] ?? null
}

/**
 * Holds what this person took in the hour under way until the transaction ends. Whoever begins or ends a break calls this first
 * and reads in later statements, which then see what the other one did.
 */
export async function lockHour(tx: Tx, personId: string, now: Date): Promise<void> {
  await sql`insert into break_hours (person_id, began_at) values (${personId}, ${now}) on conflict (person_id) do nothing`.execute(tx)
  await sql`select from break_hours where person_id = ${personId} for update`.execute(tx)
}

export interface StoredHour extends Pick<BreakHour, 'takenMs'> {
  readonly beganAt: Date
}

export async function findHour(db: Db, personId: string): Promise<StoredHour | null> {
  const { rows } = await sql<StoredHour>`
    select began_at as "beganAt", taken_ms as "takenMs" from break_hours where person_id = ${personId}`.execute(db)
  return rows[0] ?? null
}

export async function beginHour(tx: Tx, personId: string, now: Date): Promise<void> {
  await sql`update break_hours set began_at = ${now}, taken_ms = 0 where person_id = ${personId}`.execute(tx)
}

export async function addTaken(tx: Tx, personId: string, countedMs: number): Promise<void> {
  await sql`update break_hours set taken_ms = taken_ms + ${countedMs}::int where person_id = ${personId}`.execute(tx)
}

/** Responses of an hour of work that are looked at: more than anybody can give in one. */
const RESPONSES_MAX = 10_000

export interface WorkOfBatch extends Pick<BreakTerms, 'taskType' | 'settings' | 'declared'> {
  readonly workMs: number
}

/** The work of this person since then, by batch: their responses along the index of their work, at most RESPONSES_MAX of them. */
export async function listWorkSince(db: Db, workerId: string, since: Date): Promise<WorkOfBatch[]> {
  const { rows } = await sql<WorkOfBatch>`
    select b.task_type as "taskType", b.settings, coalesce(p.sensitive_categories, '{}') as declared, w.work_ms as "workMs"
      from (
        select r.batch_id, sum(r.work_ms)::float8 as work_ms
          from (select batch_id, number, worker_id from assignments where worker_id = ${workerId} and submitted_at > ${since}
                order by submitted_at desc limit ${RESPONSES_MAX}) a
          join responses r using (batch_id, number, worker_id) group by r.batch_id) w
      join batches b on b.id = w.batch_id join projects p on p.id = b.project_id`.execute(db)
  return rows
}

/** When work was begun that this person sent since then and began after it; null when there is none. Along the index of their work. */
export async function findWorkBegunSince(db: Db, workerId: string, since: Date): Promise<Date | null> {
  const { rows } = await sql<{ begun: Date | null }>`
    select min(begun) as begun from (
      select a.submitted_at - r.work_ms * interval '1 millisecond' as begun
        from assignments a join responses r using (batch_id, number, worker_id)
        where a.worker_id = ${workerId} and a.submitted_at > ${since}) sent
      where begun >= ${since}`.execute(db)
  return rows[0]?.begun ?? null
}

/** Tasks of the batch in this person's hands. By the index of what they hold. */
export async function countInHand(db: Db, batchId: string, workerId: string): Promise<number> {
  const { rows } = await sql<{ held: number }>`
    select count(*)::int as held from assignments where worker_id = ${workerId} and batch_id = ${batchId} and state = 'leased'`.execute(db)
  return rows[0]?.held ?? 0
}

export interface StoredBreak {
  readonly id: string
  readonly batchId: string
  readonly startedAt: Date
  readonly limitMs: number
}

/** The one break that this person is on. */
export async function findOpenBreak(db: Db, workerId: string): Promise<StoredBreak | null> {
  const { rows } = await sql<StoredBreak>`
    select id, batch_id as "batchId", started_at as "startedAt", limit_ms as "limitMs" from breaks
    where worker_id = ${workerId} and ended_at is null`.execute(db)
  return rows[0] ?? null
}

export interface EndedBreak {
  readonly startedAt: Date
  readonly countedMs: number
  readonly pay: Micros
}

/** The last break that this person took from the batch and came back from. */
export async function findLastBreak(db: Db, batchId: string, workerId: string): Promise<EndedBreak | null> {
  const { rows } = await sql<EndedBreak>`
    select started_at as "startedAt", counted_ms as "countedMs", pay_micros as pay from breaks
    where worker_id = ${workerId} and batch_id = ${batchId} and ended_at is not null order by started_at desc limit 1`.execute(db)
  return rows[0] ?? null
}

export async function insertBreak(tx: Tx, of: StoredBreak & { readonly workerId: string }): Promise<void> {
  await sql`
    insert into breaks (id, worker_id, batch_id, started_at, limit_ms)
    values (${of.id}, ${of.workerId}, ${of.batchId}, ${of.startedAt}, ${of.limitMs})`.execute(tx)
}

export async function endBreakRow(tx: Tx, id: string, ended: { endedAt: Date; countedMs: number; pay: Micros }): Promise<void> {
  await sql`
    update breaks set ended_at = ${ended.endedAt}, counted_ms = ${ended.countedMs}, pay_micros = ${ended.pay}
    where id = ${id} and ended_at is null`.execute(tx)
}

/** What this person holds is theirs for so much longer. It is no renewal, and nothing says why. */
export async function keepLeasesLonger(tx: Tx, workerId: string, ms: number, now: Date): Promise<void> {
  await sql`
    update assignments set lease_expires_at = lease_expires_at + ${ms} * interval '1 millisecond'
    where worker_id = ${workerId} and state = 'leased' and lease_expires_at > ${now}`.execute(tx)
}

/**
 * The break is no work: without a script the time of a response is counted from when its task was handed out, and so that moves
 * by as much.
 */
export async function leaveOutOfWork(
  tx: Tx,
  workerId: string,
  { startedAt, countedMs }: { startedAt: Date; countedMs: number },
): Promise<void> {
  await sql`
    update assignments set leased_at = leased_at + ${countedMs} * interval '1 millisecond'
    where worker_id = ${workerId} and state = 'leased' and leased_at <= ${startedAt}`.execute(tx)
}

/** Who is on a break that has reached its limit, the longest first. Reads the open breaks only. */
export async function listForgotten(db: Db, now: Date, limit: number): Promise<{ id: string; workerId: string }[]> {
  const { rows } = await sql<{ id: string; workerId: string }>`
    select id, worker_id as "workerId" from breaks
    where ended_at is null and started_at + limit_ms * interval '1 millisecond' <= ${now} order by started_at limit ${limit}`.execute(db)
  return rows
}
