import type { Aggregate } from '../aggregate.ts'
import type { Crowd } from '../crowd.ts'
import { checkLabels, checkPrior } from '../check-option.ts'
import type { Intervals } from '../intervals.ts'
import { intervalsOf } from './worker-intervals.ts'
import { weightedVote } from './weighted-vote.ts'

/** Options of {@link goldMajorityVote}. */
export interface GoldMajorityVoteOptions {
  /** True labels known beforehand, by task id. Gold of tasks without responses is ignored. */
  readonly gold: ReadonlyMap<string, string>
  /** Pseudo-responses to gold tasks, right and wrong, that every worker begins with; 3 and 1 unless told. */
  readonly prior?: { readonly right: number; readonly wrong: number }
}

/** What {@link goldMajorityVote} returns. */
export interface GoldMajorityVote extends Aggregate {
  readonly method: 'gold-majority-vote'
  readonly workers: readonly string[]
  /** Responses to gold tasks, and the right ones among them. */
  readonly goldResponses: Int32Array
  readonly goldRight: Int32Array
  /** Posterior mean of each worker's accuracy, what their votes weigh, with 90 % credible intervals. */
  readonly workerAccuracy: Intervals
}

/**
 * A majority vote in which each vote weighs its worker's accuracy on the gold tasks,
 *
 *   aw = (rightw + a) / (goldw + a + b),   ŷₜ = argmaxₖ Σ_{w: yₜw = k} aw,
 *
 * where Beta(a, b) is the prior: a worker who met no gold task weighs a / (a + b). Gold tasks themselves are answered by
 * their gold label if a worker gave it, and else by the vote.
 *
 * Assumes that gold tasks are like the others, and that workers cannot tell. Do not use it with a handful of gold tasks per worker
 * only: the methods that take `gold` beside all other responses use it better.
 *
 * @returns see {@link GoldMajorityVote}. An empty crowd gives an empty result; no gold gives majority vote.
 * @throws AggregationError `invalid_option`. Row order does not matter. Time O(responses).
 *
 * Reference: Ustalov, Pavlichenko and Tseitlin, JOSS 9(96), 2024; doi:10.21105/joss.06227.
 */
export function goldMajorityVote(crowd: Crowd, { gold, prior = { right: 3, wrong: 1 } }: GoldMajorityVoteOptions): GoldMajorityVote {
  checkLabels('gold', gold)
  checkPrior(prior)

  const { tasks, workers, labels, byTask } = crowd
  const numbers = new Map(labels.map((label, number) => [label, number]))
  const goldResponses = new Int32Array(workers.length)
  const goldRight = new Int32Array(workers.length)
  const known = new Int32Array(tasks.length).fill(-1)
  for (const [task, id] of tasks.entries()) {
    const label = gold.get(id)
    if (label === undefined) continue
    known[task] = numbers.get(label) ?? -1
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      goldResponses[byTask.worker[i]!]!++
      if (byTask.label[i] === known[task]) goldRight[byTask.worker[i]!]!++
    }
  }
  const workerAccuracy = accuracyOn(goldRight, goldResponses, prior)
  const vote = weightedVote(crowd, workerAccuracy.mean)
  return { method: 'gold-majority-vote', tasks, workers, labels, ...settle(vote, known), goldResponses, goldRight, workerAccuracy }
}

function accuracyOn(right: Int32Array, responses: Int32Array, prior: { readonly right: number; readonly wrong: number }): Intervals {
  const mean = new Float64Array(right.length)
  const variance = new Float64Array(right.length)
  for (let who = 0; who < right.length; who++) {
    const total = responses[who]! + prior.right + prior.wrong
    mean[who] = (right[who]! + prior.right) / total
    variance[who] = (mean[who]! * (1 - mean[who]!)) / (total + 1)
  }
  return intervalsOf(mean, variance)
}

/** Puts the known labels in the place of the vote's. */
function settle({ top, confidence }: Pick<Aggregate, 'top' | 'confidence'>, known: Int32Array) {
  const start = new Int32Array(top.start.length)
  const label: number[] = []
  for (let task = 0; task < known.length; task++) {
    if (known[task] !== -1) {
      label.push(known[task]!)
      confidence[task] = 1
    } else for (let at = top.start[task]!; at < top.start[task + 1]!; at++) label.push(top.label[at]!)
    start[task + 1] = label.length
  }
  return { top: { start, label: Int32Array.from(label) }, confidence }
}
