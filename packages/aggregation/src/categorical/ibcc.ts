import type { Crowd } from '../crowd.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { checkClassPrior, checkIterating, checkPositive } from '../check-option.ts'
import { runMixture, startMixture } from './confusion-mixture.ts'
import type { Intervals } from '../intervals.ts'
import { classPosteriors, flattened, meanPriors, meanRates } from './mixture-result.ts'
import { sampledAccuracy } from './sampled-accuracy.ts'
import type { ClassPrior, Posteriors, StartOptions } from './starting-posteriors.ts'
import { whenAsked } from '../when-asked.ts'

/** Options of {@link ibcc}. */
export interface IbccOptions extends StartOptions {
  /** Pseudo-responses on each cell of the diagonal of each worker's matrix; 4 unless told. */
  readonly right?: number
  /** Pseudo-responses on each cell beside it; 1 unless told. */
  readonly wrong?: number
  /** Pseudo-tasks per class, or `'votes'`, see `ClassPrior`; 1 unless told. */
  readonly classPrior?: ClassPrior
  /** Stop when an iteration gains at most this many nats per response; 1e-6 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 500 unless told. */
  readonly maxIterations?: number
}

/** What the methods with a matrix per worker and a prior over it return. */
export interface BayesianConfusion extends Posteriors {
  readonly workers: readonly string[]
  /** Posterior means of P(worker w says l | truth k): `confusion[(w * labels.length + k) * labels.length + l]`. */
  readonly confusion: Float64Array
  /** Posterior means of P(truth k). */
  readonly priors: Float64Array
  /** How often each worker is right, with 90 % credible intervals, computed when first read; see `sampledAccuracy`. */
  readonly workerAccuracy: Intervals
  readonly iterations: number
  readonly converged: boolean
  /** Evidence lower bound after each iteration, in nats; never falls but for rounding. */
  readonly bound: readonly number[]
}

/** What {@link ibcc} returns. */
export interface Ibcc extends BayesianConfusion {
  readonly method: 'ibcc'
}

/**
 * Independent Bayesian classifier combination: Dawid and Skene's model with Dirichlet priors,
 *
 *   π ~ Dir(a, …, a),   θw[k, ·] ~ Dir(βₖ),   βₖₗ = `right` if k = l else `wrong`,
 *   P(zₜ = k) = πₖ,   P(yₜw = l | zₜ = k) = θw[k, l],
 *
 * by mean-field variational inference, q(z) q(π) q(θ), from the shares of votes:
 *
 *   E:  Tₜₖ ∝ exp(E log πₖ + Σ_w E log θw[k, yₜw])
 *   M:  q(θw[k, ·]) = Dir(βₖ + nwₖ),  nwₖₗ = Σₜ Tₜₖ [yₜw = l],   q(π) = Dir(a + Σₜ Tₜ),   E log θ = ψ(β + n) − ψ(Σ (β + n))
 *
 * until the evidence lower bound gains at most `tolerance` per response. The returned posteriors allow for θ being uncertain (see
 * `flattened`), which makes them better calibrated and changes no answer. Posteriors within 10⁻⁹ tie: reported, never broken.
 *
 * Assumes independent errors, and workers who are more right than wrong (the prior says so, with as many pseudo-responses as
 * `right` and `wrong`). Where most workers have a handful of responses and many classes, the prior decides: let it be learnt, see
 * `hierarchicalDawidSkene`. Where workers share their errors, see `ebcc`.
 *
 * @returns see {@link BayesianConfusion}. An empty crowd gives empty tables, 0 iterations, converged. One worker: their own
 *   responses, with the confidence that the prior allows. Never NaN.
 * @throws AggregationError `invalid_option`, or `too_large` when tasks × labels or workers × labels² is above `maxCells`.
 *
 * Time O(iterations × (responses × K + workers × K²)), memory as `dawidSkene`.
 *
 * Reference: Kim and Ghahramani, AISTATS 2012 (PMLR 22, 619–627); variational: Simpson, Roberts, Psorakis and Smith, 2013,
 * doi:10.1007/978-3-642-36406-8_1.
 */
export function ibcc(crowd: Crowd, options: IbccOptions = {}): Ibcc {
  return inferConfusion('ibcc', crowd, options, false)
}

type Inferred<M> = BayesianConfusion & { readonly method: M; readonly sharedConcentration: Float64Array }

export function inferConfusion<M extends string>(method: M, crowd: Crowd, options: IbccOptions, learnPrior: boolean): Inferred<M> {
  const { right = 4, wrong = 1, classPrior = 1, tolerance = 1e-6, maxIterations = 500, ...start } = options
  checkPositive('right', right)
  checkPositive('wrong', wrong)
  checkClassPrior(classPrior)
  checkIterating({ tolerance, maxIterations })

  const model = startMixture(crowd, { ...start, subtypes: 1, seed: 0 }, { right, wrong, classPrior, subtypePrior: 1, learnPrior })
  const run = runMixture(model, tolerance, maxIterations)
  const posteriors = flattened(model, classPosteriors(model))
  const accuracy = whenAsked(() => sampledAccuracy(crowd, { ...model, posteriors }))
  return {
    method,
    tasks: crowd.tasks,
    workers: crowd.workers,
    labels: model.labels,
    ...topOfPosteriors(posteriors, crowd.tasks.length, model.labels.length),
    posteriors,
    confusion: meanRates(model),
    sharedConcentration: model.concentration,
    priors: meanPriors(model),
    ...run,
    get workerAccuracy() {
      return accuracy()
    },
  }
}
