import { describe, expect, it } from 'vitest'
import { parse, render, screenOf, sent } from '../../testing/task-screens.tsx'
import { getTaskSetup, findTaskType } from '../index.ts'
import { objectsOf } from './consolidate-keypoints.ts'

const points = [{ value: 'head' }, { value: 'hand' }, { value: 'foot' }]
const settings = {
  labels: [{ value: 'person' }],
  points,
  edges: [
    ['head', 'hand'],
    ['head', 'foot'],
  ],
}
const setup = getTaskSetup('keypoints', settings)
const size = { w: 400, h: 300 }
type Place = readonly [x: number, y: number, v: 0 | 1 | 2]
const object = (places: readonly Place[], id = 's1') => ({
  id,
  label: 'person',
  points: places.map(([x, y, v], i) => ({ name: points[i]?.value ?? '', x, y, v })),
})
const whole: readonly Place[] = [
  [100, 50, 2],
  [180, 120, 2],
  [110, 250, 2],
]
const response = (...all: (readonly Place[])[]) => ({ size, objects: all.map((places, i) => object(places, `s${i + 1}`)) })

describe('settings of a skeleton', () => {
  it.each([
    [[['head', 'tail']], 'unknown_point'],
    [[['head', 'head']], 'not_an_edge'],
    [[['head']], 'not_an_edge'],
  ])('refuse the edges %j', (edges, code) => {
    const result = findTaskType('keypoints')?.setUp({ ...settings, edges })
    expect(result?.ok === false ? result.error : []).toEqual([
      expect.objectContaining({ path: 'edges', code, params: expect.objectContaining({ line: 1 }) }),
    ])
  })
})

describe('checking keypoints', () => {
  it('has points that are not there at no place', () => {
    const given = response([
      [100, 50, 2],
      [7, 7, 0],
      [110, 250, 1],
    ])
    expect(setup.check(given, null)).toEqual({
      ok: true,
      value: response([
        [100, 50, 2],
        [0, 0, 0],
        [110, 250, 1],
      ]),
    })
  })

  it('refuses points in another order, too few, outside, or none that is there', () => {
    const code = (of: object) => {
      const result = setup.check({ size, objects: [of] }, null)
      return result.ok ? null : result.error[0]?.code
    }
    const { id, label, points: own } = object(whole)
    expect(code({ id, label, points: own.toReversed() })).toBe('shape_points')
    expect(code({ id, label, points: own.slice(1) })).toBe('shape_form')
    expect(
      code(
        object([
          [401, 0, 2],
          [0, 0, 0],
          [0, 0, 0],
        ]),
      ),
    ).toBe('shape_outside')
    expect(
      code(
        object([
          [0, 0, 0],
          [0, 0, 0],
          [0, 0, 0],
        ]),
      ),
    ).toBe('shape_points')
    expect(
      code(
        object([
          [1, 1, 3 as 2],
          [0, 0, 0],
          [0, 0, 0],
        ]),
      ),
    ).toBe('shape_form')
  })
})

describe('judging', () => {
  const near: readonly Place[] = [
    [102, 50, 2],
    [180, 123, 2],
    [110, 250, 1],
  ]
  const far: readonly Place[] = [
    [100, 50, 2],
    [120, 200, 2],
    [110, 250, 2],
  ]

  it('goes by the size of the thing', () => {
    expect(setup.judge(response(near), response(whole))?.right).toBe(true)
    expect(setup.judge(response(far), response(whole))?.right).toBe(false)
    expect(
      setup.judge(
        response([
          [100, 50, 2],
          [0, 0, 0],
          [110, 250, 2],
        ]),
        response(whole),
      )?.score,
    ).toBeCloseTo(2 / 3, 6)
  })

  it('or by a distance, for so many of the points', () => {
    const strict = getTaskSetup('keypoints', { ...settings, goldMeasure: 'distance', goldDistance: 2, goldPoints: 100 })
    expect(strict.judge(response(near), response(whole))).toEqual({ right: false, score: 2 / 3 })
    expect(
      strict.judge(
        response([
          [101, 51, 2],
          [180, 122, 2],
          [110, 250, 2],
        ]),
        response(whole),
      ),
    ).toEqual({ right: true, score: 1 })
  })
})

describe('making one of many', () => {
  it('matches things across workers, places each point in the middle, and leaves out what most did not see', () => {
    const { consolidation } = setup
    if (consolidation?.kind !== 'responses') throw new Error('keypoints are made one from whole responses')
    const other: readonly Place[] = [
      [300, 60, 2],
      [340, 90, 2],
      [305, 200, 2],
    ]
    const given = [
      { task: 't', worker: 'ann', payload: null, response: response(whole, other) },
      {
        task: 't',
        worker: 'bob',
        payload: null,
        response: response(
          other.map(([x, y, v]): Place => [x + 2, y, v]),
          [
            [102, 50, 2],
            [0, 0, 0],
            [110, 251, 2],
          ],
        ),
      },
      {
        task: 't',
        worker: 'cy',
        payload: null,
        response: response([
          [98, 50, 2],
          [0, 0, 0],
          [110, 249, 1],
        ]),
      },
    ]
    const result = consolidation.consolidate('keypoints', given)
    const [task] = result.tasks
    const objects = objectsOf(task?.response) ?? []
    expect(objects).toHaveLength(2)
    expect(objects[0]?.points.map(({ v }) => v)).toEqual([2, 0, 2])
    expect(Math.abs((objects[0]?.points[0]?.x ?? 0) - 100)).toBeLessThanOrEqual(2)
    expect(setup.check(task?.response, null).ok).toBe(true)
    expect(consolidation.consolidate('keypoints', given.toReversed())).toEqual(result)
  })
})

describe('a skeleton of one label', () => {
  const settings2 = {
    ...settings,
    labels: [{ value: 'person' }, { value: 'hand' }],
    skeletons: [{ label: 'hand', points: [{ value: 'wrist' }, { value: 'thumb' }], edges: [['wrist', 'thumb']] }],
  }
  const both = getTaskSetup('keypoints', settings2)
  const hand = (names: readonly string[], id = 'h1', dx = 0) => ({
    id,
    label: 'hand',
    points: names.map((name, i) => ({ name, x: 300 + 20 * i + dx, y: 200, v: 2 as const })),
  })
  const given = (dx = 0) => ({ size, objects: [object(whole), hand(['wrist', 'thumb'], 'h1', dx)] })

  it('is what its objects have, and no others', () => {
    expect(both.check(given(), null)).toEqual({ ok: true, value: given() })
    for (const objects of [
      [hand(['head', 'hand', 'foot'])],
      [{ ...object(whole), label: 'hand' }],
      [{ ...hand(['wrist', 'thumb']), label: 'person' }],
    ]) {
      const result = both.check({ size, objects }, null)
      expect(result.ok ? null : result.error[0]?.code).toBe('shape_points')
    }
  })

  it('is what results have', () => {
    const responses = [0, 1, 2].map((worker) => ({ task: '1', worker: `w${worker}`, payload: null, response: given(worker) }))
    const { consolidation } = both
    if (consolidation?.kind !== 'responses') throw new Error('responses become one')
    const [result] = consolidation.consolidate('keypoints', responses).tasks
    const objects = objectsOf(result?.response) ?? []
    expect(objects.map(({ label, points: own }) => [label, own.map(({ name }) => name)])).toEqual([
      ['person', ['head', 'hand', 'foot']],
      ['hand', ['wrist', 'thumb']],
    ])
    expect(both.judge(given(1), given())?.right).toBe(true)
  })

  it('is written in the form under its label, and read from there', () => {
    const type = findTaskType('keypoints')
    if (type === null) throw new Error('there is no such type')
    const html = render(<type.SettingsFields settings={both.settings} issues={[]} locale="en" />)
    expect(parse(html).querySelector('[name="points"]')?.textContent).toContain('foot\n[hand]\nwrist\nthumb')
    expect(type.settingsFromForm(sent(html))).toMatchObject({
      points: [{ value: 'head' }, { value: 'hand' }, { value: 'foot' }],
      edges: settings.edges,
      skeletons: [{ label: 'hand', points: [{ value: 'wrist' }, { value: 'thumb' }], edges: [['wrist', 'thumb']] }],
    })
    const again = type.setUp(type.settingsFromForm(sent(html)))
    expect(again.ok && again.value.settings).toEqual(both.settings)
  })

  it('is shown on the screen beside that of all others', () => {
    const html = screenOf(both, { payload: { image: 'a.png' } })
    const shown: unknown = JSON.parse(parse(html).querySelector('canut-drawing')?.getAttribute('skeleton') ?? '')
    expect(shown).toMatchObject({
      points: [{ value: 'head' }, {}, {}],
      own: [{ label: 'hand', points: [{ value: 'wrist' }, { value: 'thumb' }] }],
    })
  })

  it.each([
    [{ skeletons: [{ label: 'tail', points: [{ value: 'tip' }] }] }, 'skeletons.0', 'unknown_label'],
    [{ skeletons: [{ label: 'hand', points: [{ value: 'a' }, { value: 'a' }] }] }, 'skeletons.0.points', 'repeated_value'],
    [{ skeletons: [{ label: 'hand', points: [{ value: 'a' }], edges: [['a', 'b']] }] }, 'skeletons.0.edges', 'unknown_point'],
    [{ points: [], edges: [] }, 'points', 'points_missing'],
  ])('is refused with the place of what is wrong: %j', (change, path, code) => {
    const result = findTaskType('keypoints')?.setUp({ ...settings2, ...change })
    expect(result?.ok === false ? result.error : []).toEqual([expect.objectContaining({ path, code })])
  })

  it('may leave the points of all others empty where each label has its own', () => {
    const only = { ...settings2, labels: [{ value: 'hand' }], points: [], edges: [] }
    expect(getTaskSetup('keypoints', only).check({ size, objects: [hand(['wrist', 'thumb'])] }, null).ok).toBe(true)
  })
})
