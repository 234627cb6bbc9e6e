import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chrF, gleu } from './text-similarity.ts'

const text = fc.string({ unit: fc.constantFrom('a', 'a', 'b', ' ', 'c', '.'), maxLength: 12 })

/** From sacreBLEU 2 (`CHRF().sentence_score(text, [truth]).score / 100`) and NLTK 3 (`sentence_gleu`), rounded to 12 digits. */
const golden = [
  ['the cat sat on the mat', 'the cat is on the mat', 0.645779420625, 0.5],
  ['he lost sight of one eye', 'he lost one eye in a traffic accident', 0.293012471409, 0.230769230769],
  ['abc', 'abd', 0.388888888889, 0],
] as const

describe('chrF', () => {
  it('gives the figures of sacreBLEU', () => {
    for (const [given, truth, expected] of golden) expect(chrF(given, truth)).toBeCloseTo(expected, 11)
  })

  it('is 1 for equal texts, 0 against an empty one, and between them otherwise', () => {
    expect(chrF('', '')).toBe(1)
    expect(chrF('a', '')).toBe(0)
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(chrF(a, a)).toBeCloseTo(1, 12)
        expect(chrF(a, b)).toBeGreaterThanOrEqual(0)
        expect(chrF(a, b)).toBeLessThanOrEqual(1 + 1e-12)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('gleu', () => {
  it('gives the figures of NLTK', () => {
    for (const [given, truth, , expected] of golden) expect(gleu(given, truth)).toBeCloseTo(expected, 11)
  })

  it('compares words with words: one text is not held against the letters of the other', () => {
    // A known defect elsewhere: the words of one text against the characters of the other.
    expect(gleu('a cat', 'a cat')).toBe(1)
    expect(gleu('ab', 'a b')).toBe(0)
  })

  it('is the same both ways, 1 for the same words', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(gleu(a, b)).toBe(gleu(b, a))
        expect(gleu(a, a.toUpperCase())).toBe(1)
      }),
      { numRuns: 1000 },
    )
  })
})
