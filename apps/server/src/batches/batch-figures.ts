import type { Micros } from '@canut/domain'
import { escrowOf, readTimePaid } from '../ledger/index.ts'
import type { Db } from '../platform/db/database.ts'
import { readTally } from '../work/index.ts'
import { getBatch } from './batches.store.ts'
import { countHeldNow, countSince, findLastAggregation } from './figures.store.ts'

/** The pace is that of the last hours, the one under way included: longer would hide a change, shorter would jump about. */
export const PACE_HOURS = 6
const HOUR_MS = 3_600_000
/** A batch that was just published has no pace yet. */
const PACE_MIN_MS = 60_000
/** Beyond a year the pace of some hours foretells nothing. */
const FORESEEABLE_HOURS = 24 * 365

export interface BatchFigures {
  /** under the rule `until_confident` the most */
  readonly responsesWanted: bigint
  /** that count towards the redundancy */
  readonly responses: number
  readonly tasksDone: number
  readonly tasksLeft: number
  /** in somebody's hands now; counted up to a thousand */
  readonly held: number
  readonly surplus: number
  readonly approved: number
  readonly rejected: number
  readonly toReview: number
  /** null when nobody submitted anything in the last hours */
  readonly responsesPerHour: number | null
  readonly estimatedEnd: Date | null
  readonly measuredMs: number | null
  readonly agreement: number | null
  readonly agreementAt: Date | null
  readonly workers: number | null
  readonly paid: Micros
  readonly fees: Micros
  /** of paid breaks from content that may hurt, in all */
  readonly breaks: Micros
  /** of the time on tasks that were reported as broken, in all */
  readonly broken: Micros
  /** in the batch's escrow now */
  readonly left: Micros
  /** all that was set aside and not returned: paid, fees, breaks, time on broken tasks and what is left */
  readonly reserved: Micros
  readonly currency: string
}

/**
 * The state of a published batch. Reads a fixed number of rows whatever its size: the batch, at most 16 counters, 28 hours,
 * 1,000 entries of the index of leases, 100 aggregation runs and 16 balances; and its paid breaks and reports of broken tasks.
 */
export async function batchFigures(db: Db, batchId: string, now: Date): Promise<BatchFigures> {
  const batch = await getBatch(db, batchId)
  const tally = await readTally(db, batchId)
  const wanted = BigInt(batch.task_count) * BigInt(batch.redundancy) + batch.extra_responses
  const since = windowStart(now, batch.published_at)
  const recent = await countSince(db, batchId, since)
  const hours = Math.max(now.getTime() - since.getTime(), PACE_MIN_MS) / HOUR_MS
  const responsesPerHour = recent === 0 ? null : recent / hours
  const tasksLeft = Math.max(0, batch.task_count - tally.tasksDone)
  // under a stop rule a task may be done with fewer, so that this is the most that can still come
  const missing = Math.min(Number(wanted) - tally.submitted, batch.stop_rule === 'fixed' ? Infinity : tasksLeft * batch.redundancy)
  const hoursLeft = responsesPerHour === null ? Number.POSITIVE_INFINITY : missing / responsesPerHour
  const isForeseeable = batch.state === 'open' && missing > 0 && hoursLeft < FORESEEABLE_HOURS
  const aggregation = await findLastAggregation(db, batchId)
  const left = await escrowOf(db, batchId)
  const time = await readTimePaid(db, batchId)
  const judged = tally.submitted + tally.surplus + tally.rejected
  return {
    responsesWanted: wanted,
    responses: tally.submitted,
    tasksDone: tally.tasksDone,
    tasksLeft,
    held: await countHeldNow(db, batchId),
    surplus: tally.surplus,
    approved: tally.approved,
    rejected: tally.rejected,
    // a rejected response is no longer counted as submitted
    toReview: Math.max(0, tally.submitted - tally.approved),
    responsesPerHour,
    estimatedEnd: isForeseeable ? new Date(now.getTime() + hoursLeft * HOUR_MS) : null,
    measuredMs: judged === 0 ? null : tally.workMs / judged,
    agreement: aggregation?.agreement ?? null,
    agreementAt: aggregation?.finished_at ?? null,
    workers: aggregation?.workers ?? null,
    paid: tally.paidMicros,
    fees: tally.feeMicros,
    left,
    breaks: time.breaks,
    broken: time.broken,
    reserved: tally.paidMicros + tally.feeMicros + time.fromReserve + left,
    currency: batch.currency,
  }
}

/** The beginning of an hour, so that whole hours are counted; never before the batch was published. */
function windowStart(now: Date, publishedAt: Date | null): Date {
  const hour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS
  const start = new Date(hour - (PACE_HOURS - 1) * HOUR_MS)
  return publishedAt !== null && publishedAt > start ? publishedAt : start
}
