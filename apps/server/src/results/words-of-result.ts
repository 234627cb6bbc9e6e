import { batchPath } from '../batches/index.ts'
import type { Locale } from '../platform/i18n/index.ts'
import type { TaskSetup } from '../task-types/index.ts'
import { describeLabel, type ShownResult } from './list-results.ts'
import { messages } from './results.messages.ts'

const SHOWN_CHARS = 90

/** One task with its responses side by side. */
export function taskPath(batchId: string, number: number): string {
  return `${batchPath(batchId)}/results/${number}`
}

export interface CellProps {
  readonly locale: Locale
  readonly setup: TaskSetup
  readonly row: ShownResult
}

/** An answer as a person reads it: a response by its task type, a label by the words that it has there. */
export function wordsOf(
  { locale, setup, row }: CellProps,
  answer: { readonly label: string | null; readonly tied: readonly string[]; readonly response?: unknown },
): string {
  const t = messages[locale].table
  if (answer.response !== undefined && answer.response !== null) return shortened(setup.describe(answer.response, locale))
  if (answer.tied.length > 0)
    return t.tie({ labels: answer.tied.map((label) => describeLabel(setup, label, row.given, locale)).join(' = ') })
  return answer.label === null ? t.nothing : describeLabel(setup, answer.label, row.given, locale)
}

/** Whether a gold task is held to be what it is known to be, by the tolerance of its kind; null before a result, and without one to compare. */
export function isHeldRight(setup: TaskSetup, { known, truth, outcome, majority }: ShownResult): boolean | null {
  if (outcome !== null && outcome.response !== null) return setup.judge(outcome.response, known)?.right ?? null
  const held = outcome ?? majority
  return held === null || held.label === null ? null : held.label === truth
}

export function shortened(text: string): string {
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text
}
