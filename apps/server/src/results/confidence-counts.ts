import { REDUNDANCY_MAX } from '@canut/domain'

/** Tasks of a batch that are as sure, in steps of one hundredth, and ask for as many responses. */
export interface ConfidenceCount {
  /** less sure than h hundredths are those below h */
  readonly hundredth: number
  readonly wanted: number
  /** tasks that have all their responses */
  readonly ready: number
  /** tasks that still wait for some */
  readonly waiting: number
  /** that the tasks with all their responses have together */
  readonly responses: number
}

export interface Unsure {
  /** tasks that have all their responses, and may get more */
  readonly ready: number
  /** less sure as well, but some of their responses are still to come */
  readonly waiting: number
  /** mean number of responses of those that are ready; 0 without such a task */
  readonly responses: number
}

/** What is less sure than so many hundredths. */
export function unsureBelow(counts: readonly ConfidenceCount[], hundredths: number): Unsure {
  const below = counts.filter(({ hundredth }) => hundredth < hundredths)
  const ready = sumOf(below, (each) => each.ready)
  return {
    ready,
    waiting: sumOf(below, (each) => each.waiting),
    responses: ready === 0 ? 0 : sumOf(below, (each) => each.responses) / ready,
  }
}

/** How many of those that are ready may get so many more. */
export function tasksToAsk(counts: readonly ConfidenceCount[], of: { below: number; more: number }): number {
  const may = counts.filter(({ hundredth, wanted }) => hundredth < of.below && wanted + of.more <= REDUNDANCY_MAX)
  return sumOf(may, ({ ready }) => ready)
}

function sumOf<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + valueOf(item), 0)
}
