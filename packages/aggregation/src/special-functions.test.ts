import { describe, expect, it } from 'vitest'
import { betaDistribution, betaQuantile, digamma, gammaQuantile, logGamma } from './special-functions.ts'

describe('special functions', () => {
  it('have the values of tables', () => {
    // DLMF 5.4: Γ(½) = √π, ψ(1) = −γ, ψ(½) = −γ − 2 ln 2; ln 99! by summing logarithms
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13)
    expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 12)
    expect(digamma(1)).toBeCloseTo(-0.577_215_664_901_532_9, 12)
    expect(digamma(0.5)).toBeCloseTo(-0.577_215_664_901_532_9 - 2 * Math.LN2, 12)
    expect(logGamma(100)).toBeCloseTo(
      Array.from({ length: 99 }, (_, n) => Math.log(n + 1)).reduce((a, b) => a + b),
      9,
    )
    // I_x(1, b) = 1 − (1 − x)ᵇ; I_½(a, a) = ½; I_x(2, 3) = 6x² − 8x³ + 3x⁴
    expect(betaDistribution(0.3, 1, 4)).toBeCloseTo(1 - 0.7 ** 4, 12)
    expect(betaDistribution(0.5, 0.2, 0.2)).toBeCloseTo(0.5, 12)
    expect(betaDistribution(0.4, 2, 3)).toBeCloseTo(6 * 0.16 - 8 * 0.064 + 3 * 0.0256, 12)
  })

  it('invert the distribution, also of extreme parameters', () => {
    for (const [a, b] of [
      [3, 1],
      [0.5, 0.5],
      [0.01, 2],
      [500, 3],
      [1e5, 1e5],
      [40, 0.3],
    ] as const) {
      for (const p of [0.05, 0.5, 0.95]) {
        const x = betaQuantile(p, a, b)
        expect(x >= 0 && x <= 1).toBe(true)
        // where the distribution is all at one end, x is that end
        const ends = x < 1e-9 || x > 1 - 1e-9
        expect(ends ? p : betaDistribution(x, a, b)).toBeCloseTo(p, 6)
      }
    }
  })

  it('know the quantiles of Gamma distributions', () => {
    expect(gammaQuantile(0.95, 1)).toBeCloseTo(-Math.log(0.05), 9)
    expect(gammaQuantile(0.05, 1)).toBeCloseTo(-Math.log(0.95), 9)
    // Half of chi-squared with 10 and 60 degrees of freedom, from the usual tables.
    expect(gammaQuantile(0.95, 5)).toBeCloseTo(18.307 / 2, 3)
    expect(gammaQuantile(0.05, 5)).toBeCloseTo(3.94 / 2, 3)
    expect(gammaQuantile(0.95, 30)).toBeCloseTo(79.082 / 2, 3)
  })
})
