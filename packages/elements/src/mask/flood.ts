import type { Point } from '@canut/contract'
import type { Picture } from '../drawing/picture.ts'
import type { MaskGrid } from './mask-grid.ts'

/** Colours are compared on a picture of at most this many pixels, so that a click is answered at once. */
const SEEN_PIXELS_MAX = 2_000_000

/** What the magic wand sees: the picture, small enough to be searched in a moment. */
export class Colours {
  readonly #pixels: Uint8ClampedArray
  readonly #w: number
  readonly #h: number
  readonly #scale: number

  /** @throws DOMException when the picture may not be read (another origin without its consent) */
  constructor({ bitmap, size }: Picture) {
    this.#scale = Math.min(1, Math.sqrt(SEEN_PIXELS_MAX / (size.w * size.h)))
    this.#w = Math.max(1, Math.round(size.w * this.#scale))
    this.#h = Math.max(1, Math.round(size.h * this.#scale))
    const context = new OffscreenCanvas(this.#w, this.#h).getContext('2d', { willReadFrequently: true })
    if (context === null) throw new Error('a canvas has a two-dimensional context')
    context.drawImage(bitmap, 0, 0, this.#w, this.#h)
    this.#pixels = context.getImageData(0, 0, this.#w, this.#h).data
  }

  /**
   * Paints what hangs together around a point and has a like colour.
   *
   * @param tolerance 0 the very same colour, to 255: how far red, green and blue may each be from the colour at the point
   */
  fill(grid: MaskGrid, [x, y]: Point, tolerance: number, value: number): void {
    const start = this.#index(Math.floor(x * this.#scale), Math.floor(y * this.#scale))
    if (start === null) return
    const found = new Uint8Array(this.#w * this.#h)
    const waiting = [start]
    found[start] = 1
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const column = at % this.#w
      const beside = [column > 0 ? at - 1 : -1, column < this.#w - 1 ? at + 1 : -1, at - this.#w, at + this.#w]
      for (const next of beside) {
        if (next < 0 || next >= found.length || found[next] === 1 || !this.#isLike(next, start, tolerance)) continue
        found[next] = 1
        waiting.push(next)
      }
    }
    this.#paint(grid, found, value)
  }

  #isLike(at: number, as: number, tolerance: number): boolean {
    for (let channel = 0; channel < 3; channel++)
      if (Math.abs((this.#pixels[at * 4 + channel] ?? 0) - (this.#pixels[as * 4 + channel] ?? 0)) > tolerance) return false
    return true
  }

  /** Each cell is what lies under its middle. */
  #paint(grid: MaskGrid, found: Uint8Array, value: number): void {
    const step = grid.factor * this.#scale
    for (let column = 0; column < grid.w; column++) {
      const x = Math.min(this.#w - 1, Math.floor((column + 0.5) * step))
      let from = -1
      for (let row = 0; row <= grid.h; row++) {
        const y = Math.min(this.#h - 1, Math.floor((row + 0.5) * step))
        const isFound = row < grid.h && found[y * this.#w + x] === 1
        if (isFound && from === -1) from = row
        if (isFound || from === -1) continue
        grid.paintColumn(column, from, row - 1, value)
        from = -1
      }
    }
  }

  #index(column: number, row: number): number | null {
    return column < 0 || row < 0 || column >= this.#w || row >= this.#h ? null : row * this.#w + column
  }
}
