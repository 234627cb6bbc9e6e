import { z } from 'zod'
import { optionsFromLines, optionSchema, repeatsIn } from '../labels/label-settings.ts'
import { MATERIAL_KINDS } from '../shared/material.tsx'
import { bilingual, languageTag } from '../shared/schemas.ts'
import { formText } from '../shared/text-value.ts'

const MOST_CRITERIA = 8

/** The value of a criterion is the end of a field's name and a column of exports. */
const criterionSchema = optionSchema.extend({
  value: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9_]{0,39}$/u, 'field_name'),
})

export const pairwiseSettingsSchema = z
  .strictObject({
    /** asked above the two; when both are empty, a plain default */
    question: bilingual(500).default({ en: '', fr: '' }),
    /** what the columns a and b hold */
    material: z.enum(MATERIAL_KINDS).default('text'),
    allowTie: z.boolean().default(true),
    /** whether to ask how much better */
    strength: z.boolean().default(false),
    /** more to compare the two by, one after the other */
    criteria: z.array(criterionSchema).max(MOST_CRITERIA).default([]),
    textLanguage: languageTag.default(''),
  })
  .superRefine(({ criteria }, context) => {
    for (const { index, value } of repeatsIn(criteria.map((criterion) => criterion.value)))
      context.addIssue({ code: 'custom', message: 'repeated_value', path: ['criteria', index], params: { value } })
  })
export type PairwiseSettings = z.output<typeof pairwiseSettingsSchema>

export function pairwiseSettingsFromForm(form: FormData): unknown {
  return {
    question: { en: formText(form, 'question.en'), fr: formText(form, 'question.fr') },
    material: formText(form, 'material') || 'text',
    allowTie: form.has('allowTie'),
    strength: form.has('strength'),
    criteria: optionsFromLines(formText(form, 'criteria')),
    textLanguage: formText(form, 'textLanguage'),
  }
}
