import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Tables } from './tables.ts'
import type { Log } from '../log.ts'

export type Database = Kysely<Tables>
export type Tx = Transaction<Tables>
/** What a store function takes: inside or outside a transaction. */
export type Db = Database | Tx

const INT8 = 20
const DATE = 1082
// counts and money are 64-bit: a JavaScript number would lose digits without saying so
const types = new pg.TypeOverrides()
types.setTypeParser(INT8, (text) => BigInt(text))
// a day is not an instant: as a Date it would be another one east or west of here
types.setTypeParser(DATE, (text) => text)

export interface OpenDatabase {
  readonly db: Database
  readonly pool: pg.Pool
  close(): Promise<void>
}

export function openDatabase(of: { url: string; poolSize: number; log: Log }): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: of.url,
    max: of.poolSize,
    types,
    application_name: 'canut',
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 120_000,
  })
  // an idle connection that the server closed is replaced by the pool; without a listener Node would stop the process
  let closing = false
  pool.on('error', (error) => {
    if (!closing) of.log.warn({ reason: error.message }, 'database_connection_lost')
  })
  // The pool listens only to idle connections. One that is lost while in use fails its statement, and says so there; its
  // event is for nobody, and without a listener it would stop the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    prepareMarked(client)
  })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    async close() {
      closing = true
      await db.destroy()
      // the query builder ends only a pool that it has used
      if (!pool.ended) await pool.end()
    },
  }
}

const MARK = /^\/\* prepare (\w+) \*\//

/** A plan that was made while a table was small is kept no longer than this. */
const PLANS_KEPT_MS = 5000

/**
 * Statements that begin with `/* prepare name *\/` are parsed once per connection and planned every few seconds, as the
 * hot ones deserve. The name stands for one text: only its parameters may differ.
 */
function prepareMarked(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...given: unknown[]) => unknown
  let plannedAt = performance.now()
  const marked = (first: unknown, ...rest: unknown[]): unknown => {
    const name = typeof first === 'string' ? MARK.exec(first)?.[1] : undefined
    if (name === undefined) return query(first, ...rest)
    if (performance.now() - plannedAt > PLANS_KEPT_MS) {
      plannedAt = performance.now()
      // when it fails, the statement behind it fails too, and says so
      ;(query('discard plans') as Promise<unknown>).catch(() => undefined)
    }
    const [values, ...others] = rest
    return query({ name, text: first, values }, ...others)
  }
  Object.assign(client, { query: marked })
}
