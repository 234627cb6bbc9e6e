import { textIn } from '../../platform/members.ts'
import type { Span, SpansResponse } from '@canut/contract'

export const spansOf = (response: unknown) => response as SpansResponse
export const textOf = (payload: unknown): string => textIn(payload, 'text')

/** Those that can stand side by side: of two that overlap the longer, of equals the earlier. In order of their start. */
export function sideBySide(spans: readonly Span[]): Span[] {
  const chosen: Span[] = []
  const longestFirst = spans.toSorted((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)
  for (const span of longestFirst) if (chosen.every(({ start, end }) => span.end <= start || span.start >= end)) chosen.push(span)
  return chosen.toSorted((a, b) => a.start - b.start)
}
