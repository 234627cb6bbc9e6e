import type { Segment } from '@canut/contract'

/** What a new segment is at least, and what two neighbours may not be closer than: shorter is a slip of the hand. */
const SHORTEST_SECONDS = 0.05

export const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000

export type SegmentFault = 'reversed' | 'outside' | 'overlap' | 'empty'

export interface SegmentRules {
  /** seconds; Infinity while it is not known */
  readonly duration: number
  readonly overlap: boolean
}

/** The first thing wrong with each segment, in their order; null where nothing is. */
export function faultsOf(segments: readonly Segment[], { duration, overlap }: SegmentRules): (SegmentFault | null)[] {
  return segments.map(({ start, end, text }, i) => {
    if (!(start < end)) return 'reversed'
    if (start < 0 || end > duration + SHORTEST_SECONDS) return 'outside'
    const before = segments[i - 1]
    if (!overlap && before !== undefined && start < before.end - 0.0005) return 'overlap'
    return text.trim() === '' ? 'empty' : null
  })
}

/** In order of start, then end; equal ones as they were. */
export const sorted = (segments: readonly Segment[]): Segment[] => segments.toSorted((a, b) => a.start - b.start || a.end - b.end)

/** Where a segment would go that is asked for at an instant: the gap there, up to the next segment or the end. */
export function gapAt(
  segments: readonly Segment[],
  at: number,
  { duration, overlap }: SegmentRules,
): { start: number; end: number } | null {
  const last = Number.isFinite(duration) ? duration : at + 2
  if (overlap) return at < last - SHORTEST_SECONDS ? { start: toMilliseconds(at), end: toMilliseconds(last) } : null
  const inside = segments.find(({ start, end }) => at >= start && at < end)
  const start = inside?.end ?? at
  const next = Math.min(last, ...segments.filter((segment) => segment.start >= start).map((segment) => segment.start))
  return next - start > SHORTEST_SECONDS ? { start: toMilliseconds(start), end: toMilliseconds(next) } : null
}

/** The gap at an instant; where there is none, at the end of what was heard for example, the first of the whole recording. */
export function roomFor(segments: readonly Segment[], at: number, rules: SegmentRules): { start: number; end: number } | null {
  for (const start of [at, 0, ...sorted(segments).map(({ end }) => end)]) {
    const gap = gapAt(segments, start, rules)
    if (gap !== null) return gap
  }
  return null
}

/** Those that were added before the length was known end with the recording, now that it is; the same list where nothing changes. */
export function endedBy<S extends Segment & { readonly early?: boolean }>(segments: readonly S[], duration: number): readonly S[] {
  const isBeyond = ({ early, start, end }: S) => early === true && start < duration && end > duration
  const end = Math.floor(duration * 1000) / 1000
  return segments.some(isBeyond) ? segments.map((segment) => (isBeyond(segment) ? { ...segment, end } : segment)) : segments
}

/** Ends the segment under an instant there, and begins another at the same place; the text stays with the first. */
export function splitAt(segments: readonly Segment[], at: number): Segment[] | null {
  const index = segments.findIndex(({ start, end }) => at > start + SHORTEST_SECONDS && at < end - SHORTEST_SECONDS)
  const segment = segments[index]
  if (segment === undefined) return null
  const middle = toMilliseconds(at)
  return segments.toSpliced(index, 1, { ...segment, end: middle }, { ...segment, start: middle, text: '' })
}

/** Reads what a form or a draft says: JSON of a TranscribeResponse; null when it is none. */
export function readSegments(text: string): Segment[] | null {
  try {
    const value = JSON.parse(text) as { segments?: unknown } | null
    if (!Array.isArray(value?.segments)) return null
    return value.segments.filter(isSegment)
  } catch {
    // '' is what an empty form says, and anything else is somebody else's
    return null
  }
}

function isSegment(value: unknown): value is Segment {
  if (typeof value !== 'object' || value === null) return false
  const { start, end, text } = value as Partial<Segment>
  return typeof start === 'number' && typeof end === 'number' && typeof text === 'string'
}
