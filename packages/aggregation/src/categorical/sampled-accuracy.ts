import type { Crowd } from '../crowd.ts'
import { groupedBy } from '../grouped-by.ts'
import type { Intervals } from '../intervals.ts'
import { checkPosteriors, startingPosteriors, type Posteriors, type Start, type StartOptions } from './starting-posteriors.ts'
import { drawTruths, drawWorkers, startSampler, type TruthSampler } from './truth-sampler.ts'
import { intervalsOf, pooledAccuracy } from './worker-intervals.ts'

/**
 * How often each worker is right, with 90 % credible intervals, after any method that has posteriors; for `dawidSkene`, which has no
 * intervals of its own: the greatest likelihood does not say how far it may be off.
 *
 * @param crowd what the method was given, as `gold` is.
 * @returns see `sampledAccuracy`, in the order of `crowd.workers`.
 * @throws AggregationError `invalid_option`, or `too_large` when tasks × labels is above `maxCells`.
 */
export function workerAccuracy(crowd: Crowd, result: Posteriors, options: Omit<StartOptions, 'start'> = {}): Intervals {
  checkPosteriors('result', result)
  return sampledAccuracy(crowd, startingPosteriors(crowd, { ...options, start: result }))
}

/**
 * How often each worker is right, over all that the truths and the other workers may be. Worker w gives the label l where the truth is k
 * with probability θw[k, l],
 *
 *   θw[k, ·] ~ Dir(s aw at k, s (1 − aw) qₖₗ elsewhere),   aw ~ Beta(α, β),   P(zₜ = k) = πₖ,   π ~ Dir(1, …, 1),
 *
 * where aw is the worker's own accuracy, qₖ what a truth of k is mistaken for, s how alike a worker's rows are, and α, β, q and s are learnt
 * from all. Truths are drawn again and again, each given all others, beginning where a method has ended (Gibbs sampling with θ
 * and π integrated out); of all draws but the first,
 *
 *   E Aw = mean of E(Aw | truths),   Var Aw = variance of E(Aw | truths) + mean of Var(Aw | truths),   Aw = Σ πₖ θw[k, k],
 *
 * and the interval is that of the Beta distribution with this mean and variance. The methods themselves, which take the most probable truths and
 * rates for known or for independent, would be too sure.
 *
 * Assumes as they do that errors are independent: where many are misled alike, nothing in the responses tells, and all of them seem
 * more right than they are. Responses that one worker gave to one task twice count as if of two.
 *
 * Where there would be more than a hundred such rates per response, or 2²⁴ in all, see `pooledAccuracy`: they would be all prior.
 *
 * Time O(draws × (responses × K + workers × K²)), where draws are from 40 to 260, fewer for more responses; memory 16 workers × K² bytes.
 * Tasks are drawn in an order that depends on who answered what, and where that tells nothing apart on ids, never on the order of rows.
 *
 * Reference: Gibbs sampling of Dawid and Skene's model: Paun et al., Transactions of the ACL 6, 2018, doi:10.1162/tacl_a_00040.
 */
export function sampledAccuracy(crowd: Crowd, begin: Start): Intervals {
  const rates = crowd.workers.length * begin.labels.length ** 2
  if (rates > Math.min(ratesMost, ratesPerResponse * crowd.size)) return pooledAccuracy(crowd, begin.posteriors, begin.labels.length)

  const sampler = startSampler(crowd, begin)
  const none = () => new Float64Array(crowd.workers.length)
  const sums: Sums = { mean: none(), squares: none(), variance: none() }
  const draws = Math.min(drawsMost, Math.max(drawsLeast, Math.floor(visits / Math.max(1, crowd.size))))
  const left = Math.floor(draws / 4) + 10
  for (let draw = -left; draw < draws; draw++) {
    drawTruths(sampler)
    drawWorkers(sampler, left + draw)
    if (draw >= 0) addAccuracies(sampler, sums)
  }
  for (const each of [sums.mean, sums.squares, sums.variance]) shareAlike(each, sampler)
  const mean = sums.mean.map((each) => Math.min(1, each / draws))
  const variance = sums.squares.map((each, who) => {
    const between = Math.max(0, each / draws - (sums.mean[who]! / draws) ** 2)
    return (between * draws) / (draws - 1) + sums.variance[who]! / draws
  })
  return intervalsOf(mean, variance)
}

const [ratesMost, ratesPerResponse] = [2 ** 24, 100]
/** More draws make an interval steadier; with more responses each of them says more. */
const [drawsLeast, drawsMost, visits] = [24, 200, 4_000_000]

/** E(Aw | truths), its square, and Var(Aw | truths). */
interface Sums {
  readonly mean: Float64Array
  readonly squares: Float64Array
  readonly variance: Float64Array
}

function addAccuracies(sampler: TruthSampler, sums: Sums): void {
  const { labels: k, mass, counts, totals, strength, tables, rightTables, pool, numbers } = sampler
  let tasks = k
  for (const each of mass) tasks += each
  for (const [who, number] of numbers.worker.numbers.entries()) {
    const size = tables[number]! + pool.alpha + pool.beta
    const coin = (rightTables[number]! + pool.alpha) / size
    let [mean, variance, ofCoin] = [0, 0, 0]
    for (let truth = 0; truth < k; truth++) {
      const common = (mass[truth]! + 1) / tasks
      const total = totals[number * k + truth]! + strength
      const right = (counts[(number * k + truth) * k + truth]! + strength * coin) / total
      mean += common * right
      variance += (common ** 2 * right * (1 - right)) / (total + 1)
      ofCoin += (common * strength) / total
    }
    sums.mean[who]! += mean
    sums.squares[who]! += mean * mean
    sums.variance[who]! += variance + (ofCoin ** 2 * coin * (1 - coin)) / (size + 1)
  }
}

/** Workers whom nothing tells apart have had different luck in the draws: each gets the mean of theirs. */
function shareAlike(sum: Float64Array, { colours, numbers: { worker } }: TruthSampler): void {
  const alike = groupedBy(sum.keys(), (who) => colours.worker[who]!)
  for (const group of alike.values()) {
    const inOrder = group.toSorted((a, b) => worker.numbers[a]! - worker.numbers[b]!)
    const mean = inOrder.reduce((total, who) => total + sum[who]!, 0) / group.length
    for (const who of group) sum[who] = mean
  }
}
