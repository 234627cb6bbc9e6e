import type { Crowd } from '../crowd.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { checkIterating, checkPositive } from '../check-option.ts'
import { snap, startingPosteriors, type Posteriors, type Start, type StartOptions } from './starting-posteriors.ts'

/** Options of {@link bwa}. */
export interface BwaOptions extends StartOptions {
  /** Pseudo-responses behind the prior of each worker's precision; 15 unless told. */
  readonly precisionPrior?: number
  /** Weight of the mean over tasks in each task's average; 1 unless told. */
  readonly meanWeight?: number
  /** Stop when no score moves by more than this; 1e-6 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 500 unless told. */
  readonly maxIterations?: number
}

/** What {@link bwa} returns. */
export interface Bwa extends Posteriors {
  readonly method: 'bwa'
  readonly workers: readonly string[]
  /** Per worker and class, how much a response weighs beside the mean: `weights[w * labels.length + k]`. */
  readonly weights: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Bayesian weighted average: for each class k apart, responses are taken for real numbers yₜw ∈ {0, 1} around a true value,
 *
 *   zₜ ~ N(μ, 1/λ),   yₜw ~ N(zₜ, 1/vw),   vw ~ Gamma(a/2, b/2),   b = a Σₜ nₜ sₜ (1 − sₜ) / Σₜ nₜ × 4 (1 − 1/K),   sₜ = share of votes
 *
 * maximised turn by turn, from z = s, until no z moves by more than `tolerance`:
 *
 *   μ = mean z,   vw = (a + nw) / (b + Σₜ (yₜw − zₜ)²),   zₜ = (λ μ + Σ_w vw yₜw) / (λ + Σ_w vw)
 *
 * The answer is the class with the greatest z; `posteriors` are the z, which lie in [0, 1], divided by their sum: a measure of
 * preference, not calibrated probabilities. Gold tasks keep z at 1 and 0.
 *
 * Assumes errors spread evenly, as `oneCoinDawidSkene`, but weighs workers so cautiously that it seldom does worse than the votes.
 * Do not use it when workers confuse classes in a systematic way.
 *
 * @returns see {@link Bwa}. An empty crowd gives empty tables. Never NaN; ties within 10⁻⁹ are reported.
 * @throws AggregationError `invalid_option`, or `too_large` when tasks × labels or workers × labels is above `maxCells`.
 *
 * Time O(iterations × K × responses).
 *
 * Reference: Li, Rubinstein and Cohn, Truth inference at scale, WWW 2019; doi:10.1145/3308558.3313459.
 */
export function bwa(crowd: Crowd, options: BwaOptions = {}): Bwa {
  const { precisionPrior = 15, meanWeight = 1, tolerance = 1e-6, maxIterations = 500, ...given } = options
  checkPositive('precisionPrior', precisionPrior)
  checkPositive('meanWeight', meanWeight)
  checkIterating({ tolerance, maxIterations })

  const start = startingPosteriors(crowd, given)
  const weights = new Float64Array(crowd.workers.length * start.labels.length)
  let iterations = 0
  let converged = true
  for (let each = 0; each < start.labels.length; each++) {
    const run = averageClass(crowd, start, { each, precisionPrior, meanWeight, tolerance, maxIterations }, weights)
    iterations = Math.max(iterations, run.iterations)
    converged &&= run.converged
  }
  normaliseRows(start)
  return {
    method: 'bwa',
    tasks: crowd.tasks,
    workers: crowd.workers,
    labels: start.labels,
    ...topOfPosteriors(start.posteriors, crowd.tasks.length, start.labels.length),
    posteriors: start.posteriors,
    weights,
    iterations,
    converged,
  }
}

interface Average {
  readonly each: number
  readonly precisionPrior: number
  readonly meanWeight: number
  readonly tolerance: number
  readonly maxIterations: number
}

function averageClass(crowd: Crowd, { labels, gold, posteriors }: Start, options: Average, weights: Float64Array) {
  const { each, precisionPrior, meanWeight, tolerance, maxIterations } = options
  const { start, worker, label } = crowd.byTask
  const k = labels.length
  const scores = new Float64Array(gold.length)
  for (let task = 0; task < gold.length; task++) scores[task] = posteriors[task * k + each]!
  const spread = precisionPrior * spreadOf(crowd, each) * 4 * (1 - 1 / k)
  const precision = new Float64Array(crowd.workers.length)

  let iterations = 0
  let moved = Infinity
  while (iterations < maxIterations && moved > tolerance && crowd.size > 0) {
    iterations++
    moved = 0
    weigh(crowd, scores, { each, precisionPrior, spread }, precision)
    let mean = 0
    for (let task = 0; task < gold.length; task++) mean += scores[task]! / gold.length
    for (let task = 0; task < gold.length; task++) {
      if (gold[task] !== -1) continue
      let sum = meanWeight * mean
      let total = meanWeight
      for (let i = start[task]!; i < start[task + 1]!; i++) {
        total += precision[worker[i]!]!
        if (label[i] === each) sum += precision[worker[i]!]!
      }
      const next = snap(sum / total)
      moved = Math.max(moved, Math.abs(next - scores[task]!))
      scores[task] = next
    }
  }
  for (let task = 0; task < gold.length; task++) posteriors[task * k + each] = scores[task]!
  let total = 0
  for (const value of precision) total += value
  for (let who = 0; who < precision.length; who++) {
    weights[who * k + each] = total === 0 ? 1 : (precision[who]! * precision.length) / total
  }
  return { iterations, converged: moved <= tolerance || crowd.size === 0 }
}

/** The mean variance of a response around its task's share of votes. */
function spreadOf({ tasks, size, byTask }: Crowd, each: number): number {
  let sum = 0
  for (let task = 0; task < tasks.length; task++) {
    const from = byTask.start[task]!
    const to = byTask.start[task + 1]!
    let votes = 0
    for (let i = from; i < to; i++) if (byTask.label[i] === each) votes++
    if (to > from) sum += votes * (1 - votes / (to - from))
  }
  return size === 0 ? 0 : sum / size
}

function weigh(
  crowd: Crowd,
  scores: Float64Array,
  { each, precisionPrior, spread }: { each: number; precisionPrior: number; spread: number },
  precision: Float64Array,
): void {
  const { start, task, label } = crowd.byWorker
  for (let who = 0; who < precision.length; who++) {
    let errors = spread
    for (let i = start[who]!; i < start[who + 1]!; i++) errors += ((label[i] === each ? 1 : 0) - scores[task[i]!]!) ** 2
    // when all agree, nobody errs: any weight gives the same average
    precision[who] = (precisionPrior + start[who + 1]! - start[who]!) / Math.max(errors, 1e-12)
  }
}

function normaliseRows({ labels, posteriors }: Start): void {
  const k = labels.length
  for (let row = 0; row < posteriors.length; row += k) {
    let sum = 0
    for (let each = 0; each < k; each++) sum += posteriors[row + each]!
    for (let each = 0; each < k; each++) posteriors[row + each] = sum > 0 ? posteriors[row + each]! / sum : 1 / k
  }
}
