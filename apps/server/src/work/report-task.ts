import {
  ok,
  payBrokenTime,
  type AssignmentError,
  type Micros,
  type Parameters,
  type ReportReason,
  type Result,
  type UnpaidReport,
} from '@canut/domain'
import { payTime } from '../ledger/index.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { countPaidReports, findPaidReport, keepPaidReport, lockWorkerOfBatch, returnLapsed, type PaidReport } from './broken-time.store.ts'
import { withAssignment, type Holder, type NotFound } from './keep-assignment.ts'
import { findAssignments, insertReport, returnLease, type AssignmentRow } from './responses.store.ts'
import { boundedWorkMs } from './work-time.ts'

const DAY_MS = 86_400_000

export interface Report {
  readonly reason: ReportReason
  readonly comment: string
  /** from the moment the task was shown, as the device measured it; null: since it was handed out */
  readonly workMs: number | null
}

export type TimeOfReport = { readonly paid: PaidReport; readonly unpaid: null } | { readonly paid: null; readonly unpaid: UnpaidReport }

export type Reported = TimeOfReport & {
  /** how many others reported the task */
  readonly others: number
  readonly currency: string
  /** reports that are paid to one person in one batch in 24 hours */
  readonly max: number
}

/**
 * Says that a task is broken or unclear; the task is given back and the time on a broken one is paid in the same step. A report that
 * arrives again changes its words, and says what was paid the first time.
 */
export async function reportTask(
  services: Services,
  holder: Holder,
  report: Report,
): Promise<Result<Reported, AssignmentError | NotFound>> {
  return withAssignment<Reported, AssignmentError>(services, holder, async (tx, assignment, now) => {
    const { reason, comment } = report
    const { batch_id: batchId, number, currency } = assignment
    const filed = await insertReport(tx, { id: newId(now.getTime()), batchId, number, workerId: holder.workerId, reason, comment, now })
    if (assignment.state === 'leased') await returnLease(tx, assignment, 'returned', 'broken')
    const before = await findPaidReport(tx, assignment.id)
    const parameters = await readParameters(tx)
    const time = before === null ? await payReport(tx, assignment, report, parameters, now) : ({ paid: before, unpaid: null } as const)
    if (before === null && time.paid !== null)
      services.log.info({ assignmentId: assignment.id, batchId, payMicros: time.paid.pay.toString() }, 'broken_time_paid')
    return ok({ ...filed, ...time, currency, max: parameters.brokenPaidMax })
  })
}

/** Pays the time of a report that was not paid before. The assignment is locked, so that nobody else does. */
async function payReport(
  tx: Tx,
  assignment: AssignmentRow,
  { reason, workMs: claimed }: Report,
  parameters: Parameters,
  now: Date,
): Promise<TimeOfReport> {
  const { id, batch_id: batchId, worker_id: workerId, state, currency } = assignment
  const workMs = boundedWorkMs(claimed, assignment.leased_at, now)
  await lockWorkerOfBatch(tx, batchId, workerId)
  const paidBefore = await countPaidReports(tx, batchId, workerId, new Date(now.getTime() - DAY_MS))
  const owed = payBrokenTime(termsOf(assignment), { reason, state, workMs, paidBefore }, parameters)
  if (owed.pay === null) return { paid: null, unpaid: owed.unpaid }

  const paid = { workMs, pay: owed.pay }
  await keepPaidReport(tx, assignment, paid, now)
  await returnLapsed(tx, id)
  await payTime(tx, { kind: 'broken_pay', assignmentId: id, batchId, currency, workerId, amount: owed.pay, now })
  return { paid, unpaid: null }
}

const termsOf = ({ price_micros: price, estimate_seconds: estimateSeconds }: AssignmentRow) => ({ price, estimateSeconds })

/** What somebody is told before they report a task as broken. */
export interface ReportTerms {
  readonly price: Micros
  readonly estimateSeconds: number
  readonly currency: string
  /** the most reports that are paid to one person in one batch in 24 hours, and how many more are paid now */
  readonly max: number
  readonly left: number
  /** why the time would not be paid now; null when it would be */
  readonly unpaid: UnpaidReport | null
  /** what this report was paid already */
  readonly paid: PaidReport | null
}

/** The same for any task in hand, or for the task of this holder as it stands. */
export async function readReportTerms(
  db: Db,
  of: {
    readonly batchId: string
    readonly workerId: string
    readonly price: Micros
    readonly estimateSeconds: number
    readonly currency: string
  },
  now: Date,
  task: Pick<AssignmentRow, 'id' | 'state'> | null = null,
): Promise<ReportTerms> {
  const parameters = await readParameters(db)
  const paidBefore = await countPaidReports(db, of.batchId, of.workerId, new Date(now.getTime() - DAY_MS))
  // a whole response's time: so much that only the rules decide
  const full = { reason: 'broken', state: task?.state ?? 'leased', workMs: of.estimateSeconds * 1000, paidBefore } as const
  const { unpaid } = payBrokenTime(of, full, parameters)
  const max = parameters.brokenPaidMax
  const { price, estimateSeconds, currency } = of
  const paid = task === null ? null : await findPaidReport(db, task.id)
  return { price, estimateSeconds, currency, max, left: Math.max(0, max - paidBefore), unpaid, paid }
}

/** Null when there is no such task of theirs. */
export async function findReportTerms({ db, now }: Services, { assignmentId, workerId }: Holder): Promise<ReportTerms | null> {
  const [row] = await findAssignments(db, [{ id: assignmentId, workerId }])
  if (row === undefined) return null
  return readReportTerms(db, { ...termsOf(row), batchId: row.batch_id, workerId, currency: row.currency }, now(), row)
}
