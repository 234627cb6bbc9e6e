import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AggregationError } from './aggregation-error.ts'
import { expectedResponses, type StopRuleFigures } from './expected-responses.ts'
import { oneCoinPosterior } from './one-coin.ts'

const usual: StopRuleFigures = { minimum: 2, maximum: 10, threshold: 0.95, accuracy: 0.8, classes: 2 }

/** The rule itself, tried on `tasks` tasks with workers whose accuracy is known. */
function simulate({ minimum, maximum, threshold, accuracy, classes }: StopRuleFigures, tasks: number, seed: number): number {
  const random = randomFrom(seed)
  const known = new Map(Array.from({ length: maximum }, (_, n) => [`w${n}`, { correct: accuracy * 1e12, answered: 1e12 }]))
  let used = 0
  for (let task = 0; task < tasks; task++) {
    const responses = new Map<string, string>()
    const isSure = () => oneCoinPosterior(responses, known, { classes }).confidence >= threshold
    while (responses.size < maximum && (responses.size < minimum || !isSure())) {
      const wrong = 1 + Math.floor(random() * (classes - 1))
      responses.set(`w${responses.size}`, random() < accuracy ? '0' : String(wrong))
    }
    used += responses.size
  }
  return used / tasks
}

/** Marsaglia's xorshift, 32 bits; doi:10.18637/jss.v008.i14. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

describe('expectedResponses', () => {
  it('is what counting by hand gives: two at 0.8 are never sure, three that agree are', () => {
    const agree = 0.8 ** 3 + 0.2 ** 3
    expect(expectedResponses({ ...usual, minimum: 3, maximum: 4 })).toBeCloseTo(3 + (1 - agree), 12)
    // Two that differ cancel out, so that a third leaves it at 0.8 and a fourth decides.
    expect(expectedResponses({ ...usual, threshold: 0.9, maximum: 4 })).toBeCloseTo(2 + 0.32 * 2, 12)
  })

  it('agrees with trying the rule', { timeout: 60_000 }, () => {
    for (const [n, change] of [
      {},
      { threshold: 0.99, maximum: 15 },
      { accuracy: 0.6 },
      { classes: 4, accuracy: 0.55 },
      { classes: 10, accuracy: 0.3, maximum: 7 },
      { minimum: 3, maximum: 5, classes: 3 },
    ].entries()) {
      const figures = { ...usual, ...change }
      expect(Math.abs(expectedResponses(figures) - simulate(figures, 10_000, n + 1)), JSON.stringify(change)).toBeLessThan(0.08)
    }
  })

  it('lies between the minimum and the maximum, and asks for more when it must be surer', () => {
    const figures = fc.record({
      minimum: fc.integer({ min: 1, max: 4 }),
      more: fc.integer({ min: 0, max: 8 }),
      threshold: fc.double({ min: 0.5, max: 0.99, noNaN: true }),
      accuracy: fc.double({ min: 0.5, max: 0.98, noNaN: true }),
      classes: fc.integer({ min: 2, max: 8 }),
    })
    fc.assert(
      fc.property(figures, ({ minimum, more, ...rest }) => {
        const rule = { minimum, maximum: minimum + more, ...rest }
        const expected = expectedResponses(rule)
        expect(expected).toBeGreaterThanOrEqual(minimum)
        expect(expected).toBeLessThanOrEqual(minimum + more)
        expect(expectedResponses({ ...rule, threshold: 0.995 })).toBeGreaterThanOrEqual(expected - 1e-9)
      }),
      { numRuns: 50 },
    )
  })

  it('is the maximum when everybody guesses', () => {
    expect(expectedResponses({ ...usual, accuracy: 0.5 })).toBeCloseTo(10, 9)
    expect(expectedResponses({ ...usual, accuracy: 0.25, classes: 4 })).toBeCloseTo(10, 9)
  })

  it('gives an answer for the largest batch settings too', () => {
    const expected = expectedResponses({ minimum: 2, maximum: 99, threshold: 0.999, accuracy: 0.2, classes: 50 })
    expect(expected).toBeGreaterThan(2)
    expect(expected).toBeLessThan(99)
  })

  it('refuses figures that make no sense, and says which', () => {
    const refused = (change: Partial<StopRuleFigures>) => {
      try {
        expectedResponses({ ...usual, ...change })
      } catch (error) {
        if (error instanceof AggregationError && error.refusal.kind === 'invalid_option') return error.refusal.option
      }
      return null
    }
    for (const minimum of [0, -1, 1.5, Number.NaN]) expect(refused({ minimum })).toBe('minimum')
    for (const maximum of [1, 2.5, Infinity]) expect(refused({ maximum })).toBe('maximum')
    for (const threshold of [0, 1, Number.NaN]) expect(refused({ threshold })).toBe('threshold')
    for (const accuracy of [0.49, 1, Number.NaN]) expect(refused({ accuracy })).toBe('accuracy')
    for (const classes of [1, 0, 2.5]) expect(refused({ classes })).toBe('classes')
  })
})
