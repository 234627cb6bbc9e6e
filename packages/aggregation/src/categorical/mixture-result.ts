import type { Mixture } from './confusion-mixture.ts'
import { trigamma } from '../special-functions.ts'
import { snap } from './starting-posteriors.ts'

/** q(zₜ = k): responsibilities summed over subtypes. */
export function classPosteriors({ subtypes, responsibilities }: Mixture): Float64Array {
  if (subtypes === 1) return responsibilities
  const posteriors = new Float64Array(responsibilities.length / subtypes)
  for (let at = 0; at < posteriors.length; at++) {
    for (let m = 0; m < subtypes; m++) posteriors[at]! += responsibilities[at * subtypes + m]!
  }
  return posteriors
}

/** Posterior means of the workers' rates: [worker][cell][given]; rows sum to 1. */
export function meanRates({ crowd, labels, subtypes, counts, concentration }: Mixture): Float64Array {
  const k = labels.length
  const cells = k * subtypes
  const rates = new Float64Array(counts.length)
  for (let who = 0; who < crowd.workers.length; who++) {
    for (let cell = 0; cell < cells; cell++) {
      const truth = Math.floor(cell / subtypes)
      const row = (who * cells + cell) * k
      let total = 0
      for (let given = 0; given < k; given++) {
        total += rates[row + given] = counts[(who * k + given) * cells + cell]! + concentration[given * k + truth]!
      }
      for (let given = 0; given < k; given++) rates[row + given]! /= total
    }
  }
  return rates
}

/** Posterior means of the classes' probabilities. */
export function meanPriors({ subtypes, mass, classPrior }: Mixture): Float64Array {
  const priors = classPrior.slice()
  for (let cell = 0; cell < mass.length; cell++) priors[Math.floor(cell / subtypes)]! += mass[cell]!
  const sum = priors.reduce((total, each) => total + each, 0)
  return priors.map((each) => each / sum)
}

/**
 * Posteriors that allow for the rates being uncertain, which the E step takes as known: the log odds of the two likeliest cells of a
 * task vary by v, the sum over its responses of Var ln θ = ψ′(β + n) − ψ′(Σ (β + n)) for both cells, and a row is flattened as
 * much as a logistic function that is averaged over a normal variable: to the power 1/√(1 + π v / 8).
 *
 * Order within a row stays. Reference: MacKay, The evidence framework applied to classification networks, Neural Computation 4(5),
 * 1992; doi:10.1162/neco.1992.4.5.720.
 */
export function flattened(model: Mixture, posteriors: Float64Array): Float64Array {
  const { crowd, labels, gold, subtypes, responsibilities, runs } = model
  const k = labels.length
  const cells = k * subtypes
  const variances = varianceOfLogs(model)
  const flat = posteriors.slice()
  for (let task = 0; task < gold.length; task++) {
    if (gold[task] !== -1 || k < 2) continue
    const [first, second] = likeliestCells(responsibilities, task * cells, cells, subtypes)
    let variance = 0
    for (let i = crowd.byTask.start[task]!; i < crowd.byTask.start[task + 1]!; i++) {
      variance += variances[runs[i]! + first]! + variances[runs[i]! + second]!
    }
    const power = 1 / Math.sqrt(1 + (Math.PI * variance) / 8)
    let sum = 0
    for (let at = task * k; at < (task + 1) * k; at++) sum += flat[at] = (flat[at] ?? 0) ** power
    for (let at = task * k; at < (task + 1) * k; at++) flat[at] = snap(flat[at]! / sum)
  }
  return flat
}

/** The likeliest cell, and the likeliest of the other classes. */
function likeliestCells(responsibilities: Float64Array, row: number, cells: number, subtypes: number): readonly [number, number] {
  let first = 0
  for (let cell = 1; cell < cells; cell++) if (responsibilities[row + cell]! > responsibilities[row + first]!) first = cell
  const own = Math.floor(first / subtypes)
  let second = own === 0 ? subtypes : 0
  for (let cell = 0; cell < cells; cell++) {
    if (Math.floor(cell / subtypes) !== own && responsibilities[row + cell]! > responsibilities[row + second]!) second = cell
  }
  return [first, second]
}

/** Var ln θ of each rate, laid out as the counts. */
function varianceOfLogs({ crowd, labels, subtypes, counts, concentration }: Mixture): Float64Array {
  const k = labels.length
  const cells = k * subtypes
  const variances = new Float64Array(counts.length)
  for (let who = 0; who < crowd.workers.length; who++) {
    for (let cell = 0; cell < cells; cell++) {
      const truth = Math.floor(cell / subtypes)
      let total = 0
      for (let given = 0; given < k; given++) total += counts[(who * k + given) * cells + cell]! + concentration[given * k + truth]!
      const below = trigamma(total)
      for (let given = 0; given < k; given++) {
        const at = (who * k + given) * cells + cell
        variances[at] = Math.max(0, trigamma(counts[at]! + concentration[given * k + truth]!) - below)
      }
    }
  }
  return variances
}
