import type { BboxResponse } from '@canut/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkerboard } from '../apps/server/src/testing/checkerboard.ts'
import { plainJpeg } from '../apps/server/src/testing/plain-jpeg.ts'
import { drawingOn } from './drawing-hands.ts'
import { barriers, PHONE, WIDE, workOnDrawing, type Sent } from './drawing-work.ts'
import { startServed, type Served } from './served.ts'
import { squaresShown } from './squares-shown.ts'

let served: Served
let large: Buffer
beforeAll(async () => {
  served = await startServed()
  large = await checkerboard(12_500, 8000)
})
afterAll(() => served?.close())

const plain = {
  settings: { minSize: 1 },
  rows: [{ image: 'plain.jpg', alt: 'A plain picture' }, { image: 'plain.jpg' }],
  picture: [640, 480] as const,
}

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
  it.each([
    ['canut-drawing', 'bbox', 'a worker', 1],
    ['canut-mask', 'mask', 'a worker', 1],
    ['canut-drawing', 'polygon', 'the page, where there is no worker', 0],
  ] as const)(
    'is shown to the pixel where it is looked at: in %s (%s), decoded by %s',
    { timeout: 180_000 },
    async (element, type, _, workers) => {
      const work = await workOnDrawing(served, type, { viewport: { width: 1280, height: 1100 } }, { ...plain, settings: {} })
      const { page } = work
      if (workers === 0) await page.route('**/assets/picture-worker*', (route) => route.abort())
      await withPicture(page, large, 'image/png')
      await page.locator(`${element} .wait`).waitFor({ state: 'detached', timeout: 60_000 })
      await page.getByRole('application').scrollIntoViewIfNeeded()
      expect(page.workers()).toHaveLength(workers)
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
      expect(work.errors.filter((text) => workers > 0 || !text.includes('ERR_FAILED'))).toEqual([])
      await work.close()
    },
  )
})

describe('a picture that is not shown', () => {
  const cases = [
    ['broken', { status: 200, contentType: 'image/png', body: 'no picture' }, 'The picture is broken'],
    ['refused', { status: 503, body: '' }, 'could not be fetched'],
    ['out of reach', null, 'could not be fetched'],
  ] as const

  it.each(cases)('because it is %s is said to be so, fetched again, and worked on then', async (_, answer, words) => {
    const work = await workOnDrawing(served, 'bbox', PHONE, plain)
    const { page } = work
    await page.route('**/media/**', (route) => (answer === null ? route.abort() : route.fulfill(answer)))
    await page.reload()
    await expect.poll(() => page.getByRole('alert').textContent(), { timeout: 10_000 }).toContain(words)
    expect(await barriers(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    await page.unroute('**/media/**')
    await page.getByRole('button', { name: 'Try again' }).tap()
    const drawing = await drawingOn(page)
    await drawing.drag([0.2, 0.2], [0.5, 0.5])
    const { response } = (await work.submitted()) as Sent<BboxResponse>
    expect(response.boxes).toHaveLength(1)
    await work.close()
  })

  it('because it is larger than 200 megapixels is said to be so, and the task is skipped', { timeout: 120_000 }, async () => {
    const work = await workOnDrawing(served, 'bbox', WIDE, plain)
    const { page } = work
    await withPicture(page, await plainJpeg(20_000, 20_000), 'image/jpeg')
    await expect.poll(() => page.getByRole('alert').textContent(), { timeout: 30_000 }).toContain('too large')
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    await page.getByRole('button', { name: /^Skip/ }).click()
    await page.waitForSelector('form[data-number="2"]')
    expect(work.errors).toEqual([])
    await work.close()
  })

  it('because it never arrives is said to be late; it is fetched again, and another one is reported', { timeout: 120_000 }, async () => {
    const work = await workOnDrawing(served, 'mask', WIDE, { ...plain, settings: {} })
    const { page } = work
    // this one and those of the next tasks stay on their way for ever: to end the route would let them go on
    let isLate = true
    await page.route('**/media/**', (route) => (isLate ? undefined : route.continue()))
    await page.reload()
    await page.getByText('The picture is loading…').waitFor()
    await page.getByText('The picture has not arrived yet.').waitFor({ timeout: 20_000 })
    expect(await barriers(page)).toEqual([])
    isLate = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.locator('canut-mask .wait').waitFor({ state: 'detached' })
    await page.getByRole('link', { name: /^Report/ }).click()
    await page.getByLabel('It is broken: something is missing or does not load').check()
    await page.getByRole('button', { name: 'Send the report' }).click()
    await page.waitForSelector('form[data-number="2"]')
    await work.close()
  })
})
