import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf } from '../responses.ts'
import { tokenised, tokensOf } from './tokens.ts'

const keysOf = (text: string) => tokensOf(text).map(({ key }) => key)
const writtenIn = (text: string) => tokensOf(text).map(({ written }) => written)

describe('tokensOf', () => {
  it('compares words without case, punctuation and kind of apostrophe', () => {
    expect(keysOf('Don’t “stop”, (air-tight) things…')).toEqual(["don't", 'stop', 'air', 'tight', 'things'])
    expect(keysOf("don't STOP air tight things")).toEqual(keysOf('Don’t “stop”, (air-tight) things…'))
  })

  it('keeps numbers whole, and words with digits', () => {
    expect(keysOf('1,000.5 euros on the 3rd, in 2024.')).toEqual(['1,000.5', 'euros', 'on', 'the', '3rd', 'in', '2024'])
  })

  it('knows letters of every script, composed or not, and full-width ones', () => {
    expect(keysOf('Éa e\u0301a ＡＢＣ Привет')).toEqual(['éa', 'éa', 'abc', 'привет'])
  })

  it('takes one character with its marks for a word where scripts have no spaces', () => {
    expect(keysOf('日本語、です')).toEqual(['日', '本', '語', 'で', 'す'])
    expect(writtenIn('語、です')).toEqual(['語、', 'で', 'す'])
    expect(keysOf('วันดี')).toEqual(['วั', 'น', 'ดี'])
  })

  it('has no words in texts of spaces, punctuation or symbols only', () => {
    for (const text of ['', '  \n', '?!… --', '“”', '+ = %', '\u0301\u200d'.slice(1)]) expect(keysOf(text)).toEqual([])
  })

  it('gives punctuation to the word that it touches', () => {
    expect(writtenIn('He said:  "yes", (I think).')).toEqual(['He ', 'said: ', '"yes", ', '(I ', 'think). '])
  })

  it('says where every word is, in rising order, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        let last = 0
        for (const { key, start, end } of tokensOf(text)) {
          expect(start).toBeGreaterThanOrEqual(last)
          expect(end).toBeGreaterThan(start)
          expect(key).not.toBe('')
          last = end
        }
        expect(last).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the same words in what it has written out', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'B', ' ', 'é', "'", '’', '1', '.', ',', '-', '"', '(', '語'), maxLength: 30 }),
        (text) => {
          expect(keysOf(writtenIn(text).join(''))).toEqual(keysOf(text))
        },
      ),
      { numRuns: 1000 },
    )
  })
})

it('refuses a response that is not a text, and says whose it is', () => {
  const rows = [
    { task: 't1', worker: 'ann', value: 'yes' },
    { task: 't2', worker: 'bob', value: null as unknown as string },
  ]
  expect(() => tokenised(responsesOf(rows))).toThrow('bob')
})
