import type { Mask } from './masks.ts'

/** In pixels, from the top left of the picture. */
export type Corner = readonly [x: number, y: number]

export interface Extent {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

function extentOf(corners: readonly Corner[]): Extent {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

export function unionOf(extents: readonly Extent[]): Extent {
  return {
    left: Math.min(...extents.map(({ left }) => left)),
    top: Math.min(...extents.map(({ top }) => top)),
    right: Math.max(...extents.map(({ right }) => right)),
    bottom: Math.max(...extents.map(({ bottom }) => bottom)),
  }
}

/** Where the outline crosses a height, rising: inside is between the first and the second, the third and the fourth (even-odd rule). */
function crossingsAt(corners: readonly Corner[], y: number): number[] {
  const crossings: number[] = []
  let before = corners.at(-1)!
  for (const corner of corners) {
    if (before[1] <= y !== corner[1] <= y) {
      crossings.push(before[0] + ((y - before[1]) / (corner[1] - before[1])) * (corner[0] - before[0]))
    }
    before = corner
  }
  return crossings.length === 2 && crossings[0]! <= crossings[1]! ? crossings : crossings.toSorted((a, b) => a - b)
}

const scanlines = 64

/** An outline with what its overlaps are computed from. */
export interface Shape {
  readonly points: readonly Corner[]
  readonly label: string | undefined
  readonly extent: Extent
  /** By the even-odd rule, along 64 lines. */
  readonly area: number
}

export function shapeOf(points: readonly Corner[], label: string | undefined): Shape {
  const extent = extentOf(points)
  const step = (extent.bottom - extent.top) / scanlines
  const { at, count, width } = cross(points, extent.top, step, roomFor(points.length))
  let area = 0
  for (let line = 0; line < scanlines; line++) {
    for (let i = line * width; i + 1 < line * width + count[line]!; i += 2) area += step * (at[i + 1]! - at[i]!)
  }
  return { points, label, extent, area }
}

/** Where an outline crosses the lines: line l at `at[i]` for `l × width <= i < l × width + count[l]`, rising. */
interface Crossings {
  readonly at: Float64Array
  readonly count: Int32Array
  readonly width: number
}

function roomFor(corners: number): Crossings {
  return { at: new Float64Array(scanlines * corners), count: new Int32Array(scanlines), width: corners }
}

/** Measures overlaps of outlines with at most so many corners, in the same memory each time: one picture may have millions of pairs. */
export function overlapMeasure(corners: number): (one: Shape, other: Shape) => number {
  const [room, otherRoom] = [roomFor(corners), roomFor(corners)]
  return (one, other) => {
    const [a, b] = [one.extent, other.extent]
    const [top, bottom] = [Math.max(a.top, b.top), Math.min(a.bottom, b.bottom)]
    if (bottom <= top || Math.min(a.right, b.right) <= Math.max(a.left, b.left)) return 0
    const step = (bottom - top) / scanlines
    const both = step * commonOf(cross(one.points, top, step, room), cross(other.points, top, step, otherRoom))
    // The three areas are measured along different lines: equal outlines would come out a little off 1.
    const either = Math.max(one.area + other.area - both, one.area, other.area, both)
    return either === 0 ? 0 : both / either
  }
}

/**
 * Intersection over union, exact along each of 64 lines through the height that both cover: within 1 or 2 hundredths for outlines that
 * are not finer than that.
 */
export function shapeOverlap(one: Shape, other: Shape): number {
  return overlapMeasure(Math.max(one.points.length, other.points.length))(one, other)
}

/** Up to so many crossings of one line, moving them into place one by one is faster than a sort. */
const fewCrossings = 24

function cross(corners: readonly Corner[], top: number, step: number, room: Crossings): Crossings {
  const { at, count, width } = room
  count.fill(0)
  let before = corners[corners.length - 1]!
  for (const corner of corners) {
    const [x, y, toX, toY] = [before[0], before[1], corner[0], corner[1]]
    before = corner
    const [low, high] = [Math.min(y, toY), Math.max(y, toY)]
    // One more on either side, for rounding.
    const last = Math.min(scanlines - 1, Math.ceil((high - top) / step))
    for (let line = Math.max(0, Math.floor((low - top) / step) - 1); line <= last; line++) {
      const height = top + (line + 0.5) * step
      if (height < low || height >= high) continue
      const found = x + ((height - y) / (toY - y)) * (toX - x)
      at[line * width + count[line]!++] = found
    }
  }
  for (let line = 0; line < scanlines; line++) putInOrder(at, line * width, line * width + count[line]!)
  return room
}

function putInOrder(at: Float64Array, from: number, to: number): void {
  if (to - from > fewCrossings) {
    at.subarray(from, to).sort()
    return
  }
  for (let next = from + 1; next < to; next++) {
    const value = at[next]!
    let i = next
    for (; i > from && at[i - 1]! > value; i--) at[i] = at[i - 1]!
    at[i] = value
  }
}

/** How much of all lines is inside both. */
function commonOf(one: Crossings, other: Crossings): number {
  let common = 0
  for (let line = 0; line < scanlines; line++) {
    let [i, j] = [line * one.width, line * other.width]
    const [ends, otherEnds] = [i + one.count[line]! - 1, j + other.count[line]! - 1]
    while (i < ends && j < otherEnds) {
      common += Math.max(0, Math.min(one.at[i + 1]!, other.at[j + 1]!) - Math.max(one.at[i]!, other.at[j]!))
      if (one.at[i + 1]! < other.at[j + 1]!) i += 2
      else j += 2
    }
  }
  return common
}

/** A grid over an extent, `resolution` cells along its longer side and as nearly square as 8 along the shorter allow. */
export interface Grid extends Extent {
  readonly columns: number
  readonly rows: number
  readonly cellWidth: number
  readonly cellHeight: number
}

export function gridOver(extent: Extent, resolution: number): Grid {
  const [width, height] = [extent.right - extent.left, extent.bottom - extent.top]
  const longer = Math.max(width, height)
  const [columns, rows] = [width, height].map((side) => Math.max(8, Math.ceil((side / longer) * resolution))) as [number, number]
  return { ...extent, columns, rows, cellWidth: width / columns, cellHeight: height / rows }
}

/** Cells whose middle is inside, as run lengths. */
export function rasterise(corners: readonly Corner[], { left, top, columns, rows, cellWidth, cellHeight }: Grid): Mask {
  const runs = [0]
  let at = 0
  const extend = (until: number, inside: number) => {
    if (until === at) return
    if ((runs.length - 1) % 2 === inside) runs[runs.length - 1]! += until - at
    else runs.push(until - at)
    at = until
  }
  for (let row = 0; row < rows; row++) {
    const crossings = crossingsAt(corners, top + (row + 0.5) * cellHeight)
    const column = (x: number) => Math.max(0, Math.min(columns, Math.ceil((x - left) / cellWidth - 0.5)))
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      extend(Math.max(at, row * columns + column(crossings[i]!)), 0)
      extend(Math.max(at, row * columns + column(crossings[i + 1]!)), 1)
    }
    extend((row + 1) * columns, 0)
  }
  return { width: columns, height: rows, runs }
}
