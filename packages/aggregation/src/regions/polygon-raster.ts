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
  let area = 0
  for (let line = 0; line < scanlines; line++) area += step * lengthOf(crossingsAt(points, extent.top + (line + 0.5) * step))
  return { points, label, extent, area }
}

/**
 * Intersection over union, exact along each of 64 lines through the height that both cover: within 1 or 2 hundredths for outlines that
 * are not finer than that.
 */
export function shapeOverlap(one: Shape, other: Shape): number {
  const [a, b] = [one.extent, other.extent]
  const [top, bottom] = [Math.max(a.top, b.top), Math.min(a.bottom, b.bottom)]
  if (bottom <= top || Math.min(a.right, b.right) <= Math.max(a.left, b.left)) return 0
  const step = (bottom - top) / scanlines
  let both = 0
  for (let line = 0; line < scanlines; line++) {
    const y = top + (line + 0.5) * step
    const [first, second] = [crossingsAt(one.points, y), crossingsAt(other.points, y)]
    for (let i = 0; i + 1 < first.length; i += 2) {
      for (let j = 0; j + 1 < second.length; j += 2) {
        both += step * Math.max(0, Math.min(first[i + 1]!, second[j + 1]!) - Math.max(first[i]!, second[j]!))
      }
    }
  }
  // The three areas are measured along different lines: equal outlines would come out a little off 1.
  const either = Math.max(one.area + other.area - both, one.area, other.area, both)
  return either === 0 ? 0 : both / either
}

function lengthOf(crossings: readonly number[]): number {
  let length = 0
  for (let i = 0; i + 1 < crossings.length; i += 2) length += crossings[i + 1]! - crossings[i]!
  return length
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
