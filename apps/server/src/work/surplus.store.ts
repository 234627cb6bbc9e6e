import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

export async function approveSurplus(db: Db, ids: readonly string[], now: Date): Promise<void> {
  await sql`
    update assignments set state = 'approved', decision = 'surplus', decided_at = ${now}
    where id = any(${ids}::uuid[]) and state = 'submitted' and surplus`.execute(db)
}

/** Late responses of this worker that were paid in this batch; the row stays locked, so that two requests never share the rest. */
export async function lockLatePaid(db: Db, batchId: string, workerId: string): Promise<number> {
  const { rows } = await sql<{ late_paid: number }>`
    select late_paid from batch_workers where batch_id = ${batchId} and worker_id = ${workerId} for update`.execute(db)
  return rows[0]?.late_paid ?? 0
}

export async function countLatePaid(db: Db, batchId: string, workerId: string, count: number): Promise<void> {
  if (count === 0) return
  await sql`
    update batch_workers set late_paid = late_paid + ${count} where batch_id = ${batchId} and worker_id = ${workerId}`.execute(db)
}
