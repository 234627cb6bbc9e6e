import { AggregationError } from './aggregation-error.ts'

interface Indexed {
  readonly tasks: readonly string[]
  readonly workers: readonly string[]
  readonly byTask: { readonly start: Int32Array; readonly worker: Int32Array }
}

/** Says whose response, at this place of `byTask`, is not what a method takes. */
export function invalidResponse({ tasks, workers, byTask }: Indexed, at: number, expected: string, received: string): AggregationError {
  const task = tasks[byTask.start.findLastIndex((from) => from <= at)]!
  return new AggregationError({ kind: 'invalid_value', task, worker: workers[byTask.worker[at]!]!, expected, received })
}
