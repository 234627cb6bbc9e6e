import type { Aggregate } from '../aggregate.ts'
import type { Crowd } from '../crowd.ts'
import { majorityVote } from '../majority-vote.ts'
import { agreementWith, weightedVote } from './weighted-vote.ts'

/** What {@link wawa} returns. */
export interface Wawa extends Aggregate {
  readonly method: 'wawa'
  readonly workers: readonly string[]
  /** Each worker's agreement with the majority, in [0, 1]: what their votes weigh. */
  readonly skills: Float64Array
}

/**
 * Worker agreement with aggregate: a majority vote in which each vote weighs what its worker agreed with a first majority vote,
 *
 *   sw = (1/nw) Σₜ [yₜw ∈ topₜ] / |topₜ|,   ŷₜ = argmaxₖ Σ_{w: yₜw = k} sw,   confidence = that sum's share of Σ_w sw.
 *
 * Ties of the first vote count 1/m each; ties of the second are reported, never broken.
 *
 * Assumes that the majority is mostly right. Do not use it to tell good workers from bad ones on hard tasks, where the weights
 * hardly differ; see `hierarchicalDawidSkene`.
 *
 * @returns see {@link Wawa}. An empty crowd gives an empty result; one worker gives their responses.
 * @throws never. Row order does not matter.
 *
 * Time O(responses), memory O(tasks + labels): fit for free text.
 *
 * Reference: Appen (CrowdFlower), Calculating worker agreement with aggregate, 2016; no DOI.
 */
export function wawa(crowd: Crowd): Wawa {
  const skills = agreementWith(crowd, majorityVote(crowd).top)
  const { tasks, workers, labels } = crowd
  return { method: 'wawa', tasks, workers, labels, ...weightedVote(crowd, skills), skills }
}
