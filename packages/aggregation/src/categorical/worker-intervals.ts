import type { Crowd } from '../crowd.ts'
import type { Intervals } from '../intervals.ts'
import { betaQuantile, digamma } from '../special-functions.ts'

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

/** A Beta distribution. */
export interface Pool {
  readonly alpha: number
  readonly beta: number
}

/**
 * How often each worker is right, from what is believed of their tasks: of nw responses, rw = Σ Tₜ,y are expected to be right,
 *
 *   aw ~ Beta(α, β), learnt from all workers,   E aw = (α + rw) / (α + β + nw),
 *   Var aw = the variance of that Beta / (1 − f),   f = Σ Tₜ,y (1 − Tₜ,y) / ((α + β + nw) E aw (1 − E aw))
 *
 * where f, the share of information that is missing because the truths are not known, is that of Louis, Journal of the Royal
 * Statistical Society B 44(2), 1982; doi:10.1111/j.2517-6161.1982.tb01203.x.
 */
export function pooledAccuracy(crowd: Crowd, posteriors: Float64Array, classes: number): Intervals {
  const { start, task, label } = crowd.byWorker
  const right = new Float64Array(crowd.workers.length)
  const unsure = new Float64Array(crowd.workers.length)
  for (let who = 0; who < right.length; who++) {
    for (let i = start[who]!; i < start[who + 1]!; i++) {
      const share = Math.min(1, posteriors[task[i]! * classes + label[i]!]!)
      right[who]! += share
      unsure[who]! += share * (1 - share)
    }
  }
  const responses = right.map((_, who) => start[who + 1]! - start[who]!)
  const { alpha, beta } = poolOf(right, responses)
  const mean = right.map((each, who) => Math.min(1, (each + alpha) / (responses[who]! + alpha + beta)))
  const variance = mean.map((each, who) => {
    const total = responses[who]! + alpha + beta
    const spread = each * (1 - each)
    const missing = spread === 0 ? 0 : Math.min(missingMost, unsure[who]! / (total * spread))
    return spread / ((1 - missing) * (total + 1))
  })
  return intervalsOf(mean, variance)
}

/** When nearly all information is missing, the interval is that of a twentieth of the responses. */
const missingMost = 0.95
/** The hyperprior draws towards Beta(3, 1), weighing as much as a tenth of a worker. */
const rate = 0.1
const wanted: Pool = { alpha: 3, beta: 1 }
const stepsMost = 100

/**
 * The pool of Beta–binomial counts: steps of Minka's fixed point, which alone takes thousands of them where workers are nearly alike, made
 * longer by what two of them tell of the third (SQUAREM), on the logarithms.
 *
 * Reference: Varadhan and Roland, Scandinavian Journal of Statistics 35(2), 2008; doi:10.1111/j.1467-9469.2007.00585.x.
 */
function poolOf(right: Float64Array, responses: Float64Array): Pool {
  let pool = wanted
  for (let step = 0; step < stepsMost; step++) {
    const one = fixedPoint(right, responses, pool)
    const two = fixedPoint(right, responses, one)
    const before = logarithms(pool)
    const first = logarithms(one).map((each, n) => each - before[n]!)
    const bend = logarithms(two).map((each, n) => each - before[n]! - 2 * first[n]!)
    const [moved, bent] = [Math.hypot(...first), Math.hypot(...bend)]
    if (moved < 1e-9 || bent === 0) return two
    const length = Math.min(longest, Math.max(1, moved / bent))
    const [alpha, beta] = before.map((each, n) => Math.exp(each + 2 * length * first[n]! + length ** 2 * bend[n]!))
    pool = fixedPoint(right, responses, { alpha: alpha!, beta: beta! })
    if (Math.abs(pool.alpha / two.alpha - 1) + Math.abs(pool.beta / two.beta - 1) < 1e-7) break
  }
  return pool
}

/** Times a step; what is extrapolated further may leave all numbers. */
const longest = 64

const logarithms = ({ alpha, beta }: Pool): number[] => [Math.log(alpha), Math.log(beta)]

function fixedPoint(right: Float64Array, responses: Float64Array, { alpha, beta }: Pool): Pool {
  const [ofAlpha, ofBeta, ofBoth] = [digamma(alpha), digamma(beta), digamma(alpha + beta)]
  let [rights, wrongs, all] = [0, 0, 0]
  for (let who = 0; who < right.length; who++) {
    if (responses[who] === 0) continue
    rights += digamma(right[who]! + alpha) - ofAlpha
    wrongs += digamma(Math.max(0, responses[who]! - right[who]!) + beta) - ofBeta
    all += digamma(responses[who]! + alpha + beta) - ofBoth
  }
  return { alpha: (alpha * rights + rate * wanted.alpha) / (all + rate), beta: (beta * wrongs + rate * wanted.beta) / (all + rate) }
}
