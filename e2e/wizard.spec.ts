import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startImportTasks } from '../apps/server/src/imports/index.ts'
import { publicId } from '../apps/server/src/platform/ids.ts'
import { aBatch, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import { startServed, type Served } from './served.ts'

let served: Served
let built: BuiltBatch
beforeAll(async () => {
  served = await startServed()
  built = await aBatch(served.canut, { tasks: 1 })
  startImportTasks(served.canut.services)
  await served.canut.services.jobs.start()
})
afterAll(async () => {
  await served?.canut.services.jobs.stop()
  await served?.close()
})

const isAt = async (page: Page, text: string) =>
  page.evaluate((name) => {
    const { activeElement: at } = document
    const own = at as HTMLElement & { labels?: NodeListOf<HTMLLabelElement> | null }
    return [...(own?.labels ?? [])].some((label) => label.textContent?.includes(name)) || own?.textContent?.trim() === name
  }, text)

/** Moves with Tab alone to the control or link of this name. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let steps = 0; steps < 80; steps++) {
    if (await isAt(page, text)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${text}`)
}

async function type(page: Page, field: string, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.insertText(text)
}

test('a whole file is taken by the button at the end of the form, after it was shown beside', async () => {
  const context = await served.as({ id: built.ownerId }, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  const file = { name: 'silks.csv', mimeType: 'text/csv', buffer: Buffer.from('text,truth\nTaffetas changeant,\nSatin,pleased\n') }
  await page.goto(`/projects/${publicId('prj', built.projectId)}/batches/new?type=text-class`)
  await page.getByLabel('Or a whole file').setInputFiles(file)
  await page.getByText('Row 1 of 2').waitFor()
  await page.getByRole('button', { name: 'Show the screen' }).click()
  await page.waitForURL(/batches\?do=show$/)
  await page.getByText('Row 1 of 2').waitFor()
  await page.getByLabel('Or a whole file').setInputFiles(file)
  await page.getByRole('button', { name: 'Go on to price and people' }).click()
  await page.waitForURL(/\/imports\/imp_/)
  expect(await page.locator('main').textContent()).toContain('Import of silks.csv')
  await context.close()
})

test('a batch is made by keyboard alone, and the screen follows what is typed without taking the focus', async () => {
  const context = await served.as({ id: built.ownerId }, { viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.goto(`/projects/${publicId('prj', built.projectId)}`)
  await tabTo(page, 'New batch')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/batches\/new$/)
  await tabTo(page, 'Sort texts')
  await page.keyboard.press('Enter')
  await page.waitForURL(/type=text-class/)
  const preview = page.getByRole('region', { name: 'The screen that workers will see' })
  await preview.getByText('A sample: paste your rows to see your own.').waitFor()

  await type(page, 'Name of the batch', 'Silks')
  await type(page, 'Possible answers', 'silk | Silk | Soie\nother | Something else | Autre chose')
  await preview.getByText('Something else').waitFor()
  expect(await isAt(page, 'Possible answers')).toBe(true)
  await type(page, 'Paste the first rows', 'text\nTaffetas changeant')
  await preview.getByText('Taffetas changeant').waitFor()
  await page.keyboard.insertText('\n"Satin')
  await preview.getByText(/problem/).waitFor()
  for (let i = 0; i < 7; i++) await page.keyboard.press('Backspace')
  await page.keyboard.insertText('\nSatin')
  await preview.getByText('Row 1 of 2').waitFor()
  expect(await isAt(page, 'Paste the first rows')).toBe(true)

  await tabTo(page, 'Go on to price and people')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/settings$/)
  await type(page, 'Price of a response', '0.05')
  await tabTo(page, 'Save')
  await page.keyboard.press('Enter')
  await page.getByText('The settings are saved.').waitFor()
  await page.getByText('2 tasks').first().waitFor()
  await context.close()
})
