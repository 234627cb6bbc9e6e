import type { RejectionReason, ReportReason } from '@canut/domain'
import { sql } from 'kysely'
import { refusedBy } from '../exposure/index.ts'
import type { Db } from '../platform/db/database.ts'

export interface Offer {
  readonly batchId: string
  readonly projectId: string
  readonly name: string
  readonly projectName: string
  readonly purpose: string
  readonly finalClient: string
  readonly organisation: string
  readonly taskType: string
  readonly language: string | null
  readonly state: 'open' | 'paused'
  readonly publishedAt: Date
  readonly pausedAt: Date | null
  readonly priceMicros: bigint
  readonly currency: string
  readonly estimateSeconds: number
  /** mean time that people really took, null before anybody finished */
  readonly measuredSeconds: number | null
  readonly taskCount: number
  /** tasks that have all their responses */
  readonly tasksDone: number
  readonly goldCount: number
  /** responses still wanted; at most, when `stopsWhenSure` */
  readonly wanted: number
  /** tasks ask for another response only while their answer is uncertain */
  readonly stopsWhenSure: boolean
  readonly approved: number
  readonly rejected: number
  readonly reviewDays: number
  readonly sensitiveCategories: readonly string[]
  /** of these, what the worker has not accepted to see */
  readonly refused: readonly string[]
  readonly maxPerWorker: number | null
  /** this worker's tasks of the batch so far */
  readonly mine: number
  readonly isDemo: boolean
  readonly chainLength: number
}

export interface OfferFilter {
  readonly search: string
  readonly taskType: string
  readonly language: string
}

export interface OfferCursor {
  readonly publishedAt: Date
  readonly id: string
}

const columns = (workerId: string | null) => sql`
  b.id as "batchId", b.project_id as "projectId", b.name, p.name as "projectName", p.purpose, p.final_client as "finalClient", o.name as organisation,
  b.task_type as "taskType", p.language, b.state, b.published_at as "publishedAt", b.paused_at as "pausedAt", b.price_micros as "priceMicros", b.currency,
  b.estimate_seconds as "estimateSeconds", b.task_count as "taskCount", b.gold_count as "goldCount", b.review_days as "reviewDays",
  coalesce(p.sensitive_categories, '{}') as "sensitiveCategories",
  array(select unnest(p.sensitive_categories) intersect select unnest(${refusedBy(workerId)})) as refused, b.max_per_worker as "maxPerWorker", b.is_demo as "isDemo",
  coalesce(w.taken, 0) as mine, (select count(*)::int from project_links l where l.project_id = p.id) as "chainLength",
  t.work_ms / nullif(t.responses, 0) / 1000.0 as "measuredSeconds", t.approved, t.rejected, t.tasks_done as "tasksDone",
  b.stop_rule = 'until_confident' as "stopsWhenSure",
  greatest(0, case b.stop_rule when 'fixed' then b.task_count::float8 * b.redundancy + b.extra_responses - t.submitted
    else least(b.task_count::float8 * b.redundancy + b.extra_responses - t.submitted, (b.task_count - t.tasks_done) * b.redundancy) end) as wanted`

/** The counters of each batch are at most 16 rows, so a page of offers costs the same whatever the size of the batches. */
const sources = (workerId: string | null) => sql`
  batches b join projects p on p.id = b.project_id join organisations o on o.id = b.organisation_id
  left join batch_workers w on w.batch_id = b.id and w.worker_id = ${workerId}::uuid
  cross join lateral (
    select coalesce(sum(submitted), 0)::float8 as submitted, coalesce(sum(approved), 0)::float8 as approved, coalesce(sum(rejected), 0)::float8 as rejected, coalesce(sum(tasks_done), 0)::float8 as tasks_done,
      coalesce(sum(work_ms), 0)::float8 as work_ms, coalesce(sum(submitted) + sum(surplus) + sum(rejected), 0)::float8 as responses
    from batch_tallies where batch_id = b.id) t`

/** Batches on offer, newest first; one more than `limit` tells that there is a next page. */
export async function listOffers(
  db: Db,
  workerId: string | null,
  filter: OfferFilter,
  after: OfferCursor | null,
  limit: number,
): Promise<Offer[]> {
  const search = `%${filter.search.replaceAll(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<Offer>`
    select ${columns(workerId)} from ${sources(workerId)}
    where b.state in ('open', 'paused') and not coalesce(p.sensitive_categories && ${refusedBy(workerId)}, false)
      ${after === null ? sql`` : sql`and (b.published_at, b.id) < (${after.publishedAt}, ${after.id}::uuid)`}
      ${filter.search === '' ? sql`` : sql`and (b.name ilike ${search} or p.name ilike ${search} or p.purpose ilike ${search} or p.final_client ilike ${search} or o.name ilike ${search})`}
      ${filter.taskType === '' ? sql`` : sql`and b.task_type = ${filter.taskType}`}
      ${filter.language === '' ? sql`` : sql`and p.language = ${filter.language}`}
    order by b.published_at desc, b.id desc limit ${limit}`.execute(db)
  return rows
}

/** Languages of what is on offer now: as many rows as there are languages, read along the open batches. */
export async function listOfferLanguages(db: Db): Promise<string[]> {
  const { rows } = await sql<{ language: string }>`
    select distinct p.language from batches b join projects p on p.id = b.project_id
    where b.state in ('open', 'paused') and p.language is not null order by p.language`.execute(db)
  return rows.map(({ language }) => language)
}

export interface OfferOfBatch extends Omit<Offer, 'state'> {
  readonly settings: unknown
  readonly state: 'draft' | 'open' | 'paused' | 'closed'
  readonly instructionsVersion: number
}

export async function findOffer(db: Db, batchId: string, workerId: string | null): Promise<OfferOfBatch | null> {
  const { rows } = await sql<OfferOfBatch>`
    select ${columns(workerId)}, b.instructions_version as "instructionsVersion", b.settings from ${sources(workerId)} where b.id = ${batchId}`.execute(
    db,
  )
  return rows[0] ?? null
}

export interface Sitting {
  readonly startedAt: Date | null
  readonly responses: number
  readonly workMs: number
  readonly earnedMicros: bigint
  /** the newest version of the instructions that this worker was shown before */
  readonly seenVersion: number
}

const SITTING_RESPONSES_MAX = 2000

/** What this worker did in the batch since they started: read along the index of their own work. */
export async function readSitting(db: Db, batchId: string, workerId: string): Promise<Sitting> {
  const { rows } = await sql<Sitting>`
    select w.sitting_started_at as "startedAt", w.instructions_version as "seenVersion", coalesce(d.responses, 0)::int as responses,
      coalesce(d.work_ms, 0)::float8 as "workMs", coalesce(d.earned, 0)::int8 as "earnedMicros"
    from batch_workers w
      left join lateral (
        select count(*) as responses, sum(r.work_ms) as work_ms, sum(a.price_micros) as earned
        from (select number, price_micros from assignments
              where worker_id = w.worker_id and batch_id = w.batch_id and submitted_at >= w.sitting_started_at
              order by submitted_at desc limit ${SITTING_RESPONSES_MAX}) a
          join responses r on r.batch_id = w.batch_id and r.number = a.number and r.worker_id = w.worker_id) d on true
    where w.batch_id = ${batchId} and w.worker_id = ${workerId}`.execute(db)
  return rows[0] ?? { startedAt: null, responses: 0, workMs: 0, earnedMicros: 0n, seenVersion: 0 }
}

export async function startSitting(db: Db, batchId: string, workerId: string, now: Date): Promise<void> {
  await sql`
    insert into batch_workers (batch_id, worker_id, sitting_started_at, first_at) values (${batchId}, ${workerId}, ${now}, ${now})
    on conflict (batch_id, worker_id) do update set sitting_started_at = excluded.sitting_started_at`.execute(db)
}

/** Is this the batch that Canut brought to the worker's open sitting? One row by key. */
export async function isBrought(db: Db, batchId: string, workerId: string): Promise<boolean> {
  const row = await db.selectFrom('sittings').select('batch_id').where('person_id', '=', workerId).executeTakeFirst()
  return row?.batch_id === batchId
}

/** The batch of the worker's sitting, if they hold a task of it. By keys. */
export async function findHeldInSitting(db: Db, workerId: string): Promise<string | null> {
  const { rows } = await sql<{ batchId: string }>`
    select s.batch_id as "batchId" from sittings s
    where s.person_id = ${workerId}
      and exists (select from assignments a where a.worker_id = s.person_id and a.batch_id = s.batch_id and a.state = 'leased')`.execute(db)
  return rows[0]?.batchId ?? null
}

export async function recordInstructionsShown(db: Db, batchId: string, workerId: string, version: number): Promise<void> {
  await sql`
    update batch_workers set instructions_version = ${version}
    where batch_id = ${batchId} and worker_id = ${workerId} and instructions_version < ${version}`.execute(db)
}

/** What this worker holds in the batch, oldest first: a reload or another device goes on with the same tasks. */
export async function listHeld(db: Db, batchId: string, workerId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from assignments where worker_id = ${workerId} and batch_id = ${batchId} and state = 'leased'
    order by leased_at, number limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

export interface HeldBatch {
  readonly batchId: string
  readonly name: string
  readonly tasks: number
  /** when the first of them goes back by itself */
  readonly until: Date
}

/** In which batches this worker holds tasks, the first to go back first; as many as one person may hold at most. */
export async function listHeldBatches(db: Db, workerId: string): Promise<HeldBatch[]> {
  const { rows } = await sql<HeldBatch>`
    select a.batch_id as "batchId", b.name, count(*)::int as tasks, min(a.lease_expires_at) as until
    from assignments a join batches b on b.id = a.batch_id where a.worker_id = ${workerId} and a.state = 'leased'
    group by a.batch_id, b.name order by until, a.batch_id`.execute(db)
  return rows
}

export async function wishForWork(db: Db, batchId: string, personId: string, now: Date): Promise<void> {
  await sql`
    insert into digest_wishes (person_id, batch_id, created_at) values (${personId}, ${batchId}, ${now})
    on conflict (person_id, batch_id) do nothing`.execute(db)
}

export interface ShownTask {
  readonly id: string
  readonly batchId: string
  readonly number: number
  readonly state: string
  readonly payload: unknown
  readonly draft: unknown
  readonly draftVersion: number
  readonly response: unknown
  readonly leaseExpiresAt: Date
}

/** Assignments with what their screen needs, in the order asked. */
export async function readShownTasks(db: Db, ids: readonly string[], workerId: string): Promise<ShownTask[]> {
  const { rows } = await sql<ShownTask>`
    select a.id, a.batch_id as "batchId", a.number, a.state, t.payload, d.body as draft, coalesce(d.version, 0) as "draftVersion", r.body as response,
      a.lease_expires_at as "leaseExpiresAt"
    from unnest(${ids}::uuid[]) with ordinality as wanted(id, position) join assignments a on a.id = wanted.id
      join tasks t on t.batch_id = a.batch_id and t.number = a.number
      left join drafts d on d.batch_id = a.batch_id and d.number = a.number and d.worker_id = a.worker_id
      left join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
    where a.worker_id = ${workerId} order by wanted.position`.execute(db)
  return rows
}

export interface DoneWork {
  readonly id: string
  readonly batchId: string
  readonly batchName: string
  readonly projectName: string
  readonly number: number
  readonly state: 'submitted' | 'approved' | 'rejected'
  readonly surplus: boolean
  readonly submittedAt: Date
  readonly reviewClosesAt: Date | null
  readonly decision: string | null
  readonly priceMicros: bigint
  readonly currency: string
  readonly receiptHash: Buffer
  readonly instructionsVersion: number
  readonly workMs: number
  /** of a rejected response */
  readonly rejection: OwnRejection | null
}

export interface OwnRejection {
  readonly reason: RejectionReason
  readonly line: string
  readonly explanation: string
  /** the name of the person who signed it */
  readonly by: string
  readonly at: Date
}

interface DoneRow extends Omit<DoneWork, 'rejection'> {
  readonly reason: RejectionReason | null
  readonly line: string
  readonly explanation: string
  readonly rejectedBy: string
  readonly rejectedAt: Date
}

/** A worker's own submissions, newest first, along their index. */
export async function listDoneWork(
  db: Db,
  workerId: string,
  before: { submittedAt: Date; id: string } | null,
  limit: number,
): Promise<DoneWork[]> {
  const { rows } = await sql<DoneRow>`
    select a.id, a.batch_id as "batchId", b.name as "batchName", p.name as "projectName", a.number, a.state, a.surplus, a.submitted_at as "submittedAt",
      a.review_closes_at as "reviewClosesAt", a.decision, a.price_micros as "priceMicros", b.currency, r.receipt_hash as "receiptHash",
      a.instructions_version as "instructionsVersion", r.work_ms as "workMs", j.reason,
      j.instruction_line as line, j.explanation, s.name as "rejectedBy", j.rejected_at as "rejectedAt"
    from assignments a join batches b on b.id = a.batch_id join projects p on p.id = b.project_id
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
      left join rejections j on j.batch_id = a.batch_id and j.number = a.number and j.worker_id = a.worker_id
      left join people s on s.id = j.rejected_by
    where a.worker_id = ${workerId} and a.submitted_at is not null
      ${before === null ? sql`` : sql`and (a.submitted_at, a.id) < (${before.submittedAt}, ${before.id}::uuid)`}
    order by a.submitted_at desc, a.id desc limit ${limit}`.execute(db)
  return rows.map(({ reason, line, explanation, rejectedBy: by, rejectedAt: at, ...work }) => ({
    ...work,
    rejection: reason === null ? null : { reason, line, explanation, by, at },
  }))
}

export interface OwnReport {
  readonly batchId: string
  readonly batchName: string
  readonly number: number
  readonly reason: ReportReason
  readonly comment: string
  readonly createdAt: Date
  readonly answer: string | null
  readonly answeredAt: Date | null
  /** of a broken task, the time that was paid; null when none was */
  readonly workMs: number | null
  readonly payMicros: bigint | null
  readonly currency: string
}

/** What this worker reported lately, newest first, along their index. */
export async function listOwnReports(db: Db, workerId: string, limit: number): Promise<OwnReport[]> {
  const { rows } = await sql<OwnReport>`
    select r.batch_id as "batchId", b.name as "batchName", r.number, r.reason, r.comment, r.created_at as "createdAt", r.answer,
      r.answered_at as "answeredAt", r.work_ms as "workMs", r.pay_micros as "payMicros", b.currency
    from reports r join batches b on b.id = r.batch_id where r.worker_id = ${workerId} order by r.created_at desc limit ${limit}`.execute(
    db,
  )
  return rows
}
