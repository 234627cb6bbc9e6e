import { type Locale } from '../platform/i18n/index.ts'
import { messages } from './task-types.messages.ts'
import type { Issue } from './task-type.ts'

export type IssueCode = keyof (typeof messages)['en']['issues']

export function isIssueCode(code: string): code is IssueCode {
  return Object.hasOwn(messages.en.issues, code)
}

/**
 * What is wrong, as a person reads it. It names the line of a list, and the field when the type gave its labels; a column
 * or another place is named by the caller from `issue.path`.
 *
 * @throws when the code is not one of this feature: a bug, since every code here has a sentence in each language.
 */
export function issueSentence(issue: Issue, locale: Locale): string {
  if (!isIssueCode(issue.code)) throw new Error(`No sentence for the issue ${issue.code}`)
  const { params } = issue
  const t = messages[locale]
  const words = t.issues[issue.code]
  const sentence = typeof words === 'string' ? words : words(params)
  if (params['line'] !== undefined) return t.onLine({ line: params['line'], sentence })
  if (params[locale] !== undefined) return t.ofField({ field: String(params[locale]), sentence })
  return sentence
}

/** Issues by the field or column they belong to, for forms. */
export function sentencesOf(issues: readonly Issue[], path: string, locale: Locale): string[] {
  return issues.filter((issue) => issue.path === path).map((issue) => issueSentence(issue, locale))
}
