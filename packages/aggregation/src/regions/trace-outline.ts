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

function largestPart({ width, height, runs }: Mask): Uint8Array {
  const cells = new Uint8Array(width * height)
  let at = 0
  for (const [n, run] of runs.entries()) {
    if (n % 2 === 1) cells.fill(1, at, at + run)
    at += run
  }
  const part = new Int32Array(cells.length)
  const waiting = new Int32Array(cells.length)
  let [parts, largest, most] = [0, 0, 0]
  for (let cell = 0; cell < cells.length; cell++) {
    if (cells[cell] === 0 || part[cell] !== 0) continue
    parts++
    let [size, next] = [1, 0]
    waiting[0] = cell
    part[cell] = parts
    while (next < size) {
      const here = waiting[next++]!
      const column = here % width
      const beside = [column > 0 ? here - 1 : -1, column + 1 < width ? here + 1 : -1, here - width, here + width]
      for (const other of beside) {
        if (other < 0 || other >= cells.length || cells[other] === 0 || part[other] !== 0) continue
        part[other] = parts
        waiting[size++] = other
      }
    }
    if (size > most) [largest, most] = [parts, size]
  }
  return cells.map((_, cell) => (largest > 0 && part[cell] === largest ? 1 : 0))
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
