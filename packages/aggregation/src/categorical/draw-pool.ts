import { logGamma } from '../special-functions.ts'
import { counted, type Counted } from './counted.ts'
import type { Draws } from './random-draws.ts'
import type { Pool } from './worker-intervals.ts'

/** What is expected of ln (α + β), with a deviation of 1. */
const logSizeMean = Math.log(10)

/**
 * One step of the Beta distribution that workers' rates are drawn from, given how many of how many each had right; those without any say
 * nothing.
 *
 *   α / (α + β) ~ Beta(3, 1),   ln (α + β) ~ N(ln 10, 1)
 */
export function drawPool(draws: Draws, pool: Pool, right: Float64Array, all: Float64Array): Pool {
  const wrong = all.map((each, who) => each - right[who]!)
  const [rights, wrongs, both] = [counted(right), counted(wrong), counted(all)]
  const logDensity = (odds: number, logSize: number) => {
    const { alpha, beta } = poolAt(odds, logSize)
    const prior = 3 * Math.log(alpha) + Math.log(beta) - 4 * logSize - (logSize - logSizeMean) ** 2 / 2
    return prior + logRising(rights, alpha) + logRising(wrongs, beta) - logRising(both, alpha + beta)
  }
  let [odds, logSize] = [Math.log(pool.alpha / pool.beta), Math.log(pool.alpha + pool.beta)]
  odds = draws.slice((next) => logDensity(next, logSize), odds, 0.3)
  logSize = draws.slice((next) => logDensity(odds, next), logSize, 0.5)
  return poolAt(odds, logSize)
}

/** Σ ln Γ(n + at) / Γ(at) over these numbers n. */
export function logRising({ numbers, times }: Counted, at: number): number {
  const ofNone = logGamma(at)
  let sum = 0
  for (let each = 0; each < numbers.length; each++) sum += times[each]! * (logGamma(numbers[each]! + at) - ofNone)
  return sum
}

function poolAt(odds: number, logSize: number): Pool {
  const size = Math.exp(logSize)
  return { alpha: size / (1 + Math.exp(-odds)), beta: size / (1 + Math.exp(odds)) }
}
