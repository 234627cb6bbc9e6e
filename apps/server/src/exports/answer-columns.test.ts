import { describe, expect, it } from 'vitest'
import { ANSWER_KEYS_MAX, columnsOfPages, flatSecondGeneration } from './answer-columns.ts'

describe('columns of the pages of requesters', () => {
  it('have a leaf each, lists as JSON, and nothing where an answer has no such field', () => {
    const { names, toCells } = columnsOfPages(['mood.label', 'boxes', 'size.height', 'note', 'sure', 'none'])
    expect(names).toEqual(['Answer.mood.label', 'Answer.boxes', 'Answer.size.height', 'Answer.note', 'Answer.sure', 'Answer.none'])
    const answer = { mood: { label: 'kind' }, boxes: [{ left: 1 }], size: { height: 3 }, note: 'a\nb', sure: {}, none: null }
    expect(toCells({ answer })).toEqual(['kind', '[{"left":1}]', '3', 'a\nb', '{}', ''])
    expect(toCells({ answer: { note: 'x' } })).toEqual([undefined, undefined, undefined, 'x', undefined, undefined])
    expect(toCells(null)).toEqual([undefined, undefined, undefined, undefined, undefined, undefined])
  })

  it('are one column with the whole answer where pages have too many fields', () => {
    const keys = Array.from({ length: ANSWER_KEYS_MAX + 1 }, (_, place) => `field${place}`)
    const { names, toCells } = columnsOfPages(keys)
    expect(names).toEqual(['Answer.taskAnswers'])
    expect(toCells({ answer: { field0: 'x' } })).toEqual(['[{"field0":"x"}]'])
  })
})

describe('answers of the second generation, flat', () => {
  const ranking = { ordinalRankingDimensions: [{ name: 'Clarity', responseRankings: [2, 1] }] }

  it('have at the top what the element collected', () => {
    expect(flatSecondGeneration({ answer: { ranking, note: 'x' } })).toEqual({ answer: { note: 'x', ...ranking } })
    expect(flatSecondGeneration({ answer: { qa: { annotations: [] } }, _all: {} })).toEqual({ answer: { annotations: [] }, _all: {} })
  })

  it('stay as they are where two would collide, and where there is none', () => {
    for (const answer of [{ a: ranking, b: ranking }, { mood: { label: 'kind' } }, {}])
      expect(flatSecondGeneration({ answer })).toEqual({ answer })
  })
})
