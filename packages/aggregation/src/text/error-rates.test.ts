import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistances, runOf } from './edit-distance.ts'
import { characterErrorRate, wordErrorRate } from './error-rates.ts'

/** The definition, without any shortcut. */
function slowDistance(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length
  const rest = slowDistance(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1)
  return Math.min(rest, slowDistance(a.slice(1), b) + 1, slowDistance(a, b.slice(1)) + 1)
}

describe('editDistances', () => {
  it('is the fewest edits by definition, whatever was compared before', () => {
    const distanceOf = editDistances()
    const sequence = fc.array(fc.nat(2), { maxLength: 5 })
    fc.assert(
      fc.property(sequence, sequence, (a, b) => {
        expect(distanceOf(runOf(a), runOf(b))).toBe(slowDistance(a, b))
      }),
      { numRuns: 1000 },
    )
  })

  it('grows its row for long sequences', () => {
    const long = Array.from({ length: 500 }, (_, i) => i)
    expect(editDistances()(runOf(long), runOf(long.toReversed()))).toBe(500)
  })
})

describe('wordErrorRate', () => {
  it('divides all errors by all words of the truths', () => {
    const pairs = [
      { text: 'he lost one eye', truth: 'He lost sight of one eye.' },
      { text: 'yes!', truth: 'Yes' },
      { text: 'oh', truth: '…' },
    ]
    expect(wordErrorRate(pairs)).toEqual({ rate: 3 / 7, mean: 1 / 6, errors: 3, length: 7, pairs: 3, exact: 1 })
  })

  it('has no rate without words', () => {
    expect(wordErrorRate([])).toEqual({ rate: null, mean: null, errors: 0, length: 0, pairs: 0, exact: 0 })
    expect(wordErrorRate([{ text: '', truth: '' }]).rate).toBeNull()
  })
})

it('counts characters of words, with one space between two', () => {
  expect(characterErrorRate([{ text: 'trafic  jam!', truth: 'Traffic jam' }])).toMatchObject({ errors: 1, length: 11 })
  expect(characterErrorRate([{ text: 'a𝒳', truth: 'a𝒴' }])).toMatchObject({ errors: 1, length: 2 })
})
