import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServed, type Served } from './served.ts'
import { aBatchOf } from './typed-batch.ts'
import { findTaskType } from '../apps/server/src/task-types/index.ts'
let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())
const SIZES = [
  [1280, 800],
  [360, 740],
] as const
it('looks', async () => {
  const spans = findTaskType('spans')!
  const settings = { ...(spans.sample.settings as object), relations: [{ value: 'in', en: 'is in', fr: 'est à' }] }
  const rows = [
    { text: 'Odile Martinet a ouvert une librairie 🎶 à Vaugneray, et Peter Lindqvist l’a aidée.\n\nIl travaille au Harbour Choir.' },
    ...spans.sample.rows,
  ]
  for (const [width, height] of SIZES)
    for (const locale of ['en', 'fr']) {
      const batch = await aBatchOf(served.canut, { taskType: 'spans', settings, rows })
      const context = await served.as(await served.canut.signUp(), {
        viewport: { width, height },
        locale,
        hasTouch: width < 500,
        colorScheme: locale === 'fr' ? 'dark' : 'light',
      })
      const page = await context.newPage()
      page.on('pageerror', (e) => console.log('ERR', e.message))
      page.on('console', (m) => m.type() === 'error' && console.log('CON', m.text()))
      await page.goto(`/work/${batch.publicId}`)
      await page.locator('form[action$="/start"] button').first().click()
      await page.waitForSelector('canut-spans')
      const w = (t: string) => page.locator('canut-spans [role=option]', { hasText: t }).first()
      await w('Odile').click()
      await w('Martinet').click()
      await page.keyboard.press('1')
      await w('Vaugneray').click()
      await page.keyboard.press('2')
      await w('Harbour').click()
      await w('Choir').click()
      await page.keyboard.press('3')
      await w('Odile').click()
      await page.screenshot({ path: `/tmp/shots-text/spans-${width}-${locale}.png` })
      console.log(await page.evaluate(() => (document.querySelector('canut-spans') as unknown as { value: string }).value))
      await page.keyboard.press('Enter')
      await page.keyboard.press('Enter')
      await context.close()
    }
  expect(1).toBe(1)
})
