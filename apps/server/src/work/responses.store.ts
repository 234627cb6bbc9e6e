import { sql } from 'kysely'
import type { AssignmentState } from '@canut/domain'
import type { Database, Db } from '../platform/db/database.ts'
import { flushedLater } from '../platform/db/durable.ts'
import { releaseAssignments, reopenSlots } from './dispatch.store.ts'
import { countTaken } from './share.store.ts'

export interface AssignmentRow {
  readonly id: string
  readonly batch_id: string
  readonly number: number
  readonly worker_id: string
  readonly state: AssignmentState
  readonly surplus: boolean
  readonly price_micros: bigint
  readonly fee_micros: bigint
  readonly instructions_version: number
  readonly leased_at: Date
  readonly lease_expires_at: Date
  readonly renewals: number
  readonly submitted_at: Date | null
  readonly review_closes_at: Date | null
  readonly currency: string
  readonly review_days: number
  readonly estimate_seconds: number
  readonly redundancy: number
  readonly stop_rule: 'fixed' | 'until_confident'
  readonly max_per_worker: number | null
  readonly batch_state: string
  readonly task_type: string
  readonly settings: unknown
  readonly payload: unknown
}

export interface AssignmentKey {
  readonly id: string
  readonly workerId: string
}

const columns =
  sql.raw(`a.id, a.batch_id, a.number, a.worker_id, a.state, a.surplus, a.price_micros, a.fee_micros, a.instructions_version, a.leased_at,
      a.lease_expires_at, a.renewals, a.submitted_at, a.review_closes_at, b.currency, b.review_days, b.estimate_seconds, b.redundancy, b.stop_rule,
      b.max_per_worker, b.state as batch_state, b.task_type, b.settings, t.payload`)

/** These assignments, as far as each is of its worker, with what their batch says. */
const assignmentsOf = (keys: readonly AssignmentKey[]) => sql`
    from unnest(${keys.map((k) => k.id)}::uuid[], ${keys.map((k) => k.workerId)}::uuid[]) as k(id, worker_id)
      join assignments a on a.id = k.id and a.worker_id = k.worker_id
      join batches b on b.id = a.batch_id join tasks t on t.batch_id = a.batch_id and t.number = a.number`

/** As they are at this instant; what depends on their state has to say so again in its own condition. */
export async function findAssignments(db: Db, keys: readonly AssignmentKey[]): Promise<AssignmentRow[]> {
  const { rows } = await sql<AssignmentRow>`/* prepare find_assignments */ select ${columns} ${assignmentsOf(keys)}`.execute(db)
  return rows
}

/**
 * Locked in one order until the transaction ends. Batch and task are read without a lock: what a submission needs of them
 * never changes.
 */
export async function lockAssignments(db: Db, keys: readonly AssignmentKey[]): Promise<AssignmentRow[]> {
  const { rows } = await sql<AssignmentRow>`/* prepare lock_assignments */
    select ${columns} ${assignmentsOf(keys)} order by a.batch_id, a.number, a.worker_id for update of a`.execute(db)
  return rows
}

interface Key {
  readonly batchId: string
  readonly number: number
}

/** Takes a slot again for responses that came late. Returns the tasks whose slot was still open. */
export async function retakeSlots(db: Db, keys: readonly Key[]): Promise<Key[]> {
  const { rows } = await sql<Key>`
    update task_slots s set open = s.open - 1 from unnest(${keys.map((k) => k.batchId)}::uuid[], ${keys.map((k) => k.number)}::int[]) as k(batch_id, number)
    where s.batch_id = k.batch_id and s.number = k.number and s.open > 0
    returning s.batch_id as "batchId", s.number`.execute(db)
  return rows
}

export interface NewResponse {
  /** of the assignment */
  readonly id: string
  readonly surplus: boolean
  readonly body: unknown
  readonly label: string | null
  readonly workMs: number
  readonly reviewClosesAt: Date
  readonly receiptHash: Buffer
}

/**
 * Stores responses, moves their assignments to submitted and counts them: one statement whatever their number, which is
 * `store_responses` of the migration 0014. What is not in one of these states any more is left alone.
 *
 * @returns the ids that were stored.
 */
export async function storeResponses(db: Db, responses: readonly NewResponse[], how: Storing): Promise<Set<string>> {
  if (responses.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`/* prepare store_responses */ select id from ${storing(responses, how)}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** The same in a transaction of its own that is not on disk yet: answer only after `untilDurable`. */
export async function storeResponsesSoon(db: Database, responses: readonly NewResponse[], how: Storing): Promise<Set<string>> {
  if (responses.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`/* prepare store_responses_soon */
    select id, ${flushedLater} from ${storing(responses, how)}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

export interface Storing {
  /** states that the assignments may be in */
  readonly from: readonly AssignmentState[]
  readonly now: Date
  /** in [0, 1): chooses the rows of the counters */
  readonly random: number
}

const storing = (responses: readonly NewResponse[], { from, now, random }: Storing) => sql`
    store_responses(${responses.map((r) => r.id)}::uuid[], ${responses.map((r) => JSON.stringify(r.body))}::jsonb[], ${responses.map((r) => r.label)}::text[], ${responses.map((r) => r.workMs)}::int[],
      ${responses.map((r) => r.receiptHash)}::bytea[], ${responses.map((r) => r.reviewClosesAt)}::timestamptz[],
      ${responses.map((r) => r.surplus)}::boolean[], ${from}::text[], ${now}, ${random}) as id`

export interface StoredReceipt {
  readonly id: string
  readonly receipt_hash: Buffer
  readonly submitted_at: Date
}

/** What was stored for assignments, and whether what is sent now is, or once was, the response to it; an undefined body is not compared. */
export async function findReceipts(
  db: Db,
  sent: ReadonlyMap<string, unknown>,
): Promise<Map<string, StoredReceipt & { readonly is_same: boolean }>> {
  if (sent.size === 0) return new Map()
  const bodies = [...sent.values()].map((body) => JSON.stringify(body) ?? null)
  const { rows } = await sql<StoredReceipt & { is_same: boolean }>`
    select a.id, r.receipt_hash, r.submitted_at,
        given.body is null or given.body = r.body or exists (
          select from response_revisions v
          where v.batch_id = r.batch_id and v.number = r.number and v.worker_id = r.worker_id and v.body = given.body) as is_same
      from unnest(${[...sent.keys()]}::uuid[], ${bodies}::jsonb[]) as given (id, body)
      join assignments a on a.id = given.id
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** How many responses this worker submitted in the batch after this one, counted up to `limit`. */
export async function countLaterResponses(db: Db, assignment: AssignmentRow, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from assignments where worker_id = ${assignment.worker_id} and submitted_at > ${assignment.submitted_at} and batch_id = ${assignment.batch_id}
      limit ${limit}) later`.execute(db)
  return rows[0]?.count ?? 0
}

/**
 * Keeps the response that stood and puts the new one in its place. The time of both is added up, to `longestMs` at most.
 * Returns how much longer the response took than was known before.
 */
export async function replaceResponse(
  db: Db,
  { batch_id, number, worker_id }: AssignmentRow,
  next: { body: unknown; label: string | null; addedMs: number; longestMs: number; receiptHash: Buffer },
  now: Date,
): Promise<number> {
  const key = sql`batch_id = ${batch_id} and number = ${number} and worker_id = ${worker_id}`
  const { rows: before } = await sql<{ work_ms: number }>`
    insert into response_revisions (batch_id, number, worker_id, revision, body, label, work_ms, submitted_at, receipt_hash)
    select batch_id, number, worker_id, revision, body, label, work_ms, submitted_at, receipt_hash from responses where ${key}
    returning work_ms`.execute(db)
  const [stood] = before
  if (stood === undefined) throw new Error('a response that is changed is not there')
  const workMs = Math.max(stood.work_ms, Math.min(stood.work_ms + next.addedMs, next.longestMs))
  await sql`
    update responses set body = ${JSON.stringify(next.body)}::jsonb, label = ${next.label}, work_ms = ${workMs}, submitted_at = ${now},
      revision = revision + 1, receipt_hash = ${next.receiptHash} where ${key}`.execute(db)
  return workMs - stood.work_ms
}

/**
 * Gives the slot of a locked assignment back. False when it was not held any more. A returned task is not offered to the
 * worker again, a lapsed one is.
 */
export async function returnLease(db: Db, assignment: AssignmentRow, to: 'returned' | 'lapsed', reason: string | null): Promise<boolean> {
  if (assignment.state !== 'leased') return false
  await reopenSlots(db, assignment.batch_id, [assignment.number])
  await releaseAssignments(db, [assignment], to, reason)
  return true
}

/** Takes a returned or lapsed task back, if its slot is still open. */
export async function resumeLease(db: Db, assignment: AssignmentRow, expiresAt: Date): Promise<boolean> {
  const [retaken] = await retakeSlots(db, [{ batchId: assignment.batch_id, number: assignment.number }])
  if (retaken === undefined) return false
  await countAgain(db, [assignment])
  await sql`
    update assignments set state = 'leased', lease_expires_at = ${expiresAt}, return_reason = null
    where id = ${assignment.id} and state in ('returned', 'lapsed')`.execute(db)
  return true
}

/** Tasks that a worker had given back or let lapse count in their share after all. */
export async function countAgain(db: Db, rows: readonly AssignmentRow[]): Promise<void> {
  for (const { batch_id: batchId, worker_id: workerId, estimate_seconds: seconds, leased_at: at } of rows)
    await countTaken(db, { batchId, workerId, count: 1, seconds, at })
}

export async function extendLease(db: Db, id: string, expiresAt: Date): Promise<void> {
  await sql`
    update assignments set lease_expires_at = greatest(lease_expires_at, ${expiresAt}), renewals = renewals + 1
    where id = ${id} and state = 'leased'`.execute(db)
}

export interface Draft {
  readonly body: unknown
  readonly version: number
  readonly updated_at: Date
}

/** Saves a draft if nobody saved a newer one from another tab or device; returns what stands then. */
export async function saveDraftRow(
  db: Db,
  assignment: AssignmentRow,
  body: unknown,
  version: number,
  now: Date,
): Promise<{ saved: boolean; draft: Draft }> {
  const { batch_id, number, worker_id } = assignment
  const { rows } = await sql<Draft>`
    insert into drafts as d (batch_id, number, worker_id, body, version, updated_at)
    values (${batch_id}, ${number}, ${worker_id}, ${JSON.stringify(body)}::jsonb, ${version + 1}, ${now})
    on conflict (batch_id, number, worker_id) do update set body = excluded.body, version = d.version + 1, updated_at = excluded.updated_at
      where d.version = ${version}
    returning body, version, updated_at`.execute(db)
  const [saved] = rows
  if (saved !== undefined) return { saved: true, draft: saved }
  const standing = await findDrafts(db, batch_id, worker_id, [number])
  const draft = standing.get(number)
  if (draft === undefined) throw new Error('a draft that blocked a save is gone')
  return { saved: false, draft }
}

async function findDrafts(db: Db, batchId: string, workerId: string, numbers: readonly number[]): Promise<Map<number, Draft>> {
  const { rows } = await sql<Draft & { number: number }>`
    select number, body, version, updated_at from drafts
    where batch_id = ${batchId} and worker_id = ${workerId} and number = any(${numbers}::int[])`.execute(db)
  return new Map(rows.map((row) => [row.number, row]))
}

export async function insertReport(
  db: Db,
  report: { id: string; batchId: string; number: number; workerId: string; reason: string; comment: string; now: Date },
): Promise<{ others: number }> {
  await sql`
    insert into reports (id, batch_id, number, worker_id, reason, comment, created_at)
    values (${report.id}, ${report.batchId}, ${report.number}, ${report.workerId}, ${report.reason}, ${report.comment}, ${report.now})
    on conflict (batch_id, number, worker_id) do update set reason = excluded.reason, comment = excluded.comment`.execute(db)
  const { rows } = await sql<{ others: number }>`
    select count(*)::int as others from reports
    where batch_id = ${report.batchId} and number = ${report.number} and worker_id <> ${report.workerId}`.execute(db)
  return { others: rows[0]?.others ?? 0 }
}
