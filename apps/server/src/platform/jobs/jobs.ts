import { CompiledQuery } from 'kysely'
import { PgBoss } from 'pg-boss'
import type pg from 'pg'
import type { Database, Db } from '../db/database.ts'
import type { Log } from '../log.ts'

export interface Jobs {
  /** Enqueues inside the caller's transaction: the job exists if and only if the transaction is committed. */
  send(db: Db, queue: string, data: object, options?: { singletonKey?: string; startAfterSeconds?: number }): Promise<void>
  /** Declares the worker of a queue. A job that throws is tried again up to three times, later each time. */
  handle<T extends object>(queue: string, handler: (data: T) => Promise<void>): void
  /** Runs a short task again and again in one process at a time, whatever the number of processes. */
  every(name: string, seconds: number, task: () => Promise<void>): void
  start(): Promise<void>
  /** Waits for running jobs and tasks. */
  stop(): Promise<void>
}

/** How every queue treats its jobs. */
export const QUEUE_OPTIONS = { retryLimit: 3, retryBackoff: true, expireInSeconds: 3600 * 4 }

/** Rows of the query builder's transaction as the job library wants them. */
function executorOf(db: Db) {
  return {
    async executeSql(text: string, values: readonly unknown[] = []) {
      const { rows } = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]))
      return { rows }
    },
  }
}

export function createJobs(of: { pool: pg.Pool; db: Database; log: Log }): Jobs {
  const boss = new PgBoss({
    db: {
      async executeSql(text: string, values?: unknown[]) {
        return of.pool.query(text, values)
      },
    },
    schema: 'jobs',
  })
  boss.on('error', (error) => of.log.error({ err: error }, 'jobs_failed'))
  const handlers = new Map<string, (data: never) => Promise<void>>()
  const tasks: { name: string; seconds: number; task: () => Promise<void> }[] = []
  const timers = new Set<NodeJS.Timeout>()
  const running = new Set<Promise<void>>()

  /** One process at a time: the lock is taken for the length of the task, and only tried. */
  async function runAlone(name: string, task: () => Promise<void>): Promise<void> {
    const client = await of.pool.connect()
    try {
      const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtext($1)) as mine', [`every:${name}`])
      if (rows[0]?.mine !== true) return
      try {
        await task()
      } finally {
        await client.query('select pg_advisory_unlock(hashtext($1))', [`every:${name}`])
      }
    } finally {
      client.release()
    }
  }

  function repeat({ name, seconds, task }: (typeof tasks)[number]): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      const run = runAlone(name, task)
        .catch((error: unknown) => of.log.error({ err: error, task: name }, 'task_failed'))
        .finally(() => {
          running.delete(run)
          if (!stopped) repeat({ name, seconds, task })
        })
      running.add(run)
    }, seconds * 1000)
    timers.add(timer)
  }
  let stopped = true

  return {
    async send(db, queue, data, options = {}) {
      await boss.send(queue, data, {
        db: executorOf(db),
        ...(options.singletonKey === undefined ? {} : { singletonKey: options.singletonKey }),
        ...(options.startAfterSeconds === undefined ? {} : { startAfter: options.startAfterSeconds }),
      })
    },
    handle(queue, handler) {
      handlers.set(queue, handler)
    },
    every(name, seconds, task) {
      tasks.push({ name, seconds, task })
    },
    async start() {
      await boss.start()
      for (const [queue, handler] of handlers) {
        await boss.createQueue(queue, QUEUE_OPTIONS)
        await boss.work(queue, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async (jobs) => {
          for (const job of jobs) await handler(job.data as never)
        })
      }
      stopped = false
      for (const task of tasks) repeat(task)
    },
    async stop() {
      stopped = true
      for (const timer of timers) clearTimeout(timer)
      await Promise.all(running)
      await boss.stop({ graceful: true, timeout: 20_000 })
    },
  }
}
