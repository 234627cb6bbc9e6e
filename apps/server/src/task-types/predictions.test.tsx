import { describe, expect, it } from 'vitest'
import { parse, screenOf, sent } from '../testing/task-screens.tsx'
import { getTaskSetup } from './index.ts'

const labels = [{ value: 'yes' }, { value: 'no' }]
const fields = [
  { name: 'price', kind: 'number' },
  { name: 'unit', kind: 'choice', choices: [{ value: 'kg' }, { value: 'piece' }] },
  { name: 'tags', kind: 'several', choices: [{ value: 'old' }, { value: 'torn' }], required: false },
]

const kinds = [
  ['text-class', { labels }, { text: 'a', prediction: 'no' }, { label: 'no' }],
  ['text-class', { labels, multiple: true }, { text: 'a', prediction: ['yes', 'no'] }, { labels: ['yes', 'no'] }],
  ['image-class', { labels, none: true }, { image: 'a.png', prediction: 'none' }, { label: 'none' }],
  ['pairwise', {}, { a: 'one', b: 'two', prediction: 'tie' }, { choice: 'tie' }],
  ['ranking', {}, { item_1: 'a', item_2: 'b', item_3: 'c', prediction: '3 1 2' }, { dimensions: [{ name: 'rank', ranks: [3, 1, 2] }] }],
  [
    'ranking',
    { dimensions: [{ value: 'clear' }, { value: 'true' }] },
    { item_1: 'a', item_2: 'b', prediction: '1 2', prediction_true: '2 1' },
    {
      dimensions: [
        { name: 'clear', ranks: [1, 2] },
        { name: 'true', ranks: [2, 1] },
      ],
    },
  ],
  [
    'collect',
    { fields },
    { text: 'a', prediction: '{"price":3.5,"unit":"kg","tags":["torn"]}' },
    { price: 3.5, unit: 'kg', tags: ['torn'] },
  ],
  ['collect', { fields }, { text: 'a', prediction: { unit: 'piece' } }, { unit: 'piece' }],
] as const

function payloadOf(setup: ReturnType<typeof getTaskSetup>, row: Readonly<Record<string, unknown>>): unknown {
  const read = setup.readRow(row)
  if (!read.ok) throw new Error(JSON.stringify(read.error))
  return read.value.payload
}

describe('a prediction', () => {
  it.each(kinds)('of %s (settings %j, row %j) is what the worker begins with', (taskType, settings, row, expected) => {
    const setup = getTaskSetup(taskType, settings)
    const html = screenOf(setup, { payload: payloadOf(setup, row) })
    expect(setup.fromForm(sent(html))).toMatchObject(expected)
    expect(parse(html).body.textContent).toContain('suggested beforehand')
  })

  it.each(kinds)('of %s (settings %j, row %j) gives way to what was answered', (taskType, settings, row) => {
    const setup = getTaskSetup(taskType, settings)
    const payload = payloadOf(setup, row)
    const { prediction: _, prediction_true: __, ...plain } = { prediction_true: null, ...row }
    const empty = setup.fromForm(sent(screenOf(setup, { payload, response: {} })))
    expect(empty).toEqual(setup.fromForm(sent(screenOf(setup, { payload: payloadOf(setup, plain), response: null }))))
  })

  it.each([
    ['bbox', { labels }, { image: 'a.png', prediction: '{"size":{"w":9,"h":9},"boxes":[{"label":"no","x":1,"y":1,"w":2,"h":2}]}' }],
    ['mask', { labels }, { image: 'a.png', prediction: '{"size":{"w":9,"h":9},"regions":[]}' }],
    ['spans', { labels }, { text: 'a b', draft: '[{"start":0,"end":1,"label":"no"}]' }],
    ['transcribe', {}, { audio: 'a.wav', draft: 'hello' }],
  ] as const)('of %s (settings %j) is spoken of as well', (taskType, settings, row) => {
    const setup = getTaskSetup(taskType, settings)
    const payload = payloadOf(setup, row)
    expect(screenOf(setup, { payload })).toContain('suggested beforehand')
    expect(screenOf(setup, { payload, readOnly: true })).not.toContain('suggested beforehand')
    const { draft: _, prediction: __, ...plain } = { draft: '', prediction: '', ...row }
    expect(screenOf(setup, { payload: payloadOf(setup, plain) })).not.toContain('suggested beforehand')
  })

  it('is not spoken of where there is none, or where nothing is asked any more', () => {
    const setup = getTaskSetup('text-class', { labels })
    expect(screenOf(setup, { payload: payloadOf(setup, { text: 'a', prediction: '' }) })).not.toContain('suggested')
    const payload = payloadOf(setup, { text: 'a', prediction: 'no' })
    expect(screenOf(setup, { payload, readOnly: true, response: { label: 'yes' } })).not.toContain('suggested')
  })

  it.each([
    ['text-class', { labels }, { text: 'a', prediction: 'maybe' }, 'prediction', 'unknown_label'],
    ['pairwise', { allowTie: false }, { a: 'one', b: 'two', prediction: 'tie' }, 'prediction', 'unknown_label'],
    ['ranking', {}, { item_1: 'a', item_2: 'b', prediction: '1 1' }, 'prediction', 'not_a_ranking'],
    ['collect', { fields }, { text: 'a', prediction: '{"unit":"metre"}' }, 'prediction', 'not_a_choice'],
    ['collect', { fields }, { text: 'a', prediction: '{"colour":"red"}' }, 'prediction', 'unknown_field'],
    ['collect', { fields }, { text: 'a', prediction: '[1]' }, 'prediction', 'not_json'],
  ])('of %s (settings %j) in the row %j is refused in its column', (taskType, settings, row, path, code) => {
    const read = getTaskSetup(taskType, settings).readRow(row)
    expect(read.ok ? [] : read.error).toEqual([expect.objectContaining({ path, code })])
  })
})
