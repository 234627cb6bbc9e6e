import { sortUnneeded, submitAssignment, type AssignmentError, type Parameters } from '@canut/domain'
import { payAssignments } from '../ledger/index.ts'
import type { Tx } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { getTaskSetup, type Issue } from '../task-types/index.ts'
import { receiptHash } from './receipt.ts'
import {
  countInShare,
  findReceipts,
  insertResponses,
  lockAssignments,
  retakeSlots,
  type AssignmentRow,
  type NewResponse,
} from './responses.store.ts'
import { approveSurplus, countLatePaid, lockLatePaid } from './surplus.store.ts'
import { addToHour, addToTally } from './tallies.store.ts'
import { longestWorkMs } from './work-time.ts'

export interface Submission {
  readonly assignmentId: string
  readonly response: unknown
  /** from the moment the task was shown until it was submitted, as the worker's device measured it; never more than the lease allows */
  readonly workMs: number | null
}

export interface Receipt {
  readonly assignmentId: string
  readonly taskNumber: number
  readonly hash: string
  readonly submittedAt: Date
  readonly price: bigint
  readonly currency: string
  readonly instructionsVersion: number
  /** it came after the task had all its responses: paid, and kept aside from the results */
  readonly surplus: boolean
  /** the response had been submitted before; this is its first receipt */
  readonly repeat: boolean
}

export type SubmissionOutcome =
  | { ok: true; receipt: Receipt }
  | {
      ok: false
      assignmentId: string
      error: { kind: 'not_found' } | { kind: 'response_not_valid'; issues: readonly Issue[] } | LateNotNeeded
    }

type LateNotNeeded = Extract<AssignmentError, { kind: 'late_not_needed' }>

const DAY_MS = 86_400_000

/**
 * Takes responses in, each exactly once. Returns when they are durable. One transaction for all: 10 statements for one
 * response or for twenty (2 more for late ones), each by key.
 */
export async function submitResponses(
  services: Services,
  workerId: string,
  submissions: readonly Submission[],
): Promise<SubmissionOutcome[]> {
  const outcomes = await inTransaction(services.db, async (tx) => {
    const now = services.now()
    const rows = await lockAssignments(tx, [...new Set(submissions.map((s) => s.assignmentId))], workerId)
    const byId = new Map(rows.map((row) => [row.id, row]))
    const accepted = new Map<string, { row: AssignmentRow; response: unknown; label: string | null; workMs: number }>()
    const invalid = new Map<string, readonly Issue[]>()

    for (const { assignmentId, response, workMs } of submissions) {
      const row = byId.get(assignmentId)
      // of one task given twice the first decides, so that both are told what was done
      const isDecided = accepted.has(assignmentId) || invalid.has(assignmentId)
      if (row === undefined || isDecided || submitAssignment(row.state) === 'repeat') continue
      const setup = getTaskSetup(row.task_type, row.settings)
      const checked = setup.check(response, row.payload)
      if (checked.ok)
        accepted.set(assignmentId, {
          row,
          response: checked.value,
          label: setup.label(checked.value),
          workMs: boundedWorkMs(workMs, row, now),
        })
      else invalid.set(assignmentId, checked.error)
    }

    const parameters = await readParameters(tx)
    const { surplus, refused } = await settleLate(tx, [...accepted.values()], workerId, parameters)
    for (const id of refused) accepted.delete(id)
    const stored = await store(tx, [...accepted.values()], surplus, now)
    const repeats = rows.filter((row) => !accepted.has(row.id) && !invalid.has(row.id) && !refused.has(row.id)).map((row) => row.id)
    const receipts = await findReceipts(tx, repeats)

    return submissions.map(({ assignmentId }): SubmissionOutcome => {
      const row = byId.get(assignmentId)
      const issues = invalid.get(assignmentId)
      if (row === undefined) return { ok: false, assignmentId, error: { kind: 'not_found' } }
      if (issues !== undefined) return { ok: false, assignmentId, error: { kind: 'response_not_valid', issues } }
      if (refused.has(assignmentId)) return { ok: false, assignmentId, error: { kind: 'late_not_needed', max: parameters.latePaidMax } }
      const fresh = stored.get(assignmentId)
      const earlier = receipts.get(assignmentId)
      const receipt = fresh === undefined ? earlier : { receipt_hash: fresh.receiptHash, submitted_at: now }
      if (receipt === undefined) return { ok: false, assignmentId, error: { kind: 'not_found' } }
      return {
        ok: true,
        receipt: {
          assignmentId,
          taskNumber: row.number,
          hash: receipt.receipt_hash.toString('hex'),
          submittedAt: receipt.submitted_at,
          price: row.price_micros,
          currency: row.currency,
          instructionsVersion: row.instructions_version,
          surplus: fresh?.surplus ?? row.surplus,
          repeat: fresh === undefined,
        },
      }
    })
  })
  const taken = outcomes.filter((outcome) => outcome.ok && !outcome.receipt.repeat).length
  services.metrics.count('responses_submitted', 'Responses taken in by this process, each counted once.', taken)
  return outcomes
}

type Accepted = { row: AssignmentRow; response: unknown; label: string | null; workMs: number }

async function store(tx: Tx, accepted: readonly Accepted[], surplus: ReadonlySet<string>, now: Date): Promise<Map<string, NewResponse>> {
  if (accepted.length === 0) return new Map()
  const responses = accepted.map(({ row, response, label, workMs }): NewResponse => {
    const content = {
      assignmentId: row.id,
      batchId: row.batch_id,
      taskNumber: row.number,
      response,
      submittedAt: now,
      priceMicros: row.price_micros,
      currency: row.currency,
      instructionsVersion: row.instructions_version,
    }
    return {
      batchId: row.batch_id,
      number: row.number,
      workerId: row.worker_id,
      surplus: surplus.has(row.id),
      body: response,
      label,
      workMs,
      reviewClosesAt: new Date(now.getTime() + row.review_days * DAY_MS),
      receiptHash: receiptHash(content),
    }
  })
  const done = await insertResponses(tx, responses, now)
  if (surplus.size > 0)
    await paySurplus(
      tx,
      accepted.filter(({ row }) => surplus.has(row.id)).map(({ row }) => row),
      now,
    )
  for (const [batchId, own] of Map.groupBy(responses, (r) => r.batchId)) {
    const counted = own.filter((r) => !r.surplus)
    const workMs = own.reduce((sum, r) => sum + r.workMs, 0)
    await addToTally(
      tx,
      batchId,
      { submitted: counted.length, surplus: own.length - counted.length, workMs, tasksDone: done.get(batchId) ?? 0 },
      Math.random(),
    )
    if (counted.length > 0) await addToHour(tx, batchId, now, counted.length, Math.random())
  }
  return new Map(accepted.map(({ row }, i) => [row.id, responses[i] as NewResponse]))
}

/**
 * Late responses take their slot again if it is still open. Of the others, the ids are returned of those that are paid and
 * kept aside, and of those that are not taken in. A closed batch
 * has no open slots but those of tasks that somebody held when it was closed: their money was kept for a day.
 */
async function settleLate(
  tx: Tx,
  accepted: readonly Accepted[],
  workerId: string,
  parameters: Parameters,
): Promise<{ surplus: ReadonlySet<string>; refused: ReadonlySet<string> }> {
  const late = accepted.filter(({ row }) => submitAssignment(row.state) === 'late').map(({ row }) => row)
  if (late.length === 0) return { surplus: new Set(), refused: new Set() }
  const retaken = await retakeSlots(
    tx,
    late.map((row) => ({ batchId: row.batch_id, number: row.number })),
  )
  const keys = new Set(retaken.map(({ batchId, number }) => `${batchId} ${number}`))
  const counted = late.filter((row) => keys.has(`${row.batch_id} ${row.number}`))
  for (const [batchId, own] of Map.groupBy(counted, (row) => row.batch_id))
    await countInShare(tx, batchId, own[0]?.worker_id ?? '', own.length)
  const surplus = new Set<string>()
  const refused = new Set<string>()
  const unneeded = late.filter((row) => !counted.includes(row))
  for (const [batchId, own] of Map.groupBy(unneeded, (row) => row.batch_id)) {
    const sorted = sortUnneeded(own, await lockLatePaid(tx, batchId, workerId), parameters)
    for (const row of sorted.paid) surplus.add(row.id)
    for (const row of sorted.refused) refused.add(row.id)
    await countLatePaid(tx, batchId, workerId, sorted.paid.length)
  }
  return { surplus, refused }
}

/** Paid at once: nobody will use the response, so there is nothing to review. */
async function paySurplus(tx: Tx, rows: readonly AssignmentRow[], now: Date): Promise<void> {
  await approveSurplus(
    tx,
    rows.map((row) => row.id),
    now,
  )
  for (const [batchId, own] of Map.groupBy(rows, (row) => row.batch_id)) {
    const items = own.map((row) => ({ assignmentId: row.id, workerId: row.worker_id, price: row.price_micros, fee: 0n }))
    await payAssignments(tx, { batchId, currency: own[0]?.currency ?? '', surplus: true, items, now })
    await addToTally(tx, batchId, { paidMicros: items.reduce((sum, item) => sum + item.price, 0n) }, Math.random())
  }
}

function boundedWorkMs(claimed: number | null, row: AssignmentRow, now: Date): number {
  const longest = longestWorkMs(row.leased_at, now)
  return claimed === null ? longest : Math.min(Math.max(0, Math.round(claimed)), longest)
}
