import type { Crowd } from '../crowd.ts'
import { chanceCorrected, type ChanceCorrected } from './chance-corrected.ts'
import type { ResamplingOptions } from './resampled-tasks.ts'

/**
 * Gwet's AC₁: agreement beyond chance, where chance is guessing on tasks that are hard to label, so that it stays meaningful when
 * nearly all tasks have one label,
 *
 *   AC₁ = (P̄ − Pₑ) / (1 − Pₑ),   Pₑ = Σₖ πₖ (1 − πₖ) / (K − 1),   with πₖ and P̄ as in `fleissKappa` and K the number of labels.
 *
 * Assumes that the workers of a task are interchangeable, and that every class was given by somebody: a class that nobody
 * gave does not count in K. Do not compare it with κ or α of other data: they answer different questions.
 *
 * @returns see {@link ChanceCorrected}; with a single label everything agrees, and chance has no part: 1.
 * @throws AggregationError `invalid_option`. An empty crowd has no AC₁. Row order does not matter.
 *
 * Time O(resamples × (responses + labels)), memory O(tasks + labels).
 *
 * Reference: Gwet, British Journal of Mathematical and Statistical Psychology 61(1), 2008; doi:10.1348/000711006X126600.
 */
export function gwetAc1(crowd: Crowd, options: ResamplingOptions = {}): ChanceCorrected {
  const others = Math.max(1, crowd.labels.length - 1)
  return chanceCorrected(crowd, options, (shares) => shares.reduce((sum, share) => sum + share * (1 - share), 0) / others)
}
