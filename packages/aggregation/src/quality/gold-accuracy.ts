import { checkLabels, checkPrior } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'
import { intervalsFor, setBeta, type Intervals } from '../intervals.ts'
import { wilsonInterval, type AccuracyPrior } from './proportion-intervals.ts'

/** What {@link goldAccuracy} returns. */
export interface GoldAccuracy {
  readonly workers: readonly string[]
  /** Per worker: responses to gold tasks, and those of them that have the known label. */
  readonly responses: Int32Array
  readonly correct: Int32Array
  /** Wilson's interval; the mean is the plain share, 0 without gold responses (look at `responses`). */
  readonly wilson: Intervals
  /** What is believed of each worker's accuracy under the prior. */
  readonly bayesian: Intervals
  /** Tasks of the crowd with gold. */
  readonly tasks: number
}

/**
 * How often each worker gave the known label of gold tasks, with 90 % intervals of both kinds (see `wilsonInterval` and
 * `bayesianInterval`). Few gold tasks say little: after 9 of 12, Wilson's interval goes from 0.51 to 0.90.
 *
 * Assumes that gold tasks are like the others; people who recognise them do better on them. It is no rank: two intervals that
 * overlap do not tell two people apart.
 *
 * @param gold the known label by task id; of tasks that nobody did it is ignored. A gold label that no worker gave counts as wrong for all.
 * @throws AggregationError `invalid_option`. Row order does not matter.
 *
 * Time O(responses), memory O(workers).
 */
export function goldAccuracy(
  crowd: Crowd,
  { gold, prior = { right: 1, wrong: 1 } }: { readonly gold: ReadonlyMap<string, string>; readonly prior?: AccuracyPrior },
): GoldAccuracy {
  checkLabels('gold', gold)
  checkPrior(prior)
  const { tasks, workers, labels, byTask } = crowd
  const responses = new Int32Array(workers.length)
  const correct = new Int32Array(workers.length)
  let known = 0
  for (let task = 0; task < tasks.length; task++) {
    const label = gold.get(tasks[task]!)
    if (label === undefined) continue
    known++
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      responses[byTask.worker[i]!]!++
      if (labels[byTask.label[i]!] === label) correct[byTask.worker[i]!]!++
    }
  }

  const [wilson, bayesian] = [intervalsFor(workers.length), intervalsFor(workers.length)]
  for (let who = 0; who < workers.length; who++) {
    const [right, all] = [correct[who]!, responses[who]!]
    const { low, high } = wilsonInterval(right, all)
    wilson.mean[who] = all === 0 ? 0 : right / all
    wilson.low[who] = low
    wilson.high[who] = high
    setBeta(bayesian, who, right + prior.right, all - right + prior.wrong)
  }
  return { workers, responses, correct, wilson, bayesian, tasks: known }
}
