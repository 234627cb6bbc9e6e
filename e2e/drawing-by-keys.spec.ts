import type { KeypointsResponse, PolygonResponse } from '@canut/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawingOn, repeat } from './drawing-hands.ts'
import { WIDE, workOnDrawing, type Sent } from './drawing-work.ts'
import { startServed, type Served } from './served.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

const plain = { rows: [{ image: 'plain.jpg', alt: 'A plain picture' }, { image: 'plain.jpg' }], picture: [640, 480] as const }

interface Read {
  readonly role: string
  readonly name: string
  readonly description: string
  readonly pressed: string
}

/** What a screen reader is given of the page: all that has a role and a name. */
async function readAloud(page: Page): Promise<Read[]> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, description, properties = [] }) => ({
      role: String(role?.value),
      name: String(name?.value ?? ''),
      description: String(description?.value ?? ''),
      pressed: String(properties.find((each) => each.name === 'pressed')?.value.value ?? ''),
    }))
}

const said = async (page: Page): Promise<string> => (await page.locator('canut-drawing .status').textContent())?.trim() ?? ''

/** What has the focus, whatever shadow it is in: its role, or else the name of its tag. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
    return element?.getAttribute('role') ?? `${element?.localName} ${element?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? ''}`
  })

async function tabTo(page: Page, wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let tabs = 0; tabs < 60; tabs++) {
    if (wanted.test(await focused(page))) return
    await page.keyboard.press(key)
  }
  throw new Error(`no tab stop is ${wanted}: the last was ${await focused(page)}`)
}

/** Moves the cursor to a place of the picture, from another. */
async function go(page: Page, [fromX, fromY]: readonly [number, number], [x, y]: readonly [number, number]): Promise<void> {
  await repeat(page, x > fromX ? 'Shift+ArrowRight' : 'Shift+ArrowLeft', Math.abs(x - fromX) / 10)
  await repeat(page, y > fromY ? 'Shift+ArrowDown' : 'Shift+ArrowUp', Math.abs(y - fromY) / 10)
}

const shapes = [
  [
    'polygon',
    [
      [200, 100],
      [400, 100],
      [400, 300],
    ],
    '3 points, 200 from the left, 100 from the top, 200 wide, 200 high',
    'Tap the corners',
  ],
  [
    'polyline',
    [
      [100, 200],
      [300, 260],
      [500, 200],
    ],
    '3 points, 100 from the left, 200 from the top, 400 wide, 60 high',
    'Tap the points of the line',
  ],
  [
    'line',
    [
      [120, 100],
      [520, 400],
    ],
    '120 from the left, 100 from the top, 400 wide, 300 high',
    'Drag from end to end',
  ],
] as const

describe('by keys and ear alone', () => {
  it.each(shapes)('a %s is found, drawn, heard, chosen, corrected, deleted, brought back and sent', async (kind, points, place, hint) => {
    const work = await workOnDrawing(served, 'polygon', WIDE, { ...plain, settings: { kind } })
    const { page } = work
    const drawing = await drawingOn(page)
    await page.evaluate(() => document.querySelector<HTMLElement>('.task-area')?.focus())
    await tabTo(page, /^application$/)
    const begun = await readAloud(page)
    const stage = begun.find(({ role }) => role === 'application')
    expect(stage?.name).toMatch(/^Picture to label/)
    expect(begun.map(({ name }) => name).join('\n')).toContain('A plain picture')
    expect(stage?.description).toContain(hint)
    expect(begun.filter(({ role }) => role === 'radiogroup').map(({ name }) => name)).toContain('Labels')
    const [label = ''] = begun.filter(({ role }) => role === 'radio').map(({ name }) => name.replace(/ ?\d$/, ''))
    expect(begun.filter(({ role }) => role === 'button').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Finish', 'Undo', 'Delete', 'Nothing to label']),
    )

    await page.keyboard.press('n')
    expect(await said(page)).toBe('320 from the left, 240 from the top.')
    let at: readonly [number, number] = [320, 240]
    const placed: string[] = []
    for (const point of points) {
      await go(page, at, point)
      at = point
      expect(await said(page)).toContain(`${point[0]} from the left, ${point[1]} from the top.`)
      await page.keyboard.press(' ')
      placed.push(await said(page))
    }
    expect(placed.slice(0, -1)).toEqual(points.slice(0, -1).map(([x, y], i) => `Point ${i + 1}: ${x} from the left, ${y} from the top.`))
    if (kind !== 'line') await page.keyboard.press('Enter')
    expect(await said(page)).toBe(`Added: ${label}, ${place}.`)
    expect((await drawing.value<PolygonResponse>()).shapes[0]?.points).toEqual(points)

    // its button in the list, and the first corner moved by a pixel
    await tabTo(page, /^button .*from the left/)
    const listed = (await readAloud(page)).find(({ role, name }) => role === 'button' && name.includes(place))
    expect(listed).toMatchObject({ name: `${label}, ${place}`, pressed: 'true' })
    await tabTo(page, /^application$/, 'Shift+Tab')
    await page.keyboard.press('v')
    await page.keyboard.press('ArrowLeft')
    const moved = points.map(([x, y], i) => (i === 0 ? [x - 1, y] : [x, y]))
    expect((await drawing.value<PolygonResponse>()).shapes[0]?.points).toEqual(moved)
    expect(await said(page)).toMatch(/^Now: /)

    // with a corner in hand only that one would go
    await page.keyboard.press('Shift+V')
    await page.keyboard.press('Delete')
    expect(await said(page)).toMatch(/^Deleted: /)
    await page.keyboard.press('Control+z')
    expect(await said(page)).toBe('Undone.')
    await page.keyboard.press('Enter')
    await page.waitForSelector('form[data-number="2"]')
    const { response } = (await work.stored()) as Sent<PolygonResponse>
    expect(response.shapes.map((shape) => shape.points)).toEqual([moved])
    expect(work.errors).toEqual([])
    await work.close()
  })

  it('points of a skeleton are asked for by name, one after the other, and sent', async () => {
    const work = await workOnDrawing(served, 'keypoints', WIDE, plain)
    const { page } = work
    const drawing = await drawingOn(page)
    await page.evaluate(() => document.querySelector<HTMLElement>('.task-area')?.focus())
    await tabTo(page, /^application$/)
    const stage = (await readAloud(page)).find(({ role }) => role === 'application')
    expect(stage?.description).toContain('Next point: Head.')
    await page.keyboard.press('n')
    for (const [key, next] of [
      [' ', 'Left hand'],
      ['h', 'Right hand'],
      ['x', 'Hips'],
      [' ', 'Left foot'],
      [' ', 'Right foot'],
    ] as const) {
      await page.keyboard.press('Shift+ArrowRight')
      await page.keyboard.press(key)
      expect(await said(page)).toContain(`Next point: ${next}.`)
    }
    await page.keyboard.press(' ')
    expect(await said(page)).toContain('5 of 6 points')
    await tabTo(page, /^button .*from the left/)
    expect((await readAloud(page)).filter(({ role, name }) => role === 'button' && name.includes('5 of 6 points'))).toHaveLength(1)
    await tabTo(page, /^application$/, 'Shift+Tab')
    expect((await drawing.value<KeypointsResponse>()).objects[0]?.points.map(({ v }) => v)).toEqual([2, 1, 0, 2, 2, 2])
    await page.keyboard.press('Enter')
    await page.waitForSelector('form[data-number="2"]')
    const { response } = (await work.stored()) as Sent<KeypointsResponse>
    expect(response.objects).toHaveLength(1)
    expect(work.errors).toEqual([])
    await work.close()
  })
})
