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
