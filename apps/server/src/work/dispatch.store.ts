import { sql } from 'kysely'
import type { BatchState } from '@canut/domain'
import type { Db } from '../platform/db/database.ts'

/** Tasks that get their slots at once when the open window is used up. */
const FRONTIER_BLOCK = 200

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
}

export async function findLeaseTerms(db: Db, batchId: string): Promise<LeaseTerms | null> {
  const { rows } = await sql<LeaseTerms>`
    select state, task_type, settings, redundancy, max_per_worker, price_micros, fee_micros, currency, estimate_seconds, task_count,
      instructions_version, project_id
    from batches where id = ${batchId}`.execute(db)
  return rows[0] ?? null
}

/** Locks the worker's place in the batch until the transaction ends, so that two requests of one worker follow each other. */
export async function lockPlace(db: Db, batchId: string, workerId: string, now: Date): Promise<{ reached: number; taken: number }> {
  const { rows } = await sql<{ reached: number; taken: number }>`
    insert into batch_workers as w (batch_id, worker_id, first_at) values (${batchId}, ${workerId}, ${now})
    on conflict (batch_id, worker_id) do update set first_at = w.first_at
    returning reached, taken`.execute(db)
  const [place] = rows
  if (place === undefined) throw new Error('an upsert returned no row')
  return place
}

/** Leases this worker holds now, in all batches; bounded by what one may hold. */
export async function countHeld(db: Db, workerId: string): Promise<number> {
  const { rows } = await sql<{ held: number }>`
    select count(*)::int as held from assignments where worker_id = ${workerId} and state = 'leased'`.execute(db)
  return rows[0]?.held ?? 0
}

export interface Held extends Leased {
  readonly expiresAt: Date
  readonly payload: unknown
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

export interface Pick {
  readonly batchId: string
  readonly workerId: string
  /** one per lease wanted */
  readonly ids: readonly string[]
  readonly terms: LeaseTerms
  readonly now: Date
  readonly expiresAt: Date
}

export interface Leased {
  readonly id: string
  readonly number: number
}

type Where = { after: number } | { upTo: number } | { numbers: readonly number[] } | { anywhere: true }

/**
 * Takes open slots of tasks that this worker never had, or had until the lease lapsed, in the order of the batch, and
 * makes their assignments. One statement; reads the index of open slots from where the worker stands.
 *
 * `wait: false` passes over slots that another transaction holds at this instant, so that workers do not queue behind
 * each other at the head of the batch; a later call with `wait: true` makes sure that none was missed.
 */
export async function takeSlots(db: Db, pick: Pick, where: Where, wait: boolean): Promise<Leased[]> {
  const range =
    'after' in where
      ? sql`and s.number > ${where.after}`
      : 'upTo' in where
        ? sql`and s.number <= ${where.upTo}`
        : 'numbers' in where
          ? sql`and s.number = any(${where.numbers}::int[])`
          : sql``
  const { batchId, workerId, ids, terms } = pick
  const { rows } = await sql<{ id: string | null; number: number }>`
    with picked as (
      select s.number from task_slots s
      where s.batch_id = ${batchId} and s.open > 0 ${range}
        and not exists (select from assignments a
          where a.batch_id = s.batch_id and a.number = s.number and a.worker_id = ${workerId} and a.state <> 'lapsed')
      order by s.number limit ${ids.length} for update of s ${wait ? sql`` : sql`skip locked`}
    ), taken as (
      update task_slots t set open = t.open - 1 from picked
      where t.batch_id = ${batchId} and t.number = picked.number and t.open > 0 returning t.number
    ), made as (
      insert into assignments as a (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at)
      select ${batchId}, taken.number, ${workerId}, (${ids}::uuid[])[row_number() over (order by taken.number)], 'leased', ${terms.price_micros}::bigint,
        ${terms.fee_micros}::bigint, ${terms.instructions_version}::int, ${pick.now}::timestamptz, ${pick.expiresAt}::timestamptz
      from taken
      on conflict (batch_id, number, worker_id) do update set state = 'leased', leased_at = excluded.leased_at,
        lease_expires_at = excluded.lease_expires_at, instructions_version = excluded.instructions_version, renewals = 0
        where a.state = 'lapsed'
      returning a.id, a.number
    )
    select taken.number, made.id from taken left join made using (number)`.execute(db)
  // the worker sent a late response of a lapsed task at this very instant: its slot is not needed after all
  const unused = rows.filter((row) => row.id === null).map((row) => row.number)
  if (unused.length > 0)
    await sql`update task_slots set open = open + 1 where batch_id = ${batchId} and number = any(${unused}::int[])`.execute(db)
  const leased = rows.flatMap(({ id, number }) => (id === null ? [] : [{ id, number }]))
  return leased.toSorted((a, b) => a.number - b.number)
}

/**
 * Opens the next block of tasks. False when the frontier is at the end of the batch. Its row is locked, so blocks are never
 * opened twice; tasks that somebody asked for before are open already.
 */
export async function advanceFrontier(db: Db, batchId: string, terms: LeaseTerms): Promise<boolean> {
  const end = sql`least(f.next_number + ${FRONTIER_BLOCK}::int, ${terms.task_count + 1}::int)`
  const { rows } = await sql<{ moved: boolean }>`
    with f as (select next_number, redundancy from batch_frontiers where batch_id = ${batchId} for update),
    moved as (
      update batch_frontiers b set next_number = ${end} from f
      where b.batch_id = ${batchId} and f.next_number < ${end}
      returning f.next_number as first, b.next_number as beyond, f.redundancy
    ), opened as (
      insert into task_slots (batch_id, number, open, wanted)
      select ${batchId}, n, moved.redundancy, moved.redundancy from moved, generate_series(moved.first, moved.beyond - 1) n
      on conflict (batch_id, number) do nothing
    )
    select exists (select from moved) as moved`.execute(db)
  return rows[0]?.moved ?? false
}

/** Opens these tasks, and no others, where the frontier has not reached them: nobody makes the batch be opened as a whole. */
export async function openTasks(db: Db, batchId: string, terms: LeaseTerms, numbers: readonly number[]): Promise<void> {
  await sql`
    with missing as (
      select distinct n from unnest(${numbers}::int[]) n
      where n <= ${terms.task_count} and not exists (select from task_slots s where s.batch_id = ${batchId} and s.number = n)
    ), f as (
      select next_number, redundancy from batch_frontiers where batch_id = ${batchId} and exists (select from missing) for update
    )
    insert into task_slots (batch_id, number, open, wanted)
    select ${batchId}, n, f.redundancy, f.redundancy from missing, f where n >= f.next_number
    on conflict (batch_id, number) do nothing`.execute(db)
}

export async function recordPlace(db: Db, batchId: string, workerId: string, reached: number, count: number): Promise<void> {
  await sql`
    update batch_workers set reached = greatest(reached, ${reached}), taken = taken + ${count}
    where batch_id = ${batchId} and worker_id = ${workerId}`.execute(db)
}

export async function readPayloads(db: Db, batchId: string, numbers: readonly number[]): Promise<Map<number, unknown>> {
  const { rows } = await sql<{ number: number; payload: unknown }>`
    select number, payload from tasks where batch_id = ${batchId} and number = any(${numbers}::int[])`.execute(db)
  return new Map(rows.map((row) => [row.number, row.payload]))
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
      exists (select from task_slots where batch_id = ${batchId} and open > 0) as open
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
  const { rows } = await sql<{ count: number }>`
    with due as (
      select batch_id, number, worker_id from assignments where state = 'leased' and lease_expires_at < ${now}
      order by lease_expires_at limit ${limit} for update skip locked
    ), lapsed as (
      update assignments a set state = 'lapsed' from due d
      where a.batch_id = d.batch_id and a.number = d.number and a.worker_id = d.worker_id and a.state = 'leased'
      returning a.batch_id, a.number, a.worker_id
    ), reopened as (
      update task_slots s set open = s.open + l.count
      from (select batch_id, number, count(*)::smallint as count from lapsed group by 1, 2) l
      where s.batch_id = l.batch_id and s.number = l.number
    ), workers as (
      update batch_workers w set taken = w.taken - l.count
      from (select batch_id, worker_id, count(*)::int as count from lapsed group by 1, 2) l
      where w.batch_id = l.batch_id and w.worker_id = l.worker_id
    )
    select count(*)::int as count from lapsed`.execute(db)
  return rows[0]?.count ?? 0
}
