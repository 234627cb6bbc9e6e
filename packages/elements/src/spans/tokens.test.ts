import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunksOf } from './chunks.ts'
import { sentenceMove, sliceOf, tokenise, tokensWithin, type Tokens } from './tokens.ts'

const piecesOf = ({ text, count, start, end }: Tokens): string[] => Array.from({ length: count }, (_, i) => text.slice(start[i], end[i]))
const words = (text: string, language = ''): string[] => piecesOf(tokenise(text, language, 'word'))

describe('a text in pieces', () => {
  it('has words and punctuation marks, and no white space', () => {
    expect(words('Deux mots, \t un point.\nUne ligne')).toEqual(['Deux', 'mots', ',', 'un', 'point', '.', 'Une', 'ligne'])
    expect(words('')).toEqual([])
    expect(words(' \n\t ')).toEqual([])
  })

  it('cuts elided words where people would', () => {
    expect(words('L’Europe qu’il voit', 'fr')).toEqual(['L’', 'Europe', 'qu’', 'il', 'voit'])
    expect(words("Anna's dog", 'en')).toEqual(['Anna', "'s", 'dog'])
  })

  it('keeps emoji sequences and combining marks whole', () => {
    expect(words('👩‍👩‍👧 e\u0301te\u0301')).toEqual(['👩‍👩‍👧', 'e\u0301te\u0301'])
    expect(piecesOf(tokenise('e\u0301a🇫🇷', '', 'character'))).toEqual(['e\u0301', 'a', '🇫🇷'])
  })

  it('splits languages without spaces', () => {
    expect(words('我喜欢里昂', 'zh').length).toBeGreaterThan(1)
    expect(words('ฉันรักลียง', 'th').length).toBeGreaterThan(1)
  })

  it('takes any language tag', () => {
    expect(words('a b', 'not a language!')).toEqual(['a', 'b'])
  })

  it('counts code points beside code units', () => {
    const tokens = tokenise('🧵 fil', '', 'word')
    expect([...tokens.start]).toEqual([0, 3])
    expect([...tokens.from]).toEqual([0, 2])
    expect([...tokens.to]).toEqual([1, 5])
  })

  const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.lorem())

  it('gives back each piece by its code points, and finds it by them', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenise(text, '', 'word')
        for (const [i, piece] of piecesOf(tokens).entries()) {
          expect(sliceOf(text, tokens.from[i]!, tokens.to[i]!)).toBe(piece)
          expect(Array.from(text).slice(tokens.from[i], tokens.to[i]).join('')).toBe(piece)
          expect(tokensWithin(tokens, tokens.from[i]!, tokens.to[i]!)).toEqual({ first: i, last: i })
        }
      }),
    )
  })

  it('is drawn in chunks that hold all of it, line by line', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), (lines) => {
        const text = lines.join('\n')
        const tokens = tokenise(text, '', 'word')
        const drawn = chunksOf(tokens)
        expect(drawn.map((line) => line.map(({ start, end }) => text.slice(start, end)).join('')).join('\n')).toBe(text)
        const pieces = drawn.flat().flatMap(({ first, last }) => Array.from({ length: last - first }, (_, n) => first + n))
        expect(pieces).toEqual(Array.from({ length: tokens.count }, (_, i) => i))
      }),
    )
  })

  it('has nothing where a stretch is white space or beyond the end', () => {
    const tokens = tokenise('a  b', '', 'word')
    expect(tokensWithin(tokens, 1, 3)).toBeNull()
    expect(tokensWithin(tokens, 9, 12)).toBeNull()
  })
})

describe('moving by sentence', () => {
  const tokens = tokenise('One two. Three four.\nTitle\nFive.', 'en', 'word')
  it.each([
    [1, 'first', 0],
    [1, 'last', 2],
    [1, 'next', 3],
    [4, 'previous', 3],
    [3, 'previous', 0],
    [0, 'previous', 0],
    [4, 'next', 6],
    [6, 'next', 7],
    [8, 'next', 8],
  ] as const)('from %i to the %s: %i', (from, move, to) => expect(sentenceMove(tokens, from, move)).toBe(to))
})
