import type { Chosen } from '../methods/index.ts'
import type { RunFigures } from './run-figures.ts'

/** What is to be made of the responses of one batch. */
export type Aggregation = LabelAggregation | ResponseAggregation

export interface LabelAggregation {
  readonly kind: 'labels'
  readonly method: string
  /** labels of a scale from its lowest step */
  readonly ordered: readonly string[] | null
  /** what `auto` chose before */
  readonly former: FormerChoice | null
}

export interface ResponseAggregation {
  readonly kind: 'responses'
  readonly method: string
  readonly taskType: string
  readonly settings: unknown
}

export interface FormerChoice extends Chosen {
  /** responses when it was made */
  readonly responses: number
}

/** What the main thread and aggregate.worker.ts say to each other. Columns, because they cross the thread as copies. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly aggregation: Aggregation }
  /** `values` are labels, or responses as JSON; all responses to one task follow each other */
  | {
      readonly kind: 'responses'
      readonly tasks: readonly string[]
      readonly workers: readonly string[]
      readonly values: readonly string[]
      /** of the tasks, as JSON; empty for labels */
      readonly payloads: readonly string[]
    }
  /** truths of gold tasks, as labels or as JSON; sent before the responses */
  | { readonly kind: 'truths'; readonly tasks: readonly string[]; readonly values: readonly string[] }
  | { readonly kind: 'compute' }
  | { readonly kind: 'next' }

export type FromWorker =
  /** taken in: send more */
  | { readonly kind: 'taken' }
  | { readonly kind: 'figures'; readonly figures: RunFigures }
  /** rows of the results as COPY reads them; null after the last */
  | { readonly kind: 'rows'; readonly rows: string | null; readonly count: number }
