import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostile, parse, screenOf } from '../../testing/task-screens.tsx'
import { getTaskSetup, issueSentence, type Issue } from '../index.ts'

const labels = [{ value: 'cat' }, { value: 'dog', en: 'Dog', fr: 'Chien' }]
const attributes = [{ value: 'cut', en: 'Cut off?', options: ['yes', 'no'] }]
const setup = getTaskSetup('bbox', { labels, attributes, minSize: 10, goldOverlap: 70 })
const size = { w: 640, h: 480 }
const box = (of: object = {}) => ({ id: 's1', label: 'cat', x: 128, y: 96, w: 192, h: 144, ...of })
const payload = { image: 'a.png', size }

const codes = (result: ReturnType<typeof setup.check>) => (result.ok ? [] : result.error.map(({ code }) => code))

describe('checking boxes', () => {
  it('keeps boxes as they are, up to the very edge, and none at all', () => {
    const response = { size, boxes: [box(), box({ id: 's2', label: 'dog', x: 0, y: 0, w: 640, h: 480, attrs: { cut: 'yes' } })] }
    expect(setup.check(response, payload)).toEqual({ ok: true, value: response })
    expect(setup.check({ size, boxes: [] }, payload)).toEqual({ ok: true, value: { size, boxes: [] } })
    expect(setup.check({ size, boxes: [box({ attrs: {} })] }, payload)).toEqual({ ok: true, value: { size, boxes: [box()] } })
  })

  it.each([
    [{ size, boxes: [box({ label: 'bird' })] }, 'shape_label'],
    [{ size, boxes: [box({ x: 1.5 })] }, 'shape_form'],
    [{ size, boxes: [box({ x: -1 })] }, 'shape_form'],
    [{ size, boxes: [box({ w: 0 })] }, 'shape_form'],
    [{ size, boxes: [box({ w: Number.NaN })] }, 'shape_form'],
    [{ size, boxes: [box({ id: '<b>' })] }, 'shape_form'],
    [{ size, boxes: [box({ colour: 'red' })] }, 'shape_form'],
    [{ size, boxes: [null] }, 'shape_form'],
    [{ size, boxes: [box({ x: 449 })] }, 'shape_outside'],
    [{ size, boxes: [box({ w: 9 })] }, 'shape_small'],
    [{ size, boxes: [box(), box()] }, 'shape_id'],
    [{ size, boxes: [box({ attrs: { cut: 'maybe' } })] }, 'shape_attributes'],
    [{ size, boxes: [box({ attrs: { colour: 'red' } })] }, 'shape_attributes'],
    [{ size: { w: 320, h: 240 }, boxes: [] }, 'picture_size'],
    [{ size: { w: 0, h: 240 }, boxes: [] }, 'drawing_size'],
    [{ boxes: [] }, 'drawing_size'],
    [{ size, boxes: Array.from({ length: 2001 }, (_, i) => box({ id: `s${i}` })) }, 'too_many'],
    [{ size }, 'draw_or_nothing'],
  ])('refuses %j: %s', (response, code) => {
    const result = setup.check(response, payload)
    expect(codes(result)).toContain(code)
    for (const issue of result.ok ? [] : result.error) {
      expect(issue.path).toBe('boxes')
      expect(issueSentence(issue, 'fr')).not.toContain('undefined')
    }
  })

  it('tells one shape with ten faults as one, and no more than twenty of a thousand', () => {
    expect(codes(setup.check({ size, boxes: [{ label: 'cat', x: 'a', y: 'b', w: -1, h: null }] }, payload))).toEqual(['shape_form'])
    const boxes = Array.from({ length: 1000 }, (_, i) => box({ id: `s${i}`, x: -1 }))
    expect(codes(setup.check({ size, boxes }, payload))).toHaveLength(20)
  })

  it('takes any size as long as nobody knows it', () => {
    expect(setup.check({ size: { w: 320, h: 240 }, boxes: [] }, { image: 'a.png' }).ok).toBe(true)
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (response) => {
        expect(setup.check(response, payload).ok).toBe(false)
      }),
    )
  })
})

describe('reading a row', () => {
  const issuesOf = (row: Record<string, unknown>): Issue[] => {
    const result = setup.readRow(row)
    return result.ok ? [] : result.error
  }

  it('makes up ids and takes the size of the row, in text as in JSON Lines', () => {
    const truth = { boxes: [{ label: 'cat', x: 128, y: 96, w: 192, h: 144 }] }
    for (const cell of [truth, JSON.stringify(truth)]) {
      const result = setup.readRow({ image: 'a.png', width: '640', height: 480, truth: cell, prediction: cell })
      const response = { size, boxes: [box()] }
      expect(result).toEqual({ ok: true, value: { payload: { image: 'a.png', size, prediction: response }, truth: response } })
    }
  })

  it.each([
    [{ image: 'a.png', truth: 'cat' }, 'truth', 'not_a_drawing'],
    [{ image: 'a.png', truth: '[]' }, 'truth', 'not_a_drawing'],
    [{ image: 'a.png', truth: '{"boxes":[]}' }, 'truth', 'drawing_size'],
    [{ image: 'a.png', prediction: { size, boxes: [box({ label: 'bird' })] } }, 'prediction', 'shape_label'],
    [{ image: 'a.png', width: '640' }, 'height', 'missing_value'],
    [{ image: 'a.png', width: 'wide', height: '480' }, 'width', 'not_a_length'],
    [{}, 'image', 'missing_value'],
  ])('refuses the row %j for its %s: %s', (row, path, code) => {
    expect(issuesOf(row)).toContainEqual(expect.objectContaining({ path, code }))
  })
})

describe('judging against known boxes', () => {
  const truth = { size, boxes: [box(), box({ id: 's2', label: 'dog', x: 400, y: 300, w: 100, h: 100 })] }
  const [cat, dog] = truth.boxes

  it('is right when every box is near enough, whatever ids and order are', () => {
    expect(
      setup.judge(
        {
          size,
          boxes: [
            { ...dog, id: 'x' },
            { ...cat, id: 'y' },
          ],
        },
        truth,
      ),
    ).toEqual({ right: true, score: 1 })
    const near = setup.judge({ size, boxes: [box({ x: 138 }), dog] }, truth)
    expect(near?.right).toBe(true)
    expect(near?.score).toBeCloseTo((182 / 202 + 1) / 2, 9)
  })

  it('is wrong for a box that is missing, too many, elsewhere or of another label', () => {
    expect(setup.judge({ size, boxes: [cat] }, truth)).toEqual({ right: false, score: 0.5 })
    expect(setup.judge({ size, boxes: [cat, dog, box({ id: 's3', x: 0, y: 0 })] }, truth)?.right).toBe(false)
    expect(setup.judge({ size, boxes: [box({ x: 250 }), dog] }, truth)?.right).toBe(false)
    expect(setup.judge({ size, boxes: [box({ label: 'dog' }), dog] }, truth)?.right).toBe(false)
  })

  it('says nothing of what is no response, and allows as many mistakes as the settings say', () => {
    expect(setup.judge(null, truth)).toBeNull()
    const lenient = getTaskSetup('bbox', { labels, goldMistakes: 1 })
    expect(lenient.judge({ size, boxes: [cat] }, truth)).toEqual({ right: true, score: 0.5 })
    expect(lenient.judge({ size, boxes: [] }, truth)?.right).toBe(false)
    expect(lenient.judge({ size, boxes: [] }, { size, boxes: [] })).toEqual({ right: true, score: 1 })
  })
})

describe('making one of many', () => {
  const given = ['ann', 'bob', 'cy'].map((worker, i) => ({
    task: 't',
    worker,
    payload: {},
    response: { size, boxes: [box({ x: 126 + 2 * i }), ...(worker === 'cy' ? [box({ id: 's2', x: 0, y: 0, w: 20, h: 20 })] : [])] },
  }))

  it('keeps what most have drawn, in the middle of their sides, and drops what one has', () => {
    const { consolidation } = setup
    if (consolidation?.kind !== 'responses') throw new Error('boxes are made one from whole responses')
    const result = consolidation.consolidate('boxes', given)
    expect(result.tasks).toEqual([{ task: 't', response: { size, boxes: [box()] }, confidence: expect.any(Number), responses: 3 }])
    expect(setup.check(result.tasks[0]?.response, payload).ok).toBe(true)
    const agreement = new Map(result.workers.map((each) => [each.worker, each.agreement]))
    expect(agreement.get('bob')).toBe(1)
    expect(agreement.get('cy')).toBeLessThan(0.6)
    expect(consolidation.consolidate('boxes', given.toReversed())).toEqual(result)
    expect(consolidation.consolidate('boxes', [])).toMatchObject({ tasks: [], workers: [] })
  })
})

describe('the screen', () => {
  const element = (props: Parameters<typeof screenOf>[1]) => parse(screenOf(setup, props)).querySelector('canut-drawing')

  it('hands labels, questions and suggestion to the element as data, never as markup', () => {
    const prediction = { size, boxes: [box({ id: 'p1' })] }
    const drawing = element({ payload: { image: 'a b.png', alt: hostile, prediction }, locale: 'fr' })
    expect(drawing?.getAttribute('data-image')).toBe('/media/a%20b.png')
    expect(JSON.parse(drawing?.getAttribute('labels') ?? '')).toEqual([
      { value: 'cat', name: 'cat' },
      { value: 'dog', name: 'Chien' },
    ])
    expect(drawing?.getAttribute('alt')).toBe(hostile)
    expect(drawing?.getAttribute('value')).toBe(JSON.stringify(prediction))
    expect(drawing?.getAttribute('initial')).toBe(JSON.stringify(prediction))
    expect(drawing?.hasAttribute('readonly')).toBe(false)
  })

  it('says without script, and without the file, why there is nothing to draw on', () => {
    expect(parse(screenOf(setup, { payload })).querySelector('noscript')?.textContent).toContain('JavaScript')
    expect(screenOf(setup, { payload, mediaUrl: () => null })).toContain('is not there')
  })

  it('describes how many of what, for people and for spreadsheets', () => {
    const response = { size, boxes: [box(), box({ id: 's2' }), box({ id: 's3', label: 'dog' })] }
    expect(setup.describe(response, 'fr')).toBe('3 (cat 2, Chien 1)')
    expect(setup.describe({ size, boxes: [] }, 'en')).toBe('Nothing to label')
    expect(setup.toRow(response)).toMatchObject({ width: '640', count: '3', 'count:cat': '2', 'count:dog': '1' })
  })
})
