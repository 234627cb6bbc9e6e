import axe from 'axe-core'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext, FrameLocator } from 'playwright-core'
import { CROWD_TAGS } from '../apps/server/src/templates/crowd-tags.ts'
import { startServed, type Served } from './served.ts'
import { servePicture, showTemplate, whenDrawn, type Shown } from './template-harness.ts'

/** Twelve templates in the dialects, which together use every element and fall into every trap. */

const FOLDER = join(import.meta.dirname, 'templates')
const FILES = readdirSync(FOLDER).toSorted()

let served: Served
let context: BrowserContext
beforeAll(async () => {
  served = await startServed()
  context = await served.as(null)
  await servePicture(context, { w: 320, h: 240 })
})
afterAll(() => served?.close())

const PICTURE = { 'source-ref': 'store://pic.png' }
const BLOCKS = [
  {
    BlockType: 'KEY_VALUE_SET',
    Id: 'k',
    EntityTypes: ['KEY'],
    Relationships: [
      { Type: 'VALUE', Ids: ['v'] },
      { Type: 'CHILD', Ids: ['w'] },
    ],
  },
  { BlockType: 'KEY_VALUE_SET', Id: 'v', EntityTypes: ['VALUE'], Text: 'Lyon' },
  { BlockType: 'WORD', Id: 'w', Text: 'Town' },
]

interface Sample {
  readonly row: Readonly<Record<string, unknown>>
  fill(inside: FrameLocator, shown: Shown): Promise<unknown>
  /** what the answer has; names are compared exactly, values where they are given */
  readonly answer: Readonly<Record<string, unknown>>
}

const paint = async (inside: FrameLocator, index: number) => {
  const stage = inside.getByRole('application').nth(index)
  await stage.waitFor()
  await whenDrawn(inside)
  // paints at the middle: down, and up again
  for (let press = 0; press < 2; press++) await stage.press('Space')
}

const SAMPLES: Readonly<Record<string, Sample>> = {
  '01-message-tone': {
    row: { source: 'Thanks & <bye>!' },
    fill: (inside) => inside.getByRole('radio', { name: 'Friendly' }).check(),
    answer: { tone: { label: 'Friendly' } },
  },
  '02-news-topics': {
    row: { labels: ['Sports', "Town's budget"], paragraphs: ['One', 'Two'] },
    fill: (inside) => inside.getByRole('checkbox', { name: 'Town’s budget'.replace('’', "'") }).check(),
    answer: { topics: { labels: ["Town's budget"] } },
  },
  '03-bird-check': {
    row: { ...PICTURE, boxes: [{ height: 20, label: 'bird', left: 1, top: 2, width: 30 }] },
    async fill(inside) {
      await inside.getByRole('radio', { name: 'good' }).check()
      await inside.getByRole('checkbox', { name: 'No bird' }).check()
    },
    answer: { check: { label: 'good' }, species: { labels: [] } },
  },
  '04-crossing-boxes': {
    row: { ...PICTURE, suggested: [{ height: 90, label: 'Car', left: 40, top: 25, width: 120 }] },
    fill: whenDrawn,
    answer: {
      boxes: {
        boundingBoxes: [{ height: 90, label: 'Car', left: 40, top: 25, width: 120 }],
        inputImageProperties: { height: 240, width: 320 },
        initialValueModified: false,
      },
    },
  },
  '05-street-shapes': {
    row: PICTURE,
    async fill(inside) {
      await whenDrawn(inside)
      await inside.getByRole('tab', { name: 'Lines' }).click()
      await inside.getByRole('application').nth(2).waitFor()
    },
    answer: { crossing: expect.anything(), lanes: expect.anything(), curbs: expect.anything(), lights: expect.anything() },
  },
  '06-leaf-masks': {
    row: PICTURE,
    async fill(inside) {
      await paint(inside, 0)
      await paint(inside, 1)
    },
    answer: {
      parts: {
        inputImageProperties: { height: 240, width: 320 },
        labelMappings: { Leaf: { color: '#2ca02c' } },
        labeledImage: { pngImageData: expect.stringMatching(/^iVBORw0/) },
      },
      leaves: {
        inputImageProperties: { height: 240, width: 320 },
        instances: [{ color: '#2ca02c', label: 'Leaf' }],
        labeledImage: { pngImageData: expect.stringMatching(/^iVBORw0/) },
      },
    },
  },
  '07-names-in-text': {
    row: { source: 'Ada lives in Lyon.' },
    fill: (inside) => inside.getByLabel('It is about sport').check(),
    answer: {
      names: { entities: [{ endOffset: 3, label: 'person', startOffset: 0 }], initialValueModified: false },
      sport: { sport: true },
    },
  },
  '08-reply-ranking': {
    row: { prompt: 'Why?', responses: ["It's so.", 'Because.'], passage: 'The bridge is old.' },
    async fill(inside) {
      await inside.getByLabel('Clarity: rank of response 1').selectOption('1')
      await inside.getByLabel('Clarity: rank of response 2').selectOption('1')
      await inside.getByLabel(/^Question From/).fill('How old?')
      await inside.getByLabel(/^Answer From/).fill('Very')
    },
    answer: {
      ranking: { ordinalRankingDimensions: [{ name: 'Clarity', responseRankings: [1, 1] }] },
      qa: { annotations: [{ question: 'How old?', answer: 'Very', tags: [], references: [] }] },
    },
  },
  '09-listening': {
    row: { title: 'Rain & wind', source: 'A &amp; B', quiet: false },
    async fill(inside) {
      await inside.getByRole('slider', { name: 'Loudness of five' }).press('ArrowRight')
      await inside.getByLabel('Once is enough').check()
      await inside.getByLabel('A man speaks').check()
      await inside.getByText('Rate “Rain & wind”').waitFor()
      await inside.getByText('A & B', { exact: true }).waitFor()
    },
    answer: { loudness: 2, clarity: 2, yes: { yes: false }, no: { no: true }, noise: { on: false }, who: { woman: false, man: true } },
  },
  '10-receipt': {
    row: { shop: 'Chez Ada' },
    async fill(inside) {
      await inside.getByLabel('Total').fill('12.50')
      await inside.getByLabel('Total').press('Tab')
      await inside.getByRole('button', { name: 'Add a line' }).click()
      await inside.getByRole('button', { name: 'Close' }).click()
    },
    answer: {
      total: '12.50',
      by: 'card',
      'fit.good': true,
      'fit.bad': false,
      'torn.on': false,
      json: '{"lines":1}',
      line: 'line 1',
    },
  },
  '11-same-names': {
    row: { parts: ['a', { b: 1 }], draft: 'second' },
    async fill(inside) {
      await inside.getByText('["a",{"b":1}]').waitFor()
      await inside.getByRole('radio', { name: 'Yes' }).check()
    },
    answer: { verdict: { label: 'Yes' }, reason: 'last one wins' },
  },
  '12-review-labels': {
    row: {
      ...PICTURE,
      selectedLabels: [
        { name: 'Gore', parentName: 'Violence' },
        { name: 'Fire', parentName: '' },
      ],
      blocks: BLOCKS,
      keys: [{ importantFormKey: '*' }],
    },
    async fill(inside) {
      await inside.getByRole('checkbox', { name: 'Gore' }).check()
      await inside.getByLabel('Value 1').fill('Lyon 1er')
    },
    answer: {
      'AWS/Rekognition/DetectModerationLabels/Image/V3': { ModerationLabels: [{ name: 'Gore', parentName: 'Violence' }] },
      'AWS/Textract/AnalyzeDocument/Forms/V1': {
        blocks: [
          {
            blockType: 'KEY_VALUE_SET',
            id: 'k',
            relationships: [
              { type: 'VALUE', ids: ['v'] },
              { type: 'CHILD', ids: ['w'] },
            ],
            entityTypes: ['KEY'],
            text: 'Town',
          },
          { blockType: 'KEY_VALUE_SET', id: 'v', relationships: [], entityTypes: ['VALUE'], text: 'Lyon 1er' },
        ],
      },
    },
  },
}

const sourceOf = (file: string): string => readFileSync(join(FOLDER, file), 'utf8')

it('the samples use every element', () => {
  const all = FILES.map(sourceOf).join('\n')
  expect([...CROWD_TAGS, 'iron-icon'].filter((tag) => !new RegExp(`<${tag}[\\s>]`).test(all))).toEqual([])
})

describe.each(FILES)('%s', (file) => {
  it('renders without an error, has no barrier that axe finds, and submits', async () => {
    const name = file.replace(/\..*/, '')
    const sample = SAMPLES[name]
    if (sample === undefined) throw new Error(`nothing is said about ${name}`)
    const shown = await showTemplate(context, served.url, sourceOf(file), {
      dialect: file.includes('.mturk.') ? 'mturk' : 'liquid',
      row: sample.row,
      grant: (uri) => (uri === 'store://pic.png' ? '/media/pic.png' : null),
    })
    await sample.fill(shown.inside, shown)
    expect(await barriers(shown)).toEqual([])
    const submit = file.startsWith('11') ? 'Send' : 'Submit'
    await shown.inside.getByRole('button', { name: submit, exact: true }).click()
    expect(await shown.answer()).toEqual(sample.answer)
    expect((await shown.sent()).submissions).toHaveLength(1)
    expect(shown.errors).toEqual([])
    const folder = process.env['SHOTS']
    if (folder !== undefined) {
      await shown.page.screenshot({ path: join(folder, `${name}-1280.png`), fullPage: true })
      await shown.page.setViewportSize({ width: 360, height: 740 })
      await shown.page.waitForTimeout(300)
      await shown.page.screenshot({ path: join(folder, `${name}-360.png`), fullPage: true })
    }
    await shown.page.close()
  })
})

/** Serious findings inside our elements; what the author wrote outside of them is the author's. */
async function barriers(shown: Shown): Promise<string[]> {
  const frame = await shown.frame()
  await frame.evaluate(axe.source)
  return frame.evaluate(async () => {
    const { axe: run } = globalThis as unknown as { axe: typeof axe }
    const { violations } = await run.run({ exclude: [['body > :not(crowd-form):not(crowd-entity-annotation)']] })
    return violations
      .filter(({ impact, id }) => (impact === 'serious' || impact === 'critical') && !['document-title', 'html-has-lang'].includes(id))
      .flatMap(({ id, nodes }) => nodes.map(({ target, html }) => `${id}: ${JSON.stringify(target)} ${html.slice(0, 120)}`))
  })
}
