import type { Aggregate } from '../aggregate.ts'
import { AggregationError } from '../aggregation-error.ts'
import { crowd, type Crowd } from '../crowd.ts'

/** All labels that one worker gave to one task; none is a response too. */
export interface LabelSet {
  readonly task: string
  readonly worker: string
  readonly labels: readonly string[]
}

/** What the method is asked about each label: does the task have it? */
export const HAS = 'yes'
export const LACKS = 'no'

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
 * @param responses one per worker and task (the last counts); an empty set says no to every label.
 * @param method any method of this package, e.g. `(crowd) => ibcc(crowd)`; the second argument is the label, to look up its gold.
 *
 * Assumes that labels do not depend on one another. Do not use it where exactly one label is right: that is a category.
 *
 * @returns see {@link MultiLabel}. No responses, or only empty sets: no labels.
 * @throws AggregationError `missing_id`, `too_large` when tasks × labels is above 2²⁶, and what the method throws.
 *
 * Time O(labels × that of the method). Row order does not matter.
 *
 * Reference: Tsoumakas and Katakis, Multi-label classification, IJDWM 3(3), 2007; doi:10.4018/jdwm.2007070101.
 */
export function multiLabel<Result extends Aggregate>(
  responses: Iterable<LabelSet>,
  method: (crowd: Crowd, label: string) => Result,
): MultiLabel<Result> {
  const rows = [...responses]
  const labels = [...new Set(rows.flatMap((row) => row.labels))]
  for (const [row, set] of rows.entries()) {
    if (set.labels.some((label) => typeof label !== 'string' || label === '')) {
      throw new AggregationError({ kind: 'missing_id', column: 'label', row })
    }
  }
  const sets = rows.map((row) => new Set(row.labels))
  const { tasks } = crowd(rows.map(({ task, worker }) => ({ task, worker, label: HAS })))
  const cells = tasks.length * labels.length
  if (cells > 2 ** 26) throw new AggregationError({ kind: 'too_large', what: 'The table of tasks by labels', cells, maxCells: 2 ** 26 })

  const probabilities = new Float64Array(cells)
  const results = labels.map((label, at) => {
    const built = crowd(rows.map(({ task, worker }, row) => ({ task, worker, label: sets[row]!.has(label) ? HAS : LACKS })))
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
