import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Log } from './log.ts'
import { StartupProblem } from './startup-problem.ts'

/** apps/server/migrations, from src/platform as from dist/platform. */
const MIGRATIONS_DIR = join(import.meta.dirname, '../../migrations')

/** Any number will do, as long as every Canut uses the same one. Held while migrations are applied. */
export const MIGRATION_LOCK = 1831_11_22

/** A migration as the database and a backup remember it. */
export interface Migration {
  readonly name: string
  readonly checksum: string
}

interface MigrationFile extends Migration {
  readonly sql: string
}

export interface MigrateOptions {
  /** folder of NNNN_verb_object.sql; default: the project's own */
  readonly dir?: string
  readonly log?: Pick<Log, 'info'>
}

/**
 * Applies the migrations that the database does not have yet, forward only, in the order of their numbers, each in
 * one transaction. Several processes may call it at once: each migration is applied once.
 *
 * @returns the names applied by this call; empty when the database was up to date
 * @throws StartupProblem `migration_edited`, `migration_out_of_order`, `database_newer`; nothing is then applied.
 *   Error when a migration fails; those before it stay applied.
 */
export async function migrate(database: string | pg.Client, { dir = MIGRATIONS_DIR, log }: MigrateOptions = {}): Promise<string[]> {
  const files = readMigrations(dir)
  if (typeof database !== 'string') return applyAll(database, files, log)

  const client = new pg.Client({ connectionString: database, application_name: 'canut-migrate' })
  // the statement under way fails with the same error; without a listener Node would stop the process
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await applyAll(client, files, log)
  } finally {
    await client.end()
  }
}

/** The migrations of this version, oldest first. */
export function listMigrations(dir: string = MIGRATIONS_DIR): Migration[] {
  return readMigrations(dir).map(({ name, checksum }) => ({ name, checksum }))
}

/** Those applied to the database, oldest first; none when Canut has never used it. */
export async function appliedMigrations(client: pg.ClientBase): Promise<Migration[]> {
  // Asked first, so that an up-to-date database is served under a role that may not create tables.
  const table = await client.query<{ present: boolean }>(`select to_regclass('migrations') is not null as present`)
  if (table.rows[0]?.present !== true) return []
  return (await client.query<Migration>('select name, checksum from migrations order by name')).rows
}

/**
 * The same inside the caller's transaction: all missing migrations, or those up to `last`. All or none, then.
 *
 * @throws as `migrate`
 */
export async function migrateWithin(
  client: pg.Client,
  { dir = MIGRATIONS_DIR, log, last }: MigrateOptions & { last?: string } = {},
): Promise<string[]> {
  const files = readMigrations(dir)
  await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
  const applied = await appliedMigrations(client)
  refuseIfUnlike(applied, files)
  if (applied.length === 0) await client.query(CREATE_TABLE)
  const wanted = files.slice(applied.length).filter((file) => last === undefined || file.name <= last)
  for (const file of wanted) await applyFile(client, file, log)
  return wanted.map((file) => file.name)
}

function readMigrations(dir: string): MigrationFile[] {
  const names = existsSync(dir)
    ? readdirSync(dir)
        .filter((name) => name.endsWith('.sql'))
        .toSorted()
    : []
  const numbers = new Set<string>()
  return names.map((name) => {
    const number = /^(\d{4})_[a-z0-9]+(_[a-z0-9]+)+\.sql$/.exec(name)?.[1]
    if (number === undefined) throw new Error(`migration ${name} is not named NNNN_verb_object.sql`)
    if (numbers.has(number)) throw new Error(`two migrations have the number ${number}`)
    numbers.add(number)
    // Git may check text out with other line ends; that is not an edit.
    const sql = readFileSync(join(dir, name), 'utf8').replaceAll('\r\n', '\n')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

async function applyAll(client: pg.Client, files: MigrationFile[], log: MigrateOptions['log']): Promise<string[]> {
  const applied: string[] = []
  for (let name = await applyNext(client, files, log); name !== null; name = await applyNext(client, files, log)) applied.push(name)
  return applied
}

/**
 * One transaction: lock, read what is applied, apply the first file that is not.
 * The list is read again each time, because another process may have applied some while this one waited for the lock.
 */
async function applyNext(client: pg.Client, files: MigrationFile[], log: MigrateOptions['log']): Promise<string | null> {
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    const applied = await appliedMigrations(client)
    refuseIfUnlike(applied, files)

    const next = files[applied.length]
    if (applied.length === 0) await client.query(CREATE_TABLE)
    if (next !== undefined) await applyFile(client, next, log)
    await client.query('commit')
    return next?.name ?? null
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

const CREATE_TABLE = `
  create table if not exists migrations (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now()
  )`

/** After this, the applied migrations are the first ones of the files, in the same order. */
function refuseIfUnlike(rows: Migration[], files: MigrationFile[]): void {
  const known = new Map(files.map((file) => [file.name, file]))
  const unknown = rows.filter((row) => !known.has(row.name)).map((row) => row.name)
  if (unknown.length > 0) throw databaseNewer(unknown)

  const edited = rows.filter((row) => known.get(row.name)?.checksum !== row.checksum).map((row) => row.name)
  if (edited.length > 0) throw migrationEdited(edited)

  const appliedNames = new Set(rows.map((row) => row.name))
  const late = files.slice(0, rows.length).filter((file) => !appliedNames.has(file.name))
  const last = rows.at(-1)
  if (late.length > 0 && last !== undefined)
    throw outOfOrder(
      late.map((file) => file.name),
      last.name,
    )
}

async function applyFile(client: pg.Client, file: MigrationFile, log: MigrateOptions['log']): Promise<void> {
  try {
    await client.query(file.sql)
  } catch (cause) {
    throw new Error(`migration ${file.name} failed${lineOf(cause, file.sql)}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
  await client.query('insert into migrations (name, checksum) values ($1, $2)', [file.name, file.checksum])
  log?.info({ migration: file.name }, 'migration_applied')
}

function lineOf(error: unknown, sql: string): string {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN
  return Number.isNaN(position) ? '' : ` at line ${sql.slice(0, position).split('\n').length}`
}

function databaseNewer(names: string[]): StartupProblem {
  const list = names.join(', ')
  return new StartupProblem('database_newer', {
    en: `This database was made by a newer version of Canut: it has migrations that this version does not know (${list}). Start that version or a newer one.`,
    fr: `Cette base a été créée par une version plus récente de Canut : elle contient des migrations que cette version ne connaît pas (${list}). Lancez cette version-là ou une plus récente.`,
  })
}

function migrationEdited(names: string[]): StartupProblem {
  const list = names.join(', ')
  return new StartupProblem('migration_edited', {
    en: `A migration was edited after it was applied to this database: ${list}. Put the file back as it was, and write the change as a new migration.`,
    fr: `Une migration a été modifiée après avoir été appliquée à cette base : ${list}. Remettez le fichier comme il était, et écrivez la modification dans une nouvelle migration.`,
  })
}

function outOfOrder(names: string[], last: string): StartupProblem {
  const list = names.join(', ')
  return new StartupProblem('migration_out_of_order', {
    en: `Migrations only go forward, and ${list} comes before ${last}, which is already applied. Give the new file a higher number.`,
    fr: `Les migrations ne vont que vers l’avant, et ${list} vient avant ${last}, déjà appliquée. Donnez au nouveau fichier un numéro plus élevé.`,
  })
}
