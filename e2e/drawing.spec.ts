import type { BboxResponse, KeypointsResponse, PolygonResponse } from '@canut/contract'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findTaskType } from '../apps/server/src/task-types/index.ts'
import { drawingOn, fingers, repeat, type Spot } from './drawing-hands.ts'
import { barriers, PHONE, WIDE, workOnDrawing, type Sent, type WorkOptions } from './drawing-work.ts'
import { startServed, type Served } from './served.ts'
import { draftIsKept, nextFrame, taskIsOn } from './waits.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

const workOn = (taskType: string, options: BrowserContextOptions, of: WorkOptions = {}) => workOnDrawing(served, taskType, options, of)

const plain = { rows: [{ image: 'plain.jpg', alt: 'A plain picture' }, { image: 'plain.jpg' }], picture: [640, 480] as const }
const wanted = { x: 128, y: 96, w: 192, h: 144 }

/** Within two pixels of what was meant. */
function expectNear(response: BboxResponse | null): void {
  const [box] = response?.boxes ?? []
  const far = Object.entries(wanted).map(([side, value]) => Math.abs((box?.[side as keyof typeof wanted] ?? Infinity) - value))
  expect(Math.max(...far), JSON.stringify(box)).toBeLessThanOrEqual(2)
  expect(response?.size).toEqual({ w: 640, h: 480 })
}

describe('boxes', () => {
  it('by mouse: drawn, relabelled, undone, corrected and sent, as a gold task judges right', async () => {
    const work = await workOn('bbox', WIDE)
    const { page } = work
    const drawing = await drawingOn(page)
    const truth = JSON.parse(findTaskType('bbox')?.sample.rows[0]?.['truth'] ?? '') as BboxResponse
    const spots = ({ x, y, w, h }: BboxResponse['boxes'][number]): [Spot, Spot] => [
      [x / truth.size.w, y / truth.size.h],
      [(x + w) / truth.size.w, (y + h) / truth.size.h],
    ]
    await drawing.drag([0.4, 0.02], [0.6, 0.1])
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    for (const box of truth.boxes) {
      await page.getByRole('radio', { name: box.label === 'car' ? 'Car' : 'Tree' }).check()
      await drawing.drag(...spots(box))
    }
    await page.getByRole('button', { name: /^Tree, / }).click()
    await page.getByRole('radio', { name: 'Car' }).check()
    expect((await drawing.value<BboxResponse>()).boxes.at(-1)?.label).toBe('car')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    expect(await barriers(page)).toEqual([])
    const { response, right } = (await work.submitted()) as Sent<BboxResponse>
    expect(response.boxes.map(({ label }) => label)).toEqual(truth.boxes.map(({ label }) => label))
    expect([right, work.errors]).toEqual([true, []])
    await work.close()
  })

  it('by touch on a phone: by two taps, by one finger that drags, while two fingers only move the view', async () => {
    const work = await workOn('bbox', PHONE, plain)
    const { page } = work
    const drawing = await drawingOn(page)
    // what fingers do reaches the page after they are lifted
    const boxCount = async () => (await drawing.value<BboxResponse | null>())?.boxes.length
    await drawing.tap([0.2, 0.2])
    await drawing.tap([0.5, 0.5])
    await expect.poll(() => boxCount()).toBe(1)
    expectNear(await drawing.value())

    const session = await page.context().newCDPSession(page)
    const whole = await scaleOf(page)
    const [a, b] = [await drawing.at([0.4, 0.6]), await drawing.at([0.6, 0.6])]
    await fingers(session, [
      [a],
      [a, b],
      [
        { x: a.x - 60, y: a.y },
        { x: b.x + 60, y: b.y },
      ],
    ])
    await expect.poll(() => scaleOf(page)).toBeGreaterThan(whole)
    expect(await boxCount()).toBe(1)
    await page.getByRole('button', { name: 'Whole picture' }).tap()
    await expect.poll(() => scaleOf(page)).toBeCloseTo(whole, 3)
    const [from, to] = [await drawing.at([0.6, 0.6]), await drawing.at([0.9, 0.9])]
    await fingers(session, [[from], [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }], [to]])
    await expect.poll(() => boxCount()).toBe(2)
    await page.getByRole('button', { name: 'Delete', exact: true }).tap()
    await expect.poll(() => boxCount()).toBe(1)
    expect(await barriers(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    const { response } = (await work.submitted()) as Sent<BboxResponse>
    expectNear(response)
    expect(work.errors).toEqual([])
    await work.close()
  })

  it('by keyboard alone, to the pixel, and read aloud as it is', async () => {
    const work = await workOn('bbox', WIDE, plain)
    const { page } = work
    const drawing = await drawingOn(page)
    await page.keyboard.press('2')
    await page.keyboard.press('n')
    await repeat(page, 'Shift+ArrowLeft', 11)
    await repeat(page, 'ArrowLeft', 2)
    await repeat(page, 'Shift+ArrowUp', 8)
    await repeat(page, 'ArrowUp', 4)
    await repeat(page, 'Control+Shift+ArrowRight', 3)
    await repeat(page, 'Control+ArrowRight', 2)
    await repeat(page, 'Control+Shift+ArrowDown', 2)
    await repeat(page, 'Control+ArrowDown', 4)
    expect((await drawing.value<BboxResponse>()).boxes).toEqual([{ id: 's1', label: 'tree', ...wanted }])
    const listed = page.getByRole('button', { name: 'Tree, 128 from the left, 96 from the top, 192 wide, 144 high' })
    await listed.focus()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    expect(await listed.getAttribute('aria-pressed')).toBe('true')
    // to the page itself, where Enter sends
    await page.locator('.task-area').focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('form[data-number="2"]')
    expect(work.errors).toEqual([])
    await work.close()
  })

  it('none at all: nothing is sent until the person says so', async () => {
    const work = await workOn('bbox', WIDE, plain)
    const { page } = work
    await drawingOn(page)
    await page.getByRole('button', { name: /^Submit/ }).click()
    expect(await page.locator('form[data-number="1"]').count()).toBe(1)
    await page.getByRole('button', { name: 'Nothing to label', exact: true }).click()
    const { response } = (await work.submitted()) as Sent<BboxResponse>
    expect(response).toEqual({ size: { w: 640, h: 480 }, boxes: [] })
    await work.close()
  })

  it('come back after a reload in the middle', async () => {
    const work = await workOn('bbox', WIDE, plain)
    const { page } = work
    const drawing = await drawingOn(page)
    await drawing.drag([0.2, 0.2], [0.5, 0.5])
    await draftIsKept(page)
    await page.reload()
    await taskIsOn(page, 1)
    const again = await drawingOn(page)
    await expect.poll(() => again.value()).not.toBeNull()
    expectNear(await again.value())
    expectNear(((await work.submitted()) as Sent<BboxResponse>).response)
    await work.close()
  })
})

describe('value accuracy', () => {
  const looks = [360, 800, 1280].flatMap((width) => [1, 2].map((deviceScaleFactor) => ({ width, deviceScaleFactor })))

  it.each(looks)(
    'is two pixels or better at $width pixels and $deviceScaleFactor device pixels each, whole, zoomed and panned',
    async ({ width, deviceScaleFactor }) => {
      const work = await workOn('bbox', { viewport: { width, height: 800 }, deviceScaleFactor }, plain)
      const { page } = work
      const drawing = await drawingOn(page)
      await drawing.drag([0.2, 0.2], [0.5, 0.5])
      expectNear(await drawing.value())

      // nearer around the middle of the box, then aside: both corners stay on the stage, and are found by what the view says
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      const middle = await drawing.at([0.35, 0.35])
      await page.mouse.move(middle.x, middle.y)
      await page.mouse.wheel(0, -270 * deviceScaleFactor)
      await page.mouse.move(middle.x, middle.y)
      await page.mouse.down({ button: 'middle' })
      await page.mouse.move(middle.x + 14, middle.y - 9, { steps: 2 })
      await page.mouse.up({ button: 'middle' })
      await nextFrame(page)
      const corner = (x: number, y: number) => cornerOnScreen(page, x, y)
      const [from, to] = [await corner(128, 96), await corner(320, 240)]
      expect(to.x - from.x).toBeGreaterThan(1.3 * 0.3 * ((await drawing.stage.boundingBox())?.width ?? Infinity))
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(to.x, to.y, { steps: 3 })
      await page.mouse.up()
      expectNear(await drawing.value())
      await work.close()
    },
  )
})

/** From the picture to the window, by the transformation of the layer of shapes. */
async function layerOnScreen(page: Page): Promise<{ a: number; d: number; e: number; f: number }> {
  return page.evaluate(() => {
    const layer = document.querySelector('canut-drawing')?.shadowRoot?.querySelector<SVGGElement>('.shapes > g')
    const matrix = layer?.getScreenCTM()
    if (matrix === null || matrix === undefined) throw new Error('the layer of shapes has no place')
    return { a: matrix.a, d: matrix.d, e: matrix.e, f: matrix.f }
  })
}

async function cornerOnScreen(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const { a, d, e, f } = await layerOnScreen(page)
  return { x: a * x + e, y: d * y + f }
}

/** Pixels of the window for one of the picture. */
const scaleOf = async (page: Page): Promise<number> => (await layerOnScreen(page)).a

describe('outlines', () => {
  const corners: readonly Spot[] = [
    [0.25, 0.25],
    [0.75, 0.25],
    [0.75, 0.75],
    [0.25, 0.75],
  ]
  const square = [
    [160, 120],
    [480, 120],
    [480, 360],
    [160, 360],
  ]
  const near = (response: PolygonResponse) =>
    Math.max(
      ...square.flatMap(([x = 0, y = 0], i) => [
        Math.abs((response.shapes[0]?.points[i]?.[0] ?? 9e9) - x),
        Math.abs((response.shapes[0]?.points[i]?.[1] ?? 9e9) - y),
      ]),
    )

  it('by mouse: corner after corner, then Finish', async () => {
    const work = await workOn('polygon', WIDE, plain)
    const drawing = await drawingOn(work.page)
    for (const corner of corners) await drawing.click(corner)
    await work.page.getByRole('button', { name: 'Finish', exact: true }).click()
    expect(await barriers(work.page)).toEqual([])
    const { response } = (await work.submitted()) as Sent<PolygonResponse>
    expect(near(response)).toBeLessThanOrEqual(2)
    expect(work.errors).toEqual([])
    await work.close()
  })

  it('by touch: Undo takes the last corner back, a tap on the first closes', async () => {
    const work = await workOn('polygon', PHONE, plain)
    const drawing = await drawingOn(work.page)
    for (const corner of [...corners.slice(0, 2), [0.9, 0.9] as const]) await drawing.tap(corner)
    await work.page.getByRole('button', { name: 'Undo', exact: true }).tap()
    for (const corner of corners.slice(2)) await drawing.tap(corner)
    await drawing.tap([0.25, 0.25])
    await expect.poll(async () => (await drawing.value<PolygonResponse | null>())?.shapes.length).toBe(1)
    const { response } = (await work.submitted()) as Sent<PolygonResponse>
    expect(near(response)).toBeLessThanOrEqual(2)
    await work.close()
  })

  it('by keyboard: arrows move the cursor, Space sets, Enter finishes, and Enter sends', async () => {
    const work = await workOn('polygon', WIDE, plain)
    const drawing = await drawingOn(work.page)
    const { page } = work
    await page.keyboard.press('n')
    await repeat(page, 'Shift+ArrowLeft', 16)
    await repeat(page, 'Shift+ArrowUp', 12)
    for (const [key, times] of [
      ['ArrowRight', 32],
      ['ArrowDown', 24],
      ['ArrowLeft', 32],
    ] as const) {
      await page.keyboard.press(' ')
      await repeat(page, `Shift+${key}`, times)
    }
    await page.keyboard.press(' ')
    await page.keyboard.press('Enter')
    expect(near(await drawing.value())).toBe(0)
    await page.keyboard.press('Enter')
    await page.waitForSelector('form[data-number="2"]')
    await work.close()
  })

  it('of which one is not finished come back as far as they were drawn', async () => {
    const work = await workOn('polygon', WIDE, plain)
    const { page } = work
    const drawing = await drawingOn(page)
    for (const corner of corners.slice(0, 3)) await drawing.click(corner)
    await draftIsKept(page)
    await page.reload()
    await taskIsOn(page, 1)
    const again = await drawingOn(page)
    await page.getByRole('button', { name: /^Submit/ }).click()
    expect(await page.locator('form[data-number="1"]').count()).toBe(1)
    for (const corner of corners.slice(3)) await again.click(corner)
    await page.getByRole('button', { name: 'Finish', exact: true }).click()
    const { response } = (await work.submitted()) as Sent<PolygonResponse>
    expect(near(response)).toBeLessThanOrEqual(2)
    expect(Object.keys(response)).toEqual(['size', 'shapes'])
    expect(work.errors).toEqual([])
    await work.close()
  })

  it('of which one is not finished are not sent', async () => {
    const work = await workOn('polygon', WIDE, { ...plain, settings: { kind: 'polyline' } })
    const drawing = await drawingOn(work.page)
    await drawing.click([0.2, 0.2])
    await drawing.click([0.8, 0.2])
    await work.page.getByRole('button', { name: /^Submit/ }).click()
    expect(await work.page.locator('form[data-number="1"]').count()).toBe(1)
    await work.page.getByRole('button', { name: 'Finish', exact: true }).click()
    const { response } = (await work.submitted()) as Sent<PolygonResponse>
    expect(response.shapes).toMatchObject([
      {
        closed: false,
        points: [
          [128, 96],
          [512, 96],
        ],
      },
    ])
    await work.close()
  })
})

describe('points of a skeleton', () => {
  const truth = () => JSON.parse(findTaskType('keypoints')?.sample.rows[0]?.['truth'] ?? '') as KeypointsResponse

  it.each([
    ['mouse', WIDE],
    ['touch', PHONE],
  ] as const)('by %s, in the order that is asked, as a gold task judges right', async (hand, options) => {
    const work = await workOn('keypoints', options)
    const drawing = await drawingOn(work.page)
    const { size, objects } = truth()
    for (const { x, y } of objects[0]?.points ?? [])
      await (hand === 'mouse' ? drawing.click([x / size.w, y / size.h]) : drawing.tap([x / size.w, y / size.h]))
    await expect.poll(async () => (await drawing.value<KeypointsResponse | null>())?.objects.length).toBe(1)
    expect(await barriers(work.page)).toEqual([])
    const { response, right } = (await work.submitted()) as Sent<KeypointsResponse>
    expect(response.objects[0]?.points.map(({ name }) => name)).toEqual(objects[0]?.points.map(({ name }) => name))
    expect([right, work.errors]).toEqual([true, []])
    await work.close()
  })

  it('by keyboard: hidden and missing points as well', async () => {
    const work = await workOn('keypoints', WIDE, plain)
    const { page } = work
    const drawing = await drawingOn(page)
    await page.keyboard.press('n')
    for (const key of [' ', 'h', 'x', ' ', ' ']) {
      await page.keyboard.press(key)
      await page.keyboard.press('Shift+ArrowRight')
    }
    await page.keyboard.press(' ')
    expect((await drawing.value<KeypointsResponse>()).objects[0]?.points.map(({ x, y, v }) => [x, y, v])).toEqual([
      [320, 240, 2],
      [330, 240, 1],
      [0, 0, 0],
      [350, 240, 2],
      [360, 240, 2],
      [370, 240, 2],
    ])
    await page.locator('.task-area').focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('form[data-number="2"]')
    await work.close()
  })
})
