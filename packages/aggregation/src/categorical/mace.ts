import type { Crowd } from '../crowd.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { checkIterating, checkOption, checkPositive, checkSeed } from '../check-option.ts'
import type { Intervals } from '../intervals.ts'
import { intervalsOf } from './worker-intervals.ts'
import { runMace, startMace, type MaceModel } from './mace-model.ts'
import type { Posteriors, StartOptions } from './starting-posteriors.ts'

/** Options of {@link mace}. */
export interface MaceOptions extends StartOptions {
  /** Runs, of which the one with the greatest bound is kept: the first from the votes (or `start`), the others at random; 10 unless told. */
  readonly restarts?: number
  /** Chooses the random starts; 0 unless told. */
  readonly seed?: number
  /** Pseudo-responses of each worker that are knowing, and that are spam; ½ each unless told. */
  readonly knowing?: number
  readonly spamming?: number
  /** Pseudo-responses of each worker's spam per label; 10 unless told. */
  readonly strategy?: number
  /** Stop a run when an iteration gains at most this many nats per response; 1e-5 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** Per run; 200 unless told. */
  readonly maxIterations?: number
}

/** What {@link mace} returns. */
export interface Mace extends Posteriors {
  readonly method: 'mace'
  readonly workers: readonly string[]
  /** How often each worker knows the answer, rather than giving any label at random as is their way; with 90 % credible intervals. */
  readonly competence: Intervals
  /** P(worker w says l | w does not know): `strategies[w * labels.length + l]`; rows sum to 1. */
  readonly strategies: Float64Array
  /** The run that was kept, from 0. */
  readonly restart: number
  readonly iterations: number
  readonly converged: boolean
  /** Evidence lower bound of the run that was kept, after each iteration, in nats; never falls but for rounding. */
  readonly bound: readonly number[]
}

/**
 * Multi-annotator competence estimation: a worker either knows the truth or does not look at the task,
 *
 *   P(zₜ = k) = 1/K,   sₜw ~ Bernoulli(1 − θw),   yₜw = zₜ if sₜw = 0, else yₜw ~ ξw,   θw ~ Beta(½, ½),   ξw ~ Dir(10, …),
 *
 * by variational inference (θ̃ = exp E ln θ, and so on):
 *
 *   E:  Tₜₖ ∝ Π_w (θ̃w [yₜw = k] + (1−θ)~w ξ̃w[yₜw])                                           (summed as logarithms)
 *       P(sₜw = 1) = 1 − Tₜ,y θ̃w / (θ̃w + (1−θ)~w ξ̃w[y])
 *   M:  q(θw) = Beta(½ + expected knowing, ½ + expected spam),   q(ξw) = Dir(10 + expected spam per label)
 *
 * Gold tasks keep Tₜ = 1 at their label. Random starts are drawn from who answered what: the same responses and seed give the
 * same result, whatever the order of rows and the names.
 *
 * Assumes that workers do not err but spam. Do not use it when errors of honest workers are common: these are then called spam.
 * It says nothing of intent.
 *
 * @returns see {@link Mace}. An empty crowd gives empty tables, 0 iterations, converged. Never NaN, also with thousands of responses to
 *   one task. Ties within 10⁻⁹ are reported.
 * @throws AggregationError `invalid_option`, or `too_large` when tasks × labels or workers × labels is above `maxCells`.
 *
 * Time O(restarts × iterations × (responses + (tasks + workers) × K)), memory 8 K (tasks + 2 workers) bytes.
 *
 * Reference: Hovy, Berg-Kirkpatrick, Vaswani and Hovy, NAACL-HLT 2013, 1120–1130 (aclanthology.org/N13-1132).
 */
export function mace(crowd: Crowd, options: MaceOptions = {}): Mace {
  const { restarts = 10, seed = 0, knowing = 0.5, spamming = 0.5, strategy = 10, tolerance = 1e-5, maxIterations = 200, ...start } = options
  checkOption('restarts', restarts, 'a whole number from 1 to 1000', Number.isInteger(restarts) && restarts >= 1 && restarts <= 1000)
  checkSeed(seed)
  checkPositive('knowing', knowing)
  checkPositive('spamming', spamming)
  checkPositive('strategy', strategy)
  checkIterating({ tolerance, maxIterations })

  let best: { model: MaceModel; run: ReturnType<typeof runMace>; restart: number } | null = null
  for (let restart = 0; restart < (crowd.size === 0 ? 1 : restarts); restart++) {
    const model = startMace(crowd, start, { knowing, spamming, strategy })
    const run = runMace(model, { restart, seed, tolerance, maxIterations })
    const gain = (run.bound.at(-1) ?? 0) - (best?.run.bound.at(-1) ?? -Infinity)
    // a hair better may be rounding, and the order of rows must not choose the run
    if (best === null || gain > 1e-6 * crowd.size) best = { model, run, restart }
  }
  const { model, run, restart } = best!
  return {
    method: 'mace',
    tasks: crowd.tasks,
    workers: crowd.workers,
    labels: model.labels,
    ...topOfPosteriors(model.posteriors, crowd.tasks.length, model.labels.length),
    posteriors: model.posteriors,
    ...parameters(model),
    restart,
    ...run,
  }
}

function parameters({ crowd, labels, known, spam, settings }: MaceModel) {
  const k = labels.length
  const mean = new Float64Array(crowd.workers.length)
  const variance = new Float64Array(crowd.workers.length)
  const strategies = new Float64Array(spam.length)
  for (let who = 0; who < mean.length; who++) {
    let spams = 0
    for (let each = 0; each < k; each++) spams += spam[who * k + each]!
    const total = known[who]! + spams + settings.knowing + settings.spamming
    mean[who] = (known[who]! + settings.knowing) / total
    variance[who] = (mean[who]! * (1 - mean[who]!)) / (total + 1)
    for (let each = 0; each < k; each++) {
      strategies[who * k + each] = (spam[who * k + each]! + settings.strategy) / (spams + k * settings.strategy)
    }
  }
  return { competence: intervalsOf(mean, variance), strategies }
}
