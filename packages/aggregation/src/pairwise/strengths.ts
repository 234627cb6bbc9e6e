import { inverseOf } from '../inverse.ts'
import { intervalsFor, normal90, type Intervals } from '../intervals.ts'

/** What every pairwise method returns. */
export interface Strengths {
  readonly method: string
  readonly items: readonly string[]
  /** Log-strengths: mean 0 over the items, and the difference of two gives the odds. */
  readonly scores: Float64Array
  /** The same with 90 % intervals (Laplace's approximation, centred as the scores); null above 500 items, for it takes their cube. */
  readonly intervals: Intervals | null
  /** Items of different groups were never compared, not even through others: the prior alone places one group beside another. */
  readonly group: Int32Array
  readonly groups: number
  readonly iterations: number
  readonly converged: boolean
  /** In nats, per iteration: log-likelihood plus log prior, of the parameters with which it began. Never falls (but for rounding). */
  readonly objective: readonly number[]
}

export const maxItemsWithIntervals = 500

export function centred(strengths: Float64Array): Float64Array {
  const scores = strengths.map(Math.log)
  let mean = 0
  for (const score of scores) mean += score / scores.length
  return scores.map((score) => score - mean)
}

/**
 * @param curvature minus the second derivatives of the objective by log-strengths, items × items; used up.
 * @param isFlat whether the objective does not change when all scores move together (no prior).
 */
export function laplaceIntervals(scores: Float64Array, curvature: Float64Array, isFlat: boolean): Intervals {
  const n = scores.length
  const intervals = intervalsFor(n)
  if (isFlat) for (let cell = 0; cell < curvature.length; cell++) curvature[cell]! += 1 / n
  const inverse = inverseOf(curvature, n)
  const rowMean = new Float64Array(n)
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) rowMean[i]! += inverse[i * n + j]! / n
  let mean = 0
  for (const each of rowMean) mean += each / n
  for (let i = 0; i < n; i++) {
    const deviation = Math.sqrt(Math.max(0, inverse[i * n + i]! - 2 * rowMean[i]! + mean))
    intervals.mean[i] = scores[i]!
    intervals.low[i] = scores[i]! - normal90 * deviation
    intervals.high[i] = scores[i]! + normal90 * deviation
  }
  return intervals
}
