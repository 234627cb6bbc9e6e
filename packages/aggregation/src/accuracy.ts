import { topLabels, type Aggregate } from './aggregate.ts'
import { checkLabels, checkTies } from './check-option.ts'

/** Options of {@link accuracy}. */
export interface AccuracyOptions {
  /**
   * What a tie of m labels counts when the truth is among them.
   * - `share` (default): 1/m, the accuracy expected of a fair draw, so that no order of labels can flatter a method.
   * - `first`: 1 if the truth is the first of them in code-unit order, else 0. Only to compare with libraries that break ties so.
   */
  readonly ties?: 'share' | 'first'
}

/** What {@link accuracy} returns. */
export interface Accuracy {
  /** In [0, 1]; null when no task of the result has a known truth. */
  readonly fraction: number | null
  /** Tasks got right; with `share`, a tie adds a part of one. */
  readonly correct: number
  /** Tasks of the result with a known truth. */
  readonly tasks: number
  /** Those of them whose answer is a tie. */
  readonly tied: number
}

/**
 * The fraction of tasks whose answer is the truth, over the tasks T that are in both:
 *
 *   accuracy = (1 / |T|) Σₜ [yₜ ∈ topₜ] / |topₜ|   (for the other rule on ties see {@link AccuracyOptions}).
 *
 * Truths of tasks without responses are ignored; a truth that no worker gave counts as wrong.
 *
 * @param truth the true label by task id.
 * @throws AggregationError `invalid_option`. Time O(tasks).
 */
export function accuracy(result: Aggregate, truth: ReadonlyMap<string, string>, options: AccuracyOptions = {}): Accuracy {
  const ties = checkTies(options)
  checkLabels('truth', truth)
  let correct = 0
  let tasks = 0
  let tied = 0
  for (let task = 0; task < result.tasks.length; task++) {
    const expected = truth.get(result.tasks[task]!)
    if (expected === undefined) continue
    const top = topLabels(result, task)
    if (ties === 'first') correct += top[0] === expected ? 1 : 0
    else if (top.includes(expected)) correct += 1 / top.length
    if (top.length > 1) tied++
    tasks++
  }
  return { fraction: tasks === 0 ? null : correct / tasks, correct, tasks, tied }
}
