import type { BboxResponse } from '@canut/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plainJpeg } from '../apps/server/src/testing/plain-jpeg.ts'
import { checkerboard, squaresShown } from './checkerboard.ts'
import { drawingOn } from './drawing-hands.ts'
import { WIDE, workOnDrawing } from './drawing-work.ts'
import { startServed, type Served } from './served.ts'

let served: Served
let large: Buffer
beforeAll(async () => {
  served = await startServed()
  large = await checkerboard(12_500, 8000)
})
afterAll(() => served?.close())

const plain = { rows: [{ image: 'plain.jpg', alt: 'A plain picture' }, { image: 'plain.jpg' }], picture: [640, 480] as const }

/** The task again, with this instead of its picture. */
async function withPicture(page: Page, body: Buffer, contentType: string): Promise<void> {
  await page.route('**/media/**', (route) => route.fulfill({ status: 200, contentType, body }))
  await page.reload()
}

async function zoomIn(page: Page, steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) await page.getByRole('button', { name: 'Zoom in' }).click()
}

describe('a picture', () => {
  it.each([
    ['20,000 pixels wide and 300 high', [20_000, 300]],
    ['20,000 pixels wide and 1 high', [20_000, 1]],
    ['1 pixel wide and 20,000 high', [1, 20_000]],
    ['100 megapixels', [12_500, 8000]],
  ] as const)('of %s opens, and is measured in its own pixels', async (_, picture) => {
    const work = await workOnDrawing(served, 'bbox', WIDE, plain)
    const { page } = work
    await withPicture(page, await plainJpeg(picture[0], picture[1]), 'image/jpeg')
    const drawing = await drawingOn(page)
    await page.keyboard.press('n')
    const { size, boxes } = await drawing.value<BboxResponse>()
    expect(size).toEqual({ w: picture[0], h: picture[1] })
    expect(boxes[0]?.w).toBe(Math.min(picture[0], Math.max(1, 2 * Math.round(picture[0] / 8))))
    expect(work.errors).toEqual([])
    await work.close()
  })
})

describe('a picture of 100 megapixels', () => {
  it.each(['bbox', 'mask'] as const)(
    'is shown to the pixel where it is looked at, on the screen of %s',
    { timeout: 120_000 },
    async (type) => {
      const work = await workOnDrawing(served, type, { viewport: { width: 1280, height: 1100 } }, plain)
      const { page } = work
      await withPicture(page, large, 'image/png')
      await page.getByRole('application').waitFor()
      await page.locator('.wait').waitFor({ state: 'detached', timeout: 60_000 })
      await page.getByRole('application').scrollIntoViewIfNeeded()
      expect(await squaresShown(page)).toBeNull()
      await zoomIn(page, 12)
      await expect.poll(() => squaresShown(page), { timeout: 30_000, interval: 250 }).not.toBeNull()
      const near = (await squaresShown(page)) ?? Number.NaN

      // far aside, and from less near
      await page.getByRole('button', { name: 'Whole picture' }).click()
      const stage = await page.getByRole('application').boundingBox()
      if (stage === null) throw new Error('the stage is not laid out')
      await page.mouse.move(stage.x + stage.width * 0.9, stage.y + stage.height * 0.2)
      for (let step = 0; step < 40; step++) await page.mouse.wheel(0, -90)
      await expect.poll(() => squaresShown(page), { timeout: 30_000, interval: 250 }).not.toBeNull()
      expect(await squaresShown(page)).not.toBe(near)
      expect(work.errors).toEqual([])
      await work.close()
    },
  )
})
