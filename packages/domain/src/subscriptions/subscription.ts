import type { Parameters } from '../parameters/parameters.ts'

/** Eighty hours: nobody works more in a week, and a larger number would only be a way to ask for more than others. */
export const HOURS_WANTED_MAX = 80

/** What a person asks Canut to bring. `null` in a list means any. */
export interface WorkWanted {
  readonly taskTypes: readonly string[] | null
  readonly languages: readonly string[] | null
  readonly projectIds: readonly string[] | null
}

/** What a project is, as far as somebody can ask for it. A project without a language needs none. */
export interface WorkOffered {
  readonly projectId: string
  readonly taskType: string
  readonly language: string | null
}

export type SubscriptionError =
  /** no such project ever published work */
  | { kind: 'subscription_projects_unknown'; projectIds: readonly string[] }
  /** a sitting is opened by whoever asked for work */
  | { kind: 'subscription_missing' }

/** Does the work fit what was asked? Each list that is not empty of wishes must name it; work that needs no language fits any. */
export function matchesWork(wanted: WorkWanted, work: WorkOffered): boolean {
  const { taskTypes, languages, projectIds } = wanted
  if (taskTypes !== null && !taskTypes.includes(work.taskType)) return false
  if (languages !== null && work.language !== null && !languages.includes(work.language)) return false
  return projectIds === null || projectIds.includes(work.projectId)
}

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
const DAY_MS = 24 * HOUR_MS
/** 1 January 1970 was a Thursday, so the Monday of its week lies three days before. */
const EPOCH_MONDAY_MS = -3 * DAY_MS

/** The beginning of the week in which shares are counted: Monday, 00:00 UTC. */
export function weekOf(now: Date): Date {
  const weeks = Math.floor((now.getTime() - EPOCH_MONDAY_MS) / (7 * DAY_MS))
  return new Date(EPOCH_MONDAY_MS + weeks * 7 * DAY_MS)
}

/** Sittings opened before this no longer make a claim count: a turn that is not taken passes on silently. */
export function turnsSince(now: Date, { turnHours }: Pick<Parameters, 'turnHours'>): Date {
  return new Date(now.getTime() - turnHours * HOUR_MS)
}

/** A sitting that saw no request since this has ended by itself. */
export function sittingsSince(now: Date, { sittingIdleMinutes }: Pick<Parameters, 'sittingIdleMinutes'>): Date {
  return new Date(now.getTime() - sittingIdleMinutes * MINUTE_MS)
}
