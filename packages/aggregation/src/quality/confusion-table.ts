import type { Aggregate } from '../aggregate.ts'
import { checkLabels } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'
import { allocate } from '../vote-shares.ts'

/** What {@link confusionTable} returns. */
export interface ConfusionTable {
  /** Those of the truth and those given, in code-unit order. */
  readonly labels: readonly string[]
  /** How often label l was given where the truth is k: `counts[k * labels.length + l]`. */
  readonly counts: Float64Array
  /** Tasks with a known truth. */
  readonly tasks: number
}

/**
 * What was taken for what. Of a result, each task counts once, and a tie of m labels 1/m for each of them, as in `accuracy`; of a
 * crowd, each response counts once. Reads along a row: of the tasks that are k, how many were said to be l.
 *
 * @param truth the true label by task id; of tasks that are not there it is ignored.
 * @throws AggregationError `invalid_option`, or `too_large` when labels² is above `maxCells`. Row order does not matter.
 *
 * Time O(tasks or responses + labels²).
 */
export function confusionTable(
  given: Aggregate | Crowd,
  truth: ReadonlyMap<string, string>,
  options: { readonly maxCells?: number } = {},
): ConfusionTable {
  checkLabels('truth', truth)
  const { start, label } = 'top' in given ? given.top : given.byTask
  const known = given.tasks.map((task) => truth.get(task))
  const said = new Set<string>(known.filter((each) => each !== undefined))
  for (let t = 0; t < known.length; t++) {
    if (known[t] === undefined) continue
    for (let i = start[t]!; i < start[t + 1]!; i++) said.add(given.labels[label[i]!]!)
  }
  const labels = [...said].toSorted()
  const place = new Map(labels.map((each, n) => [each, n]))
  const column = Int32Array.from(given.labels, (each) => place.get(each) ?? -1)

  const counts = allocate('The confusion table', labels.length ** 2, options.maxCells)
  let tasks = 0
  for (let t = 0; t < known.length; t++) {
    const expected = known[t]
    if (expected === undefined) continue
    tasks++
    const row = place.get(expected)! * labels.length
    const part = 'top' in given ? 1 / (start[t + 1]! - start[t]!) : 1
    for (let i = start[t]!; i < start[t + 1]!; i++) counts[row + column[label[i]!]!]! += part
  }
  return { labels, counts, tasks }
}
