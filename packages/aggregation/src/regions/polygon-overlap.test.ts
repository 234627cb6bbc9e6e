import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { polygonOverlap } from './polygon-overlap.ts'

const square = (x: number, y: number, side: number) =>
  [
    [x, y],
    [x + side, y],
    [x + side, y + side],
    [x, y + side],
  ] as const

describe('polygonOverlap', () => {
  it('is the share of the area that both cover together', () => {
    expect(polygonOverlap(square(0, 0, 10), square(5, 0, 10))).toBeCloseTo(1 / 3, 6)
    expect(polygonOverlap(square(0, 0, 10), square(20, 0, 10))).toBe(0)
  })

  it('is 1 for the same outline, whatever its corners, and 0 where there is no extent', () => {
    const coordinate = fc.integer({ min: 0, max: 1000 })
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 3, maxLength: 12 }), (points) => {
        expect([0, 1]).toContain(polygonOverlap(points, points))
      }),
    )
    expect(
      polygonOverlap(
        [
          [0, 0],
          [5, 5],
          [9, 9],
        ],
        square(0, 0, 10),
      ),
    ).toBe(0)
    expect(
      polygonOverlap(
        [
          [0, 0],
          [5, 5],
        ],
        [
          [0, 0],
          [5, 5],
        ],
      ),
    ).toBe(0)
  })
})
