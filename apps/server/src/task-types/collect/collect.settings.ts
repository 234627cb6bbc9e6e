import { z } from 'zod'
import type { Locale } from '../../platform/i18n/index.ts'
import { MEDIA_KINDS } from '../../platform/uploads/index.ts'
import { optionsFromLines, optionSchema, repeatsIn } from '../labels/label-settings.ts'
import { languageTag, settingText } from '../shared/schemas.ts'
import { formText, formTexts, TEXT_MAX_LENGTH } from '../shared/text-value.ts'

/** Twenty fields of 20,000 characters bound a response at 400,000 characters. */
export const MOST_FIELDS = 20
export const KINDS = ['line', 'paragraph', 'number', 'date', 'choice', 'several', 'address', 'photo', 'file'] as const
/** whose answers come from a list */
export const hasChoices = (kind: EntryField['kind']): boolean => kind === 'choice' || kind === 'several'
/** whose answers are texts, which may be nearly the same */
export const isTyped = (kind: EntryField['kind']): boolean => kind === 'line' || kind === 'paragraph'
export const MATERIALS = ['text', 'image', 'audio', 'video'] as const
export const MOST_FILES = 10

export const DEFAULT_MAX_LENGTH = 2000

const tolerance = z.number('not_a_tolerance').min(0, 'not_a_tolerance').max(1_000_000, 'not_a_tolerance').default(0)
const filesRule = { message: 'not_a_length', params: { max: MOST_FILES } }
const fileCount = z
  .number('not_a_length')
  .refine((count) => Number.isInteger(count) && count >= 1 && count <= MOST_FILES, filesRule)
  .default(1)
  .meta({ minimum: 1, maximum: MOST_FILES, multipleOf: 1 })
const lengthRule = { message: 'not_a_length', params: { max: TEXT_MAX_LENGTH } }

const fieldSchema = z.strictObject({
  /** the member of the response, and the column of exports */
  name: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9_]{0,39}$/u, 'field_name'),
  en: settingText(200).default(''),
  fr: settingText(200).default(''),
  kind: z.enum(KINDS).default('line'),
  required: z.boolean().default(true),
  /** of lines and paragraphs, in characters */
  maxLength: z
    .number('not_a_length')
    .refine((length) => Number.isInteger(length) && length >= 1 && length <= TEXT_MAX_LENGTH, lengthRule)
    .default(DEFAULT_MAX_LENGTH)
    .meta({ minimum: 1, maximum: TEXT_MAX_LENGTH, multipleOf: 1 }),
  /** the column whose value is there to begin with, for corrections; '' for an empty field */
  prefill: settingText(100).default(''),
  /** the answers of a choice, or of several */
  choices: z.array(optionSchema).max(50).default([]),
  /** how many photos or files, where the field is filled in at all */
  fewest: fileCount,
  most: fileCount,
  /** of a field for files: what they may be */
  accept: z.array(z.enum(MEDIA_KINDS)).max(MEDIA_KINDS.length).default([]),
  /** by how much a response to a gold task may differ: of a number the difference, of a text the percentage of its characters */
  tolerance,
  /** asked only where an earlier choice has this answer; null: always */
  when: z.strictObject({ field: z.string(), value: z.string() }).nullable().default(null),
})
export type EntryField = z.output<typeof fieldSchema>

export const entrySettingsSchema = z
  .strictObject({
    /** what every row has; the others are shown where a row has them */
    material: z.array(z.enum(MATERIALS)).min(1, 'material_missing').max(MATERIALS.length).default(['text']),
    fields: z.array(fieldSchema).min(1).max(MOST_FIELDS),
    /** of the material, and of the answers: they differ in a translation */
    textLanguage: languageTag.default(''),
    answerLanguage: languageTag.default(''),
    /** photos keep what the camera wrote into them, the place included, of those workers who agree */
    keepLocation: z.boolean().default(false),
  })
  .superRefine(({ fields }, context) => {
    const refuse = (path: PropertyKey[], message: string, params: Record<string, string> = {}): void =>
      context.addIssue({ code: 'custom', path: ['fields', ...path], message, params })
    for (const { index, value } of repeatsIn(fields.map(({ name }) => name))) refuse([index, 'name'], 'repeated_value', { value })
    for (const [index, { kind, choices, prefill, when, fewest, most, accept, tolerance: differ }] of fields.entries()) {
      for (const repeat of repeatsIn(choices.map(({ value }) => value))) {
        refuse([index, 'choices', repeat.index], 'repeated_value', { value: repeat.value })
      }
      if (hasChoices(kind) && choices.length < 2) refuse([index, 'choices'], 'choices_missing')
      if (when !== null && !mayFollow(fields.slice(0, index), when))
        refuse([index, 'when'], 'when_unknown', { field: when.field, value: when.value })
      if (fewest > most) refuse([index, 'most'], 'fewer_than_fewest')
      if (kind === 'file' && accept.length === 0) refuse([index, 'accept'], 'choose_some')
      if (isTyped(kind) && differ > 100) refuse([index, 'tolerance'], 'not_a_tolerance')
      if ((kind === 'photo' || kind === 'file') && prefill !== '') refuse([index, 'prefill'], 'prefill_of_files')
      if (/^truth(_|$)/.test(prefill)) refuse([index, 'prefill'], 'prefill_is_truth')
    }
  })

export type EntrySettings = z.output<typeof entrySettingsSchema>

/** A condition is about an answer that was asked for before, so that a page read from the top never changes above the eye. */
const mayFollow = (earlier: readonly EntryField[], when: NonNullable<EntryField['when']>): boolean =>
  earlier.some(({ name, kind, choices }) => name === when.field && hasChoices(kind) && choices.some(({ value }) => value === when.value))

/** Whether a field is asked for, given the answers so far: a field that waits for one that is not asked is not asked either. */
export function isAsked(field: EntryField, fields: readonly EntryField[], values: Readonly<Record<string, unknown>>): boolean {
  const { when } = field
  if (when === null) return true
  const on = fields.find(({ name }) => name === when.field)
  if (on === undefined || !isAsked(on, fields, values)) return false
  const value = values[when.field]
  return Array.isArray(value) ? value.includes(when.value) : value === when.value
}

export const fieldName = (field: EntryField, locale: Locale): string => {
  const other: Locale = locale === 'en' ? 'fr' : 'en'
  return field[locale] || field[other] || field.name
}

/** The form has a place for every possible field; those left empty are not fields. */
export function entrySettingsFromForm(form: FormData): unknown {
  return {
    material: formTexts(form, 'material'),
    fields: Array.from({ length: MOST_FIELDS }, (_, index) => fieldFromForm(form, `fields.${index}`)).filter((field) => field !== null),
    textLanguage: formText(form, 'textLanguage'),
    answerLanguage: formText(form, 'answerLanguage'),
    keepLocation: form.has('keepLocation'),
  }
}

function fieldFromForm(form: FormData, place: string): unknown {
  const text = (name: string): string => formText(form, `${place}.${name}`).trim()
  if (['name', 'en', 'fr', 'prefill', 'choices', 'whenField', 'whenValue'].every((name) => text(name) === '')) return null
  const number = (name: string) => {
    const typed = text(name).replace(',', '.')
    return typed === '' ? {} : { [name]: /^\d{1,9}(\.\d{1,6})?$/.test(typed) ? Number(typed) : typed }
  }
  return {
    name: text('name'),
    en: text('en'),
    fr: text('fr'),
    kind: text('kind') || 'line',
    required: form.has(`${place}.required`),
    ...number('maxLength'),
    ...number('fewest'),
    ...number('most'),
    ...number('tolerance'),
    accept: formTexts(form, `${place}.accept`),
    prefill: text('prefill'),
    when: text('whenField') === '' && text('whenValue') === '' ? null : { field: text('whenField'), value: text('whenValue') },
    choices: optionsFromLines(text('choices')),
  }
}
