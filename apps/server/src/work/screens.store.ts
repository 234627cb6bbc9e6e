import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export interface ShownInstructions {
  readonly version: number
  readonly markdown: string
}

/** The instructions in force and, where this worker was shown an older version, that one. */
export async function readInstructions(
  db: Db,
  batchId: string,
  seenVersion: number,
): Promise<{ current: ShownInstructions | null; seen: ShownInstructions | null }> {
  const { rows } = await sql<ShownInstructions & { current: boolean }>`
    select i.version, i.markdown, i.version = b.instructions_version as current from instructions i join batches b on b.id = i.batch_id
    where i.batch_id = ${batchId} and i.version in (b.instructions_version, ${seenVersion}::int)`.execute(db)
  const current = rows.find((row) => row.current) ?? null
  const seen = rows.find((row) => row.version === seenVersion && !row.current) ?? null
  return { current, seen }
}
