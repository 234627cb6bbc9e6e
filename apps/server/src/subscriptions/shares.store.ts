import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

/** When shares were last computed; null for never. */
export async function lastRound(db: Db): Promise<Date | null> {
  const row = await db.selectFrom('share_rounds').select('computed_at').executeTakeFirst()
  return row?.computed_at ?? null
}

export async function recordRound(db: Db, now: Date, claims: number): Promise<void> {
  await sql`
    insert into share_rounds (computed_at, claims) values (${now}, ${claims})
    on conflict (id) do update set computed_at = excluded.computed_at, claims = excluded.claims`.execute(db)
}

/**
 * Writes what is left in every open batch, where it changed: responses wanted, less those given and those in somebody's
 * hands, at the estimated time. Under a stop rule only what is certain: the fewest for each task that is not open yet, one
 * for each other task that is not done. Reads the counters of each batch (at most 16 rows) and the index of its leases, and
 * no task.
 */
export async function refreshSupply(tx: Tx, now: Date): Promise<void> {
  await sql`
    with left_over as (
      select b.id, (case b.stop_rule when 'fixed' then b.task_count::bigint * b.redundancy - t.submitted
        else greatest(0, b.task_count - f.opened)::bigint * b.redundancy_min + greatest(0, f.opened - t.tasks_done) end - l.held)
        * b.estimate_seconds as seconds
      from batches b join batch_frontiers f on f.batch_id = b.id
        cross join lateral (
          select coalesce(sum(submitted), 0)::bigint as submitted, coalesce(sum(tasks_done), 0)::bigint as tasks_done
          from batch_tallies where batch_id = b.id) t
        cross join lateral (select count(*) as held from assignments where batch_id = b.id and state = 'leased') l
      where b.state = 'open'
    ), gone as (
      delete from batch_supply s where not exists (select from left_over l where l.id = s.batch_id and l.seconds > 0)
    )
    insert into batch_supply as s (batch_id, open_seconds, computed_at)
    select id, seconds, ${now} from left_over where seconds > 0
    on conflict (batch_id) do update set open_seconds = excluded.open_seconds, computed_at = excluded.computed_at
      where s.open_seconds <> excluded.open_seconds`.execute(tx)
}

export interface ProjectSupply {
  readonly projectId: string
  readonly taskType: string
  readonly language: string | null
  readonly seconds: number
}

/** What is left, by project: whom it fits depends on nothing else. */
export async function listProjectSupplies(db: Db): Promise<ProjectSupply[]> {
  const { rows } = await sql<ProjectSupply>`
    select p.id as "projectId", p.task_type as "taskType", p.language, s.seconds
    from (select b.project_id, sum(s.open_seconds)::float8 as seconds from batch_supply s join batches b on b.id = s.batch_id group by 1) s
      join projects p on p.id = s.project_id
    order by p.id`.execute(db)
  return rows
}

export interface ClaimRow {
  readonly personId: string
  readonly askedSeconds: number
  readonly receivedSeconds: number
  readonly lastSittingAt: Date
  readonly taskTypes: readonly string[] | null
  readonly languages: readonly string[] | null
  readonly projectIds: readonly string[] | null
}

/** Whoever asked for work and sat since `since`, in the order of ids: at most `limit`, after the one given. */
export async function listClaims(
  db: Db,
  of: { week: string; since: Date; openSince: Date; now: Date; after: string | null; limit: number },
): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    select s.person_id as "personId", s.seconds_wanted as "askedSeconds", coalesce(w.received_seconds, 0)::float8 as "receivedSeconds",
      case when o.person_id is null then s.last_sitting_at else ${of.now}::timestamptz end as "lastSittingAt",
      s.task_types as "taskTypes", s.languages, s.project_ids as "projectIds"
    from subscriptions s
      left join sittings o on o.person_id = s.person_id and o.seen_at >= ${of.openSince}
      left join worker_weeks w on w.person_id = s.person_id and w.week = ${of.week}::date
    where s.seconds_wanted > 0 and (s.last_sitting_at >= ${of.since} or o.person_id is not null)
      ${of.after === null ? sql`` : sql`and s.person_id > ${of.after}::uuid`}
    order by s.person_id limit ${of.limit}`.execute(db)
  return rows
}

export interface ShareToWrite {
  readonly personId: string
  readonly shareSeconds: number
}

/** Writes shares that changed. */
export async function writeShares(tx: Tx, week: string, shares: readonly ShareToWrite[], now: Date): Promise<void> {
  await sql`
    insert into worker_weeks as w (person_id, week, share_seconds, computed_at)
    select p.id, ${week}::date, n.share, ${now}
    from unnest(${shares.map(({ personId }) => personId)}::uuid[], ${shares.map(({ shareSeconds }) => shareSeconds)}::bigint[]) n(id, share)
      join people p on p.id = n.id
    order by p.id
    on conflict (person_id, week) do update set share_seconds = excluded.share_seconds, computed_at = excluded.computed_at
      where w.share_seconds is distinct from excluded.share_seconds`.execute(tx)
}

/** Takes the share from whoever has one this week and no claim that counts. */
export async function clearOtherShares(tx: Tx, week: string, claimants: readonly string[], now: Date): Promise<void> {
  await sql`
    with others as (
      select w.person_id from worker_weeks w left join unnest(${claimants}::uuid[]) c(id) on c.id = w.person_id
      where w.week = ${week}::date and w.share_seconds is not null and c.id is null order by w.person_id
    )
    update worker_weeks w set share_seconds = null, computed_at = ${now} from others
    where w.person_id = others.person_id and w.week = ${week}::date`.execute(tx)
}

export interface SupplyOutcome {
  readonly projectId: string
  readonly scarce: boolean
  readonly levelSeconds: number | null
  readonly claims: number
}

/** Says of each batch whether its kind of work is scarce, how many people it fits and how full they get, where this changed. */
export async function writeSupplyOutcomes(tx: Tx, outcomes: readonly SupplyOutcome[], now: Date): Promise<void> {
  await sql`
    update batch_supply s set scarce = o.scarce, level_seconds = o.level, claims = o.claims, computed_at = ${now}
    from batches b, unnest(${outcomes.map((o) => o.projectId)}::uuid[], ${outcomes.map((o) => o.scarce)}::boolean[],
      ${outcomes.map((o) => o.levelSeconds)}::bigint[], ${outcomes.map((o) => o.claims)}::int[]) o(id, scarce, level, claims)
    where b.id = s.batch_id and o.id = b.project_id
      and (s.scarce, s.level_seconds, s.claims) is distinct from (o.scarce, o.level, o.claims)`.execute(tx)
}
