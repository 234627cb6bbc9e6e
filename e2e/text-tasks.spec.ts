import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBatchOfType } from '../apps/server/src/testing/batch-builder.ts'
import { startServed, type Served } from './served.ts'
import { draftIsKept, taskIsOn } from './waits.ts'
import { HANDS, press, sampleOf, sit, tabTo, uncover, WELL_DONE, windowFor, type Sitting, type Target } from './sittings.ts'

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

const word = (page: Page, text: string): Target => page.locator('canut-spans [role="option"]', { hasText: text }).first()
const label = (page: Page, name: RegExp): Target => page.locator('canut-spans [role="radio"]', { hasText: name }).first()

const spans: Sitting = {
  taskType: 'spans',
  sample: sampleOf('spans'),
  async right(page, hand) {
    if (hand === 'keyboard') {
      for (const key of ['ArrowRight', 'Shift+ArrowRight', '1', 'End', 'ArrowLeft', '2']) await page.keyboard.press(key)
      return
    }
    if (hand === 'mouse') {
      const [from, to] = [await word(page, 'Odile').boundingBox(), await word(page, 'Martinet').boundingBox()]
      if (from === null || to === null) throw new Error('the words are not on the screen')
      await page.mouse.move(from.x + 5, from.y + from.height / 2)
      await page.mouse.down()
      await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 4 })
      await page.mouse.up()
    } else {
      await word(page, 'Odile').tap()
      await word(page, 'Martinet').tap()
    }
    await press(page, hand, label(page, /^\s*Person/))
    await press(page, hand, word(page, 'Vaugneray'))
    await press(page, hand, label(page, /^\s*(Place|Lieu)/))
  },
  async wrong(page, hand) {
    if (hand === 'keyboard') {
      await tabTo(page, 'Nothing to label')
      await page.keyboard.press('Enter')
      // Enter on a button is the button's; from the task itself it submits
      await page.keyboard.press('Escape')
      await page.evaluate(() => document.querySelector<HTMLElement>('.task-area')?.focus())
      return
    }
    await press(page, hand, page.locator('canut-spans button', { hasText: /Nothing to label|Rien à étiqueter/ }))
  },
}

const translation: Sitting = {
  taskType: 'translation',
  sample: sampleOf('translation'),
  async right(page, hand) {
    const text = sampleOf('translation').rows[0]?.['truth'] ?? ''
    if (hand === 'keyboard') {
      await page.keyboard.press('Control+a')
      await page.keyboard.type(text)
      await page.keyboard.press('Escape')
      for (const key of ['ArrowRight', 'ArrowRight', '3', 'Shift+2']) await page.keyboard.press(key)
      await tabTo(page, 'response.rating=')
      for (const key of ['Space', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
      return
    }
    await page.fill('textarea[name="response.text"]', text)
    await press(page, hand, word(page, 'librairie'))
    await press(page, hand, label(page, /^\s*Ter/))
    await press(page, hand, word(page, 'librairie'))
    await press(page, hand, label(page, /^\s*(major|grave)/))
    await press(page, hand, page.locator('input[name="response.rating"][value="3"]'))
  },
  async wrong(page, hand) {
    if (hand === 'keyboard') {
      await page.keyboard.press('Control+a')
      await page.keyboard.type('Bonjour.')
      await tabTo(page, 'response.rating=')
      await page.keyboard.press('Space')
      return
    }
    await page.fill('textarea[name="response.text"]', 'Bonjour.')
    await press(page, hand, page.locator('input[name="response.rating"][value="1"]'))
  },
}

const moderation: Sitting = {
  taskType: 'text-class',
  sample: sampleOf('text-class', 'text-moderation'),
  async right(page, hand) {
    expect(await page.locator('.task-text').isVisible()).toBe(false)
    await uncover(page, hand, '.task-text')
    if (hand === 'keyboard') await page.keyboard.press('1')
    else await press(page, hand, page.locator('.choice', { has: page.locator('input[value="keep"]') }))
  },
  async wrong(page, hand) {
    await uncover(page, hand, '.task-text')
    if (hand === 'keyboard') await page.keyboard.press('3')
    else await press(page, hand, page.locator('.choice', { has: page.locator('input[value="unsure"]') }))
  },
}

const relevance: Sitting = {
  taskType: 'text-class',
  sample: sampleOf('text-class', 'search-relevance'),
  async right(page, hand) {
    if (hand === 'keyboard') await page.keyboard.press('4')
    else await press(page, hand, page.locator('.choice', { has: page.locator('input[value="3"]') }))
  },
  async wrong(page, hand) {
    if (hand === 'keyboard') await page.keyboard.press('4')
    else await press(page, hand, page.locator('.choice', { has: page.locator('input[value="3"]') }))
  },
}

describe.each(HANDS)('by %s', (hand) => {
  it('names are marked in a text', async () => expect(await sit(served, spans, hand)).toEqual(WELL_DONE))
  it('a translation is corrected, its mistakes marked and rated', async () =>
    expect(await sit(served, translation, hand)).toEqual(WELL_DONE))
  it('a message is uncovered and moderated', async () => expect(await sit(served, moderation, hand)).toEqual(WELL_DONE))
  it('a search result is graded', async () => expect(await sit(served, relevance, hand)).toEqual(WELL_DONE))
})

interface SpansHost extends HTMLElement {
  readonly value: string
}

async function openSpans(rows: readonly Record<string, unknown>[], settings: object = {}): Promise<Page> {
  const all = { labels: [{ value: 'a' }, { value: 'b' }], ...settings }
  const batch = await aBatchOfType(served.canut, 'spans', { settings: all, rows })
  const context = await served.as(await served.canut.signUp(), windowFor.mouse)
  const page = await context.newPage()
  await page.goto(`/work/${batch.publicId}`)
  await page.locator('form[action$="/start"] button').first().click()
  await page.waitForSelector('canut-spans [role="option"]')
  await taskIsOn(page)
  return page
}

const valueOf = async (page: Page): Promise<unknown> =>
  JSON.parse(await page.evaluate(() => document.querySelector<SpansHost>('canut-spans')?.value ?? ''))

describe('marking parts of a text', () => {
  it('counts code points past emoji, right-to-left marks and line ends', async () => {
    const page = await openSpans([{ text: '👩‍👩‍👧 \u200fשלום\u200f עולם\r\nLyon 🎶 fin' }])
    await word(page, 'Lyon').click()
    await page.keyboard.press('1')
    await word(page, 'fin').click()
    await page.keyboard.press('2')
    const text = Array.from('👩‍👩‍👧 \u200fשלום\u200f עולם\r\nLyon 🎶 fin')
    const { spans: marked } = (await valueOf(page)) as { spans: { start: number; end: number }[] }
    expect(marked.map(({ start, end }) => text.slice(start, end).join(''))).toEqual(['Lyon', 'fin'])
    await page.context().close()
  })

  it('leaves the text in sight on a small phone', async () => {
    const page = await openSpans([{ text: 'A bakery on a hill.' }])
    await page.setViewportSize({ width: 360, height: 640 })
    await word(page, 'bakery').scrollIntoViewIfNeeded()
    const isSeen = await word(page, 'bakery').evaluate((piece) => {
      const { x, y, width, height } = piece.getBoundingClientRect()
      const root = piece.getRootNode() as ShadowRoot
      return root.elementFromPoint(x + width / 2, y + height / 2) === piece
    })
    expect(isSeen).toBe(true)
    await page.context().close()
  })

  it('goes left with the right arrow’s counterpart in a text from right to left', async () => {
    const page = await openSpans([{ text: 'אחת שתים שלוש' }])
    for (const key of ['ArrowLeft', 'ArrowLeft', '1']) await page.keyboard.press(key)
    expect(await valueOf(page)).toEqual({ spans: [{ id: 's1', start: 4, end: 8, label: 'a' }] })
    await page.context().close()
  })

  it('keeps a draft over a reload, and stops where nothing was marked', async () => {
    const page = await openSpans([{ text: 'Un texte court.' }])
    await page.locator('.task-area').focus()
    await page.keyboard.press('Enter')
    await page.waitForTimeout(300)
    expect(await page.locator('form[data-number="1"]').count()).toBe(1)
    await word(page, 'texte').click()
    await page.keyboard.press('2')
    await draftIsKept(page)
    await page.reload()
    await page.waitForSelector('canut-spans [role="option"]')
    await expect.poll(() => valueOf(page).catch(() => null)).toEqual({ spans: [{ id: 's1', start: 3, end: 8, label: 'b' }] })
    await page.context().close()
  })

  it('shows 50,000 characters without lag', async () => {
    const sentence = 'Odile a ouvert une librairie à Vaugneray, près de Lyon. '
    const text = sentence.repeat(Math.ceil(50_000 / sentence.length)).slice(0, 50_000)
    const page = await openSpans([{ text }])
    const figures = await page.evaluate(async () => {
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))))
      const root = document.querySelector('canut-spans')?.shadowRoot
      if (!root) throw new Error('the text is not there')
      const pieces = root.querySelectorAll('[role="option"]').length
      let ofThisKey = 0
      new MutationObserver((records) => {
        ofThisKey += records.length
      }).observe(root, { subtree: true, childList: true, attributes: true, characterData: true })
      const times: number[] = []
      let changes = 0
      document.querySelector<HTMLElement>('canut-spans')?.focus()
      for (let n = 0; n < 60; n++) {
        const from = performance.now()
        const target = document.querySelector('canut-spans')?.shadowRoot?.activeElement
        target?.dispatchEvent(
          new KeyboardEvent('keydown', {
            key: 'ArrowRight',
            code: 'ArrowRight',
            shiftKey: n % 5 !== 0,
            bubbles: true,
            composed: true,
            cancelable: true,
          }),
        )
        times.push((await frame()) - from)
        changes = Math.max(changes, ofThisKey)
        ofThisKey = 0
      }
      times.sort((a, b) => a - b)
      return { pieces, changes, median: times[30] ?? 0, p95: times[56] ?? 0 }
    })
    console.log(
      `50,000 characters: ${figures.pieces} pieces drawn at first; a key changes ${figures.changes} things at most, to the next frame: median ${figures.median.toFixed(1)} ms, p95 ${figures.p95.toFixed(1)} ms`,
    )
    expect(figures.pieces).toBeLessThan(4000)
    // what a key costs is told by what it changes on the screen, not by how busy this machine is
    expect(figures.changes).toBeGreaterThan(0)
    expect(figures.changes).toBeLessThan(100)
    await page.context().close()
  })
})
