import { describe, expect, it } from 'vitest'
import { adviseMore } from './advise-more.ts'

const figures = { accuracy: 0.8, classes: 2, certainty: 0.95, responses: 3 }

describe('how many more responses are advised', () => {
  it('is what a fresh task needs, less what was given', () => {
    // of seven responses that are right with 0.8, most are right with 0.967; of five with 0.942
    expect(adviseMore(figures)).toBe(4)
    expect(adviseMore({ ...figures, responses: 4.4 })).toBe(3)
  })

  it('is at least one: the tasks are unsure, whatever the average says', () => {
    expect(adviseMore({ ...figures, responses: 20 })).toBe(1)
  })

  it('is nothing where responses are no labels, no better than chance, or unknown', () => {
    expect(adviseMore({ ...figures, accuracy: null })).toBeNull()
    expect(adviseMore({ ...figures, classes: null })).toBeNull()
    expect(adviseMore({ ...figures, accuracy: 0.5 })).toBeNull()
    expect(adviseMore({ ...figures, accuracy: 0.501 })).toBeNull()
  })

  it('does not take anybody for infallible', () => {
    expect(adviseMore({ ...figures, accuracy: 1, certainty: 1, responses: 1 })).toBe(2)
  })
})
