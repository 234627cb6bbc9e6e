import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext, FrameLocator } from 'playwright-core'
import { HANDS, type Hand } from './hands.ts'
import { startServed, type Served } from './served.ts'
import { servePicture, showTemplate, whenDrawn, type Shown } from './template-harness.ts'

/** Pages as requesters wrote them for other platforms, each filled in by mouse, by touch on a phone, and by keyboard alone. */

const FOLDER = join(import.meta.dirname, 'layouts')

let served: Served
const contexts: Record<string, BrowserContext> = {}
beforeAll(async () => {
  served = await startServed()
  for (const hand of Object.keys(HANDS)) {
    const phone = hand === 'touch' ? { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } } : {}
    const context = await served.as(null, phone)
    await servePicture(context, { w: 320, h: 240 })
    contexts[hand] = context
  }
})
afterAll(() => served?.close())

interface Layout {
  readonly row: Readonly<Record<string, unknown>>
  fill(hand: Hand, inside: FrameLocator, shown: Shown): Promise<unknown>
  /** what is pressed in the end, where it is not the usual Submit */
  readonly send?: string
  readonly answer: unknown
  /** values of fields that share a name, and of answers in another shape */
  readonly all?: unknown
}

const HARD = ['Town\'s "budget"', '</script><b>x', '😀 مرحبا', 'a & b']
const MANY = Array.from({ length: 2000 }, (_, number) => `${number}: <said> & "heard"`)

const LAYOUTS: Readonly<Record<string, Layout>> = {
  '01-review-mood': {
    row: { review: 'I <3 it', author: 'Zoë' },
    async fill({ press }, inside) {
      expect(await inside.locator('.by').innerText()).toBe('Zoë')
      await press(inside.getByRole('button', { name: 'Full instructions' }))
      await inside.getByText('“Never again!”').waitFor()
      await press(inside.getByRole('button', { name: 'Close' }))
      await press(inside.getByRole('radio', { name: 'Content' }))
    },
    answer: { mood: { label: 'Content' } },
  },
  '02-every-control': {
    row: { row: 7 },
    async fill({ press, write }, inside) {
      await press(inside.getByRole('button', { name: 'Submit', exact: true }))
      await write(inside.getByLabel('Name'), 'Ada 😀')
      await write(inside.getByLabel('Mail'), 'a@b.fr')
      await inside.getByLabel('Day').fill('2026-01-02')
      await inside.getByLabel('Many').selectOption(['a', 'c'])
      await press(inside.getByLabel('Good'))
      await press(inside.getByLabel('Tone'))
      await write(inside.getByLabel('Notes'), 'one\ntwo')
    },
    answer: {
      name: 'Ada 😀',
      mail: 'a@b.fr',
      range: '5',
      colour: '#336699',
      day: '2026-01-02',
      many: ['a', 'c'],
      fit: { good: true, bad: false },
      faults: { spelling: false, tone: true },
      sure: { on: false },
      notes: 'one\ntwo',
      batch: '{"row": 7}',
    },
  },
  '03-call-audit': {
    row: { call: { id: 4, lines: [{ who: 'Agent', text: 'Hello & welcome' }] } },
    async fill({ press, write }, inside) {
      await inside.getByText('Hello & welcome').waitFor()
      await inside.getByRole('slider', { name: 'Patience' }).press('ArrowRight')
      await press(inside.getByLabel('Greeted'))
      await press(inside.getByRole('tab', { name: 'Customer' }))
      await press(inside.getByLabel('Angry'))
      await press(inside.getByLabel('Calm'))
      await write(inside.getByLabel('Order number'), '12a34')
      await write(inside.getByRole('textbox', { name: 'Summary' }), 'Fine')
    },
    answer: {
      patience: 2,
      did: { greeted: true, solved: false },
      angry: { angry: false },
      calm: { calm: true },
      order: '1234',
      summary: 'Fine',
      again: { on: false },
    },
  },
  '04-own-check': {
    row: {
      faults: [
        { key: 'a"b', title: '<Typo>' },
        { key: 'c', title: 'Tone' },
      ],
    },
    async fill({ press }, inside, shown) {
      await press(inside.getByRole('button', { name: 'Submit', exact: true }))
      await inside.getByText('Choose at least one').waitFor()
      expect((await shown.sent()).submissions).toEqual([])
      await press(inside.getByLabel('<Typo>'))
    },
    answer: { fault: { 'a"b': true, c: false }, count: '1' },
  },
  '05-survey': {
    row: { title: 'Shops', url: 'https://example.org/?a=1&b=2' },
    async fill({ press, write }, inside, shown) {
      await press(inside.getByRole('button', { name: 'Submit', exact: true }))
      expect((await shown.sent()).submissions).toEqual([])
      await press(inside.getByLabel('Yes'))
      await press(inside.getByLabel('Bread'))
      await press(inside.getByLabel('Fish'))
      await write(inside.getByLabel('Remarks'), 'a\nb')
    },
    answer: { open: 'yes', sells: 'bread|fish', remarks: 'a\nb' },
    all: { open: [{ yes: true, no: false }], sells: [{ bread: true, milk: false, fish: true }], remarks: ['a\nb'] },
  },
  '06-alerts': {
    row: { text: 'Hello' },
    async fill({ press, write }, inside, shown) {
      const done = inside.getByRole('button', { name: 'I am done' })
      await press(done)
      await inside.getByText('Please write the line first.').waitFor()
      await press(inside.getByRole('button', { name: 'OK' }))
      await write(inside.getByLabel('Transcription'), 'abc')
      await press(done)
      await press(inside.getByRole('alertdialog', { name: /That is short/ }).getByRole('button', { name: 'Cancel' }))
      await press(done)
      expect((await shown.sent()).submissions).toEqual([])
      await press(inside.getByRole('alertdialog', { name: /That is short/ }).getByRole('button', { name: 'OK' }))
    },
    send: 'I am done',
    answer: { line: 'abc' },
    all: { line: ['abc'] },
  },
  '07-two-buttons': {
    row: { left: 'Pen', right: '<b>Biro</b>', id: '7' },
    fill: (_hand, inside) => inside.locator('td b').waitFor(),
    send: 'Different',
    answer: { pair: '7', same: 'no' },
    all: { pair: ['7'], same: ['no'] },
  },
  '08-upper-case': {
    row: {},
    async fill({ press, write }, inside) {
      await press(inside.getByRole('radio', { name: 'Green' }))
      await write(inside.getByLabel('Why'), 'leaf')
    },
    answer: { colour: { label: 'Green' }, Why: 'leaf', seen: { on: true } },
  },
  '09-never-closed': {
    row: {},
    async fill({ press, write }, inside) {
      await write(inside.getByLabel('One word'), 'rain')
      await press(inside.getByLabel('Heard twice'))
    },
    answer: { loud: 2, clear: 3, word: 'rain', again: { on: true } },
  },
  '10-hard-values': {
    row: { title: `Quotes " ' < &amp;`, labels: HARD, text: 'one\n</script> & <b>2</b> 😀 مرحبا' },
    async fill({ press }, inside) {
      expect(await inside.locator('#shown').innerText()).toBe('one\n</script> & <b>2</b> 😀 مرحبا')
      await press(inside.getByRole('checkbox', { name: '😀 مرحبا' }))
      await press(inside.getByRole('checkbox', { name: '</script><b>x' }))
      await press(inside.getByRole('radio', { name: 'a & b' }))
    },
    answer: {
      topics: { labels: ['</script><b>x', '😀 مرحبا'] },
      one: { label: 'a & b' },
      copy: 'one\n</script> & <b>2</b> 😀 مرحبا',
      raw: expect.toSatisfy((text: string) => JSON.stringify(JSON.parse(text)) === JSON.stringify(HARD)),
    },
  },
  '11-made-by-script': {
    row: {
      items: [
        { id: '1', title: 'One <i>' },
        { id: '2', title: '</script> "two" <!-- <script>' },
      ],
    },
    async fill({ press, write }, inside) {
      await press(inside.getByLabel('</script> "two"'))
      await press(inside.getByRole('button', { name: 'Add a line' }))
      await press(inside.getByRole('button', { name: 'Submit', exact: true }))
      await inside.getByText('This is needed.').waitFor()
      await write(inside.getByLabel('Line 1'), 'x')
    },
    answer: { item: { 1: false, 2: true }, line1: 'x' },
  },
  '12-right-to-left': {
    row: { header: 'حدد الأسماء', source: '😀 سلمى تسكن في باريس', found: [{ label: 'place', startOffset: 15, endOffset: 20 }] },
    async fill(_hand, inside, shown) {
      await inside.getByText('سلمى', { exact: true }).first().click()
      await shown.page.keyboard.press('1')
      await inside.getByText('شخص', { exact: true }).waitFor()
    },
    answer: {
      names: {
        entities: [
          { label: 'person', startOffset: 2, endOffset: 6 },
          { label: 'place', startOffset: 15, endOffset: 20 },
        ],
        initialValueModified: true,
      },
    },
  },
  '13-language': {
    row: {
      shop: { name: 'Fruit & Co' },
      products: [
        { 'display name': 'Kiwi &amp; co', state: 'new', price: 1.25 },
        { 'display name': 'Plum <ripe>', state: 'old', price: 2 },
        { 'display name': 'Fig', state: 'used', price: 3 },
      ],
      hours: { mon: { from: 8, to: 12 } },
      note: 'a\nb<',
    },
    async fill({ press }, inside) {
      expect(await inside.getByRole('heading').innerText()).toBe('Fruit & Co – 3 products')
      expect(await inside.getByRole('row').allInnerTexts()).toEqual([
        expect.stringMatching(/1\/2\s+Kiwi & co\s+New/),
        expect.stringMatching(/2\/2\s+Plum <ripe>\s+\?/),
      ])
      await inside.getByText('mon: 8–12').waitFor()
      await inside.getByText('{{ not read }}').waitFor()
      expect(await inside.locator('#note').innerHTML()).toBe('a<br>\nb&lt;')
      await press(inside.getByLabel('Open'))
    },
    answer: { price0: '2.5', price1: '4', open: { on: true } },
  },
  '14-two-forms': {
    row: {},
    async fill({ write }, inside, shown) {
      await write(inside.getByLabel('First'), 'one')
      await write(inside.getByLabel('Second'), 'two')
      // what was written in the other one is at least kept with the draft
      await expect.poll(shown.value).toContain('"one"')
    },
    send: 'Send the second',
    answer: { second: 'two' },
  },
  '15-without-form': {
    row: { question: 'Is it?' },
    async fill({ press, write }, inside, shown) {
      await press(inside.getByRole('radio', { name: 'Yes' }))
      await write(inside.getByLabel('Why'), 'so')
      await shown.page.getByRole('button', { name: 'Outer submit' }).click()
    },
    send: '',
    answer: { answer: { label: 'Yes' }, why: 'so' },
  },
  '16-form-in-form': {
    row: {},
    async fill({ press, write }, inside) {
      await write(inside.getByLabel('Tag'), 'red')
      await press(inside.getByRole('button', { name: 'Add the tag' }))
      await inside.getByRole('listitem').getByText('red').waitFor()
    },
    send: 'Send all',
    answer: { tags: '["red"]' },
  },
  '17-waits-first': {
    row: {},
    fill: ({ write }, inside) => write(inside.getByLabel('Code'), 'ab😀'),
    answer: { code: 'ab😀', sum: '3' },
  },
  '18-long-text': {
    row: { minutes: `😀 مرحبا ${'word <b> & é '.repeat(40_000)}`, lines: MANY },
    async fill({ write }, inside) {
      expect(await inside.getByRole('listitem').count()).toBe(2000)
      await write(inside.getByLabel('Summary'), 'They met.')
    },
    answer: { summary: 'They met.' },
  },
  '19-checked-boxes': {
    row: {
      'source-ref': 'store://pic.png',
      classes: ['Cat', "Dog's"],
      boxes: [{ class_id: 0, left: 40.4, top: 25, width: 119.9, height: '90' }],
    },
    async fill({ press, write }, inside) {
      await whenDrawn(inside)
      await press(inside.getByRole('radio', { name: 'bad' }))
      await press(inside.locator('summary', { hasText: 'Say why' }))
      await write(inside.getByLabel('What is wrong?'), 'One too many')
    },
    answer: {
      check: { label: 'bad', workerComment: 'One too many' },
      boxes: {
        boundingBoxes: [{ height: 90, label: 'Cat', left: 40, top: 25, width: 120 }],
        inputImageProperties: { height: 240, width: 320 },
        initialValueModified: false,
      },
    },
  },
  '20-flat': {
    row: { sentence: 'Shut it', id: '9' },
    async fill({ press }, inside, shown) {
      expect(await (await shown.frame()).evaluate('said')).toBe('2 of 1')
      await press(inside.getByRole('radio', { name: 'Rude' }))
      await press(inside.getByLabel('A place'))
    },
    answer: { 'tone.label': 'Rude', 'has.name': false, 'has.place': true, sure: 0, language: 'en', id: '9' },
    all: { tone: [{ label: 'Rude' }], has: [{ name: false, place: true }], sure: [0], language: ['en'], id: ['9'] },
  },
  '21-letter': {
    row: { html: '<b>Dear</b> &amp; all<script>window.ran = 1</script>' },
    async fill({ write }, inside, shown) {
      expect(await inside.locator('#letter b').innerText()).toBe('Dear')
      for (const id of ['plain', 'twice'])
        expect(await inside.locator(`#${id}`).innerText()).toBe('<b>Dear</b> &amp; all<script>window.ran = 1</script>')
      expect(await (await shown.frame()).evaluate('ran')).toBe(1)
      await write(inside.getByLabel('Who wrote it?'), 'Bob')
    },
    answer: { sender: 'Bob' },
  },
  '22-replies': {
    row: { prompt: 'Why?', responses: ["It's so.", 'Because.'], passage: 'The bridge is old.' },
    async fill({ press, write }, inside) {
      for (const response of [1, 2]) await inside.getByLabel(`Helpful: rank of response ${response}`).selectOption('1')
      await press(inside.getByRole('tab', { name: 'Ask' }))
      await write(inside.getByLabel(/^Question From/), 'How old?')
      await write(inside.getByLabel(/^Answer From/), 'Very')
    },
    answer: {
      ranking: { ordinalRankingDimensions: [{ name: 'Helpful', responseRankings: [1, 1] }] },
      qa: { annotations: [{ question: 'How old?', answer: 'Very', tags: [], references: [] }] },
    },
  },
  '23-with-jquery': {
    row: { words: ['one', 'two & three'] },
    fill: ({ press }, inside) => press(inside.getByRole('button', { name: 'two & three' })),
    answer: { chosen: 'two & three' },
  },
  '24-names-of-methods': {
    row: {},
    async fill({ write }, inside) {
      for (const [index, label] of ['Submit', 'Name', 'Children', 'Length', 'First', 'Last'].entries())
        await write(inside.getByRole('textbox', { name: label }), String(index + 1))
    },
    answer: { submit: '1', name: '2', children: '3', length: '4', same: '6' },
    all: { same: ['5', '6'] },
  },
}

const CASES = readdirSync(FOLDER).flatMap((file) => Object.keys(HANDS).map((by) => [file, by] as const))

describe('a page of a requester', () => {
  it.each(CASES)('%s gives its answer by %s, once and without an error', async (file, by) => {
    const [layout, hand, context] = [LAYOUTS[file.replace(/\..*/, '')], HANDS[by], contexts[by]]
    if (layout === undefined || hand === undefined || context === undefined) throw new Error(`nothing is said about ${file}`)
    const shown = await showTemplate(context, served.url, readFileSync(join(FOLDER, file), 'utf8'), {
      dialect: file.includes('.mturk.') ? 'mturk' : 'liquid',
      row: layout.row,
      grant: (uri) => (uri === 'store://pic.png' ? '/media/pic.png' : null),
    })
    await layout.fill(hand, shown.inside, shown)
    const { send = 'Submit' } = layout
    if (send !== '') await hand.press(shown.inside.getByRole('button', { name: send, exact: true }))
    expect(await shown.answer()).toEqual(layout.answer)
    expect(await shown.all()).toEqual(layout.all)
    expect((await shown.sent()).submissions).toHaveLength(1)
    expect(shown.errors).toEqual([])
    await shown.page.close()
  })
})
