import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface SitterRow {
  readonly subscribed: boolean
  readonly sitting: boolean
  readonly batchId: string | null
  readonly passed: readonly string[]
}

/** Who asks to be brought tasks: two rows by key. */
export async function findSitter(db: Db, personId: string, since: Date): Promise<SitterRow> {
  const { rows } = await sql<SitterRow>`
    select s.person_id is not null as subscribed, o.person_id is not null as sitting, o.batch_id as "batchId", coalesce(o.passed, '{}') as passed
    from (select ${personId}::uuid as id) p left join subscriptions s on s.person_id = p.id
      left join sittings o on o.person_id = p.id and o.seen_at >= ${since}`.execute(db)
  return rows[0] ?? { subscribed: false, sitting: false, batchId: null, passed: [] }
}

export interface Candidate {
  readonly batchId: string
  readonly organisationId: string
}

/** Of one organisation, so that a call looks at several before it has looked at all that one of them offers. */
const OF_ONE_ORGANISATION = 3

/**
 * Batches to bring this worker, the first one first: the most plentiful kind of work (see `shareOut`), then organisations in
 * turn, the one with the fewest open sittings first, then by the organisation's priority, then the oldest.
 *
 * Steps from organisation to organisation along the index of open batches, and reads in each only batches with work left,
 * or so new that nobody has counted theirs.
 */
export async function listCandidates(
  db: Db,
  of: { personId: string; passed: readonly string[]; newSince: Date; openSince: Date; limit: number },
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    with recursive organisations as (
      (select organisation_id as id from batches where state = 'open' order by organisation_id limit 1)
      union all
      select (select organisation_id from batches where state = 'open' and organisation_id > o.id order by organisation_id limit 1)
      from organisations o where o.id is not null
    ), turns as (
      select o.id, (select count(*) from sittings s where s.organisation_id = o.id and s.seen_at >= ${of.openSince}
        and s.person_id <> ${of.personId}) as sittings
      from organisations o where o.id is not null
    )
    select c.id as "batchId", turns.id as "organisationId"
    from subscriptions w, turns cross join lateral (
      select b.id, b.priority, b.published_at, s.scarce, s.level_seconds
      from batches b join projects p on p.id = b.project_id left join batch_supply s on s.batch_id = b.id
      where b.organisation_id = turns.id and b.state = 'open'
        and (s.batch_id is not null or b.published_at >= ${of.newSince})
        and b.id <> all (${of.passed}::uuid[])
        and (w.task_types is null or b.task_type = any (w.task_types))
        and (w.languages is null or p.language is null or p.language = any (w.languages))
        and (w.project_ids is null or b.project_id = any (w.project_ids))
        and (b.max_per_worker is null or b.max_per_worker >
          coalesce((select k.taken from batch_workers k where k.batch_id = b.id and k.worker_id = w.person_id), 0))
      order by coalesce(s.scarce, false), s.level_seconds desc nulls first, b.priority desc, b.published_at, b.id
      limit ${OF_ONE_ORGANISATION}
    ) c
    where w.person_id = ${of.personId}
    order by coalesce(c.scarce, false), c.level_seconds desc nulls first, turns.sittings, min(c.published_at) over (partition by turns.id),
      turns.id, c.priority desc, c.published_at, c.id
    limit ${of.limit}`.execute(db)
  return rows
}

/** The batch that was brought; a new round of looking begins with it. */
export async function setSittingBatch(db: Db, personId: string, { batchId, organisationId }: Candidate, now: Date): Promise<void> {
  await sql`
    update sittings set batch_id = ${batchId}, organisation_id = ${organisationId}, passed = '{}', seen_at = greatest(seen_at, ${now})
    where person_id = ${personId}`.execute(db)
}

/** Nothing was brought: these batches had nothing in this round of looking. */
export async function setPassed(db: Db, personId: string, passed: readonly string[], now: Date): Promise<void> {
  await sql`
    update sittings set passed = ${passed}::uuid[], seen_at = greatest(seen_at, ${now}) where person_id = ${personId}`.execute(db)
}
