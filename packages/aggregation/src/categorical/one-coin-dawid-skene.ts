import type { Crowd } from '../crowd.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { checkIterating, checkOption, checkPrior } from '../check-option.ts'
import { EmRun } from '../em-run.ts'
import type { Intervals } from '../intervals.ts'
import { sampledAccuracy } from './sampled-accuracy.ts'
import { classPseudoTasks, normalise, startingPosteriors, type Posteriors, type Start, type StartOptions } from './starting-posteriors.ts'
import { whenAsked } from '../when-asked.ts'

/** Options of {@link oneCoinDawidSkene}. */
export interface OneCoinDawidSkeneOptions extends StartOptions {
  /**
   * Pseudo-responses added to each worker's right and wrong ones. 0 and 0 (default) is maximum likelihood; { right: 3, wrong: 1 }
   * keeps a worker's few responses from being all right or all wrong.
   */
  readonly prior?: { readonly right: number; readonly wrong: number }
  /**
   * Pseudo-tasks of each class, by the votes, see `ClassPrior`; what is common is learnt from the answers alone unless told. Tell it where many labels
   * belong to a few tasks each: such a label is as common as it is believed, and so is believed more with each iteration.
   */
  readonly classPrior?: 'votes'
  /** Stop when an iteration gains at most this many nats per response; 1e-5 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 1000 unless told. */
  readonly maxIterations?: number
}

/** What {@link oneCoinDawidSkene} returns. */
export interface OneCoinDawidSkene extends Posteriors {
  readonly method: 'one-coin-dawid-skene'
  readonly workers: readonly string[]
  /** P(worker w is right), as the M step of the returned posteriors gives it. */
  readonly skills: Float64Array
  /** How often each worker is right, with 90 % credible intervals, computed when first read; see `sampledAccuracy`. */
  readonly workerAccuracy: Intervals
  /** P(truth k). */
  readonly priors: Float64Array
  readonly iterations: number
  readonly converged: boolean
  /** In nats: of the parameters with which each iteration began. */
  readonly logLikelihood: readonly number[]
  /** The same plus the log priors of skills and classes: what is maximised. Never falls (but for rounding, and for a skill held from 0 and 1). */
  readonly objective: readonly number[]
}

/** Skills stay this far from 0 and 1, so that no response rules a label out. */
const apart = 1e-10

/**
 * Dawid and Skene's model with one coin per worker: right with probability pw whatever the truth, and when wrong, each other label
 * alike,
 *
 *   P(zₜ = k) = πₖ,   P(yₜw = k | zₜ = k) = pw,   P(yₜw = l | zₜ = k) = (1 − pw) / (K − 1).
 *
 *   E:  Tₜₖ ∝ πₖ Π_{w: yₜw = k} pw Π_{w: yₜw ≠ k} (1 − pw) / (K − 1)          (summed as logarithms; gold tasks keep Tₜ = 1)
 *   M:  pw = (Σₜ Tₜ,yₜw + a) / (nw + a + b),   πₖ = (Σₜ Tₜₖ + γₖ) / (tasks + Σ γ)
 *   log L = Σₜ log Σₖ πₖ Π_w P(yₜw | k)                                          (the prior of a class counts once per task)
 *
 * where a and b are the `prior`, and γ = 0, or the pseudo-tasks of `classPrior`;
 * from the shares of votes, until the objective gains at most `tolerance` per response. Posteriors within 10⁻⁹ tie.
 *
 * Assumes independent errors spread evenly. Do not use it where classes are confused unevenly: it then may declare nearly all tasks to
 * be of the commonest class. Fit for many classes: memory does not grow with K².
 *
 * @returns see {@link OneCoinDawidSkene}. An empty crowd gives empty tables, 0 iterations, converged. One class: certainty. Never NaN.
 * @throws AggregationError `invalid_option`, or `too_large` when tasks × labels is above `maxCells`.
 *
 * Time O(iterations × (responses + tasks × K)), memory 8 tasks × K bytes.
 *
 * Reference: Dawid and Skene, Applied Statistics 28(1), 1979, doi:10.2307/2346806; one coin: Zhang, Chen, Zhou and Jordan, JMLR 17(102), 2016.
 */
export function oneCoinDawidSkene(crowd: Crowd, options: OneCoinDawidSkeneOptions = {}): OneCoinDawidSkene {
  const { prior, stop, start: from } = checkOneCoin(options)
  const start = startingPosteriors(crowd, from)
  const { labels, posteriors } = start
  const pseudoTasks = from.classPrior === undefined ? undefined : classPseudoTasks(crowd, start, from.classPrior)
  const coins = startCoins(crowd.workers.length, labels.length, pseudoTasks)
  const run = new EmRun(crowd.size, stop)
  let logPrior = run.goesOn ? maximisation(crowd, start, coins, prior) : 0
  while (run.goesOn) {
    run.add(expectCoins(crowd.byTask, start, coins), logPrior)
    logPrior = maximisation(crowd, start, coins, prior)
  }
  const accuracy = whenAsked(() => sampledAccuracy(crowd, start))
  return {
    method: 'one-coin-dawid-skene',
    tasks: crowd.tasks,
    workers: crowd.workers,
    labels,
    ...topOfPosteriors(posteriors, crowd.tasks.length, labels.length),
    posteriors,
    skills: coins.skills,
    priors: coins.logPriors.map(Math.exp),
    ...run.history(),
    get workerAccuracy() {
      return accuracy()
    },
  }
}

/** The options with their defaults; refuses those without a meaning. */
export function checkOneCoin<O extends OneCoinDawidSkeneOptions>(options: O) {
  const { prior = { right: 0, wrong: 0 }, tolerance = 1e-5, maxIterations = 1000, ...start } = options
  checkPrior(prior, { orNone: true })
  checkOption(
    'classPrior',
    String(start.classPrior),
    "'votes', or undefined",
    start.classPrior === undefined || start.classPrior === 'votes',
  )
  checkIterating({ tolerance, maxIterations })
  return { prior, stop: { tolerance, maxIterations }, start }
}

/** What is learnt of workers and classes; `mass` is what the M step of the classes reads: tasks per class. */
export interface Coins {
  readonly skills: Float64Array
  readonly logRight: Float64Array
  readonly logWrong: Float64Array
  readonly logPriors: Float64Array
  readonly mass: Float64Array
  /** Pseudo-tasks per class. */
  readonly pseudoTasks: Float64Array
}

export function startCoins(workers: number, k: number, pseudoTasks: Float64Array = new Float64Array(k)): Coins {
  const each = () => new Float64Array(workers)
  return { pseudoTasks, skills: each(), logRight: each(), logWrong: each(), logPriors: new Float64Array(k), mass: new Float64Array(k) }
}

/** E step for tasks in a row, a whole crowd or a chunk of one. Returns `before` and the log-likelihood of those parameters. */
export function expectCoins(
  { start, worker, label }: Pick<Crowd['byTask'], 'start' | 'worker' | 'label'>,
  { gold, posteriors }: Pick<Start, 'gold' | 'posteriors'>,
  { logRight, logWrong, logPriors }: Coins,
  before = 0,
): number {
  const k = logPriors.length
  let logLikelihood = before
  for (let task = 0; task < gold.length; task++) {
    const row = task * k
    const held = gold[task]!
    let allWrong = 0
    let right = 0
    if (held === -1) for (let each = 0; each < k; each++) posteriors[row + each] = logPriors[each]!
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const who = worker[i]!
      allWrong += logWrong[who]!
      if (held === -1) posteriors[row + label[i]!]! += logRight[who]! - logWrong[who]!
      else if (held === label[i]) right += logRight[who]! - logWrong[who]!
    }
    logLikelihood += allWrong + (held === -1 ? normalise(posteriors, row, k) : logPriors[held]! + right)
  }
  return logLikelihood
}

/** Returns the log density of the priors, without their constants. */
function maximisation(crowd: Crowd, { posteriors }: Start, coins: Coins, prior: Prior): number {
  const { start, task, label } = crowd.byWorker
  const { mass } = coins
  const k = mass.length
  mass.fill(0)
  for (let at = 0; at < posteriors.length; at += k) for (let each = 0; each < k; each++) mass[each]! += posteriors[at + each]!
  let logPrior = maximisePriors(coins, crowd.tasks.length)
  for (let who = 0; who < crowd.workers.length; who++) {
    let right = 0
    for (let i = start[who]!; i < start[who + 1]!; i++) right += posteriors[task[i]! * k + label[i]!]!
    logPrior += maximiseCoin(coins, who, right, start[who + 1]! - start[who]!, prior)
  }
  return logPrior
}

type Prior = NonNullable<OneCoinDawidSkeneOptions['prior']>

/** M step for the classes, from their mass. Returns the log density of their prior. */
export function maximisePriors({ logPriors, mass, pseudoTasks }: Coins, tasks: number): number {
  let all = tasks
  for (const pseudo of pseudoTasks) all += pseudo
  let logPrior = 0
  for (let each = 0; each < mass.length; each++) {
    logPriors[each] = Math.log(Math.max(apart, (mass[each]! + pseudoTasks[each]!) / all))
    logPrior += pseudoTasks[each]! * logPriors[each]!
  }
  return logPrior
}

/** M step for one worker, of whose responses so many are expected to be right. Returns the log density of the skill's prior. */
export function maximiseCoin(coins: Coins, who: number, expected: number, responses: number, prior: Prior): number {
  const { skills, logRight, logWrong, mass } = coins
  const right = prior.right + expected
  const total = responses + prior.right + prior.wrong
  const skill = total === 0 ? 0.5 : right / total
  skills[who] = skill
  const inside = Math.min(1 - apart, Math.max(apart, skill))
  logRight[who] = Math.log(inside)
  // with a single class there is no other label, and being wrong is impossible
  logWrong[who] = Math.log((1 - inside) / Math.max(1, mass.length - 1))
  return prior.right * logRight[who] + prior.wrong * Math.log(1 - inside)
}
