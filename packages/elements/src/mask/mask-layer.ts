import type { View } from '../drawing/view.ts'
import type { MaskGrid } from './mask-grid.ts'

export type Rgb = readonly [red: number, green: number, blue: number]

const COVER = 0.5
const COVER_SELECTED = 0.65

/**
 * Paints the regions over the picture as the view has it, at the size of the stage: it costs as much as the stage has pixels,
 * however large the picture is. Edges of regions are drawn dark, so that they are seen on any ground.
 */
export function drawRegions(
  canvas: HTMLCanvasElement,
  grid: MaskGrid,
  { scale, x, y }: View,
  colours: readonly Rgb[],
  selected: number,
): void {
  const ratio = devicePixelRatio
  const [width, height] = [Math.round(canvas.clientWidth * ratio), Math.round(canvas.clientHeight * ratio)]
  if (width === 0 || height === 0) return
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  const context = canvas.getContext('2d')
  if (context === null) return
  const image = context.createImageData(width, height)
  const pixels = new Uint32Array(image.data.buffer)
  const palette = [0, ...colours.map((colour, index) => packed(colour, index + 1 === selected ? COVER_SELECTED : COVER))]
  const edge = packed([0, 0, 0], 0.75)
  const columns = cellsAlong(width, ratio * scale * grid.factor, x * ratio, grid.w)
  const rows = cellsAlong(height, ratio * scale * grid.factor, y * ratio, grid.h)
  const { cells, h } = grid
  let above = new Uint16Array(width)
  let own = new Uint16Array(width)
  for (let row = 0; row < height; row++) {
    const cellRow = rows[row] ?? -1
    for (let column = 0; column < width; column++) {
      const cellColumn = columns[column] ?? -1
      const value = cellRow < 0 || cellColumn < 0 ? 0 : (cells[cellColumn * h + cellRow] ?? 0)
      own[column] = value
      const isEdge = value !== (above[column] ?? 0) || (column > 0 && value !== own[column - 1])
      if (value !== 0 || isEdge) pixels[row * width + column] = isEdge ? edge : (palette[value] ?? 0)
    }
    ;[above, own] = [own, above]
  }
  context.putImageData(image, 0, 0)
}

/** Which cell lies at each pixel of the stage; −1 where there is none. */
function cellsAlong(length: number, size: number, offset: number, count: number): Int32Array {
  const cells = new Int32Array(length)
  for (let at = 0; at < length; at++) {
    const cell = Math.floor((at + 0.5 - offset) / size)
    cells[at] = cell < 0 || cell >= count ? -1 : cell
  }
  return cells
}

/** As image data has it in memory: alpha, blue, green, red from the highest byte. */
const packed = ([red, green, blue]: Rgb, cover: number): number =>
  ((Math.round(cover * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0

export function rgbOf(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}
