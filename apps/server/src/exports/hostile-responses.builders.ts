/** A kind of task under settings that ask for everything it can. */
export interface HostileBatch {
  readonly name: string
  readonly type: string
  readonly settings: unknown
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  /** responses to the first row, besides the truths of all */
  readonly valid: readonly unknown[]
}

const option = (value: string) => ({ value, en: '', fr: '' })
const options = (...values: readonly string[]) => values.map(option)

const picture = { image: 'a.png' }
const size = { w: 64, h: 48 }

export const FURTHER_BATCHES: readonly HostileBatch[] = [
  {
    name: 'bbox of pictures whose size no row says',
    type: 'bbox',
    settings: { labels: options('cat', 'dog'), attributes: [{ ...option('cut'), options: ['yes', 'no'] }] },
    rows: [picture],
    valid: [
      { size, boxes: [] },
      { size, boxes: [{ id: 'a', label: 'cat', x: 1, y: 1, w: 20, h: 20, attrs: { cut: 'yes' } }] },
      {
        size,
        boxes: [
          { id: 'a', label: 'cat', x: 1, y: 1, w: 20, h: 20 },
          { id: 'b', label: 'dog', x: 2, y: 2, w: 9, h: 9 },
        ],
      },
    ],
  },
  ...(['polygon', 'polyline', 'line'] as const).map((kind) => ({
    name: `${kind} of pictures whose size no row says`,
    type: 'polygon',
    settings: { labels: options('road', 'lake'), kind, mayCross: true, attributes: [{ ...option('cut'), options: ['yes', 'no'] }] },
    rows: [picture],
    valid: [
      { size, shapes: [] },
      {
        size,
        shapes: [
          {
            id: 'a',
            label: 'road',
            closed: kind === 'polygon',
            points: [[1, 1], [40, 2], ...(kind === 'line' ? [] : [[30, 40]])],
            attrs: { cut: 'no' },
          },
        ],
      },
    ],
  })),
  ...[false, true].map((instances) => ({
    name: `mask of ${instances ? 'things' : 'classes'} in pictures whose size no row says`,
    type: 'mask',
    settings: { labels: options('road', 'sky'), instances },
    rows: [picture],
    // column by column: 0 1 | 1 1 | 0 0 | …, of 3 × 2 pixels
    valid: [
      { size: { w: 3, h: 2 }, regions: [] },
      { size: { w: 3, h: 2 }, regions: [{ id: 'a', label: 'road', counts: '132' }] },
      {
        size: { w: 3, h: 2 },
        regions: [
          { id: 'a', label: 'road', counts: '132' },
          { id: 'b', label: 'sky', counts: '42' },
        ],
      },
    ],
  })),
  {
    name: 'keypoints of pictures whose size no row says',
    type: 'keypoints',
    settings: { labels: options('person'), points: options('head', 'hips'), edges: [['head', 'hips']] },
    rows: [picture],
    valid: [
      { size, objects: [] },
      {
        size,
        objects: [
          {
            id: 'a',
            label: 'person',
            points: [
              { name: 'head', x: 3, y: 4, v: 2 },
              { name: 'hips', x: 0, y: 0, v: 0 },
            ],
          },
        ],
      },
    ],
  },
  ...[false, true].map((overlap) => ({
    name: `spans ${overlap ? 'that may overlap' : 'apart'}, with relations, in a text of emoji`,
    type: 'spans',
    settings: { labels: options('person', 'place'), relations: options('lives in'), overlap, unit: 'character' },
    rows: [{ text: '👩‍🌾 Ada lives in 🏘️ Lyon, שלום' }],
    valid: [
      { spans: [] },
      {
        spans: [
          { id: 'a', start: 0, end: 1, label: 'person' },
          { id: 'b', start: 4, end: 7, label: 'person' },
          { id: 'c', start: 19, end: 23, label: 'place' },
        ],
        relations: [{ from: 'b', to: 'c', label: 'lives in' }],
      },
    ],
  })),
  {
    name: 'pairwise, with strength and criteria',
    type: 'pairwise',
    settings: { strength: true, allowTie: true, criteria: options('helpful', 'polite') },
    rows: [{ prompt: 'Which?', a: 'One', b: 'Two' }],
    valid: [
      { choice: 'a', strength: 2, criteria: { helpful: 'a', polite: 'tie' }, shownFirst: 'b' },
      { choice: 'tie', criteria: { helpful: 'b', polite: 'a' }, shownFirst: 'a' },
    ],
  },
  {
    name: 'ranking, with ties, by two things',
    type: 'ranking',
    settings: { allowTie: true, dimensions: options('clear', 'true') },
    rows: [{ prompt: 'Which?', item_1: 'One', item_2: 'Two', item_3: 'Three' }],
    valid: [
      {
        dimensions: [
          { name: 'clear', ranks: [1, 2, 2] },
          { name: 'true', ranks: [3, 1, 2] },
        ],
      },
    ],
  },
  ...[false, true].map((overlap) => ({
    name: `transcribe, with speakers ${overlap ? 'at once' : 'in turn'}`,
    type: 'transcribe',
    settings: { speakers: ['Ada', 'Bo'], overlap },
    rows: [{ audio: 'a.wav', duration: '12.5' }, { audio: 'b.wav' }],
    valid: [
      { segments: [] },
      {
        segments: [
          { start: 0, end: 2.5, speaker: 'Ada', text: 'Good day' },
          { start: 2.5, end: 12.5, speaker: 'Bo', text: 'שלום 👋' },
        ],
      },
    ],
  })),
  {
    name: 'voice',
    type: 'voice',
    settings: {},
    rows: [{ sentence: 'Good day', locale: 'en-GB' }],
    valid: [{ audio: `fil_${'a'.repeat(32)}`, duration: 2.5, sampleRate: 48_000, peakDb: -6, clipped: false }],
  },
  {
    name: 'collect, of every kind',
    type: 'collect',
    settings: {
      keepLocation: true,
      fields: [
        { name: 'shop', kind: 'line' },
        { name: 'remark', kind: 'paragraph', required: false },
        { name: 'price', kind: 'number', required: false },
        { name: 'day', kind: 'date', required: false },
        { name: 'open', kind: 'choice', choices: options('yes', 'no') },
        { name: 'sells', kind: 'several', required: false, choices: options('bread', 'milk'), when: { field: 'open', value: 'yes' } },
        { name: 'page', kind: 'address', required: false },
        { name: 'photo', kind: 'photo', required: false, most: 3 },
      ],
    },
    rows: [{ text: 'The corner shop' }],
    valid: [
      { shop: 'Bakery', open: 'no' },
      {
        shop: 'Bakery',
        remark: 'two\nlines',
        price: 3.5,
        day: '2026-02-28',
        open: 'yes',
        sells: ['bread', 'milk'],
        page: 'https://example.org/',
        photo: [{ file: `fil_${'a'.repeat(32)}`, name: 'a.jpg' }],
      },
    ],
  },
  {
    name: 'translation from nothing but the text',
    type: 'translation',
    settings: { sourceLanguage: 'en', targetLanguage: 'fr', postEdit: true, rating: true, categories: options('meaning') },
    rows: [{ text: 'Good day 👋', draft: 'Bon 👋 jour' }],
    valid: [
      { text: 'Bonjour 👋', rating: 2, edited: true, errors: [{ start: 4, end: 5, category: 'meaning', severity: 'minor' }] },
      { text: 'Bon 👋 jour', rating: 5, edited: false },
    ],
  },
  {
    name: 'text-class, several labels with reasons',
    type: 'text-class',
    settings: { labels: options('kind', 'rude'), multiple: true, none: true, reasons: options('tone', 'words'), reasonsFor: ['rude'] },
    rows: [{ text: 'Go away' }],
    valid: [{ labels: ['kind', 'rude'], reasons: ['tone'] }, { labels: ['none'] }],
  },
  {
    name: 'template',
    type: 'template',
    settings: { dialect: 'liquid', source: '<crowd-form><crowd-input name="a"></crowd-input></crowd-form>' },
    rows: [{ text: 'x' }],
    valid: [
      { answer: { a: 'x' } },
      { answer: { a: { b: [1, null, true] } }, _all: { a: ['x', 'y'] } },
      {
        answer: {
          box: { boundingBoxes: [{ left: 1, top: 2, width: 3, height: 4, label: 'cat' }], inputImageProperties: { width: 9, height: 9 } },
        },
      },
    ],
  },
]
