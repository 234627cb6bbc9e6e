import type { TemplateResponse } from '@canut/contract'
import { CHOSEN_FILES, type ChosenFile } from '@canut/contract/chosen-files'
import { err, ok, type Result } from '@canut/domain'
import { canonicalJson, type JsonValue } from '../../platform/canonical-json.ts'
import { membersOf } from '../shared/text-value.ts'
import type { Issue, WantedFiles } from '../task-type.ts'

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
  if (textsIn(response).some((text) => LOCAL_FILE.test(text))) return refused('file_not_there')
  const files = new Set(filesIn(response)).size
  if (files > CHOSEN_FILES.most) return refused('too_many_files', { max: CHOSEN_FILES.most, found: files })
  return ok(all === undefined ? { answer } : { answer, _all: all as Record<string, unknown[]> })
}

const SENT_FILE = /^fil_[0-9a-f]{32}$/
/** Of a device that has not sent it. */
const LOCAL_FILE = /^local:[0-9a-f-]{36}$/

/** All texts of a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

const filesIn = (response: unknown): string[] => textsIn(response).filter((text) => SENT_FILE.test(text))

/** What a page asks for with a field for files. Which ones a page has is known only once it runs, so every template may have some. */
export const templateFiles: WantedFiles = {
  kinds: ['image', 'audio'],
  ...CHOSEN_FILES,
  mayKeepExif: false,
  named: (response) => filesIn(response).map((file) => ({ path: 'value', file })),
  check: (response) => ok(response),
}

/** The file that a value of an answer is; null for any other value. */
function chosenFile(value: unknown): ChosenFile | null {
  const { uploadId, name, type, size } = membersOf(value)
  if (typeof uploadId !== 'string' || typeof name !== 'string' || typeof type !== 'string' || typeof size !== 'number') return null
  return { uploadId, name, type, size }
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

interface LineOfAnswer {
  readonly name: string
  readonly text: string
  /** of a file that was sent: what the answer calls it */
  readonly file: string | null
}

/** One line per field, or per file of a field: what a person reads of it. */
export function linesOfAnswer(answer: Readonly<Record<string, unknown>>): LineOfAnswer[] {
  return Object.entries(answer).flatMap(([name, value]): LineOfAnswer[] => {
    const files = (Array.isArray(value) ? value : [value]).flatMap((each: unknown) => chosenFile(each) ?? [])
    if (files.length > 0) return files.map((file) => ({ name, text: shortened(file.name), file: file.uploadId }))
    return [{ name, text: shortened(textOfValue(value)), file: null }]
  })
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
