import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordDeposit } from '../apps/server/src/ledger/index.ts'
import type { Person } from '../apps/server/src/platform/http/env.ts'
import { aggregateBatch, findLatestRuns, startResultTasks } from '../apps/server/src/results/index.ts'
import { aBatch, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import { someResponses, someStaff, type BuiltResponse } from '../apps/server/src/testing/responses-builder.ts'
import { barriersOn } from './barriers.ts'
import { startServed, type Served } from './served.ts'

/** Of five people on twelve tasks; the second is gold. Three others divide them: 4 to 1 once, 3 to 2 twice. */
const DIVIDED: Readonly<Record<number, number>> = { 2: 2, 3: 1, 4: 2, 5: 2 }
const LABELS = Array.from({ length: 5 }, (_, who) => Array.from({ length: 12 }, (_each, i) => (who < (DIVIDED[i + 1] ?? 0) ? 'no' : 'yes')))
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
const DESK = { viewport: { width: 1280, height: 900 } }

let served: Served
let batch: BuiltBatch
let responses: readonly BuiltResponse[]
let manager: Person
beforeAll(async () => {
  served = await startServed()
  const { canut } = served
  batch = await aBatch(canut, { tasks: 12, redundancy: 5, gold: [2] })
  responses = await someResponses(canut, batch, LABELS)
  manager = await someStaff(canut, batch, 'manager')
  await recordDeposit(canut.services, {
    organisationId: batch.organisationId,
    currency: 'EUR',
    amount: 100_000_000n,
    reference: 'results',
    by: batch.ownerId,
  })
  startResultTasks(canut.services)
  await canut.services.jobs.start()
})
afterAll(async () => {
  await served?.canut.services.jobs.stop()
  await served?.close()
})

const results = (rest = '') => `/batches/${batch.publicId}/results${rest}`

async function expectFit(page: Page): Promise<void> {
  expect(await barriersOn(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0)
}

async function openAs(person: Pick<Person, 'id'>, options: Parameters<Served['as']>[1]) {
  const context = await served.as(person, options)
  return { page: await context.newPage(), close: () => context.close() }
}

/** The page of a computation under way loads itself again every few seconds: here it stands still, so that it can be looked at. */
async function expectUnderWayFits(): Promise<void> {
  const { page, close } = await openAs(manager, DESK)
  await page.route('**/results', async (route) => {
    const response = await route.fetch()
    const { refresh: _, ...headers } = response.headers()
    await route.fulfill({ response, headers })
  })
  await page.goto(results())
  await page.locator('.progress-text').waitFor()
  await expectFit(page)
  await close()
}

const sentenceOf = (page: Page) => page.locator('.how-sure-sentence')
const limitOf = (page: Page) => page.locator('#how-sure input[type=range]')

async function dragTo(page: Page, range: Locator, from: number, to: number): Promise<void> {
  const box = await range.boundingBox()
  if (box === null) throw new Error('the range is not shown')
  const cdp = await page.context().newCDPSession(page)
  const at = (share: number) => [{ x: box.x + box.width * share, y: box.y + box.height / 2 }]
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) })
  for (let step = 1; step <= 5; step++)
    await cdp.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(from + ((to - from) * step) / 5) })
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

test('a computation is waited for, says how far it is, and is shown without anybody asking again', async () => {
  const { services } = served.canut
  const { page, close } = await openAs(manager, DESK)
  // another process is at it, and says how far it is
  const busy = await services.pool.connect()
  try {
    await busy.query('select pg_advisory_lock(hashtextextended($1, 0))', [`aggregate:${batch.id}`])
    await page.goto(results())
    await page.getByText('A new computation waits for its turn.').waitFor()
    const { rowCount } = await busy.query(
      `update aggregation_runs set state = 'running', started_at = now(), phase = 'reading', progress_done = 24, progress_total = 60
       where batch_id = $1 and state = 'waiting'`,
      [batch.id],
    )
    expect(rowCount).toBe(1)
    await page.locator('.progress-text', { hasText: 'Reading: 24 of some 60 responses' }).waitFor()
    const progress = page.getByRole('progressbar', { name: 'Computation' })
    expect([await progress.getAttribute('value'), await progress.getAttribute('max')]).toEqual(['24', '60'])
    await expectUnderWayFits()
  } finally {
    busy.release(true)
  }
  // it is gone: its run is taken up
  await expect
    .poll(
      async () => {
        await aggregateBatch(services, batch.id)
        return (await findLatestRuns(services.db, batch.id)).done?.responses
      },
      { timeout: 60_000 },
    )
    .toBe(60n)
  await page.getByText('from 60 responses.').waitFor()
  await page.getByLabel('Method', { exact: true }).selectOption({ label: 'Majority' })
  await page.getByRole('button', { name: 'Use this method' }).click()
  await page.getByText('Method: Majority').waitFor()
  await expectFit(page)
  await close()
})

test('the limit says by keyboard and by touch how many tasks are below it, and what more would cost', async () => {
  const desk = await openAs(manager, DESK)
  await desk.page.goto(results())
  const said = sentenceOf(desk.page)
  await expect.poll(() => said.textContent()).toMatch(/^3 of 11 tasks are less sure than 90%\./)
  await limitOf(desk.page).focus()
  await desk.page.keyboard.press('Home')
  await expect.poll(() => said.textContent()).toMatch(/^0 of 11 tasks are less sure than 50%\./)
  for (let step = 0; step < 11; step++) await desk.page.keyboard.press('ArrowRight')
  await expect.poll(() => said.textContent()).toMatch(/^2 of 11 tasks are less sure than 61%\./)
  expect(await limitOf(desk.page).getAttribute('aria-valuetext')).toBe('61%')
  await desk.page.keyboard.press('End')
  await expect.poll(() => said.textContent()).toMatch(/^3 of 11 tasks are less sure than 99%\./)
  await desk.close()

  const phone = await openAs(manager, PHONE)
  await phone.page.goto(results())
  const range = limitOf(phone.page)
  await range.scrollIntoViewIfNeeded()
  // moves of a finger are taken in with the next frames; the last one has been when the value is said to have changed
  const left = range.evaluate(
    (input) => new Promise<number>((resolve) => input.addEventListener('change', () => resolve((input as HTMLInputElement).valueAsNumber))),
  )
  await dragTo(phone.page, range, 0.8, 0.3)
  const limit = await left
  expect(limit).toBeGreaterThan(60)
  expect(limit).toBeLessThan(72)
  await expect.poll(() => sentenceOf(phone.page).textContent()).toContain(`2 of 11 tasks are less sure than ${limit}%.`)
  await expectFit(phone.page)
  await phone.close()
})

test('more is asked for exactly the tasks that the limit said, at the cost that was shown', async () => {
  const { page, close } = await openAs(manager, PHONE)
  await page.goto(results())
  const said = (await sentenceOf(page).textContent()) ?? ''
  const [, tasks, more, cost] = /^(\d+) of 11 .* (\d+) more for each .* about €([\d.]+),/.exec(said) ?? []
  expect([tasks, cost]).toEqual(['3', (3 * Number(more) * 0.055).toFixed(2)])
  await page.getByRole('button', { name: 'Show what more responses would cost' }).click()
  await page.getByRole('heading', { name: 'More responses where it is not sure' }).waitFor()
  expect(await page.getByLabel('More responses for each').inputValue()).toBe(more)
  await expectFit(page)
  await page.getByLabel('More responses for each').fill('2')
  await page.getByRole('button', { name: 'Compute again' }).click()
  await page.waitForURL(/[?&]more=2\b/)
  await page.getByRole('button', { name: /^Ask for them, and set €0\.\d+ aside$/ }).click()
  await page.getByText('More responses were asked for, and their money is set aside.').waitFor()
  await expect.poll(() => sentenceOf(page).textContent()).toContain('3 of 11 tasks are less sure than 90%. All of them wait for responses')
  const { rows } = await served.canut.services.pool.query(
    'select number, open from task_slots where batch_id = $1 and open > 0 order by number',
    [batch.id],
  )
  expect(rows).toEqual([3, 4, 5].map((number) => ({ number, open: 2 })))
  await close()
})

test.each([
  ['a phone in French', { ...PHONE, locale: 'fr-FR' }, { settle: 'Regarder de près et trancher', confirm: 'Trancher', undo: /^Annuler/ }],
  ['a desk in English', DESK, { settle: 'Look closely and settle', confirm: 'Settle', undo: /^Undo/ }],
])('what divides people most stands side by side, is settled by a person, and stands again as computed: on %s', async (_, look, words) => {
  const { page, close } = await openAs(manager, look)
  await page.goto(results('/contested'))
  const numbers = await page.locator('section.card > h3').allTextContents()
  // the other eight are answered alike by all
  expect(numbers.map((text) => text.replace(/\D/g, ''))).toEqual(['2', '4', '5', '3'])
  const fourth = page.locator('section.card').nth(1)
  expect((await fourth.locator('.votes li').allTextContents()).map((text) => /^\s*(yes|no)\s+\d/.exec(text)?.[0].trim())).toEqual([
    'yes 3',
    'no 2',
  ])
  await expectFit(page)

  await fourth.getByRole('link', { name: words.settle }).click()
  await page.getByRole('radio', { name: 'no' }).and(page.locator(':enabled')).check({ force: true })
  await page.getByRole('button', { name: words.confirm, exact: true }).click()
  await page.locator('.flash').first().waitFor()
  expect(await page.locator('section.card').first().textContent()).toContain(manager.name)
  await expectFit(page)
  await page.goto(results('/contested'))
  expect((await page.locator('section.card > h3').allTextContents()).map((text) => text.replace(/\D/g, ''))).not.toContain('4')

  await page.goto(results('/4'))
  await page.getByRole('button', { name: words.undo }).click()
  await page.locator('.flash').first().waitFor()
  expect(await page.locator('section.card').first().textContent()).not.toContain(manager.name)
  expect(await page.getByRole('button', { name: words.undo }).count()).toBe(0)
  await close()
})

test('how responses compare is seen by whoever gave them, and by nobody else', async () => {
  const [own, other] = [responses[0]?.worker, await served.canut.signUp()]
  if (own === undefined) throw new Error('nobody responded')
  const path = `/me/work/${batch.publicId}`
  // the first person said no four times; once of them in a gold task, which is not compared here
  const looks = [
    [PHONE, /Of 11 responses of yours .* 8 are what the task is now held to be/],
    [{ ...DESK, locale: 'fr-FR' }, /\b11\b.*\b8\b/],
  ] as const
  for (const [look, words] of looks) {
    const { page, close } = await openAs(own, look)
    expect((await page.goto(path))?.status()).toBe(200)
    expect(await page.locator('main').textContent()).toMatch(words)
    await expectFit(page)
    await close()
  }
  for (const person of [other, manager, { id: batch.ownerId }]) {
    const { page, close } = await openAs(person, DESK)
    expect((await page.goto(path))?.status()).toBe(404)
    expect(await page.locator('main').textContent()).not.toContain('What the task is held to be')
    await close()
  }
  const nobody = await served.as(null)
  const page = await nobody.newPage()
  await page.goto(path)
  expect(new URL(page.url()).pathname).toBe('/sign-in')
  await nobody.close()
})
