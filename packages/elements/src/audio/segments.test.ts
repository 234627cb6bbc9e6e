import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endedBy, faultsOf, gapAt, readSegments, roomFor, sorted, splitAt } from './segments.ts'

const segment = (start: number, end: number, text = 'x') => ({ start, end, text })
const rules = { duration: 10, overlap: false }

describe('what is wrong with segments', () => {
  test.each([
    [
      [segment(0, 2), segment(2, 4)],
      [null, null],
    ],
    [[segment(3, 2)], ['reversed']],
    [[segment(8, 12)], ['outside']],
    [
      [segment(0, 3), segment(2, 4)],
      [null, 'overlap'],
    ],
    [[segment(0, 2, ' ')], ['empty']],
  ])('%j', (segments, faults) => {
    expect(faultsOf(segments, rules)).toEqual(faults)
  })

  test('they may overlap where several people speak, and nothing is outside while the length is not known', () => {
    expect(faultsOf([segment(0, 3), segment(2, 40)], { duration: Infinity, overlap: true })).toEqual([null, null])
  })
})

describe('a new segment', () => {
  test('of before the length was known ends with the recording once it is; others are left as they were given', () => {
    const [early, given] = [{ ...segment(0, 2), early: true }, segment(0, 2)]
    expect(endedBy([early, given], Infinity)).toEqual([early, given])
    expect(endedBy([early, given], 1.3456)).toEqual([{ ...early, end: 1.345 }, given])
    const fitting = [early]
    expect(endedBy(fitting, 2)).toBe(fitting)
  })

  test('fills the gap in which it is asked for', () => {
    const segments = [segment(2, 4), segment(6, 8)]
    expect(gapAt(segments, 0, rules)).toEqual({ start: 0, end: 2 })
    expect(gapAt(segments, 3, rules)).toEqual({ start: 4, end: 6 })
    expect(gapAt(segments, 8, rules)).toEqual({ start: 8, end: 10 })
    expect(gapAt([segment(0, 10)], 5, rules)).toBeNull()
  })

  test('goes into the first gap of the whole recording when there is none where it is asked for: who has listened to the end begins there', () => {
    expect(roomFor([], 10, rules)).toEqual({ start: 0, end: 10 })
    expect(roomFor([segment(0, 2), segment(6, 8)], 10, rules)).toEqual({ start: 2, end: 6 })
    expect(roomFor([segment(0, 2)], 7, rules)).toEqual({ start: 7, end: 10 })
    expect(roomFor([], 10, { duration: 10, overlap: true })).toEqual({ start: 0, end: 10 })
    expect(roomFor([segment(0, 10)], 10, rules)).toBeNull()
  })

  test('never overlaps another', () => {
    const time = fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10)
    fc.assert(
      fc.property(fc.uniqueArray(time, { maxLength: 12 }), time, (times, at) => {
        const edges = times.toSorted((a, b) => a - b)
        const segments = edges.flatMap((start, i) => (i % 2 === 0 && edges[i + 1] !== undefined ? [segment(start, edges[i + 1] ?? 0)] : []))
        const gap = gapAt(segments, at, rules)
        const all = gap === null ? segments : sorted([...segments, { ...gap, text: 'x' }])
        expect(faultsOf(all, rules).filter((fault) => fault !== null)).toEqual([])
      }),
    )
  })
})

test('a segment is divided where it is heard; its text stays with the first part', () => {
  expect(splitAt([segment(0, 4, 'bonjour')], 1.5)).toEqual([segment(0, 1.5, 'bonjour'), segment(1.5, 4, '')])
  expect(splitAt([segment(0, 4)], 4)).toBeNull()
})

test.each(['', 'null', '[]', '{"segments":7}', '{'])('%s is no transcription', (text) => {
  expect(readSegments(text)).toBeNull()
})
