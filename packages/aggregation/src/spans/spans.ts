import { invalidResponse } from '../invalid-response.ts'
import type { Responses } from '../responses.ts'

/**
 * A stretch with a label: of a text, from one offset to another (code units, or whatever you count in), or of a recording, from
 * one time to another. The start is included, the end is not.
 */
export interface Span {
  readonly start: number
  readonly end: number
  readonly label: string
}

/** A span that a method found, with how sure it is, in [0, 1]. */
export interface FoundSpan extends Span {
  readonly confidence: number
}

/** What methods for spans return. */
export interface SpanAggregate {
  readonly method: string
  readonly tasks: readonly string[]
  /** Per task, in the order of {@link compareSpans}: by start, then end, then label. */
  readonly spans: readonly (readonly FoundSpan[])[]
  /** Per task, what is exactly as likely as not, and so is not among `spans`. */
  readonly tied: readonly (readonly FoundSpan[])[]
  readonly workers: readonly string[]
}

/** Options of all methods for spans. */
export interface SpanOptions {
  /** The length of what was marked, by task: spans that end after it are refused. Tasks that are not in it have no end. */
  readonly lengths?: ReadonlyMap<string, number>
}

export function compareSpans(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0)
}

/**
 * The spans of each response, sorted, without repetitions.
 *
 * @throws AggregationError `invalid_value` unless every response is a list of spans with 0 <= start < end < 2⁵³, within the
 *   task's length, and a label of at least one character. An empty list is a response: there is nothing to mark.
 */
export function checkedSpans(responses: Responses<readonly Span[]>, { lengths }: SpanOptions): readonly (readonly Span[])[] {
  const { tasks, byTask } = responses
  const checked: (readonly Span[])[] = []
  for (let task = 0; task < tasks.length; task++) {
    const length = lengths?.get(tasks[task]!) ?? Infinity
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      const problem = problemOf(byTask.value[i], length)
      if (problem !== null) throw invalidResponse(responses, i, problem.expected, problem.received)
      const sorted = byTask.value[i]!.toSorted(compareSpans)
      checked.push(sorted.filter((span, n) => n === 0 || compareSpans(sorted[n - 1]!, span) !== 0))
    }
  }
  return checked
}

function problemOf(value: unknown, length: number): { readonly expected: string; readonly received: string } | null {
  if (!Array.isArray(value)) return { expected: 'a list of spans', received: value === null ? 'null' : typeof value }
  for (const span of value as readonly (Partial<Span> | null | undefined)[]) {
    const { start, end, label } = span ?? {}
    if (typeof label !== 'string' || label === '') return { expected: 'a label of at least one character', received: String(label) }
    const received = `${String(start)} to ${String(end)}`
    if (!Number.isFinite(start) || !Number.isFinite(end)) return { expected: 'finite numbers for start and end', received }
    if (start! < 0 || start! >= end!) return { expected: 'a span with 0 <= start < end', received }
    if (end! > Number.MAX_SAFE_INTEGER) return { expected: 'a span that ends before 2⁵³', received }
    if (end! > length) return { expected: `a span within a length of ${length}`, received }
  }
  return null
}

/** Sorted, distinct labels of some spans. */
export function labelsOf(spans: Iterable<readonly Span[]>): string[] {
  const labels = new Set<string>()
  for (const each of spans) for (const { label } of each) labels.add(label)
  return [...labels].toSorted()
}
