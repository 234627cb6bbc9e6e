import type { Crowd } from '../crowd.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { checkIterating } from '../check-option.ts'
import { startingPosteriors, type Posteriors, type StartOptions } from './starting-posteriors.ts'
import { normal90, type Intervals } from '../intervals.ts'
import { abilityStep, easeStep, gladExpectation, priorDensity, type Glass } from './glad-model.ts'

/** Options of {@link glad}. */
export interface GladOptions extends StartOptions {
  /** Stop when an iteration gains at most this many nats per response; 1e-5 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 200 unless told. */
  readonly maxIterations?: number
}

/** What {@link glad} returns. */
export interface Glad extends Posteriors {
  readonly method: 'glad'
  readonly workers: readonly string[]
  /** αw: 0 guesses, below 0 is more wrong than right; with 90 % intervals by Laplace's approximation, tasks taken as known. */
  readonly abilities: Intervals
  /** ln βₜ: the greater, the easier the task; below 0, hard. */
  readonly ease: Float64Array
  readonly iterations: number
  readonly converged: boolean
  /** Log-likelihood plus log prior of the parameters with which each iteration began, in nats. Never falls but for rounding. */
  readonly objective: readonly number[]
}

/**
 * Generative model of labels, abilities and difficulties: whether a response is right depends on the worker and on the task,
 *
 *   P(yₜw = zₜ) = σ(αw βₜ),   every other label (1 − σ(αw βₜ)) / (K − 1),   P(zₜ = k) = 1/K,
 *   αw ~ N(1, 1),   bₜ = ln βₜ ~ N(1, 1)
 *
 *   E:  Tₜₖ ∝ Π_w P(yₜw | zₜ = k)                                                              (summed as logarithms)
 *   M:  Q = Σ [Tₜ,y ln σ(αβ) + (1 − Tₜ,y) ln (1 − σ(αβ))] + ln priors: one Newton step for each α, then one for each b,
 *       halved until Q does not fall (so that each iteration raises the objective or leaves it).
 *
 * from all α = 1, b = 1, or at the parameters that fit a former result best if there is one.
 *
 * Assumes errors spread evenly over labels, and tasks that differ in difficulty. With few responses per task difficulty cannot be
 * told from the prior, and `oneCoinDawidSkene` says the same for less. Do not use it where workers confuse particular classes.
 *
 * @returns see {@link Glad}. An empty crowd gives empty tables, 0 iterations, converged. Never NaN; ties are reported.
 * @throws AggregationError `invalid_option`, or `too_large` when tasks × labels is above `maxCells`.
 *
 * Time O(iterations × (responses + tasks × K)), memory 8 tasks × K + 8 responses bytes.
 *
 * Reference: Whitehill, Ruvolo, Wu, Bergsma and Movellan, NIPS 22, 2009 (no DOI).
 */
export function glad(crowd: Crowd, options: GladOptions = {}): Glad {
  const { tolerance = 1e-5, maxIterations = 200, ...given } = options
  checkIterating({ tolerance, maxIterations })

  const start = startingPosteriors(crowd, given)
  const model: Glass = {
    crowd,
    ...start,
    ability: new Float64Array(crowd.workers.length).fill(1),
    ease: new Float64Array(crowd.tasks.length).fill(1),
    curvature: new Float64Array(crowd.workers.length).fill(1),
  }
  const run = iterate(model, tolerance, maxIterations, given.start !== undefined)
  const reach = model.curvature.map((each) => normal90 / Math.sqrt(each))
  return {
    method: 'glad',
    tasks: crowd.tasks,
    workers: crowd.workers,
    labels: model.labels,
    ...topOfPosteriors(model.posteriors, crowd.tasks.length, model.labels.length),
    posteriors: model.posteriors,
    abilities: {
      mean: model.ability,
      low: model.ability.map((each, who) => each - reach[who]!),
      high: model.ability.map((each, who) => each + reach[who]!),
    },
    ease: model.ease,
    ...run,
  }
}

function iterate(model: Glass, tolerance: number, maxIterations: number, warm: boolean) {
  const objective: number[] = []
  if (model.crowd.size === 0) return { iterations: 0, converged: true, objective }

  // The former result has no abilities: a few steps find those that fit its posteriors.
  for (let step = 0; warm && step < 5; step++) improve(model)
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const before = objective.at(-1)
    const now = gladExpectation(model) + priorDensity(model)
    objective.push(now)
    improve(model)
    if (before !== undefined && now - before <= tolerance * model.crowd.size) return { iterations: iteration, converged: true, objective }
  }
  return { iterations: maxIterations, converged: false, objective }
}

function improve(model: Glass): void {
  abilityStep(model)
  easeStep(model)
}
