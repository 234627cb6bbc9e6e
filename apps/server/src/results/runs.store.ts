import { sql } from 'kysely'
import type pg from 'pg'
import type { CalibrationBin, Chosen } from '../methods/index.ts'
import type { Db, Tx } from '../platform/db/database.ts'

export const RUN_PHASES = ['reading', 'computing', 'writing'] as const
export type RunPhase = (typeof RUN_PHASES)[number]

export interface RunRow {
  readonly id: string
  readonly batch_id: string
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  readonly phase: RunPhase | null
  /** responses read, or tasks written, of how many */
  readonly progress_done: bigint
  readonly progress_total: bigint
  readonly seen_submitted: bigint | null
  readonly seen_rejected: bigint | null
  readonly responses: bigint | null
  readonly tasks: number | null
  readonly workers: number | null
  readonly agreement: number | null
  readonly iterations: number | null
  readonly converged: boolean | null
  readonly gold_tasks: number | null
  readonly majority_vote_accuracy: number | null
  readonly accuracy: number | null
  readonly method_asked: string | null
  readonly method: string | null
  readonly reason: string | null
  readonly compared: Chosen['compared']
  readonly chosen_at: bigint | null
  readonly parameters: Readonly<Record<string, string | number | boolean>>
  readonly seconds: number | null
  readonly alpha: number | null
  readonly alpha_low: number | null
  readonly alpha_high: number | null
  readonly response_agreement: number | null
  readonly response_accuracy: number | null
  readonly classes: number | null
  readonly calibration: readonly CalibrationBin[] | null
  readonly rows_changed: number | null
  readonly version: string | null
  readonly failure: string | null
  readonly requested_at: Date
  readonly started_at: Date | null
  readonly finished_at: Date | null
}

/** A new waiting run, or the one that waits already. */
export async function insertRun(tx: Tx, run: { id: string; batchId: string; now: Date }): Promise<{ run: RunRow; isNew: boolean }> {
  const { rows } = await sql<RunRow>`
    insert into aggregation_runs (id, batch_id, state, requested_at) values (${run.id}, ${run.batchId}, 'waiting', ${run.now})
    on conflict (batch_id) where state = 'waiting' do update set requested_at = aggregation_runs.requested_at
    returning *`.execute(tx)
  const [row] = rows
  if (row === undefined) throw new Error('an upsert returned no row')
  return { run: row, isNew: row.id === run.id }
}

export async function findRun(db: Db, id: string): Promise<RunRow | null> {
  const { rows } = await sql<RunRow>`select * from aggregation_runs where id = ${id}`.execute(db)
  return rows[0] ?? null
}

export interface LatestRuns {
  /** the newest, whatever its state */
  readonly newest: RunRow | null
  /** the newest that ended well: the results in the table are its results */
  readonly done: RunRow | null
}

/** Among the newest hundred runs of the batch. */
export async function findLatestRuns(db: Db, batchId: string): Promise<LatestRuns> {
  const { rows } = await sql<RunRow>`
    select * from aggregation_runs where batch_id = ${batchId} order by requested_at desc, id desc limit 100`.execute(db)
  return { newest: rows[0] ?? null, done: rows.find((row) => row.state === 'done') ?? null }
}

/** The run of this batch that is next to be done: waiting, or begun by a process that is gone (the caller holds the batch's lock). */
export async function beginRun(
  db: Db,
  batchId: string,
  of: { seen: { submitted: number; rejected: number }; method: string | null; version: string; now: Date },
): Promise<RunRow | null> {
  const { seen } = of
  const { rows } = await sql<RunRow>`
    update aggregation_runs set state = 'running', started_at = ${of.now}, version = ${of.version}, method_asked = ${of.method},
      seen_submitted = ${seen.submitted}, seen_rejected = ${seen.rejected}, phase = 'reading', progress_done = 0, progress_total = ${seen.submitted}
    where id = (select id from aggregation_runs where batch_id = ${batchId} and state in ('waiting', 'running') order by requested_at, id limit 1)
    returning *`.execute(db)
  return rows[0] ?? null
}

/** False when the run is not running any more: it was cancelled. */
export async function moveRun(db: Db, id: string, at: { phase: RunPhase; done: number; total: number }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update aggregation_runs set phase = ${at.phase}, progress_done = ${at.done}, progress_total = ${at.total}
    where id = ${id} and state = 'running'`.execute(db)
  return numAffectedRows === 1n
}

/** Ends a run that waits or is under way; what the batch has seen so far is noted, so that only new responses ask for another. */
export async function cancelRun(db: Db, id: string, seen: { submitted: number; rejected: number }, now: Date): Promise<RunRow | null> {
  const { rows } = await sql<RunRow>`
    update aggregation_runs set state = 'cancelled', finished_at = ${now}, phase = null, seen_submitted = ${seen.submitted}, seen_rejected = ${seen.rejected}
    where id = ${id} and state in ('waiting', 'running') returning *`.execute(db)
  return rows[0] ?? null
}

export async function failRun(db: Db, id: string, now: Date): Promise<void> {
  await sql`
    update aggregation_runs set state = 'failed', failure = 'error', phase = null, finished_at = ${now} where id = ${id} and state = 'running'`.execute(
    db,
  )
}

/** Batches with runs that were requested before `before` and are not finished. */
export async function listUnfinished(db: Db, before: Date): Promise<string[]> {
  const { rows } = await sql<{ batch_id: string }>`
    select distinct batch_id from aggregation_runs where state in ('waiting', 'running') and requested_at < ${before} limit 100`.execute(db)
  return rows.map((row) => row.batch_id)
}

/**
 * Batches that are done or closed and whose newest run has not seen all responses. Reads at most 16 counters and one run
 * of each batch on offer, and of those closed since `closedSince`.
 */
export async function listFinishedBatches(db: Db, closedSince: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select b.id from batches b
      cross join lateral (select sum(submitted) as submitted, sum(rejected) as rejected, sum(tasks_done) as done
        from batch_tallies t where t.batch_id = b.id) t
      left join lateral (select seen_submitted, seen_rejected, state from aggregation_runs r
        where r.batch_id = b.id order by requested_at desc, id desc limit 1) latest on true
    where t.submitted > 0 and (b.state in ('open', 'paused') and t.done >= b.task_count or b.state = 'closed' and b.closed_at > ${closedSince})
      and (latest.state is null
        or latest.state in ('done', 'failed', 'cancelled') and (latest.seen_submitted, latest.seen_rejected) is distinct from (t.submitted, t.rejected))
    limit 100`.execute(db)
  return rows.map((row) => row.id)
}

/** Runs the work in one process at a time per batch; null when another process is at it. */
export async function alonePerBatch<T>(pool: pg.Pool, batchId: string, work: () => Promise<T>): Promise<T | null> {
  const client = await pool.connect()
  const lock = `aggregate:${batchId}`
  let unlocked = false
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as mine', [lock])
    if (rows[0]?.mine !== true) {
      unlocked = true
      return null
    }
    const done = await work()
    await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [lock])
    unlocked = true
    return done
  } finally {
    // a connection that may still hold the lock is closed, which lets it go
    client.release(!unlocked)
  }
}

/** How the batch wants its responses made one; null: as its task type does first. */
export async function setMethod(db: Db, batchId: string, method: string | null): Promise<void> {
  await sql`update batches set aggregation_method = ${method} where id = ${batchId}`.execute(db)
}
