import type { Responses } from '../responses.ts'
import { checkNumbers, middleOf, sortedByTask, type Estimates } from './numbers.ts'

/** What {@link numericMedian} returns. */
export interface NumericMedian extends Estimates {
  readonly method: 'numeric-median'
  /** The lower and the upper middle: they differ where the responses are even in number and the middle is a tie. */
  readonly lower: Float64Array
  readonly upper: Float64Array
  /** Median distance of the responses from the median, in the responses' own unit; 0 for a single response. */
  readonly deviation: Float64Array
}

/**
 * The median: for each task the number with as many responses above as below,
 *
 *   ŷₜ = argmin_m Σ_w |yₜw − m|.
 *
 * Between two middles everything is a minimum: the value is halfway, and `lower` and `upper` say so. Half of the responses may be
 * nonsense without moving it beyond the others. Assumes that errors are as often above as below. With few, honest responses
 * `huberMean` wanders less; with workers who are each off in their own way use `gaussianWorkers`.
 *
 * @returns see {@link NumericMedian}. No responses give an empty value. Row order does not matter.
 * @throws AggregationError `invalid_value` for what is not a finite number (above 1e150 too).
 *
 * Time O(responses × log of the largest task), memory 8 bytes per response.
 *
 * Reference: Laplace, Théorie analytique des probabilités, deuxième supplément, 1818.
 */
export function numericMedian(responses: Responses<number>): NumericMedian {
  checkNumbers(responses)
  const {
    tasks,
    byTask: { start },
  } = responses
  const sorted = sortedByTask(responses)
  const [values, lower, upper, deviation] = Array.from({ length: 4 }, () => new Float64Array(tasks.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  for (let task = 0; task < tasks.length; task++) {
    const own = sorted.subarray(start[task], start[task + 1])
    const middle = middleOf(own)
    values[task] = middle
    lower[task] = own[(own.length - 1) >> 1]!
    upper[task] = own[own.length >> 1]!
    // The distances take the place of the numbers, which are not needed again.
    for (let i = 0; i < own.length; i++) own[i] = Math.abs(own[i]! - middle)
    own.sort()
    deviation[task] = middleOf(own)
  }
  return { method: 'numeric-median', tasks, values, lower, upper, deviation }
}
