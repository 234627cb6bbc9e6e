import type { Crowd } from '../crowd.ts'
import { chanceCorrected, type ChanceCorrected } from './chance-corrected.ts'
import type { ResamplingOptions } from './resampled-tasks.ts'

/**
 * Fleiss' κ: agreement beyond what workers would reach who draw labels at random, as often as they are given in all,
 *
 *   κ = (P̄ − Pₑ) / (1 − Pₑ),   Pₑ = Σₖ πₖ²,   πₖ = mean over tasks of cₜₖ / nₜ,   P̄ the `mean` of `agreement`.
 *
 * Tasks may have different numbers of responses (P̄ is over those with at least two); with equal numbers this is Fleiss' own.
 * Assumes that the workers of a task are interchangeable. When nearly all tasks have one label, κ is low though people agree: see
 * `gwetAc1`.
 *
 * @returns see {@link ChanceCorrected}.
 * @throws AggregationError `invalid_option`. An empty crowd has no κ, nor has one with a single label. Row order does not matter.
 *
 * Time O(resamples × (responses + labels)), memory O(tasks + labels).
 *
 * Reference: Fleiss, Psychological Bulletin 76(5), 1971; doi:10.1037/h0031619.
 */
export function fleissKappa(crowd: Crowd, options: ResamplingOptions = {}): ChanceCorrected {
  return chanceCorrected(crowd, options, (shares) => shares.reduce((sum, share) => sum + share ** 2, 0))
}
