import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import '../apps/server/src/testing/test-database.ts'
import { launchBrowser } from './browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

it('draws text in a page of its own', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 200 } })
  await page.goto('data:text/html;charset=utf-8,<body style="margin:0"><p>Le métier à tisser')
  const withText = await page.screenshot()
  expect(await page.locator('p').boundingBox()).toMatchObject({ width: 360 })
  await page.setContent('<body style="margin:0">')
  expect(withText.equals(await page.screenshot())).toBe(false)
  await page.close()
})

it('runs beside the database of the same test run', () => {
  expect(inject('testDatabase').adminUrl).toMatch(/^postgres:/)
})
