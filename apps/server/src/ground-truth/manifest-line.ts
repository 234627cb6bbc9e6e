import { membersOf, type Members } from '../platform/members.ts'
import { classesOf, labelOf, responseOf, type LabelMaking, type ManifestLabel } from './manifest-labels.ts'

/** What "none of these" is called wherever a batch offers it. */
const NONE = 'none'

const MANIFEST_LIMITS = { lineMaxLength: 100_000, attributeMaxLength: 20_000 } as const

export interface ManifestProblem {
  readonly column: string | null
  readonly code: 'manifest_line_too_long' | 'manifest_attribute_too_long' | 'manifest_name_reserved'
  readonly params: Readonly<Record<string, string | number>>
}

/** Whether an object is a line of an input manifest. */
export function isManifestLine(line: Members): boolean {
  return typeof line['source'] === 'string' || typeof line['source-ref'] === 'string'
}

/** What Ground Truth itself refuses in a line. */
export function problemsOfLine(line: Members): ManifestProblem[] {
  const { lineMaxLength, attributeMaxLength } = MANIFEST_LIMITS
  const found: ManifestProblem[] = []
  let length = 2
  for (const [name, value] of Object.entries(line)) {
    const chars = typeof value === 'string' ? value.length : JSON.stringify(value).length
    length += name.length + chars + 6
    if (name.startsWith('$')) found.push({ column: name, code: 'manifest_name_reserved', params: {} })
    if (chars > attributeMaxLength) {
      found.push({ column: name, code: 'manifest_attribute_too_long', params: { limit: attributeMaxLength, found: chars } })
    }
  }
  if (length > lineMaxLength) found.push({ column: null, code: 'manifest_line_too_long', params: { limit: lineMaxLength, found: length } })
  return found
}

/**
 * Names under which a project may have the file of an address, the likeliest first: the path in its store, then with one
 * folder less each time, down to the name alone, and that without the eight digits that Label Studio puts before it.
 */
export function fileNamesOf(reference: string): string[] {
  const path = decoded(reference.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i, '').replace(/[?#].*$/, ''))
  const parts = path.split('/').filter((part) => part !== '')
  const last = parts.at(-1) ?? ''
  const plain = last.replace(/^[0-9a-f]{8}-/, '')
  return [...parts.map((_, from) => parts.slice(from).join('/')), ...(plain === last ? [] : [plain])]
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // a % that stands for itself
    return path
  }
}

/**
 * The label of an earlier job on the same kind of task, the last in the line; null without one. A job with classes that this one
 * has not asked something else.
 */
export function earlierLabel(line: Members, taskType: string, classes: readonly string[]): { name: string; response: unknown } | null {
  const known = new Set([...classes, NONE])
  for (const name of Object.keys(line).toReversed()) {
    if (!(`${name}-metadata` in line)) continue
    const response = responseOf(taskType, { value: line[name], metadata: membersOf(line[`${name}-metadata`]) })
    if (response !== null && classesOf(response).every((label) => known.has(label))) return { name, response }
  }
  return null
}

export interface LineMaking extends Omit<LabelMaking, 'name'> {
  readonly taskType: string
  /** of the batch: names are made from it */
  readonly batchName: string
  /** the members of the input line that are handed on; null when the task came from another kind of file */
  readonly passed: Members | null
  readonly payload: Members
  /** the columns that the type cannot do without: an import reads one of them from `source` or `source-ref` */
  readonly required: readonly string[]
  /** null: not labelled, and the line is copied as it is */
  readonly response: unknown
  /** for masks: the label, since it lies in a file of its own */
  readonly mask?: (name: string) => ManifestLabel
}

/** A line of the output manifest: the input line with one label more, named after the batch, or after the label that was adjusted. */
export function outputLine(of: LineMaking): Members {
  const input = of.passed !== null && isLineOf(of.passed, of.payload) ? of.passed : { ...of.passed, ...sourceOf(of) }
  if (of.response === null) return input
  const earlier = earlierLabel(input, of.taskType, of.classes.names)
  const name = freeName(earlier === null ? labelName(of.batchName, of.mask !== undefined) : `adjusted-${earlier.name}`, input)
  const { value, metadata } = of.mask?.(name) ?? labelOf(of.taskType, of.response, { ...of, name })
  const status = earlier === null ? {} : { 'adjustment-status': isSame(earlier.response, of.response) ? 'unadjusted' : 'adjusted' }
  return { ...input, [name]: value, [`${name}-metadata`]: { ...metadata, ...status } }
}

/** Whether this is the manifest line that a task was made of. A table may as well have a column of its own that it calls "source". */
function isLineOf(line: Members, payload: Members): boolean {
  if (!isManifestLine(line)) return false
  const shown = new Set(Object.values(payload))
  const { source, 'source-ref': reference } = line
  const names = typeof reference === 'string' ? [reference, ...fileNamesOf(reference)] : []
  return [source, ...names].some((each) => shown.has(each) || (typeof each === 'string' && shown.has(each.trim())))
}

const FILES = ['image', 'audio', 'video', 'media']
const TEXTS = ['text', 'source', 'sentence', 'prompt']

/** One text or one file, which a task shows, and beside it the other columns of the task. */
function sourceOf({ payload, required }: Pick<LineMaking, 'payload' | 'required'>): Members {
  const shown = [...FILES, ...TEXTS].find((member) => typeof payload[member] === 'string')
  if (shown === undefined) return { source: JSON.stringify(payload) }
  const others = Object.entries(payload).filter(([member]) => member !== shown || !required.includes(member))
  return { [FILES.includes(shown) ? 'source-ref' : 'source']: payload[shown], ...Object.fromEntries(others.flatMap(columnsOf)) }
}

/** A list of texts has a column for each, as tables do. */
function columnsOf([member, value]: readonly [string, unknown]): (readonly [string, unknown])[] {
  const isItems = member === 'items' && Array.isArray(value)
  return isItems ? value.map((item: unknown, place) => [`item_${place + 1}`, item] as const) : [[member, value]]
}

/** Letters, digits and hyphens; must end in -ref where the label is a reference, and may not otherwise, nor in -metadata. */
export function labelName(batchName: string, isReference: boolean): string {
  const plain = batchName
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .slice(0, 100)
    .replaceAll(/^-+|-+$/g, '')
    .replace(/(-metadata|-ref)+$/i, '')
  const name = plain === '' || plain === 'source' ? 'label' : plain
  return isReference ? `${name}-ref` : name
}

function freeName(name: string, taken: Members): string {
  const end = name.endsWith('-ref') ? '-ref' : ''
  const base = name.slice(0, name.length - end.length)
  for (let n = 1; ; n += 1) {
    const tried = n === 1 ? name : `${base}-${n}${end}`
    if (!(tried in taken) && !(`${tried}-metadata` in taken)) return tried
  }
}

/** Ids are made up anew by whoever writes shapes down, so they do not count. */
function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).toSorted().join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null)
  const members = Object.entries(value).filter(([name, member]) => name !== 'id' && member !== undefined)
  return `{${members
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`)
    .toSorted()
    .join(',')}}`
}
