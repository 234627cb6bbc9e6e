import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export async function approveSurplus(db: Db, ids: readonly string[], now: Date): Promise<void> {
  await sql`
    update assignments set state = 'approved', decision = 'surplus', decided_at = ${now}
    where id = any(${ids}::uuid[]) and state = 'submitted' and surplus`.execute(db)
}
