import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCounts, runsOf } from '../task-types/index.ts'
import { decodeBrush, encodeBrush } from './brush-rle.ts'
import { responseFrom, resultOf } from './results.ts'
import { isLabelStudioTask, readTask } from './tasks.ts'

const size = { w: 640, h: 480 }
const settings = {
  labels: [{ value: 'cat' }, { value: 'dog' }, { value: 'paw' }],
  points: [{ value: 'nose' }, { value: 'tail' }],
  fields: [
    { name: 'how_good_', kind: 'choice' },
    { name: 'stars', kind: 'choice' },
    { name: 'price', kind: 'number' },
    { name: 'tags', kind: 'several' },
    { name: 'notes', kind: 'paragraph' },
  ],
  skeletons: [
    { label: 'cat', points: [{ value: 'ear' }, { value: 'paw' }] },
    { label: 'paw', points: [{ value: 'claw' }, { value: 'heel' }] },
  ],
}
const mask = new Uint8Array(640 * 480)
mask.fill(1, 640 * 10 + 5, 640 * 10 + 300)

const responses: readonly (readonly [taskType: string, response: unknown, payload?: Readonly<Record<string, unknown>>])[] = [
  ['bbox', { size, boxes: [{ id: 'b1', label: 'cat', x: 128, y: 96, w: 192, h: 144 }] }],
  ['bbox', { size, boxes: [{ id: 'b1', label: 'cat', x: 1, y: 2, w: 3, h: 4, attrs: { truncated: 'a=b', pose: '' } }] }],
  [
    'keypoints',
    {
      size,
      objects: [
        {
          id: 'k1',
          label: 'cat',
          points: [
            { name: 'ear', x: 0, y: 0, v: 0 },
            { name: 'paw', x: 7, y: 9, v: 2 },
          ],
        },
      ],
    },
  ],
  ['spans', { spans: [] }, { text: 'nobody' }],
  ['transcribe', { segments: [] }],
  [
    'polygon',
    {
      size,
      shapes: [
        {
          id: 'p1',
          label: 'cat',
          closed: true,
          points: [
            [1, 2],
            [640, 480],
            [33, 47],
          ],
        },
      ],
    },
  ],
  [
    'polygon',
    {
      size,
      shapes: [
        {
          id: 'p1',
          label: 'dog',
          closed: false,
          attrs: { side: 'left' },
          points: [
            [1, 2],
            [5, 7],
          ],
        },
      ],
    },
  ],
  ['mask', { size, regions: [{ id: 'm1', label: 'cat', counts: encodeCounts(runsOf(mask, 640, 480)) }] }],
  [
    'keypoints',
    {
      size,
      objects: [
        {
          id: 'k1',
          label: 'dog',
          points: [
            { name: 'nose', x: 0, y: 0, v: 0 },
            { name: 'tail', x: 7, y: 9, v: 1 },
          ],
        },
        {
          id: 'k2',
          label: 'paw',
          points: [
            { name: 'claw', x: 30, y: 40, v: 2 },
            { name: 'heel', x: 0, y: 0, v: 0 },
          ],
        },
      ],
    },
  ],
  ['image-class', { label: 'cat' }],
  ['text-class', { label: 'dog', reasons: ['barks'] }],
  [
    'spans',
    {
      spans: [
        { id: 'a', start: 2, end: 5, label: 'PER' },
        { id: 'b', start: 6, end: 8, label: 'LOC' },
      ],
      relations: [{ from: 'a', to: 'b', label: 'in' }],
    },
    { text: '🎉 Ada 🎉🎉 end' },
  ],
  ['pairwise', { choice: 'b', shownFirst: 'a' }],
  ['pairwise', { choice: 'a', shownFirst: 'a' }],
  ['pairwise', { choice: 'b', strength: 3, criteria: { clear: 'a', short: 'tie' }, shownFirst: 'a' }],
  ['pairwise', { choice: 'tie', criteria: { clear: 'b' }, shownFirst: 'a' }],
  ['ranking', { dimensions: [{ name: 'clear', ranks: [2, 1, 2] }] }],
  [
    'transcribe',
    {
      segments: [
        { start: 0.5, end: 2, speaker: 'A', text: 'one\ntwo' },
        { start: 2, end: 3, text: 'three' },
      ],
    },
  ],
  ['check', { ok: false, text: 'right' }, { draft: 'rihgt' }],
  ['check', { ok: true, text: 'fine' }, { draft: 'fine' }],
  ['translation', { text: 'bonjour', edited: true, rating: 4 }, { draft: 'bon jour' }],
  [
    'translation',
    {
      text: 'bonjour',
      edited: true,
      errors: [
        { start: 2, end: 5, category: 'grammar (verb)', severity: 'minor' },
        { start: 6, end: 8, category: 'style', severity: 'critical' },
      ],
    },
    { draft: '🎉 Ada 🎉🎉' },
  ],
  ['collect', { how_good_: 'fair', stars: '4', price: 3.5, tags: ['old', 'torn'], notes: 'one\ntwo' }],
]

describe('responses', () => {
  it.each(responses.map(([taskType, response, payload = {}]) => ({ taskType, response, payload })))(
    'of $taskType come back from Label Studio’s form: $response',
    ({ taskType, response, payload }) => {
      const of = { taskType, settings, payload }
      expect(responseFrom(JSON.parse(JSON.stringify(resultOf(response, of))), of)).toEqual(response)
    },
  )

  it('come back to the pixel, at any size', () => {
    const whole = fc.integer({ min: 1, max: 20_000 })
    fc.assert(
      fc.property(whole, whole, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (w, h, at, of) => {
        const [x, y] = [Math.floor(at * (w - 1)), Math.floor(of * (h - 1))]
        const response = { size: { w, h }, boxes: [{ id: '1', label: 'cat', x, y, w: w - x, h: h - y }] }
        const setting = { taskType: 'bbox', settings, payload: {} }
        expect(responseFrom(resultOf(response, setting), setting)).toEqual(response)
      }),
    )
  })

  it('measure pictures in hundredths', () => {
    const [item] = resultOf(responses[0]?.[1], { taskType: 'bbox', settings, payload: {} })
    expect(item).toMatchObject({
      from_name: 'label',
      to_name: 'image',
      original_width: 640,
      value: { x: 20, y: 20, width: 30, height: 30, rotation: 0, rectanglelabels: ['cat'] },
    })
  })

  it('of several questions are those to the one that the batch asks', () => {
    const asked = (name: string, choice: string) => ({
      id: name,
      from_name: name,
      to_name: 't',
      type: 'choices',
      value: { choices: [choice] },
    })
    const of = { taskType: 'text-class', settings, payload: {} }
    expect(responseFrom([asked('mood', 'angry'), asked('animal', 'dog'), asked('reasons', 'barks')], of)).toEqual({
      label: 'dog',
      reasons: ['barks'],
    })
    expect(responseFrom([asked('mood', 'angry')], of)).toEqual({ label: 'angry' })
  })

  it('of forms are read by the names that a configuration gives its fields', () => {
    const said = (name: string, value: Readonly<Record<string, unknown>>) => ({
      id: name,
      from_name: name,
      to_name: 'x',
      type: 'any',
      value,
    })
    const items = [said('How good?', { choices: ['fair'] }), said('stars', { rating: 4 }), said('other', { text: ['x'] })]
    expect(responseFrom(items, { taskType: 'collect', settings, payload: {} })).toEqual({ how_good_: 'fair', stars: '4' })
    expect(responseFrom([said('other', { text: ['x'] })], { taskType: 'collect', settings, payload: {} })).toBeNull()
  })

  it('of forms keep a number a number', () => {
    const items = resultOf({ price: 3.5, name: 'x', tags: ['a', 'b'] }, { taskType: 'collect', settings, payload: {} })
    expect(items.map(({ type, value }) => [type, value])).toEqual([
      ['number', { number: 3.5 }],
      ['textarea', { text: ['x'] }],
      ['choices', { choices: ['a', 'b'] }],
    ])
  })

  it('of pages keep whatever the page collected', () => {
    const answer = { mood: { label: 'good' }, notes: 'x', tags: [], photo: [{ file: 'fil_1' }] }
    const items = resultOf({ answer }, { taskType: 'template', settings, payload: {} })
    expect(items.map(({ from_name: name, value }) => [name, value])).toEqual([
      ['mood', { text: ['{"label":"good"}'] }],
      ['notes', { text: ['x'] }],
      ['tags', { choices: [] }],
      ['photo', { text: ['fil_1'] }],
    ])
  })

  it('that are nothing of the kind are none', () => {
    for (const strange of [null, 7, 'x', [], {}, [null], [{ value: 7 }], [{ value: { x: 'NaN' }, type: 'rectanglelabels' }]]) {
      for (const taskType of ['bbox', 'polygon', 'mask', 'keypoints', 'image-class', 'ranking']) {
        expect(responseFrom(strange, { taskType, settings, payload: {} })).toBeNull()
      }
    }
  })
})

describe('brush', () => {
  it('gives every mask back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40_000 })), { minLength: 1, maxLength: 8 }), (parts) => {
        const pixels = parts.flatMap(([isSet, count]) => Array.from({ length: count }, () => (isSet ? 1 : 0)))
        const painted = Uint8Array.from(pixels)
        expect(Buffer.from(decodeBrush(encodeBrush(painted), painted.length) ?? []).equals(Buffer.from(painted))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })

  it('that ends early, is of another picture or is no list of bytes is none', () => {
    const rle = encodeBrush(Uint8Array.from([0, 1, 1, 0]))
    expect(decodeBrush(rle, 4)).not.toBeNull()
    expect(decodeBrush(rle.slice(0, -2), 4)).toBeNull()
    expect(decodeBrush(rle, 5)).toBeNull()
    expect(decodeBrush([300, -1, 'x'], 4)).toBeNull()
    expect(decodeBrush([], 4)).toBeNull()
  })
})

describe('tasks', () => {
  const columns = { required: ['text'], optional: ['context', 'prediction'] }
  const choice = (label: string) => [{ id: '1', type: 'choices', from_name: 'c', to_name: 't', value: { choices: [label] } }]
  const reading = { taskType: 'text-class', settings, columns }

  it('give what they show, the likeliest prediction, the ground truth, and the rest to hand on', () => {
    const row = {
      id: 31,
      data: { text: 'Hello', sku: 'A9' },
      predictions: [
        { score: 0.2, result: choice('dog') },
        { score: 0.9, result: choice('cat') },
      ],
      annotations: [{ result: choice('dog'), ground_truth: true }],
    }
    expect(isLabelStudioTask(row)).toBe(true)
    expect(readTask(row, reading)).toEqual({
      columns: { text: 'Hello' },
      prediction: { label: 'cat' },
      truth: { label: 'dog' },
      isTruthUnreadable: false,
      passed: { id: 31, sku: 'A9' },
    })
  })

  it('begin from an annotation where no model predicted, never from one that was given up', () => {
    const annotations = [{ result: choice('dog'), was_cancelled: true }, { result: choice('cat') }]
    const read = readTask({ data: { text: 'x' }, annotations }, reading)
    expect([read.prediction, read.truth]).toEqual([{ label: 'cat' }, null])
  })

  it('may call their one text anything', () => {
    expect(readTask({ data: { body: 'Hello' } }, reading).columns).toEqual({ text: 'Hello' })
    expect(readTask({ data: { body: 'Hello', other: 'x' } }, reading).columns).toEqual({})
  })

  it('of rankings have an item in each column', () => {
    const items = { required: ['item_1', 'item_2'], optional: ['prompt', 'item_3'] }
    const row = { data: { items: ['one', { id: 'x', body: 'two' }], prompt: 'Which?', n: 1 } }
    expect(readTask(row, { taskType: 'ranking', settings: {}, columns: items })).toMatchObject({
      columns: { item_1: 'one', item_2: 'two', prompt: 'Which?' },
      passed: { n: 1 },
    })
  })

  it('are not mistaken for rows', () => {
    for (const row of [{ data: 'x' }, { data: {} }, { text: 'x' }, { data: { text: 'x' }, annotations: 7 }])
      expect(isLabelStudioTask(row)).toBe(false)
  })
})
