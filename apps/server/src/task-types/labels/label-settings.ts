import { z } from 'zod'
import type { Locale } from '../../platform/i18n/index.ts'
import { bilingual, languageTag, requiredSettingText, settingText } from '../shared/schemas.ts'

const FEWEST_LABELS = 2
const MOST_LABELS = 50
const MOST_REASONS = 30
const MOST_STEPS_OFF = 10
/** The label that stands for "none of these": reserved while that option is on, so that it reads the same in files and exports. */
export const NONE = 'none'

/** Separates labels in a truth column and in exports, and the parts of a line in the form: so no label has it. */
const BAR = '|'
const barless = (text: string): boolean => !text.includes(BAR)

/** What an answer can be: its value in files and exports, and its name in each language (an empty one falls back). */
export const optionSchema = z.strictObject({
  value: requiredSettingText(100).refine(barless, 'bar_in_text'),
  en: settingText(200).refine(barless, 'bar_in_text').default(''),
  fr: settingText(200).refine(barless, 'bar_in_text').default(''),
})
export type LabelOption = z.output<typeof optionSchema>

/** The index and text of each value that came before. */
export function repeatsIn(values: readonly string[]): { index: number; value: string }[] {
  return values.map((value, index) => ({ index, value })).filter(({ value, index }) => values.indexOf(value) < index)
}

/** Shared by the task types whose answer is one or several labels. */
export const labelSettingsSchema = z
  .strictObject({
    /** asked above the labels; when both are empty, a plain default */
    question: bilingual(500).default({ en: '', fr: '' }),
    labels: z.array(optionSchema).min(FEWEST_LABELS).max(MOST_LABELS),
    multiple: z.boolean().default(false),
    none: z.boolean().default(false),
    /** the labels are the steps of a scale, the lowest first */
    ordered: z.boolean().default(false),
    /** on a scale, how many steps from the truth a gold response may be and still be right */
    stepsOff: z
      .number('not_a_count')
      .refine((steps) => Number.isInteger(steps) && steps >= 0 && steps <= MOST_STEPS_OFF, {
        message: 'not_a_count',
        params: { max: MOST_STEPS_OFF },
      })
      .default(0)
      .meta({ minimum: 0, maximum: MOST_STEPS_OFF, multipleOf: 1 }),
    /** why a label was chosen: any number of these */
    reasons: z.array(optionSchema).max(MOST_REASONS).default([]),
    /** labels that need at least one reason */
    reasonsFor: z.array(settingText(100)).max(MOST_LABELS).default([]),
    /** what the column `context` is called on the screen, such as "Search"; when both are empty, "Context" */
    contextName: bilingual(100).default({ en: '', fr: '' }),
    /** what is judged is covered until the worker uncovers it, as for content that may hurt */
    covered: z.boolean().default(false),
    /** of the texts, for screen readers and hyphenation */
    textLanguage: languageTag.default(''),
  })
  .superRefine(({ labels, none, multiple, ordered, reasons, reasonsFor }, context) => {
    const refuse = (path: PropertyKey[], message: string, params: Record<string, string> = {}): void =>
      context.addIssue({ code: 'custom', message, path, params })
    const values = labels.map((label) => label.value)
    for (const { index, value } of repeatsIn(values)) refuse(['labels', index], 'repeated_value', { value })
    const reserved = none ? values.indexOf(NONE) : -1
    if (reserved !== -1) refuse(['labels', reserved], 'none_is_reserved')
    if (ordered && (multiple || none)) refuse(['ordered'], 'scale_of_one')
    for (const { index, value } of repeatsIn(reasons.map((reason) => reason.value))) refuse(['reasons', index], 'repeated_value', { value })
    if (reasonsFor.length > 0 && reasons.length === 0) refuse(['reasonsFor'], 'reasons_missing')
    const strange = reasonsFor.find((value) => !values.includes(value) && !(none && value === NONE))
    if (strange !== undefined) refuse(['reasonsFor'], 'unknown_label', { value: strange, known: values.join(', ') })
  })
export type LabelSettings = z.output<typeof labelSettingsSchema>

export const optionName = (option: LabelOption, locale: Locale): string => {
  const other: Locale = locale === 'en' ? 'fr' : 'en'
  return option[locale] || option[other] || option.value
}

/** `value | English | French`, one per line; what is left out falls back. */
export function optionsFromLines(text: string): { value: string; en: string; fr: string }[] {
  return text
    .split('\n')
    .map((line) => line.split(BAR).map((part) => part.trim()))
    .filter((parts) => parts.some((part) => part !== ''))
    .map(([value = '', en = '', ...fr]) => ({ value, en, fr: fr.join(` ${BAR} `) }))
}

/** The reverse, for a form that is shown again; trailing empty parts are left out. */
export function linesFromOptions(options: unknown): string {
  if (!Array.isArray(options)) return ''
  return options
    .map((option: Partial<Record<keyof LabelOption, unknown>> | null) => {
      const parts = [option?.value, option?.en, option?.fr].map((part) => (typeof part === 'string' ? part : ''))
      while (parts.length > 1 && parts.at(-1) === '') parts.pop()
      return parts.join(` ${BAR} `)
    })
    .join('\n')
}
