import type { HeldBy } from '@canut/contract'
import { decidePassage, TASKS_MAX } from '@canut/domain'
import { addToBatch, costOfTasks, getBatch, lockBatch, type BatchRow } from '../batches/index.ts'
import { tryLockImports } from '../imports/index.ts'
import { balanceOfOrganisation, reserveForBatch } from '../ledger/index.ts'
import type { Db, Tx } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { refreshAggregation } from '../results/index.ts'
import { readParameters } from '../rules/index.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { findMarker, findPassage, listDue, recordLook, type PassageRow } from './passages.store.ts'
import {
  countPassed,
  insertDecided,
  insertTasks,
  listNewResponses,
  listNewTasks,
  type CandidatePlace,
  type DecidedAnswer,
} from './passed.store.ts'
import { findKnownMedia } from '../work-files/index.ts'
import { missingMedia } from './passage-words.ts'
import { rowOf, type Answer } from './readings.ts'
import { readStanding } from './standing-answers.ts'

export const PASS_QUEUE = 'pass-tasks'
const LOOK_SECONDS = 5
/** Answers that are decided in one transaction, during which nobody else adds to the next batch. */
const DECIDED_AT_ONCE = 500

export function startChainTasks(services: Services): void {
  services.jobs.handle(PASS_QUEUE, ({ passageId }: { passageId: string }) => passAnswers(services, passageId))
  services.jobs.every('pass-due', LOOK_SECONDS, () => passDue(services))
}

/**
 * Passes on what has become final since the last look, passage by passage.
 *
 * @throws after all passages have been seen to, when some failed: one broken passage keeps no other from its tasks.
 */
export async function passDue(services: Services): Promise<void> {
  const failures: unknown[] = []
  for (const { id } of await listDue(services.db)) await passAnswers(services, id).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} passages failed`)
}

/**
 * Decides every answer of the earlier batch that is final and was not decided before, and makes tasks of those that pass.
 * Safe to run again and beside itself: each answer is decided in the transaction that adds its task.
 */
export async function passAnswers(services: Services, passageId: string): Promise<void> {
  const passage = await findPassage(services.db, passageId)
  if (passage === null || !passage.isOn) return
  // before the first answer is read: what comes meanwhile moves it on, and is found at the next look
  const marker = await findMarker(services.db, passageId)
  let passed = 0
  let isPending = false
  let heldBy: HeldBy | null = null
  for (let after: CandidatePlace | null = null; ;) {
    const from: CandidatePlace | null = after
    const step: Step = await inTransaction(services.db, (tx) => passSome(tx, services, passage, from))
    passed += step.passed
    isPending ||= step.isPending
    heldBy = step.heldBy
    after = step.last
    if (after === null || heldBy !== null) break
  }
  if (isPending) {
    // asked for at most so often; the passage is looked at again when the run has ended
    await refreshAggregation(services, passage.from)
    heldBy ??= { code: 'results_pending' }
  }
  await recordLook(services.db, passageId, marker, heldBy)
  if (passed > 0) services.log.info({ passageId, to: passage.to, passed, heldBy: heldBy?.code ?? null }, 'tasks_passed')
}

interface Step {
  readonly passed: number
  readonly heldBy: HeldBy | null
  /** where the next look goes on; null when there is no more */
  readonly last: CandidatePlace | null
  readonly isPending: boolean
}

const held = (heldBy: HeldBy): Step => ({ passed: 0, heldBy, last: null, isPending: false })

async function passSome(tx: Tx, services: Services, passage: PassageRow, after: CandidatePlace | null): Promise<Step> {
  const next = await lockBatch(tx, passage.to)
  if (next === null) return { passed: 0, heldBy: null, last: null, isPending: false }
  if (next.state === 'closed') return held({ code: 'target_closed' })
  // whoever imports has numbered their tasks already
  if (!(await tryLockImports(tx, next.id))) return held({ code: 'import_running' })

  const earlier = await getBatch(tx, passage.from)
  const { answers, last, isPending } = await readAnswers(tx, passage, earlier, after)
  const decided = await decide(tx, passage, { earlier, next }, answers)
  const room = await roomFor(tx, passage, next, decided.filter(({ outcome }) => outcome === 'passed').length)
  if ('code' in room) return held(room)
  const kept = upTo(decided, room.tasks)
  const tasks = kept.flatMap(({ outcome, payload }, index) => (outcome === 'passed' ? [{ payload, index }] : []))
  const numbered = new Map(tasks.map(({ index }, place) => [index, next.task_count + place + 1]))
  const now = services.now()
  await insertTasks(
    tx,
    next.id,
    tasks.map(({ payload, index }) => ({ number: numbered.get(index) ?? 0, payload })),
  )
  await insertDecided(
    tx,
    passage,
    kept.map((answer, index) => ({ ...answer, toNumber: numbered.get(index) ?? null })),
    now,
  )
  await addToBatch(tx, next.id, tasks.length, 0)
  await reserve(tx, passage, next, tasks.length, now)
  return { passed: tasks.length, heldBy: room.heldBy, last, isPending }
}

/** Up to the answer that would be one task too many: what comes after it is decided another time, so that order is kept. */
function upTo(decided: readonly Decided[], tasks: number): readonly Decided[] {
  let left = tasks
  const end = decided.findIndex(({ outcome }) => outcome === 'passed' && --left < 0)
  return end === -1 ? decided : decided.slice(0, end)
}

type FoundAnswer = Answer & CandidatePlace

interface FoundAnswers {
  readonly answers: readonly FoundAnswer[]
  readonly last: CandidatePlace | null
  /** the results of some tasks do not take in all their responses yet */
  readonly isPending: boolean
}

async function readAnswers(db: Db, passage: PassageRow, earlier: BatchRow, after: CandidatePlace | null): Promise<FoundAnswers> {
  if (passage.rule.unit === 'response') {
    const found = await listNewResponses(db, passage, after, DECIDED_AT_ONCE)
    const last = found.length < DECIDED_AT_ONCE ? null : (found.at(-1) ?? null)
    return { answers: found.map((response) => ({ ...response, confidence: null })), last, isPending: false }
  }
  const found = await listNewTasks(db, passage, after, DECIDED_AT_ONCE)
  const known = found.filter(({ isKnown }) => isKnown)
  const standing = await readStanding(
    db,
    earlier,
    known.map(({ number }) => number),
  )
  const answers = known.flatMap(({ isKnown: _known, ...task }) => {
    const answer = standing.get(task.number)
    return answer === undefined ? [] : [{ ...task, ...answer }]
  })
  const last = found.length < DECIDED_AT_ONCE ? null : (found.at(-1) ?? null)
  return { answers, last, isPending: known.length < found.length }
}

interface Decided extends DecidedAnswer {
  readonly payload: unknown
}

async function decide(
  db: Db,
  passage: PassageRow,
  { earlier, next }: { earlier: BatchRow; next: BatchRow },
  answers: readonly FoundAnswer[],
): Promise<Decided[]> {
  const [from, to] = [getTaskSetup(earlier.task_type, earlier.settings), getTaskSetup(next.task_type, next.settings)]
  const decided = answers.map((answer): Decided => {
    const { number, assignmentId, confidence, response } = answer
    const key = assignmentId ?? String(number)
    const common = { number, assignmentId, confidence, toNumber: null }
    const decision = decidePassage({ key, confidence, label: answer.label, response }, passage.rule, passage.id)
    if (decision !== 'passes') return { ...common, outcome: decision, payload: null, problem: null }
    const read = to.readRow(rowOf(passage.mapping, from, answer))
    if (!read.ok) return { ...common, outcome: 'unfit', payload: null, problem: read.error }
    return { ...common, outcome: 'passed', payload: read.value.payload, problem: null }
  })
  const names = [...new Set(decided.flatMap(({ outcome, payload }) => (outcome === 'passed' ? to.mediaNames(payload) : [])))]
  const there = await findKnownMedia(db, passage.projectId, names)
  return decided.map((answer) => {
    if (answer.outcome !== 'passed') return answer
    const absent = to.mediaNames(answer.payload).find((name) => !there.has(name))
    if (absent === undefined) return answer
    return { ...answer, outcome: 'unfit' as const, payload: null, problem: [missingMedia(absent)] }
  })
}

/** How many of so many tasks may pass now, and what keeps the others. */
async function roomFor(
  tx: Tx,
  { id, rule }: PassageRow,
  next: BatchRow,
  wanted: number,
): Promise<HeldBy | { readonly tasks: number; readonly heldBy: HeldBy | null }> {
  let room: { tasks: number; heldBy: HeldBy | null } = { tasks: wanted, heldBy: null }
  const limit = (tasks: number, heldBy: HeldBy) => {
    if (tasks < room.tasks) room = { tasks, heldBy }
  }
  if (wanted === 0) return room
  if (rule.most !== null) limit(rule.most - (await countPassed(tx, id)), { code: 'most_reached', most: rule.most })
  limit(TASKS_MAX - next.task_count, { code: 'too_many_tasks', max: TASKS_MAX })
  if (next.state !== 'draft') {
    const { total: each } = costOfTasks(next, await readParameters(tx), { tasks: 1, redundancy: next.redundancy })
    const balance = await balanceOfOrganisation(tx, next.organisation_id, next.currency)
    const money = (micros: bigint) => ({ micros: micros.toString(), currency: next.currency })
    const affordable = each === 0n ? wanted : Number(balance / each)
    limit(affordable, { code: 'balance_too_low', balance: money(balance), needed: money(each * BigInt(room.tasks)) })
  }
  return room.tasks <= 0 && room.heldBy !== null ? room.heldBy : room
}

/** @throws when the balance was spent since it was read: the transaction is undone, and the next look reads it again. */
async function reserve(tx: Tx, passage: PassageRow, next: BatchRow, tasks: number, now: Date): Promise<void> {
  if (next.state === 'draft' || tasks === 0) return
  const { total: amount } = costOfTasks(next, await readParameters(tx), { tasks, redundancy: next.redundancy })
  const { organisation_id: organisationId, currency } = next
  const reserved = await reserveForBatch(tx, { organisationId, batchId: next.id, currency, amount, by: passage.createdBy, now })
  if (!reserved.ok) throw new Error(`the balance of ${organisationId} was spent while tasks passed into ${next.id}`)
}
