import type { Point, Size } from '@canut/contract'
import { MASK_CELLS_MAX, maskStep } from '@canut/contract/run-lengths'

/** Columns that were painted on, as they were before: runs of [value, length] from the top. */
export type ColumnsBefore = ReadonlyMap<number, Uint32Array>

/** What is painted of a region: how many cells, and which stretch of the picture they lie in, in its pixels. */
export interface Painted {
  readonly cells: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/**
 * Which region each place of a picture belongs to; 0 is none. A cell is one pixel of the picture, or a square of `factor` by
 * `factor` where the picture is larger than a page can hold. Column by column, as masks are written.
 */
export class MaskGrid {
  readonly picture: Size
  readonly factor: number
  readonly w: number
  readonly h: number
  readonly cells: Uint16Array
  #before: Map<number, Uint16Array> | null = null

  constructor(picture: Size, cellsMax = MASK_CELLS_MAX) {
    this.picture = picture
    this.factor = maskStep(picture, cellsMax)
    this.w = Math.ceil(picture.w / this.factor)
    this.h = Math.ceil(picture.h / this.factor)
    this.cells = new Uint16Array(this.w * this.h)
  }

  /** The region at a point of the picture; 0 outside of it. */
  at([x, y]: Point): number {
    const [column, row] = [Math.floor(x / this.factor), Math.floor(y / this.factor)]
    return column < 0 || row < 0 || column >= this.w || row >= this.h ? 0 : (this.cells[column * this.h + row] ?? 0)
  }

  /** From here on columns are remembered before they are painted on, until `endStroke`. */
  beginStroke(): void {
    this.#before = new Map()
  }

  /** @returns what the stroke changed, as it was before it; null when it changed nothing */
  endStroke(): ColumnsBefore | null {
    const changed = [...(this.#before ?? [])].filter(([column, cells]) =>
      cells.some((value, row) => value !== this.cells[column * this.h + row]),
    )
    this.#before = null
    return changed.length === 0 ? null : new Map(changed.map(([column, cells]) => [column, runsOfColumn(cells)]))
  }

  /** Puts columns back as they were, and returns them as they are now. */
  restore(columns: ColumnsBefore): ColumnsBefore {
    const now = new Map<number, Uint32Array>()
    for (const [column, runs] of columns) {
      const [start, end] = [column * this.h, (column + 1) * this.h]
      now.set(column, runsOfColumn(this.cells.subarray(start, end)))
      let at = start
      for (let run = 0; run < runs.length; run += 2) {
        const [value = 0, length = 0] = [runs[run], runs[run + 1]]
        this.cells.fill(value, at, at + length)
        at += length
      }
    }
    return now
  }

  /** Paints a line with a round brush. Points and radius in pixels of the picture; a radius below a cell still paints one. */
  line(from: Point, to: Point, radius: number, value: number): void {
    const reach = Math.max(radius / this.factor, 0.5)
    // the middle of a cell is where it is
    const [ax, ay, bx, by] = [from[0], from[1], to[0], to[1]].map((each) => each / this.factor - 0.5) as [number, number, number, number]
    const first = Math.max(0, Math.ceil(Math.min(ax, bx) - reach))
    const last = Math.min(this.w - 1, Math.floor(Math.max(ax, bx) + reach))
    for (let column = first; column <= last; column++) {
      const [top, bottom] = capsuleAlong(column, ax, ay, bx, by, reach)
      this.paintColumn(column, Math.ceil(top), Math.floor(bottom), value)
    }
  }

  /** Paints the inside of an outline (even-odd), corners in pixels of the picture. */
  polygon(points: readonly Point[], value: number): void {
    const corners = points.map(([x, y]) => [x / this.factor - 0.5, y / this.factor - 0.5] as const)
    const xs = corners.map(([x]) => x)
    const first = Math.max(0, Math.ceil(Math.min(...xs)))
    const last = Math.min(this.w - 1, Math.floor(Math.max(...xs)))
    for (let column = first; column <= last; column++) {
      const crossings: number[] = []
      for (const [i, [x, y]] of corners.entries()) {
        const [nextX, nextY] = corners[(i + 1) % corners.length] ?? [x, y]
        if (x <= column !== nextX <= column) crossings.push(y + ((column - x) * (nextY - y)) / (nextX - x))
      }
      crossings.sort((a, b) => a - b)
      for (let i = 0; i + 1 < crossings.length; i += 2)
        this.paintColumn(column, Math.ceil(crossings[i] ?? 0), Math.floor(crossings[i + 1] ?? 0), value)
    }
  }

  /** Cells of one column, both ends included; what lies outside of the picture is left out. */
  paintColumn(column: number, top: number, bottom: number, value: number): void {
    const [start, end] = [Math.max(0, top), Math.min(this.h - 1, bottom)]
    if (end < start) return
    this.#remember(column)
    this.cells.fill(value, column * this.h + start, column * this.h + end + 1)
  }

  /** Turns all cells of a region into another, or into none. */
  recolour(from: number, to: number): void {
    for (let column = 0; column < this.w; column++) {
      const start = column * this.h
      if (!this.cells.subarray(start, start + this.h).includes(from)) continue
      this.#remember(column)
      for (let at = start; at < start + this.h; at++) if (this.cells[at] === from) this.cells[at] = to
    }
  }

  /** By the number of a region, from 1, what is painted of it; null where nothing is. */
  measure(regions: number): readonly (Painted | null)[] {
    const found: (Painted | null)[] = Array.from({ length: regions + 1 }, () => null)
    for (let column = 0; column < this.w; column++) {
      const start = column * this.h
      for (let row = 0, next = 0; row < this.h; row = next) {
        const value = this.cells[start + row] ?? 0
        for (next = row + 1; next < this.h && this.cells[start + next] === value;) next++
        if (value > 0) found[value] = this.#withRun(found[value] ?? null, column, row, next)
      }
    }
    return found
  }

  #withRun(before: Painted | null, column: number, from: number, to: number): Painted {
    const { factor, picture } = this
    const left = column * factor
    const [right, top, bottom] = [Math.min(picture.w, left + factor), from * factor, Math.min(picture.h, to * factor)]
    if (before === null) return { cells: to - from, left, top, right, bottom }
    return {
      cells: before.cells + to - from,
      left: before.left,
      top: Math.min(before.top, top),
      right,
      bottom: Math.max(before.bottom, bottom),
    }
  }

  #remember(column: number): void {
    if (this.#before !== null && !this.#before.has(column))
      this.#before.set(column, this.cells.slice(column * this.h, (column + 1) * this.h))
  }
}

function runsOfColumn(cells: Uint16Array): Uint32Array {
  const runs: number[] = []
  let start = 0
  for (let row = 1; row <= cells.length; row++) {
    if (row < cells.length && cells[row] === cells[start]) continue
    runs.push(cells[start] ?? 0, row - start)
    start = row
  }
  return Uint32Array.from(runs)
}

/** Where a column lies in what a disc covers on its way from a to b; an empty range where it does not. */
function capsuleAlong(x: number, ax: number, ay: number, bx: number, by: number, reach: number): [top: number, bottom: number] {
  let [top, bottom] = [Infinity, -Infinity]
  const cover = (low: number, high: number) => {
    top = Math.min(top, low)
    bottom = Math.max(bottom, high)
  }
  for (const [cx, cy] of [
    [ax, ay],
    [bx, by],
  ] as const) {
    const height = reach ** 2 - (x - cx) ** 2
    if (height >= 0) cover(cy - Math.sqrt(height), cy + Math.sqrt(height))
  }
  const length = Math.hypot(bx - ax, by - ay)
  if (length === 0) return [top, bottom]
  // the straight sides: both ends moved across by the reach
  const [nx, ny] = [(-(by - ay) / length) * reach, ((bx - ax) / length) * reach]
  const sides = [
    [ax + nx, ay + ny, bx + nx, by + ny],
    [ax - nx, ay - ny, bx - nx, by - ny],
  ] as const
  for (const [x1, y1, x2, y2] of sides) {
    if (x < Math.min(x1, x2) || x > Math.max(x1, x2) || x1 === x2) continue
    const y = y1 + ((x - x1) * (y2 - y1)) / (x2 - x1)
    cover(y, y)
  }
  return [top, bottom]
}
