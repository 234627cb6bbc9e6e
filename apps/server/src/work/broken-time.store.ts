import type { Micros } from '@canut/domain'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db/database.ts'

/** The time on a task that was reported as broken, and what it paid. */
export interface PaidReport {
  readonly workMs: number
  readonly pay: Micros
}

/** Null when the report of this assignment was not paid, or there is none. By key. */
export async function findPaidReport(db: Db, assignmentId: string): Promise<PaidReport | null> {
  const { rows } = await sql<PaidReport>`
    select r.work_ms as "workMs", r.pay_micros as pay from assignments a join reports r using (batch_id, number, worker_id)
    where a.id = ${assignmentId} and r.paid_at is not null`.execute(db)
  return rows[0] ?? null
}

/** Of these assignments, those whose time was paid as that of a broken task. By key. */
export async function listPaidAsBroken(db: Db, assignmentIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select a.id from assignments a join reports r using (batch_id, number, worker_id)
    where a.id = any(${assignmentIds}::uuid[]) and r.paid_at is not null`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Reports of this worker in this batch that were paid since then. Along their index. */
export async function countPaidReports(db: Db, batchId: string, workerId: string, since: Date): Promise<number> {
  const { rows } = await sql<{ paid: number }>`
    select count(*)::int as paid from reports where worker_id = ${workerId} and batch_id = ${batchId} and paid_at > ${since}`.execute(db)
  return rows[0]?.paid ?? 0
}

/** Until the transaction ends, nobody else counts or adds to what this worker is paid for in this batch. */
export async function lockWorkerOfBatch(tx: Tx, batchId: string, workerId: string): Promise<void> {
  await sql`select from batch_workers where batch_id = ${batchId} and worker_id = ${workerId} for update`.execute(tx)
}

interface Key {
  readonly batch_id: string
  readonly number: number
  readonly worker_id: string
}

export async function keepPaidReport(tx: Tx, { batch_id, number, worker_id }: Key, paid: PaidReport, now: Date): Promise<void> {
  await sql`
    update reports set work_ms = ${paid.workMs}, pay_micros = ${paid.pay}, paid_at = ${now}
    where batch_id = ${batch_id} and number = ${number} and worker_id = ${worker_id}`.execute(tx)
}

/** A task whose lease had lapsed is not offered again either to whoever was paid for its time. */
export async function returnLapsed(tx: Tx, assignmentId: string): Promise<void> {
  await sql`
    update assignments set state = 'returned', return_reason = 'broken' where id = ${assignmentId} and state = 'lapsed'`.execute(tx)
}
