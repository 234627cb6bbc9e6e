import { responsesAtFirst, type BatchState } from '@canut/domain'
import { sql, type Selectable } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'
import type { BatchesTable } from '../platform/db/tables.ts'
import { stopRuleOf, type StopRuleColumns } from './stop-rule-columns.ts'

export type BatchRow = Omit<Selectable<BatchesTable>, 'state' | 'stop_rule'> &
  StopRuleColumns & {
    readonly state: BatchState
    /** what its project declares of content, null while it says nothing */
    readonly declared: readonly string[] | null
  }

const declared = sql<string[] | null>`(select sensitive_categories from projects where projects.id = batches.project_id)`.as('declared')

export interface BatchTermsRow extends StopRuleColumns {
  readonly name: string
  readonly settings: unknown
  readonly redundancy: number
  readonly max_per_worker: number | null
  readonly price_micros: bigint
  readonly currency: string
  readonly estimate_seconds: number
  readonly review_days: number
  readonly priority: number
}

/** Null when there is no such batch. One row by primary key. */
export async function findBatch(db: Db, batchId: string): Promise<BatchRow | null> {
  const row = await db.selectFrom('batches').selectAll().select(declared).where('id', '=', batchId).executeTakeFirst()
  return (row as BatchRow | undefined) ?? null
}

export async function getBatch(db: Db, batchId: string): Promise<BatchRow> {
  const row = await findBatch(db, batchId)
  if (row === null) throw new Error(`there is no batch ${batchId}`)
  return row
}

/**
 * The batch, held until the transaction ends. It does not stop work: assignments and payments only read the row.
 * What it decides by must be read in later statements.
 */
export async function lockBatch(tx: Tx, batchId: string): Promise<BatchRow | null> {
  const row = await tx.selectFrom('batches').selectAll().select(declared).where('id', '=', batchId).forNoKeyUpdate().executeTakeFirst()
  return (row as BatchRow | undefined) ?? null
}

/** Newest first; at most `limit`, from before the given batch. */
export async function listBatches(db: Db, projectId: string, before: string | null, limit: number): Promise<BatchRow[]> {
  let query = db.selectFrom('batches').selectAll().select(declared).where('project_id', '=', projectId)
  // ids are made in the order of time
  if (before !== null) query = query.where('id', '<', before)
  return (await query.orderBy('id', 'desc').limit(limit).execute()) as BatchRow[]
}

export interface NewBatch extends BatchTermsRow {
  readonly id: string
  readonly project_id: string
  readonly organisation_id: string
  readonly task_type: string
  readonly template: number | null
  readonly template_version: number | null
  readonly is_demo: boolean
  readonly pseudonym_salt: Buffer
  readonly created_at: Date
  readonly created_by: string
}

export async function insertBatch(tx: Tx, batch: NewBatch): Promise<void> {
  await tx
    .insertInto('batches')
    .values({ ...batch, settings: JSON.stringify(batch.settings) })
    .execute()
}

/** Only a draft changes; false when it is none any more. */
export async function updateTerms(
  tx: Tx,
  batchId: string,
  terms: BatchTermsRow & Pick<NewBatch, 'template' | 'template_version'>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('batches')
    .set({ ...terms, settings: JSON.stringify(terms.settings) })
    .where('id', '=', batchId)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** From here on the batch is on offer: dispatch finds its frontier. */
export async function openBatch(tx: Tx, batch: BatchRow, feeMicros: bigint, now: Date): Promise<void> {
  await tx
    .updateTable('batches')
    .set({ state: 'open', fee_micros: feeMicros, published_at: now })
    .where('id', '=', batch.id)
    .where('state', '=', 'draft')
    .execute()
  await tx
    .insertInto('batch_frontiers')
    .values({ batch_id: batch.id, redundancy: responsesAtFirst(stopRuleOf(batch), batch.redundancy) })
    .execute()
}

/** False when the batch is not in `from` any more. */
export async function moveBatch(
  tx: Tx,
  batchId: string,
  from: BatchState,
  to: BatchState,
  stamp: { paused_at?: Date | null; paused_by?: string | null; closed_at?: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('batches')
    .set({ state: to, ...stamp })
    .where('id', '=', batchId)
    .where('state', '=', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** A draft has no responses and no money, so it may go with all that was imported. */
export async function deleteDraft(tx: Tx, batchId: string): Promise<void> {
  await tx.deleteFrom('tasks').where('batch_id', '=', batchId).execute()
  await tx.deleteFrom('batches').where('id', '=', batchId).where('state', '=', 'draft').execute()
}

/** What had passed into it from an earlier step of a chain may pass again. */
export async function deleteTasks(tx: Tx, batchId: string): Promise<void> {
  await tx.deleteFrom('passed_answers').where('to_batch_id', '=', batchId).execute()
  await tx.updateTable('passages').set({ seen: null }).where('to_batch_id', '=', batchId).execute()
  await tx.deleteFrom('tasks').where('batch_id', '=', batchId).execute()
  await tx.updateTable('batches').set({ task_count: 0, gold_count: 0 }).where('id', '=', batchId).where('state', '=', 'draft').execute()
}

/** Stored files of the batch's imports, to be removed with it. */
export async function listImportFiles(db: Db, batchId: string): Promise<string[]> {
  const rows = await db.selectFrom('imports').select('storage_key').where('batch_id', '=', batchId).execute()
  return rows.map((row) => row.storage_key).filter((key) => key !== null)
}

export async function hasRunningImport(db: Db, batchId: string): Promise<boolean> {
  const row = await db
    .selectFrom('imports')
    .select('id')
    .where('batch_id', '=', batchId)
    .where('state', 'in', ['checking', 'loading'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether an earlier step of a chain passes tasks on to it. */
export async function hasPassageInto(db: Db, batchId: string): Promise<boolean> {
  const row = await db
    .selectFrom('passages')
    .select('id')
    .where('to_batch_id', '=', batchId)
    .where('is_on', '=', true)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** More tasks, numbered on from those it has; the caller holds the batch and has entered their money. */
export async function addToBatch(tx: Tx, batchId: string, tasks: number, gold: number): Promise<void> {
  await sql`update batches set task_count = task_count + ${tasks}::int, gold_count = gold_count + ${gold}::int where id = ${batchId}`.execute(
    tx,
  )
}

/** One task with its truth, for the try-out and previews; null when there is none with this number. */
export async function findTask(
  db: Db,
  batchId: string,
  number: number,
): Promise<{ number: number; payload: unknown; truth: unknown } | null> {
  const row = await db
    .selectFrom('tasks')
    .select(['number', 'payload', 'truth'])
    .where('batch_id', '=', batchId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row ?? null
}

/**
 * What is owed now: responses under review, tasks in somebody's hands, and slots still open. One statement, so that a
 * task that is being returned is seen either held or open, never neither.
 */
export async function countOwed(tx: Db, batchId: string): Promise<{ undecided: number; held: number; open: number }> {
  const { rows } = await sql<{ undecided: number; held: number; open: number }>`
    select
      (select count(*)::float8 from assignments where batch_id = ${batchId} and state = 'submitted' and not surplus) as undecided,
      (select count(*)::float8 from assignments where batch_id = ${batchId} and state = 'leased') as held,
      (select coalesce(sum(open), 0)::float8 from task_slots where batch_id = ${batchId} and open > 0) as open`.execute(tx)
  return rows[0] ?? { undecided: 0, held: 0, open: 0 }
}

/**
 * Takes everything off the offer: no task is opened any more, and no open slot is left. Waits for those who are taking a
 * slot at this instant; their lease is then seen by `countOwed`.
 */
export async function withdrawSlots(tx: Tx, batchId: string): Promise<void> {
  await sql`
    update batch_frontiers f set opened = greatest(f.opened, b.task_count)
      from batches b where f.batch_id = ${batchId} and b.id = f.batch_id`.execute(tx)
  await sql`update task_slots set open = 0 where batch_id = ${batchId} and open > 0`.execute(tx)
}
