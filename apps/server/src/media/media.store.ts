import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'

export interface MediaRow {
  readonly id: string
  readonly projectId: string
  /** what the rows of an import call the file by; unique in the project */
  readonly name: string
  readonly contentType: string
  readonly bytes: number
  /** of the stored file: images are encoded anew when they arrive */
  readonly sha256: Buffer
  readonly storageKey: string
  readonly createdAt: Date
}

const COLUMNS = [
  'id',
  'project_id as projectId',
  'name',
  'content_type as contentType',
  'bytes',
  'sha256',
  'storage_key as storageKey',
  'created_at as createdAt',
] as const

const toRow = (row: Omit<MediaRow, 'bytes'> & { bytes: bigint }): MediaRow => ({ ...row, bytes: Number(row.bytes) })

/** @returns false when the project has a file of this name. */
export async function insertMedia(db: Db, row: MediaRow): Promise<boolean> {
  const inserted = await db
    .insertInto('media')
    .values({
      id: row.id,
      project_id: row.projectId,
      name: row.name,
      content_type: row.contentType,
      bytes: BigInt(row.bytes),
      sha256: row.sha256,
      storage_key: row.storageKey,
      created_at: row.createdAt,
    })
    .onConflict((conflict) => conflict.constraint('media_one_per_name').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function findMedia(db: Db, id: string): Promise<MediaRow | null> {
  const row = await db.selectFrom('media').select(COLUMNS).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : toRow(row)
}

/** The files of a project by their names, in one statement; names it does not have are absent. */
export async function findMediaByNames(db: Db, projectId: string, names: readonly string[]): Promise<MediaRow[]> {
  if (names.length === 0) return []
  const rows = await db
    .selectFrom('media')
    .select(COLUMNS)
    .where('project_id', '=', projectId)
    .where('name', '=', sql<string>`any(${[...names]}::text[])`)
    .execute()
  return rows.map(toRow)
}

/** By name. `after` is the last name of the page before. */
export async function listMedia(db: Db, projectId: string, page: { after: string | null; limit: number }): Promise<ListPage<MediaRow>> {
  const rows = await db
    .selectFrom('media')
    .select(COLUMNS)
    .where('project_id', '=', projectId)
    .$if(page.after !== null, (query) => query.where('name', '>', page.after ?? ''))
    .orderBy('name')
    .limit(page.limit + 1)
    .execute()
  return toPage(rows.map(toRow), page.limit, ({ name }) => Buffer.from(name).toString('base64url'))
}

/**
 * The name of a batch whose tasks mention the file, or null. Reads the tasks of the project: nobody deletes often, and an
 * index over every text of every task would slow down each import.
 */
export async function findBatchUsing(db: Db, projectId: string, name: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select b.name from batches b
    where b.project_id = ${projectId} and exists (
      select 1 from tasks t
      where t.batch_id = b.id and jsonb_path_exists(t.payload, '$.** ? (@ == $name)', jsonb_build_object('name', ${name}::text)))
    limit 1`.execute(db)
  return rows[0]?.name ?? null
}

/** The key of sealed addresses; made when it is first asked for, it never changes. */
export async function readSealKey(db: Db): Promise<Buffer> {
  const find = () => db.selectFrom('signing_keys').select('key').where('purpose', '=', 'media').executeTakeFirst()
  const known = await find()
  if (known !== undefined) return known.key
  // of several processes that are first at once, the key of one stays
  await db
    .insertInto('signing_keys')
    .values({ purpose: 'media', key: randomBytes(32) })
    .onConflict((on) => on.doNothing())
    .execute()
  const made = await find()
  if (made === undefined) throw new Error('the key that was just kept is there')
  return made.key
}

export async function hasUnfinishedImport(db: Db, projectId: string): Promise<boolean> {
  const row = await db
    .selectFrom('imports')
    .innerJoin('batches', 'batches.id', 'imports.batch_id')
    .select('imports.id')
    .where('batches.project_id', '=', projectId)
    .where('imports.state', 'in', ['uploaded', 'checking', 'checked', 'loading'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function deleteMedia(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('media').where('id', '=', id).execute()
}
