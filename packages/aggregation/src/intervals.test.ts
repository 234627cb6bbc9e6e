import { describe, expect, it } from 'vitest'
import { intervalsFor, setBeta } from './intervals.ts'

describe('intervals', () => {
  it('knows the intervals of Beta distributions', () => {
    const intervals = intervalsFor(3)
    setBeta(intervals, 0, 1, 1)
    setBeta(intervals, 1, 2, 1) // the share below x is x²
    setBeta(intervals, 2, 500, 500) // nearly normal, of deviation √(1 / 4004)
    expect([intervals.mean[0], intervals.low[0], intervals.high[0]]).toEqual([0.5, expect.closeTo(0.05, 12), expect.closeTo(0.95, 12)])
    expect(intervals.low[1]).toBeCloseTo(Math.sqrt(0.05), 12)
    expect(intervals.high[1]).toBeCloseTo(Math.sqrt(0.95), 12)
    expect(intervals.high[2]).toBeCloseTo(0.5 + 1.6448536 / Math.sqrt(4004), 4)
  })
})
