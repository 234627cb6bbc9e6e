import type { Mask } from './masks.ts'
import type { Corner } from './polygon-raster.ts'

/**
 * The outer outline of the largest part of a mask (cells that share a side; of equals, the first from the top left), in cells,
 * without the corners that lie within `slack` cells of the line between their neighbours. Empty for an empty mask.
 */
export function traceOutline(mask: Mask, slack: number): readonly Corner[] {
  const inside = largestPart(mask)
  const first = inside.indexOf(1)
  return first === -1 ? [] : simplify(walkAround(inside, mask.width, first), slack)
}

/** Joins runs of neighbouring rows that share a side; cells are only written for the part that is kept. */
function largestPart({ width, height, runs }: Mask): Uint8Array {
  const [from, to] = [[] as number[], [] as number[]]
  let at = 0
  for (const [n, run] of runs.entries()) {
    for (let start = at; n % 2 === 1 && start < at + run;) {
      const end = Math.min(at + run, (Math.floor(start / width) + 1) * width)
      from.push(start)
      to.push(end)
      start = end
    }
    at += run
  }
  const part = Int32Array.from(from.keys())
  const rootOf = (piece: number) => {
    let root = piece
    while (part[root] !== root) root = part[root]!
    part[piece] = root
    return root
  }
  let above = 0
  for (let piece = 0; piece < from.length; piece++) {
    // Ends of the row above, in this row's cells: pieces wholly before this one are done with.
    while (to[above]! + width <= from[piece]!) above++
    for (let other = above; other < piece && from[other]! + width < to[piece]!; other++) {
      const [a, b] = [rootOf(other), rootOf(piece)]
      part[Math.max(a, b)] = Math.min(a, b)
    }
  }
  const size = new Int32Array(from.length)
  for (let piece = 0; piece < from.length; piece++) size[rootOf(piece)]! += to[piece]! - from[piece]!
  let largest = 0
  for (let piece = 1; piece < size.length; piece++) if (size[piece]! > size[largest]!) largest = piece
  const inside = new Uint8Array(width * height)
  for (let piece = 0; piece < from.length; piece++) if (rootOf(piece) === largest) inside.fill(1, from[piece], to[piece])
  return inside
}

const steps = [
  [1, 0],
  [0, 1],
  [-1, 0],
  [0, -1],
] as const

/** Along the cells' sides with the inside to the right, from the top left corner of the first cell; only where it turns. */
function walkAround(inside: Uint8Array, width: number, first: number): Corner[] {
  const height = inside.length / width
  const is = (column: number, row: number) =>
    column >= 0 && row >= 0 && column < width && row < height && inside[row * width + column] === 1
  const [startX, startY] = [first % width, Math.floor(first / width)]
  const corners: Corner[] = [[startX, startY]]
  let [x, y, heading] = [startX + 1, startY, 0]
  while (x !== startX || y !== startY) {
    const [dx, dy] = steps[heading]!
    // The two cells ahead of this corner, to the right of the way and to its left.
    const right = is(x + (dx - dy - 1) / 2, y + (dy + dx - 1) / 2)
    const left = is(x + (dx + dy - 1) / 2, y + (dy - dx - 1) / 2)
    const turn = !right ? 1 : left ? 3 : 0
    if (turn !== 0) corners.push([x, y])
    heading = (heading + turn) % 4
    x += steps[heading]![0]
    y += steps[heading]![1]
  }
  return corners
}

/** Douglas and Peucker's method on a ring: cut at the corner furthest from the first. */
function simplify(ring: readonly Corner[], slack: number): readonly Corner[] {
  const from = ring[0]!
  let furthest = 0
  for (const [n, corner] of ring.entries()) if (distance(corner, from) > distance(ring[furthest]!, from)) furthest = n
  const kept = new Set([0, furthest])
  const spans: [number, number][] = [
    [0, furthest],
    [furthest, ring.length],
  ]
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [a, b] = span
    let [worst, at] = [slack, -1]
    for (let n = a + 1; n < b; n++) {
      const off = distanceToLine(ring[n]!, ring[a]!, ring[b % ring.length]!)
      if (off > worst) [worst, at] = [off, n]
    }
    if (at === -1) continue
    kept.add(at)
    spans.push([a, at], [at, b])
  }
  return ring.filter((_, n) => kept.has(n))
}

function distance([x1, y1]: Corner, [x2, y2]: Corner): number {
  return Math.hypot(x1 - x2, y1 - y2)
}

function distanceToLine([x, y]: Corner, [x1, y1]: Corner, [x2, y2]: Corner): number {
  const length = Math.hypot(x2 - x1, y2 - y1)
  return length === 0 ? Math.hypot(x - x1, y - y1) : Math.abs((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length
}
