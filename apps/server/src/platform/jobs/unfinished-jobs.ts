import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { PgBoss } from 'pg-boss'
import { QUEUE_OPTIONS } from './jobs.ts'

/**
 * What is still to be done, without the library's own bookkeeping: a job under way counts, since whatever it had not
 * committed must be done again. Oldest first.
 */
export const UNFINISHED_JOBS = `
  select name, data, singleton_key, start_after from jobs.job
  where state in ('created', 'retry', 'active') order by created_on, id`

export async function hasJobs(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ present: boolean }>(`select to_regclass('jobs.job') is not null as present`)
  return rows[0]?.present === true
}

interface UnfinishedJob {
  readonly name: string
  readonly data: object | null
  readonly singleton_key: string | null
  readonly start_after: Date
}

export interface JobLoader {
  /** Enqueues them inside the caller's transaction; `content` is a COPY of UNFINISHED_JOBS with its header. */
  load(client: pg.Client, content: AsyncIterable<Uint8Array>): Promise<number>
  close(): Promise<void>
}

/** Sets up the job library and these queues, which is harmless in an empty database and cannot be done inside a transaction. */
export async function openJobLoader(databaseUrl: string, queues: readonly string[]): Promise<JobLoader> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'canut-backup',
    schema: 'jobs',
    supervise: false,
    schedule: false,
    max: 2,
  })
  let failure: Error | null = null
  boss.on('error', (error) => (failure ??= error))
  await boss.start()
  for (const queue of queues) await boss.createQueue(queue, QUEUE_OPTIONS)
  return {
    async load(client, content) {
      await client.query(
        'create temp table restored_jobs (name text, data jsonb, singleton_key text, start_after timestamptz) on commit drop',
      )
      await pipeline(
        Readable.from(content, { objectMode: false }),
        client.query(copyFrom('copy restored_jobs from stdin with (format text, header match)')),
      )
      const count = await sendAll(boss, client)
      if (failure !== null) throw failure
      return count
    },
    close: () => boss.stop({ graceful: false }),
  }
}

async function sendAll(boss: PgBoss, client: pg.Client): Promise<number> {
  const db = { executeSql: async (text: string, values?: unknown[]) => client.query(text, values) }
  await client.query('declare jobs_to_send no scroll cursor for select * from restored_jobs')
  for (let count = 0; ;) {
    const { rows } = await client.query<UnfinishedJob>('fetch 500 from jobs_to_send')
    if (rows.length === 0) return count
    for (const job of rows) {
      await boss.send(job.name, job.data, {
        db,
        startAfter: job.start_after,
        ...(job.singleton_key === null ? {} : { singletonKey: job.singleton_key }),
      })
      count += 1
    }
  }
}
