import { normalise } from './categorical/starting-posteriors.ts'

/** Tasks in a row, a whole crowd or a chunk of one, as both steps read them. */
export interface TaskRows {
  /** The responses to the n-th task are `runs[i]` for `start[n] <= i < start[n + 1]`. */
  readonly start: Int32Array
  /** Per response, where the run of its worker and label starts in a table of {@link Sums} or {@link Parameters}. */
  readonly runs: Int32Array
  /** Per task the label it is held at, or −1. */
  readonly gold: Int32Array
  /** Tasks × labels. */
  readonly posteriors: Float64Array
}

/** Expected counts, [worker][given][truth], so that each response reads and writes one contiguous run; and tasks per class. */
export interface Sums {
  readonly counts: Float64Array
  readonly mass: Float64Array
}

/** Their logarithms after the M step, laid out alike. */
export interface Parameters {
  readonly logConfusion: Float64Array
  readonly logPriors: Float64Array
}

/** Below so many responses a run takes no time, and parts would cost more than they bring. */
const partedFrom = 2 ** 16

/**
 * Into how many parts the tasks and the workers are cut. Sums are taken part by part and then added up in the order of the parts, by
 * whoever computes them (one thread, several, or one that reads chunks from a disk): rounding is then the same, and so is the result.
 */
export const partsOf = (responses: number): number => (responses < partedFrom ? 1 : 8)

/** Where the n-th part of so many begins; the end of all for n = parts. */
export const partStart = (length: number, part: number, parts: number): number => Math.floor((length * part) / parts)

/** Where each response's run starts, with k labels. */
export function runsOf(worker: Int32Array, label: Int32Array, k: number): Int32Array {
  const runs = new Int32Array(worker.length)
  for (let i = 0; i < runs.length; i++) runs[i] = (worker[i]! * k + label[i]!) * k
  return runs
}

/**
 * E step for the tasks from `from` to before `to`: posteriors from parameters, and at once the expected counts that the M step needs,
 * while a task's responses are at hand. Returns `before` and the log-likelihood of those parameters on these tasks.
 */
export function expectTasks(rows: TaskRows, parameters: Parameters, sums: Sums, from: number, to: number, before = 0): number {
  let logLikelihood = before
  for (let task = from; task < to; task++) {
    logLikelihood += expectTask(rows, parameters, task)
    countTask(rows, sums, task)
  }
  return logLikelihood
}

/** The posteriors of one task. Returns the log-likelihood of its responses. */
export function expectTask({ start, runs, gold, posteriors }: TaskRows, { logConfusion, logPriors }: Parameters, task: number): number {
  const first = start[task]!
  const end = start[task + 1]!
  const held = gold[task]!
  if (held !== -1) {
    let logLikelihood = logPriors[held]!
    for (let i = first; i < end; i++) logLikelihood += logConfusion[runs[i]! + held]!
    return logLikelihood
  }
  const k = logPriors.length
  for (let truth = 0; truth < k; truth++) {
    let score = logPriors[truth]!
    for (let i = first; i < end; i++) score += logConfusion[runs[i]! + truth]!
    posteriors[task * k + truth] = score
  }
  return normalise(posteriors, task * k, k)
}

/** Adds the expected counts of the posteriors with which a run begins. */
export function countTasks(rows: TaskRows, sums: Sums, from: number, to: number): void {
  for (let task = from; task < to; task++) countTask(rows, sums, task)
}

function countTask({ start, runs, posteriors }: TaskRows, { counts, mass }: Sums, task: number): void {
  const first = start[task]!
  const end = start[task + 1]!
  const k = mass.length
  for (let truth = 0; truth < k; truth++) {
    const posterior = posteriors[task * k + truth]!
    // Most tasks are soon sure of one class, and adding zeros would cost as much as adding.
    if (posterior === 0) continue
    mass[truth]! += posterior
    for (let i = first; i < end; i++) counts[runs[i]! + truth]! += posterior
  }
}

export function addTo(total: Float64Array, part: Float64Array): void {
  for (let at = 0; at < total.length; at++) total[at]! += part[at]!
}

/** M step for the classes. Returns the log density of their prior, without its constant. */
export function maximisePriors({ mass }: Sums, { logPriors }: Parameters, smoothing: number): number {
  return writeLogShares(mass, logPriors, 0, mass.length, 1, smoothing)
}

/**
 * M step for the workers from `from` to before `to`. Returns the log density of their parameters' prior, without its constant.
 *
 * A task's likeliest class has a posterior of at least 1/K, so that every response to the task has a probability above 0
 * under that class: the next E step never meets a task that all classes rule out, even without smoothing.
 */
export function maximiseWorkers({ counts, mass }: Sums, { logConfusion }: Parameters, smoothing: number, from: number, to: number): number {
  const k = mass.length
  let logPrior = 0
  for (let who = from; who < to; who++) {
    for (let truth = 0; truth < k; truth++) logPrior += writeLogShares(counts, logConfusion, who * k * k + truth, k, k, smoothing)
  }
  return logPrior
}

/** The whole M step, part by part. */
export function maximise(sums: Sums, parameters: Parameters, smoothing: number, parts: number): number {
  const workers = sums.counts.length / Math.max(1, sums.mass.length ** 2)
  let logPrior = maximisePriors(sums, parameters, smoothing)
  for (let part = 0; part < parts; part++) {
    logPrior += maximiseWorkers(sums, parameters, smoothing, partStart(workers, part, parts), partStart(workers, part + 1, parts))
  }
  return logPrior
}

/** Over `length` cells from `offset`, `stride` apart: target = log((count + s) / (Σ count + s × length)); returns s Σ target. */
function writeLogShares(
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

/** From the logarithms that the E step reads, [worker][given][truth], to probabilities [worker][truth][given], in `confusion`. */
export function writeConfusion({ logConfusion, logPriors }: Parameters, confusion: Float64Array): void {
  const k = logPriors.length
  for (let worker = 0; worker * k * k < confusion.length; worker++) {
    for (let truth = 0; truth < k; truth++) {
      const row = (worker * k + truth) * k
      let sum = 0
      for (let given = 0; given < k; given++) {
        confusion[row + given] = Math.exp(logConfusion[(worker * k + given) * k + truth]!)
        sum += confusion[row + given]!
      }
      if (sum === 0) confusion.fill(1 / k, row, row + k)
    }
  }
}
