import type { BatchRow } from '../batches/index.ts'
import type { ListPage } from '../platform/db/page.ts'
import type { Locale } from '../platform/i18n/index.ts'
import type { ConfidenceCount } from './confidence-counts.ts'
import type { ShownResult } from './list-results.ts'
import type { LatestRuns } from './runs.store.ts'

export interface ResultsProps {
  readonly locale: Locale
  readonly batch: BatchRow
  readonly runs: LatestRuns
  readonly page: ListPage<ShownResult>
  readonly counts: readonly ConfidenceCount[]
  readonly order: 'task' | 'least_sure'
  readonly below: number | null
  readonly isFirst: boolean
  /** for more responses, which costs money */
  readonly mayAsk: boolean
}
