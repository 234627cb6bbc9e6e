import type { Crowd } from './crowd.ts'

/** What {@link agreement} returns. */
export interface Agreement {
  /** Mean of the tasks that have at least two responses, in [0, 1]; null when there is none. */
  readonly mean: number | null
  /** Tasks with at least two responses. */
  readonly tasks: number
  /** In the order of `crowd.tasks`; null for a task with fewer than two responses. */
  readonly perTask: readonly (number | null)[]
}

/**
 * Observed agreement: the chance that two different responses to the same task, drawn at random, have the same label,
 *
 *   Aₜ = Σₖ cₜₖ (cₜₖ − 1) / nₜ (nₜ − 1),   nₜ = Σₖ cₜₖ,
 *
 * and its unweighted mean over tasks. It is not corrected for chance: with two classes, guessing alone gives about one half.
 *
 * @throws never. An empty crowd has no mean. Time O(responses), memory O(tasks + labels).
 *
 * Reference: Fleiss, Psychological Bulletin 76(5), 1971 (his Pᵢ and P̄); doi:10.1037/h0031619.
 */
export function agreement(crowd: Crowd): Agreement {
  const { tasks, labels, byTask } = crowd
  const count = new Int32Array(labels.length)
  const perTask: (number | null)[] = []
  let sum = 0
  let counted = 0

  for (let task = 0; task < tasks.length; task++) {
    const from = byTask.start[task]!
    const to = byTask.start[task + 1]!
    const responses = to - from
    // The c-th response with a label agrees with the c − 1 before it: this counts unordered pairs.
    let pairs = 0
    for (let i = from; i < to; i++) pairs += count[byTask.label[i]!]!++
    for (let i = from; i < to; i++) count[byTask.label[i]!] = 0
    if (responses < 2) {
      perTask.push(null)
      continue
    }
    const agreed = (2 * pairs) / (responses * (responses - 1))
    perTask.push(agreed)
    sum += agreed
    counted++
  }
  return { mean: counted === 0 ? null : sum / counted, tasks: counted, perTask }
}
