import { sql } from 'kysely'
import type { AssignmentState } from '@canut/domain'
import type { Db, Tx } from '../platform/db/database.ts'

export interface WorkFileRow {
  readonly id: string
  readonly assignmentId: string
  readonly workerId: string
  readonly name: string
  readonly state: 'arriving' | 'whole'
  readonly declaredBytes: number
  readonly receivedBytes: number
  readonly keepExif: boolean
  readonly createdAt: Date
  /** null while it is arriving */
  readonly stored: StoredContent | null
}

export interface StoredContent {
  readonly contentType: string
  readonly bytes: number
  readonly sha256: Buffer
  readonly storageKey: string
  /** null where it is no sound, or its container does not say */
  readonly seconds: number | null
}

interface SqlRow {
  id: string
  assignment_id: string
  worker_id: string
  name: string
  state: 'arriving' | 'whole'
  declared_bytes: bigint
  received_bytes: bigint
  keep_exif: boolean
  created_at: Date
  content_type: string | null
  bytes: bigint | null
  sha256: Buffer | null
  storage_key: string | null
  seconds: number | null
}

const COLUMNS = sql.raw(`f.id, f.assignment_id, f.worker_id, f.name, f.state, f.declared_bytes, f.received_bytes, f.keep_exif, f.created_at,
      f.content_type, f.bytes, f.sha256, f.storage_key, f.seconds`)

function toRow(row: SqlRow): WorkFileRow {
  const { content_type: contentType, bytes, sha256, storage_key: storageKey, seconds } = row
  const isStored = contentType !== null && bytes !== null && sha256 !== null && storageKey !== null
  return {
    id: row.id,
    assignmentId: row.assignment_id,
    workerId: row.worker_id,
    name: row.name,
    state: row.state,
    declaredBytes: Number(row.declared_bytes),
    receivedBytes: Number(row.received_bytes),
    keepExif: row.keep_exif,
    createdAt: row.created_at,
    stored: isStored ? { contentType, bytes: Number(bytes), sha256, storageKey, seconds } : null,
  }
}

/** What a file is sent for. */
export interface FileHolder {
  readonly assignmentId: string
  readonly batchId: string
  readonly number: number
  readonly workerId: string
  readonly state: AssignmentState
  readonly taskType: string
  readonly settings: unknown
  readonly payload: unknown
  readonly projectId: string
}

export async function findHolder(db: Db, assignmentId: string): Promise<FileHolder | null> {
  const { rows } = await sql<FileHolder>`
    select a.id as "assignmentId", a.batch_id as "batchId", a.number, a.worker_id as "workerId", a.state, b.task_type as "taskType",
      b.settings, t.payload, b.project_id as "projectId"
    from assignments a join batches b on b.id = a.batch_id join tasks t on t.batch_id = a.batch_id and t.number = a.number
    where a.id = ${assignmentId}`.execute(db)
  return rows[0] ?? null
}

export interface NewWorkFile {
  readonly id: string
  readonly name: string
  readonly declaredBytes: number
  readonly keepExif: boolean
  readonly now: Date
}

/** @returns false when the assignment has `most` files already. */
export async function insertWorkFile(db: Db, holder: FileHolder, file: NewWorkFile, most: number): Promise<boolean> {
  const { rows } = await sql`
    insert into work_files (id, assignment_id, batch_id, number, worker_id, name, declared_bytes, keep_exif, created_at, touched_at)
    select ${file.id}, ${holder.assignmentId}, ${holder.batchId}, ${holder.number}, ${holder.workerId}, ${file.name}, ${file.declaredBytes},
      ${file.keepExif}, ${file.now}, ${file.now}
    where (select count(*) from work_files where assignment_id = ${holder.assignmentId}) < ${most}
    returning id`.execute(db)
  return rows.length > 0
}

export async function findWorkFile(db: Db, id: string): Promise<WorkFileRow | null> {
  const { rows } = await sql<SqlRow>`select ${COLUMNS} from work_files f where f.id = ${id}`.execute(db)
  return rows[0] === undefined ? null : toRow(rows[0])
}

/** Those of these files that were sent for work in the project. */
export async function findFilesOfProject(db: Db, projectId: string, ids: readonly string[]): Promise<WorkFileRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<SqlRow>`
    select ${COLUMNS} from work_files f join batches b on b.id = f.batch_id
    where f.id = any(${[...ids]}::uuid[]) and b.project_id = ${projectId} and f.state = 'whole'`.execute(db)
  return rows.map(toRow)
}

/**
 * The whole ones of these files. They count as needed from now on: a sweep that has not taken them by now leaves them until
 * the response that names them is stored.
 */
export async function touchWholeFiles(db: Db, ids: readonly string[], now: Date): Promise<WorkFileRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<SqlRow>`
    update work_files f set touched_at = greatest(f.touched_at, ${now})
    where f.id in (select id from work_files where id = any(${[...ids]}::uuid[]) and state = 'whole' order by id for update)
    returning ${COLUMNS}`.execute(db)
  return rows.map(toRow)
}

/** Adds the next piece, if the file still ends where the piece begins. */
export async function addPart(
  tx: Tx,
  fileId: string,
  part: { start: number; bytes: number; storageKey: string; now: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update work_files set received_bytes = received_bytes + ${part.bytes}, touched_at = ${part.now}
    where id = ${fileId} and state = 'arriving' and received_bytes = ${part.start} and received_bytes + ${part.bytes} <= declared_bytes
    returning id`.execute(tx)
  if (rows.length === 0) return false
  await tx
    .insertInto('work_file_parts')
    .values({ file_id: fileId, start: BigInt(part.start), bytes: BigInt(part.bytes), storage_key: part.storageKey })
    .execute()
  return true
}

/** The pieces in order. */
export async function listParts(db: Db, fileId: string): Promise<string[]> {
  const rows = await db.selectFrom('work_file_parts').select('storage_key').where('file_id', '=', fileId).orderBy('start').execute()
  return rows.map((row) => row.storage_key)
}

/** @returns false when it was whole already, or is gone. */
export async function makeWhole(tx: Tx, id: string, stored: StoredContent, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update work_files set state = 'whole', received_bytes = declared_bytes, content_type = ${stored.contentType}, bytes = ${stored.bytes},
      sha256 = ${stored.sha256}, storage_key = ${stored.storageKey}, seconds = ${stored.seconds}, touched_at = ${now}
    where id = ${id} and state = 'arriving' returning id`.execute(tx)
  if (rows.length > 0) await tx.deleteFrom('work_file_parts').where('file_id', '=', id).execute()
  return rows.length > 0
}

/**
 * Forgets a file that no stored response names and that nothing has needed since `untouchedSince`.
 *
 * @returns the keys of what lies in the file store, to be removed after; null when the file stays, or is gone.
 */
export async function deleteUnnamed(tx: Tx, id: string, untouchedSince: Date): Promise<string[] | null> {
  const { rows } = await sql<{ storage_key: string | null }>`
    select storage_key from work_files f where id = ${id} and touched_at <= ${untouchedSince} and not kept and ${isUnnamed} for update`.execute(
    tx,
  )
  if (rows.length === 0) return null
  const parts = await listParts(tx, id)
  await tx.deleteFrom('work_files').where('id', '=', id).execute()
  return [...rows.flatMap((row) => row.storage_key ?? []), ...parts]
}

/** Looks into the one response of the assignment, and what it was before it was changed. */
const isUnnamed = sql`not exists (
  select from (
    select r.body from responses r where r.batch_id = f.batch_id and r.number = f.number and r.worker_id = f.worker_id
    union all
    select r.body from response_revisions r where r.batch_id = f.batch_id and r.number = f.number and r.worker_id = f.worker_id) named
  where strpos(named.body::text, 'fil_' || replace(f.id::text, '-', '')) > 0)`

/**
 * Takes note that the worker agrees no more to what a camera wrote into photos: those that an earlier response of the assignment
 * names and its response as it stands does not.
 *
 * @returns the ids of these files, which still have it.
 */
export async function endAgreements(tx: Tx, assignmentId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update work_files f set keep_exif = false
    where f.assignment_id = ${assignmentId} and f.keep_exif and f.state = 'whole' and f.content_type like 'image/%'
      and not ${isUnnamed} and not exists (
        select from responses r where r.batch_id = f.batch_id and r.number = f.number and r.worker_id = f.worker_id
          and strpos(r.body::text, 'fil_' || replace(f.id::text, '-', '')) > 0)
    returning f.id`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Another content in the place of what a whole file was. */
export async function replaceContent(tx: Tx, id: string, { contentType, bytes, sha256, storageKey }: StoredContent): Promise<void> {
  await sql`
    update work_files set content_type = ${contentType}, bytes = ${bytes}, sha256 = ${sha256}, storage_key = ${storageKey}
    where id = ${id} and state = 'whole'`.execute(tx)
}

/** Marks what responses name, so that it is never looked at again. Of the others, the ids of those that nobody needs any more. */
export async function sortUntouched(db: Db, before: Date, limit: number): Promise<string[]> {
  await sql`
    update work_files f set kept = true
    where f.id in (select id from work_files where not kept and touched_at < ${before} order by touched_at limit ${limit}) and not ${isUnnamed}`.execute(
    db,
  )
  const { rows } = await sql<{ id: string }>`
    select f.id from work_files f where not f.kept and f.touched_at < ${before}
      and not exists (select from assignments a where a.id = f.assignment_id and a.state = 'leased')
    order by f.touched_at limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

export async function countFiles(db: Db, assignmentId: string): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*)::int as count from work_files where assignment_id = ${assignmentId}`.execute(db)
  return rows[0]?.count ?? 0
}
