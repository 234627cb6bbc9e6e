import type { Locale } from '../platform/i18n/index.ts'
import { wordsOfLiquid } from './liquid-words.ts'
import type { LintFinding } from './lint-template.ts'
import { messages } from './lint.messages.ts'
import type { TemplateProblem } from './template.ts'

/** What a finding means and what to do about it. */
export function lintSentence({ code, params }: LintFinding, locale: Locale): string {
  const words = messages[locale].findings[code]
  return typeof words === 'string' ? words : words(params)
}

/** Why a page cannot be made, and where. */
export function problemSentence({ message, line, column }: TemplateProblem, locale: Locale): string {
  const words = wordsOfLiquid(message, locale)
  return line === null ? words : messages[locale].problem({ message: words, line, column: column ?? 1 })
}
