import type { TemplateResponse } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { canonicalJson, type JsonValue } from '../../platform/canonical-json.ts'
import { membersOf } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'

/** Room for a mask as PNG, none for a film: the form that brings it takes a megabyte. */
const MOST_CHARACTERS = 700_000
const DEEPEST = 12

export const templateResponseSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['answer'],
  additionalProperties: false,
  properties: {
    answer: { type: 'object', description: 'what the page collected, by the names of its fields' },
    _all: { type: 'object', additionalProperties: { type: 'array' }, description: 'all values of names that several fields share' },
  },
} as const

/** Takes what a page collected as it is, so long as it is JSON that can be kept. */
export function checkTemplateResponse(response: unknown): Result<TemplateResponse, Issue[]> {
  const refused = (code: string, params: Issue['params'] = {}): Result<never, Issue[]> => err([{ path: 'value', code, params }])
  const { answer, _all: all, ...others } = membersOf(response)
  if (!isRecord(answer) || Object.keys(others).length > 0) return refused('template_not_sent')
  if (all !== undefined && !(isRecord(all) && Object.values(all).every((values) => Array.isArray(values))))
    return refused('template_not_sent')
  if (!isKeepable(response, DEEPEST)) return refused('template_not_json')
  const length = JSON.stringify(response).length
  if (length > MOST_CHARACTERS) return refused('template_too_large', { max: MOST_CHARACTERS, found: length })
  return ok(all === undefined ? { answer } : { answer, _all: all as Record<string, unknown[]> })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether PostgreSQL can store it as JSON and whoever reads it later comes to an end. */
export function isKeepable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return !value.includes('\u0000') && value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (value === null || typeof value === 'boolean') return true
  if (typeof value !== 'object' || depth === 0) return false
  return Object.entries(value).every(([name, member]) => isKeepable(name, depth) && name !== '__proto__' && isKeepable(member, depth - 1))
}

/**
 * The value that answers are compared by: the category or the text where the page asks for one thing only, else all of it in
 * one order of members. Null for an answer without anything.
 */
export function labelOfAnswer(answer: Readonly<Record<string, unknown>>): string | null {
  const entries = Object.entries(answer)
  if (entries.length === 0) return null
  const [only] = entries
  if (only !== undefined && entries.length === 1) {
    const value = only[1]
    if (typeof value === 'string') return value
    const { label, ...others } = membersOf(value)
    if (typeof label === 'string' && Object.keys(others).length === 0) return label
  }
  return canonicalJson(answer as JsonValue)
}

const LONGEST_SHOWN = 300

/** One line per field: what a person reads of it. */
export function linesOfAnswer(answer: Readonly<Record<string, unknown>>): { name: string; text: string }[] {
  return Object.entries(answer).map(([name, value]) => ({ name, text: shortened(textOfValue(value)) }))
}

function textOfValue(value: unknown): string {
  if (typeof value === 'string') return value
  const members = membersOf(value)
  const names = Object.keys(members)
  if (names.length === 1 && typeof members['label'] === 'string') return members['label']
  if (names.length > 0 && names.every((name) => typeof members[name] === 'boolean'))
    return names.filter((name) => members[name] === true).join(', ') || '–'
  return JSON.stringify(value) ?? ''
}

const shortened = (text: string): string => (text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN).toWellFormed()}…`)
