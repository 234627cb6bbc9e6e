import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import { messages } from './task-types.messages.ts'
import type { Issue } from './task-type.ts'

export type IssueCode = keyof (typeof messages)['en']['issues']

export function isIssueCode(code: string): code is IssueCode {
  return Object.hasOwn(messages.en.issues, code)
}

/**
 * What is wrong, as a person reads it. It names the line of a list, and the field of a response that has several; a column
 * or another place is named by the caller from `issue.path`.
 *
 * @throws when the code is not one of this feature: a bug, since every code here has a sentence in each language.
 */
export function issueSentence(issue: Issue, locale: Locale): string {
  const field = issue.params[locale]
  const sentence = sentenceInPlace(issue, locale)
  return field === undefined ? sentence : messages[locale].ofField({ field: String(field), sentence })
}

/** The sentences about one field, as they stand beside it: its label is there already. */
export function sentencesOf(issues: readonly Issue[], path: string, locale: Locale): string[] {
  return issues.filter((issue) => issue.path === path).map((issue) => sentenceInPlace(issue, locale))
}

function sentenceInPlace({ code, params }: Issue, locale: Locale): string {
  if (!isIssueCode(code)) throw new Error(`No sentence for the issue ${code}`)
  const t = messages[locale]
  const words = t.issues[code]
  const sentence = typeof words === 'string' ? words : words(readable(params, locale))
  if (params['mark'] !== undefined) return t.ofMark({ mark: params['mark'], sentence })
  return params['line'] === undefined ? sentence : t.onLine({ line: params['line'], sentence })
}

function readable(params: Issue['params'], locale: Locale): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? formatNumber(value, locale) : value]),
  )
}
