import { describe, expect, it } from 'vitest'
import { digamma, gammaQuantile, intervalsFor, logGamma, setBeta } from './quantiles.ts'

describe('quantiles', () => {
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

  it('knows the quantiles of Gamma distributions', () => {
    expect(gammaQuantile(1, 0.95)).toBeCloseTo(-Math.log(0.05), 9)
    expect(gammaQuantile(1, 0.05)).toBeCloseTo(-Math.log(0.95), 9)
    // Half of chi-squared with 10 and 60 degrees of freedom, from the usual tables.
    expect(gammaQuantile(5, 0.95)).toBeCloseTo(18.307 / 2, 3)
    expect(gammaQuantile(5, 0.05)).toBeCloseTo(3.94 / 2, 3)
    expect(gammaQuantile(30, 0.95)).toBeCloseTo(79.082 / 2, 3)
  })

  it('knows the Gamma function and its logarithmic derivative', () => {
    expect(logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13)
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12)
    expect(digamma(1)).toBeCloseTo(-0.577_215_664_901_532_9, 12)
    expect(digamma(0.5)).toBeCloseTo(-0.577_215_664_901_532_9 - 2 * Math.LN2, 12)
  })
})
