import { z } from 'zod'
import { languageTag, requiredSettingText } from '../shared/schemas.ts'
import { formText } from '../shared/text-value.ts'

const SPEAKERS_MOST = 20
const SPEAKER_MAX_LENGTH = 60
const TOLERANCE_USUAL = 0.1

export const transcribeSettingsSchema = z
  .strictObject({
    /** the column with the file, and how it is shown */
    material: z.enum(['audio', 'video']).default('audio'),
    /** of what is said, and so of what is written */
    language: languageTag.default(''),
    /** who may speak; nobody is asked who it was where the list is empty */
    speakers: z
      .array(requiredSettingText(SPEAKER_MAX_LENGTH))
      .max(SPEAKERS_MOST)
      .refine((names) => new Set(names).size === names.length, { message: 'speaker_twice' })
      .default([]),
    /** several may speak at once */
    overlap: z.boolean().default(false),
    /** share of words that may differ from a known text */
    tolerance: z.number('not_a_share').min(0, 'not_a_share').max(1, 'not_a_share').default(TOLERANCE_USUAL),
  })
  .meta({ id: 'transcribe-settings' })

export type TranscribeSettings = z.infer<typeof transcribeSettingsSchema>

export function transcribeSettingsFromForm(form: FormData): unknown {
  return {
    material: formText(form, 'material') || 'audio',
    language: formText(form, 'language'),
    speakers: formText(form, 'speakers')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    overlap: form.has('overlap'),
    tolerance: shareFromForm(form, 'tolerance'),
  }
}

/** A percentage as people type it, to a share; what is no number stays what it is, for the schema to say so. */
export function shareFromForm(form: FormData, name: string): unknown {
  const text = formText(form, name).trim().replace(',', '.').replace(/\s*%$/, '')
  if (text === '') return undefined
  return /^\d{1,3}(\.\d{1,4})?$/.test(text) ? Math.round(Number(text) * 1e6) / 1e8 : text
}

export const percentOf = (share: unknown): string | number => {
  if (typeof share === 'number') return Math.round(share * 1e6) / 1e4
  return typeof share === 'string' ? share : ''
}
