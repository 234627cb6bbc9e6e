import { checkIterating } from '../check-option.ts'
import { inverseOf } from '../inverse.ts'
import { intervalsFor, normal90, type Intervals } from '../intervals.ts'
import { digamma, gammaQuantile, logGamma } from '../special-functions.ts'
import type { Responses } from '../responses.ts'
import { checkNumbers, type Estimates } from './numbers.ts'

/** Options of {@link gaussianWorkers}. */
export interface GaussianWorkersOptions {
  /** Stop when the objective gains at most this many nats per response; 1e-9 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 2000 unless told. */
  readonly maxIterations?: number
}

/** What {@link gaussianWorkers} returns. */
export interface GaussianWorkers extends Estimates {
  readonly method: 'gaussian-workers'
  /** The values with 90 % credible intervals. */
  readonly intervals: Intervals
  readonly workers: readonly string[]
  readonly workerParameters: {
    /** How far above the truth the worker's numbers are on average. */
    readonly bias: Intervals
    /** Standard deviation of the worker's errors about their bias. */
    readonly deviation: Intervals
  }
  readonly iterations: number
  readonly converged: boolean
  /** The evidence's lower bound (ELBO) in nats after each iteration, of the standardised responses. Never falls (but for rounding). */
  readonly objective: readonly number[]
}

/**
 * Numbers of workers who are each off in their own way and more or less exact: with z the truths,
 *
 *   yₜw = zₜ + b_w + ε,   ε ~ N(0, 1 / λ_w),   zₜ ~ N(μ, τ²),   b_w ~ N(0, δ²),   λ_w ~ Gamma(2, β).
 *
 * The Gamma prior is shared, so that a worker with two responses is taken to be about as exact as the others. Variational Bayes: the
 * posterior is approximated by independent z (normal), b (normal) and λ (Gamma); each update raises the bound:
 *
 *   q(zₜ):  precision 1/τ² + Σ_w λ̄_w,   mean (μ/τ² + Σ_w λ̄_w (yₜw − b̄_w)) / precision
 *   q(b_w): precision 1/δ² + n_w λ̄_w,   mean λ̄_w Σₜ (yₜw − z̄ₜ) / precision
 *   q(λ_w): shape 2 + n_w/2,   rate β + ½ Σₜ ((yₜw − z̄ₜ − b̄_w)² + var zₜ + var b_w)
 *   μ ← mean z̄,  τ² ← mean ((z̄ − μ)² + var z),  δ² ← mean (b̄² + var b),  β ← 2 / mean λ̄
 *
 * after which the variances of z and b, and with them the Gammas, are those of their joint posterior (up to 500 workers), all
 * on responses brought to mean 0 and deviation 1; τ² and δ² are at least 10⁻⁶ and β at least 10⁻⁶ there, so that agreement to the
 * last digit leaves a small uncertainty and not a division by nothing. Where one bias is shared by all, no method can see it.
 *
 * How spread biases and exactness are is taken for known once it is learnt, so that intervals of 90 % are too narrow where responses are few. On
 * generated crowds of 100 and 200 tasks, those of values hold the truth in 87 to 90 cases of a hundred; those of deviations in 90 to 92 where workers have
 * forty responses each, and in 79 to 89 where they have ten; those of biases in 85 to 88 with forty each, but with ten each in 20 (two workers
 * per task), 66 (three) or 78 (five). Judge nobody by a bias that ten responses showed.
 *
 * Assumes normal errors: cut-off scales (0 to 100) bend it a little, and nonsense counts as far as its worker often gives it. With one
 * worker, values are drawn towards the mean, for nothing tells error from truth. Do not use it for counts over orders of magnitude: take
 * logarithms first.
 *
 * @returns see {@link GaussianWorkers}. No responses give an empty value. When all responses are equal, they are the value,
 *   with intervals of no width. Row order moves values by rounding only.
 * @throws AggregationError `invalid_value` for what is not a finite number, `invalid_option`.
 *
 * Time O(iterations × responses + workers³ up to 500 workers), nothing is allocated per iteration.
 *
 * References: Raykar et al., Journal of Machine Learning Research 11, 2010 (its section on regression), www.jmlr.org/papers/v11/raykar10a.html. Louis, Journal of the Royal
 * Statistical Society B 44(2), 1982; doi:10.1111/j.2517-6161.1982.tb01203.x.
 */
export function gaussianWorkers(responses: Responses<number>, options: GaussianWorkersOptions = {}): GaussianWorkers {
  const { tolerance = 1e-9, maxIterations = 2000 } = options
  checkIterating({ tolerance, maxIterations })
  checkNumbers(responses)

  const { mean, deviation } = standardOf(responses.byTask.value)
  const model = startModel(responses, mean, deviation)
  const objective: number[] = []
  let converged = deviation === 0
  while (!converged && objective.length < maxIterations) {
    updateTruths(model)
    updateBiases(model)
    updatePrecisions(model)
    updateShared(model)
    const bound = lowerBound(model)
    converged = objective.length > 0 && bound - objective.at(-1)! <= tolerance * responses.size
    objective.push(bound)
  }
  if (deviation > 0 && responses.workers.length <= maxJointWorkers) widen(model)
  return { method: 'gaussian-workers', ...described(model, responses, mean, deviation), iterations: objective.length, converged, objective }
}

interface Model {
  readonly responses: Responses<number>
  readonly y: Float64Array
  readonly truth: Normals
  readonly bias: Normals
  readonly shape: Float64Array
  readonly rate: Float64Array
  readonly shared: { centre: number; spread: number; biasSpread: number; rate: number }
}

interface Normals {
  readonly mean: Float64Array
  readonly variance: Float64Array
}

const least = 1e-6
const priorShape = 2
/** Above it, the cube of workers takes too long, and intervals are those of independent truths and biases: too narrow. */
const maxJointWorkers = 500

/** Sorted first, so that the sums do not hang on the order of rows. */
function standardOf(values: readonly number[]): { mean: number; deviation: number } {
  const sorted = Float64Array.from(values).toSorted()
  if (sorted.length === 0 || sorted[0] === sorted.at(-1)) return { mean: sorted[0] ?? 0, deviation: 0 }
  let mean = 0
  for (const value of sorted) mean += value / sorted.length
  let variance = 0
  for (const value of sorted) variance += (value - mean) ** 2 / sorted.length
  return { mean, deviation: Math.sqrt(variance) }
}

function startModel(responses: Responses<number>, mean: number, deviation: number): Model {
  const [tasks, workers] = [responses.tasks.length, responses.workers.length]
  const normals = (size: number, variance: number) => ({ mean: new Float64Array(size), variance: new Float64Array(size).fill(variance) })
  const shape = new Float64Array(workers)
  for (let w = 0; w < workers; w++) shape[w] = priorShape + (responses.byWorker.start[w + 1]! - responses.byWorker.start[w]!) / 2
  return {
    responses,
    y: Float64Array.from(responses.byTask.value, (value) => (deviation === 0 ? 0 : (value - mean) / deviation)),
    truth: normals(tasks, 1),
    bias: normals(workers, 0.1),
    shape,
    // Errors of half the deviation of the responses: any start that treats all workers alike comes to the same.
    rate: shape.map((each) => each / 4),
    shared: { centre: 0, spread: 1, biasSpread: 0.1, rate: 0.5 },
  }
}

function updateTruths({ responses: { tasks, byTask }, y, truth, bias, shape, rate, shared }: Model): void {
  for (let task = 0; task < tasks.length; task++) {
    let precision = 1 / shared.spread
    let sum = shared.centre / shared.spread
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      const worker = byTask.worker[i]!
      const exactness = shape[worker]! / rate[worker]!
      precision += exactness
      sum += exactness * (y[i]! - bias.mean[worker]!)
    }
    truth.mean[task] = sum / precision
    truth.variance[task] = 1 / precision
  }
}

function updateBiases({ responses: { workers, byWorker }, y, truth, bias, shape, rate, shared }: Model): void {
  for (let worker = 0; worker < workers.length; worker++) {
    const [from, to] = [byWorker.start[worker]!, byWorker.start[worker + 1]!]
    const exactness = shape[worker]! / rate[worker]!
    let sum = 0
    for (let j = from; j < to; j++) sum += y[byWorker.index[j]!]! - truth.mean[byWorker.task[j]!]!
    const precision = 1 / shared.biasSpread + (to - from) * exactness
    bias.mean[worker] = (exactness * sum) / precision
    bias.variance[worker] = 1 / precision
  }
}

function updatePrecisions(model: Model): void {
  for (let worker = 0; worker < model.shape.length; worker++) model.rate[worker] = model.shared.rate + 0.5 * squaresOf(model, worker)
}

/** What is expected of the sum of a worker's squared errors. */
function squaresOf({ responses: { byWorker }, y, truth, bias }: Model, worker: number): number {
  let sum = 0
  for (let j = byWorker.start[worker]!; j < byWorker.start[worker + 1]!; j++) {
    const task = byWorker.task[j]!
    sum += (y[byWorker.index[j]!]! - truth.mean[task]! - bias.mean[worker]!) ** 2 + truth.variance[task]! + bias.variance[worker]!
  }
  return sum
}

function updateShared({ truth, bias, shape, rate, shared }: Model): void {
  let [centre, spread, biasSpread, exactness] = [0, 0, 0, 0]
  for (const mean of truth.mean) centre += mean / truth.mean.length
  for (const [task, mean] of truth.mean.entries()) spread += ((mean - centre) ** 2 + truth.variance[task]!) / truth.mean.length
  for (const [worker, mean] of bias.mean.entries()) biasSpread += (mean ** 2 + bias.variance[worker]!) / bias.mean.length
  for (const [worker, each] of shape.entries()) exactness += each / rate[worker]! / shape.length
  shared.centre = centre
  shared.spread = Math.max(spread, least)
  shared.biasSpread = Math.max(biasSpread, least)
  shared.rate = Math.max(priorShape / exactness, least)
}

/**
 * What independence leaves out: truths and biases are uncertain together (all may be off by the same). For the precisions found,
 * their joint posterior is normal; its variances take the place of the others', by elimination of the truths, and the precisions
 * follow. The means, which were right already, stay. An error of which a share ρ of the variance is not seen tells (1 − ρ)² of what it would
 * (Louis' formula for missing information): so much less of a response counts in the Gamma's shape.
 */
function widen({ responses: { tasks, byTask }, y, truth, bias, shape, rate, shared }: Model): void {
  const n = shape.length
  const seen = new Float64Array(n)
  for (let round = 0; round < 3; round++) {
    const exactness = shape.map((a, worker) => a / rate[worker]!)
    const joint = new Float64Array(n * n)
    for (let worker = 0; worker < n; worker++) joint[worker * n + worker] = 1 / shared.biasSpread
    for (let task = 0; task < tasks.length; task++) {
      const own = byTask.worker.subarray(byTask.start[task], byTask.start[task + 1])
      let precision = 1 / shared.spread
      for (const w of own) precision += exactness[w]!
      for (const w of own) {
        joint[w * n + w]! += exactness[w]!
        for (const v of own) joint[w * n + v]! -= (exactness[w]! * exactness[v]!) / precision
      }
    }
    const covariance = inverseOf(joint, n)
    rate.fill(shared.rate)
    seen.fill(priorShape)
    for (let task = 0; task < tasks.length; task++) {
      const [from, to] = [byTask.start[task]!, byTask.start[task + 1]!]
      const own = byTask.worker.subarray(from, to)
      let precision = 1 / shared.spread
      for (const w of own) precision += exactness[w]!
      const withTruth = Array.from(own, (w) => own.reduce((sum, v) => sum - (exactness[v]! / precision) * covariance[w * n + v]!, 0))
      const variance = 1 / precision - own.reduce((sum, w, at) => sum + (exactness[w]! / precision) * withTruth[at]!, 0)
      truth.variance[task] = variance
      for (const [at, w] of own.entries()) {
        const error = y[from + at]! - truth.mean[task]! - bias.mean[w]!
        const unsure = Math.max(0, variance + covariance[w * n + w]! + 2 * withTruth[at]!)
        rate[w]! += 0.5 * (error ** 2 + unsure)
        seen[w]! += 0.5 * Math.max(0, 1 - exactness[w]! * unsure) ** 2
      }
    }
    for (let worker = 0; worker < n; worker++) bias.variance[worker] = covariance[worker * n + worker]!
  }
  for (let worker = 0; worker < n; worker++) {
    rate[worker]! *= seen[worker]! / shape[worker]!
    shape[worker] = seen[worker]!
  }
}

function lowerBound(model: Model): number {
  const {
    responses: { byWorker },
    truth,
    bias,
    shape,
    rate,
    shared,
  } = model
  let bound = 0
  for (const [task, mean] of truth.mean.entries()) bound += normalGain(mean - shared.centre, truth.variance[task]!, shared.spread)
  for (const [worker, mean] of bias.mean.entries()) {
    bound += normalGain(mean, bias.variance[worker]!, shared.biasSpread)
    const [a, b] = [shape[worker]!, rate[worker]!]
    const logPrecision = digamma(a) - Math.log(b)
    const given = byWorker.start[worker + 1]! - byWorker.start[worker]!
    bound += 0.5 * given * (logPrecision - Math.log(2 * Math.PI)) - ((0.5 * a) / b) * squaresOf(model, worker)
    bound += priorShape * Math.log(shared.rate) - logGamma(priorShape) + (priorShape - 1) * logPrecision - (shared.rate * a) / b
    bound -= a * Math.log(b) - logGamma(a) + (a - 1) * logPrecision - a
  }
  return bound
}

/** Minus the divergence of N(offset, variance) from N(0, spread). */
function normalGain(offset: number, variance: number, spread: number): number {
  return 0.5 * (1 + Math.log(variance / spread) - (offset ** 2 + variance) / spread)
}

function described({ truth, bias, shape, rate }: Model, { tasks, workers }: Responses<number>, mean: number, unit: number) {
  const intervals = normalIntervals(truth, mean, unit)
  const deviation = intervalsFor(workers.length)
  for (const [worker, a] of shape.entries()) {
    const b = rate[worker]!
    // E[λ^(−½)] under the Gamma.
    deviation.mean[worker] = unit * Math.sqrt(b) * Math.exp(logGamma(a - 0.5) - logGamma(a))
    deviation.low[worker] = unit * Math.sqrt(b / gammaQuantile(0.95, a))
    deviation.high[worker] = unit * Math.sqrt(b / gammaQuantile(0.05, a))
  }
  return { tasks, values: intervals.mean, intervals, workers, workerParameters: { bias: normalIntervals(bias, 0, unit), deviation } }
}

function normalIntervals({ mean, variance }: Normals, origin: number, unit: number): Intervals {
  const intervals = intervalsFor(mean.length)
  for (const [at, centre] of mean.entries()) {
    const half = normal90 * Math.sqrt(variance[at]!)
    intervals.mean[at] = origin + unit * centre
    intervals.low[at] = origin + unit * (centre - half)
    intervals.high[at] = origin + unit * (centre + half)
  }
  return intervals
}
