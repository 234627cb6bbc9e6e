import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Tx } from './database.ts'
import type { Tables } from './tables.ts'

/**
 * A transaction whose connection is also at hand for COPY, which the query builder does not speak. Takes as long as the
 * rows take to arrive: the limits on statements do not hold in it. Throw to roll back.
 */
export async function inCopyTransaction<T>(pool: pg.Pool, work: (tx: Tx, client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    const pinned = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolOf(client) }) })
    return await pinned.transaction().execute(async (tx) => {
      await client.query('set local statement_timeout = 0')
      await client.query('set local idle_in_transaction_session_timeout = 0')
      return work(tx, client)
    })
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

/** The query builder wants a pool; this one has a single connection, which it neither opens nor closes. */
function poolOf(client: pg.PoolClient) {
  const borrowed = new Proxy(client, {
    get(target, name) {
      if (name === 'release') return () => undefined
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value
    },
  })
  return { connect: async () => borrowed, end: async () => undefined, options: {} }
}
