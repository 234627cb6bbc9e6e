import type { Db, Tx } from '../platform/db/database.ts'

export interface InstructionsRow {
  readonly version: number
  readonly markdown: string
  readonly created_at: Date
  readonly created_by: string
}

/** This version; null when it was never written. One row by primary key. */
export async function findInstructions(db: Db, batchId: string, version: number): Promise<InstructionsRow | null> {
  const row = await db
    .selectFrom('instructions')
    .select(['version', 'markdown', 'created_at', 'created_by'])
    .where('batch_id', '=', batchId)
    .where('version', '=', version)
    .executeTakeFirst()
  return row ?? null
}

/** Without their texts, newest first, the latest hundred. */
export async function listInstructions(db: Db, batchId: string): Promise<{ version: number; created_at: Date; author: string }[]> {
  return db
    .selectFrom('instructions')
    .innerJoin('people', 'people.id', 'instructions.created_by')
    .select(['instructions.version', 'instructions.created_at', 'people.name as author'])
    .where('batch_id', '=', batchId)
    .orderBy('version', 'desc')
    .limit(100)
    .execute()
}

export async function insertInstructions(
  tx: Tx,
  of: { batchId: string; version: number; markdown: string; by: string; now: Date },
): Promise<void> {
  await tx
    .insertInto('instructions')
    .values({ batch_id: of.batchId, version: of.version, markdown: of.markdown, created_at: of.now, created_by: of.by })
    .execute()
  await tx.updateTable('batches').set({ instructions_version: of.version }).where('id', '=', of.batchId).execute()
}
