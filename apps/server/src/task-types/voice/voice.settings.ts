import { z } from 'zod'
import { languageTag } from '../shared/schemas.ts'
import { formText } from '../shared/text-value.ts'

/** Nobody reads longer than this aloud without a pause; what is longer is a text to be cut. */
export const LONGEST_SECONDS = 120
const FORMATS = ['wav', 'opus'] as const

const seconds = (usual: number) => z.number('not_seconds').min(0.2, 'not_seconds').max(LONGEST_SECONDS, 'not_seconds').default(usual)

export const voiceSettingsSchema = z
  .strictObject({
    /** of the sentences, where a row does not say */
    locale: languageTag.default(''),
    minSeconds: seconds(1),
    maxSeconds: seconds(20),
    format: z.enum(FORMATS).default('wav'),
  })
  .refine(({ minSeconds, maxSeconds }) => minSeconds < maxSeconds, { path: ['maxSeconds'], message: 'seconds_reversed' })
  .meta({ id: 'voice-settings' })

export type VoiceSettings = z.infer<typeof voiceSettingsSchema>

export function voiceSettingsFromForm(form: FormData): unknown {
  const number = (name: string) => {
    const text = formText(form, name).trim().replace(',', '.')
    if (text === '') return undefined
    return /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : text
  }
  return {
    locale: formText(form, 'locale'),
    minSeconds: number('minSeconds'),
    maxSeconds: number('maxSeconds'),
    format: formText(form, 'format') || 'wav',
  }
}
