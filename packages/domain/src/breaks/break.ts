import { harmfulAmong } from '../exposure/exposure.ts'
import type { Parameters } from '../parameters/parameters.ts'
import { err, ok, type Result } from '../result.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** An hour of work with content that may hurt: it begins with the first paid break taken in it, and ends with an hour of work. */
export interface BreakHour {
  /** of breaks that were paid in it */
  readonly takenMs: number
  /** of work with such content since it began */
  readonly workedMs: number
}

export interface BreakAllowance {
  /** at most so long is a break paid that begins at this moment */
  readonly leftMs: number
  /** of work until the whole allowance is there again; 0 when it is there now */
  readonly workUntilNextMs: number
  /** a break taken now begins another hour */
  readonly beginsHour: boolean
}

export type BreakError =
  | { kind: 'break_not_offered' }
  | { kind: 'break_needs_a_task' }
  | { kind: 'break_used_up'; takenMs: number; workUntilNextMs: number }

/** Work may hurt where its project declares such content, or where its screens keep content covered, as the moderation presets do. */
export function mayHurt(work: { readonly declared: readonly string[]; readonly covered: boolean }): boolean {
  return work.covered || harmfulAmong(work.declared).length > 0
}

/**
 * How much paid break is left in the hour of work under way. Whoever has taken none has the whole of it from the first task on: what
 * hurts does not wait for minutes to add up. What an hour leaves over is not added to the next one.
 *
 * @param hour null for somebody who never took a paid break.
 */
export function breakAllowance(hour: BreakHour | null, { breakMinutesPerHour }: Pick<Parameters, 'breakMinutesPerHour'>): BreakAllowance {
  const wholeMs = Math.round(breakMinutesPerHour * MINUTE_MS)
  if (hour === null || hour.workedMs >= HOUR_MS) return { leftMs: wholeMs, workUntilNextMs: 0, beginsHour: true }
  return { leftMs: Math.max(0, wholeMs - hour.takenMs), workUntilNextMs: HOUR_MS - hour.workedMs, beginsHour: false }
}

/** May a paid break begin? It is taken from a task in hand, so that it belongs to work. */
export function startBreak(
  work: { readonly mayHurt: boolean; readonly tasksInHand: number },
  hour: BreakHour | null,
  parameters: Pick<Parameters, 'breakMinutesPerHour'>,
): Result<{ limitMs: number; beginsHour: boolean }, BreakError> {
  if (!work.mayHurt) return err({ kind: 'break_not_offered' })
  if (work.tasksInHand === 0) return err({ kind: 'break_needs_a_task' })
  const { leftMs, workUntilNextMs, beginsHour } = breakAllowance(hour, parameters)
  if (leftMs === 0) return err({ kind: 'break_used_up', takenMs: hour?.takenMs ?? 0, workUntilNextMs })

  return ok({ limitMs: leftMs, beginsHour })
}

export interface OpenBreak {
  readonly startedAt: Date
  readonly limitMs: number
}

/**
 * What counts of a break: the time until the person came back, or went on working somewhere, and never more than its limit. A
 * break that was forgotten stops there by itself.
 *
 * @param workedAgainAt when work that was sent meanwhile was begun; null when there is none.
 */
export function countedBreakMs({ startedAt, limitMs }: OpenBreak, workedAgainAt: Date | null, now: Date): number {
  const endedAt = Math.min(now.getTime(), workedAgainAt?.getTime() ?? Number.POSITIVE_INFINITY)
  return Math.min(limitMs, Math.max(0, Math.round(endedAt - startedAt.getTime())))
}
