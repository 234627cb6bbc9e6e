import { CompiledQuery } from 'kysely'
import { PgBoss } from 'pg-boss'
import type pg from 'pg'
import type { Database, Db } from '../db/database.ts'
import type { Log } from '../log.ts'
import { Repeater } from './repeater.ts'

export interface Jobs {
  /** Enqueues inside the caller's transaction: the job exists if and only if the transaction is committed. */
  send(db: Db, queue: string, data: object, options?: { singletonKey?: string; startAfterSeconds?: number }): Promise<void>
  /** Declares the worker of a queue. A job that throws is tried again up to three times, later each time. */
  handle(queue: string, handler: (data: never) => Promise<void>): void
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
  const repeater = new Repeater(of.pool, of.log)

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
      repeater.add({ name, seconds, run: task })
    },
    async start() {
      await boss.start()
      for (const [queue, handler] of handlers) {
        await boss.createQueue(queue, QUEUE_OPTIONS)
        await boss.work(queue, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async (jobs) => {
          for (const job of jobs)
            await handler(job.data as never).catch((error: unknown) => {
              of.log.error({ err: error, queue, job: job.id }, 'job_failed')
              throw error
            })
        })
      }
      repeater.start()
    },
    async stop() {
      await repeater.stop()
      await boss.stop({ graceful: true, timeout: 20_000 })
    },
  }
}
