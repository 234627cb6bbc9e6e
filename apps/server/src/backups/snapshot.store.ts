import type { Readable } from 'node:stream'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { hasJobs, UNFINISHED_JOBS } from '../platform/jobs/unfinished-jobs.ts'
import { appliedMigrations, MIGRATION_LOCK, type Migration } from '../platform/migrate.ts'
import {
  estimateRows,
  listReferences,
  listSequences,
  listTables,
  relation,
  tablesWithFiles,
  type Sequence,
  type Table,
} from './catalog.store.ts'
import { connect } from './connection.store.ts'
import { orderByReferences } from './table-order.ts'

/** The database as it was at one instant, however long reading it takes. */
export interface Snapshot {
  readonly migrations: readonly Migration[]
  /** in an order in which they can be loaded */
  readonly tables: readonly string[]
  readonly sequences: readonly Sequence[]
  /** of the jobs that `copyJobs` gives */
  readonly queues: readonly string[]
  readonly estimatedRows: number
  copyTable(name: string): Readable
  /** null: the job library has never been started on this database */
  copyJobs(): Readable | null
  storageKeys(): AsyncGenerator<string, void, undefined>
  close(): Promise<void>
}

const KEYS_AT_A_TIME = 500

/**
 * One read-only transaction for everything. The tables are locked against changes of their structure (not of their
 * rows), and no migration is under way while the locks are taken, so structure and rows belong together.
 */
export async function openSnapshot(databaseUrl: string, signal: AbortSignal): Promise<Snapshot> {
  const { client, close } = await connect(databaseUrl, signal)
  try {
    await client.query('select pg_advisory_lock_shared($1)', [MIGRATION_LOCK])
    const tables = await listTables(client)
    await client.query('begin isolation level repeatable read read only')
    // taking locks reads nothing: the snapshot begins with the statement after this one
    const names = tables.map(({ name }) => `public.${client.escapeIdentifier(name)}`)
    if (names.length > 0) await client.query(`lock table ${names.join(', ')} in access share mode`)
    await client.query('select pg_advisory_unlock_shared($1)', [MIGRATION_LOCK])
    return { ...(await describe(client, tables)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function describe(client: pg.Client, tables: readonly Table[]): Promise<Omit<Snapshot, 'close'>> {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const withJobs = await hasJobs(client)
  return {
    migrations: await appliedMigrations(client),
    tables: orderByReferences([...byName.keys()], await listReferences(client)),
    sequences: await listSequences(client),
    queues: withJobs ? await listQueues(client) : [],
    estimatedRows: await estimateRows(client),
    copyTable(name) {
      const table = byName.get(name)
      if (table === undefined) throw new Error(`no table ${name} in this snapshot`)
      return copyOut(client, relation(client, table))
    },
    copyJobs: () => (withJobs ? copyOut(client, `(${UNFINISHED_JOBS})`) : null),
    storageKeys: () => listStorageKeys(client, tables),
  }
}

function copyOut(client: pg.Client, what: string): Readable {
  return client.query(copyTo(`copy ${what} to stdout with (format text, header true)`))
}

async function listQueues(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`select distinct name from (${UNFINISHED_JOBS}) unfinished order by name`)
  return rows.map(({ name }) => name)
}

async function* listStorageKeys(client: pg.Client, tables: readonly Table[]): AsyncGenerator<string, void, undefined> {
  const keys = tablesWithFiles(tables).map(
    ({ name }) => `select storage_key from public.${client.escapeIdentifier(name)} where storage_key is not null`,
  )
  if (keys.length === 0) return
  await client.query(`declare stored_files no scroll cursor for ${keys.join(' union ')}`)
  for (;;) {
    const { rows } = await client.query<{ storage_key: string }>(`fetch ${KEYS_AT_A_TIME} from stored_files`)
    if (rows.length === 0) return
    for (const row of rows) yield row.storage_key
  }
}
