import { AggregationError } from '../aggregation-error.ts'
import { checkBradleyTerry, countPairs, logPriorOfStrengths, type BradleyTerryOptions } from './bradley-terry.ts'
import { rescale } from '../rescale.ts'
import type { Comparisons } from './comparisons.ts'
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
 * The prior is that of `bradleyTerry`, and a tied and a decided comparisons of two equal items besides. The objective is raised by
 * turns (minorisation: −log D is above its tangent, and √(pᵢ pⱼ) below ½ (pᵢ √(p′ⱼ / p′ᵢ) + pⱼ √(p′ᵢ / p′ⱼ))), w counting a tie as half:
 *
 *   pᵢ ← (wᵢ + a) / (Σⱼ nᵢⱼ (1 + ½ ν √(pⱼ / pᵢ)) / Dᵢⱼ + 2a / (pᵢ + 1)),
 *   ν  ← (ties + a) / (Σᵢ<ⱼ nᵢⱼ √(pᵢ pⱼ) / Dᵢⱼ + 2a / (2 + ν)).
 *
 * Assumes that workers agree on how small a difference is a tie; when ties are only a refusal to choose, `bradleyTerry` is as good.
 * Intervals hold ν at its estimate. Options, empty input, and the order of rows as in `bradleyTerry`.
 *
 * @throws AggregationError `invalid_option`, or `no_estimate` when `prior` is 0 and the likelihood has no maximum: some item has
 *   not won, through others at least, against another, or all comparisons are ties.
 *
 * Time O(iterations × different pairs + items³ up to 500 items).
 *
 * References: Davidson, Journal of the American Statistical Association 65(329), 1970; doi:10.1080/01621459.1970.10481082. Hunter, Annals of
 * Statistics 32(1), 2004; doi:10.1214/aos/1079120141.
 */
export function davidson(comparisons: Comparisons, options: BradleyTerryOptions = {}): Davidson {
  const { prior, tolerance, maxIterations } = checkBradleyTerry(options)
  const { pairs, counted } = countPairs(comparisons, prior)
  let ties = 0
  for (const points of comparisons.points) if (points === 1) ties++
  if (prior === 0 && ties > 0 && ties === comparisons.size)
    throw new AggregationError({ kind: 'no_estimate', why: 'all comparisons are ties (option prior)' })

  const strengths = new Float64Array(comparisons.items.length).fill(1)
  let tieStrength = ties + prior === 0 ? 0 : 1
  const objective: number[] = []
  let moved = strengths.length === 0 ? 0 : Infinity
  while (moved > tolerance && objective.length < maxIterations && strengths.length > 0) {
    objective.push(logPosterior(strengths, tieStrength, pairs, { ...counted, ties, prior }))
    moved = raise(strengths, tieStrength, pairs, counted, prior)
    rescale(strengths)
    const raised = raiseTieStrength(strengths, tieStrength, pairs, { ...counted, ties, prior })
    if (tieStrength > 0) moved = Math.max(moved, Math.abs(Math.log(raised / tieStrength)))
    tieStrength = raised
  }
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
    converged: moved <= tolerance,
    objective,
  }
}

type Counted = Tally & { readonly ties: number; readonly prior: number }

function raise(strengths: Float64Array, tie: number, { start, opponent }: Pairs, { games, points }: Tally, prior: number): number {
  let moved = 0
  for (let item = 0; item < strengths.length; item++) {
    const own = strengths[item]!
    let needed = (2 * prior) / (own + 1)
    for (let edge = start[item]!; edge < start[item + 1]!; edge++) {
      const other = strengths[opponent[edge]!]!
      needed += (games[edge]! * (1 + 0.5 * tie * Math.sqrt(other / own))) / (own + other + tie * Math.sqrt(own * other))
    }
    const raised = (points[item]! + prior) / needed
    strengths[item] = raised
    moved = Math.max(moved, Math.abs(Math.log(raised / own)))
  }
  return moved
}

function raiseTieStrength(strengths: Float64Array, tie: number, { start, opponent }: Pairs, { games, ties, prior }: Counted): number {
  if (tie === 0) return 0
  let needed = (2 * prior) / (2 + tie)
  for (let item = 0; item < strengths.length; item++) {
    for (let edge = start[item]!; edge < start[item + 1]!; edge++) {
      const [own, other] = [strengths[item]!, strengths[opponent[edge]!]!]
      const even = Math.sqrt(own * other)
      needed += (0.5 * games[edge]! * even) / (own + other + tie * even)
    }
  }
  return (ties + prior) / needed
}

function logPosterior(strengths: Float64Array, tie: number, { start, opponent }: Pairs, { games, won, ties, prior }: Counted): number {
  let sum = logPriorOfStrengths(strengths, prior) - 2 * prior * Math.log(2 + tie)
  if (tie > 0) sum += (ties + prior) * Math.log(tie)
  for (let item = 0; item < strengths.length; item++) {
    const own = strengths[item]!
    for (let edge = start[item]!; edge < start[item + 1]!; edge++) {
      const other = strengths[opponent[edge]!]!
      sum += won[edge]! * Math.log(own) - 0.5 * games[edge]! * Math.log(own + other + tie * Math.sqrt(own * other))
    }
  }
  return sum
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
