import { checkClassPrior, checkOption, checkSeed } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'
import { groupedBy } from '../grouped-by.ts'
import type { Intervals } from '../intervals.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { allocate } from '../vote-shares.ts'
import { whenAsked } from '../when-asked.ts'
import { mixed } from './colours.ts'
import { sampledAccuracy } from './sampled-accuracy.ts'
import { snap, startingPosteriors, type ClassPrior, type Posteriors, type StartOptions } from './starting-posteriors.ts'
import { drawTruths, drawWorkers, startSampler, type TruthSampler } from './truth-sampler.ts'

/** Options of {@link sampledDawidSkene}. */
export interface SampledDawidSkeneOptions extends StartOptions {
  /** Draws that count, after a quarter as many and ten that do not; 200 unless told. */
  readonly draws?: number
  /** Pseudo-tasks per class, or `'votes'`, see `ClassPrior`; 1 unless told. */
  readonly classPrior?: ClassPrior
  /** Chooses the draws; 0 unless told. */
  readonly seed?: number
}

/** What {@link sampledDawidSkene} returns. */
export interface SampledDawidSkene extends Posteriors {
  readonly method: 'sampled-dawid-skene'
  readonly workers: readonly string[]
  /** Posterior means of P(worker w says l | truth k): `confusion[(w * labels.length + k) * labels.length + l]`. */
  readonly confusion: Float64Array
  /** Posterior means of P(truth k). */
  readonly priors: Float64Array
  /** How often each worker is right, with 90 % credible intervals, computed when first read; see `sampledAccuracy`. */
  readonly workerAccuracy: Intervals
}

/**
 * Dawid and Skene's model with nothing in it taken for known: truths are drawn again and again, each given all others, while what workers are
 * like is integrated out or drawn too (collapsed Gibbs sampling). Worker w says l where the truth is k with probability θw[k, l],
 *
 *   θw[k, ·] ~ Dir(s aw at k, s (1 − aw) qₖₗ elsewhere),   aw ~ Beta(α, β),   P(zₜ = k) = πₖ,   π ~ Dir(γ),   γₖ = 1 unless told,
 *
 * where aw is the worker's own accuracy, qₖ what a truth of k is mistaken for, s how alike a worker's rows are; α, β, q and s are learnt from
 * all. Each draw:
 *
 *   zₜ   with P(k) ∝ (tasks of k + γₖ) Π_w (nwₖₗ + s Pwₖₗ) / (nwₖ + s), l = yₜw; n counts the other tasks, P is the mean of θ above
 *   aw, q, α, β, s   given all truths, see `drawWorkers`
 *
 * from the shares of votes on. Posteriors are the means of P(k) over all draws but the first.
 *
 * The other methods take the most probable rates, or distributions of rates that know nothing of which truths go together, for what workers
 * are like: the answer of a worker with three responses is then weighed by a rate that the same three responses made. Here a task has no
 * say in how its own workers are weighed, and doubt about rates and truths goes on into the posteriors.
 *
 * Assumes independent errors, and workers who are drawn from one population. For few responses per worker and class; with tens of
 * them `hierarchicalDawidSkene` gives as good answers sooner, and draws nothing. Do not use it where many share the same
 * error (`ebcc`).
 *
 * @returns see {@link SampledDawidSkene}. The same responses and seed, the same result, whatever the order of rows; the same for other
 *   names too, unless the crowd is so symmetric that nothing but names tells labels or workers apart who cannot change places. Another seed
 *   moves posteriors by some 0.01. What is alike has like posteriors and matrices, so that ties are reported; not where there is gold.
 *   An empty crowd gives empty tables. Never NaN.
 * @throws AggregationError `invalid_option`, or `too_large` when tasks × labels or workers × labels² is above `maxCells`.
 *
 * Time O(draws × (responses × K + workers × K²)); memory 16 workers × K² bytes more than `dawidSkene`.
 *
 * Reference: Paun et al., Comparing Bayesian models of annotation, Transactions of the ACL 6, 2018, doi:10.1162/tacl_a_00040; integrating
 * out what is not drawn: Liu, Journal of the American Statistical Association 89(427), 1994, doi:10.1080/01621459.1994.10476829.
 */
export function sampledDawidSkene(crowd: Crowd, options: SampledDawidSkeneOptions = {}): SampledDawidSkene {
  const { draws = 200, classPrior = 1, seed = 0, ...start } = options
  checkOption('draws', draws, 'a whole number from 2 to 100000', Number.isInteger(draws) && draws >= 2 && draws <= 100_000)
  checkClassPrior(classPrior)
  checkSeed(seed)

  const begin = startingPosteriors(crowd, start)
  const { labels, gold } = begin
  const k = labels.length
  const confusion = allocate('The confusion matrices', crowd.workers.length * k * k, start.maxCells)
  const sampler = startSampler(crowd, begin, seed, classPrior)
  const drawn = new Float64Array(begin.posteriors.length)
  const priors = new Float64Array(k)
  const left = Math.floor(draws / 4) + 10
  for (let draw = -left; draw < draws; draw++) {
    drawTruths(sampler, draw < 0 ? null : drawn)
    drawWorkers(sampler, left + draw)
    if (draw >= 0) addMeans(sampler, confusion, priors)
  }
  for (const each of [confusion, priors]) for (let at = 0; at < each.length; at++) each[at]! /= draws

  const posteriors = inOrderOf(crowd, sampler, drawn, priors)
  if (gold.every((label) => label === -1)) {
    shareAmong(posteriors, posteriors.keys(), beliefColours(crowd, sampler))
    shareAmong(confusion, cellsOfAlike(crowd, sampler), cellColours(crowd, sampler))
  }
  for (let task = 0; task < gold.length; task++) {
    const row = posteriors.subarray(task * k, (task + 1) * k)
    const sum = row.reduce((total, each) => total + each, 0)
    if (gold[task] !== -1) row.fill(0)[gold[task]!] = 1
    else for (let each = 0; each < k; each++) row[each] = snap(row[each]! / sum)
  }
  const accuracy = whenAsked(() => sampledAccuracy(crowd, { labels, gold, posteriors }))
  return {
    method: 'sampled-dawid-skene',
    tasks: crowd.tasks,
    workers: crowd.workers,
    labels,
    ...topOfPosteriors(posteriors, crowd.tasks.length, k),
    posteriors,
    confusion,
    priors,
    get workerAccuracy() {
      return accuracy()
    },
  }
}

/** E(θ | truths) and E(π | truths). */
function addMeans(sampler: TruthSampler, confusion: Float64Array, priors: Float64Array): void {
  const { labels: k, mass, classPrior, counts, totals, pseudo, strength, numbers } = sampler
  const label = numbers.label.numbers
  let tasks = 0
  for (let truth = 0; truth < k; truth++) tasks += mass[truth]! + classPrior[truth]!
  for (let truth = 0; truth < k; truth++) priors[truth]! += (mass[label[truth]!]! + classPrior[label[truth]!]!) / tasks
  for (const [who, number] of numbers.worker.numbers.entries()) {
    for (let truth = 0; truth < k; truth++) {
      const total = totals[number * k + label[truth]!]! + strength
      for (let given = 0; given < k; given++) {
        const at = (number * k + label[given]!) * k + label[truth]!
        confusion[(who * k + truth) * k + given]! += (counts[at]! + pseudo[at]!) / total
      }
    }
  }
}

/** In the order of the crowd; tasks without responses at what is common. */
function inOrderOf({ tasks, byTask: { start } }: Crowd, sampler: TruthSampler, drawn: Float64Array, priors: Float64Array): Float64Array {
  const { labels: k, numbers } = sampler
  const posteriors = new Float64Array(drawn.length)
  for (let task = 0; task < tasks.length; task++) {
    const row = numbers.task.numbers[task]! * k
    const hasResponses = start[task]! < start[task + 1]!
    for (let each = 0; each < k; each++) {
      posteriors[task * k + each] = hasResponses ? drawn[row + numbers.label.numbers[each]!]! : priors[each]!
    }
  }
  return posteriors
}

/** What nothing tells apart has had different luck in the draws: each of these numbers gets the mean of those of its colour. */
function shareAmong(numbers: Float64Array, places: Iterable<number>, colourOf: (at: number) => number): void {
  for (const alike of groupedBy(places, colourOf).values()) {
    const mean =
      alike
        .map((at) => numbers[at]!)
        .toSorted((a, b) => a - b)
        .reduce((sum, each) => sum + each, 0) / alike.length
    for (const at of alike) numbers[at] = mean
  }
}

/** Of a posterior: of the task, its label, and how those who answered the task and what they said are to it. */
function beliefColours({ byTask: { start, worker, label } }: Crowd, { labels: k, colours }: TruthSampler): (at: number) => number {
  return (at) => {
    const truth = at % k
    const task = (at - truth) / k
    let sum = mixed(colours.task[task]!, colours.label[truth]!)
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const given = mixed(colours.label[label[i]!]!, label[i] === truth ? 1 : 0)
      sum = (sum + mixed(colours.worker[worker[i]!]!, given)) | 0
    }
    return sum
  }
}

/** Of a cell of a matrix: of the worker, truth and label, and how the worker's responses are to these two. */
function cellColours({ byWorker: { start, task, label } }: Crowd, { labels: k, colours }: TruthSampler): (at: number) => number {
  return (at) => {
    const given = at % k
    const truth = Math.floor(at / k) % k
    const who = Math.floor(at / (k * k))
    const roleOf = (said: number) => (said === truth ? 1 : 0) + (said === given ? 2 : 0)
    let sum = mixed(mixed(colours.worker[who]!, colours.label[truth]!), mixed(colours.label[given]!, roleOf(truth)))
    for (let i = start[who]!; i < start[who + 1]!; i++) {
      const said = mixed(colours.label[label[i]!]!, roleOf(label[i]!))
      sum = (sum + mixed(colours.task[task[i]!]!, said)) | 0
    }
    return sum
  }
}

/** So many responses may be looked at for all cells. */
const looksMost = 1_000_000

/** The cells that may have their like: where labels do, those of all workers, else of workers who do. None of large crowds, where luck is even. */
function cellsOfAlike(crowd: Crowd, { labels: k, colours }: TruthSampler): number[] {
  if (crowd.size * k * k > looksMost) return []
  const areLabelsAlike = new Set(colours.label).size < k
  const workers = [...groupedBy(crowd.workers.keys(), (who) => colours.worker[who]!).values()]
  const alike = workers.filter((group) => areLabelsAlike || group.length > 1).flat()
  return alike.flatMap((who) => Array.from({ length: k * k }, (_, cell) => who * k * k + cell))
}
