/** Places in a text: responses count code points, JavaScript counts the halves of some characters by themselves. */
export interface CodePoints {
  readonly count: number
  /** the place in the JavaScript text at which a code point begins; the end for what is beyond it */
  toIndex(codePoint: number): number
  fromIndex(index: number): number
  slice(start: number, end: number): string
}

const ASTRAL = /[\ud800-\udbff][\udc00-\udfff]/

export function codePointsOf(text: string): CodePoints {
  // most texts have no such characters, and then both counts are the same
  if (!ASTRAL.test(text)) {
    return {
      count: text.length,
      toIndex: (codePoint) => Math.min(codePoint, text.length),
      fromIndex: (index) => index,
      slice: (start, end) => text.slice(start, end),
    }
  }
  const starts: number[] = []
  const points = new Int32Array(text.length + 1)
  for (let index = 0; index < text.length; index += 1) {
    points[index] = starts.length
    starts.push(index)
    if ((text.codePointAt(index) ?? 0) <= 0xffff) continue
    index += 1
    points[index] = starts.length - 1
  }
  points[text.length] = starts.length
  const toIndex = (codePoint: number) => starts[codePoint] ?? text.length
  return {
    count: starts.length,
    toIndex,
    fromIndex: (index) => points[Math.min(index, text.length)] ?? 0,
    slice: (start, end) => text.slice(toIndex(start), toIndex(end)),
  }
}
