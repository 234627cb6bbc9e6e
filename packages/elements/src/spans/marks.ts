import type { Relation, Span, SpansResponse } from '@canut/contract'

/** A span, with a grade where the element is given grades (how severe an error is). Offsets in code points, the end exclusive. */
export interface Mark extends Span {
  readonly grade?: string
}

/** What has been marked: a value, so that every state of it can be kept and gone back to. */
export interface Marks {
  /** in order of start, then end */
  readonly spans: readonly Mark[]
  readonly relations: readonly Relation[]
  /** the worker looked and found nothing: an empty response is a response */
  readonly nothing: boolean
}

export const NO_MARKS: Marks = { spans: [], relations: [], nothing: false }

const inOrder = (spans: readonly Mark[]): Mark[] =>
  spans.toSorted((a, b) => a.start - b.start || a.end - b.end || Number(a.label > b.label) - Number(a.label < b.label))

export interface NewMark {
  readonly start: number
  readonly end: number
  readonly label: string
  readonly grade?: string | undefined
}

/** Adds a span under an id of its own. The same stretch with the same label is there already: nothing changes. */
export function addMark(marks: Marks, { start, end, label, grade }: NewMark): { marks: Marks; id: string } {
  const same = marks.spans.find((span) => span.start === start && span.end === end && span.label === label)
  if (same !== undefined) return { marks, id: same.id }
  const used = new Set(marks.spans.map((span) => span.id))
  let number = marks.spans.length + 1
  while (used.has(`s${number}`)) number++
  const id = `s${number}`
  const span: Mark = { id, start, end, label, ...(grade === undefined ? {} : { grade }) }
  return { marks: { ...marks, spans: inOrder([...marks.spans, span]), nothing: false }, id }
}

export function changeMark(marks: Marks, id: string, change: { label?: string; grade?: string }): Marks {
  return { ...marks, spans: inOrder(marks.spans.map((span) => (span.id === id ? { ...span, ...change } : span))) }
}

/** Its relations go with it. */
export function removeMark(marks: Marks, id: string): Marks {
  return {
    ...marks,
    spans: marks.spans.filter((span) => span.id !== id),
    relations: marks.relations.filter(({ from, to }) => from !== id && to !== id),
  }
}

const isSame = (a: Relation, b: Relation): boolean => a.from === b.from && a.to === b.to && a.label === b.label

/** A relation of a span with itself, or one that is there already, changes nothing. */
export function addRelation(marks: Marks, relation: Relation): Marks {
  if (relation.from === relation.to || marks.relations.some((each) => isSame(each, relation))) return marks
  return { ...marks, relations: [...marks.relations, relation] }
}

export function removeRelation(marks: Marks, relation: Relation): Marks {
  return { ...marks, relations: marks.relations.filter((each) => !isSame(each, relation)) }
}

/** The first span that shares a character with this stretch. */
export function overlapping(marks: Marks, start: number, end: number): Mark | null {
  return marks.spans.find((span) => span.start < end && start < span.end) ?? null
}

/** Spans over one place, the shortest first: the one that a tap most likely means. */
export function marksAt(marks: Marks, start: number, end: number): Mark[] {
  return marks.spans.filter((span) => span.start < end && start < span.end).toSorted((a, b) => a.end - a.start - (b.end - b.start))
}

/** The response as text; '' before anything was marked or said to be absent. */
export function valueOf(marks: Marks): string {
  if (marks.spans.length === 0 && !marks.nothing) return ''
  const response: SpansResponse = {
    spans: marks.spans,
    ...(marks.relations.length === 0 ? {} : { relations: marks.relations }),
  }
  return JSON.stringify(response)
}

/**
 * Reads a value back: a draft, a response, pre-labels. What is no span is left out, for a draft may be anything.
 *
 * @throws never.
 */
export function marksOf(value: string): Marks {
  const response = parsed(value)
  if (response === null) return NO_MARKS
  const spans = listOf(response['spans']).filter(isMark)
  const ids = new Set(spans.map(({ id }) => id))
  if (ids.size < spans.length) return NO_MARKS
  const relations = listOf(response['relations']).filter(isRelation)
  const known = relations.filter(({ from, to }) => ids.has(from) && ids.has(to))
  return { spans: inOrder(spans), relations: known, nothing: spans.length === 0 }
}

type Members = Readonly<Record<string, unknown>>

function parsed(value: string): Members | null {
  if (value === '') return null
  try {
    const read: unknown = JSON.parse(value)
    return typeof read === 'object' && read !== null ? (read as Members) : null
  } catch {
    return null
  }
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const members = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {})

function isMark(value: unknown): value is Mark {
  const { id, start, end, label, grade } = members(value)
  const placed = Number.isSafeInteger(start) && Number.isSafeInteger(end) && (start as number) >= 0 && (start as number) < (end as number)
  return placed && typeof id === 'string' && typeof label === 'string' && (grade === undefined || typeof grade === 'string')
}

function isRelation(value: unknown): value is Relation {
  const { from, to, label } = members(value)
  return typeof from === 'string' && typeof to === 'string' && typeof label === 'string'
}
