import { membersOf } from '../../platform/members.ts'
import type { Issue } from '../task-type.ts'

/** Longest text of a row or of a field, in characters. */
export const TEXT_MAX_LENGTH = 20_000

/** PostgreSQL cannot store NUL in jsonb, nor a surrogate without its pair. Under the `u` flag the second class matches only lone ones. */
export const WITHOUT_NUL = /^[^\u0000]*$/u
export const WELL_FORMED = /^[^\uD800-\uDFFF]*$/u
export const NOT_BLANK = /\S/u
export const WITHOUT_LINE_BREAK = /^[^\r\n]*$/u

export type Params = Issue['params']

/** Characters as people (and JSON Schema) count them: an emoji outside the basic plane is one. */
function countCharacters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Most texts are far below the limit, and then their length in code units already tells. */
export const isWithin = (text: string, max: number): boolean =>
  text.length <= max || (text.length <= 2 * max && countCharacters(text) <= max)

/** What a message quotes of a value that may be huge or hostile: one line, at most 60 characters, always well formed. */
export function excerpt(value: unknown): string {
  const text = typeof value === 'string' ? value.slice(0, 200) : (JSON.stringify(value) ?? String(value)).slice(0, 200)
  const line = text.toWellFormed().replaceAll('\u0000', '\uFFFD').replaceAll(/\s+/g, ' ').trim()
  return line.length <= 60 ? line : `${line.slice(0, 60).toWellFormed()}…`
}

interface TextRule {
  readonly max?: number
  readonly required?: boolean
}

/**
 * A text cell of an imported row. Numbers and booleans of JSON Lines count as their text.
 *
 * @returns the text, or '' when the cell is empty (an issue if it is required) or unusable (always an issue).
 */
export function readText(value: unknown, path: string, rule: TextRule, issues: Issue[]): string {
  if (value === undefined || value === null) return missing(path, rule, issues)
  const text = typeof value === 'string' ? value : scalarText(value)
  if (text === null) {
    issues.push({ path, code: 'not_text', params: {} })
    return ''
  }
  if (!NOT_BLANK.test(text)) return missing(path, rule, issues)

  const problem = textProblem(text, rule.max ?? TEXT_MAX_LENGTH)
  if (problem === null) return text
  issues.push({ path, ...problem })
  return ''
}

function missing(path: string, { required = false }: TextRule, issues: Issue[]): '' {
  if (required) issues.push({ path, code: 'missing_value', params: {} })
  return ''
}

function scalarText(value: unknown): string | null {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function textProblem(text: string, max: number): { code: string; params: Params } | null {
  if (!isWithin(text, max)) return { code: 'too_long', params: { max } }
  if (text.includes('\u0000')) return { code: 'nul_character', params: {} }
  if (!text.isWellFormed()) return { code: 'broken_text', params: {} }
  return null
}

/** The own property of a row, for columns that the requester names: a column called "constructor" is a column like another. */
export const cellOf = (row: Readonly<Record<string, unknown>>, column: string): unknown =>
  Object.hasOwn(row, column) ? row[column] : undefined

/** A text of a form; files and missing fields are an empty text. Browsers send line ends as CR LF, whatever was typed. */
export function formText(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
}

export function formTexts(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === 'string')
}

export { membersOf }

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
