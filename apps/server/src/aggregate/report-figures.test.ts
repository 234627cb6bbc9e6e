import { majorityVote } from '@canut/aggregation'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { entropyPerTask, histogram, labelFigures } from './report-figures.ts'
import { aCrowd } from '../testing/responses-to-aggregate.ts'

describe('a histogram', () => {
  it('counts every number once, those at the ends too', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (values) => {
        const bins = histogram(values, 0, 1)
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
      }),
      { numRuns: 1000 },
    )
  })
  it('puts 0.3 into the bin that begins at 0.3, however it is written in binary', () => {
    const [found] = histogram([0.1 * 3, 0.3, 0.7 - 0.4], 0, 1).filter(({ count }) => count > 0)
    expect(found).toMatchObject({ count: 3 })
    expect(found?.from).toBeCloseTo(0.3)
  })
  it('leaves out what is no number', () => expect(histogram([NaN, Infinity], 0, 1).every(({ count }) => count === 0)).toBe(true))
})

describe('the figures of a report', () => {
  const crowd = aCrowd()
  const truth = new Map([
    ['t1', 'yes'],
    ['t2', 'yes'],
    ['t3', 'yes'],
  ])

  it('measure how divided each task is, in bits', () => {
    const [first, second, third] = entropyPerTask(crowd)
    expect([first, third]).toEqual([0, 1])
    expect(second).toBeCloseTo(0.9183, 4)
  })

  it('list contested tasks, the most divided first, and tell a tie from an answer', () => {
    const { difficulty } = labelFigures(crowd, majorityVote(crowd), null)
    expect(difficulty.contested.map(({ task, answer }) => [task, answer])).toEqual([
      ['t3', ['no', 'yes']],
      ['t2', ['no']],
    ])
  })

  it('name workers in the order of ids, each with an interval', () => {
    const { workers } = labelFigures(crowd, majorityVote(crowd), null)
    expect(workers.basis).toBe('agreement')
    expect(workers.rows.map(({ id, responses, mean }) => [id, responses, mean])).toEqual([
      ['ann', 3, 2.5 / 3],
      ['bob', 3, 2.5 / 3],
      ['cy', 2, 0.5],
    ])
    for (const { mean, low, high } of workers.rows) expect(low < mean && mean < high).toBe(true)
  })

  it('compare with the truth only when there is one', () => {
    expect(labelFigures(crowd, majorityVote(crowd), null)).toMatchObject({ calibration: null, confusion: null })
    const { calibration, confusion } = labelFigures(crowd, majorityVote(crowd), truth)
    expect(confusion).toEqual({
      labels: ['no', 'yes'],
      counts: [
        [0, 0, 0],
        [1, 1, 1],
      ],
    })
    expect(calibration?.bins.map(({ count, accuracy }) => [count, accuracy])).toEqual([
      [1, 0.5],
      [1, 0],
      [1, 1],
    ])
    expect(calibration?.error).toBeCloseTo(2 / 3 / 3)
  })
})
