import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect } from 'vitest'
import { findTaskType, getTaskSetup, type SampleSet } from '../apps/server/src/task-types/index.ts'
import { aBatchOfType } from '../apps/server/src/testing/batch-builder.ts'
import { barriersOn } from './barriers.ts'
import type { Served } from './served.ts'

export type Hand = 'mouse' | 'touch' | 'keyboard'
export const HANDS: readonly Hand[] = ['mouse', 'touch', 'keyboard']
export const windowFor: Record<Hand, BrowserContextOptions> = {
  mouse: { viewport: { width: 1280, height: 800 } },
  touch: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, locale: 'fr' },
  keyboard: { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' },
}

/** Two tasks: the first is done right, the second wrong, as gold tasks judge where they are. */
export interface Sitting {
  readonly taskType: string
  /** whose pictures and films are uploaded; the type's own sample unless told */
  readonly preset?: string
  readonly sample: SampleSet
  right(page: Page, hand: Hand): Promise<void>
  wrong(page: Page, hand: Hand): Promise<void>
}

/** Does both tasks, and returns how the server judged what it stored; every screen is looked at by axe, and nothing may be said on the console. */
export async function sit(served: Served, { taskType, preset, sample, right, wrong }: Sitting, hand: Hand) {
  const rows = sample.rows.slice(0, 2).map((row) => ({ ...row }))
  const batch = await aBatchOfType(served.canut, taskType, {
    settings: sample.settings as object,
    rows,
    ...(preset === undefined ? {} : { preset }),
  })
  const context = await served.as(await served.canut.signUp(), windowFor[hand])
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  await page.goto(`/work/${batch.publicId}`)
  await page.locator('form[action$="/start"] button').first().click()
  const barriers: string[] = []
  let sideways = 0
  for (const done of [0, 1]) {
    // where gold tasks come is drawn by lot
    const number = await numberOfNext(page, done)
    await (number === 1 ? right : wrong)(page, hand)
    barriers.push(...(await barriersOn(page)))
    sideways += await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    await submit(page, hand)
  }
  const { db } = served.canut.services
  const stored = () => db.selectFrom('responses').select(['number', 'body']).where('batch_id', '=', batch.id).orderBy('number').execute()
  await expect.poll(async () => (await stored()).length).toBe(2)
  const setup = getTaskSetup(taskType, sample.settings)
  const responses = await stored()
  const judged = responses.map(({ body, number }) => {
    const row = setup.readRow(rows[number - 1] ?? {})
    if (!row.ok) throw new Error(JSON.stringify(row.error))
    expect(setup.check(body, row.value.payload)).toEqual({ ok: true, value: body })
    return row.value.truth === null ? null : setup.judge(body, row.value.truth)?.right
  })
  await context.close()
  return { judged, barriers, sideways, errors }
}

/** Waits until a task has the focus that is not the one done before. */
async function numberOfNext(page: Page, done: number): Promise<number> {
  const handle = await page.waitForFunction((count) => {
    const form = document.activeElement?.closest<HTMLElement>('form[data-number]')
    const number = Number(form?.dataset['number'] ?? 0)
    const seen = ((globalThis as { seen?: number[] }).seen ??= [])
    if (number === 0 || seen.includes(number) || seen.length !== count) return 0
    seen.push(number)
    return number
  }, done)
  return handle.jsonValue()
}

export const WELL_DONE = { judged: [true, false], barriers: [], sideways: 0, errors: [] }

async function submit(page: Page, hand: Hand): Promise<void> {
  if (hand !== 'keyboard') return press(page, hand, page.locator('.task-actions button[value="submit"]'))
  // inside a text the key alone is the text's own
  const isInText = await page.evaluate(() => {
    const at = document.activeElement
    return at instanceof HTMLTextAreaElement || (at instanceof HTMLInputElement && at.type !== 'radio' && at.type !== 'checkbox')
  })
  return page.keyboard.press(isInText ? 'Control+Enter' : 'Enter')
}

export type Target = ReturnType<Page['locator']>
export const press = (_page: Page, hand: Hand, target: Target): Promise<void> => (hand === 'touch' ? target.tap() : target.click())

/** Tabs on until the focus is on something with this text or value, also inside our elements. */
export async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (presses > 0) await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      let at = document.activeElement
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
      return at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement
        ? `${at.name}=${at.value}`
        : (at?.textContent?.trim() ?? '')
    })
    if (focused.startsWith(wanted)) return
  }
  throw new Error(`no way by the tabulator key to ${wanted}`)
}

export const sampleOf = (taskType: string, preset?: string): SampleSet => {
  const type = findTaskType(taskType)
  const found = preset === undefined ? type?.sample : type?.presets.find(({ name }) => name === preset)?.sample
  if (found === undefined) throw new Error(`no sample of ${taskType} ${preset ?? ''}`)
  return found
}

/** What is covered may be read or seen from here on. */
export async function uncover(page: Page, hand: Hand, content: string): Promise<void> {
  if (hand === 'keyboard') await page.keyboard.press('v')
  else await press(page, hand, page.locator('.cover summary'))
  await page.waitForFunction((selector) => document.querySelector(`.cover ${selector}`)?.checkVisibility() === true, content)
}
