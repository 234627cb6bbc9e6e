import type { Locale } from '../platform/i18n/index.ts'
import { lintSentence, problemSentence } from './lint-sentence.ts'
import { lintTemplate } from './lint-template.ts'
import { messages } from './lint.messages.ts'
import { readInputLines } from './task-input.ts'
import { openTemplate, type Dialect } from './template.ts'

export interface TemplateDraft {
  readonly dialect: Dialect
  readonly source: string
  readonly inputs: string
  /** a row as JSON; with what is no object, the page is shown with an empty row, and a finding says so */
  readonly example: string
}

export interface Preview {
  /** null when the page could not be made */
  readonly html: string | null
  /** what is wrong and where, as a sentence */
  readonly problem: string | null
  readonly findings: readonly { readonly line: number | null; readonly sentence: string }[]
}

/** A template with one row, while it is being written: the page, or what is wrong, and what to look at. */
export function previewTemplate(draft: TemplateDraft, locale: Locale): Preview {
  const opened = openTemplate(draft.dialect, draft.source, readInputLines(draft.inputs).lines)
  const row = rowOf(draft.example)
  const rendered = opened.ok ? opened.value.render(row ?? {}, () => null) : opened
  const findings = lintTemplate(draft.source).map((finding) => ({ line: finding.line, sentence: lintSentence(finding, locale) }))
  return {
    html: rendered.ok ? rendered.value : null,
    problem: rendered.ok ? null : problemSentence(rendered.error, locale),
    findings: row === null ? [{ line: null, sentence: messages[locale].rowNotJson }, ...findings] : findings,
  }
}

/** Null for what is no object; an empty text is an empty row. */
function rowOf(example: string): Record<string, unknown> | null {
  if (example.trim() === '') return {}
  try {
    const row: unknown = JSON.parse(example)
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? (row as Record<string, unknown>) : null
  } catch {
    // half a row, while somebody types it: said among the findings
    return null
  }
}
