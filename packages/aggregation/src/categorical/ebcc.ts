import type { Crowd } from '../crowd.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { checkClassPrior, checkIterating, checkOption, checkPositive, checkSeed } from '../check-option.ts'
import { runMixture, startMixture, type Mixture, type MixtureRun } from './confusion-mixture.ts'
import type { BayesianConfusion } from './ibcc.ts'
import { classPosteriors, flattened, meanPriors, meanRates } from './mixture-result.ts'
import { sampledAccuracy } from './sampled-accuracy.ts'
import type { ClassPrior, StartOptions } from './starting-posteriors.ts'
import { whenAsked } from '../when-asked.ts'

/** Options of {@link ebcc}. */
export interface EbccOptions extends StartOptions {
  /** M, how many subtypes a class may have at most; 10 unless told. Those that are not needed stay empty. */
  readonly subtypes?: number
  /** Pseudo-tasks per class that its subtypes share; 0.1 unless told. Below 1 it leaves subtypes empty. */
  readonly subtypePrior?: number
  /** Pseudo-responses on each cell of the diagonal, for every subtype; 4 unless told. */
  readonly right?: number
  /** Pseudo-responses on each other cell; 1 unless told. */
  readonly wrong?: number
  /** Pseudo-tasks per class, or `'votes'`, see `ClassPrior`; 1 unless told. */
  readonly classPrior?: ClassPrior
  /** Chooses where the subtypes begin; run r begins at seed + r. 0 unless told. */
  readonly seed?: number
  /** Runs from different beginnings, whose posteriors are averaged; 3 unless told. */
  readonly runs?: number
  /** Stop when an iteration gains at most this many nats per response; 1e-5 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 500 unless told. */
  readonly maxIterations?: number
}

/** What {@link ebcc} returns. */
export interface Ebcc extends BayesianConfusion {
  readonly method: 'ebcc'
  /** P(true label k | responses), as `ibcc` flattens them, the mean over runs. All else below is of the run with the greatest bound. */
  readonly posteriors: Float64Array
  readonly subtypes: number
  /** P(task t is of class k and subtype m | responses): `responsibilities[(t * labels.length + k) * subtypes + m]`. */
  readonly responsibilities: Float64Array
  /** Posterior means of P(worker w says l | class k, subtype m): `confusion[((w * K + k) * subtypes + m) * K + l]`. */
  readonly confusion: Float64Array
}

/**
 * Enhanced Bayesian classifier combination: workers err together, because some tasks of a class are of a kind that misleads them
 * alike. Each class has M subtypes, and each worker a row of rates for each of them:
 *
 *   P(zₜ = k) = πₖ,   P(gₜ = m | zₜ = k) = τₖₘ,   P(yₜw = l | zₜ = k, gₜ = m) = θw[k, m, l],
 *   π ~ Dir(a, …),   τₖ ~ Dir(s/M, …),   θw[k, m, ·] ~ Dir(`right` at k, `wrong` elsewhere)
 *
 * by mean-field variational inference from the shares of votes, each split at random among the subtypes:
 *
 *   E:  Rₜₖₘ ∝ exp(E log πₖ + E log τₖₘ + Σ_w E log θw[k, m, yₜw]),   Tₜₖ = Σₘ Rₜₖₘ
 *   M:  as `ibcc`, with Rₜₖₘ in the place of Tₜₖ.
 *
 * The random numbers are drawn from who answered what (see `coloursOf`), so that neither the order of rows nor names matter: the same
 * responses and seed, the same result. Runs end in different local maxima, none of them right in all; their mean errs less.
 *
 * Assumes that given class and subtype errors are independent. Do not use it with fewer than some hundred tasks or some ten responses
 * per worker: M K² rates per worker are then all prior, and the commonest class may
 * swallow the others.
 *
 * @returns see {@link Ebcc}. An empty crowd gives empty tables, 0 iterations, converged. Never NaN; ties are reported.
 * @throws AggregationError `invalid_option`, or `too_large` when tasks × labels × M or workers × labels² × M is above `maxCells`.
 *
 * Time O(runs × iterations × (responses × K M + workers × K² M)), memory 8 (tasks × K M + 2 workers × K² M) bytes.
 *
 * Reference: Li, Rubinstein and Cohn, ICML 2019 (PMLR 97, 3886–3895).
 */
export function ebcc(crowd: Crowd, options: EbccOptions = {}): Ebcc {
  const { subtypes = 10, subtypePrior = 0.1, right = 4, wrong = 1, classPrior = 1, seed = 0 } = options
  const { runs = 3, tolerance = 1e-5, maxIterations = 500, gold, start, maxCells } = options
  checkOption('subtypes', subtypes, 'a whole number from 1 to 1000', Number.isInteger(subtypes) && subtypes >= 1 && subtypes <= 1000)
  checkPositive('subtypePrior', subtypePrior)
  checkPositive('right', right)
  checkPositive('wrong', wrong)
  checkClassPrior(classPrior)
  checkSeed(seed)
  checkOption('runs', runs, 'a whole number from 1 to 100', Number.isInteger(runs) && runs >= 1 && runs <= 100)
  checkIterating({ tolerance, maxIterations })

  const settings = { right, wrong, classPrior, subtypePrior, learnPrior: false }
  let posteriors: Float64Array | null = null
  let best: { model: Mixture; run: MixtureRun } | null = null
  // One subtype, or nothing to learn from, begins and ends everywhere alike.
  for (let each = 0; each < (subtypes === 1 || crowd.size === 0 ? 1 : runs); each++) {
    const model = startMixture(crowd, { gold, start, maxCells, subtypes, seed: seed + each }, settings)
    const run = runMixture(model, tolerance, maxIterations)
    posteriors = addTo(posteriors, flattened(model, classPosteriors(model)))
    // A hair better may be rounding, and the order of rows must not choose the run.
    const gain = (run.bound.at(-1) ?? 0) - (best?.run.bound.at(-1) ?? -Infinity)
    if (best === null || gain > 1e-6 * crowd.size) best = { model, run }
  }
  const { model, run } = best!
  const mean = scaled(posteriors!, model.labels.length)
  const accuracy = whenAsked(() => sampledAccuracy(crowd, { ...model, posteriors: mean }))
  return {
    method: 'ebcc',
    tasks: crowd.tasks,
    workers: crowd.workers,
    labels: model.labels,
    ...topOfPosteriors(mean, crowd.tasks.length, model.labels.length),
    posteriors: mean,
    subtypes,
    responsibilities: model.responsibilities,
    confusion: meanRates(model),
    priors: meanPriors(model),
    ...run,
    get workerAccuracy() {
      return accuracy()
    },
  }
}

function addTo(sum: Float64Array | null, posteriors: Float64Array): Float64Array {
  if (sum === null) return posteriors.slice()
  for (let at = 0; at < sum.length; at++) sum[at]! += posteriors[at]!
  return sum
}

/** Rows sum to 1. */
function scaled(posteriors: Float64Array, k: number): Float64Array {
  for (let row = 0; row < posteriors.length; row += k) {
    let sum = 0
    for (let each = 0; each < k; each++) sum += posteriors[row + each]!
    for (let each = 0; each < k; each++) posteriors[row + each]! /= sum
  }
  return posteriors
}
