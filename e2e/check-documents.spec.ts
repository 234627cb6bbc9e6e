import type { CheckResponse } from '@canut/contract'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBatchOfType, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import { getTaskSetup } from '../apps/server/src/task-types/index.ts'
import { documentLines } from '../apps/server/src/task-types/check/document-lines.preset.ts'
import { openTasks, responsesIn } from './audio-tasks.ts'
import { barriersOn } from './barriers.ts'
import { startServed, type Served } from './served.ts'
import { draftIsKept, nextFrame, placeAtRest, taskIsOn } from './waits.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

type Hand = 'mouse' | 'touch' | 'keyboard'
const HANDS: readonly Hand[] = ['mouse', 'touch', 'keyboard']
const windowFor: Record<Hand, BrowserContextOptions> = {
  mouse: { viewport: { width: 1280, height: 800 } },
  touch: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  keyboard: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
}
/** The page with four lines, of which the first and the third were read wrongly. */
const [ROW = {}] = documentLines.sample.rows
const TEXTS = (ROW['truth'] ?? '').split('\n')

async function aDocument(): Promise<BuiltBatch> {
  return aBatchOfType(served.canut, 'check', { preset: 'document-lines', rows: [{ ...ROW }] })
}

async function aWorker(options: BrowserContextOptions) {
  const context = await served.as(await served.canut.signUp(), options)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  return { page, errors, close: () => context.close() }
}

const lineOf = (page: Page, number: number) => page.locator('.task-lines > li').nth(number - 1)
const activeLine = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll('.task-lines > li')].findIndex((line) => line.hasAttribute('data-active')) + 1)
const numberOf = async (page: Page, attribute: string) => Number(await page.locator('canut-lines .boxes .active').getAttribute(attribute))

/** Once the picture is there and the frame is drawn. */
async function opened(page: Page, batch: BuiltBatch): Promise<void> {
  await openTasks(page, batch)
  await page.locator('canut-lines .boxes .active[width]').waitFor()
}

const work: Record<Hand, (page: Page) => Promise<void>> = {
  async mouse(page) {
    await page.getByLabel('Text of line 1').fill(TEXTS[0] ?? '')
    await lineOf(page, 2).getByText('Right').click()
    await page.getByLabel('Text of line 3').fill(TEXTS[2] ?? '')
    await lineOf(page, 4).getByText('Right').click()
    await page.getByRole('button', { name: 'Submit' }).click()
  },
  async touch(page) {
    await page.getByRole('button', { name: 'Correct' }).tap()
    await page.getByLabel('Text of line 1').fill(TEXTS[0] ?? '')
    await page.getByRole('button', { name: 'Go on' }).tap()
    await expect.poll(() => activeLine(page)).toBe(2)
    await page.getByRole('button', { name: 'Right', exact: true }).tap()
    await expect.poll(() => activeLine(page)).toBe(3)
    await page.getByLabel('Text of line 3').fill(TEXTS[2] ?? '')
    await lineOf(page, 4).locator('label').tap()
    await page.getByRole('button', { name: 'Submit' }).tap()
  },
  async keyboard(page) {
    await page.keyboard.press('e')
    await page.keyboard.press('Control+a')
    await page.keyboard.type(TEXTS[0] ?? '')
    await page.keyboard.press('Enter')
    expect(await activeLine(page)).toBe(2)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.keyboard.press('e')
    for (let each = 0; each < ' NOIR'.length + 1; each++) await page.keyboard.press(each === ' NOIR'.length ? 'Backspace' : 'ArrowLeft')
    await page.keyboard.type('S')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    // now that no line is open, the key is the page's again
    await page.keyboard.press('Enter')
  },
}

describe.each(HANDS)('by %s', (hand) => {
  it('the lines of a document are each approved or corrected', async () => {
    const batch = await aDocument()
    const { page, errors, close } = await aWorker(windowFor[hand])
    await opened(page, batch)
    expect(await activeLine(page)).toBe(1)
    expect(await barriersOn(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
    await work[hand](page)
    await expect.poll(async () => (await responsesIn(served, batch)).length).toBe(1)
    const [{ body } = { body: null }] = await responsesIn(served, batch)
    const { ok, text, lines } = body as CheckResponse
    expect({ ok, text, right: lines?.map((line) => line.ok) }).toEqual({
      ok: false,
      text: TEXTS.join('\n'),
      right: [false, true, false, true],
    })
    const setup = getTaskSetup('check', documentLines.sample.settings)
    const row = setup.readRow(ROW)
    expect(row.ok && setup.judge(body, row.value.truth)).toEqual({ right: true, score: 1 })
    expect(errors).toEqual([])
    await close()
  })
})

describe('the picture', () => {
  it('shows the line that is looked at, and a click in it goes to another', async () => {
    const batch = await aDocument()
    const { page, close } = await aWorker(windowFor.mouse)
    await opened(page, batch)
    const frame = page.locator('canut-lines .frame')
    const stage = await placeAtRest(frame)
    for (const number of [1, 4]) {
      while ((await activeLine(page)) !== number) await page.keyboard.press('ArrowDown')
      await nextFrame(page)
      const [x, y, width, height] = (await Promise.all(['x', 'y', 'width', 'height'].map((name) => numberOf(page, name)))) as [
        number,
        number,
        number,
        number,
      ]
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(stage.width)
      expect(y + height).toBeLessThanOrEqual(stage.height)
    }
    await page.getByRole('button', { name: 'Whole picture' }).click()
    await nextFrame(page)
    const second = page.locator('canut-lines .boxes rect').nth(1)
    const [x, y] = await Promise.all(['x', 'y'].map(async (name) => Number(await second.getAttribute(name))))
    const place = await placeAtRest(frame)
    await page.mouse.click(place.x + (x ?? 0) + 8, place.y + (y ?? 0) + 8)
    expect(await activeLine(page)).toBe(2)
    await close()
  })
})

describe('the picture on a phone', () => {
  it('is covered by no button', async () => {
    const { page, close } = await aWorker(windowFor.touch)
    await opened(page, await aDocument())
    const frame = await placeAtRest(page.locator('canut-lines .frame'))
    const buttons = await Promise.all((await page.locator('canut-lines .picture button').all()).map((button) => button.boundingBox()))
    expect(buttons.length).toBeGreaterThan(0)
    expect(buttons.filter((button) => button !== null && button.y < frame.y + frame.height)).toEqual([])
    await close()
  })
})

describe('a document of which lines are open', () => {
  it('is not sent, and says which; a draft is there after a reload, and a correction can be taken back', async () => {
    const batch = await aDocument()
    const { page, close } = await aWorker(windowFor.mouse)
    await opened(page, batch)
    await page.getByLabel('Text of line 1').fill(TEXTS[0] ?? '')
    await page.getByRole('button', { name: 'Submit' }).click()
    const said = () => page.evaluate(() => document.querySelector('canut-lines')?.matches(':invalid'))
    expect(await said()).toBe(true)
    await draftIsKept(page)
    await page.reload()
    await taskIsOn(page)
    await page.locator('canut-lines .boxes .active[width]').waitFor()
    await expect.poll(() => page.getByLabel('Text of line 1').inputValue()).toBe(TEXTS[0])
    await expect.poll(() => activeLine(page)).toBe(2)
    await page.keyboard.press('ArrowUp')
    await page.getByRole('button', { name: 'Back to the draft' }).click()
    expect(await page.getByLabel('Text of line 1').inputValue()).not.toBe(TEXTS[0])
    expect(await lineOf(page, 1).getAttribute('data-state')).toBe('open')
    expect(await responsesIn(served, batch)).toEqual([])
    await close()
  })

  it('without script is a form that comes back with the sentence at the line', async () => {
    const batch = await aDocument()
    const { page, close } = await aWorker({ ...windowFor.mouse, javaScriptEnabled: false })
    await page.goto(`/work/${batch.publicId}`)
    await page.locator('form[action$="/start"] button').first().click()
    await page.locator('.task-media img').waitFor()
    for (const number of [1, 3]) await page.getByLabel(`Text of line ${number}`).fill(TEXTS[number - 1] ?? '')
    await page.getByLabel('Line 2 is right').check()
    await page.getByRole('button', { name: 'Submit' }).click()
    await lineOf(page, 4).getByText('Nothing is said of this line').waitFor()
    expect(await page.getByLabel('Text of line 1').inputValue()).toBe(TEXTS[0])
    await page.getByLabel('Line 4 is right').check()
    await page.getByRole('button', { name: 'Submit' }).click()
    await expect
      .poll(async () => (await responsesIn(served, batch)).map(({ body }) => (body as CheckResponse).text))
      .toEqual([TEXTS.join('\n')])
    await close()
  })
})
