import { describe, expect, it } from 'vitest'
import { getTaskSetup } from '../index.ts'

const labels = [{ value: 'lake' }]
const size = { w: 400, h: 300 }
const payload = { image: 'a.png', size }
const closed = getTaskSetup('polygon', { labels })
const open = getTaskSetup('polygon', { labels, kind: 'polyline', goldDistance: 5 })
const line = getTaskSetup('polygon', { labels, kind: 'line' })
type Points = readonly (readonly [number, number])[]
const square: Points = [
  [10, 10],
  [110, 10],
  [110, 110],
  [10, 110],
]
const shape = (points: Points, isClosed = true, id = 's1') => ({ id, label: 'lake', closed: isClosed, points })
const codes = (setup: typeof closed, points: Points, isClosed = true) => {
  const result = setup.check({ size, shapes: [shape(points, isClosed)] }, payload)
  return result.ok ? [] : result.error.map(({ code }) => code)
}

describe('checking outlines and lines', () => {
  it('takes outlines of three points or more, lines of two, as the batch says', () => {
    expect(codes(closed, square)).toEqual([])
    expect(codes(open, square, false)).toEqual([])
    expect(codes(line, square.slice(0, 2), false)).toEqual([])
  })

  it.each([
    ['two points', square.slice(0, 2), 'shape_form'],
    [
      'all in one line',
      [
        [10, 10],
        [20, 20],
        [30, 30],
      ],
      'shape_small',
    ],
    [
      'a corner outside',
      [
        [10, 10],
        [401, 10],
        [10, 40],
      ],
      'shape_outside',
    ],
    [
      'crossing itself',
      [
        [10, 10],
        [110, 110],
        [110, 10],
        [10, 110],
      ],
      'shape_crosses',
    ],
  ] as const)('refuses an outline of %s', (_, points, code) => {
    expect(codes(closed, points)).toEqual([code])
  })

  it('refuses what is open where it should be closed, a line of three, and lets outlines cross if asked', () => {
    expect(codes(closed, square, false)).toEqual(['shape_form'])
    expect(codes(open, square)).toEqual(['shape_form'])
    expect(codes(line, square.slice(0, 3), false)).toEqual(['shape_form'])
    const crossing = getTaskSetup('polygon', { labels, mayCross: true })
    expect(
      codes(crossing, [
        [10, 10],
        [110, 110],
        [110, 10],
        [10, 110],
      ]),
    ).toEqual([])
  })
})

describe('judging', () => {
  it('compares outlines by their overlap, not by their corners', () => {
    const truth = { size, shapes: [shape(square)] }
    const finer: Points = [
      [10, 10],
      [60, 10],
      [110, 10],
      [110, 110],
      [10, 110],
    ]
    expect(closed.judge({ size, shapes: [shape(finer)] }, truth)?.right).toBe(true)
    const shifted = square.map(([x, y]) => [x + 40, y] as const)
    const judged = closed.judge({ size, shapes: [shape(shifted)] }, truth)
    expect(judged?.right).toBe(false)
    expect(judged?.score).toBeCloseTo(60 / 140, 2)
  })

  it('compares lines by how far they run together, in either direction', () => {
    const truth = {
      size,
      shapes: [
        shape(
          [
            [0, 50],
            [300, 50],
          ],
          false,
        ),
      ],
    }
    const drawn = (points: Points) => open.judge({ size, shapes: [shape(points, false)] }, truth)
    expect(
      drawn([
        [300, 53],
        [150, 52],
        [0, 49],
      ]),
    ).toEqual({ right: true, score: 1 })
    expect(
      drawn([
        [0, 70],
        [300, 70],
      ]),
    ).toEqual({ right: false, score: 0 })
    expect(
      drawn([
        [0, 50],
        [100, 50],
      ])?.right,
    ).toBe(false)
  })
})

describe('making one of many', () => {
  const consolidate = (setup: typeof closed, method: string, all: readonly Points[], isClosed: boolean) => {
    if (setup.consolidation?.kind !== 'responses') throw new Error('shapes are made one from whole responses')
    const given = all.map((points, i) => ({
      task: 't',
      worker: `w${i}`,
      payload: {},
      response: { size, shapes: [shape(points, isClosed)] },
    }))
    return setup.consolidation.consolidate(method, given)
  }
  const shifted = (by: number): Points => square.map(([x, y]) => [x + by, y] as const)

  it('votes outlines cell by cell, into an outline that the check takes', () => {
    const result = consolidate(closed, 'polygons', [shifted(-2), shifted(0), shifted(2)], true)
    const [task] = result.tasks
    expect(closed.check(task?.response, payload).ok).toBe(true)
    expect(closed.judge(task?.response, { size, shapes: [shape(square)] })?.score).toBeGreaterThan(0.97)
    expect(task?.confidence).toBeGreaterThan(0.8)
  })

  it('takes of lines the one that is nearest to all others', () => {
    const at = (y: number): Points => [
      [0, y],
      [300, y],
    ]
    const result = consolidate(open, 'medoid', [at(46), at(50), at(54)], false)
    expect(result.tasks).toEqual([{ task: 't', response: { size, shapes: [shape(at(50), false)] }, confidence: 1, responses: 3 }])
    expect(consolidate(open, 'medoid', [at(46)], false).tasks[0]?.confidence).toBeNull()
    expect(open.consolidation).toMatchObject({ methods: ['medoid'] })
  })
})
