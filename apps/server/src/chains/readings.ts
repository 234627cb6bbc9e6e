import type { TaskSetup } from '../task-types/index.ts'
import type { Mapping } from './passages.store.ts'

/** An answer of the earlier step with the task that it is of. */
export interface Answer {
  readonly payload: unknown
  readonly response: unknown
  readonly label: string | null
  readonly confidence: number | null
}

const PAYLOAD = 'payload.'
const RESPONSE = 'response.'
const ROW = 'row.'
const FIXED = '='
const READINGS = ['response', 'text', 'label', 'confidence'] as const

/** Everything that a column of the next step can be filled from, in the order in which people are offered it. */
export function sourcesOf(setup: TaskSetup): string[] {
  const members = Object.keys(membersOf(setup.responseSchema['properties']))
  const { required, optional } = setup.columns
  return [
    ...members.map((name) => RESPONSE + name),
    ...setup.rowColumns.filter((name) => !members.includes(name)).map((name) => ROW + name),
    ...READINGS,
    ...[...required, ...optional].map((name) => PAYLOAD + name),
  ]
}

export const isFixed = (source: string): boolean => source.startsWith(FIXED)

/** The row that the next task type reads, as if it stood in a file. A column without a value is left out. */
export function rowOf(mapping: Mapping, setup: TaskSetup, answer: Answer): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (const [column, source] of Object.entries(mapping)) {
    const value = read(source, setup, answer)
    if (value !== undefined && value !== null) row[column] = value
  }
  return row
}

function read(source: string, setup: TaskSetup, answer: Answer): unknown {
  if (isFixed(source)) return source.slice(FIXED.length)
  if (source.startsWith(PAYLOAD)) return memberOf(answer.payload, source.slice(PAYLOAD.length))
  if (source.startsWith(RESPONSE)) return memberOf(answer.response, source.slice(RESPONSE.length))
  if (source.startsWith(ROW)) return memberOf(setup.toRow(answer.response), source.slice(ROW.length))
  if (source === 'text') return textIn(answer.response) ?? setup.describe(answer.response, 'en')
  if (source === 'response' || source === 'label' || source === 'confidence') return answer[source]
  return undefined
}

/** What a person wrote: the text of the answer, or of its parts one after the other. Null when there is none. */
function textIn(response: unknown): string | null {
  const { text, segments } = membersOf(response)
  if (typeof text === 'string') return text
  if (!Array.isArray(segments)) return null
  return segments
    .map((segment) => membersOf(segment)['text'])
    .filter((part) => typeof part === 'string')
    .join(' ')
}

/** Words for the same thing in the columns of one type and the answers of another. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  draft: ['text'],
  source: ['text', 'payload.text'],
  reference: ['payload.sentence', 'payload.text'],
  prompt: ['payload.sentence', 'payload.text'],
  locale: ['payload.language'],
  language: ['payload.locale'],
}
/** Columns in which a type takes an earlier answer to begin with; `<kind>` is that of the earlier step. */
const PREFILLED = /^(prefill|prediction|initial|boxes|shapes|objects|regions|spans|segments)$/

/**
 * Columns of the next type with where their values most likely come from: the member of the answer of the same name, what
 * is alike by its meaning, then the earlier task itself. What nothing fits is left out.
 */
export function suggestMapping(earlier: TaskSetup, next: TaskSetup): Record<string, string> {
  const sources = new Set(sourcesOf(earlier))
  const mapping: Record<string, string> = {}
  for (const column of [...next.columns.required, ...next.columns.optional]) {
    if (column === next.columns.truth) continue
    const wanted = [
      ...(PREFILLED.test(column) && sources.has(RESPONSE + column) ? ['response'] : []),
      RESPONSE + column,
      ...(ALIKE[column] ?? []),
      ROW + column,
      PAYLOAD + column,
      ...(column === 'text' ? ['text'] : []),
    ]
    const found = wanted.find((source) => sources.has(source))
    if (found !== undefined) mapping[column] = found
  }
  return mapping
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {}
}

function memberOf(value: unknown, name: string): unknown {
  const members = membersOf(value)
  return Object.hasOwn(members, name) ? members[name] : undefined
}
