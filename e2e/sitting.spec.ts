import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aBatch } from '../apps/server/src/testing/batch-builder.ts'
import { shareWork } from '../apps/server/src/subscriptions/index.ts'
import { startServed, type Served } from './served.ts'
import { taskIsOn } from './waits.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
const sees = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
const responses = (batchId: string) =>
  served.canut.services.db.selectFrom('responses').select('number').where('batch_id', '=', batchId).execute()

/** Two batches of one organisation, of two tasks each, published one after the other; all others are closed. */
async function twoBatches() {
  await served.canut.services.db.updateTable('batches').set({ state: 'closed' }).execute()
  const first = await aBatch(served.canut, { tasks: 2, redundancy: 1 })
  served.canut.clock.advance({ seconds: 1 })
  return { first, second: await aBatch(served.canut, { tasks: 2, redundancy: 1, beside: first }) }
}

async function subscribe(page: Page): Promise<void> {
  await page.goto('/work')
  await page.getByRole('link', { name: 'Say what you want' }).click()
  await page.getByLabel('Hours a week').fill('4')
  await page.getByRole('checkbox', { name: 'Sort texts' }).check()
  await press(page, 'Save')
  await sees(page, 'Saved. It counts in the sharing')
  await sees(page, '4 h a week · Sort texts · any language · any project')
  await press(page, 'Open a sitting')
  await sees(page, 'Your sitting is open.')
}

describe('a sitting', () => {
  test('brings the tasks of two batches in a row, says when there is nothing, finds new work by itself, and is closed', async () => {
    const { first, second } = await twoBatches()
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.clock.install()
    await subscribe(page)
    await shareWork(served.canut.services)
    await page.goto('/work')
    await sees(page, 'You asked for 4 h this week')
    await press(page, 'Start')

    for (const batch of [first, second]) {
      await page.waitForURL(`**/work/${batch.publicId}/task`)
      // for whom it is stands on every screen
      await sees(page, 'For The town library')
      for (const number of [1, 2]) {
        await taskIsOn(page, number)
        await page.keyboard.press('1')
        await page.keyboard.press('Enter')
      }
    }
    await sees(page, 'Nothing for you right now')
    // somebody who asks for hours shares what there was with nobody, and has had all of it
    await sees(page, 'Your share for now is used')
    await shareWork(served.canut.services)
    await press(page, 'Look again')
    await sees(page, 'All tasks that fit what you asked for have their responses.')
    expect([await responses(first.id), await responses(second.id)].map(({ length }) => length)).toEqual([2, 2])

    // the script that looks again has begun to count
    await page.locator('#look-again').waitFor()
    await page.getByRole('link', { name: 'Choose a batch yourself' }).focus()
    const third = await aBatch(served.canut, { tasks: 1, redundancy: 1 })
    await page.clock.runFor(31_000)
    await sees(page, 'A task is there for you.')
    // it is said, and nothing moves
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Choose a batch yourself')
    await press(page, 'Go to the task')
    await page.waitForURL(`**/work/${third.publicId}/task`)

    await page.getByRole('link', { name: /Leave: back to the list of work/ }).click()
    await press(page, 'Close the sitting')
    await sees(page, 'Your sitting is closed. Nothing is recorded any more.')
    expect(await served.canut.services.db.selectFrom('sittings').selectAll().execute()).toEqual([])
    expect(errors).toEqual([])
    await context.close()
  })

  test('goes the same way without script, on a narrow phone', async () => {
    const { first, second } = await twoBatches()
    const context = await served.as(await served.canut.signUp(), { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
    const page = await context.newPage()
    await subscribe(page)
    await press(page, 'Start')
    for (const batch of [first, second]) {
      for (const number of [1, 2]) {
        await page.waitForSelector(`form[data-number="${number}"]`)
        expect(page.url()).toContain(batch.publicId)
        await page.locator('.choice').first().click()
        await press(page, /^Submit/)
      }
    }
    await sees(page, 'Nothing for you right now')
    await press(page, 'Look again')
    await sees(page, 'All tasks that fit what you asked for have their responses.')
    await press(page, 'Close the sitting')
    await sees(page, 'Your sitting is closed.')
    await context.close()
  })
})
