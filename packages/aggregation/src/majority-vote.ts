import type { Aggregate } from './aggregate.ts'
import type { Crowd } from './crowd.ts'
import { Column } from './columns.ts'

/** What {@link majorityVote} returns. */
export interface MajorityVote extends Aggregate {
  readonly method: 'majority-vote'
  /** Responses that each task's top label received. */
  readonly votes: Int32Array
}

/**
 * Majority vote: for each task the label given by most workers,
 *
 *   ŷₜ = argmaxₖ cₜₖ,   cₜₖ = |{w : yₜw = k}|,   confidence = max cₜₖ / Σⱼ cₜⱼ.
 *
 * Assumes workers who are equally good at every class. A tie is reported, never broken: pay must not hang on chance.
 * Do not use it when some workers are much better than others, or err in the same direction; see `dawidSkene`.
 *
 * @returns per task the top label or labels, and its share of the responses in (0, 1]. An empty crowd gives an empty result.
 * @throws never. Row order does not matter.
 *
 * Time O(responses), memory O(tasks + labels): fit for free text, where nearly every label is new.
 *
 * Reference: de Condorcet, Essai sur l'application de l'analyse à la probabilité des décisions rendues à la pluralité des
 * voix, 1785; doi:10.1017/CBO9781139923972.
 */
export function majorityVote(crowd: Crowd): MajorityVote {
  const { tasks, labels, byTask } = crowd
  const count = new Int32Array(labels.length)
  const start = new Int32Array(tasks.length + 1)
  const label = new Column()
  const votes = new Int32Array(tasks.length)
  const confidence = new Float64Array(tasks.length)

  for (let task = 0; task < tasks.length; task++) {
    const from = byTask.start[task]!
    const to = byTask.start[task + 1]!
    let most = 0
    for (let i = from; i < to; i++) most = Math.max(most, ++count[byTask.label[i]!]!)
    for (let i = from; i < to; i++) {
      const given = byTask.label[i]!
      if (count[given] === most) label.push(given)
      // Clears the scratch without visiting every label, and keeps a top label from being listed twice.
      count[given] = 0
    }
    votes[task] = most
    confidence[task] = most / (to - from)
    start[task + 1] = label.length
  }
  return { method: 'majority-vote', tasks, labels, top: { start, label: label.values().slice() }, votes, confidence }
}
