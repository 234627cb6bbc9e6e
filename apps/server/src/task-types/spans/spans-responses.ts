import { err, ok, type Result } from '@canut/domain'
import { spanScore } from '@canut/aggregation'
import type { SpansResponse } from '@canut/contract'
import { z } from 'zod'
import { judgeLabels } from '../shared/judge-labels.ts'
import { storableText } from '../shared/schemas.ts'
import { membersOf } from '../shared/text-value.ts'
import { issuesOf } from '../shared/zod-issues.ts'
import type { Issue, Judgement } from '../task-type.ts'
import type { SpansSettings } from './spans.settings.ts'

/** A span for every second character would be a mistake of a program. */
const MOST_SPANS = 2000

type Spans = SpansResponse['spans']

const compare = (a: Spans[number], b: Spans[number]): number =>
  a.start - b.start || a.end - b.end || Number(a.label > b.label) - Number(a.label < b.label)

export function spansSchema({ labels, relations }: Pick<SpansSettings, 'labels' | 'relations'>) {
  const values = (options: SpansSettings['labels']) => z.enum(options.map(({ value }) => value) as [string, ...string[]])
  const id = storableText(40, { required: true, line: true })
  const span = z.strictObject({ id, start: z.int().min(0), end: z.int().min(1), label: values(labels) })
  const spans = z.array(span).max(MOST_SPANS)
  if (relations.length === 0) return z.strictObject({ spans })
  const relation = z.strictObject({ from: id, to: id, label: values(relations) })
  return z.strictObject({ spans, relations: z.array(relation).max(MOST_SPANS).optional() })
}

/** Code points of a text: what offsets count. */
export const lengthOf = (text: string): number => {
  let count = 0
  for (const _ of text) count++
  return count
}

export interface SpanRules {
  readonly schema: ReturnType<typeof spansSchema>
  readonly overlap: boolean
  /** of the text, in code points */
  readonly length: number
}

/** Everything about spans that a schema can and cannot say, all at once; the canonical form is in order of start, then end. */
export function checkSpans(response: unknown, { schema, overlap, length }: SpanRules): Result<SpansResponse, Issue[]> {
  const checked = schema.safeParse(response)
  if (!checked.success) return err(issuesOf(checked.error, response).map(explained))
  const canonical = withoutRepeats(checked.data)
  const issues = [...placeIssues(canonical.spans, length), ...(overlap ? [] : overlapIssues(canonical.spans)), ...relationIssues(canonical)]
  return issues.length === 0 ? ok(canonical) : err(issues)
}

function placeIssues(spans: Spans, length: number): Issue[] {
  return spans.flatMap(({ start, end }, index): Issue[] => {
    if (start >= end) return [{ path: 'spans', code: 'span_reversed', params: { mark: index + 1, start, end } }]
    if (end > length) return [{ path: 'spans', code: 'span_outside', params: { mark: index + 1, end, length } }]
    return []
  })
}

function overlapIssues(spans: Spans): Issue[] {
  let furthest = 0
  for (const [index, { start, end }] of spans.entries()) {
    if (start < furthest) return [{ path: 'spans', code: 'spans_overlap', params: { mark: index + 1 } }]
    furthest = Math.max(furthest, end)
  }
  return []
}

function relationIssues({ spans, relations = [] }: SpansResponse): Issue[] {
  const ids = new Set(spans.map(({ id }) => id))
  if (ids.size < spans.length) return [{ path: 'spans', code: 'repeated_id', params: {} }]
  const isLoose = relations.some(({ from, to }) => !ids.has(from) || !ids.has(to) || from === to)
  return isLoose ? [{ path: 'spans', code: 'loose_relation', params: {} }] : []
}

/** The same stretch with the same label twice is one span, and relations of either are its. */
function withoutRepeats({ spans, relations }: SpansResponse): SpansResponse {
  const kept = new Map<string, string>()
  const idOf = new Map<string, string>()
  const distinct = spans.toSorted(compare).filter(({ id, start, end, label }) => {
    const key = JSON.stringify([start, end, label])
    const first = kept.get(key)
    if (first === undefined) kept.set(key, id)
    else if (first !== id) idOf.set(id, first)
    return first === undefined || first === id
  })
  if (relations === undefined || relations.length === 0) return { spans: distinct }
  return {
    spans: distinct,
    relations: relations.map(({ from, to, label }) => ({ from: idOf.get(from) ?? from, to: idOf.get(to) ?? to, label })),
  }
}

/** The element is one control: every issue of it stands there, and names the mark. */
function explained({ path, code, params }: Issue): Issue {
  const [member = '', place] = path.split('.')
  if (code === 'unknown_field') return { path, code, params }
  if (member === 'spans' && place === undefined && code === 'required') return { path, code: 'mark_or_nothing', params: {} }
  const mark = place === undefined || member !== 'spans' ? {} : { mark: Number(place) + 1 }
  return {
    path: 'spans',
    code: path === '' || (member === 'spans' && place === undefined && code === 'wrong_type') ? 'mark_or_nothing' : code,
    params: { ...params, ...mark },
  }
}

/** The spans of anything that may be a response; null when it is none. */
export function spansIn(response: unknown): Spans | null {
  const { spans } = membersOf(response)
  if (!Array.isArray(spans)) return null
  const read = spans.filter((each): each is Spans[number] => {
    const { id, start, end, label } = membersOf(each)
    return typeof id === 'string' && Number.isSafeInteger(start) && Number.isSafeInteger(end) && typeof label === 'string'
  })
  return read.length === spans.length ? read.toSorted(compare) : null
}

/** Stretches and labels, without the ids that each response gives them. */
export function spansLabel(response: unknown): string | null {
  const spans = spansIn(response)
  return spans === null ? null : JSON.stringify(spans.map(({ start, end, label }) => [start, end, label]))
}

/** F1 of whole spans: each counts as right with the same label and boundaries. Nothing marked where there is nothing is right. */
export function judgeSpans(response: unknown, truth: unknown, goldPercent: number): Judgement | null {
  const [given, known] = [spansIn(response), spansIn(truth)]
  if (given === null || known === null) return null
  if (given.length === 0 && known.length === 0) return judgeLabels('', '')
  const { f1 } = spanScore(new Map([['', given]]), new Map([['', known]]))
  const score = f1 ?? 0
  return { right: score * 100 >= goldPercent - 1e-9, score }
}
