import type { Page } from 'playwright-core'
import sharp from 'sharp'

/** A picture whose pixels are black and white in turn, so that it is seen whether it is shown in its own pixels. */
export function checkerboard(width: number, height: number): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height)
  for (let y = 0; y < height; y++) for (let x = y & 1; x < width; x += 2) pixels[y * width + x] = 255
  return sharp(pixels, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/**
 * How many screen pixels one square of a checkerboard has around the middle of the stage, by a screenshot; null where no
 * squares of black and white are to be seen.
 */
export async function squaresShown(page: Page): Promise<number | null> {
  const box = await page.getByRole('application').boundingBox()
  if (box === null) throw new Error('the stage is not laid out')
  const side = 160
  const clip = { x: Math.round(box.x + (box.width - side) / 2), y: Math.round(box.y + (box.height - side) / 2), width: side, height: side }
  const { data, info } = await sharp(await page.screenshot({ clip }))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number): number => data[(y * info.width + x) * info.channels] ?? 128
  const rows = Array.from({ length: info.height }, (_, y) => runs(info.width, (x) => at(x, y)))
  const columns = Array.from({ length: info.width }, (_, x) => runs(info.height, (y) => at(x, y)))
  const lengths = [...rows, ...columns].flat()
  const [least, most] = [Math.min(...lengths), Math.max(...lengths)]
  return lengths.length > 0 && least >= 2 && most - least <= 1 ? (least + most) / 2 : null
}

/** Lengths of what is black or white in a row, without the first and the last, which the edge cuts; grey is a run of no length. */
function runs(length: number, at: (place: number) => number): number[] {
  const found: number[] = []
  let start = 0
  for (let place = 1; place <= length; place++) {
    const value = at(place - 1)
    if (value > 40 && value < 215) return [0]
    if (place === length || Math.abs(at(place) - value) < 100) continue
    found.push(place - start)
    start = place
  }
  return found.slice(1)
}
