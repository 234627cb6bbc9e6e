import type { Crowd } from '../crowd.ts'
import { countExpected, expectation, startModel, type Model } from '../dawid-skene-crowd.ts'
import { maximisePriors, writeConfusion } from '../dawid-skene-model.ts'
import { EmRun } from '../em-run.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { checkIterating, checkOption } from '../check-option.ts'
import { climbLeaning, logRatesOf, type Leaning } from './ordinal-model.ts'
import type { Posteriors, StartOptions } from './starting-posteriors.ts'

/** Options of {@link ordinalDawidSkene}. */
export interface OrdinalDawidSkeneOptions extends StartOptions {
  /** All labels, the least first; also such as nobody gave. */
  readonly order: readonly string[]
  /** Stop when an iteration gains at most this many nats per response; 1e-5 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 500 unless told. */
  readonly maxIterations?: number
}

/** What {@link ordinalDawidSkene} returns. */
export interface OrdinalDawidSkene extends Posteriors {
  readonly method: 'ordinal-dawid-skene'
  readonly workers: readonly string[]
  /** P(worker w says l | truth k): `confusion[(w * labels.length + k) * labels.length + l]`. Rows sum to 1. */
  readonly confusion: Float64Array
  /** How far each worker leans up (above 0) or down, in steps of the scale; 0 where precision is not above 0. */
  readonly bias: Float64Array
  /** 1 / the square of a typical error in steps, as far as the scale allows it; 0: any label alike. */
  readonly precision: Float64Array
  readonly priors: Float64Array
  readonly iterations: number
  readonly converged: boolean
  /** Log-likelihood plus log prior of the parameters with which each iteration began, in nats. Never falls but for rounding. */
  readonly objective: readonly number[]
}

/**
 * Dawid and Skene's model for labels on a scale: two numbers per worker in the place of K² − K,
 *
 *   P(yₜw = l | zₜ = k) ∝ exp(uw (l − k) + vw (l − k)²),   P(zₜ = k) = πₖ,   uw ~ N(0, 1),   vw ~ N(−1, 1),
 *
 * a normal distribution cut to the scale: v = −precision / 2, u = precision × bias.
 *
 *   E:  as `dawidSkene`.
 *   M:  one Newton step for (u, v) of each worker on the expected counts (concave), halved until it does not fall;
 *       πₖ = (Σₜ Tₜₖ + 1) / (tasks + K).
 *
 * Assumes that near labels are confused more often than far ones, by steps of one size. Do not use it where labels only look
 * ordered (1 = cat, 2 = dog). With some ten responses per worker it is less over-fitted than the full matrix.
 *
 * @returns see {@link OrdinalDawidSkene}; `labels` are numbered as in the crowd, then those of `order` that nobody gave. An
 *   empty crowd gives empty tables but for `labels`. Never NaN; ties are reported.
 * @throws AggregationError `invalid_option` when `order` lacks a label of the crowd or of the gold, or names one twice; `too_large`.
 *
 * Time O(iterations × (responses × K + workers × K²)), memory as `dawidSkene`.
 *
 * Reference: Dawid and Skene, Applied Statistics 28(1), 1979, doi:10.2307/2346806; the cut normal distribution is the discrete one of
 * Kemp, Journal of Statistical Planning and Inference 63(2), 1997, doi:10.1016/S0378-3758(97)00020-7.
 */
export function ordinalDawidSkene(crowd: Crowd, options: OrdinalDawidSkeneOptions): OrdinalDawidSkene {
  const { order, tolerance = 1e-5, maxIterations = 500, ...start } = options
  checkIterating({ tolerance, maxIterations })
  checkOption('order', String(order), 'a list of labels', Array.isArray(order))
  const place = new Map(order.map((label, at) => [label, at]))
  checkOption('order', order.join(', '), 'labels named once each', place.size === order.length)
  // Labels that nobody gave are classes too: the scale is known.
  const given = new Set(crowd.labels)
  const whole = { ...crowd, labels: [...crowd.labels, ...order.filter((label) => !given.has(label))] }
  const model = startModel(whole, start)
  const missing = model.labels.find((label) => !place.has(label))
  checkOption('order', order.join(', '), `to have the label ${missing}`, missing === undefined)

  const leaning: Leaning = {
    place: Int32Array.from(model.labels, (label) => place.get(label)!),
    lean: new Float64Array(crowd.workers.length),
    bend: new Float64Array(crowd.workers.length).fill(-1),
  }
  const run = iterate(model, leaning, new EmRun(crowd.size, { tolerance, maxIterations }))
  return {
    method: 'ordinal-dawid-skene',
    tasks: crowd.tasks,
    workers: crowd.workers,
    labels: model.labels,
    ...topOfPosteriors(model.rows.posteriors, crowd.tasks.length, model.labels.length),
    posteriors: model.rows.posteriors,
    ...parameters(model, leaning),
    ...run,
  }
}

function iterate(model: Model, leaning: Leaning, run: EmRun) {
  countExpected(model)
  let logPrior = maximisation(model, leaning)
  while (run.goesOn) {
    run.add(expectation(model), logPrior)
    logPrior = maximisation(model, leaning)
  }
  const { iterations, converged, objective } = run.history()
  return { iterations, converged, objective }
}

/** Returns the log density of the parameters' prior, without its constant. */
function maximisation({ sums, parameters: { logConfusion, logPriors } }: Model, leaning: Leaning): number {
  let logPrior = maximisePriors(sums, { logConfusion, logPriors }, 1)
  for (let who = 0; who < leaning.lean.length; who++) {
    climbLeaning(leaning, who, sums.counts)
    logRatesOf(leaning, who, logConfusion)
    logPrior -= (leaning.lean[who]! ** 2 + (leaning.bend[who]! + 1) ** 2) / 2
  }
  return logPrior
}

function parameters({ sums, parameters: found }: Model, { lean, bend }: Leaning) {
  writeConfusion(found, sums.counts)
  return {
    confusion: sums.counts,
    bias: lean.map((u, who) => (bend[who]! < -1e-9 ? u / (-2 * bend[who]!) : 0)),
    precision: bend.map((v) => Math.max(0, -2 * v)),
    priors: found.logPriors.map(Math.exp),
  }
}
