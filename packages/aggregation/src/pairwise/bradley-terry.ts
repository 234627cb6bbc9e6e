import { AggregationError } from '../aggregation-error.ts'
import { checkIterating, checkOption } from '../check-option.ts'
import type { Comparisons } from './comparisons.ts'
import { fitPairs } from './fit-pairs.ts'
import { groupsOf, isStronglyConnected, pairsOf, tally, type Pairs, type Tally } from './pairs.ts'
import { centred, laplaceIntervals, maxItemsWithIntervals, type Strengths } from './strengths.ts'

/** Options of {@link bradleyTerry}. */
export interface BradleyTerryOptions {
  /**
   * Comparisons that each item is taken to have won, and as many lost, against an item of strength 1 that nobody saw. 0.1 unless
   * told. It keeps an item that always won from being infinitely strong, and places groups that were never compared. 0 is
   * maximum likelihood, which exists only when every item has won, through others at least, against every other.
   */
  readonly prior?: number
  /** Stop when no log-strength moves by more than this in an iteration; 1e-9 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 10000 unless told. */
  readonly maxIterations?: number
}

/** What {@link bradleyTerry} returns. */
export interface BradleyTerry extends Strengths {
  readonly method: 'bradley-terry'
}

/**
 * Bradley and Terry's model: item i has a strength pᵢ, and beats j with the odds of their strengths,
 *
 *   P(i beats j) = pᵢ / (pᵢ + pⱼ).
 *
 * A tie counts as half a win for either. With wᵢ the wins of i, nᵢⱼ the comparisons of i and j, and a the `prior`, it maximises
 *
 *   Σᵢ wᵢ log pᵢ − Σᵢ<ⱼ nᵢⱼ log(pᵢ + pⱼ) + a Σᵢ (log pᵢ − 2 log(pᵢ + 1))
 *
 * by Newton's steps on all log pᵢ, of which it is concave: each step raises the objective, and its maximum is the only one. Minorisation item
 * by item (`crowdBradleyTerry` takes its steps) ends at the same strengths, but takes thousands of steps where nearly all agree.
 *
 * Assumes that all workers judge alike, and independently. Where some are careless use `crowdBradleyTerry`; where ties mean
 * something use `davidson`. The same comparisons give the same strengths (to the tolerance) in any order of rows.
 *
 * @returns see {@link Strengths}. No comparisons give no items, converged. A single worker is a crowd like any other.
 * @throws AggregationError `invalid_option`, or `no_estimate` when `prior` is 0 and the likelihood has no maximum.
 *
 * Time O(iterations × items × different pairs) at worst, mostly some ten iterations of some ten passes over the pairs, and items³ up to 500 items;
 * memory 72 bytes per different pair.
 *
 * Reference: Bradley and Terry, Biometrika 39(3/4), 1952; doi:10.2307/2334029.
 */
export function bradleyTerry(comparisons: Comparisons, options: BradleyTerryOptions = {}): BradleyTerry {
  const { prior, tolerance, maxIterations } = checkBradleyTerry(options)
  const { pairs, counted } = countPairs(comparisons, prior)
  const { strengths, objective, converged } = fitPairs({ pairs, counted, prior, ties: null }, { tolerance, maxIterations })
  const scores = centred(strengths)
  return {
    method: 'bradley-terry',
    items: comparisons.items,
    scores,
    intervals:
      scores.length > maxItemsWithIntervals ? null : laplaceIntervals(scores, curvature(strengths, pairs, counted, prior), prior === 0),
    ...groupsOf(pairs),
    iterations: objective.length,
    converged,
    objective,
  }
}

/** The options with their defaults; refuses those without a meaning. */
export function checkBradleyTerry({ prior = 0.1, tolerance = 1e-9, maxIterations = 10_000 }: BradleyTerryOptions) {
  checkOption('prior', prior, '0, or a number from 0.000001 to 1000000', prior === 0 || (prior >= 1e-6 && prior <= 1_000_000))
  checkIterating({ tolerance, maxIterations })
  return { prior, tolerance, maxIterations }
}

/** @throws AggregationError `no_estimate` where the likelihood has no maximum, and no prior gives it one. */
export function countPairs(comparisons: Comparisons, prior: number) {
  const pairs = pairsOf(comparisons)
  const counted = tally(comparisons, pairs)
  if (prior > 0 || isStronglyConnected(pairs, counted.won)) return { pairs, counted }
  throw new AggregationError({
    kind: 'no_estimate',
    why: 'without a prior, every item must have won, through others at least, against every other (option prior)',
  })
}

function curvature(strengths: Float64Array, { start, opponent }: Pairs, { games }: Tally, prior: number): Float64Array {
  const n = strengths.length
  const matrix = new Float64Array(n * n)
  for (let item = 0; item < n; item++) {
    const own = strengths[item]!
    matrix[item * n + item]! += (2 * prior * own) / (own + 1) ** 2
    for (let edge = start[item]!; edge < start[item + 1]!; edge++) {
      const other = opponent[edge]!
      const information = (games[edge]! * own * strengths[other]!) / (own + strengths[other]!) ** 2
      matrix[item * n + item]! += information
      matrix[item * n + other]! -= information
    }
  }
  return matrix
}
