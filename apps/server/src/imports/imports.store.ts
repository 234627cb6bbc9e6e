import type { ImportState } from '@canut/domain'
import { sql, type Selectable } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'
import type { ImportsTable } from '../platform/db/tables.ts'
import { storeFailure, type ImportFailure } from './failure.ts'
import type { RowProblem } from './row-problem.ts'

export type ImportRow = Omit<Selectable<ImportsTable>, 'state'> & { readonly state: ImportState }

/** Problems that are kept; all of them are in the report that reads the file again. */
export const PROBLEMS_KEPT = 1000

export interface NewImport {
  readonly id: string
  readonly batch_id: string
  readonly state: ImportState
  readonly file_name: string
  readonly format: string | null
  readonly storage_key: string | null
  readonly bytes_total: bigint | null
  readonly created_at: Date
  readonly created_by: string
  readonly touched_at: Date
}

export async function insertImport(db: Db, row: NewImport): Promise<void> {
  await db.insertInto('imports').values(row).execute()
}

export async function findImport(db: Db, importId: string): Promise<ImportRow | null> {
  const row = await db.selectFrom('imports').selectAll().where('id', '=', importId).executeTakeFirst()
  return (row as ImportRow | undefined) ?? null
}

/** Newest first, without their previews. */
export async function listImports(db: Db, batchId: string, limit: number): Promise<ImportRow[]> {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .where('batch_id', '=', batchId)
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute()
  return rows as ImportRow[]
}

/** False when the import is in none of the states `from`: somebody else was faster. */
export async function moveImport(
  db: Db,
  importId: string,
  from: readonly ImportState[],
  to: ImportState,
  of: { now: Date; failure?: ImportFailure | null },
): Promise<boolean> {
  const ended = to === 'done' || to === 'failed' || to === 'cancelled'
  const { numUpdatedRows } = await db
    .updateTable('imports')
    .set({
      state: to,
      touched_at: of.now,
      finished_at: ended ? of.now : null,
      ...(of.failure === undefined ? {} : { failure: of.failure === null ? null : storeFailure(of.failure) }),
    })
    .where('id', '=', importId)
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export interface Counts {
  readonly format: string | null
  readonly columns: readonly string[] | null
  readonly bytesRead: number
  readonly rowsGood: number
  readonly rowsGold: number
  readonly rowsBad: number
  readonly problemsFound: number
  readonly preview: readonly unknown[]
}

/** Shows how far the reading is. Returns whether somebody asked to stop it. */
export async function recordProgress(db: Db, importId: string, counts: Counts, now: Date): Promise<{ cancelRequested: boolean }> {
  const row = await db
    .updateTable('imports')
    .set({
      format: counts.format,
      columns: counts.columns === null ? null : [...counts.columns],
      bytes_read: BigInt(counts.bytesRead),
      rows_good: BigInt(counts.rowsGood),
      rows_gold: BigInt(counts.rowsGold),
      rows_bad: BigInt(counts.rowsBad),
      problems_found: BigInt(counts.problemsFound),
      preview: JSON.stringify(counts.preview),
      touched_at: now,
    })
    .where('id', '=', importId)
    .returning('cancel_requested')
    .executeTakeFirst()
  // the import was deleted with its batch
  return { cancelRequested: row?.cancel_requested ?? true }
}

export async function requestCancel(db: Db, importId: string): Promise<void> {
  await db.updateTable('imports').set({ cancel_requested: true }).where('id', '=', importId).execute()
}

/** Replaces what an earlier, interrupted run may have left. */
export async function replaceProblems(db: Db, importId: string, problems: readonly RowProblem[]): Promise<void> {
  await db.deleteFrom('import_problems').where('import_id', '=', importId).execute()
  if (problems.length === 0) return
  const rows = problems.map((problem, position) => ({ ...problem, position, params: JSON.stringify(problem.params) }))
  await sql`
    insert into import_problems (import_id, position, line, end_line, column_name, source, code, params)
    select ${importId}, p.* from unnest(${rows.map((p) => p.position)}::int[], ${rows.map((p) => p.line)}::int8[], ${rows.map((p) => p.endLine)}::int8[],
      ${rows.map((p) => p.column)}::text[], ${rows.map((p) => p.source)}::text[], ${rows.map((p) => p.code)}::text[], ${rows.map((p) => p.params)}::jsonb[]) p`.execute(
    db,
  )
}

export async function listProblems(
  db: Db,
  importId: string,
  after: number,
  limit: number,
): Promise<{ position: number; problem: RowProblem }[]> {
  const rows = await db
    .selectFrom('import_problems')
    .selectAll()
    .where('import_id', '=', importId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    position: row.position,
    problem: {
      line: Number(row.line),
      endLine: Number(row.end_line),
      column: row.column_name,
      source: row.source as RowProblem['source'],
      code: row.code,
      params: row.params as RowProblem['params'],
    },
  }))
}

/** One import of a batch reads at a time, in whatever process. Held until the transaction ends. */
export async function tryLockImports(tx: Tx, batchId: string): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`canut:import:${batchId}`}, 0)) as mine`.execute(tx)
  return rows[0]?.mine ?? false
}

/** With the lock of `tryLockImports` in hand nobody else reads, so what says it is being read was cut off. */
export async function failInterrupted(db: Db, batchId: string, except: string, now: Date): Promise<void> {
  await db
    .updateTable('imports')
    .set({ state: 'failed', failure: storeFailure({ code: 'interrupted' }), finished_at: now })
    .where('batch_id', '=', batchId)
    .where('id', '<>', except)
    .where('state', 'in', ['checking', 'loading'])
    .where('storage_key', 'is', null)
    .execute()
}

/** Imports under way that gave no sign of life since `before`. By an index of those under way only. */
export async function listStale(
  db: Db,
  before: Date,
  limit: number,
): Promise<{ id: string; batch_id: string; storage_key: string | null }[]> {
  return db
    .selectFrom('imports')
    .select(['id', 'batch_id', 'storage_key'])
    .where('state', 'in', ['checking', 'loading'])
    .where('touched_at', '<', before)
    .limit(limit)
    .execute()
}

/** The stored file is gone, or about to be. */
export async function forgetFile(db: Db, importId: string): Promise<void> {
  await db.updateTable('imports').set({ storage_key: null }).where('id', '=', importId).execute()
}

export async function touchImport(db: Db, importId: string, now: Date): Promise<void> {
  await db.updateTable('imports').set({ touched_at: now }).where('id', '=', importId).execute()
}
