import { intervalsOf, type Intervals } from './intervals.ts'
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

/**
 * How often each worker is right, aw = Σ_c P(c) θw[c, k(c)], with its uncertainty: that of each θ given the truths (a Beta
 * variance), and that of the truths (by the delta method, task by task).
 */
export function workerAccuracy(model: Mixture): Intervals {
  const { crowd, labels, subtypes, responsibilities, counts, concentration, mass, settings } = model
  const k = labels.length
  const cells = k * subtypes
  const classes = meanPriors(model)
  const weight = mass.map((tasks, cell) => {
    const truth = Math.floor(cell / subtypes)
    let own = settings.subtypePrior
    for (let m = 0; m < subtypes; m++) own += mass[truth * subtypes + m]!
    return subtypes === 1 ? classes[truth]! : (classes[truth]! * (tasks + settings.subtypePrior / subtypes)) / own
  })
  const mean = new Float64Array(crowd.workers.length)
  const variance = new Float64Array(crowd.workers.length)
  const rate = new Float64Array(cells)
  const slope = new Float64Array(cells)
  for (let who = 0; who < crowd.workers.length; who++) {
    for (let cell = 0; cell < cells; cell++) {
      const truth = Math.floor(cell / subtypes)
      let total = 0
      for (let given = 0; given < k; given++) total += counts[(who * k + given) * cells + cell]! + concentration[given * k + truth]!
      rate[cell] = (counts[(who * k + truth) * cells + cell]! + concentration[truth * k + truth]!) / total
      slope[cell] = weight[cell]! / total
      mean[who]! += weight[cell]! * rate[cell]!
      variance[who]! += (weight[cell]! ** 2 * rate[cell]! * (1 - rate[cell]!)) / (total + 1)
    }
    const { start, task, label } = crowd.byWorker
    for (let i = start[who]!; i < start[who + 1]!; i++) {
      let first = 0
      let second = 0
      for (let cell = 0; cell < cells; cell++) {
        const share = responsibilities[task[i]! * cells + cell]!
        if (share === 0) continue
        const moves = slope[cell]! * ((Math.floor(cell / subtypes) === label[i]! ? 1 : 0) - rate[cell]!)
        first += share * moves
        second += share * moves * moves
      }
      variance[who]! += Math.max(0, second - first * first)
    }
  }
  return intervalsOf(mean, variance)
}
