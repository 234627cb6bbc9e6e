/** A vessel that can be filled from one height to another. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** What it takes to fill all vessels up to a level. */
export function filledTo(spans: readonly Span[], level: number): number {
  let sum = 0
  for (const { from, to } of spans) sum += Math.max(0, Math.min(level, to) - from)
  return sum
}

/**
 * The level up to which an amount fills the vessels, all to the same height as far as they reach.
 *
 * @returns Infinity when the amount fills all of them, or there are none; the lowest bottom when the amount is 0.
 */
export function levelFor(spans: readonly Span[], amount: number): number {
  const bottoms = new Float64Array(spans.length)
  const tops = new Float64Array(spans.length)
  for (const [i, { from, to }] of spans.entries()) {
    bottoms[i] = from
    tops[i] = to
  }
  bottoms.sort()
  tops.sort()
  let missing = amount
  let level = bottoms[0] ?? Infinity
  let begun = 0
  let full = 0
  while (full < tops.length) {
    const next = Math.min(bottoms[begun] ?? Infinity, tops[full] ?? Infinity)
    const step = (next - level) * (begun - full)
    if (step > missing) return level + missing / (begun - full)
    missing -= step
    level = next
    while (begun < bottoms.length && (bottoms[begun] ?? Infinity) <= level) begun += 1
    while (full < tops.length && (tops[full] ?? Infinity) <= level) full += 1
  }
  return Infinity
}
