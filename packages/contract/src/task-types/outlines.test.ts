import { describe, expect, it } from 'vitest'
import { crossesItself, edgesOf } from './outlines.ts'

describe('outlines', () => {
  it('have an edge back to their first point, and lines have not', () => {
    expect(
      edgesOf(
        [
          [0, 0],
          [4, 0],
          [4, 4],
        ],
        true,
      ),
    ).toEqual([
      [
        [0, 0],
        [4, 0],
      ],
      [
        [4, 0],
        [4, 4],
      ],
      [
        [4, 4],
        [0, 0],
      ],
    ])
    expect(
      edgesOf(
        [
          [0, 0],
          [4, 0],
          [4, 4],
        ],
        false,
      ),
    ).toHaveLength(2)
    expect(
      edgesOf(
        [
          [0, 0],
          [4, 0],
        ],
        true,
      ),
    ).toHaveLength(1)
  })

  it('are looked through fast, also with thousands of points', () => {
    const ring = Array.from({ length: 20_000 }, (_, i): [number, number] => {
      const angle = (2 * Math.PI * i) / 20_000
      return [50_000 + 49_000 * Math.cos(angle), 50_000 + 49_000 * Math.sin(angle)]
    })
    // every edge with every other one would take a minute, which is longer than a test may last
    expect(crossesItself(ring, true)).toBe(false)
    expect(crossesItself([...ring, [50_000, 50_000], [100_000, 0]], true)).toBe(true)
  })

  it('cross themselves where two edges meet that are no neighbours', () => {
    expect(
      crossesItself(
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [0, 10],
        ],
        true,
      ),
    ).toBe(false)
    expect(
      crossesItself(
        [
          [0, 0],
          [10, 10],
          [10, 0],
          [0, 10],
        ],
        true,
      ),
    ).toBe(true)
    expect(
      crossesItself(
        [
          [0, 0],
          [10, 0],
          [10, 10],
          [5, 0],
        ],
        true,
      ),
    ).toBe(true)
    expect(
      crossesItself(
        [
          [0, 0],
          [10, 10],
          [10, 0],
          [0, 10],
        ],
        false,
      ),
    ).toBe(true)
    expect(
      crossesItself(
        [
          [0, 0],
          [10, 0],
          [20, 0],
        ],
        false,
      ),
    ).toBe(false)
    expect(crossesItself([], true)).toBe(false)
  })
})
