import { z } from 'zod'
import { languageTag } from '../shared/schemas.ts'
import { formText } from '../shared/text-value.ts'
import { shareFromForm } from '../transcribe/transcribe.settings.ts'

const CHECK_KINDS = ['transcript', 'ocr', 'translation', 'document'] as const

export const checkSettingsSchema = z
  .strictObject({
    /** what the draft is of: decides the words of the screen */
    kind: z.enum(CHECK_KINDS).default('transcript'),
    /** of the draft */
    language: languageTag.default(''),
    /** share of characters that may differ from a known text */
    tolerance: z.number('not_a_share').min(0, 'not_a_share').max(1, 'not_a_share').default(0),
    /** recordings play as soon as they are shown */
    autoplay: z.boolean().default(true),
  })
  .meta({ id: 'check-settings' })

export type CheckSettings = z.infer<typeof checkSettingsSchema>

export function checkSettingsFromForm(form: FormData): unknown {
  return {
    kind: formText(form, 'kind') || 'transcript',
    language: formText(form, 'language'),
    tolerance: shareFromForm(form, 'tolerance'),
    autoplay: form.has('autoplay'),
  }
}
