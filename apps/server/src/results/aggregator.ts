import type { ComputedResult, RunFigures } from './run-figures.ts'

/** Makes the responses of a batch one per task: takes them all in, then computes. Runs in a thread of its own. */
export interface Aggregator {
  addTruths(tasks: readonly string[], values: readonly string[]): void
  addResponses(tasks: readonly string[], workers: readonly string[], values: readonly string[]): void
  compute(): RunFigures
  /** after `compute`; each task once */
  results(): Iterable<ComputedResult>
}
