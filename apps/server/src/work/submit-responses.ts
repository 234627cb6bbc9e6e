import { sortUnneeded, submitAssignment, type AssignmentError, type Result } from '@canut/domain'
import { payAssignments } from '../ledger/index.ts'
import type { Database, Db, Tx } from '../platform/db/database.ts'
import { untilDurable } from '../platform/db/durable.ts'
import { inTransaction, tryAgain } from '../platform/db/transaction.ts'
import { createGrouping } from '../platform/grouping.ts'
import { oncePer } from '../platform/once-per.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { checkNamedFiles } from '../work-files/index.ts'
import { getTaskSetup, type Issue, type TaskSetup } from '../task-types/index.ts'
import { askWhereUncertain } from './ask-where-uncertain.ts'
import { listPaidAsBroken } from './broken-time.store.ts'
import { lockDispatch } from './dispatch.store.ts'
import { receiptHash } from './receipt.ts'
import {
  countAgain,
  findAssignments,
  findReceipts,
  lockAssignments,
  retakeSlots,
  storeResponses,
  storeResponsesSoon,
  type AssignmentRow,
  type NewResponse,
  type StoredReceipt,
} from './responses.store.ts'
import { approveSurplus, countLatePaid, lockLatePaid } from './surplus.store.ts'
import { addToTally } from './tallies.store.ts'
import { boundedWorkMs } from './work-time.ts'

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
      error: { kind: 'not_found' } | { kind: 'response_not_valid'; issues: readonly Issue[] } | LateRefusal
    }

type LateRefusal = Extract<AssignmentError, { kind: 'late_not_needed' | 'reported_broken' | 'answered_before' }>

const DAY_MS = 86_400_000

interface Ask {
  readonly workerId: string
  readonly submissions: readonly Submission[]
}

/** Requests of different workers that share a transaction. */
const GROUP_MOST = 64

/**
 * Takes responses in, each exactly once. Returns when they are durable. Two statements, each by key, for all that different
 * workers submit while those before are written. Responses that come late or again, and those to tasks under a stop rule
 * (see `askWhereUncertain`), take a transaction of a few more.
 */
export async function submitResponses(
  services: Services,
  workerId: string,
  submissions: readonly Submission[],
): Promise<SubmissionOutcome[]> {
  const outcomes = await submitting(services)({ workerId, submissions })
  // also a repeat: what it repeats may have been stored a moment ago, by another request that still waits for the disk
  if (outcomes.some(({ ok }) => ok)) await untilDurable(services.db)
  const taken = outcomes.filter((outcome) => outcome.ok && !outcome.receipt.repeat).length
  services.metrics.count('responses_submitted', 'Responses taken in by this process, each counted once.', taken)
  return outcomes
}

const submitting = oncePer((services: Services) =>
  createGrouping<Ask, SubmissionOutcome[]>({
    keyOf: () => '',
    onceEach: ({ workerId }) => workerId,
    carryOut: (asks) => takeAll(services, asks),
    most: GROUP_MOST,
    lanes: 1,
  }),
)

interface Accepted {
  readonly row: AssignmentRow
  readonly setup: TaskSetup
  readonly response: unknown
  readonly label: string | null
  readonly workMs: number
}

/** What was found out about submissions, by the ids of their assignments; an id is in at most one of the first three. */
interface Sorted {
  readonly accepted: Map<string, Accepted>
  readonly invalid: Map<string, readonly Issue[]>
  /** with what was sent again, as it would be kept: null where that is nothing, undefined where it cannot be compared */
  readonly repeats: Map<string, unknown>
  readonly rows: ReadonlyMap<string, AssignmentRow>
}

async function takeAll({ db, now: clock }: Services, asks: readonly Ask[]): Promise<SubmissionOutcome[][]> {
  const now = clock()
  const rows = await findAssignments(db, keysOf(asks))
  const plain = await takePlain(db, asks.filter(isPlain(rows)), rows, now)
  const rest = asks.filter((ask) => !plain.outcomes.has(ask))
  const others = rest.length === 0 ? [] : await inTransaction(db, (tx) => takeIn(tx, rest, now))
  return asks.map((ask) => plain.outcomes.get(ask) ?? (others[rest.indexOf(ask)] ?? []).map((outcome) => firstTime(outcome, plain.stored)))
}

const keysOf = (asks: readonly Ask[]) =>
  asks.flatMap(({ workerId, submissions }) => [...new Set(submissions.map((s) => s.assignmentId))].map((id) => ({ id, workerId })))

/** In time, and to tasks with a fixed number of responses, as far as there is something with these ids. */
function isPlain(rows: readonly AssignmentRow[]): (ask: Ask) => boolean {
  const others = new Set(rows.filter((row) => row.state !== 'leased' || row.stop_rule !== 'fixed').map((row) => row.id))
  return ({ submissions }) => submissions.every(({ assignmentId }) => !others.has(assignmentId))
}

/** What one statement can take in. An ask of which something changed in this instant has no outcome here: it is looked at again. */
async function takePlain(db: Database, asks: readonly Ask[], rows: readonly AssignmentRow[], now: Date) {
  const sorted = await refuseBadFiles(db, sortSubmissions(asks, rows, now), now)
  const responses = new Map([...sorted.accepted].map(([id, accepted]) => [id, newResponse(accepted, false, now)]))
  const how = { from: ['leased'] as const, now, random: Math.random() }
  const stored = await tryAgain(() => storeResponsesSoon(db, [...responses.values()], how))
  const done = asks.filter(({ submissions }) =>
    submissions.every(({ assignmentId }) => !responses.has(assignmentId) || stored.has(assignmentId)),
  )
  const found = { sorted, stored: responses, receipts: new Map(), refused: new Map<string, LateRefusal>() }
  return { stored, outcomes: new Map(outcomesOf(done, found, now).map((outcomes, i) => [done[i], outcomes])) }
}

/** Stored a moment ago, by the same request: it is no repeat for whoever asked. */
function firstTime(outcome: SubmissionOutcome, stored: ReadonlySet<string>): SubmissionOutcome {
  return outcome.ok && stored.has(outcome.receipt.assignmentId) ? { ok: true, receipt: { ...outcome.receipt, repeat: false } } : outcome
}

async function takeIn(tx: Tx, asks: readonly Ask[], now: Date): Promise<SubmissionOutcome[][]> {
  const sorted = await refuseBadFiles(tx, sortSubmissions(asks, await lockAssignments(tx, keysOf(asks)), now), now)
  await lockDispatches(tx, [...sorted.accepted.values()])
  const { surplus, refused } = await settleLate(tx, [...sorted.accepted.values()])
  for (const id of refused.keys()) sorted.accepted.delete(id)
  const stored = await store(tx, [...sorted.accepted.values()], surplus, now)
  const receipts = await findReceipts(tx, sorted.repeats)
  return outcomesOf(asks, { sorted, stored, receipts, refused: new Map([...refused, ...answeredBefore(receipts, sorted)]) }, now)
}

/** What is sent again is acknowledged only where it is what was kept: else somebody would rely on a response that is not there. */
function answeredBefore(receipts: ReadonlyMap<string, { is_same: boolean }>, { rows }: Sorted): [string, LateRefusal][] {
  return [...receipts].flatMap(([id, { is_same: isSame }]): [string, LateRefusal][] => {
    const row = rows.get(id)
    return isSame || row === undefined ? [] : [[id, { kind: 'answered_before', number: row.number }]]
  })
}

interface Found {
  readonly sorted: Sorted
  readonly stored: ReadonlyMap<string, NewResponse>
  readonly receipts: ReadonlyMap<string, StoredReceipt>
  readonly refused: ReadonlyMap<string, LateRefusal>
}

function outcomesOf(asks: readonly Ask[], { sorted, stored, receipts, refused }: Found, now: Date): SubmissionOutcome[][] {
  return asks.map(({ workerId, submissions }) =>
    submissions.map(({ assignmentId }): SubmissionOutcome => {
      const row = sorted.rows.get(assignmentId)
      if (row === undefined || row.worker_id !== workerId) return { ok: false, assignmentId, error: { kind: 'not_found' } }
      const issues = sorted.invalid.get(assignmentId)
      if (issues !== undefined) return { ok: false, assignmentId, error: { kind: 'response_not_valid', issues } }
      const refusal = refused.get(assignmentId)
      if (refusal !== undefined) return { ok: false, assignmentId, error: refusal }
      const fresh = stored.get(assignmentId)
      const receipt = fresh === undefined ? receipts.get(assignmentId) : { receipt_hash: fresh.receiptHash, submitted_at: now }
      if (receipt === undefined) return { ok: false, assignmentId, error: { kind: 'not_found' } }
      return { ok: true, receipt: receiptOf(row, receipt, fresh) }
    }),
  )
}

/** Lets the task types check the responses. Of one task given twice the first decides, so that both are told what was done. */
function sortSubmissions(asks: readonly Ask[], locked: readonly AssignmentRow[], now: Date): Sorted {
  const rows = new Map(locked.map((row) => [row.id, row]))
  const sorted: Sorted = { accepted: new Map(), invalid: new Map(), repeats: new Map(), rows }
  const setups = new Map<string, TaskSetup>()
  for (const { workerId, submissions } of asks)
    for (const { assignmentId, response, workMs } of submissions) {
      const row = rows.get(assignmentId)
      if (row === undefined || row.worker_id !== workerId) continue
      if (sorted.accepted.has(assignmentId) || sorted.invalid.has(assignmentId)) continue
      const setup = setups.get(row.batch_id) ?? getTaskSetup(row.task_type, row.settings)
      setups.set(row.batch_id, setup)
      const checked = setup.check(response, row.payload)
      if (submitAssignment(row.state) === 'repeat') {
        sorted.repeats.set(assignmentId, repeated(checked, setup))
        continue
      }
      if (!checked.ok) sorted.invalid.set(assignmentId, checked.error)
      else {
        const { value } = checked
        sorted.accepted.set(assignmentId, {
          row,
          setup,
          response: value,
          label: setup.label(value),
          workMs: boundedWorkMs(workMs, row.leased_at, now),
        })
      }
    }
  return sorted
}

/** What is not valid cannot be what was kept. Files that are sent again have other names, and may be the same. */
function repeated(checked: Result<unknown, Issue[]>, { files }: TaskSetup): unknown {
  if (!checked.ok) return null
  return files === undefined ? checked.value : undefined
}

/** What names a file that is not there is no valid response; of one that is, the type may say more. Nothing is asked of the database where no response names one. */
async function refuseBadFiles(db: Db, sorted: Sorted, now: Date): Promise<Sorted> {
  const naming = [...sorted.accepted].filter(([, { setup }]) => setup.files !== undefined)
  const checked = naming.map(([assignmentId, { row, setup, response }]) => ({ assignmentId, setup, response, payload: row.payload }))
  for (const [id, kept] of await checkNamedFiles(db, checked, now)) {
    const accepted = sorted.accepted.get(id)
    if (accepted !== undefined && kept.ok) sorted.accepted.set(id, { ...accepted, response: kept.value })
    if (kept.ok) continue
    sorted.accepted.delete(id)
    sorted.invalid.set(id, kept.error)
  }
  return sorted
}

function receiptOf(row: AssignmentRow, { receipt_hash, submitted_at }: Omit<StoredReceipt, 'id'>, fresh: NewResponse | undefined): Receipt {
  return {
    assignmentId: row.id,
    taskNumber: row.number,
    hash: receipt_hash.toString('hex'),
    submittedAt: submitted_at,
    price: row.price_micros,
    currency: row.currency,
    instructionsVersion: row.instructions_version,
    surplus: fresh?.surplus ?? row.surplus,
    repeat: fresh === undefined,
  }
}

async function store(tx: Tx, accepted: readonly Accepted[], surplus: ReadonlySet<string>, now: Date): Promise<Map<string, NewResponse>> {
  const responses = accepted.map((each): NewResponse => newResponse(each, surplus.has(each.row.id), now))
  await storeResponses(tx, responses, { from: ['leased', 'lapsed', 'returned'], now, random: Math.random() })
  const late = accepted.filter(({ row }) => surplus.has(row.id)).map(({ row }) => row)
  if (late.length > 0) await paySurplus(tx, late, now)
  const ruled = accepted.filter(({ row }) => row.stop_rule === 'until_confident' && !surplus.has(row.id)).map(({ row }) => row)
  const batches = [...Map.groupBy(ruled, (row) => row.batch_id)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  for (const [batchId, own] of batches) {
    const numbers = own.map(({ number }) => number)
    const raised = await askWhereUncertain(tx, batchId, numbers)
    if (raised > 0) await addToTally(tx, batchId, { tasksDone: -raised }, Math.random())
  }
  return new Map(accepted.map(({ row }, i) => [row.id, responses[i] as NewResponse]))
}

function newResponse({ row, response, label, workMs }: Accepted, surplus: boolean, now: Date): NewResponse {
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
    id: row.id,
    surplus,
    body: response,
    label,
    workMs,
    reviewClosesAt: new Date(now.getTime() + row.review_days * DAY_MS),
    receiptHash: receiptHash(content),
  }
}

/** Of the batches in which slots may come back or change hands, in one order; responses in time to a fixed number need no lock. */
async function lockDispatches(tx: Tx, accepted: readonly Accepted[]): Promise<void> {
  const rows = accepted.map(({ row }) => row)
  const touching = rows.filter((row) => row.stop_rule === 'until_confident' || submitAssignment(row.state) === 'late')
  for (const batchId of [...new Set(touching.map((row) => row.batch_id))].toSorted()) await lockDispatch(tx, batchId)
}

interface LateOutcome {
  readonly surplus: ReadonlySet<string>
  readonly refused: ReadonlyMap<string, LateRefusal>
}

/**
 * Late responses take their slot again if it is still open. Of the others, the ids are returned of those that are paid and
 * kept aside, and of those that are not taken in, such as to a task whose time was paid when it was reported as broken. A closed batch has no open slots but those of tasks that somebody held
 * when it was closed: their money was kept for a day.
 */
async function settleLate(tx: Tx, accepted: readonly Accepted[]): Promise<LateOutcome> {
  const late = accepted.filter(({ row }) => submitAssignment(row.state) === 'late').map(({ row }) => row)
  const refused = new Map<string, LateRefusal>()
  if (late.length === 0) return { surplus: new Set(), refused }
  const parameters = await readParameters(tx)
  const paidAsBroken = await listPaidAsBroken(
    tx,
    late.map((row) => row.id),
  )
  // one after the other: two of the group may be late with the same task, of which one slot is open
  const unneeded: AssignmentRow[] = []
  for (const row of late) {
    if (paidAsBroken.has(row.id)) {
      refused.set(row.id, { kind: 'reported_broken', number: row.number })
      continue
    }
    const [retaken] = await retakeSlots(tx, [{ batchId: row.batch_id, number: row.number }])
    if (retaken === undefined) unneeded.push(row)
    else await countAgain(tx, [row])
  }
  const surplus = new Set<string>()
  for (const own of Map.groupBy(unneeded, (row) => `${row.batch_id} ${row.worker_id}`).values()) {
    const { batch_id: batchId, worker_id: workerId } = own[0] as AssignmentRow
    const { paid, refused: unpaid } = sortUnneeded(own, await lockLatePaid(tx, batchId, workerId), parameters)
    for (const row of paid) surplus.add(row.id)
    for (const row of unpaid) refused.set(row.id, { kind: 'late_not_needed', max: parameters.latePaidMax })
    await countLatePaid(tx, batchId, workerId, paid.length)
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
