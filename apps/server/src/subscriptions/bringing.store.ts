import { sql } from 'kysely'
import { refusedBy } from '../exposure/index.ts'
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

interface CandidateRow extends Candidate {
  /** 0: there is enough for all; 1: scarce, and in the worker's share; 2: scarce, and not */
  readonly scarcity: number
  readonly sittings: number
  readonly priority: number
  readonly publishedAt: Date
}

/** Of one project, so that a call looks at several before it has looked at all that one of them offers. */
const OF_ONE_PROJECT = 3

/**
 * Batches to bring this worker, the first one first: work of which there is enough, then scarce work that their share is
 * made of (see `shareOut`); then organisations in turn, the one with the fewest open sittings first, then by the
 * organisation's priority, then the oldest. Last comes scarce work that is not in their share: asking for it says why.
 *
 * Reads the few rows of projects with work left, and the sittings that are open; then, project by project until there are
 * enough, batches along an index. Those that are so new that nobody has counted theirs are looked at as well.
 */
export async function listCandidates(
  db: Db,
  of: { personId: string; passed: readonly string[]; now: Date; newSince: Date; openSince: Date; limit: number },
): Promise<Candidate[]> {
  const { rows } = await sql<CandidateRow>`
    with turns as materialized (
      select organisation_id as id, count(*)::int as sittings from sittings
      where organisation_id is not null and seen_at >= ${of.openSince} and person_id <> ${of.personId} group by 1
    ), offered as materialized (
      select project_id, organisation_id, task_type, language, kind, scarce, priority, published_at from project_supply
      union all
      select distinct on (p.id) p.id, p.organisation_id, p.task_type, p.language, '', false, b.priority, b.published_at
      from batches b join projects p on p.id = b.project_id
      where b.state = 'open' and b.published_at >= ${of.newSince} and not exists (select from project_supply s where s.project_id = p.id)
    ), fitting as (
      select o.*, coalesce(t.sittings, 0) as sittings,
        case when not o.scarce then 0 when o.kind = any (k.share_kinds) then 1 else 2 end as scarcity
      from subscriptions w left join worker_weeks k on k.person_id = w.person_id and k.week = week_of(${of.now}), offered o
        left join turns t on t.id = o.organisation_id
      where w.person_id = ${of.personId}
        and not exists (select from projects p where p.id = o.project_id and p.sensitive_categories && ${refusedBy(of.personId)})
        and (w.task_types is null or o.task_type = any (w.task_types))
        and (w.languages is null or o.language is null or o.language = any (w.languages))
        and (w.project_ids is null or o.project_id = any (w.project_ids))
      order by scarcity, sittings, o.organisation_id, o.priority desc, o.published_at
    )
    select b.id as "batchId", f.organisation_id as "organisationId", f.scarcity, f.sittings,
      b.priority, b.published_at as "publishedAt"
    from fitting f cross join lateral (
      select b.id, b.priority, b.published_at from batches b
      where b.project_id = f.project_id and b.state = 'open' and b.id <> all (${of.passed}::uuid[])
        and (b.published_at >= ${of.newSince} or exists (select from batch_supply s where s.batch_id = b.id))
        and (b.max_per_worker is null or b.max_per_worker >
          coalesce((select k.taken from batch_workers k where k.batch_id = b.id and k.worker_id = ${of.personId}), 0))
      order by b.priority desc, b.published_at, b.id limit ${OF_ONE_PROJECT}
    ) b
    limit ${of.limit}`.execute(db)
  return rows.toSorted(inTurn)
}

/** The order in which the projects were read, and of one organisation the priorities and ages of its batches. */
function inTurn(a: CandidateRow, b: CandidateRow): number {
  return (
    a.scarcity - b.scarcity ||
    a.sittings - b.sittings ||
    Number(a.organisationId > b.organisationId) - Number(a.organisationId < b.organisationId) ||
    b.priority - a.priority ||
    a.publishedAt.getTime() - b.publishedAt.getTime()
  )
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
