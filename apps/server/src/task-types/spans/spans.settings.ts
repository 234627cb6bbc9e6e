import { z } from 'zod'
import { optionsFromLines, optionSchema, repeatsIn } from '../labels/label-settings.ts'
import { bilingual, languageTag } from '../shared/schemas.ts'
import { formText } from '../shared/text-value.ts'

const MOST_LABELS = 40
const MOST_RELATIONS = 20
const UNITS = ['word', 'character'] as const

const percentRule = { message: 'not_a_percentage' }

export const spansSettingsSchema = z
  .strictObject({
    /** asked above the text; when both are empty, a plain default */
    question: bilingual(500).default({ en: '', fr: '' }),
    labels: z.array(optionSchema).min(1).max(MOST_LABELS),
    /** whether two spans may share a character */
    overlap: z.boolean().default(false),
    /** kinds of relation between two spans; none: there are no relations */
    relations: z.array(optionSchema).max(MOST_RELATIONS).default([]),
    /** what is marked whole: words and punctuation marks, or single characters */
    unit: z.enum(UNITS).default('word'),
    /** how much of a gold response must agree with the truth, as F1 of whole spans in percent */
    goldPercent: z
      .number('not_a_percentage')
      .refine((percent) => Number.isInteger(percent) && percent >= 1 && percent <= 100, percentRule)
      .default(80)
      .meta({ minimum: 1, maximum: 100, multipleOf: 1 }),
    /** of the texts, for screen readers and for where words end */
    textLanguage: languageTag.default(''),
  })
  .superRefine(({ labels, relations }, context) => {
    for (const [path, options] of [
      ['labels', labels],
      ['relations', relations],
    ] as const) {
      for (const { index, value } of repeatsIn(options.map((option) => option.value)))
        context.addIssue({ code: 'custom', message: 'repeated_value', path: [path, index], params: { value } })
    }
  })
export type SpansSettings = z.output<typeof spansSettingsSchema>

export function spansSettingsFromForm(form: FormData): unknown {
  const percent = formText(form, 'goldPercent').trim()
  return {
    question: { en: formText(form, 'question.en'), fr: formText(form, 'question.fr') },
    labels: optionsFromLines(formText(form, 'labels')),
    overlap: form.has('overlap'),
    relations: optionsFromLines(formText(form, 'relations')),
    unit: form.has('characters') ? 'character' : 'word',
    ...(percent === '' ? {} : { goldPercent: /^\d{1,3}$/.test(percent) ? Number(percent) : percent }),
    textLanguage: formText(form, 'textLanguage'),
  }
}
