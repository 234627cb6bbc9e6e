import { AggregationError } from '../aggregation-error.ts'
import { labelsOf, type Span } from './spans.ts'

/** Spans that are taken for the same thing; at most one per person. */
export interface Cluster {
  readonly members: readonly Member[]
}

export interface Member {
  readonly span: Span
  /** Position among the people of the task. */
  readonly who: number
}

/**
 * Groups spans by overlap: pairs in order of intersection over union, from the greatest down to `overlap`, joining their groups
 * unless one person would be in the group twice. Equal stretches count as one, so that the names of people decide nothing; among
 * equal pairs, the one further to the left is first. Labels do not matter, except where one person gave the same stretch two of
 * them: then each label of the task is grouped apart.
 *
 * @throws AggregationError `too_large` when more than `maxCells` pairs of different stretches overlap.
 */
export function clustersOf(people: readonly (readonly Span[])[], overlap: number, maxCells: number): Cluster[] {
  const all = people.flatMap((own, who) => own.map((span) => ({ span, who })))
  const isTwice = people.some((own) => own.some((span, n) => n > 0 && own[n - 1]!.start === span.start && own[n - 1]!.end === span.end))
  if (!isTwice) return grouped(all, overlap, maxCells)
  return labelsOf(people).flatMap((label) =>
    grouped(
      all.filter(({ span }) => span.label === label),
      overlap,
      maxCells,
    ),
  )
}

function grouped(members: readonly Member[], overlap: number, maxCells: number): Cluster[] {
  const groups = equalStretches(members)
  const root = groups.map((_, n) => n)
  const find = (n: number): number => {
    while (root[n] !== n) n = root[n] = root[root[n]!]!
    return n
  }
  for (const { a, b } of overlappingPairs(groups, overlap, maxCells)) {
    const [first, second] = [groups[find(a)]!, groups[find(b)]!]
    if (first === second || [...second.people].some((who) => first.people.has(who))) continue
    root[find(b)] = find(a)
    for (const who of second.people) first.people.add(who)
    first.members.push(...second.members)
  }
  return groups.filter((_, n) => root[n] === n)
}

interface Group {
  readonly start: number
  readonly end: number
  readonly people: Set<number>
  readonly members: Member[]
}

function equalStretches(members: readonly Member[]): Group[] {
  const groups = new Map<string, Group>()
  for (const member of members) {
    const { start, end } = member.span
    const name = `${start} ${end}`
    const group = groups.get(name) ?? { start, end, people: new Set(), members: [] }
    group.people.add(member.who)
    group.members.push(member)
    groups.set(name, group)
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
 * A cluster's stretch: the median start and the median end. Of two middle values their mean; but of whole numbers the one that more
 * members have, and of equals the one that makes the span longer, so that offsets stay between characters.
 */
export function centreOf({ members }: Cluster): { readonly start: number; readonly end: number } {
  const starts = middlesOf(members.map(({ span }) => span.start))
  const ends = middlesOf(members.map(({ span }) => span.end))
  if (!members.every(({ span }) => Number.isInteger(span.start) && Number.isInteger(span.end))) {
    return { start: halfWay(starts), end: halfWay(ends) }
  }
  const span = { start: moreFrequent(starts, starts.low), end: moreFrequent(ends, ends.high) }
  // Choosing the more frequent of two could cross over where members lie far apart; the outer values never do.
  return span.start < span.end ? span : { start: starts.low, end: ends.high }
}

/** The two middle values, the same where the number is odd, and how many have each. */
interface Middles {
  readonly low: number
  readonly high: number
  readonly lows: number
  readonly highs: number
}

function middlesOf(values: readonly number[]): Middles {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!]
  const many = (value: number) => sorted.filter((each) => each === value).length
  return { low, high, lows: many(low), highs: many(high) }
}

function halfWay({ low, high }: Middles): number {
  return low + (high - low) / 2
}

function moreFrequent({ low, high, lows, highs }: Middles, outer: number): number {
  if (lows === highs) return outer
  return lows > highs ? low : high
}
