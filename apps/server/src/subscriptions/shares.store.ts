import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

/** When shares were last computed; null for never. */
export async function lastRound(db: Db): Promise<Date | null> {
  const row = await db.selectFrom('share_rounds').select('computed_at').executeTakeFirst()
  return row?.computed_at ?? null
}

/** Whether a batch was published or taken up again since then: a look at the open batches that nobody has counted. */
export async function hasNewWork(db: Db, since: Date): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from batches b where b.state = 'open' and b.published_at > ${since}
      and not exists (select from batch_supply s where s.batch_id = b.id)) as found`.execute(db)
  return rows[0]?.found ?? false
}

export async function recordRound(db: Db, now: Date, claims: number): Promise<void> {
  await sql`
    insert into share_rounds (computed_at, claims) values (${now}, ${claims})
    on conflict (id) do update set computed_at = excluded.computed_at, claims = excluded.claims`.execute(db)
}

/** Under the stop rule, a task takes as many responses as those before it did, once so many tasks are done; before, the fewest. */
const TASKS_TO_LEARN_FROM = 20

/**
 * Writes what is left in every open batch, where it changed: responses wanted, less those given and those in somebody's
 * hands, at the estimated time. Reads the counters of each batch (at most 16 rows) and the index of its leases, and no task.
 * Where tasks stop when their answer is sure, what is wanted is an estimate, of at least one response for each open task.
 */
export async function refreshSupply(tx: Tx, now: Date): Promise<void> {
  await sql`
    with left_over as (
      select b.id, b.estimate_seconds * case when b.stop_rule = 'fixed' then b.task_count::bigint * b.redundancy - t.submitted - l.held
        else greatest(b.task_count - t.done, ceil(b.task_count * case when t.done < ${TASKS_TO_LEARN_FROM} then b.redundancy_min
          else least(t.submitted::float8 / t.done, b.redundancy) end)::bigint - t.submitted) - l.held end as seconds
      from batches b
        cross join lateral (select coalesce(sum(submitted), 0)::bigint as submitted, coalesce(sum(tasks_done), 0)::bigint as done
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
  readonly organisationId: string
  readonly taskType: string
  readonly language: string | null
  /** kinds of content that it declares */
  readonly declared: readonly string[]
  readonly seconds: number
  readonly priority: number
  readonly publishedAt: Date
}

/** What is left, by project: whom it fits depends on nothing else. */
export async function listProjectSupplies(db: Db): Promise<ProjectSupply[]> {
  const { rows } = await sql<ProjectSupply>`
    select p.id as "projectId", p.organisation_id as "organisationId", p.task_type as "taskType", p.language, coalesce(p.sensitive_categories, '{}') as declared, s.seconds, s.priority,
      s.published_at as "publishedAt"
    from (select b.project_id, sum(s.open_seconds)::float8 as seconds, max(b.priority) as priority,
            (array_agg(b.published_at order by b.priority desc, b.published_at))[1] as published_at
          from batch_supply s join batches b on b.id = s.batch_id group by 1) s
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
  /** content that may hurt, and that they accept to see */
  readonly accepted: readonly string[]
}

/** Whoever asked for work and sat since `since`, in the order of ids: at most `limit`, after the one given. */
export async function listClaims(
  db: Db,
  of: { week: string; since: Date; openSince: Date; now: Date; after: string | null; limit: number },
): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    select s.person_id as "personId", s.seconds_wanted as "askedSeconds", coalesce(w.received_seconds, 0)::float8 as "receivedSeconds",
      case when o.person_id is null then s.last_sitting_at else ${of.now}::timestamptz end as "lastSittingAt",
      s.task_types as "taskTypes", s.languages, s.project_ids as "projectIds",
      coalesce(x.accepted, '{}') as accepted
    from subscriptions s
      left join exposure_choices x on x.person_id = s.person_id
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
  /** of scarce work, those that the share is made of */
  readonly shareKinds: readonly string[]
}

/** Writes shares that changed. */
export async function writeShares(tx: Tx, week: string, shares: readonly ShareToWrite[], now: Date): Promise<void> {
  await sql`
    insert into worker_weeks as w (person_id, week, share_seconds, share_kinds, computed_at)
    select p.id, ${week}::date, n.share, array(select jsonb_array_elements_text(n.kinds)), ${now}
    from unnest(${shares.map(({ personId }) => personId)}::uuid[], ${shares.map(({ shareSeconds }) => shareSeconds)}::bigint[],
      ${shares.map(({ shareKinds }) => JSON.stringify(shareKinds.toSorted()))}::jsonb[]) n(id, share, kinds)
      join people p on p.id = n.id
    order by p.id
    on conflict (person_id, week) do update set share_seconds = excluded.share_seconds, share_kinds = excluded.share_kinds, computed_at = excluded.computed_at
      where (w.share_seconds, w.share_kinds) is distinct from (excluded.share_seconds, excluded.share_kinds)`.execute(tx)
}

/** Takes the share from whoever has one this week and no claim that counts. */
export async function clearOtherShares(tx: Tx, week: string, claimants: readonly string[], now: Date): Promise<void> {
  await sql`
    with others as (
      select w.person_id from worker_weeks w left join unnest(${claimants}::uuid[]) c(id) on c.id = w.person_id
      where w.week = ${week}::date and w.share_seconds is not null and c.id is null order by w.person_id
    )
    update worker_weeks w set share_seconds = null, share_kinds = null, computed_at = ${now} from others
    where w.person_id = others.person_id and w.week = ${week}::date`.execute(tx)
}

export interface SupplyOutcome extends ProjectSupply {
  /** work of one kind fits the same people */
  readonly kind: string
  readonly scarce: boolean
  readonly claims: number
}

const column = <K extends keyof SupplyOutcome>(outcomes: readonly SupplyOutcome[], name: K) => outcomes.map((outcome) => outcome[name])

/** Says of each kind of work whether it is scarce and how many people it fits, where this changed. */
export async function writeSupplyOutcomes(tx: Tx, outcomes: readonly SupplyOutcome[], now: Date): Promise<void> {
  const ids = column(outcomes, 'projectId')
  const [kinds, scarce, claims] = [column(outcomes, 'kind'), column(outcomes, 'scarce'), column(outcomes, 'claims')]
  await sql`
    update batch_supply s set scarce = o.scarce, kind = o.kind, claims = o.claims, computed_at = ${now}
    from batches b, unnest(${ids}::uuid[], ${kinds}::text[], ${scarce}::boolean[], ${claims}::int[]) o(id, kind, scarce, claims)
    where b.id = s.batch_id and o.id = b.project_id
      and (s.kind, s.scarce, s.claims) is distinct from (o.kind, o.scarce, o.claims)`.execute(tx)
  await sql`delete from project_supply where project_id <> all (${ids}::uuid[])`.execute(tx)
  await sql`
    insert into project_supply as p (project_id, organisation_id, task_type, language, open_seconds, kind, scarce, claims, priority,
      published_at)
    select * from unnest(${ids}::uuid[], ${column(outcomes, 'organisationId')}::uuid[], ${column(outcomes, 'taskType')}::text[],
      ${column(outcomes, 'language')}::text[], ${column(outcomes, 'seconds')}::bigint[], ${kinds}::text[], ${scarce}::boolean[],
      ${claims}::int[], ${column(outcomes, 'priority')}::smallint[], ${column(outcomes, 'publishedAt')}::timestamptz[])
    on conflict (project_id) do update set task_type = excluded.task_type, language = excluded.language, open_seconds = excluded.open_seconds,
      kind = excluded.kind, scarce = excluded.scarce, claims = excluded.claims, priority = excluded.priority,
      published_at = excluded.published_at
      where p is distinct from excluded`.execute(tx)
}
