import { z } from 'zod'
import type { IssueCode } from '../issue-sentence.ts'
import { isWithin, NOT_BLANK, WELL_FORMED, WITHOUT_LINE_BREAK, WITHOUT_NUL } from './text-value.ts'

interface TextRules {
  readonly required?: boolean
  /** one line: no line breaks */
  readonly line?: boolean
}

/** Text that PostgreSQL can store, of at most `max` characters. JSON Schema counts characters, zod code units; hence the check of our own. */
export function storableText(max: number, { required = false, line = false }: TextRules = {}) {
  const text = z.string(missingOr('wrong_type')).regex(WITHOUT_NUL, 'nul_character').regex(WELL_FORMED, 'broken_text')
  const oneLine = line ? text.regex(WITHOUT_LINE_BREAK, 'line_break') : text
  const wanted = required ? oneLine.regex(NOT_BLANK, 'required') : oneLine
  return wanted.refine((value) => isWithin(value, max), { message: 'too_long', params: { max } }).meta({ maxLength: max })
}

/** A value that is not there is missing, whatever kind it should have been. */
export const missingOr = (code: IssueCode) => ({
  error: ({ input }: { input?: unknown }): IssueCode => (input === undefined || input === '' ? 'required' : code),
})

/** A short text of the settings, without spaces around it and in one Unicode form, so that it compares as it looks. */
export const settingText = (max: number) => z.string().trim().normalize('NFC').pipe(storableText(max))
export const requiredSettingText = (max: number) =>
  z
    .string()
    .trim()
    .normalize('NFC')
    .pipe(storableText(max, { required: true }))

/** The same sentence in both languages; an empty one falls back to the other. */
export const bilingual = (max: number) => z.strictObject({ en: settingText(max).default(''), fr: settingText(max).default('') })

/** A language tag (BCP 47) such as "fr" or "pt-BR", or nothing when the texts are in several languages. */
export const languageTag = z
  .string()
  .trim()
  .regex(/^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4})?$/u, 'not_a_language')
