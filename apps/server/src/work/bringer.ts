import type { Child } from 'hono/jsx'
import type { Result } from '@canut/domain'
import type { Locale } from '../platform/i18n/index.ts'
import type { Empty } from './empty.ts'
import type { leaseTasks, LeaseOutcome } from './lease-tasks.ts'

export type LeaseError = Extract<Awaited<ReturnType<typeof leaseTasks>>, { ok: false }>['error']

/**
 * What brings tasks to people who asked for them, given to work by main.ts: it stands on `leaseTasks` itself, so work cannot
 * import it.
 */
export interface Bringer {
  bring(request: {
    workerId: string
    count: number
  }): Promise<Result<{ batchId: string; outcome: LeaseOutcome } | { batchId: null; empty: Empty }, LeaseError>>
  /** what the form of subscriptions and the buttons of the sitting did, as the address of the list says */
  done(locale: Locale, code: string): string | null
  /** on the list of work: what was asked for, the share, the sitting */
  section(locale: Locale, workerId: string): Promise<Child>
  /** why nothing is brought now (null: nobody has looked yet), and the ways on */
  explain(locale: Locale, workerId: string, empty: Empty | null): Promise<{ title: string; content: Child; scripts: readonly string[] }>
}
