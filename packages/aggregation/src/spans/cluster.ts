import { AggregationError } from '../aggregation-error.ts'
import type { Span } from './spans.ts'

/** Spans of one label that are taken for the same thing; at most one per person. */
export interface Cluster {
  readonly label: string
  readonly members: readonly Span[]
  /** Positions among the people of the task, rising. */
  readonly people: readonly number[]
}

/**
 * Groups spans by overlap: pairs in order of intersection over union, from the greatest down to `overlap`, joining their groups
 * unless one person would be in the group twice. Equal spans count as one, so that the names of people decide nothing; among
 * equal pairs, the one further to the left is first.
 *
 * @throws AggregationError `too_large` when more than `maxCells` pairs of different spans of one label overlap.
 */
export function clustersOf(people: readonly (readonly Span[])[], label: string, overlap: number, maxCells: number): Cluster[] {
  const groups = equalSpans(people, label)
  const pairs = overlappingPairs(groups, overlap, maxCells)
  const root = groups.map((_, n) => n)
  const find = (n: number): number => {
    while (root[n] !== n) n = root[n] = root[root[n]!]!
    return n
  }
  for (const { a, b } of pairs) {
    const [first, second] = [find(a), find(b)]
    if (first === second || [...groups[second]!.people].some((who) => groups[first]!.people.has(who))) continue
    root[second] = first
    for (const who of groups[second]!.people) groups[first]!.people.add(who)
    groups[first]!.members.push(...groups[second]!.members)
  }
  return groups
    .filter((_, n) => root[n] === n)
    .map((group) => ({ label, members: group.members, people: [...group.people].toSorted((a, b) => a - b) }))
}

interface Group {
  readonly start: number
  readonly end: number
  readonly people: Set<number>
  readonly members: Span[]
}

function equalSpans(people: readonly (readonly Span[])[], label: string): Group[] {
  const groups = new Map<string, Group>()
  for (const [who, own] of people.entries()) {
    for (const span of own) {
      if (span.label !== label) continue
      const name = `${span.start} ${span.end}`
      const group = groups.get(name) ?? { start: span.start, end: span.end, people: new Set(), members: [] }
      group.people.add(who)
      group.members.push(span)
      groups.set(name, group)
    }
  }
  return [...groups.values()].toSorted((a, b) => a.start - b.start || a.end - b.end)
}

function overlappingPairs(groups: readonly Group[], overlap: number, maxCells: number) {
  const pairs: { readonly a: number; readonly b: number; readonly iou: number }[] = []
  let compared = 0
  for (const [a, one] of groups.entries()) {
    for (let b = a + 1; b < groups.length && groups[b]!.start < one.end; b++) {
      compared++
      if (compared > maxCells) throw new AggregationError({ kind: 'too_large', what: 'Comparing spans', cells: compared, maxCells })
      const iou = overlapOf(one, groups[b]!)
      if (iou >= overlap) pairs.push({ a, b, iou })
    }
  }
  return pairs.toSorted((p, q) => q.iou - p.iou || p.a - q.a || p.b - q.b)
}

/** Intersection over union, in [0, 1]. */
export function overlapOf(
  a: { readonly start: number; readonly end: number },
  b: { readonly start: number; readonly end: number },
): number {
  const common = Math.min(a.end, b.end) - Math.max(a.start, b.start)
  return common <= 0 ? 0 : common / (Math.max(a.end, b.end) - Math.min(a.start, b.start))
}

/**
 * A cluster's span: the median start and the median end. Of two middle values their mean; but of whole numbers the one that more
 * members have, and of equals the one that makes the span longer, so that offsets stay between characters.
 */
export function centreOf({ label, members }: Cluster): Span {
  const starts = middlesOf(members.map((span) => span.start))
  const ends = middlesOf(members.map((span) => span.end))
  const span = { start: between(starts, starts.low), end: between(ends, ends.high), label }
  // Choosing the more frequent of two could cross over where members lie far apart; the outer values never do.
  return span.start < span.end ? span : { start: starts.low, end: ends.high, label }
}

interface Middles {
  readonly low: number
  readonly high: number
  readonly lows: number
  readonly highs: number
  readonly isWhole: boolean
}

function middlesOf(values: readonly number[]): Middles {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
  const many = (value: number) => sorted.filter((each) => each === value).length
  return { low, high, lows: many(low), highs: many(high), isWhole: sorted.every(Number.isInteger) }
}

function between({ low, high, lows, highs, isWhole }: Middles, outer: number): number {
  if (!isWhole) return low + (high - low) / 2
  if (lows === highs) return outer
  return lows > highs ? low : high
}
