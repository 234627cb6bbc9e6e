import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

/** Whether nobody ever signed up here. */
export async function isEmptyInstance(db: Db): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`select not exists (select from people) as empty`.execute(db)
  return rows[0]?.empty ?? false
}

export async function findAnySubmitted(db: Db, batchId: string, workerId: string): Promise<string> {
  const row = await db
    .selectFrom('assignments')
    .select('id')
    .where('batch_id', '=', batchId)
    .where('worker_id', '=', workerId)
    .where('state', '=', 'submitted')
    .orderBy('number')
    .executeTakeFirstOrThrow()
  return row.id
}
