import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf } from '../responses.ts'
import { textHrrasa } from './text-hrrasa.ts'
import { textMedoid } from './text-medoid.ts'
import { textRasa } from './text-rasa.ts'

const heard = (task: string, ...texts: readonly string[]) => texts.map((value, n) => ({ task, worker: `w${n}`, value }))
const tasksOf = (count: number, ...texts: readonly string[]) =>
  Array.from({ length: count }, (_, t) => heard(`t${t}`, ...texts.map((text) => `${text} ${t}`))).flat()

describe('textRasa', () => {
  it('learns who is reliable and follows them against a majority', () => {
    const rows = [
      ...tasksOf(20, 'it is the same thing', 'it is the same thing', 'it is the same thing', 'no idea what', 'cannot say really'),
      { task: 'x', worker: 'w0', value: 'yes of course' },
      { task: 'x', worker: 'w3', value: 'who knows' },
      { task: 'x', worker: 'w4', value: 'who knows' },
    ]
    const result = textRasa(responsesOf(rows))
    expect(result.texts.at(-1)).toBe('yes of course')
    expect(result.precision.low[0]).toBeGreaterThan(result.precision.high[3]!)
    expect(result.converged).toBe(true)
  })

  it('never lowers its objective, and gives finite intervals around their mean', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 }).map((words) => words.join(' '))
    const crowds = fc.array(fc.record({ task: fc.constantFrom('t', 'u'), worker: fc.constantFrom('x', 'y', 'z'), value: text }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(crowds, (rows) => {
        const { objective, precision } = textRasa(responsesOf(rows))
        for (let i = 1; i < objective.length; i++) expect(objective[i]).toBeGreaterThanOrEqual(objective[i - 1]! - 1e-9)
        for (const [w, mean] of precision.mean.entries()) {
          expect(precision.low[w]! < mean && mean < precision.high[w]! && Number.isFinite(precision.high[w]!)).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('takes an embedding of yours', () => {
    const meaning: Record<string, number[]> = { big: [1, 0.1], large: [0.9, 0.1], red: [0, 1] }
    const rows = heard('t', 'big', 'large', 'red')
    expect(textRasa(responsesOf(rows)).tied).toEqual([['big', 'large', 'red']])
    expect(textRasa(responsesOf(rows), { embed: (text) => meaning[text]! }).texts).toEqual(['large'])
    expect(textHrrasa(responsesOf(rows), { embed: (text) => meaning[text]!, embeddingShare: 1 }).texts).toEqual(['large'])
  })

  it('refuses embeddings of unequal length or with numbers that are none', () => {
    const rows = responsesOf(heard('t', 'ab', 'c'))
    expect(() => textRasa(rows, { embed: (text) => Array.from(text, () => 1) })).toThrow('2 finite numbers')
    expect(() => textRasa(rows, { embed: (text) => [text === 'c' ? Number.NaN : 1] })).toThrow('not finite')
  })

  it('has a result for vectors of zeros, no words and no responses', () => {
    expect(textRasa(responsesOf(heard('t', 'b', 'a')), { embed: () => [0, 0] })).toMatchObject({
      texts: ['a'],
      confidence: Float64Array.of(1),
    })
    for (const method of [textRasa, textHrrasa, textMedoid]) {
      expect(method(responsesOf(heard('t', '', '?!'))).texts).toEqual([''])
      expect(method(responsesOf<string>([]))).toMatchObject({ texts: [], tasks: [], workers: [] })
    }
  })

  it('refuses options that are none', () => {
    const none = responsesOf<string>([])
    expect(() => textRasa(none, { priorResponses: Number.NaN })).toThrow('priorResponses')
    expect(() => textRasa(none, { tolerance: Number.NaN })).toThrow('tolerance')
    expect(() => textRasa(none, { maxIterations: 0.5 })).toThrow('maxIterations')
    expect(() => textRasa(none, { embed: 'words' as never })).toThrow('Option embed must be a function')
    expect(() => textHrrasa(none, { embeddingShare: 2 })).toThrow('embeddingShare')
  })
})

describe('textHrrasa', () => {
  it('gives a slip of a reliable worker little weight', () => {
    const rows = [
      ...tasksOf(10, 'the same old thing', 'the same old thing', 'the same thing'),
      ...heard('x', 'oops', 'a long way home', 'a long way'),
    ]
    expect(textHrrasa(responsesOf(rows)).texts.at(-1)).toBe('a long way home')
  })
})

describe('textMedoid', () => {
  it('is the text with the least mean distance to the others, unchanged', () => {
    const result = textMedoid(responsesOf(heard('t', 'A b c!', 'a b', 'x b c')))
    expect(result.texts).toEqual(['A b c!'])
    expect(result.confidence[0]).toBeCloseTo(1 - (1 / 3 + 1 / 3) / 3, 12)
  })

  it('reports ties in code-unit order', () => {
    expect(textMedoid(responsesOf(heard('t', 'b', 'a')))).toMatchObject({ texts: ['a'], tied: [['a', 'b']] })
    expect(textMedoid(responsesOf(heard('t', 'b', 'b', 'a'))).tied).toEqual([[]])
  })

  it('takes a distance of yours and refuses one that gives no numbers', () => {
    const rows = responsesOf(heard('t', '1', '5', '6'))
    expect(textMedoid(rows, { distance: (a, b) => Math.abs(Number(a) - Number(b)) }).texts).toEqual(['5'])
    expect(() => textMedoid(rows, { distance: () => Number.NaN })).toThrow('distance')
    expect(() => textMedoid(rows, { distance: 'best' as 'wer' })).toThrow('distance')
  })
})
