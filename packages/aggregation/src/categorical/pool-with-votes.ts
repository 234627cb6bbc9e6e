import type { Aggregate } from '../aggregate.ts'
import type { Crowd } from '../crowd.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { addVoteShares } from '../vote-shares.ts'
import type { Posteriors } from './starting-posteriors.ts'

/**
 * The answers of models pooled with the votes: per task the mean of the models' posteriors, and of that and the shares of votes,
 *
 *   (T̄ₜₖ + cₜₖ / nₜ) / 2,
 *
 * so that models must be the surer, the clearer the vote is that they overrule; a vote of all stands. Gold tasks, and tasks without
 * responses, are left to the models.
 *
 * Reference: Stone, The opinion pool, Annals of Mathematical Statistics 32(4), 1961; doi:10.1214/aoms/1177704873.
 */
export function poolWithVotes(
  crowd: Crowd,
  models: readonly Posteriors[],
  gold: ReadonlyMap<string, string> | undefined,
): Pick<Aggregate, 'top' | 'confidence'> {
  const { tasks, byTask } = crowd
  const size = models[0]!.posteriors.length
  const k = models[0]!.labels.length
  const pooled = new Float64Array(size)
  addVoteShares(byTask, k, pooled)
  for (let task = 0; task < tasks.length; task++) {
    const isVoted = byTask.start[task + 1]! > byTask.start[task]! && gold?.has(tasks[task]!) !== true
    for (let at = task * k; at < (task + 1) * k; at++) {
      let mean = 0
      for (const { posteriors } of models) mean += posteriors[at]! / models.length
      // a posterior may be above 1 by a rounding
      pooled[at] = Math.min(1, isVoted ? (mean + pooled[at]!) / 2 : mean)
    }
  }
  return topOfPosteriors(pooled, tasks.length, k)
}
