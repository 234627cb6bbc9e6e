import type { Aggregate } from '../aggregate.ts'
import type { Crowd } from '../crowd.ts'
import { rightShares } from './right-shares.ts'

/** What {@link itemDifficulty} returns. */
export interface ItemDifficulty {
  readonly tasks: readonly string[]
  /** Share of wrong responses, in [0, 1]; null for a task without an answer. */
  readonly difficulty: readonly (number | null)[]
  /**
   * The same against what the task's workers do elsewhere: share of wrong responses less the mean of their shares on all other tasks.
   * Above 0 where the task is harder than usual, whoever did it; null when nobody did another.
   */
  readonly excess: readonly (number | null)[]
  /**
   * Correlation, over the task's responses, of being right with how often the worker is right on all other tasks. Below 0, those
   * who are mostly right are wrong here: the answer, or the task, deserves a look. Null with fewer than three responses, or where
   * either does not vary.
   */
  readonly discrimination: readonly (number | null)[]
}

/**
 * How hard tasks are, as in the analysis of test items: with xₜw in [0, 1] how right a response is (1/m in a tie of m) and a_w(−t)
 * its worker's mean on other tasks,
 *
 *   difficulty = 1 − mean x,   excess = mean a_w(−t) − mean x,   discrimination = corr(x, a_w(−t)).
 *
 * By answers of a method, which follow most workers, hard tasks look easier than they are; known truths are better. Few responses
 * say little of one task: with 5, a difficulty of 0.4 goes with anything from 0.14 to 0.73 (`wilsonInterval`).
 *
 * @param answers a result, or true labels by task id.
 * @throws AggregationError `invalid_option` for answers that are neither. An empty crowd gives empty lists. Row order does not matter (but for rounding).
 *
 * Time O(responses), memory O(responses).
 *
 * Reference: Lord and Novick, Statistical Theories of Mental Test Scores, 1968, chapter 15; ISBN 9780201043105.
 */
export function itemDifficulty(crowd: Crowd, answers: Aggregate | ReadonlyMap<string, string>): ItemDifficulty {
  const { tasks, workers, byTask } = crowd
  const right = rightShares(crowd, answers)
  const [sum, count] = [new Float64Array(workers.length), new Int32Array(workers.length)]
  for (let i = 0; i < right.length; i++) {
    if (right[i]! < 0) continue
    sum[byTask.worker[i]!]! += right[i]!
    count[byTask.worker[i]!]!++
  }

  const [difficulty, excess, discrimination]: [(number | null)[], (number | null)[], (number | null)[]] = [[], [], []]
  for (let task = 0; task < tasks.length; task++) {
    const own = right.subarray(byTask.start[task], byTask.start[task + 1])
    const answered = own.length > 0 && own[0]! >= 0
    difficulty.push(answered ? 1 - meanOf(own) : null)
    const pairs = answered ? besideOthers(crowd, task, own, sum, count) : { here: [], elsewhere: [] }
    excess.push(pairs.here.length === 0 ? null : meanOf(pairs.elsewhere) - meanOf(pairs.here))
    discrimination.push(correlation(pairs.here, pairs.elsewhere))
  }
  return { tasks, difficulty, excess, discrimination }
}

/** Of the workers who did another task: how right they are here, and on average elsewhere. */
function besideOthers({ byTask }: Crowd, task: number, own: Float64Array, sum: Float64Array, count: Int32Array) {
  const at = byTask.start[task]!
  // With repeats, all of a worker's responses to the task are left out.
  const same = new Map<number, { sum: number; count: number }>()
  for (const [n, x] of own.entries()) {
    const before = same.get(byTask.worker[at + n]!)
    same.set(byTask.worker[at + n]!, { sum: (before?.sum ?? 0) + x, count: (before?.count ?? 0) + 1 })
  }
  const here: number[] = []
  const elsewhere: number[] = []
  for (const [n, x] of own.entries()) {
    const who = byTask.worker[at + n]!
    const left = count[who]! - same.get(who)!.count
    if (left === 0) continue
    here.push(x)
    elsewhere.push((sum[who]! - same.get(who)!.sum) / left)
  }
  return { here, elsewhere }
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let n = 0; n < values.length; n++) sum += values[n]!
  return sum / values.length
}

function correlation(xs: readonly number[], ys: readonly number[]): number | null {
  if (xs.length < 3) return null
  const [x, y] = [meanOf(xs), meanOf(ys)]
  let [xx, yy, xy] = [0, 0, 0]
  for (const [n, each] of xs.entries()) {
    xx += (each - x) ** 2
    yy += (ys[n]! - y) ** 2
    xy += (each - x) * (ys[n]! - y)
  }
  return xx < 1e-12 || yy < 1e-12 ? null : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
}
