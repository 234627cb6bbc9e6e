import { checkMap, checkOption, kindOf } from '../check-option.ts'
import { overlapOf } from './cluster.ts'
import type { Span } from './spans.ts'

/** What {@link spanScore} returns. */
export interface SpanScore {
  /** Found spans that are right, over all found; null when none was found. */
  readonly precision: number | null
  /** True spans that were found, over all true; null when there is none. */
  readonly recall: number | null
  /** 2 right / (found + true); null when there is neither. */
  readonly f1: number | null
  readonly right: number
  readonly found: number
  readonly true: number
}

/**
 * Precision, recall and F1 of spans over the tasks whose truth is known. A found span is right when it overlaps a true one of the
 * same label with an intersection over union of at least `minOverlap` (default 1: the same boundaries); each counts for one at most,
 * pairs that overlap more first.
 *
 * @param found spans by task; for a result, `new Map(tasks.map((task, t) => [task, spans[t]]))`. A task without an entry found nothing.
 * @throws AggregationError `invalid_option`. Time O(Σ over tasks of found × true).
 */
export function spanScore(
  found: ReadonlyMap<string, readonly Span[]>,
  truth: ReadonlyMap<string, readonly Span[]>,
  options: { readonly minOverlap?: number } = {},
): SpanScore {
  const { minOverlap = 1 } = options
  checkOption('minOverlap', minOverlap, 'a number above 0, to 1', minOverlap > 0 && minOverlap <= 1)
  checkSpans('found', found)
  checkSpans('truth', truth)
  let [right, foundCount, trueCount] = [0, 0, 0]
  for (const [task, expected] of truth) {
    const given = found.get(task) ?? []
    right += matchesBetween(given, expected, minOverlap)
    foundCount += given.length
    trueCount += expected.length
  }
  const rate = (part: number, whole: number) => (whole === 0 ? null : part / whole)
  return {
    precision: rate(right, foundCount),
    recall: rate(right, trueCount),
    f1: rate(2 * right, foundCount + trueCount),
    right,
    found: foundCount,
    true: trueCount,
  }
}

function checkSpans(option: string, spans: ReadonlyMap<string, readonly Span[]>): void {
  const expected = 'a map from task to spans'
  checkMap(option, spans, expected)
  for (const each of spans.values()) checkOption(option, kindOf(each), expected, Array.isArray(each))
}

function matchesBetween(given: readonly Span[], expected: readonly Span[], overlap: number): number {
  const pairs = given.flatMap((one, g) =>
    expected.flatMap((other, e) => {
      const iou = one.label === other.label ? overlapOf(one, other) : 0
      return iou >= overlap ? [{ g, e, iou }] : []
    }),
  )
  const [usedGiven, usedExpected] = [new Set<number>(), new Set<number>()]
  for (const { g, e } of pairs.toSorted((a, b) => b.iou - a.iou || a.g - b.g || a.e - b.e)) {
    if (usedGiven.has(g) || usedExpected.has(e)) continue
    usedGiven.add(g)
    usedExpected.add(e)
  }
  return usedGiven.size
}
