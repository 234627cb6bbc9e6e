import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { aBatch, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import { startServed, type Served } from './served.ts'
import { taskIsOn, tasksFetched } from './waits.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterEach(() => served.cutLine(false))
afterAll(() => served?.close())

const labels = async (batchId: string) =>
  served.canut.services.db.selectFrom('responses').select(['number', 'label']).where('batch_id', '=', batchId).orderBy('number').execute()

/** Opens the batch from its page, as far as the first task, with the tasks that are fetched ahead of it. */
async function start(page: Page, batch: BuiltBatch): Promise<void> {
  await page.goto(`/work/${batch.publicId}`)
  await tasksFetched(page, batch.publicId, () => page.getByRole('button', { name: 'Start' }).first().click())
}

async function settled(page: Page, batchId: string, count: number): Promise<void> {
  await expect.poll(async () => (await labels(batchId)).length).toBe(count)
  expect(await page.locator('dialog[open]').count()).toBe(0)
}

describe('the task screen', () => {
  it('lets a worker do five tasks with the keyboard alone, and undo one', async () => {
    const batch = await aBatch(served.canut, { tasks: 30 })
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    await start(page, batch)
    for (let number = 1; number <= 5; number++) {
      await taskIsOn(page, number)
      await page.keyboard.press(number % 2 === 1 ? '1' : '2')
      await page.keyboard.press('Enter')
    }
    await taskIsOn(page, 6)
    await settled(page, batch.id, 5)
    expect((await labels(batch.id)).map(({ label }) => label)).toEqual(['yes', 'no', 'yes', 'no', 'yes'])

    await page.keyboard.press('u')
    await page.waitForSelector('form[data-number="5"][data-state="submitted"]')
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    await page.waitForSelector('form[data-number="6"]')
    await expect.poll(async () => (await labels(batch.id)).at(-1)?.label).toBe('no')

    await page.keyboard.press('s')
    await page.waitForSelector('form[data-number="7"]')
    expect(errors).toEqual([])
    await context.close()
  })

  it('lets a worker without a keyboard change the last response, and close a report that they do not want to send', async () => {
    const batch = await aBatch(served.canut, { tasks: 5 })
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    await start(page, batch)
    // there before it says anything: of one that comes with its words, screen readers say nothing
    expect(await page.locator('.task-actions').getByRole('status').count()).toBe(1)
    const undo = page.getByRole('button', { name: 'Change the last one' })
    expect(await undo.isVisible()).toBe(false)

    await page.getByRole('radio').first().check()
    await page.getByRole('button', { name: 'Submit' }).click()
    await page.waitForSelector('form[data-number="2"]')
    await undo.click()
    await page.waitForSelector('form[data-number="1"][data-state="submitted"]')

    await page.getByRole('button', { name: 'Save the change' }).click()
    await page.waitForSelector('form[data-number="2"]')
    await page.locator('[data-do="report"]').click()
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(await page.locator('dialog[open]').count()).toBe(0)
    await context.close()
  })

  it('keeps up with somebody who answers the moment a task appears', async () => {
    const batch = await aBatch(served.canut, { tasks: 30 })
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    await page.goto(`/work/${batch.publicId}`)
    await page.getByRole('button', { name: 'Start' }).first().click()
    await taskIsOn(page, 1)
    for (let number = 1; number <= 12; number++) {
      await page.waitForFunction((n) => document.querySelector('form[data-assignment]')?.getAttribute('data-number') === String(n), number)
      await page.keyboard.press('1')
      await page.keyboard.press('Enter')
    }
    await settled(page, batch.id, 12)
    expect((await labels(batch.id)).map(({ label }) => label)).toEqual(Array<string>(12).fill('yes'))
    await context.close()
  })

  it('keeps responses on the device while the line is away, and sends them when it is back', async () => {
    const batch = await aBatch(served.canut, { tasks: 30 })
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    await start(page, batch)
    const { db } = served.canut.services
    expect(await db.selectFrom('assignments').select('number').where('batch_id', '=', batch.id).execute()).toHaveLength(3)
    // what playwright calls offline may let a first request through, and call it failed
    served.cutLine(true)
    await context.setOffline(true)
    await page.keyboard.press('1')
    await page.keyboard.press('Enter')
    await page.waitForSelector('form[data-number="2"]')
    expect(await labels(batch.id)).toEqual([])
    served.cutLine(false)
    await context.setOffline(false)
    await settled(page, batch.id, 1)
    await context.close()
  })

  it('goes on with the next task when the line is back after the last one of the device was answered', async () => {
    const batch = await aBatch(served.canut, { tasks: 30 })
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    await start(page, batch)
    await context.setOffline(true)
    for (let number = 1; number <= 3; number++) {
      await taskIsOn(page, number)
      await page.keyboard.press('1')
      await page.keyboard.press('Enter')
    }
    await page.getByRole('status').getByText('no more tasks on this device').waitFor()
    // what is done is done: keys change nothing of it
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    await context.setOffline(false)
    await taskIsOn(page, 4)
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    await page.waitForSelector('form[data-number="5"]')
    await settled(page, batch.id, 4)
    expect((await labels(batch.id)).map(({ label }) => label)).toEqual(['yes', 'yes', 'yes', 'no'])
    await context.close()
  })

  it('says that another window has sent the task, and keeps what is sent here as a change of that', async () => {
    const batch = await aBatch(served.canut, { tasks: 30 })
    const context = await served.as(await served.canut.signUp())
    const first = await context.newPage()
    await start(first, batch)
    const second = await context.newPage()
    await tasksFetched(second, batch.publicId, async () => void (await second.goto(first.url())))

    await first.keyboard.press('2')
    await second.keyboard.press('1')
    await second.keyboard.press('Enter')
    await settled(second, batch.id, 1)
    await first.getByRole('status').getByText('from another window').waitFor()
    expect((await labels(batch.id)).map(({ label }) => label)).toEqual(['yes'])
    expect(await first.getByRole('radio').nth(1).isChecked()).toBe(true)
    await first.getByRole('button', { name: 'Save the change' }).click()
    await expect.poll(async () => (await labels(batch.id)).map(({ label }) => label)).toEqual(['no'])
    await context.close()
  })

  it('says that another device has sent the task, and brings back what was sent here to change that', async () => {
    const batch = await aBatch(served.canut, { tasks: 30 })
    const person = await served.canut.signUp()
    const contexts = [await served.as(person), await served.as(person)]
    const [first, second] = (await Promise.all(contexts.map((context) => context.newPage()))) as [Page, Page]
    await start(first, batch)
    await tasksFetched(second, batch.publicId, async () => void (await second.goto(first.url())))

    await second.keyboard.press('1')
    await second.keyboard.press('Enter')
    await settled(second, batch.id, 1)
    await first.keyboard.press('2')
    await first.keyboard.press('Enter')
    await first.getByRole('status').getByText('from another window or device').waitFor()
    expect((await labels(batch.id)).map(({ label }) => label)).toEqual(['yes'])
    expect(await first.getByRole('radio').nth(1).isChecked()).toBe(true)
    await first.getByRole('button', { name: 'Save the change' }).click()
    await expect.poll(async () => (await labels(batch.id)).map(({ label }) => label)).toEqual(['no'])
    for (const context of contexts) await context.close()
  })

  it('repairs an ended session in place and loses nothing', async () => {
    const batch = await aBatch(served.canut, { tasks: 30 })
    const person = await served.canut.signUp({ email: 'late@example.org', password: 'a password for tests' })
    const context = await served.as(person)
    const page = await context.newPage()
    await start(page, batch)
    await served.canut.services.db.deleteFrom('sessions').where('person_id', '=', person.id).execute()
    await page.keyboard.press('2')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#sign-in[open]')
    await page.fill('#sign-in input[name="email"]', 'late@example.org')
    await page.fill('#sign-in input[name="password"]', 'a password for tests')
    await page.keyboard.press('Enter')
    await settled(page, batch.id, 1)
    expect((await labels(batch.id)).map(({ label }) => label)).toEqual(['no'])
    await context.close()
  })

  it.each([320, 480, 640, 800, 1024, 1280])(
    'says whom it is for in whole words beside the figures when the page is %i px wide',
    async (width) => {
      const batch = await aBatch(served.canut, { tasks: 3, declares: ['violence'] })
      const holder = await served.canut.signUp()
      await served.canut.as(holder).json('/api/v1/me/exposure', { accepted: ['violence'], dailyMax: null, blurPercent: 60 }, 'PUT')
      await served.canut.as(holder).json('/api/v1/work/leases', { batchId: batch.publicId, count: 1 })
      const context = await served.as(holder, { viewport: { width, height: 640 }, locale: 'fr-FR' })
      const page = await context.newPage()
      await page.goto(`/work/${batch.publicId}/task`)
      const title = await page.locator('.task-for h1').evaluate((heading) => ({
        lines: heading.getBoundingClientRect().height / Number.parseFloat(getComputedStyle(heading).lineHeight),
        text: heading.textContent,
      }))
      expect(title.lines, title.text).toBeLessThan(2.5)
      expect((await page.locator('.task-header').boundingBox())?.height).toBeLessThan(240)
      await context.close()
    },
  )

  it('works as a plain form without script', async () => {
    const batch = await aBatch(served.canut, { tasks: 3 })
    const context = await served.as(await served.canut.signUp(), { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    await page.goto('/work')
    await page.locator(`form[action="/work/${batch.publicId}/start"] button`).first().click()
    for (let number = 1; number <= 3; number++) {
      await page.waitForSelector(`form[data-number="${number}"]`)
      await page.locator('.choice').first().click()
      await page.getByRole('button', { name: 'Submit' }).click()
    }
    await page.waitForSelector('form[data-number]', { state: 'detached' })
    expect(await page.locator('h1').first().textContent()).toContain('First batch')
    expect((await labels(batch.id)).map(({ label }) => label)).toEqual(['yes', 'yes', 'yes'])

    await page.goto('/me/work')
    await page.getByRole('link', { name: 'Change this response' }).first().click()
    await page.locator('.choice').nth(1).click()
    await page.getByRole('button', { name: 'Save the change' }).click()
    const changed = async () => (await labels(batch.id)).map(({ label }) => label ?? '').toSorted()
    await expect.poll(changed).toEqual(['no', 'yes', 'yes'])
    await context.close()
  })
})
