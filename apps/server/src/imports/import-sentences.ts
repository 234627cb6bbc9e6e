import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import { sentenceOf } from '../problems/index.ts'
import { issueSentence } from '../task-types/index.ts'
import { messages } from './imports.messages.ts'
import type { RowProblem } from './row-problem.ts'
import type { ImportFailure } from './failure.ts'

/** One problem of a file as a person reads it. */
export function sentenceOfProblem(problem: RowProblem, locale: Locale): string {
  const { source, code, params } = problem
  if (source === 'task') return issueSentence({ path: problem.column ?? '', code, params }, locale)
  const t = messages[locale]
  const say = t.problems[code as keyof typeof t.problems] as string | ((params: Record<string, string>) => string) | undefined
  if (say === undefined) throw new Error(`No sentence for the problem ${code} of a file`)
  if (typeof say === 'string') return say
  return say(Object.fromEntries(Object.entries(params).map(([name, value]) => [name, wordOf(name, value, locale)])))
}

function wordOf(name: string, value: string | number, locale: Locale): string {
  if (typeof value === 'number') return formatNumber(value, locale)
  const { notText } = messages[locale]
  return name === 'found' && Object.hasOwn(notText, value) ? notText[value as keyof typeof notText] : value
}

/** Why nothing was loaded. */
export function sentenceOfFailure(failure: ImportFailure, locale: Locale): string {
  const t = messages[locale].failures
  if (failure.code === 'refused') return sentenceOf(failure.refusal, locale)
  if (failure.code === 'rows_refused') return t.rows_refused({ rows: formatNumber(failure.rows, locale) })
  return t[failure.code]
}
