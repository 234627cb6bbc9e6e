import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

export interface SubscriptionRow {
  readonly secondsWanted: number
  readonly taskTypes: readonly string[] | null
  readonly languages: readonly string[] | null
  readonly projectIds: readonly string[] | null
  readonly changedAt: Date
}

export async function findSubscription(db: Db, personId: string): Promise<SubscriptionRow | null> {
  const { rows } = await sql<SubscriptionRow>`
    select seconds_wanted as "secondsWanted", task_types as "taskTypes", languages, project_ids as "projectIds", changed_at as "changedAt"
    from subscriptions where person_id = ${personId}`.execute(db)
  return rows[0] ?? null
}

export async function upsertSubscription(db: Db, personId: string, wanted: SubscriptionRow): Promise<void> {
  const { secondsWanted, taskTypes, languages, projectIds, changedAt } = wanted
  await sql`
    insert into subscriptions (person_id, seconds_wanted, task_types, languages, project_ids, changed_at)
    values (${personId}, ${secondsWanted}, ${taskTypes}::text[], ${languages}::text[], ${projectIds}::uuid[], ${changedAt})
    on conflict (person_id) do update set seconds_wanted = excluded.seconds_wanted, task_types = excluded.task_types,
      languages = excluded.languages, project_ids = excluded.project_ids, changed_at = excluded.changed_at`.execute(db)
}

export async function deleteSubscription(db: Db, personId: string): Promise<void> {
  await db.deleteFrom('subscriptions').where('person_id', '=', personId).execute()
}

/** Of these projects, those that published work at some time: drafts of others are nobody's business. By primary key. */
export async function listPublishedProjects(db: Db, projectIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from unnest(${projectIds}::uuid[]) p(id)
    where exists (select from batches b where b.project_id = p.id and b.state <> 'draft')`.execute(db)
  return rows.map(({ id }) => id)
}

export interface AskableProject {
  readonly id: string
  readonly name: string
  readonly finalClient: string
  readonly language: string | null
}

/** Projects with work on offer, and those named, newest work first: what a form can offer, at most `limit`. */
export async function listAskableProjects(db: Db, named: readonly string[], limit: number): Promise<AskableProject[]> {
  const { rows } = await sql<AskableProject>`
    with offered as (
      select project_id as id, max(published_at) as at
      from (select project_id, published_at from batches where state in ('open', 'paused') order by published_at desc, id limit 1000) b
      group by project_id order by at desc limit ${limit}
    )
    select p.id, p.name, p.final_client as "finalClient", p.language
    from projects p left join offered o on o.id = p.id
    where p.id in (select id from offered) or p.id = any(${named}::uuid[])
    order by o.at desc nulls last, p.name`.execute(db)
  return rows
}

export interface SittingRow {
  readonly openedAt: Date
  readonly seenAt: Date
  readonly batchId: string | null
}

/** The sitting of a person, unless it saw no request since `since`: then it has ended by itself. */
export async function findSitting(db: Db, personId: string, since: Date): Promise<SittingRow | null> {
  const { rows } = await sql<SittingRow>`
    select opened_at as "openedAt", seen_at as "seenAt", batch_id as "batchId" from sittings
    where person_id = ${personId} and seen_at >= ${since}`.execute(db)
  return rows[0] ?? null
}

/** One that is open already goes on; one that ended by itself begins anew. False when the person has no subscription. */
export async function openSitting(tx: Tx, personId: string, now: Date, since: Date): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update subscriptions set last_sitting_at = ${now} where person_id = ${personId}`.execute(tx)
  if ((numAffectedRows ?? 0n) === 0n) return false
  await sql`
    insert into sittings as s (person_id, opened_at, seen_at) values (${personId}, ${now}, ${now})
    on conflict (person_id) do update set seen_at = excluded.seen_at, passed = '{}',
      opened_at = case when s.seen_at < ${since} then excluded.opened_at else s.opened_at end,
      batch_id = case when s.seen_at < ${since} then null else s.batch_id end,
      organisation_id = case when s.seen_at < ${since} then null else s.organisation_id end`.execute(tx)
  return true
}

export async function closeSitting(tx: Tx, personId: string, now: Date): Promise<void> {
  await sql`
    with closed as (delete from sittings where person_id = ${personId} returning person_id)
    update subscriptions s set last_sitting_at = ${now} from closed where s.person_id = closed.person_id`.execute(tx)
}

/** Sittings without a request since `since`; their claims count from the last one on. Returns how many. */
export async function endIdleSittings(db: Db, since: Date): Promise<number> {
  const { rows } = await sql<{ ended: number }>`
    with ended as (delete from sittings where seen_at < ${since} returning person_id, seen_at),
    kept as (
      update subscriptions s set last_sitting_at = greatest(s.last_sitting_at, ended.seen_at) from ended where s.person_id = ended.person_id
    )
    select count(*)::int as ended from ended`.execute(db)
  return rows[0]?.ended ?? 0
}

/** Says that the person is there, if a sitting of theirs is open. */
export async function touchSitting(db: Db, personId: string, now: Date, since: Date): Promise<void> {
  await sql`update sittings set seen_at = ${now} where person_id = ${personId} and seen_at between ${since} and ${now}`.execute(db)
}

export interface WeekRow {
  readonly receivedSeconds: number
  readonly shareSeconds: number | null
  readonly claims: number
  readonly computedAt: Date | null
}

/** Where a person stands this week; zeros before anything was counted. Three rows by key. */
export async function findWeek(db: Db, personId: string, week: string): Promise<WeekRow> {
  const { rows } = await sql<WeekRow>`
    select coalesce(w.received_seconds, 0)::float8 as "receivedSeconds", w.share_seconds::float8 as "shareSeconds",
      coalesce(r.claims, 0) as claims, r.computed_at as "computedAt"
    from (select ${personId}::uuid as id) p left join worker_weeks w on w.person_id = p.id and w.week = ${week}::date
      left join share_rounds r on true`.execute(db)
  return rows[0] ?? { receivedSeconds: 0, shareSeconds: null, claims: 0, computedAt: null }
}
