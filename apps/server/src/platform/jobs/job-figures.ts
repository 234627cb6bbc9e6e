import type pg from 'pg'

export interface JobFigures {
  readonly queue: string
  /** due, and begun by nobody yet */
  readonly waiting: number
  /** due later: postponed, or to be tried again */
  readonly later: number
  readonly running: number
  /** given up after their last try; kept for a while */
  readonly failed: number
}

/** Per queue; none when the job library has never been started on this database. */
export async function countJobs(pool: Pick<pg.Pool, 'query'>): Promise<JobFigures[]> {
  const { rows: found } = await pool.query<{ present: boolean }>(`select to_regclass('jobs.job') is not null as present`)
  if (found[0]?.present !== true) return []
  const { rows } = await pool.query<JobFigures>(`
    select name as queue,
      (count(*) filter (where state in ('created', 'retry') and start_after <= now()))::int as waiting,
      (count(*) filter (where state in ('created', 'retry') and start_after > now()))::int as later,
      (count(*) filter (where state = 'active'))::int as running,
      (count(*) filter (where state = 'failed'))::int as failed
    from jobs.job where state in ('created', 'retry', 'active', 'failed') group by name order by name`)
  return rows
}
