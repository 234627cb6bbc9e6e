import type { Mixture } from './confusion-mixture.ts'

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
export function meanPriors({ crowd, labels, subtypes, mass, settings }: Mixture): Float64Array {
  const k = labels.length
  const priors = new Float64Array(k).fill(settings.classPrior)
  for (let cell = 0; cell < mass.length; cell++) priors[Math.floor(cell / subtypes)]! += mass[cell]!
  return priors.map((each) => each / (crowd.tasks.length + k * settings.classPrior))
}
