/** What the main thread and aggregate.worker.ts say to each other. Columns, because they cross the thread as copies. */
export type ToWorker =
  | { readonly kind: 'labels'; readonly tasks: readonly string[]; readonly workers: readonly string[]; readonly labels: readonly string[] }
  | { readonly kind: 'truth'; readonly tasks: readonly string[]; readonly labels: readonly string[] }
  | { readonly kind: 'aggregate'; readonly batchId: string; readonly runId: string }
  | { readonly kind: 'next' }

export type FromWorker =
  /** the columns were taken in: send more */
  | { readonly kind: 'taken' }
  | { readonly kind: 'figures'; readonly figures: AggregationFigures }
  /** rows of the table `results` as COPY reads them; null after the last */
  | { readonly kind: 'rows'; readonly rows: string | null }

export interface AggregationFigures {
  readonly responses: number
  readonly tasks: number
  readonly workers: number
  readonly agreement: number | null
  /** null when Dawid-Skene was not run: then `failure` says why */
  readonly iterations: number | null
  readonly converged: boolean | null
  readonly goldTasks: number
  readonly majorityVoteAccuracy: number | null
  readonly dawidSkeneAccuracy: number | null
  readonly failure: 'too_large' | null
}
