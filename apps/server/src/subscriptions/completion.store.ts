import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface CrowdRow {
  readonly secondsWanted: number
  /** whose request fits */
  readonly people: number
  /** whose request would fit if the work needed no language */
  readonly peopleOfAnyLanguage: number
}

/**
 * People whose request fits such work, by what they asked for; hours are whole quarters, so there are at most 321 groups.
 * Only those who asked, or sat, since `since`. Reads the requests once: for a requester's form, not for every lease.
 */
export async function countCrowd(
  db: Db,
  of: { projectId: string; taskType: string; language: string | null; since: Date },
): Promise<CrowdRow[]> {
  const { rows } = await sql<CrowdRow>`
    select seconds_wanted as "secondsWanted", count(*)::int as "peopleOfAnyLanguage",
      count(*) filter (where languages is null or ${of.language}::text is null or ${of.language} = any (languages))::int as people
    from subscriptions
    where seconds_wanted > 0 and greatest(changed_at, last_sitting_at) >= ${of.since}
      and (task_types is null or ${of.taskType} = any (task_types))
      and (project_ids is null or ${of.projectId}::uuid = any (project_ids))
    group by seconds_wanted order by seconds_wanted`.execute(db)
  return rows
}

/** Work left in open batches of the organisation that is brought before one of this priority that is published now. */
export async function readWorkAhead(db: Db, organisationId: string, priority: number, exceptBatchId: string | null): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(sum(s.open_seconds), 0)::float8 as seconds
    from batches b join batch_supply s on s.batch_id = b.id
    where b.organisation_id = ${organisationId} and b.state = 'open' and b.priority >= ${priority}
      and b.id is distinct from ${exceptBatchId}::uuid`.execute(db)
  return rows[0]?.seconds ?? 0
}
