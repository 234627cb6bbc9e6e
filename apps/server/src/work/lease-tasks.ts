import { err, leaseSeconds, ok, type AssignmentError, type BatchError, type Parameters, type Result } from '@canut/domain'
import type { Clock } from '../platform/clock.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Tx } from '../platform/db/database.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import {
  advanceFrontier,
  countHeld,
  findLeaseTerms,
  lockPlace,
  openTasks,
  readPayloads,
  readStanding,
  recordPlace,
  takeSlots,
  type Leased,
  type LeaseTerms,
  type Pick,
} from './dispatch.store.ts'
import { addToTally } from './tallies.store.ts'

export interface Lease {
  readonly assignmentId: string
  readonly number: number
  readonly payload: unknown
  readonly leaseExpiresAt: Date
}

export type Empty =
  | { cause: 'paused' | 'closed' | 'not_published' }
  /** the worker has had as many tasks of this batch as one person may */
  | { cause: 'share_used'; max: number }
  /** every slot is held by somebody */
  | { cause: 'all_taken'; heldByOthers: number; nextFreeAt: Date | null }
  /** tasks are open, but this worker already did or skipped all of them */
  | { cause: 'all_seen' }
  | { cause: 'all_done' }

export interface LeaseOutcome {
  readonly leases: readonly Lease[]
  /** says why when there are no leases */
  readonly empty: Empty | null
  readonly terms: LeaseTerms
}

type LeaseError = AssignmentError | BatchError | { kind: 'not_found' }

export interface LeaseRequest {
  readonly batchId: string
  readonly workerId: string
  /** 1–20 */
  readonly count: number
  /** these tasks and no others, if they are open to the worker */
  readonly numbers?: readonly number[]
}

/**
 * Hands out tasks. Cost: one transaction of 8 statements (10 when the open window is used up), each by key or from the
 * worker's place in the index of open slots; nothing counts or scans the tasks of the batch.
 */
export async function leaseTasks(services: Services, request: LeaseRequest): Promise<Result<LeaseOutcome, LeaseError>> {
  const outcome = await inTransaction(services.db, (tx) => lease(tx, services.now, request))
  const granted = outcome.ok ? outcome.value.leases.length : 0
  services.metrics.count('leases_granted', 'Leases that this process gave to workers.', granted)
  return outcome
}

async function lease(tx: Tx, clock: Clock, request: LeaseRequest): Promise<Result<LeaseOutcome, LeaseError>> {
  const terms = await findLeaseTerms(tx, request.batchId)
  if (terms === null) return err({ kind: 'not_found' })
  const nothing = (empty: Empty) => ok({ leases: [], empty, terms })
  if (terms.state === 'draft') return nothing({ cause: 'not_published' })
  if (terms.state !== 'open') return nothing({ cause: terms.state })

  const now = clock()
  const parameters = await readParameters(tx)
  const place = await lockPlace(tx, request.batchId, request.workerId, now)
  const share = (terms.max_per_worker ?? Number.POSITIVE_INFINITY) - place.taken
  if (share <= 0) return nothing({ cause: 'share_used', max: terms.max_per_worker ?? 0 })
  const held = await countHeld(tx, request.workerId)
  if (held >= parameters.leasesHeldMax) return err({ kind: 'too_many_leases_held', held, max: parameters.leasesHeldMax })

  const wanted = Math.min(request.count, share, parameters.leasesHeldMax - held)
  const pick = pickOf(request, terms, parameters, wanted, now)
  const taken = request.numbers === undefined ? await takeNext(tx, pick, place.reached) : await takeNumbered(tx, pick, request.numbers)
  if (taken.length === 0) {
    const [first] = request.numbers ?? []
    return first === undefined ? nothing(await whyEmpty(tx, request)) : err({ kind: 'task_not_available', number: first })
  }

  // asking for certain tasks does not move the place from which the others are handed out
  const reached = request.numbers === undefined ? Math.max(...taken.map(({ number }) => number)) : 0
  await recordPlace(tx, request.batchId, request.workerId, reached, taken.length)
  await addToTally(tx, request.batchId, { leased: taken.length }, Math.random())
  const payloads = await readPayloads(
    tx,
    request.batchId,
    taken.map(({ number }) => number),
  )
  const leases = taken.map(({ id, number }) => ({
    assignmentId: id,
    number,
    payload: payloads.get(number),
    leaseExpiresAt: pick.expiresAt,
  }))
  return ok({ leases, empty: null, terms })
}

function pickOf(request: LeaseRequest, terms: LeaseTerms, parameters: Parameters, wanted: number, now: Date): Pick {
  const seconds = leaseSeconds(terms.estimate_seconds, parameters)
  return {
    batchId: request.batchId,
    workerId: request.workerId,
    ids: Array.from({ length: wanted }, () => newId(now.getTime())),
    terms,
    now,
    expiresAt: new Date(now.getTime() + seconds * 1000),
  }
}

/** Ahead of the worker first, then new tasks, then what came free behind them, and last, waiting for whoever is busy with a slot. */
async function takeNext(tx: Tx, pick: Pick, reached: number): Promise<Leased[]> {
  const taken = await takeSlots(tx, pick, { after: reached }, false)
  const missing = () => ({ ...pick, ids: pick.ids.slice(taken.length) })
  while (taken.length < pick.ids.length && (await advanceFrontier(tx, pick.batchId, pick.terms))) {
    taken.push(...(await takeSlots(tx, missing(), { after: Math.max(reached, ...taken.map(({ number }) => number)) }, false)))
  }
  if (taken.length < pick.ids.length) taken.push(...(await takeSlots(tx, missing(), { upTo: reached }, false)))
  if (taken.length === 0) taken.push(...(await takeSlots(tx, pick, { anywhere: true }, true)))
  return taken
}

async function takeNumbered(tx: Tx, pick: Pick, numbers: readonly number[]): Promise<Leased[]> {
  await openTasks(tx, pick.batchId, pick.terms, numbers)
  return takeSlots(tx, pick, { numbers }, true)
}

async function whyEmpty(tx: Tx, { batchId, workerId }: LeaseRequest): Promise<Empty> {
  const standing = await readStanding(tx, batchId, workerId)
  if (standing.openSlots) return { cause: 'all_seen' }
  if (standing.heldByOthers > 0) return { cause: 'all_taken', heldByOthers: standing.heldByOthers, nextFreeAt: standing.nextFreeAt }
  return { cause: 'all_done' }
}
