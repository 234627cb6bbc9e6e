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

/** Ids of uploaded files by their names in the project. */
export async function findMediaIds(db: Db, projectId: string, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from media where project_id = ${projectId} and name = any(${names}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.name, row.id]))
}
