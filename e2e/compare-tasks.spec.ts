import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { aBatchOfType } from '../apps/server/src/testing/batch-builder.ts'
import { barriersOn } from './barriers.ts'
import { startServed, type Served } from './served.ts'
import { taskIsOn } from './waits.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true }

/** A worker at the first task of a batch, who sees nothing go wrong. */
async function atWork(batch: { publicId: string }, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await served.as(await served.canut.signUp(), options)
  const page = await context.newPage()
  page.on('pageerror', (error) => expect.fail(error.message))
  await page.goto(`/work/${batch.publicId}`)
  await page.getByRole('button', { name: 'Start' }).first().click()
  await taskIsOn(page)
  return page
}

/** Does something that ends in the next task, and waits for that. */
async function toNext(page: Page, doing: () => Promise<void>): Promise<void> {
  const assignment = await page.locator('form[data-assignment]').getAttribute('data-assignment')
  await doing()
  await page.waitForSelector(`form[data-assignment]:not([data-assignment="${assignment}"])`)
  await taskIsOn(page)
}

const responses = async (batchId: string) => {
  const rows = await served.canut.services.db.selectFrom('responses').select('body').where('batch_id', '=', batchId).execute()
  return rows.map(({ body }) => body)
}

const isTie = (response: unknown): boolean => (response as { choice?: string }).choice === 'tie'

it('keeps the header in sight on a small phone when the browser points at an answer that is missing', async () => {
  const batch = await aBatchOfType(served.canut, 'ranking')
  const page = await atWork(batch, { ...PHONE, viewport: { width: 360, height: 640 } })
  await page.getByRole('button', { name: 'Submit' }).tap()
  const places = () =>
    page.evaluate(() => ({
      scrolled: document.body.scrollTop + document.documentElement.scrollTop,
      header: document.querySelector('.task-header')?.getBoundingClientRect().top,
      buttons: document.querySelector('.task-actions')?.getBoundingClientRect().bottom,
      pointsAt: document.activeElement?.tagName,
    }))
  await expect.poll(async () => (await places()).pointsAt).toBe('INPUT')
  expect(await places()).toEqual({ scrolled: 0, header: 0, buttons: 640, pointsAt: 'INPUT' })
  await page.context().close()
})

describe('comparing two', () => {
  it('is done by keyboard alone, with the sides in their drawn order', async () => {
    const batch = await aBatchOfType(served.canut, 'pairwise')
    const page = await atWork(batch)
    const first = await page.locator('[name="response.shownFirst"]').inputValue()
    expect(await barriersOn(page)).toEqual([])
    for (const key of ['1', '0'])
      await toNext(page, async () => {
        await page.keyboard.press(key)
        await page.keyboard.press('Enter')
      })
    // all that is sent here is sent at one instant of the clock of the server, and so comes in any order
    await expect
      .poll(async () => (await responses(batch.id)).toSorted((one) => (isTie(one) ? 1 : -1)))
      .toMatchObject([{ choice: first, shownFirst: first }, { choice: 'tie' }])
    await page.context().close()
  })

  it.each([
    ['mouse', {}],
    ['touch', PHONE],
  ] as const)('is done by %s, with reasons and degrees', async (how, options) => {
    const batch = await aBatchOfType(served.canut, 'pairwise', {
      settings: { strength: true, criteria: [{ value: 'clear', en: 'Which is clearer?' }] },
    })
    const page = await atWork(batch, options)
    const press = (target: ReturnType<Page['locator']>) => (how === 'touch' ? target.tap() : target.click())
    await press(page.getByRole('group', { name: 'Which answer helps more?' }).getByText('The second'))
    await press(page.getByText('Clearly'))
    await press(page.getByRole('group', { name: 'Which is clearer?' }).getByText('Neither is better'))
    await toNext(page, () => press(page.getByRole('button', { name: /^Submit/ })))
    await expect.poll(() => responses(batch.id)).toMatchObject([{ strength: 3, criteria: { clear: 'tie' } }])
    await page.context().close()
  })
})

describe('putting in order', () => {
  it('is done by keyboard: the numbers in order of preference', async () => {
    const batch = await aBatchOfType(served.canut, 'ranking')
    const page = await atWork(batch)
    expect(await barriersOn(page)).toEqual([])
    await toNext(page, async () => {
      for (const key of ['2', '1', '3', 'Enter']) await page.keyboard.press(key)
    })
    await expect.poll(() => responses(batch.id)).toEqual([{ dimensions: [{ name: 'rank', ranks: [2, 1, 3] }] }])
    await page.context().close()
  })

  it.each([
    ['mouse', {}],
    ['touch', PHONE],
  ] as const)('is done by %s, and a place given twice changes hands', async (how, options) => {
    const batch = await aBatchOfType(served.canut, 'ranking')
    const page = await atWork(batch, options)
    const give = async (item: number, place: number) => {
      const radio = page.getByRole('group', { name: `Place of number ${item}` }).getByRole('radio', { name: String(place), exact: true })
      await (how === 'touch' ? radio.tap() : radio.click())
    }
    await give(1, 1)
    await give(2, 2)
    await give(3, 3)
    await give(3, 1)
    expect(await barriersOn(page)).toEqual([])
    const submit = page.getByRole('button', { name: /^Submit/ })
    await toNext(page, () => (how === 'touch' ? submit.tap() : submit.click()))
    await expect.poll(() => responses(batch.id)).toEqual([{ dimensions: [{ name: 'rank', ranks: [3, 2, 1] }] }])
    await page.context().close()
  })
})
