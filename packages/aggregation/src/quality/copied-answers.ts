import { checkMinTasks } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'
import { checkCells } from '../vote-shares.ts'
import { chanceOfAtLeast } from './chance-of.ts'
import { habitsOf, type Habits } from './habits.ts'

/** Options of {@link copiedAnswers}. */
export interface CopiedAnswersOptions {
  /** Pairs with fewer common tasks are not looked at; 10 unless told. */
  readonly minTasks?: number
  /**
   * Above this many pairs of responses to the same task, of workers with at least `minTasks` tasks, or cells of the table of habits, it is
   * refused; 2²⁶ unless told.
   */
  readonly maxCells?: number
}

/** What {@link copiedAnswers} returns. */
export interface CopiedAnswers {
  /** The two ids in code-unit order. */
  readonly workers: readonly [string, string]
  /** Tasks that both did and somebody else too; those where the two agree; those where they agree on what is not the likeliest label by the others. */
  readonly tasks: number
  readonly agreed: number
  readonly agreedAgainstOthers: number
  /** How many agreements two people with these habits would have by themselves. */
  readonly expected: number
  /** The chance of so many or more, if the two answered by themselves. */
  readonly chance: number
  /** Pairs with a chance as small or smaller to be expected among all pairs looked at, if nobody copied: `chance` × pairs. */
  readonly expectedPairs: number
}

/**
 * Figures on pairs of workers who agree more often than two people would who answer by themselves. They are evidence for a person
 * who looks into it, with the responses at hand, and never a verdict: nobody may be refused, restricted or unpaid by them alone.
 * People who were taught together, read the instructions alike or share a language agree, and nobody copied; nor can it say who
 * copied whom.
 *
 * That two good workers agree is no wonder, so it is measured against what they would do by themselves: with θw[k, l] how often w says
 * l where the truth is k, by `hierarchicalDawidSkene`, and what is believed of each task's truth by the others alone,
 *
 *   P(a and b agree on t) = Σₖ P(k | labels of all but a and b) Σₗ θa[k, l] θb[k, l],
 *
 * events that are independent between tasks, whose number is compared exactly (Poisson binomial distribution).
 *
 * Chance level: `expectedPairs`. Below 0.05, chance alone would show such a pair once in twenty crowds like this. Tasks that mislead
 * many in the same way look like copying, most of all where tasks have few responses: then all pairs have small chances, not one. On five recorded crowds 3 to 8 %
 * of pairs have a chance below 0.05, on a sixth, of 25 workers and hard tasks, 20 %.
 *
 * @returns every pair with at least `minTasks` common tasks, in code-unit order of ids: never sorted by suspicion. Of repeated
 *   labels the last counts.
 * @throws AggregationError `invalid_option`, or `too_large`. Row order does not matter (but for rounding).
 *
 * Time of the model, and O(Σₜ nₜ² K² + pairs × common tasks²), nₜ the task's workers with at least `minTasks` tasks; memory O(Σₜ nₜ²).
 *
 * Reference: Wollack, Applied Psychological Measurement 21(4), 1997 (agreement given ability); doi:10.1177/01466216970214002. The exact
 * sum: van der Linden and Sotaridona, Journal of Educational and Behavioral Statistics 31(3), 2006; doi:10.3102/10769986031003283.
 */
export function copiedAnswers(crowd: Crowd, { minTasks = 10, maxCells }: CopiedAnswersOptions = {}): CopiedAnswers[] {
  checkMinTasks(minTasks)
  const doers = doersOf(crowd, minTasks)
  const pairs = pairsOf(crowd, doers, minTasks, maxCells)
  if (pairs.size === 0) return []

  compare(doers, crowd.workers.length, habitsOf(crowd, maxCells), pairs)
  const looked = [...pairs.values()].filter(({ probabilities }) => probabilities.length >= minTasks)
  const compared = looked.map(({ workers, agreed, agreedAgainstOthers, probabilities }) => {
    const sorted = Float64Array.from(probabilities).toSorted()
    const chance = chanceOfAtLeast(agreed, sorted)
    const expected = sorted.reduce((sum, p) => sum + p, 0)
    return { workers, tasks: sorted.length, agreed, agreedAgainstOthers, expected, chance, expectedPairs: chance * looked.length }
  })
  return compared.toSorted((a, b) => inOrder(a.workers[0], b.workers[0]) || inOrder(a.workers[1], b.workers[1]))
}

function inOrder(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}

interface Pair {
  readonly workers: readonly [string, string]
  agreed: number
  agreedAgainstOthers: number
  readonly probabilities: number[]
}

/** By first × workers + second, the first before the second in code-unit order. */
function pairsOf(crowd: Crowd, doers: Doers, minTasks: number, maxCells?: number): Map<number, Pair> {
  const cells = doers.reduce((sum, own) => sum + own.length ** 2, 0)
  checkCells('Comparing all pairs of workers', cells, maxCells)

  const { workers } = crowd
  const common = new Map<number, number>()
  eachPair(doers, workers.length, (key) => common.set(key, (common.get(key) ?? 0) + 1))
  const pairs = new Map<number, Pair>()
  for (const [key, tasks] of common) {
    if (tasks < minTasks) continue
    const [a, b] = [workers[Math.floor(key / workers.length)]!, workers[key % workers.length]!]
    pairs.set(key, { workers: [a, b], agreed: 0, agreedAgainstOthers: 0, probabilities: [] })
  }
  return pairs
}

/** Per task, in code-unit order of ids, who did it and what they said last. */
type Doers = readonly (readonly { readonly worker: number; readonly label: number }[])[]

/** Without those who did fewer tasks than a pair must have in common. */
function doersOf({ tasks, workers, byTask }: Crowd, minTasks: number): Doers {
  const last = tasks.map((_, task) => {
    const labels = new Map<number, number>()
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) labels.set(byTask.worker[i]!, byTask.label[i]!)
    return labels
  })
  const done = new Int32Array(workers.length)
  for (const labels of last) for (const worker of labels.keys()) done[worker]!++
  return last.map((labels) =>
    Array.from(labels, ([worker, label]) => ({ worker, label }))
      .filter(({ worker }) => done[worker]! >= minTasks)
      .toSorted((a, b) => inOrder(workers[a.worker]!, workers[b.worker]!)),
  )
}

function eachPair(
  doers: Doers,
  workers: number,
  visit: (key: number, task: number, one: Doers[number][number], other: Doers[number][number]) => void,
): void {
  for (const [task, own] of doers.entries()) {
    for (let n = 0; n < own.length; n++) {
      const one = own[n]!
      for (let m = n + 1; m < own.length; m++) visit(one.worker * workers + own[m]!.worker, task, one, own[m]!)
    }
  }
}

function compare(doers: Doers, workers: number, { habit, classes: k, beliefWithout }: Habits, pairs: ReadonlyMap<number, Pair>): void {
  eachPair(doers, workers, (key, task, one, other) => {
    const pair = pairs.get(key)
    if (pair === undefined) return
    const belief = beliefWithout(task, [one.worker, other.worker])
    if (belief === null) return
    let [agree, most] = [0, 0]
    for (let truth = 0; truth < k; truth++) {
      const [a, b] = [(one.worker * k + truth) * k, (other.worker * k + truth) * k]
      let same = 0
      for (let l = 0; l < k; l++) same += habit[a + l]! * habit[b + l]!
      agree += belief[truth]! * same
      most = Math.max(most, belief[truth]!)
    }
    pair.probabilities.push(Math.min(1, agree))
    if (one.label !== other.label) return
    pair.agreed++
    // Labels that are as likely as each other but for rounding are both the likeliest.
    if (belief[one.label]! < most * (1 - 1e-9)) pair.agreedAgainstOthers++
  })
}
