import { sql } from 'kysely'
import { withOverrides, type BatchState, type Parameters } from '@canut/domain'
import type { Db } from '../platform/db/database.ts'
import { flushedLater } from '../platform/db/durable.ts'

/** Tasks that get their slots at once when those that are open are used up. */
const BLOCK = 200

export interface LeaseTerms {
  readonly state: BatchState
  readonly task_type: string
  readonly settings: unknown
  readonly redundancy: number
  readonly max_per_worker: number | null
  readonly price_micros: bigint
  readonly fee_micros: bigint
  readonly currency: string
  readonly estimate_seconds: number
  readonly task_count: number
  readonly instructions_version: number
  readonly project_id: string
  /** kinds of content that the project declares */
  readonly declared: readonly string[]
}

export interface LeaseTermsNow extends LeaseTerms {
  readonly paused_at: Date | null
  readonly paused_by: 'organisation' | 'steward' | null
  /** people asked for more of this kind of work than there is */
  readonly scarce: boolean
  /** what kind of work it is in the sharing; null while nobody has counted it */
  readonly kind: string | null
  /** how many people's wishes it fits */
  readonly claims: number
  readonly parameters: Parameters
}

/** What is leased under, how much of it is wanted, and the parameters in force: one statement. */
export async function findLeaseTerms(db: Db, batchId: string): Promise<LeaseTermsNow | null> {
  const { rows } = await sql<
    Omit<LeaseTermsNow, 'parameters'> & { overrides: Readonly<Record<string, number>> | null }
  >`/* prepare lease_terms */
    select b.state, b.task_type, b.settings, b.redundancy, b.max_per_worker, b.price_micros, b.fee_micros, b.currency, b.estimate_seconds, b.task_count,
      b.instructions_version, b.project_id,
      coalesce((select p.sensitive_categories from projects p where p.id = b.project_id), '{}') as declared, b.paused_at, case when b.paused_by is null then null
        when exists (select from staff s where s.organisation_id = b.organisation_id and s.person_id = b.paused_by) then 'organisation'
        else 'steward' end as paused_by,
      coalesce(y.scarce, false) as scarce, y.kind, coalesce(y.claims, 0) as claims,
      (select jsonb_object_agg(name, value) from parameters) as overrides
    from batches b left join batch_supply y on y.batch_id = b.id where b.id = ${batchId}`.execute(db)
  const [row] = rows
  if (row === undefined) return null
  const { overrides, ...terms } = row
  return { ...terms, parameters: withOverrides(new Map(Object.entries(overrides ?? {}))) }
}

/**
 * The lock of a batch's dispatch, held until the transaction ends: leases of the batch wait. Take it before the rows of
 * slots and workers, after those of assignments.
 */
export async function lockDispatch(db: Db, batchId: string): Promise<void> {
  await sql`select from batch_frontiers where batch_id = ${batchId} for update`.execute(db)
}

export interface Place {
  /** assignments held or submitted in this batch */
  readonly taken: number
  /** leases held in all batches; bounded by what one may hold */
  readonly held: number
}

export async function readPlace(db: Db, batchId: string, workerId: string): Promise<Place> {
  const { rows } = await sql<Place>`
    select coalesce((select taken from batch_workers where batch_id = ${batchId} and worker_id = ${workerId}), 0) as taken,
      (select count(*)::int from assignments where worker_id = ${workerId} and state = 'leased') as held`.execute(db)
  return rows[0] ?? { taken: 0, held: 0 }
}

export interface Held extends Leased {
  readonly expiresAt: Date
}

/** The tasks of a batch that a worker holds now: a few rows, by the index of leases. */
export async function listHeld(db: Db, batchId: string, workerId: string): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select a.id, a.number, a.lease_expires_at as "expiresAt", t.payload
    from assignments a join tasks t on t.batch_id = a.batch_id and t.number = a.number
    where a.worker_id = ${workerId} and a.state = 'leased' and a.batch_id = ${batchId}
    order by a.number`.execute(db)
  return rows
}

export interface Leased {
  readonly id: string
  readonly number: number
  readonly payload: unknown
}

export interface Taking {
  readonly workerId: string
  /** one per lease wanted */
  readonly ids: readonly string[]
}

export interface Taken {
  readonly leased: readonly Leased[]
  /** many open slots were looked at, all of tasks that the worker had; the same call looks at those behind them */
  readonly mayLookOn: boolean
}

/**
 * Hands the next open tasks of a batch to several different workers: one statement, which is `take_slots` of the
 * migration 0010. Per lease it reads the index of open slots at the worker's place, writes one slot and one assignment;
 * nothing depends on the size of the batch, on what is finished, or on what the worker did before. With
 * `flushedLater`, answer whoever asked only after `untilDurable`.
 *
 * @returns one entry per taking, in order. Empty leases when the batch is not open, the worker may hold no more, or
 *   nothing is open to them.
 */
export async function takeSlots(
  db: Db,
  batchId: string,
  takings: readonly Taking[],
  of: { readonly heldMax: number; readonly now: Date; readonly expiresAt: Date; readonly flushedLater: boolean },
): Promise<Taken[]> {
  const { rows } = await sql<{
    worker_id: string
    id: string | null
    number: number
    payload: unknown
  }>`/* prepare ${sql.raw(of.flushedLater ? 'take_slots_soon' : 'take_slots')} */
    select worker_id, id, number, payload ${of.flushedLater ? sql`, ${flushedLater}` : sql``} from take_slots(${batchId}, ${takings.map((t) => t.workerId)}::uuid[], ${takings.map((t) => t.ids.length)}::int[],
      ${takings.flatMap((t) => t.ids)}::uuid[], ${of.heldMax}, ${BLOCK}, ${of.now}, ${of.expiresAt})`.execute(db)
  const byWorker = Map.groupBy(rows, (row) => row.worker_id)
  return takings.map(({ workerId }) => {
    const own = byWorker.get(workerId) ?? []
    return {
      leased: own.flatMap(({ id, number, payload }) => (id === null ? [] : [{ id, number, payload }])),
      mayLookOn: own.some(({ id }) => id === null),
    }
  })
}

/** Opens these tasks, and no others, where their turn has not come: nobody makes the batch be opened as a whole. */
export async function openTasks(db: Db, batchId: string, taskCount: number, numbers: readonly number[]): Promise<void> {
  await sql`
    with missing as (
      select n, row_number() over (order by n) as rank from (select distinct n from unnest(${numbers}::int[]) n) asked
      where n <= ${taskCount}
        and n <> all (array(select s.number from task_slots s where s.batch_id = ${batchId} and s.number = any(${numbers}::int[])))
    ), f as (
      update batch_frontiers set next_position = next_position + (select count(*) from missing)
      where batch_id = ${batchId} and exists (select from missing) and opened < ${taskCount}
      returning next_position, redundancy
    )
    insert into task_slots (batch_id, number, open, wanted, position)
    select ${batchId}, n, f.redundancy, f.redundancy, f.next_position - rank from missing, f
    on conflict (batch_id, number) do nothing`.execute(db)
}

/** Takes the slots of certain tasks, as far as they are open and the worker never had them. The caller holds the lock of dispatch. */
export async function takeNumbered(
  db: Db,
  batchId: string,
  taking: Taking & { readonly numbers: readonly number[] },
  of: { readonly terms: LeaseTerms; readonly now: Date; readonly expiresAt: Date },
): Promise<Leased[]> {
  const { workerId, ids, numbers } = taking
  const { terms } = of
  const { rows } = await sql<{ id: string | null; number: number; payload: unknown }>`
    with picked as (
      select s.number from task_slots s
        left join lateral (select true as had from assignments a
          where a.batch_id = s.batch_id and a.number = s.number and a.worker_id = ${workerId} and a.state <> 'lapsed' limit 1) h on true
      where s.batch_id = ${batchId} and s.open > 0 and s.number = any(${numbers}::int[]) and h.had is null
      order by s.number limit ${ids.length} for update of s
    ), taken as (
      update task_slots t set open = t.open - 1
      where t.batch_id = ${batchId} and t.number = any(array(select number from picked)) and t.open > 0 returning t.number
    ), made as (
      insert into assignments as a (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at)
      select ${batchId}, taken.number, ${workerId}, (${ids}::uuid[])[row_number() over (order by taken.number)], 'leased', ${terms.price_micros}::bigint,
        ${terms.fee_micros}::bigint, ${terms.instructions_version}::int, ${of.now}::timestamptz, ${of.expiresAt}::timestamptz
      from taken
      on conflict (batch_id, number, worker_id) do update set state = 'leased', leased_at = excluded.leased_at,
        lease_expires_at = excluded.lease_expires_at, instructions_version = excluded.instructions_version, renewals = 0
        where a.state = 'lapsed'
      returning a.id, a.number
    )
    select taken.number, made.id, (select t.payload from tasks t where t.batch_id = ${batchId} and t.number = taken.number) as payload
    from taken left join made using (number) order by taken.number`.execute(db)
  // the worker sent a late response of a lapsed task at this very instant: its slot is not needed after all
  const unused = rows.filter((row) => row.id === null).map((row) => row.number)
  if (unused.length > 0)
    await sql`update task_slots set open = open + 1 where batch_id = ${batchId} and number = any(${unused}::int[])`.execute(db)
  return rows.flatMap(({ id, number, payload }) => (id === null ? [] : [{ id, number, payload }]))
}

/**
 * Opens slots again: these tasks go to the end of the order, so that also workers who are past them find them. Takes the
 * lock of dispatch, so that places become visible in their order. One statement for the places, one for the slots.
 *
 * @param numbers tasks of the batch; a number that is given twice opens two slots.
 */
export async function reopenSlots(db: Db, batchId: string, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return
  const tasks = [...Map.groupBy(numbers, (number) => number)].toSorted(([a], [b]) => a - b)
  const { rows } = await sql<{ first: bigint }>`
    update batch_frontiers set next_position = next_position + ${tasks.length} where batch_id = ${batchId}
    returning next_position - ${tasks.length} as first`.execute(db)
  const first = rows[0]?.first
  if (first === undefined) throw new Error('slots of a batch without a frontier were opened')
  const keys = sql`${tasks.map(([number]) => number)}::int[]`
  await sql`
    update task_slots set open = open + (${tasks.map(([, each]) => each.length)}::int[])[array_position(${keys}, number)],
      position = ${first}::bigint + array_position(${keys}, number) - 1
    where batch_id = ${batchId} and number = any(${keys})`.execute(db)
}

export interface Standing {
  /** leases that others hold in this batch */
  readonly heldByOthers: number
  readonly nextFreeAt: Date | null
  readonly openSlots: boolean
}

/** Why there was nothing: read only when there was nothing, at most 1,000 leases. */
export async function readStanding(db: Db, batchId: string, workerId: string): Promise<Standing> {
  const { rows } = await sql<{ held: number; next: Date | null; open: boolean }>`
    select count(*)::int as held, min(lease_expires_at) as next,
      exists (select from batch_frontiers f join task_slots s on s.batch_id = f.batch_id and s.open > 0 and s.position > f.low_position
        where f.batch_id = ${batchId}) as open
    from (select lease_expires_at from assignments where batch_id = ${batchId} and state = 'leased' and worker_id <> ${workerId}
          order by lease_expires_at limit 1000) l`.execute(db)
  const [row] = rows
  return { heldByOthers: row?.held ?? 0, nextFreeAt: row?.next ?? null, openSlots: row?.open ?? false }
}

/**
 * Leases that ran out: silently back in play. At most `limit` rows a call, skipping what is being submitted right now.
 * Returns how many.
 */
export async function lapseLeases(db: Db, now: Date, limit: number): Promise<number> {
  const { rows } = await sql<{ batch_id: string; number: number; worker_id: string }>`
    select batch_id, number, worker_id from assignments where state = 'leased' and lease_expires_at < ${now}
    order by lease_expires_at limit ${limit} for update skip locked`.execute(db)
  const batches = [...Map.groupBy(rows, (row) => row.batch_id)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  for (const [batchId, own] of batches)
    await reopenSlots(
      db,
      batchId,
      own.map(({ number }) => number),
    )
  await releaseAssignments(db, rows, 'lapsed', null)
  return rows.length
}

/** Assignments that are held and locked by the caller become returned or lapsed, and no longer count in anybody's share. One statement. */
export async function releaseAssignments(
  db: Db,
  held: readonly { readonly batch_id: string; readonly number: number; readonly worker_id: string }[],
  to: 'returned' | 'lapsed',
  reason: string | null,
): Promise<void> {
  if (held.length === 0) return
  await sql`
    with released as (
      update assignments a set state = ${to}, return_reason = ${reason}
      from unnest(${held.map((h) => h.batch_id)}::uuid[], ${held.map((h) => h.number)}::int[], ${held.map((h) => h.worker_id)}::uuid[])
        as h(batch_id, number, worker_id)
      where a.batch_id = h.batch_id and a.number = h.number and a.worker_id = h.worker_id and a.state = 'leased'
      returning a.batch_id, a.number, a.worker_id, a.leased_at
    ), workers as (
      update batch_workers w set taken = w.taken - l.count
      from (select batch_id, worker_id, count(*)::int as count from released group by 1, 2) l
      where w.batch_id = l.batch_id and w.worker_id = l.worker_id
    )
    update worker_weeks k set received_seconds = greatest(0, k.received_seconds - l.seconds)
    from (select r.worker_id, week_of(r.leased_at) as week, sum(b.estimate_seconds) as seconds
      from released r join batches b on b.id = r.batch_id group by 1, 2) l
    where k.person_id = l.worker_id and k.week = l.week`.execute(db)
}
