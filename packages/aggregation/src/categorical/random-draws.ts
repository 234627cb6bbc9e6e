import { mixed, uniformOf } from './colours.ts'

/** Numbers that look drawn at random, one after the other; the same for the same seed. */
export interface Draws {
  /** In (0, 1). */
  uniform(): number
  /** Of a Gamma distribution with this shape and the scale 1. */
  gamma(shape: number): number
  /** Of a Beta distribution. */
  beta(a: number, b: number): number
  /**
   * One step from `at` that leaves a density as it is, given its logarithm but for a constant: a slice, found in steps of `width`.
   *
   * Reference: Neal, Slice sampling, Annals of Statistics 31(3), 2003; doi:10.1214/aos/1056562461.
   */
  slice(logDensity: (x: number) => number, at: number, width: number): number
}

/** A slice goes at most so many widths to either side. */
const widthsMost = 16

export function drawsFrom(seed: number): Draws {
  let drawn = 0
  const uniform = () => uniformOf(mixed(drawn++, seed))
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  return {
    uniform,
    gamma: (shape) => Math.exp(logGammaDraw(shape, uniform, normal)),
    beta(a, b) {
      const [one, other] = [logGammaDraw(a, uniform, normal), logGammaDraw(b, uniform, normal)]
      return 1 / (1 + Math.exp(other - one))
    },
    slice(logDensity, at, width) {
      const least = logDensity(at) + Math.log(uniform())
      let low = at - width * uniform()
      let high = low + width
      for (let n = 0; n < widthsMost && logDensity(low) > least; n++) low -= width
      for (let n = 0; n < widthsMost && logDensity(high) > least; n++) high += width
      for (;;) {
        const next = low + (high - low) * uniform()
        if (logDensity(next) > least) return next
        if (next === at || low === high) return at
        if (next < at) low = next
        else high = next
      }
    },
  }
}

/**
 * The logarithm of a Gamma variable, which for small shapes is too near to 0 for a number.
 *
 * Reference: Marsaglia and Tsang, ACM Transactions on Mathematical Software 26(3), 2000; doi:10.1145/358407.358414.
 */
function logGammaDraw(shape: number, uniform: () => number, normal: () => number): number {
  if (shape < 1) return logGammaDraw(shape + 1, uniform, normal) + Math.log(uniform()) / shape
  const d = shape - 1 / 3
  for (;;) {
    const x = normal()
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return Math.log(d * v)
  }
}
