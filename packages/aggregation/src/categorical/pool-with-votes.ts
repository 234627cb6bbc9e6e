import type { Aggregate } from '../aggregate.ts'
import type { Crowd } from '../crowd.ts'
import { topOfPosteriors } from '../top-of-posteriors.ts'
import { addVoteShares } from '../vote-shares.ts'
import type { Posteriors } from './starting-posteriors.ts'

/**
 * The answers of a model pooled with the votes: per task the mean of its posteriors and of the shares of votes,
 *
 *   (Tₜₖ + cₜₖ / nₜ) / 2,
 *
 * so that a model must be the surer, the clearer the vote is that it overrules; a vote of all stands. Gold tasks, and tasks without
 * responses, are left to the model.
 *
 * Reference: Stone, The opinion pool, Annals of Mathematical Statistics 32(4), 1961; doi:10.1214/aoms/1177704873.
 */
export function poolWithVotes(
  crowd: Crowd,
  { labels, posteriors }: Posteriors,
  gold: ReadonlyMap<string, string> | undefined,
): Pick<Aggregate, 'top' | 'confidence'> {
  const { tasks, byTask } = crowd
  const k = labels.length
  const pooled = new Float64Array(posteriors.length)
  addVoteShares(byTask, k, pooled)
  for (let task = 0; task < tasks.length; task++) {
    const isVoted = byTask.start[task + 1]! > byTask.start[task]! && gold?.has(tasks[task]!) !== true
    for (let at = task * k; at < (task + 1) * k; at++) {
      // a posterior may be above 1 by a rounding
      pooled[at] = Math.min(1, isVoted ? (posteriors[at]! + pooled[at]!) / 2 : posteriors[at]!)
    }
  }
  return topOfPosteriors(pooled, tasks.length, k)
}
