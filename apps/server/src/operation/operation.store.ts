import type pg from 'pg'
import type { Migration } from '../platform/migrate.ts'

/** what runs a statement, one at a time */
export type Pool = Pick<pg.Pool, 'query'>

export async function answers(pool: Pool): Promise<boolean> {
  return (await pool.query('select 1')).rowCount === 1
}

/** Those applied, oldest first; none on a database that Canut has never used. */
export async function readMigrations(pool: Pool): Promise<Migration[]> {
  const { rows: found } = await pool.query<{ present: boolean }>(`select to_regclass('migrations') is not null as present`)
  if (found[0]?.present !== true) return []
  return (await pool.query<Migration>('select name, checksum from migrations order by name')).rows
}

export async function countStewards(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('select count(*)::int as count from people where is_steward')
  return rows[0]?.count ?? 0
}

export interface ServerFacts {
  /** 180004 for PostgreSQL 18.4 */
  readonly version: number
  readonly versionText: string
  readonly bytes: number
  readonly connections: number
  readonly maxConnections: number
  readonly encoding: string
  /** the clock of the server */
  readonly now: Date
}

export async function readServerFacts(pool: Pool): Promise<ServerFacts> {
  const { rows } = await pool.query<ServerFacts>(`
    select current_setting('server_version_num')::int as version, current_setting('server_version') as "versionText",
      pg_database_size(current_database())::float8 as bytes,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
      current_setting('max_connections')::int as "maxConnections",
      pg_encoding_to_char(encoding) as encoding, clock_timestamp() as now
    from pg_database where datname = current_database()`)
  const [facts] = rows
  if (facts === undefined) throw new Error('the current database is not in the list of databases')
  return facts
}

export interface LedgerGlance {
  readonly transfers: number
  /** currencies whose debits and credits, as the running totals have them, differ */
  readonly unbalanced: readonly string[]
  readonly negativeEscrows: number
}

/** From the running totals only, so it stays quick; `canut ledger verify` reads every entry. */
export async function glanceAtLedger(pool: Pool): Promise<LedgerGlance> {
  const { rows } = await pool.query<LedgerGlance>(`
    with totals as (
      select a.kind, a.currency, a.id, sum(b.debit_micros) as debit, sum(b.credit_micros) as credit
      from accounts a join balances b on b.account_id = a.id group by a.id
    )
    select (select greatest(reltuples, 0)::float8 from pg_class where oid = 'transfers'::regclass) as transfers,
      array(select currency from totals group by currency having sum(debit) <> sum(credit) order by currency) as unbalanced,
      (select count(*)::int from totals where kind = 'escrow' and debit > credit) as "negativeEscrows"`)
  const [glance] = rows
  if (glance === undefined) throw new Error('a query without tables to be empty gave no row')
  return glance
}
