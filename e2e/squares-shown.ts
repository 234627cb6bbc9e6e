import type { Page } from 'playwright-core'
import { greysOf } from '../apps/server/src/testing/checkerboard.ts'

/**
 * How many screen pixels one square of a checkerboard has around the middle of the stage, by a screenshot; null where no
 * squares of black and white are to be seen.
 */
export async function squaresShown(page: Page): Promise<number | null> {
  const box = await page.getByRole('application').boundingBox()
  if (box === null) throw new Error('the stage is not laid out')
  const side = 160
  const clip = { x: Math.round(box.x + (box.width - side) / 2), y: Math.round(box.y + (box.height - side) / 2), width: side, height: side }
  const { width, height, at } = await greysOf(await page.screenshot({ clip }))
  const rows = Array.from({ length: height }, (_, y) => runs(width, (x) => at(x, y)))
  const columns = Array.from({ length: width }, (_, x) => runs(height, (y) => at(x, y)))
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
