import {
  breakAllowance,
  err,
  mayHurt,
  ok,
  type BreakAllowance,
  type BreakError,
  type BreakHour,
  type Parameters,
  type Result,
} from '@canut/domain'
import type { Db } from '../platform/db/database.ts'
import { getTaskSetup } from '../task-types/index.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import {
  countInHand,
  findBreakTerms,
  findHour,
  findLastBreak,
  findOpenBreak,
  listWorkSince,
  type BreakTerms,
  type EndedBreak,
  type StoredBreak,
  type WorkOfBatch,
} from './breaks.store.ts'

export interface Standing {
  readonly terms: BreakTerms
  readonly parameters: Parameters
  readonly allowance: BreakAllowance
  readonly tasksInHand: number
  /** the break that the person is on, of whatever batch */
  readonly open: StoredBreak | null
  /** the last one from this batch that they came back from */
  readonly last: EndedBreak | null
}

export interface BreakOf {
  readonly batchId: string
  readonly workerId: string
}

/** How a person stands with breaks from this batch. Seven small statements. */
export async function readBreak({ db }: Services, of: BreakOf): Promise<Result<Standing, BreakError | { kind: 'not_found' }>> {
  const terms = await findBreakTerms(db, of.batchId)
  if (terms === null || terms.state === 'draft') return err({ kind: 'not_found' })
  if (!isHurting(terms)) return err({ kind: 'break_not_offered' })

  const parameters = await readParameters(db)
  const hour = await readHour(db, of.workerId)
  return ok({
    terms,
    parameters,
    allowance: breakAllowance(hour, parameters),
    tasksInHand: await countInHand(db, of.batchId, of.workerId),
    open: await findOpenBreak(db, of.workerId),
    last: await findLastBreak(db, of.batchId, of.workerId),
  })
}

/** The hour of work under way, with the work on content that may hurt since it began; null for who never took a break. */
export async function readHour(db: Db, personId: string): Promise<BreakHour | null> {
  const hour = await findHour(db, personId)
  if (hour === null) return null
  const work = await listWorkSince(db, personId, hour.beganAt)
  const workedMs = work.filter(isHurting).reduce((sum, { workMs }) => sum + workMs, 0)
  return { takenMs: hour.takenMs, workedMs }
}

export function isHurting({ taskType, settings, declared }: Omit<WorkOfBatch, 'workMs'>): boolean {
  return mayHurt({ declared, covered: getTaskSetup(taskType, settings).coversContent === true })
}
