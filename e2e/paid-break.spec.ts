import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBatch } from '../apps/server/src/testing/batch-builder.ts'
import { barriersOn } from './barriers.ts'
import { startServed, type Served } from './served.ts'
import { taskIsOn } from './waits.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }
const sees = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()

/** Somebody on the first task of a batch that declares content that may hurt; what went wrong on the page is gathered in `errors`. */
async function atWork(options: BrowserContextOptions) {
  const batch = await aBatch(served.canut, { tasks: 30, declares: ['violence'] })
  const worker = await served.canut.signUp()
  const choices = { accepted: ['violence'], dailyMax: null, blurPercent: 60 }
  await served.canut.as(worker).json('/api/v1/me/exposure', choices, 'PUT')
  const context = await served.as(worker, options)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  await page.goto(`/work/${batch.publicId}`)
  await page
    .getByRole('button', { name: /Start|Commencer/ })
    .first()
    .click()
  await taskIsOn(page, 1)
  return { batch, context, page, errors }
}

/** Moves on with Tab, as one without a mouse does, until the thing of this name has the focus; then presses Enter. */
async function enter(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 60; i += 1) {
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')
    if (focused === name) return page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
  }
  throw new Error(`nothing named ${name} is reached with Tab`)
}

describe('a paid break from content that may hurt', () => {
  test('is taken with the keyboard alone; the same task is there afterwards, and what was paid', { timeout: 240_000 }, async () => {
    const { batch, context, page, errors } = await atWork({})
    await page.keyboard.press('1')
    await sees(page, /Saved on this device/)
    await enter(page, 'Take a break')
    await page.waitForURL(`**/work/${batch.publicId}/break`)
    await sees(page, 'Paid break left in this hour of work')
    await sees(page, '€0.75')
    expect(await barriersOn(page)).toEqual([])

    await enter(page, 'Begin the break')
    await sees(page, 'You are on a break')
    expect(await barriersOn(page)).toEqual([])
    // nothing on it runs or changes by itself
    const before = await page.locator('main').innerText()
    served.canut.clock.advance({ seconds: 100 })
    await page.waitForTimeout(1500)
    expect(await page.locator('main').innerText()).toBe(before)

    await enter(page, 'End the break')
    await sees(page, /1\smin\s40\ss counted, and €0.25 were paid to you/)
    await enter(page, 'Back to the task')
    // with what was chosen before the break
    await page.waitForSelector('form[data-number="1"] input:checked', { state: 'attached' })
    await taskIsOn(page, 1)
    await page.keyboard.press('Enter')
    await page.waitForSelector('form[data-number]:not([data-number="1"])')
    await page.goto('/me/earnings')
    await sees(page, 'First batch · paid break')
    expect(errors).toEqual([])
    await context.close()
  })

  test('is taken by touch on a phone, in French, and forgotten', { timeout: 240_000 }, async () => {
    const { batch, context, page, errors } = await atWork({ ...PHONE, locale: 'fr-FR' })
    await page.getByRole('link', { name: 'Faire une pause' }).tap()
    await page.getByRole('button', { name: 'Commencer la pause' }).tap()
    await sees(page, 'Vous êtes en pause')
    const narrow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(await narrow()).toBe(0)
    served.canut.clock.advance({ minutes: 20 })
    // whoever goes back to work by another way is led to the break that they are on
    await page.goto(`/work/${batch.publicId}/task`)
    await sees(page, /Ses 5\smin sont passées/)
    await page.getByRole('button', { name: 'Finir la pause' }).tap()
    await sees(page, /5\smin comptées\s; 0,75\s€ vous ont été payés/)
    await sees(page, /Vous avez pris toute la pause payée/)
    expect(await narrow()).toBe(0)
    expect(await page.getByRole('button', { name: 'Commencer la pause' }).count()).toBe(0)
    expect(errors).toEqual([])
    await context.close()
  })
})
