import pg from 'pg'
import { expect, it } from 'vitest'
import { createLog } from '../log.ts'
import { freshDatabase } from '../../testing/index.ts'
import { openDatabase } from './database.ts'

it('survives the loss of a connection that is in use: the statement fails, the next one gets a new connection', async () => {
  const database = await freshDatabase()
  const { pool, close } = openDatabase({ url: database.url, poolSize: 3, log: createLog({ logLevel: 'silent' }) })
  const other = new pg.Client({ connectionString: database.url })
  await other.connect()
  const client = await pool.connect()
  // the end of the connection is an event of its own, a moment after the statement failed
  const ended = new Promise<void>((resolve) => client.once('end', () => resolve()))
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  const failed = client.query('select pg_sleep(20)').catch((error: unknown) => String(error))
  await other.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  expect(await failed).toMatch(/terminating connection/)
  await ended
  client.release(true)

  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await other.end()
  await close()
  await database.drop()
})
