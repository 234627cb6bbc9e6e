import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf, type ResponseOf } from '../responses.ts'
import type { Corner } from './polygon-raster.ts'
import { shapeOf, shapeOverlap } from './polygon-raster.ts'
import { polygons, type Polygon } from './polygons.ts'
import { traceOutline } from './trace-outline.ts'

const rectangle = (x: number, y: number, width: number, height: number): Corner[] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
]
const circle = (x: number, y: number, radius: number): Corner[] =>
  Array.from({ length: 40 }, (_, n) => [x + radius * Math.cos((n / 20) * Math.PI), y + radius * Math.sin((n / 20) * Math.PI)])
const overlap = (one: readonly Corner[], other: readonly Corner[]) => shapeOverlap(shapeOf(one, undefined), shapeOf(other, undefined))

const polygon = fc
  .record({
    x: fc.integer({ min: 0, max: 20 }),
    y: fc.integer({ min: 0, max: 20 }),
    width: fc.integer({ min: 5, max: 15 }),
    height: fc.integer({ min: 5, max: 15 }),
  })
  .map(({ x, y, width, height }): Polygon => ({
    points: [...rectangle(x, y, width, height), [x + width / 4, y + height / 2]],
    label: 'leaf',
  }))
const row = fc.record({
  task: fc.constantFrom('t1', 't2'),
  worker: fc.constantFrom('ann', 'bob', 'cy'),
  value: fc.array(polygon, { maxLength: 2 }),
})
const rows = fc.uniqueArray(row, { selector: (each) => `${each.task} ${each.worker}`, maxLength: 5 })

describe('polygons', () => {
  it('does not depend on the order of rows, nor on a worker who saw nothing in another picture', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length })),
    )
    const linesOf = (given: readonly ResponseOf<readonly Polygon[]>[]) => {
      const { tasks, start, polygons: found } = polygons(responsesOf(given), { resolution: 16 })
      const near = (each: { presence: number }) => ({ ...each, presence: each.presence.toFixed(5) })
      return tasks.flatMap((task, t) => found.slice(start[t], start[t + 1]).map((each) => JSON.stringify([task, near(each)]))).toSorted()
    }
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        expect(linesOf([...other, { task: 'other', worker: 'far', value: [] }])).toEqual(linesOf(given))
      }),
      { numRuns: 1000 },
    )
  })

  it('traces what a single worker drew to within two cells', () => {
    fc.assert(
      fc.property(polygon, (drawn) => {
        const { polygons: found } = polygons(responsesOf([{ task: 't', worker: 'ann', value: [drawn] }]), { resolution: 128 })
        expect(found).toHaveLength(1)
        expect(overlap(found[0]!.points, drawn.points)).toBeGreaterThan(0.95)
        expect(found[0]!.presence).toBeGreaterThan(0.5)
      }),
      { numRuns: 1000 },
    )
  })

  it('is closer to a circle than three who each miss it to another side', () => {
    const real = circle(100, 100, 50)
    const drawn = [circle(108, 100, 50), circle(96, 107, 50), circle(96, 93, 50)]
    const given = drawn.map((points, n) => ({ task: 't', worker: `w${n}`, value: [{ points, label: 'moon' }] }))
    const { polygons: found, workerParameters } = polygons(responsesOf(given))
    expect([found.length, found[0]!.label, found[0]!.votes]).toEqual([1, 'moon', 3])
    expect(overlap(found[0]!.points, real)).toBeGreaterThan(Math.max(...drawn.map((each) => overlap(each, real))))
    expect(
      workerParameters.overlap.mean.every((each, w) => each > workerParameters.overlap.low[w]! && each < workerParameters.overlap.high[w]!),
    ).toBe(true)
  })

  it('keeps far outlines apart, and doubts one that one of three drew', () => {
    const given = ['ann', 'bob', 'cy'].map((worker, n) => ({
      task: 't',
      worker,
      value: [{ points: rectangle(n, 0, 50, 50) }, ...(n === 0 ? [{ points: rectangle(200, 200, 30, 30) }] : [])],
    }))
    const { polygons: found } = polygons(responsesOf(given))
    expect(found.map(({ votes, presence }) => [votes, presence > 0.5])).toEqual([
      [3, true],
      [1, false],
    ])
  })

  it('keeps an outline that is far longer than wide', () => {
    const thin = rectangle(0, 0, 1000, 0.01)
    const { points } = polygons(responsesOf([{ task: 't', worker: 'ann', value: [{ points: thin }] }])).polygons[0]!
    expect(overlap(points, thin)).toBeGreaterThan(0.9)
  })

  it('refuses outlines that are none, and is empty of nothing', () => {
    const pictures = new Map([['t', { width: 100, height: 100 }]])
    const bad: unknown[] = [
      [{ points: rectangle(0, 0, 5, 5).slice(2) }],
      [{ points: rectangle(0, 0, 0, 5) }],
      [
        {
          points: [
            [0, 0],
            [5, 5],
            [9, 9],
          ],
        },
      ],
      [
        {
          points: [
            [0, 0],
            [5, Number.NaN],
            [9, 0],
          ],
        },
      ],
      [{ points: [[0, 0], [5], [9, 0]] }],
      [{ points: rectangle(90, 0, 20, 5) }],
      [{ points: rectangle(0, 0, 5, 5), label: 7 }],
      [{}],
      [null],
      'none',
    ]
    for (const value of bad) {
      const given = responsesOf([{ task: 't', worker: 'ann', value: value as Polygon[] }])
      expect(() => polygons(given, { pictures })).toThrow('worker ann to task t must be a list of outlines')
    }
    expect(() => polygons(responsesOf<readonly Polygon[]>([]), { resolution: 4 })).toThrow('Option resolution')
    expect(polygons(responsesOf<readonly Polygon[]>([]))).toMatchObject({ tasks: [], polygons: [], converged: true })
  })
})

describe('shapeOverlap', () => {
  it('is exact for boxes to within two hundredths, and 1 with itself', () => {
    const side = fc.integer({ min: 5, max: 30 })
    fc.assert(
      fc.property(fc.tuple(side, side, side, side), ([x, y, width, height]) => {
        const [one, other] = [rectangle(0, 0, 20, 20), rectangle(x, y, width, height)]
        const both = Math.max(0, Math.min(20, x + width) - x) * Math.max(0, Math.min(20, y + height) - y)
        expect(Math.abs(overlap(one, other) - both / (400 + width * height - both))).toBeLessThan(0.02)
        expect(overlap(other, other)).toBeCloseTo(1, 9)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('traceOutline', () => {
  // #.##.#
  // #.#..#   the part in the middle is as large as those beside it and one more; cells that touch at a corner are apart
  // #.##.#
  const mask = { width: 6, height: 3, runs: [0, 1, 1, 2, 1, 2, 1, 1, 2, 2, 1, 2, 1, 1] }

  it('goes round the largest part only, corner by corner', () => {
    expect(traceOutline(mask, 0)).toEqual([
      [2, 0],
      [4, 0],
      [4, 1],
      [3, 1],
      [3, 2],
      [4, 2],
      [4, 3],
      [2, 3],
    ])
    expect(traceOutline({ width: 2, height: 2, runs: [1, 2, 1] }, 0)).toEqual([
      [1, 0],
      [2, 0],
      [2, 1],
      [1, 1],
    ])
    expect(traceOutline({ width: 2, height: 2, runs: [4] }, 0)).toEqual([])
  })
})
