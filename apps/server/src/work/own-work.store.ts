import type { RejectionReason } from '@canut/domain'
import { sql } from 'kysely'
import type { Db } from '../platform/db/database.ts'

/** A response as its worker takes it along: what was asked by whom, what they answered, and what became of it. */
export interface OwnWork {
  readonly id: string
  readonly submittedAt: Date
  readonly state: 'submitted' | 'approved' | 'rejected'
  readonly priceMicros: bigint
  readonly currency: string
  readonly organisation: string
  readonly project: string
  readonly batch: string
  readonly number: number
  readonly body: unknown
  readonly workMs: number
  readonly receiptHash: Buffer
  readonly instructionsVersion: number
  readonly reason: RejectionReason | null
  readonly line: string | null
  readonly explanation: string | null
}

/** A worker's own responses with what they say, newest first, along their index. */
export async function listOwnWork(
  db: Db,
  workerId: string,
  before: Pick<OwnWork, 'submittedAt' | 'id'> | null,
  limit: number,
): Promise<OwnWork[]> {
  const { rows } = await sql<OwnWork>`
    select a.id, a.submitted_at as "submittedAt", a.state, a.price_micros as "priceMicros", b.currency, o.name as organisation,
      p.name as project, b.name as batch, a.number, r.body, r.work_ms as "workMs", r.receipt_hash as "receiptHash",
      a.instructions_version as "instructionsVersion", j.reason, j.instruction_line as line, j.explanation
    from assignments a join batches b on b.id = a.batch_id join projects p on p.id = b.project_id
      join organisations o on o.id = b.organisation_id
      join responses r on r.batch_id = a.batch_id and r.number = a.number and r.worker_id = a.worker_id
      left join rejections j on j.batch_id = a.batch_id and j.number = a.number and j.worker_id = a.worker_id
    where a.worker_id = ${workerId} and a.submitted_at is not null
      ${before === null ? sql`` : sql`and (a.submitted_at, a.id) < (${before.submittedAt}, ${before.id}::uuid)`}
    order by a.submitted_at desc, a.id desc limit ${limit}`.execute(db)
  return rows
}
