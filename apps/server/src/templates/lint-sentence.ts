import type { Locale } from '../platform/i18n/index.ts'
import type { LintFinding } from './lint-template.ts'
import { messages } from './lint.messages.ts'

/** What a finding means and what to do about it. */
export function lintSentence({ code, params }: LintFinding, locale: Locale): string {
  const words = messages[locale][code]
  return typeof words === 'string' ? words : words(params)
}
