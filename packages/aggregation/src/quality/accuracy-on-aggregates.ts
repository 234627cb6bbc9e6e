import type { AccuracyOptions } from '../accuracy.ts'
import type { Aggregate } from '../aggregate.ts'
import type { Crowd } from '../crowd.ts'
import { rightShares } from './right-shares.ts'

/** What {@link accuracyOnAggregates} returns. */
export interface AccuracyOnAggregates {
  /** Over all responses, in [0, 1]; null when there is none. */
  readonly mean: number | null
  readonly workers: readonly string[]
  /** In the order of `workers` and of `crowd.tasks`; null where no response has an answer beside it. */
  readonly perWorker: readonly (number | null)[]
  readonly perTask: readonly (number | null)[]
}

/**
 * How often responses are the answer of a method,
 *
 *   mean over responses of [yₜw ∈ topₜ] / |topₜ|   (for the other rule on ties see {@link AccuracyOptions}).
 *
 * Every response has had its part in the answer, so the figure is too high, the more so the fewer responses a task has: alone,
 * everybody agrees with themselves. To judge how good people are take `goldAccuracy`, or the accuracy of a model with intervals.
 *
 * @throws AggregationError `invalid_option`. Row order does not matter. Time O(responses).
 */
export function accuracyOnAggregates(crowd: Crowd, result: Aggregate, options: AccuracyOptions = {}): AccuracyOnAggregates {
  const { tasks, workers, byTask } = crowd
  const right = rightShares(crowd, result, options.ties)
  const means = (size: number) => ({ sum: new Float64Array(size), count: new Int32Array(size) })
  const [all, ofWorkers, ofTasks] = [means(1), means(workers.length), means(tasks.length)]
  const add = ({ sum, count }: ReturnType<typeof means>, at: number, value: number) => {
    sum[at]! += value
    count[at]!++
  }
  for (let task = 0; task < tasks.length; task++) {
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      if (right[i]! < 0) continue
      add(all, 0, right[i]!)
      add(ofWorkers, byTask.worker[i]!, right[i]!)
      add(ofTasks, task, right[i]!)
    }
  }
  const read = ({ sum, count }: ReturnType<typeof means>) => Array.from(sum, (each, n) => (count[n] === 0 ? null : each / count[n]!))
  return { mean: read(all)[0]!, workers, perWorker: read(ofWorkers), perTask: read(ofTasks) }
}
