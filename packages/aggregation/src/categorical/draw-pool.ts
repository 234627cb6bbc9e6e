import { logGamma } from '../special-functions.ts'
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
  const logDensity = (odds: number, logSize: number) => {
    const { alpha, beta } = poolAt(odds, logSize)
    const ofNone = logGamma(alpha + beta) - logGamma(alpha) - logGamma(beta)
    let sum = 3 * Math.log(alpha) + Math.log(beta) - 4 * logSize - (logSize - logSizeMean) ** 2 / 2
    for (let who = 0; who < all.length; who++) {
      if (all[who] === 0) continue
      const [rights, wrongs] = [right[who]! + alpha, all[who]! - right[who]! + beta]
      sum += ofNone + logGamma(rights) + logGamma(wrongs) - logGamma(rights + wrongs)
    }
    return sum
  }
  let [odds, logSize] = [Math.log(pool.alpha / pool.beta), Math.log(pool.alpha + pool.beta)]
  odds = draws.slice((next) => logDensity(next, logSize), odds, 0.3)
  logSize = draws.slice((next) => logDensity(odds, next), logSize, 0.5)
  return poolAt(odds, logSize)
}

function poolAt(odds: number, logSize: number): Pool {
  const size = Math.exp(logSize)
  return { alpha: size / (1 + Math.exp(-odds)), beta: size / (1 + Math.exp(odds)) }
}
