import { betaQuantile } from './special-functions.ts'

/** One mean and one 90 % credible interval per worker, in the order of `workers`. */
export interface Intervals {
  readonly mean: Float64Array
  /** The 5 % quantile. */
  readonly low: Float64Array
  /** The 95 % quantile. */
  readonly high: Float64Array
}

/** Intervals of Beta distributions with these means and variances. */
export function intervalsOf(mean: Float64Array, variance: Float64Array): Intervals {
  const low = new Float64Array(mean.length)
  const high = new Float64Array(mean.length)
  for (let each = 0; each < mean.length; each++) {
    const m = mean[each]!
    const v = variance[each]!
    const spread = m * (1 - m)
    if (v < 1e-18 || spread < 1e-15) {
      low[each] = m
      high[each] = m
      continue
    }
    // A variance at or above m (1 − m) is that of no Beta distribution; the widest that is one has almost no responses in it.
    const size = Math.max(spread / v - 1, 0.01)
    low[each] = betaQuantile(0.05, m * size, (1 - m) * size)
    high[each] = betaQuantile(0.95, m * size, (1 - m) * size)
  }
  return { mean, low, high }
}
