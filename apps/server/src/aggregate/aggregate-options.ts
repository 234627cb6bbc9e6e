import type { Locale } from '../platform/i18n/index.ts'
import type { AnswerFormat } from './answer-lines.ts'
import type { MethodName } from '../methods/index.ts'

/** What `canut aggregate` is asked. */
export interface AggregateFile {
  readonly labels: string
  readonly method: MethodName
  readonly truth: string | null
  readonly gold: string | null
  readonly seed: number | null
  readonly order: readonly string[] | null
  /** which responses count of a worker who answered a task again */
  readonly repeats: 'last' | 'all'
  /** how many threads the method may use; more than one for methods that say `threads` */
  readonly threads: number
  /** keep the responses on disk, for methods that say `stream` */
  readonly stream: boolean
  readonly out: { readonly path: string; readonly format: AnswerFormat } | null
  readonly report: string | null
  readonly locale: Locale
  readonly now: Date
  readonly signal: AbortSignal
  readonly onStep: (step: 'read' | 'compute' | 'write') => void
  readonly onRead: (rows: number) => void
  /** with `stream`: a round begins, the first of them numbered 0 */
  readonly onRound: (round: number) => void
}
