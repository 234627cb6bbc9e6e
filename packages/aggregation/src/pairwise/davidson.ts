import { AggregationError } from '../aggregation-error.ts'
import { checkBradleyTerry, countPairs, type BradleyTerryOptions } from './bradley-terry.ts'
import type { Comparisons } from './comparisons.ts'
import { fitPairs } from './fit-pairs.ts'
import { groupsOf, type Pairs, type Tally } from './pairs.ts'
import { centred, laplaceIntervals, maxItemsWithIntervals, type Strengths } from './strengths.ts'

/** What {@link davidson} returns. */
export interface Davidson extends Strengths {
  readonly method: 'davidson'
  /** ν: two equal items tie with probability ν / (2 + ν). */
  readonly tieStrength: number
}

/**
 * Davidson's extension of Bradley and Terry's model to ties: the closer two items, the likelier a tie,
 *
 *   P(i beats j) = pᵢ / D,   P(tie) = ν √(pᵢ pⱼ) / D,   D = pᵢ + pⱼ + ν √(pᵢ pⱼ).
 *
 * The prior is that of `bradleyTerry`, and a tied and a decided comparisons of two equal items besides. The objective is concave in all log pᵢ and
 * log ν, and raised by Newton's steps on them together. Its maximum has, w counting a tie as half,
 *
 *   wᵢ + a = Σⱼ nᵢⱼ (pᵢ + ½ ν √(pᵢ pⱼ)) / Dᵢⱼ + 2a pᵢ / (pᵢ + 1),   ties + a = Σᵢ<ⱼ nᵢⱼ ν √(pᵢ pⱼ) / Dᵢⱼ + 2a ν / (2 + ν).
 *
 * Assumes that workers agree on how small a difference is a tie; when ties are only a refusal to choose, `bradleyTerry` is as good.
 * Intervals hold ν at its estimate. Options, empty input, and the order of rows as in `bradleyTerry`.
 *
 * @throws AggregationError `invalid_option`, or `no_estimate` when `prior` is 0 and the likelihood has no maximum: some item has
 *   not won, through others at least, against another, or all comparisons are ties.
 *
 * Time as `bradleyTerry`.
 *
 * References: Davidson, Journal of the American Statistical Association 65(329), 1970; doi:10.1080/01621459.1970.10481082.
 */
export function davidson(comparisons: Comparisons, options: BradleyTerryOptions = {}): Davidson {
  const { prior, tolerance, maxIterations } = checkBradleyTerry(options)
  const { pairs, counted } = countPairs(comparisons, prior)
  let ties = 0
  for (const points of comparisons.points) if (points === 1) ties++
  if (prior === 0 && ties > 0 && ties === comparisons.size)
    throw new AggregationError({ kind: 'no_estimate', why: 'all comparisons are ties (option prior)' })

  const { strengths, tieStrength, objective, converged } = fitPairs({ pairs, counted, prior, ties }, { tolerance, maxIterations })
  const scores = centred(strengths)
  const bent = scores.length > maxItemsWithIntervals ? null : curvature(strengths, tieStrength, pairs, counted, prior)
  return {
    method: 'davidson',
    items: comparisons.items,
    scores,
    intervals: bent && laplaceIntervals(scores, bent, prior === 0),
    tieStrength,
    ...groupsOf(pairs),
    iterations: objective.length,
    converged,
    objective,
  }
}

function curvature(strengths: Float64Array, tie: number, { start, opponent }: Pairs, { games }: Tally, prior: number): Float64Array {
  const n = strengths.length
  const matrix = new Float64Array(n * n)
  for (let item = 0; item < n; item++) {
    const own = strengths[item]!
    matrix[item * n + item]! += (2 * prior * own) / (own + 1) ** 2
    for (let edge = start[item]!; edge < start[item + 1]!; edge++) {
      const other = opponent[edge]!
      const even = tie * Math.sqrt(own * strengths[other]!)
      const all = own + strengths[other]! + even
      // The variance of the item's points in one comparison: 1, ½ or 0.
      const information = games[edge]! * ((own + even / 4) / all - ((own + even / 2) / all) ** 2)
      matrix[item * n + item]! += information
      matrix[item * n + other]! -= information
    }
  }
  return matrix
}
