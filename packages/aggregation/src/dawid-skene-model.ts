import type { Crowd } from './crowd.ts'
import { normalise, startingPosteriors, type StartOptions } from './categorical/starting-posteriors.ts'
import { allocate } from './vote-shares.ts'

/** Everything that the two steps read and write; allocated once. */
export interface Model {
  readonly crowd: Crowd
  readonly labels: readonly string[]
  readonly smoothing: number
  /** Per task the label it is held at, or −1. */
  readonly gold: Int32Array
  readonly posteriors: Float64Array
  /** Expected counts and their logarithms, [worker][given][truth]: each response reads and writes one contiguous run. */
  readonly counts: Float64Array
  readonly logConfusion: Float64Array
  readonly logPriors: Float64Array
  /** Per response, in the order of `crowd.byTask`, where its run starts. */
  readonly runs: Int32Array
  /** Expected tasks per class. */
  readonly mass: Float64Array
}

export interface ModelOptions extends StartOptions {
  readonly smoothing: number
}

/** Begins at the shares of votes or at a former result, gold held at its label. */
export function startModel(crowd: Crowd, { smoothing, ...start }: ModelOptions): Model {
  const { labels, gold, posteriors } = startingPosteriors(crowd, start)
  const k = labels.length
  const counts = allocate('The confusion matrices', crowd.workers.length * k * k, start.maxCells)
  return {
    crowd,
    labels,
    smoothing,
    gold,
    posteriors,
    counts,
    logConfusion: new Float64Array(counts.length),
    logPriors: new Float64Array(k),
    runs: crowd.byTask.worker.map((worker, i) => (worker * k + crowd.byTask.label[i]!) * k),
    mass: new Float64Array(k),
  }
}

/**
 * E step: posteriors from parameters, and at once the expected counts that the M step needs, while a task's responses are at hand.
 * Returns the log-likelihood of those parameters.
 */
export function expectation(model: Model): number {
  const { crowd, gold, posteriors, counts, logConfusion, logPriors, runs, mass } = model
  const { start } = crowd.byTask
  const k = logPriors.length
  let logLikelihood = 0
  counts.fill(0)
  mass.fill(0)
  for (let task = 0; task < gold.length; task++) {
    const from = start[task]!
    const to = start[task + 1]!
    const held = gold[task]!
    if (held !== -1) {
      logLikelihood += logPriors[held]!
      for (let i = from; i < to; i++) logLikelihood += logConfusion[runs[i]! + held]!
    } else {
      for (let truth = 0; truth < k; truth++) {
        let score = logPriors[truth]!
        for (let i = from; i < to; i++) score += logConfusion[runs[i]! + truth]!
        posteriors[task * k + truth] = score
      }
      logLikelihood += normalise(posteriors, task * k, k)
    }
    countTask(model, task, from, to)
  }
  return logLikelihood
}

/**
 * M step: parameters from expected counts. Returns the log density of the parameters' prior, without its constant.
 *
 * A task's likeliest class has a posterior of at least 1/K, so that every response to the task has a probability above 0
 * under that class: the next E step never meets a task that all classes rule out, even without smoothing.
 */
export function maximisation({ crowd, smoothing, counts, logConfusion, logPriors, mass }: Model): number {
  const k = logPriors.length
  let logPrior = writeLogShares(mass, logPriors, 0, k, 1, smoothing)
  for (let who = 0; who < crowd.workers.length; who++) {
    for (let truth = 0; truth < k; truth++) logPrior += writeLogShares(counts, logConfusion, who * k * k + truth, k, k, smoothing)
  }
  return logPrior
}

/** The expected counts of the posteriors with which a run begins. */
export function countExpected(model: Model): void {
  const { start } = model.crowd.byTask
  for (let task = 0; task < model.gold.length; task++) countTask(model, task, start[task]!, start[task + 1]!)
}

function countTask({ posteriors, counts, runs, mass }: Model, task: number, from: number, to: number): void {
  const k = mass.length
  for (let truth = 0; truth < k; truth++) {
    const posterior = posteriors[task * k + truth]!
    // Most tasks are soon sure of one class, and adding zeros would cost as much as adding.
    if (posterior === 0) continue
    mass[truth]! += posterior
    for (let i = from; i < to; i++) counts[runs[i]! + truth]! += posterior
  }
}

/** Over `length` cells from `offset`, `stride` apart: target = log((count + s) / (Σ count + s × length)); returns s Σ target. */
export function writeLogShares(
  source: Float64Array,
  target: Float64Array,
  offset: number,
  length: number,
  stride: number,
  smoothing: number,
): number {
  const end = offset + length * stride
  let total = smoothing * length
  for (let at = offset; at < end; at += stride) total += source[at]!
  let sum = 0
  for (let at = offset; at < end; at += stride) {
    // 0/0: no task of this worker can be of this class, and none may become so for want of evidence about the worker.
    target[at] = total === 0 ? -Infinity : Math.log((source[at]! + smoothing) / total)
    sum += target[at]!
  }
  // Without smoothing some logarithms are −∞, and 0 × −∞ is NaN.
  return smoothing === 0 ? 0 : smoothing * sum
}
