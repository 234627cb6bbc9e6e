import { err, harmfulAmong, leaseSeconds, mayTakeShare, ok, type AssignmentError, type BatchError, type Result } from '@canut/domain'
import { limitExposure, returnExposure } from '../exposure/index.ts'
import type { Db } from '../platform/db/database.ts'
import { untilDurable } from '../platform/db/durable.ts'
import { inTransaction, tryAgain } from '../platform/db/transaction.ts'
import { createGrouping } from '../platform/grouping.ts'
import { newId } from '../platform/ids.ts'
import { oncePer } from '../platform/once-per.ts'
import type { Services } from '../platform/services.ts'
import {
  findLeaseTerms,
  lockDispatch,
  openTasks,
  readPlace,
  readStanding,
  takeNumbered,
  takeSlots,
  type Leased,
  type LeaseTerms,
} from './dispatch.store.ts'
import type { Empty } from './empty.ts'
import { countTaken, listShares, type Share } from './share.store.ts'
import { addToTally } from './tallies.store.ts'

export interface Lease {
  readonly assignmentId: string
  readonly number: number
  readonly payload: unknown
  readonly leaseExpiresAt: Date
}

export interface LeaseOutcome {
  readonly leases: readonly Lease[]
  /** says why when there are no leases */
  readonly empty: Empty | null
  readonly terms: LeaseTerms
}

type LeaseError = AssignmentError | BatchError | { kind: 'not_found' }
type Outcome = Result<LeaseOutcome, LeaseError>

export interface LeaseRequest {
  readonly batchId: string
  readonly workerId: string
  /** 1–20 */
  readonly count: number
  /** these tasks and no others, if they are open to the worker */
  readonly numbers?: readonly number[]
}

/** Requests of different workers that share a statement. */
const GROUP_MOST = 64

interface Granted {
  readonly outcome: Outcome
  /** what was handed out is not on disk yet */
  readonly flushedLater: boolean
}

/**
 * Hands out tasks. Cost: two statements of a constant number of rows, shared by all who ask for tasks of the same batch
 * while the ones before are served; see `takeSlots`. When there is nothing, up to three more for each who
 * asked, that find out why.
 */
export async function leaseTasks(services: Services, request: LeaseRequest): Promise<Outcome> {
  const { outcome, flushedLater } =
    request.numbers === undefined
      ? await leasing(services)(request)
      : { outcome: await leaseNumbered(services, request, request.numbers), flushedLater: false }
  const granted = outcome.ok ? outcome.value.leases.length : 0
  if (granted > 0 && flushedLater) await untilDurable(services.db)
  services.metrics.count('leases_granted', 'Leases that this process gave to workers.', granted)
  return outcome
}

const leasing = oncePer((services: Services) =>
  createGrouping<LeaseRequest, Granted>({
    keyOf: ({ batchId }) => batchId,
    onceEach: ({ workerId }) => workerId,
    async carryOut(requests) {
      // alone, waiting for the disk at once is one message less; together, nobody behind them should wait for it
      const flushedLater = requests.length > 1
      return (await leaseNext(services, requests, flushedLater)).map((outcome) => ({ outcome, flushedLater }))
    },
    most: GROUP_MOST,
    // leases of one batch follow each other in the database, so a second lane would only wait there
    lanes: 1,
  }),
)

/** `requests` are of one batch and of different workers. */
async function leaseNext(services: Services, requests: readonly LeaseRequest[], flushedLater: boolean): Promise<Outcome[]> {
  const { batchId } = requests[0] ?? { batchId: '' }
  const terms = await findLeaseTerms(services.db, batchId)
  if (terms === null) return requests.map(() => err({ kind: 'not_found' }))
  const closedTo = notOpen(terms)
  if (closedTo !== null) return requests.map(() => closedTo)

  const { parameters } = terms
  const now = services.now()
  const shares = await sharesOf(services.db, terms, requests, now)
  const shared = new Map(requests.map(({ workerId, count }) => [workerId, allow(terms, count, shares.get(workerId))]))
  const allowances = await withinExposure(services.db, terms, shared, now)
  const allowed = ({ workerId }: LeaseRequest) => allowances.get(workerId)?.allowed ?? 0
  const of = { heldMax: parameters.leasesHeldMax, now, expiresAt: leaseEnd(terms, now), flushedLater }
  const granted = new Map<string, readonly Leased[]>()
  for (let asking = requests.filter((request) => allowed(request) > 0); asking.length > 0;) {
    const takings = asking.map((request) => ({ workerId: request.workerId, ids: newIds(allowed(request), now) }))
    const taken = await tryAgain(() => takeSlots(services.db, batchId, takings, of))
    for (const [i, { workerId }] of asking.entries()) granted.set(workerId, taken[i]?.leased ?? [])
    asking = asking.filter((_, i) => taken[i]?.mayLookOn === true)
  }
  await returnUnused(services.db, terms, allowances, granted, now)
  return Promise.all(
    requests.map(async ({ workerId }) => {
      const refused = allowances.get(workerId)?.empty
      if (refused) return nothing(terms, refused)
      const leased = granted.get(workerId) ?? []
      return leased.length > 0 ? granting(terms, leased, of.expiresAt) : explain(services, batchId, workerId)
    }),
  )
}

async function leaseNumbered(services: Services, request: LeaseRequest, numbers: readonly number[]): Promise<Outcome> {
  const { batchId, workerId } = request
  return inTransaction(services.db, async (tx): Promise<Outcome> => {
    await lockDispatch(tx, batchId)
    const terms = await findLeaseTerms(tx, batchId)
    if (terms === null) return err({ kind: 'not_found' })
    const closedTo = notOpen(terms)
    if (closedTo !== null) return closedTo
    const { taken, held } = await readPlace(tx, batchId, workerId)
    const refused = refusalOf(terms, { taken, held })
    if (refused !== null) return refused

    const now = services.now()
    const expiresAt = leaseEnd(terms, now)
    const shared = allow(terms, request.count, (await sharesOf(tx, terms, [request], now)).get(workerId))
    const allowances = await withinExposure(tx, terms, new Map([[workerId, shared]]), now)
    const { allowed, empty } = allowances.get(workerId) ?? shared
    if (empty !== null) return nothing(terms, empty)
    const room = Math.min(allowed, (terms.max_per_worker ?? request.count + taken) - taken, terms.parameters.leasesHeldMax - held)
    await openTasks(tx, batchId, terms.task_count, numbers)
    const leased = await takeNumbered(tx, batchId, { workerId, ids: newIds(room, now), numbers }, { terms, now, expiresAt })
    await returnUnused(tx, terms, allowances, new Map([[workerId, leased]]), now)
    if (leased.length === 0) return err({ kind: 'task_not_available', number: numbers[0] ?? 0 })
    await countTaken(tx, { batchId, workerId, count: leased.length, seconds: leased.length * terms.estimate_seconds, at: now })
    await addToTally(tx, batchId, { leased: leased.length }, Math.random())
    return granting(terms, leased, expiresAt)
  })
}

const newIds = (count: number, now: Date) => Array.from({ length: count }, () => newId(now.getTime()))
const nothing = (terms: LeaseTerms, empty: Empty): Outcome => ok({ leases: [], empty, terms })

type Terms = NonNullable<Awaited<ReturnType<typeof findLeaseTerms>>>

function leaseEnd(terms: Terms, now: Date): Date {
  return new Date(now.getTime() + leaseSeconds(terms.estimate_seconds, terms.parameters) * 1000)
}

function granting(terms: LeaseTerms, leased: readonly Leased[], leaseExpiresAt: Date): Outcome {
  const leases = leased.map(({ id, number, payload }) => ({ assignmentId: id, number, payload, leaseExpiresAt }))
  return ok({ leases, empty: null, terms })
}

const NO_SHARE: Share = { receivedSeconds: 0, shareSeconds: 0, askedSeconds: 0, shareKinds: [] }

/** Read only when people asked for more of this work than there is. */
async function sharesOf(db: Db, terms: Terms, requests: readonly LeaseRequest[], now: Date): Promise<ReadonlyMap<string, Share>> {
  if (!terms.scarce) return new Map()
  return listShares(
    db,
    requests.map(({ workerId }) => workerId),
    now,
  )
}

interface Allowance {
  readonly allowed: number
  /** says why when nothing is */
  readonly empty: Empty | null
}

/**
 * What each worker accepts to see, and how much more of it today: asked only for work that declares content that may hurt. What
 * is allowed counts at once; `returnUnused` takes back what is not handed out. One row for each worker, one after the other, so
 * that no two requests wait for each other's rows.
 */
async function withinExposure(
  db: Db,
  { declared }: Terms,
  allowances: ReadonlyMap<string, Allowance>,
  now: Date,
): Promise<ReadonlyMap<string, Allowance>> {
  if (harmfulAmong(declared).length === 0) return allowances
  const within = new Map<string, Allowance>()
  for (const [personId, allowance] of allowances) {
    const limit = await limitExposure(db, { personId, count: allowance.allowed, declared, now })
    if (limit.refusal !== null) within.set(personId, { allowed: 0, empty: limit.refusal })
    else within.set(personId, { ...allowance, allowed: limit.granted })
  }
  return within
}

async function returnUnused(
  db: Db,
  { declared }: Terms,
  allowances: ReadonlyMap<string, Allowance>,
  granted: ReadonlyMap<string, readonly Leased[]>,
  now: Date,
): Promise<void> {
  if (harmfulAmong(declared).length === 0) return
  for (const [personId, { allowed }] of allowances)
    await returnExposure(db, { personId, count: allowed - (granted.get(personId)?.length ?? 0), declared, now })
}

/** How many of the tasks asked for are within the worker's share of the week, all of them when there is enough for everybody; 0 with the reason. */
function allow(terms: Terms, count: number, share: Share = NO_SHARE): Allowance {
  const { scarce, kind, claims, estimate_seconds: taskSeconds } = terms
  const meant = kind !== null && share.shareKinds.includes(kind)
  let { receivedSeconds } = share
  for (let allowed = 0; allowed < count; allowed += 1) {
    const taken = mayTakeShare({ scarce, meant, receivedSeconds, shareSeconds: share.shareSeconds, taskSeconds })
    if (taken.ok) receivedSeconds = taken.value
    else if (allowed > 0) return { allowed, empty: null }
    else if (taken.error.kind === 'kept_for_others') return { allowed, empty: { cause: 'kept_for_others', claims } }
    else {
      const { shareSeconds, askedSeconds } = share
      return { allowed, empty: { cause: 'share_for_now', receivedSeconds, shareSeconds, askedSeconds, claims } }
    }
  }
  return { allowed: count, empty: null }
}

/** Why nobody gets a task of this batch; null when it is open. */
function notOpen(terms: Terms): Outcome | null {
  if (terms.state === 'open') return null
  if (terms.state !== 'paused') return nothing(terms, { cause: terms.state === 'draft' ? 'not_published' : terms.state })
  const { paused_at: at, paused_by: by } = terms
  return nothing(terms, { cause: 'paused', ...(by === null ? {} : { by }), ...(at === null ? {} : { at }) })
}

/** What one person may have and hold; null when they may have more. */
function refusalOf(terms: Terms, { taken, held }: { taken: number; held: number }): Outcome | null {
  const { max_per_worker: max, parameters } = terms
  if (max !== null && taken >= max) return nothing(terms, { cause: 'share_used', max })
  if (held >= parameters.leasesHeldMax) return err({ kind: 'too_many_leases_held', held, max: parameters.leasesHeldMax })
  return null
}

/** Why a worker was given nothing, as it is now: also what was changed in this instant. */
async function explain({ db }: Services, batchId: string, workerId: string): Promise<Outcome> {
  const terms = await findLeaseTerms(db, batchId)
  if (terms === null) return err({ kind: 'not_found' })
  const closedTo = notOpen(terms)
  if (closedTo !== null) return closedTo
  const refused = refusalOf(terms, await readPlace(db, batchId, workerId))
  if (refused !== null) return refused
  const { openSlots, heldByOthers, nextFreeAt } = await readStanding(db, batchId, workerId)
  if (openSlots) return nothing(terms, { cause: 'all_seen' })
  if (heldByOthers > 0) return nothing(terms, { cause: 'all_taken', heldByOthers, nextFreeAt })
  return nothing(terms, { cause: 'all_done' })
}
