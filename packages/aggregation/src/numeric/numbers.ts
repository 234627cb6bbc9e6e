import { invalidResponse } from '../invalid-response.ts'
import type { Responses } from '../responses.ts'

/** What every numeric method returns: one number per task, with a measure of how far the responses are from it. */
export interface Estimates {
  readonly method: string
  readonly tasks: readonly string[]
  readonly values: Float64Array
}

export function checkNumbers(responses: Responses<number>): void {
  // Ten to the 150th at most, so that squares stay finite.
  const bad = responses.byTask.value.findIndex((value) => !(typeof value === 'number' && Math.abs(value) <= 1e150))
  if (bad !== -1) throw invalidResponse(responses, bad, 'a number of at most 1e150', String(responses.byTask.value[bad]))
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
