import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface OpenProject {
  readonly projectId: string
  /** the newest open batch of the project that still wants responses */
  readonly batchId: string
  readonly isDemo: boolean
  readonly priceMicros: bigint
  readonly currency: string
  readonly estimateSeconds: number
  /** mean time that people really took; null before anybody finished */
  readonly measuredSeconds: number | null
  readonly tasksLeft: number
}

const PROJECTS_SHOWN = 12
/** One project may have many open batches: so many are looked at for a dozen projects. */
const BATCHES_READ = 60

/**
 * The newest open projects. Reads at most 60 batches and their counters (16 rows each) whatever the number of batches and
 * tasks, so that the most visited page costs the same on the busiest day.
 */
export async function listOpenProjects(db: Db): Promise<OpenProject[]> {
  const { rows } = await sql<OpenProject>`
    select * from (
      select distinct on (b.project_id) b.project_id as "projectId", b.id as "batchId", b.is_demo as "isDemo",
        b.price_micros as "priceMicros", b.currency, b.estimate_seconds as "estimateSeconds", b.published_at,
        (t.work_ms / nullif(t.responses, 0) / 1000)::float8 as "measuredSeconds", greatest(0, b.task_count - t.tasks_done)::int as "tasksLeft"
      from (select * from batches where state = 'open' order by published_at desc, id limit ${BATCHES_READ}) b
        cross join lateral (
          select coalesce(sum(tasks_done), 0) as tasks_done, coalesce(sum(submitted), 0) as submitted, coalesce(sum(work_ms), 0) as work_ms,
            coalesce(sum(submitted) + sum(surplus), 0) as responses
          from batch_tallies where batch_id = b.id) t
      where t.submitted < b.task_count::int8 * b.redundancy + b.extra_responses and (b.stop_rule = 'fixed' or t.tasks_done < b.task_count)
      order by b.project_id, b.published_at desc, b.id
    ) newest
    order by published_at desc, "batchId" limit ${PROJECTS_SHOWN}`.execute(db)
  return rows
}
