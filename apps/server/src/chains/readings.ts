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
  if (source.startsWith(ROW)) return answer.response === null ? undefined : memberOf(setup.toRow(answer.response), source.slice(ROW.length))
  if (source === 'text') return answer.response === null ? undefined : (textIn(answer.response) ?? setup.describe(answer.response, 'en'))
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

/** Columns that hold what an earlier step wrote, to be looked at again. */
const WRITTEN = new Set(['draft', 'prefill', 'prediction', 'initial'])
/** Members of an answer that a screen can begin with. */
const STRUCTURED = new Set(['segments', 'spans', 'boxes', 'shapes', 'objects', 'regions'])
/** Columns that name what the earlier task was about. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  audio: ['video'],
  source: ['text', 'sentence'],
  text: ['source'],
  reference: ['sentence', 'text'],
  prompt: ['sentence', 'text'],
  locale: ['language'],
  language: ['locale'],
}

/**
 * Columns of the next type with where their values most likely come from. What was written goes where the next step looks at
 * it again, and into one column only; a member of the answer of the same name comes next, then the earlier task itself. What
 * nothing fits is left out.
 */
export function suggestMapping(earlier: TaskSetup, next: TaskSetup): Record<string, string> {
  const members = Object.keys(membersOf(earlier.responseSchema['properties']))
  const payload = new Set([...earlier.columns.required, ...earlier.columns.optional])
  const columns = [...new Set([...next.columns.required, ...next.columns.optional])].filter((column) => column !== next.columns.truth)
  const whatWasWritten = writtenIn(members, Object.keys(membersOf(next.responseSchema['properties'])))
  // a prediction is a whole answer of the next kind, and no text by itself
  const written = columns.find((column) => WRITTEN.has(column) && (column !== 'prediction' || whatWasWritten === 'response'))
  const mapping: Record<string, string> = {}
  for (const column of columns) {
    if (column === written) {
      if (whatWasWritten !== null) mapping[column] = whatWasWritten
      continue
    }
    // what was suggested for the earlier task is no answer to it
    if (column === 'prediction') continue
    const ofAnswer = members.includes(column) && !(written !== undefined && column === 'text')
    const ofTask = [column, ...(ALIKE[column] ?? [])].find((name) => payload.has(name))
    const found = ofAnswer ? RESPONSE + column : ofTask === undefined ? null : PAYLOAD + ofTask
    if (found !== null) mapping[column] = found
    else if (column === 'text' && whatWasWritten === 'text' && written === undefined) mapping[column] = 'text'
  }
  return mapping
}

/** Of a text the text; of marks and drawings the whole answer, where the next step answers in the same way. */
function writtenIn(members: readonly string[], nextMembers: readonly string[]): 'text' | 'response' | null {
  if (members.includes('text')) return 'text'
  if (members.some((name) => STRUCTURED.has(name) && nextMembers.includes(name))) return 'response'
  return members.includes('segments') ? 'text' : null
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {}
}

function memberOf(value: unknown, name: string): unknown {
  const members = membersOf(value)
  return Object.hasOwn(members, name) ? members[name] : undefined
}
