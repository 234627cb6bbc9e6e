import type { Aggregate } from '../aggregate.ts'
import { crowd, type Crowd } from '../crowd.ts'
import { invalidResponse } from '../invalid-response.ts'
import type { Responses } from '../responses.ts'
import { allocate } from '../vote-shares.ts'

/** What the method is asked about each label: does the task have it? */
export const HAS = 'yes'
/** What the method says of a label that the task does not have. */
export const LACKS = 'no'

/** What {@link multiLabel} returns. */
export interface MultiLabel<Result extends Aggregate> {
  readonly method: 'multi-label'
  readonly tasks: readonly string[]
  /** In order of first appearance. */
  readonly labels: readonly string[]
  /** Per label, what the method found. Its labels are `HAS` and `LACKS`. */
  readonly results: readonly Result[]
  /** The labels of task `t` are `has.label[i]` for `has.start[t] <= i < has.start[t + 1]`. */
  readonly has: { readonly start: Int32Array; readonly label: Int32Array }
  /** Those that tie between yes and no: reported, never broken. */
  readonly tied: { readonly start: Int32Array; readonly label: Int32Array }
  /** How sure the method is that task t has label l, in [0, 1]: `probabilities[t * labels.length + l]`. */
  readonly probabilities: Float64Array
}

/**
 * Several labels per task, by binary relevance: for each label apart, everybody who answered the task said yes or no,
 *
 *   yₜw⁽ˡ⁾ = [l ∈ Lₜw],   ẑₜ = { l : method(y⁽ˡ⁾) says yes for t }.
 *
 * @param responses lists of labels, by `responsesOf`; an empty list says no to every label.
 * @param method any method of this package, e.g. `(crowd) => ibcc(crowd)`; the second argument is the label, to look up its gold.
 *
 * Assumes that labels do not depend on one another. Do not use it where exactly one label is right: that is a category.
 *
 * @returns see {@link MultiLabel}. No responses, or only empty sets: no labels.
 * @throws AggregationError `invalid_value` for what is no list of labels of at least one character, `too_large` when tasks ×
 *   labels is above `maxCells`, and what the method throws.
 *
 * Time O(labels × that of the method). Row order does not matter.
 *
 * Reference: Tsoumakas and Katakis, Multi-label classification, IJDWM 3(3), 2007; doi:10.4018/jdwm.2007070101.
 */
export function multiLabel<Result extends Aggregate>(
  responses: Responses<readonly string[]>,
  method: (crowd: Crowd, label: string) => Result,
  options: { readonly maxCells?: number } = {},
): MultiLabel<Result> {
  const { tasks, workers, byTask } = responses
  checkLists(responses)
  const labels = [...new Set(byTask.value.flat())]
  const sets = byTask.value.map((list) => new Set(list))
  const probabilities = allocate('The table of tasks by labels', tasks.length * labels.length, options.maxCells)
  const results = labels.map((label, at) => {
    const rows = tasks.flatMap((task, t) =>
      sets.slice(byTask.start[t], byTask.start[t + 1]).map((set, n) => {
        return { task, worker: workers[byTask.worker[byTask.start[t]! + n]!]!, label: set.has(label) ? HAS : LACKS }
      }),
    )
    const built = crowd(rows, { repeats: 'all' })
    const result = method(built, label)
    for (let task = 0; task < tasks.length; task++) probabilities[task * labels.length + at] = probabilityOf(result, task)
    return result
  })
  const verdict = (which: (result: Aggregate, task: number) => boolean) => listed(results, tasks.length, which)
  return {
    method: 'multi-label',
    tasks,
    labels,
    results,
    has: verdict((result, task) => sizeOfTop(result, task) === 1 && topIs(result, task, HAS)),
    tied: verdict((result, task) => sizeOfTop(result, task) > 1),
    probabilities,
  }
}

function checkLists(responses: Responses<readonly string[]>): void {
  const lists: readonly unknown[] = responses.byTask.value
  const isLabel = (label: unknown) => typeof label === 'string' && label !== ''
  const bad = lists.findIndex((list) => !Array.isArray(list) || !list.every(isLabel))
  if (bad !== -1) throw invalidResponse(responses, bad, 'a list of labels of at least one character', String(lists[bad]))
}

function sizeOfTop({ top }: Aggregate, task: number): number {
  return top.start[task + 1]! - top.start[task]!
}

function topIs({ top, labels }: Aggregate, task: number, label: string): boolean {
  return labels[top.label[top.start[task]!]!] === label
}

function probabilityOf(result: Aggregate & { readonly posteriors?: Float64Array }, task: number): number {
  const at = result.labels.indexOf(HAS)
  if (result.posteriors !== undefined) return at === -1 ? 0 : result.posteriors[task * result.labels.length + at]!
  if (sizeOfTop(result, task) > 1) return 0.5
  return topIs(result, task, HAS) ? result.confidence[task]! : 1 - result.confidence[task]!
}

function listed(results: readonly Aggregate[], tasks: number, which: (result: Aggregate, task: number) => boolean) {
  const start = new Int32Array(tasks + 1)
  const label: number[] = []
  for (let task = 0; task < tasks; task++) {
    for (const [at, result] of results.entries()) if (which(result, task)) label.push(at)
    start[task + 1] = label.length
  }
  return { start, label: Int32Array.from(label) }
}
