import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../testing/index.ts'
import { openDatabase, type OpenDatabase } from '../db/database.ts'
import { createLog } from '../log.ts'
import { Repeater } from './repeater.ts'

const log = createLog({ logLevel: 'silent' })
let fresh: Awaited<ReturnType<typeof freshDatabase>>
let database: OpenDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
  database = openDatabase({ url: fresh.url, poolSize: 3, log })
})
afterAll(async () => {
  await database.close()
  await fresh.drop()
})

it('runs tasks that are due at the same instant, however few connections there are', async () => {
  const repeater = new Repeater(database.pool, log)
  const done = new Set<number>()
  for (let task = 0; task < 12; task++) {
    const run = async () => {
      await Promise.all([1, 2, 3].map(() => database.pool.query('select pg_sleep(0.02)')))
      done.add(task)
    }
    repeater.add({ name: `together-${task}`, seconds: 0.05, run })
  }
  repeater.start()
  await expect.poll(() => done.size).toBe(12)
  await repeater.stop()
  expect(database.pool.idleCount).toBe(database.pool.totalCount)
})

it('runs a task in one process at a time, and lets others have it afterwards', async () => {
  const other = new pg.Client({ connectionString: fresh.url })
  await other.connect()
  await other.query(`select pg_advisory_lock(hashtext('every:alone'))`)
  const repeater = new Repeater(database.pool, log)
  const runs = { alone: 0, beside: 0 }
  repeater.add({ name: 'alone', seconds: 0.02, run: async () => void (runs.alone += 1) })
  repeater.add({ name: 'beside', seconds: 0.02, run: async () => void (runs.beside += 1) })
  repeater.start()
  await expect.poll(() => runs.beside).toBeGreaterThan(3)
  expect(runs.alone).toBe(0)
  await other.query(`select pg_advisory_unlock(hashtext('every:alone'))`)
  await expect.poll(() => runs.alone).toBeGreaterThan(0)
  await repeater.stop()
  const { rows } = await other.query(`select 1 from pg_locks where locktype = 'advisory'`)
  expect(rows).toEqual([])
  await other.end()
})

it('goes on when the connection that holds its locks is lost', async () => {
  const repeater = new Repeater(database.pool, log)
  let runs = 0
  repeater.add({
    name: 'lost',
    seconds: 0.02,
    run: async () => {
      runs += 1
      if (runs === 1)
        await database.pool.query(`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()`)
    },
  })
  repeater.start()
  await expect.poll(() => runs).toBeGreaterThan(2)
  await repeater.stop()
})
