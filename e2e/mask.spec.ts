import type { MaskResponse } from '@canut/contract'
import type { BrowserContextOptions, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBatchOfType } from '../apps/server/src/testing/batch-builder.ts'
import { findTaskType, getTaskSetup } from '../apps/server/src/task-types/index.ts'
import { barriersOn } from './barriers.ts'
import { startServed, type Served } from './served.ts'
import { placeAtRest, taskIsOn } from './waits.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 740 }, hasTouch: true, isMobile: true }

/** A worker at a task of the sample, its picture loaded. */
async function atWork(options: BrowserContextOptions = {}) {
  // gold only: whichever of them is dealt first, what is right is known
  const batch = await aBatchOfType(served.canut, 'mask', { rows: gold() })
  const context = await served.as(await served.canut.signUp(), options)
  const page = await context.newPage()
  page.on('pageerror', (error) => expect.fail(error.message))
  await page.goto(`/work/${batch.publicId}`)
  await page.getByRole('button', { name: 'Start' }).first().click()
  await taskIsOn(page)
  const stage = page.getByRole('application')
  await stage.waitFor()
  await page.waitForFunction(() => document.querySelector('canut-mask')?.shadowRoot?.querySelector('.wait') === null)
  // until the stage has the size of the picture: a robot is faster than the layout
  await placeAtRest(stage)
  return { batch, page, stage }
}

async function stored(batchId: string): Promise<{ response: MaskResponse; right: boolean }> {
  const { db } = served.canut.services
  const read = () => db.selectFrom('responses').select(['body', 'number']).where('batch_id', '=', batchId).executeTakeFirst()
  await expect.poll(read).toBeDefined()
  const { body = {}, number = 0 } = (await read()) ?? {}
  const task = await db
    .selectFrom('tasks')
    .select('payload')
    .where('batch_id', '=', batchId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow()
  const batch = await db.selectFrom('batches').select('settings').where('id', '=', batchId).executeTakeFirstOrThrow()
  const setup = getTaskSetup('mask', batch.settings)
  expect(setup.check(body, task.payload)).toMatchObject({ ok: true })
  const truth: unknown = JSON.parse(gold()[number - 1]?.['truth'] ?? '')
  return { response: body as MaskResponse, right: setup.judge(body, truth)?.right ?? false }
}

function gold(): readonly Readonly<Record<string, string>>[] {
  const type = findTaskType('mask')
  if (type === null) throw new Error('there is a task type mask')
  return type.sample.rows.filter(({ truth }) => truth !== '')
}

const at = async (stage: Locator, x: number, y: number): Promise<{ x: number; y: number }> => {
  const box = await placeAtRest(stage)
  return { x: box.x + box.width * x, y: box.y + box.height * y }
}

describe('painting areas', () => {
  it('is done by mouse: filled by colour, right against the known mask', async () => {
    // high enough for the whole picture to be above the buttons
    const { batch, page, stage } = await atWork({ viewport: { width: 1280, height: 1100 } })
    expect(await barriersOn(page)).toEqual([])
    expect(await page.getByLabel('Size of the brush').getAttribute('type')).toBe('range')
    await page.getByRole('button', { name: 'Fill by colour' }).click()
    const road = await at(stage, 0.5, 0.95)
    await page.mouse.click(road.x, road.y)
    await page.getByRole('radio', { name: 'Sky' }).check()
    const sky = await at(stage, 0.5, 0.05)
    await page.mouse.click(sky.x, sky.y)
    expect(await barriersOn(page)).toEqual([])
    // the list says of each region which it is and where it lies, to those who do not see it
    const spoken = /, [\d.]+ % of the picture, \d+ from the left, \d+ from the top, \d+ wide, \d+ high$/
    const names = await page
      .locator('canut-mask li button')
      .evaluateAll((buttons) => buttons.map((each) => each.lastElementChild?.textContent))
    expect(names.map((name) => name?.replace(spoken, ''))).toEqual(['Road', 'Sky'])
    expect(await page.getByRole('button', { name: /^Sky, / }).getAttribute('aria-pressed')).toBe('true')
    await page.getByRole('button', { name: /^Road, / }).click()
    expect(await page.locator('canut-mask').getByRole('status').textContent()).toMatch(/^\s*Selected\. Road, .* high\.\s*$/)
    await page.getByRole('button', { name: /^Submit/ }).click()
    const { response, right } = await stored(batch.id)
    expect(response.regions.map(({ label }) => label)).toEqual(['road', 'sky'])
    expect(right).toBe(true)
    await page.context().close()
  })

  it('is done by touch, and undone', async () => {
    const { batch, page, stage } = await atWork(PHONE)
    const client = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly { x: number; y: number }[]) =>
      client.send('Input.dispatchTouchEvent', { type, touchPoints: [...points] })
    const stroke = async (fromX: number, toX: number, y: number) => {
      await touch('touchStart', [await at(stage, fromX, y)])
      for (let step = 1; step <= 5; step++) await touch('touchMove', [await at(stage, fromX + ((toX - fromX) * step) / 5, y)])
      await touch('touchEnd', [])
    }
    await stage.scrollIntoViewIfNeeded()
    await stroke(0.1, 0.5, 0.8)
    await stroke(0.1, 0.5, 0.2)
    await page.getByRole('button', { name: 'Undo', exact: true }).tap()
    await page.getByRole('button', { name: /^Submit/ }).tap()
    const { response, right } = await stored(batch.id)
    expect(response.regions.map(({ label }) => label)).toEqual(['road'])
    expect(right).toBe(false)
    await page.context().close()
  })

  it('is done by keyboard alone: an outline corner by corner, a stroke with the arrows', async () => {
    const { batch, page } = await atWork()
    const press = async (key: string, times = 1) => {
      for (let i = 0; i < times; i++) await page.keyboard.press(key)
    }
    await press('Tab')
    await page.getByRole('application').focus()
    await press('o')
    await press('Space')
    await press('Shift+ArrowRight', 4)
    await press('Space')
    await press('Shift+ArrowDown', 4)
    await press('Space')
    await press('Enter')
    await press('2')
    await press('b')
    await press('Shift+ArrowUp', 12)
    await press('Space')
    await press('Shift+ArrowLeft', 5)
    await press('Space')
    await press('Enter')
    const { response } = await stored(batch.id)
    expect(response.regions.map(({ label }) => label)).toEqual(['road', 'sky'])
    await page.context().close()
  })

  it('is not sent unpainted, and says so', async () => {
    const { batch, page } = await atWork()
    await page.getByRole('button', { name: /^Submit/ }).click()
    expect(
      await page.locator('canut-mask').evaluate((element) => (element as HTMLElement & { validationMessage: string }).validationMessage),
    ).toContain('Nothing to label')
    await page.getByRole('button', { name: 'Nothing to label' }).click()
    await page.getByRole('button', { name: /^Submit/ }).click()
    expect((await stored(batch.id)).response.regions).toEqual([])
    await page.context().close()
  })
})
