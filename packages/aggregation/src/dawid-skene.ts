import { checkIterating, checkOption } from './check-option.ts'
import type { Posteriors, StartOptions } from './categorical/starting-posteriors.ts'
import type { Crowd } from './crowd.ts'
import { countExpected, expectation, startModel, type Model } from './dawid-skene-crowd.ts'
import { maximise, writeConfusion } from './dawid-skene-model.ts'
import { EmRun, type EmHistory } from './em-run.ts'
import { topOfPosteriors } from './top-of-posteriors.ts'

/** Options of {@link dawidSkene}. */
export interface DawidSkeneOptions extends StartOptions {
  /**
   * Pseudo-responses added to every cell of every matrix and to the priors. 0 (default) is maximum likelihood, the published
   * method; a little (0.01) keeps a worker's few responses from ruling a class out altogether.
   */
  readonly smoothing?: number
  /** Stop when an iteration gains at most this many nats per response; 1e-5 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 1000 unless told. */
  readonly maxIterations?: number
}

/** What {@link dawidSkene} returns. */
export interface DawidSkene extends Posteriors {
  readonly method: 'dawid-skene'
  readonly workers: readonly string[]
  /** The crowd's labels, then the gold labels that no worker gave. */
  readonly labels: readonly string[]
  /** P(worker w says l | truth k): `confusion[(w * labels.length + k) * labels.length + l]`. Rows sum to 1. */
  readonly confusion: Float64Array
  /** P(truth k) before any response. */
  readonly priors: Float64Array
  readonly iterations: number
  readonly converged: boolean
  /** In nats: of the parameters with which each iteration began. */
  readonly logLikelihood: readonly number[]
  /** The same plus the log prior of the parameters: what is maximised. Never falls (but for rounding). */
  readonly objective: readonly number[]
}

/**
 * Dawid and Skene's model: every task has one true label, every worker a confusion matrix of their own, and responses are
 * independent given the truth,
 *
 *   P(zₜ = k) = πₖ,   P(yₜw = l | zₜ = k) = θw[k, l].
 *
 * Parameters maximise log L + s (Σ log θ + Σ log π), where s is `smoothing` (a symmetric Dirichlet prior), by EM from the
 * shares of votes (or from `start`):
 *
 *   E:  Tₜₖ ∝ πₖ Π_w θw[k, yₜw]                                  (summed as logarithms; gold tasks keep Tₜ = 1 at their label)
 *   M:  θw[k, l] = (Σₜ Tₜₖ [yₜw = l] + s) / (Σₜ∈w Tₜₖ + s K),   πₖ = (Σₜ Tₜₖ + s) / (tasks + s K)
 *   log L = Σₜ log Σₖ πₖ Π_w θw[k, yₜw]
 *
 * and stop when the objective gains at most `tolerance` per response. With s = 0, a class without any mass on a worker's tasks
 * (0/0) stays ruled out for these tasks, and its row in the returned matrix is uniform. The returned matrices and priors are the M step of the returned posteriors. Posteriors that differ by at most 10⁻⁹
 * tie: reported, never broken.
 *
 * Assumes independent errors and a handful of classes. Do not use it with few responses per worker and class (K² cells each),
 * nor when workers copy one another: both make it far too sure. EM finds a local maximum, the one nearest to the votes.
 *
 * @returns see {@link DawidSkene}. An empty crowd gives empty tables, 0 iterations, converged. Never NaN.
 * @throws AggregationError `invalid_option`, or `too_large` when tasks × labels or workers × labels² is above `maxCells`.
 *   Gold of tasks without responses is ignored. The same input gives the same output, whatever the row order.
 *
 * Time O(iterations × (responses × K + workers × K²)), memory 8 (tasks × K + 2 workers × K²) bytes; nothing is allocated
 * per iteration.
 *
 * Reference: Dawid and Skene, Applied Statistics 28(1), 1979; doi:10.2307/2346806.
 */
export function dawidSkene(crowd: Crowd, options: DawidSkeneOptions = {}): DawidSkene {
  const { smoothing, stop, start } = checkDawidSkene(options)
  const model = startModel(crowd, start)
  const { sums, parameters, parts } = model
  const run = new EmRun(crowd.size, stop)
  countExpected(model)
  let logPrior = maximise(sums, parameters, smoothing, parts)
  while (run.goesOn) {
    run.add(expectation(model), logPrior)
    logPrior = maximise(sums, parameters, smoothing, parts)
  }
  return resultOf(crowd, model, run.history())
}

/** The options with their defaults; refuses those without a meaning. */
export function checkDawidSkene<O extends DawidSkeneOptions>(options: O) {
  const { smoothing = 0, tolerance = 1e-5, maxIterations = 1000, ...start } = options
  checkOption('smoothing', smoothing, 'a number from 0 to 1000000', smoothing >= 0 && smoothing <= 1_000_000)
  checkIterating({ tolerance, maxIterations })
  return { smoothing, stop: { tolerance, maxIterations }, start }
}

type Finished = Pick<Model, 'labels' | 'rows' | 'parameters' | 'sums'>

export function resultOf(crowd: Crowd, { labels, rows, parameters, sums }: Finished, history: EmHistory): DawidSkene {
  // The M step's counts have done their work; reusing them saves a table of workers × labels².
  writeConfusion(parameters, sums.counts)
  return {
    method: 'dawid-skene',
    tasks: crowd.tasks,
    workers: crowd.workers,
    labels,
    ...topOfPosteriors(rows.posteriors, crowd.tasks.length, labels.length),
    posteriors: rows.posteriors,
    confusion: sums.counts,
    priors: parameters.logPriors.map(Math.exp),
    ...history,
  }
}
