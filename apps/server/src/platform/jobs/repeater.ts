import type pg from 'pg'
import type { Log } from '../log.ts'

interface Task {
  readonly name: string
  readonly seconds: number
  readonly run: () => Promise<void>
}

/** The connection that holds locks: there while a task runs. */
interface Locks {
  readonly client: Promise<pg.PoolClient>
  /** tasks that need it */
  users: number
  broken: boolean
  /** ends with the statement that was asked last: a connection has one at a time */
  asked: Promise<unknown>
}

/**
 * Runs short tasks again and again, each in one process at a time: the lock is only tried, and held while the task runs. All
 * locks are held by one connection: of tasks that are due at the same instant each would else keep one from the pool while it
 * waits for another one to work with, and when none is left, everything would wait for ever.
 */
export class Repeater {
  readonly #pool: pg.Pool
  readonly #log: Log
  readonly #tasks: Task[] = []
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #running = new Set<Promise<void>>()
  #locks: Locks | null = null
  #stopped = true

  constructor(pool: pg.Pool, log: Log) {
    this.#pool = pool
    this.#log = log
  }

  add(task: Task): void {
    this.#tasks.push(task)
  }

  start(): void {
    this.#stopped = false
    for (const task of this.#tasks) this.#schedule(task)
  }

  /** Waits for what is running. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) clearTimeout(timer)
    await Promise.all(this.#running)
  }

  #schedule(task: Task): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      const run = this.#runAlone(task)
        .catch((error: unknown) => this.#log.error({ err: error, task: task.name }, 'task_failed'))
        .finally(() => {
          this.#running.delete(run)
          if (!this.#stopped) this.#schedule(task)
        })
      this.#running.add(run)
    }, task.seconds * 1000)
    this.#timers.add(timer)
  }

  async #runAlone({ name, run }: Task): Promise<void> {
    const locks = (this.#locks ??= { client: this.#pool.connect(), users: 0, broken: false, asked: Promise.resolve() })
    locks.users += 1
    try {
      const key = `every:${name}`
      const { rows } = await ask<{ mine: boolean }>(locks, 'select pg_try_advisory_lock(hashtext($1)) as mine', key)
      if (rows[0]?.mine !== true) return
      try {
        await run()
      } finally {
        await ask(locks, 'select pg_advisory_unlock(hashtext($1))', key)
      }
    } catch (error) {
      // it may hold a lock still: closed, it lets go of it, and the next task gets another one
      locks.broken = true
      if (this.#locks === locks) this.#locks = null
      throw error
    } finally {
      locks.users -= 1
      if (locks.users === 0) {
        if (this.#locks === locks) this.#locks = null
        await locks.client.then((client) => client.release(locks.broken))
      }
    }
  }
}

async function ask<Row extends pg.QueryResultRow>(locks: Locks, statement: string, key: string): Promise<pg.QueryResult<Row>> {
  const query = async () => (await locks.client).query<Row>(statement, [key])
  // also after one that failed: whoever asked it is told
  const answer = locks.asked.then(query, query)
  locks.asked = answer
  return answer
}
