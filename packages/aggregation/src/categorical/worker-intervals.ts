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

/** What is counted of each worker's responses, and the pool of all workers that their accuracies are drawn from. */
export interface WorkerCounts {
  /** Responses expected to be right. */
  readonly right: Float64Array
  /** Σ r (1 − r) of the probabilities r that each of them is. */
  readonly unsure: Float64Array
  readonly responses: Float64Array
  readonly pool: Pool
}

/** A Beta distribution. */
interface Pool {
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
  return intervalsOfCounts({ right, unsure, responses, pool: poolOf(right, responses) })
}

/** E aw of each worker. */
function meanAccuracies({ right, responses, pool: { alpha, beta } }: WorkerCounts): Float64Array {
  return right.map((each, who) => Math.min(1, (each + alpha) / (responses[who]! + alpha + beta)))
}

/** f of each worker, see `pooledAccuracy`. */
export function missingShares(counts: WorkerCounts): Float64Array {
  const { unsure, responses, pool } = counts
  return meanAccuracies(counts).map((mean, who) => {
    const spread = mean * (1 - mean)
    return spread === 0 ? 0 : Math.min(missingMost, unsure[who]! / ((responses[who]! + pool.alpha + pool.beta) * spread))
  })
}

/**
 * The intervals of `pooledAccuracy`. `more`: by how much the score of each worker's log odds varies beyond that, for whatever reason:
 * it adds `more` / I² to their variance, where I is the information.
 */
export function intervalsOfCounts(counts: WorkerCounts, more: Float64Array | null = null): Intervals {
  const { responses, pool } = counts
  const mean = meanAccuracies(counts)
  const missing = missingShares(counts)
  const variance = mean.map((each, who) => {
    const total = responses[who]! + pool.alpha + pool.beta
    const spread = each * (1 - each)
    const information = total * spread * (1 - missing[who]!)
    return information === 0 ? 0 : (spread ** 2 * (1 + (more?.[who] ?? 0) / information) * total) / (information * (total + 1))
  })
  return intervalsOf(mean, variance)
}

/** When nearly all information is missing, the interval is that of a twentieth of the responses. */
const missingMost = 0.95
/** The hyperprior draws towards Beta(3, 1), weighing as much as a tenth of a worker. */
const [rate, wantedAlpha, wantedBeta] = [0.1, 3, 1]
const stepsMost = 100

/** Minka's fixed point for a Beta–binomial. */
export function poolOf(right: Float64Array, responses: Float64Array): Pool {
  let alpha = wantedAlpha
  let beta = wantedBeta
  for (let step = 0; step < stepsMost; step++) {
    const [ofAlpha, ofBeta, ofBoth] = [digamma(alpha), digamma(beta), digamma(alpha + beta)]
    let [rights, wrongs, all] = [0, 0, 0]
    for (let who = 0; who < right.length; who++) {
      if (responses[who] === 0) continue
      rights += digamma(right[who]! + alpha) - ofAlpha
      wrongs += digamma(Math.max(0, responses[who]! - right[who]!) + beta) - ofBeta
      all += digamma(responses[who]! + alpha + beta) - ofBoth
    }
    const nextAlpha = (alpha * rights + rate * wantedAlpha) / (all + rate)
    const nextBeta = (beta * wrongs + rate * wantedBeta) / (all + rate)
    const moved = Math.abs(nextAlpha / alpha - 1) + Math.abs(nextBeta / beta - 1)
    alpha = nextAlpha
    beta = nextBeta
    if (moved < 1e-5) break
  }
  return { alpha, beta }
}
