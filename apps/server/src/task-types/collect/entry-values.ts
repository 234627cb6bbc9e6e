import type { SentFile } from '@canut/contract'
import { z } from 'zod'
import { missingOr, storableText } from '../shared/schemas.ts'
import { isAsked, type EntryField } from './collect.settings.ts'
import { eachOnce, filesSchema, hasFiles, isSentFiles } from './sent-files.ts'

/** What one field is filled in with. */
export type EntryValue = string | number | readonly string[] | readonly SentFile[]
export type EntryResponse = Readonly<Record<string, EntryValue>>

/** Fifteen digits are what a double holds exactly. */
const NUMBER_LIMIT = 999_999_999_999_999
const NUMBER = /^[-−+]?\d+(?:[.,]\d+)?(?:e-?\d{1,3})?$/i
const AMBIGUOUS_COMMA = /^[-−+]?[1-9]\d{0,2},\d{3}$/
const MOST_DIGITS = 15

function valueSchema(field: EntryField) {
  const { kind, required, maxLength, choices } = field
  switch (kind) {
    case 'line':
      return storableText(maxLength, { required, line: true })
    case 'paragraph':
      return storableText(maxLength, { required })
    case 'number':
      return z.number(missingOr('not_a_number')).min(-NUMBER_LIMIT, 'not_a_number').max(NUMBER_LIMIT, 'not_a_number')
    case 'date':
      return z.iso.date(missingOr('not_a_date'))
    case 'choice':
      return z.enum(valuesOf(choices), missingOr('not_a_choice'))
    case 'several': {
      const list = z.array(z.enum(valuesOf(choices), missingOr('not_a_choice')), missingOr('wrong_type')).max(choices.length)
      return required ? list.min(1, 'choose_some') : list
    }
    case 'address':
      return storableText(maxLength, { required, line: true }).regex(/^(https?:\/\/\S+)?$/u, 'not_an_address')
    case 'photo':
    case 'file':
      return filesSchema(field)
  }
}

const valuesOf = (choices: EntryField['choices']) => choices.map(({ value }) => value) as [string, ...string[]]

/** A field that waits for another answer may always be missing here; `missingFields` says where it may not. */
export function entrySchema(fields: readonly EntryField[]) {
  return z.strictObject(
    Object.fromEntries(
      fields.map((field) => [field.name, field.required && field.when === null ? valueSchema(field) : valueSchema(field).optional()]),
    ),
  )
}

/** Names of fields that a response asks for by its other answers, and leaves empty. */
export function missingFields(fields: readonly EntryField[], response: EntryResponse): string[] {
  return fields
    .filter((field) => field.when !== null && field.required && isAsked(field, fields, response) && response[field.name] === undefined)
    .map(({ name }) => name)
}

/** Fields in the order of the settings, one kind of line end, no empty ones and none that was not asked for: what is kept of a valid response. */
export function canonicalResponse(fields: readonly EntryField[], response: Readonly<Record<string, unknown>>): EntryResponse {
  const kept: Record<string, EntryValue> = {}
  for (const field of fields) {
    const { name, choices } = field
    const value = response[name]
    if (!isAsked(field, fields, kept)) continue
    if (hasFiles(field)) {
      if (isSentFiles(value)) kept[name] = eachOnce(value)
    } else if (Array.isArray(value)) {
      const chosen = choices.flatMap((choice) => (value.includes(choice.value) ? [choice.value] : []))
      if (chosen.length > 0) kept[name] = chosen
    } else if (typeof value === 'number') kept[name] = value === 0 ? 0 : value
    else if (typeof value === 'string' && value.trim() !== '') kept[name] = value.replaceAll(/\r\n?/g, '\n')
  }
  return kept
}

/** A typed text as the value of its field. What cannot be read stays as it is, so that the check names it and nothing typed is lost. */
export function valueFromText({ kind }: EntryField, text: string): EntryValue | undefined {
  if (text.trim() === '') return undefined
  if (kind === 'number') return numberFromText(text)
  if (kind === 'several') return text.split(SEPARATOR).map((part) => part.trim())
  return kind === 'line' || kind === 'paragraph' ? text : text.trim()
}

/** As in the truth column of labels: choices never contain it. */
const SEPARATOR = '|'

function numberFromText(text: string): EntryValue {
  const compact = text.replaceAll(/\s/g, '')
  if (!NUMBER.test(compact) || AMBIGUOUS_COMMA.test(compact)) return text
  const digits = compact.replace(/e.*$/i, '').replaceAll(/\D/g, '').replace(/^0+/, '')
  if (digits.length > MOST_DIGITS) return text
  return Number(compact.replace(',', '.').replace('−', '-'))
}

export const isEntryValue = (value: unknown): value is EntryValue =>
  typeof value === 'string' ||
  typeof value === 'number' ||
  (Array.isArray(value) && value.every((each) => typeof each === 'string')) ||
  isSentFiles(value)

/** Of files, the names by which they are exported. */
export function textOfValue(value: EntryValue): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  return value.map((each) => (typeof each === 'string' ? each : each.file)).join(SEPARATOR)
}

/** Two answers are the same when they read the same: in Unicode form C, with no spaces around and single ones inside. */
export const comparable = (value: EntryValue): string => textOfValue(value).normalize('NFC').trim().replaceAll(/\s+/g, ' ')
