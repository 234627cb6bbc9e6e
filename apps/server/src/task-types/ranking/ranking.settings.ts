import { z } from 'zod'
import { optionsFromLines, optionSchema, repeatsIn } from '../labels/label-settings.ts'
import { MATERIAL_KINDS } from '../shared/material.tsx'
import { bilingual, languageTag } from '../shared/schemas.ts'
import { formText } from '../shared/text-value.ts'

const MOST_DIMENSIONS = 6
export const FEWEST_ITEMS = 2
export const MOST_ITEMS = 10

export const rankingSettingsSchema = z
  .strictObject({
    /** asked above the items; when both are empty, a plain default */
    question: bilingual(500).default({ en: '', fr: '' }),
    /** what the columns item_1, item_2, … hold */
    material: z.enum(MATERIAL_KINDS).default('text'),
    /** several things to rank by, one after the other; empty: one ranking */
    dimensions: z.array(optionSchema).max(MOST_DIMENSIONS).default([]),
    allowTie: z.boolean().default(false),
    /** the share of pairs that a response to a gold task must order as the known ranking does */
    tolerance: z.number().min(0).max(1).default(1),
    textLanguage: languageTag.default(''),
  })
  .superRefine(({ dimensions }, context) => {
    for (const { index, value } of repeatsIn(dimensions.map((dimension) => dimension.value)))
      context.addIssue({ code: 'custom', message: 'repeated_value', path: ['dimensions', index], params: { value } })
  })
export type RankingSettings = z.output<typeof rankingSettingsSchema>

/** A batch that names nothing to rank by has one ranking, under this name. */
const ONLY = { value: 'rank', en: '', fr: '' }

export const dimensionsOf = ({ dimensions }: RankingSettings) => (dimensions.length === 0 ? [ONLY] : dimensions)

export function rankingSettingsFromForm(form: FormData): unknown {
  const percent = formText(form, 'tolerance').trim()
  return {
    question: { en: formText(form, 'question.en'), fr: formText(form, 'question.fr') },
    material: formText(form, 'material') || 'text',
    dimensions: optionsFromLines(formText(form, 'dimensions')),
    allowTie: form.has('allowTie'),
    ...(percent === '' ? {} : { tolerance: /^\d{1,3}$/.test(percent) ? Number(percent) / 100 : percent }),
    textLanguage: formText(form, 'textLanguage'),
  }
}
