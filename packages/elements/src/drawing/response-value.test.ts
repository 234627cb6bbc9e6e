import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responseOf, shapesOf, unfinishedOf } from './response-value.ts'
import { NO_SKELETONS, scaled, TOOLS } from './shapes.ts'

const skeleton = {
  points: [
    { value: 'head', name: 'Head' },
    { value: 'foot', name: 'Foot' },
  ],
  edges: [],
}
const skeletons = () => skeleton
const size = { w: 640, h: 480 }

const values = {
  box: { size, boxes: [{ id: 'a', label: 'cat', x: 1, y: 2, w: 3, h: 4, attrs: { cut: 'yes' } }] },
  polygon: {
    size,
    shapes: [
      {
        id: 'a',
        label: 'cat',
        closed: true,
        points: [
          [1, 2],
          [3, 4],
          [5, 2],
        ],
      },
    ],
  },
  line: {
    size,
    shapes: [
      {
        id: 'a',
        label: 'cat',
        closed: false,
        points: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
  },
  keypoints: {
    size,
    objects: [
      {
        id: 'a',
        label: 'cat',
        points: [
          { name: 'head', x: 1, y: 2, v: 1 },
          { name: 'foot', x: 0, y: 0, v: 0 },
        ],
      },
    ],
  },
} as const

describe('the value of a drawing', () => {
  it.each(Object.entries(values))('of the tool %s comes back as it was', (tool, value) => {
    const read = shapesOf(JSON.stringify(value), tool as keyof typeof values, skeletons)
    expect(responseOf(read?.shapes ?? [], tool as keyof typeof values, skeletons, size)).toEqual(value)
  })

  it('has what is not finished beside it, which is read as far as it can be drawn', () => {
    const begun = (unfinished: unknown) => unfinishedOf(JSON.stringify({ ...values.polygon, unfinished }))
    const points = [
      [1, 2],
      [3, 4],
    ]
    expect(begun({ label: 'cat', points, seen: [2, 1] })).toEqual({ label: 'cat', points, seen: [2, 1] })
    expect(
      begun({
        label: 'cat',
        points: [
          [1, 2],
          ['x', 4],
          [3, 4],
        ],
        seen: [2, 2, 7],
      }),
    ).toEqual({ label: 'cat', points, seen: [2, 2] })
    for (const strange of [undefined, null, 7, {}, { points: [] }, { points: 7, seen: 7 }]) expect(begun(strange)).toBeNull()
    expect(unfinishedOf('')).toBeNull()
  })

  it('has points without a skeleton as keypoints named like their label', () => {
    const read = shapesOf('{"objects":[{"label":"eye","points":[{"x":5,"y":6}]}]}', 'point', NO_SKELETONS)
    expect(responseOf(read?.shapes ?? [], 'point', NO_SKELETONS, size)).toEqual({
      size,
      objects: [{ id: 's1', label: 'eye', points: [{ name: 'eye', x: 5, y: 6, v: 2 }] }],
    })
  })

  it('gives ids where they are missing or repeated', () => {
    const boxes = [
      { x: 0, y: 0, w: 1, h: 1 },
      { id: 's1', x: 0, y: 0, w: 1, h: 1 },
      { id: 's1', x: 0, y: 0, w: 1, h: 1 },
    ]
    const ids = shapesOf(JSON.stringify({ boxes }), 'box', skeletons)?.shapes.map(({ id }) => id)
    expect(new Set(ids).size).toBe(3)
  })

  it('leaves out what cannot be drawn, and never throws', () => {
    expect(shapesOf('{"boxes":[{"x":1},null,7,{"x":1,"y":2,"w":3,"h":"4"}]}', 'box', skeletons)).toEqual({ size: null, shapes: [] })
    expect(shapesOf('not JSON', 'box', skeletons)).toBeNull()
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...TOOLS), (value, tool) => {
        shapesOf(value, tool, skeletons)
      }),
    )
  })

  it('measured on a smaller copy is scaled to the picture', () => {
    const read = shapesOf(JSON.stringify({ ...values.line, size: { w: 320, h: 240 } }), 'line', skeletons)
    expect(scaled(read?.shapes ?? [], read?.size ?? null, size).map(({ points }) => points)).toEqual([
      [
        [2, 4],
        [6, 8],
      ],
    ])
  })
})
