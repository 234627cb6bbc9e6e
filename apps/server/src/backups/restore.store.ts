import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { appliedMigrations, migrateWithin, type Migration } from '../platform/migrate.ts'
import { listTables, relation, tablesWithFiles, type Sequence, type Table } from './catalog.store.ts'
import { connect } from './connection.store.ts'

/** A transaction that fills an empty database; until `commit` nobody sees any of it. */
export interface Loading {
  readonly client: pg.Client
  migrations(): Promise<Migration[]>
  /** names of tables that have rows */
  filledTables(): Promise<string[]>
  /** other connections of a Canut to this database */
  instances(): Promise<number>
  /** brings the structure up to this migration; without a name, up to the newest */
  migrate(last?: string): Promise<string[]>
  load(name: string, content: AsyncIterable<Uint8Array>): Promise<number>
  setSequences(sequences: readonly Sequence[]): Promise<void>
  contentType(storageKey: string): Promise<string | null>
  /** runs the checks that wait for the end of a transaction */
  checkConstraints(): Promise<void>
  commit(): Promise<void>
  /** undoes everything that was not committed */
  close(): Promise<void>
}

export async function openLoading(databaseUrl: string, signal: AbortSignal): Promise<Loading> {
  const { client, close } = await connect(databaseUrl, signal)
  let tables: Table[] | null = null
  const currentTables = async () => (tables ??= await listTables(client))
  await client.query('begin')
  return {
    client,
    migrations: () => appliedMigrations(client),
    filledTables: async () => filledTables(client, await listTables(client)),
    instances: () => countInstances(client),
    async migrate(last) {
      tables = null
      return migrateWithin(client, last === undefined ? {} : { last })
    },
    async load(name, content) {
      const table = (await currentTables()).find((each) => each.name === name)
      if (table === undefined) throw new Error(`the migrations of the backup make no table ${name}`)
      const rows = await copyIn(client, relation(client, table), content)
      // Later tables are checked against this one, a million times over: without figures the planner reads all of it each time.
      await client.query(`analyze public.${client.escapeIdentifier(name)}`)
      return rows
    },
    async setSequences(sequences) {
      for (const { name, lastValue } of sequences)
        await client.query('select setval($1::regclass, $2)', [`public.${client.escapeIdentifier(name)}`, lastValue])
    },
    contentType: async (key) => findContentType(client, await currentTables(), key),
    checkConstraints: async () => void (await client.query('set constraints all immediate')),
    commit: async () => void (await client.query('commit')),
    close,
  }
}

/** Header and columns are compared by the database: a file of other columns is refused, not shifted. */
async function copyIn(client: pg.Client, relationText: string, content: AsyncIterable<Uint8Array>): Promise<number> {
  const target = client.query(copyFrom(`copy ${relationText} from stdin with (format text, header match)`))
  await pipeline(Readable.from(content, { objectMode: false }), target)
  return target.rowCount
}

async function filledTables(client: pg.Client, tables: readonly Table[]): Promise<string[]> {
  const filled: string[] = []
  for (const { name } of tables) {
    const { rowCount } = await client.query(`select from public.${client.escapeIdentifier(name)} limit 1`)
    if (rowCount !== 0) filled.push(name)
  }
  return filled
}

async function countInstances(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = 'canut'`)
  return rows[0]?.count ?? 0
}

async function findContentType(client: pg.Client, tables: readonly Table[], key: string): Promise<string | null> {
  for (const { name } of tablesWithFiles(tables).filter(({ typed }) => typed)) {
    const { rows } = await client.query<{ content_type: string }>(
      `select content_type from public.${client.escapeIdentifier(name)} where storage_key = $1 limit 1`,
      [key],
    )
    if (rows[0] !== undefined) return rows[0].content_type
  }
  return null
}
