import { AggregationError } from '../aggregation-error.ts'
import type { Responses } from '../responses.ts'

/** What every numeric method returns: one number per task, with a measure of how far the responses are from it. */
export interface Estimates {
  readonly method: string
  readonly tasks: readonly string[]
  readonly values: Float64Array
}

export function checkNumbers({ tasks, workers, byTask: { start, worker, value } }: Responses<number>): void {
  for (let task = 0; task < tasks.length; task++) {
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      // Ten to the 150th at most, so that squares stay finite.
      if (Math.abs(value[i]!) <= 1e150) continue
      throw new AggregationError({
        kind: 'invalid_value',
        task: tasks[task]!,
        worker: workers[worker[i]!]!,
        expected: 'a number of at most 1e150',
        received: String(value[i]),
      })
    }
  }
}

/** The responses of each task, sorted, so that sums do not depend on the order of rows; `start` is that of `byTask`. */
export function sortedByTask({ tasks, byTask: { start, value } }: Responses<number>): Float64Array {
  const sorted = Float64Array.from(value)
  for (let task = 0; task < tasks.length; task++) sorted.subarray(start[task], start[task + 1]).sort()
  return sorted
}

/** The middle of a sorted list, or halfway between its two middles. */
export function middleOf(sorted: Float64Array): number {
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : sorted[half - 1]! / 2 + sorted[half]! / 2
}
