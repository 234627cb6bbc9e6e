import { betaQuantile } from './special-functions.ts'

/** Half the width of a central 90 % interval of a normal distribution, in standard deviations. */
export const normal90 = 1.6448536269514722

/** A figure per worker (or item) with its central 90 % credible interval. */
export interface Intervals {
  readonly mean: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Room for one interval each of so many. */
export function intervalsFor(size: number): Intervals {
  return { mean: new Float64Array(size), low: new Float64Array(size), high: new Float64Array(size) }
}

/** The mean and the central 90 % interval of a Beta distribution. */
export function setBeta({ mean, low, high }: Intervals, at: number, a: number, b: number): void {
  mean[at] = a / (a + b)
  low[at] = betaQuantile(0.05, a, b)
  high[at] = betaQuantile(0.95, a, b)
}
