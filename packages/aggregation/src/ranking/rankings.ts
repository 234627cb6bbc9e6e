import { AggregationError } from '../aggregation-error.ts'
import type { Responses } from '../responses.ts'

/** Items from the best to the worst; those that a worker holds equal stand together in a list. Not all items need be there. */
export type Ranking = readonly (string | readonly string[])[]

export interface UnlistedOption {
  /**
   * What it means that a worker leaves out an item that others ranked for the same task.
   * - `unknown` (default): nothing; the worker may not have been shown it.
   * - `below`: it is worse than all that the worker listed, and equal to the others left out ("name the best three").
   */
  readonly unlisted?: 'unknown' | 'below'
}

/** What every ranking method returns: per task all items, from the best. */
export interface Ranked {
  readonly method: string
  readonly tasks: readonly string[]
  /** The items of task `t` are `items[i]` for `start[t] <= i < start[t + 1]`. */
  readonly start: Int32Array
  readonly items: readonly string[]
  readonly scores: Float64Array
  /** From 1. Items whose scores differ by at most 10⁻⁹ share a place and stand in code-unit order: a tie, not a choice. */
  readonly places: Int32Array
}

/** One task's rankings in numbers. */
export interface Ballots {
  /** In code-unit order, so that nothing hangs on the order of rows. */
  readonly items: readonly string[]
  /** Per response, groups of equal items from the best. */
  readonly rankings: readonly (readonly (readonly number[])[])[]
}

const expected = 'a list of items from the best, each once; equal items in a list of their own'

export function* ballotsOf(responses: Responses<Ranking>, { unlisted = 'unknown' }: UnlistedOption): Generator<Ballots> {
  if (unlisted !== 'unknown' && unlisted !== 'below') {
    throw new AggregationError({
      kind: 'invalid_option',
      option: 'unlisted',
      expected: "'unknown' or 'below'",
      received: String(unlisted),
    })
  }
  const {
    tasks,
    workers,
    byTask: { start, worker, value },
  } = responses
  for (let task = 0; task < tasks.length; task++) {
    const given = value.slice(start[task], start[task + 1])
    for (const [n, ranking] of given.entries()) {
      const received = defectOf(ranking)
      if (received === null) continue
      const who = workers[worker[start[task]! + n]!]!
      throw new AggregationError({ kind: 'invalid_value', task: tasks[task]!, worker: who, expected, received })
    }
    const items = [...new Set(given.flat(2))].toSorted()
    const numbers = new Map(items.map((item, number) => [item, number]))
    yield { items, rankings: given.map((ranking) => numbered(ranking, numbers, unlisted === 'below')) }
  }
}

function numbered(ranking: Ranking, numbers: ReadonlyMap<string, number>, isBelow: boolean): readonly (readonly number[])[] {
  const groups = ranking.map((group) => (typeof group === 'string' ? [group] : group).map((item) => numbers.get(item)!))
  if (!isBelow) return groups.filter((group) => group.length > 0)
  const listed = new Set(groups.flat())
  return [...groups, [...numbers.values()].filter((item) => !listed.has(item))].filter((group) => group.length > 0)
}

/** What is wrong with it, or null. Rankings come from outside: their types are a hope. */
function defectOf(ranking: unknown): string | null {
  if (!Array.isArray(ranking)) return String(ranking)
  const items: unknown[] = ranking.flatMap((group: unknown) => (Array.isArray(group) ? (group as unknown[]) : [group]))
  const odd = items.find((item) => typeof item !== 'string' || item === '')
  if (odd !== undefined || items.includes(undefined)) return `an item ${JSON.stringify(odd)}`
  const twice = items.find((item, n) => items.indexOf(item) !== n)
  return twice === undefined ? null : `${JSON.stringify(twice)} twice`
}

/** Collects tasks' scores into a result, best first. */
export function rankedOf(
  tasks: readonly string[],
  scored: readonly { readonly items: readonly string[]; readonly scores: Float64Array }[],
): Omit<Ranked, 'method'> {
  const start = new Int32Array(tasks.length + 1)
  const size = scored.reduce((sum, { items }) => sum + items.length, 0)
  const items: string[] = []
  const [scores, places] = [new Float64Array(size), new Int32Array(size)]
  for (const [task, own] of scored.entries()) {
    const from = start[task]!
    const best = own.items.map((_, item) => item).toSorted((a, b) => own.scores[b]! - own.scores[a]!)
    for (let at = 0; at < best.length;) {
      let after = at + 1
      while (after < best.length && own.scores[best[at]!]! - own.scores[best[after]!]! <= 1e-9) after++
      // Items are numbered in code-unit order.
      for (const item of best.slice(at, after).toSorted((a, b) => a - b)) {
        places[items.length] = at + 1
        scores[items.length] = own.scores[item]!
        items.push(own.items[item]!)
      }
      at = after
    }
    start[task + 1] = from + best.length
  }
  return { tasks, start, items, scores, places }
}
