import { z } from 'zod'
import { missingOr, storableText } from '../shared/schemas.ts'
import type { EntryField } from './text-entry.settings.ts'

/** What is typed into one field. */
export type EntryValue = string | number
export type EntryResponse = Readonly<Record<string, EntryValue>>

/** Fifteen digits are what a double holds exactly. */
const NUMBER_LIMIT = 999_999_999_999_999
const NUMBER = /^[-−+]?\d+(?:[.,]\d+)?(?:e-?\d{1,3})?$/i
const AMBIGUOUS_COMMA = /^[-−+]?[1-9]\d{0,2},\d{3}$/
const MOST_DIGITS = 15

function valueSchema({ kind, required, maxLength, choices }: EntryField) {
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
      return z.enum(choices.map(({ value }) => value) as [string, ...string[]], missingOr('not_a_choice'))
  }
}

export function entrySchema(fields: readonly EntryField[]) {
  return z.strictObject(
    Object.fromEntries(fields.map((field) => [field.name, field.required ? valueSchema(field) : valueSchema(field).optional()])),
  )
}

/** Fields in the order of the settings, one kind of line end, and no empty ones: what is kept of a valid response. */
export function canonicalResponse(fields: readonly EntryField[], response: Readonly<Record<string, unknown>>): EntryResponse {
  const kept: Record<string, EntryValue> = {}
  for (const { name } of fields) {
    const value = response[name]
    if (typeof value === 'number') kept[name] = value === 0 ? 0 : value
    else if (typeof value === 'string' && value.trim() !== '') kept[name] = value.replaceAll(/\r\n?/g, '\n')
  }
  return kept
}

/** A typed text as the value of its field. What cannot be read stays as it is, so that the check names it and nothing typed is lost. */
export function valueFromText({ kind }: EntryField, text: string): EntryValue | undefined {
  if (text.trim() === '') return undefined
  if (kind === 'number') return numberFromText(text)
  return kind === 'line' || kind === 'paragraph' ? text : text.trim()
}

function numberFromText(text: string): EntryValue {
  const compact = text.replaceAll(/\s/g, '')
  if (!NUMBER.test(compact) || AMBIGUOUS_COMMA.test(compact)) return text
  const digits = compact.replace(/e.*$/i, '').replaceAll(/\D/g, '').replace(/^0+/, '')
  if (digits.length > MOST_DIGITS) return text
  return Number(compact.replace(',', '.').replace('−', '-'))
}

/** Two answers are the same when they read the same: in Unicode form C, with no spaces around and single ones inside. */
export const comparable = (value: EntryValue): string => String(value).normalize('NFC').trim().replaceAll(/\s+/g, ' ')
