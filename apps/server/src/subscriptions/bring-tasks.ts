import { err, ok, sittingsSince, type Result } from '@canut/domain'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { leaseTasks, startSitting, type Empty, type LeaseError, type LeaseOutcome } from '../work/index.ts'
import { findSitter, listCandidates, setPassed, setSittingBatch, type Candidate, type SitterRow } from './bringing.store.ts'

export interface Bringing {
  readonly workerId: string
  /** 1–20; all of one batch, so there may be fewer */
  readonly count: number
}

export type Brought = { readonly batchId: string; readonly outcome: LeaseOutcome } | { readonly batchId: null; readonly empty: Empty }

/** Batches that are tried in one call, after that of the sitting. */
const TRIES_MAX = 8
/** A batch that nobody has counted is brought if it is at most so many rounds of sharing old. */
const NEW_ROUNDS = 4

/**
 * Brings tasks to a worker with an open sitting: of the batch that they are at while it has some for them, else of the next
 * one in turn. A batch that had none is not tried again before all others were, over as many calls as that takes.
 */
export async function bringTasks(services: Services, { workerId, count }: Bringing): Promise<Result<Brought, LeaseError>> {
  const now = services.now()
  const parameters = await readParameters(services.db)
  const openSince = sittingsSince(now, parameters)
  const sitter = await findSitter(services.db, workerId, openSince)
  if (!sitter.subscribed) return ok(nothing({ cause: 'no_subscription' }))
  if (!sitter.sitting) return ok(nothing({ cause: 'no_sitting' }))

  const reasons: Empty[] = []
  if (sitter.batchId !== null) {
    const leased = await leaseTasks(services, { batchId: sitter.batchId, workerId, count })
    if (leased.ok && leased.value.empty === null) return ok({ batchId: sitter.batchId, outcome: leased.value })
    if (!leased.ok && leased.error.kind !== 'not_found') return leased
    if (leased.ok && leased.value.empty !== null) reasons.push(leased.value.empty)
  }

  const newSince = new Date(now.getTime() - NEW_ROUNDS * parameters.shareEverySeconds * 1000)
  return bringNext(services, { workerId, count }, { sitter, reasons, openSince, newSince, now })
}

interface Look {
  readonly sitter: SitterRow
  /** why the batches tried so far had nothing */
  readonly reasons: Empty[]
  readonly openSince: Date
  readonly newSince: Date
  readonly now: Date
}

async function bringNext(services: Services, { workerId, count }: Bringing, look: Look): Promise<Result<Brought, LeaseError>> {
  const { sitter, reasons, openSince, newSince, now } = look
  const current = sitter.batchId === null ? [] : [sitter.batchId]
  const list = (passed: readonly string[]) =>
    listCandidates(services.db, { personId: workerId, now, openSince, newSince, limit: TRIES_MAX, passed: [...passed, ...current] })

  let passed = [...sitter.passed]
  let candidates = await list(passed)
  // all others were tried: a new round begins
  if (candidates.length === 0 && passed.length > 0) {
    passed = []
    candidates = await list(passed)
  }
  for (const candidate of candidates) {
    const leased = await leaseTasks(services, { batchId: candidate.batchId, workerId, count })
    if (!leased.ok && leased.error.kind !== 'not_found') return err(leased.error)
    if (leased.ok && leased.value.empty === null) return ok(await begin(services, workerId, candidate, leased.value, now))
    if (leased.ok && leased.value.empty !== null) reasons.push(leased.value.empty)
    passed.push(candidate.batchId)
  }
  await setPassed(services.db, workerId, passed, now)
  return ok(nothing(mostTelling(reasons)))
}

async function begin(services: Services, workerId: string, candidate: Candidate, outcome: LeaseOutcome, now: Date): Promise<Brought> {
  await setSittingBatch(services.db, workerId, candidate, now)
  await startSitting(services.db, candidate.batchId, workerId, now)
  services.log.info({ workerId, batchId: candidate.batchId }, 'batch_brought')
  return { batchId: candidate.batchId, outcome }
}

const nothing = (empty: Empty): Brought => ({ batchId: null, empty })

/** What explains most why there is nothing now comes first: what changes by itself, and when. */
const TELLING: readonly Empty['cause'][] = [
  'share_for_now',
  'kept_for_others',
  'all_taken',
  'paused',
  'all_seen',
  'share_used',
  'all_done',
  'closed',
]

function mostTelling(reasons: readonly Empty[]): Empty {
  const rank = ({ cause }: Empty) => (TELLING.includes(cause) ? TELLING.indexOf(cause) : TELLING.length)
  const freeAt = (reason: Empty) => (reason.cause === 'all_taken' ? (reason.nextFreeAt?.getTime() ?? Infinity) : Infinity)
  const [first] = reasons.toSorted((a, b) => rank(a) - rank(b) || Math.sign(freeAt(a) - freeAt(b)) || 0)
  return first ?? { cause: 'nothing_matches' }
}
