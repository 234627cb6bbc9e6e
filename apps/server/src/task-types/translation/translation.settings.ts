import { z } from 'zod'
import { optionsFromLines, optionSchema, repeatsIn } from '../labels/label-settings.ts'
import { languageTag } from '../shared/schemas.ts'
import { formText } from '../shared/text-value.ts'

const MOST_CATEGORIES = 12

const percentRule = { message: 'not_a_percentage' }

export const translationSettingsSchema = z
  .strictObject({
    sourceLanguage: languageTag.default(''),
    targetLanguage: languageTag.default(''),
    /** every row has a draft to correct; otherwise people write the translation, and a draft is not shown */
    postEdit: z.boolean().default(false),
    /** people say how good the draft was, from 1 to 5 */
    rating: z.boolean().default(false),
    /** kinds of error that people mark in the draft; none: errors are not marked */
    categories: z.array(optionSchema).max(MOST_CATEGORIES).default([]),
    /** how near to the known translation a gold response must be: chrF in percent */
    goldPercent: z
      .number('not_a_percentage')
      .refine((percent) => Number.isInteger(percent) && percent >= 1 && percent <= 100, percentRule)
      .default(60)
      .meta({ minimum: 1, maximum: 100, multipleOf: 1 }),
  })
  .superRefine(({ postEdit, rating, categories }, context) => {
    for (const { index, value } of repeatsIn(categories.map((category) => category.value)))
      context.addIssue({ code: 'custom', message: 'repeated_value', path: ['categories', index], params: { value } })
    if (!postEdit && rating) context.addIssue({ code: 'custom', message: 'draft_needed', path: ['rating'] })
    if (!postEdit && categories.length > 0) context.addIssue({ code: 'custom', message: 'draft_needed', path: ['categories'] })
  })
export type TranslationSettings = z.output<typeof translationSettingsSchema>

export function translationSettingsFromForm(form: FormData): unknown {
  const percent = formText(form, 'goldPercent').trim()
  return {
    sourceLanguage: formText(form, 'sourceLanguage'),
    targetLanguage: formText(form, 'targetLanguage'),
    postEdit: form.has('postEdit'),
    rating: form.has('rating'),
    categories: optionsFromLines(formText(form, 'categories')),
    ...(percent === '' ? {} : { goldPercent: /^\d{1,3}$/.test(percent) ? Number(percent) : percent }),
  }
}
