/** So many people who asked for so much work a week. */
export interface People {
  readonly people: number
  readonly secondsWanted: number
}

export interface WorkToDo {
  readonly tasks: number
  /** responses wanted per task, each from another person */
  readonly redundancy: number
  readonly estimateSeconds: number
  /** the most tasks that one person may do; null: no limit */
  readonly maxPerWorker: number | null
  /** work of the same organisation that is brought first */
  readonly aheadSeconds: number
}

export type CompletionEstimate =
  | { readonly kind: 'nobody'; readonly people: 0; readonly secondsPerWeek: 0 }
  /** a batch without tasks */
  | { readonly kind: 'nothing_to_do'; readonly people: number; readonly secondsPerWeek: number }
  /** even if everybody does all they may, some tasks lack responses */
  | { readonly kind: 'too_few_people'; readonly people: number; readonly secondsPerWeek: number; readonly peopleNeeded: number }
  /** `days`: at the earliest, if these people do no other work; rounded up */
  | { readonly kind: 'days'; readonly people: number; readonly secondsPerWeek: number; readonly days: number }

const DAYS_PER_WEEK = 7

/**
 * When a batch may be finished by the people whose subscription fits it.
 *
 * Everybody works evenly, a seventh of the week's hours each day, first on what comes before, and stops at the tasks that
 * one person may do (never more than there are tasks, since nobody does a task twice). The earliest day on which the
 * responses add up is found exactly: between two people who stop, they add up evenly.
 *
 * @param crowd people grouped by what they asked for; groups that asked for nothing are left out of the count.
 */
export function estimateCompletion(work: WorkToDo, crowd: readonly People[]): CompletionEstimate {
  const { tasks, redundancy, estimateSeconds } = work
  const groups = crowd.filter((group) => group.people > 0 && group.secondsWanted > 0)
  const people = groups.reduce((sum, group) => sum + group.people, 0)
  if (people === 0) return { kind: 'nobody', people: 0, secondsPerWeek: 0 }

  const secondsPerWeek = groups.reduce((sum, group) => sum + group.people * group.secondsWanted, 0)
  const needed = tasks * redundancy * estimateSeconds
  if (needed === 0) return { kind: 'nothing_to_do', people, secondsPerWeek }

  const mostTasks = Math.min(work.maxPerWorker ?? tasks, tasks)
  const most = mostTasks * estimateSeconds
  if (people * most < needed)
    return { kind: 'too_few_people', people, secondsPerWeek, peopleNeeded: Math.ceil((tasks * redundancy) / mostTasks) }

  const weeks = work.aheadSeconds / secondsPerWeek + weeksUntil(needed, most, groups)
  return { kind: 'days', people, secondsPerWeek, days: Math.ceil(roundedAway(weeks * DAYS_PER_WEEK)) }
}

/** Those who asked for most stop first; until then all of the rest go on at their own pace. */
function weeksUntil(needed: number, most: number, groups: readonly People[]): number {
  const byPace = groups.toSorted((a, b) => b.secondsWanted - a.secondsWanted)
  let pace = groups.reduce((sum, group) => sum + group.people * group.secondsWanted, 0)
  let stopped = 0
  for (const { people, secondsWanted } of byPace) {
    const stopsAt = most / secondsWanted
    if (stopped + pace * stopsAt >= needed) break
    stopped += people * most
    pace -= people * secondsWanted
  }
  return pace <= 0 ? most / (byPace.at(-1)?.secondsWanted ?? 1) : (needed - stopped) / pace
}

/** A sum of fractions that should be a whole number of days may lie a hair above it. */
const roundedAway = (days: number) => days - 1e-9
