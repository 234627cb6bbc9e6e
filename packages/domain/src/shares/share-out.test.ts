import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shareOut, type ShareClaim } from './share-out.ts'

const HOUR = 3600
const asks = (hours: number, eligible: number[] = [0], receivedHours = 0): ShareClaim => ({
  askedSeconds: hours * HOUR,
  receivedSeconds: receivedHours * HOUR,
  eligible,
})
const hours = (...each: number[]) => each.map((of) => ({ seconds: of * HOUR }))
const sharesInHours = (claims: readonly ShareClaim[], supplies: readonly { seconds: number }[]) =>
  shareOut(claims, supplies).shares.map((seconds) => Math.round((seconds / HOUR) * 1e6) / 1e6)

/** Small whole numbers make ties, saturation and empty supplies frequent. */
const supply = fc.record({ seconds: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.double({ min: 0, max: 12, noNaN: true })) })
const instance = (maxClaims: number, maxSupplies: number) =>
  fc.array(supply, { minLength: 1, maxLength: maxSupplies }).chain((supplies) =>
    fc.record({
      supplies: fc.constant(supplies),
      claims: fc.array(
        fc.record({
          askedSeconds: fc.integer({ min: 0, max: 9 }),
          receivedSeconds: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })),
          eligible: fc.array(fc.integer({ min: 0, max: supplies.length - 1 }), { maxLength: supplies.length + 1 }),
        }),
        { maxLength: maxClaims },
      ),
    }),
  )

type Instance = { claims: ShareClaim[]; supplies: { seconds: number }[] }

/**
 * The same shares from the definition, with every subset of workers: together they can get no more than the supplies that
 * any of them may do. The common level rises until a subset has all it can get; its workers stop there, the others go on.
 */
function sharesBySubsets({ claims, supplies }: Instance): number[] {
  const fixed = new Map<number, number>()
  const free = () => [...claims.keys()].filter((claim) => !fixed.has(claim))
  const at = (claim: number, level: number) => {
    const { askedSeconds, receivedSeconds } = claims[claim] as ShareClaim
    return fixed.get(claim) ?? Math.max(0, Math.min(level, askedSeconds) - receivedSeconds)
  }
  const subsets = Array.from({ length: 2 ** claims.length - 1 }, (_, i) => [...claims.keys()].filter((claim) => ((i + 1) >> claim) & 1))
  const slack = (subset: number[], level: number) => {
    const usable = new Set(subset.flatMap((claim) => claims[claim]?.eligible ?? []))
    const there = [...usable].reduce((sum, each) => sum + (supplies[each]?.seconds ?? 0), 0)
    return there - subset.reduce((sum, claim) => sum + at(claim, level), 0)
  }
  while (fixed.size < claims.length) {
    // every round rounds a little, so the next one must forgive a little more
    const rounding = 1e-11 * 2 ** fixed.size
    let [low, high] = [0, 20]
    for (let step = 0; step < 60; step += 1) {
      const middle = (low + high) / 2
      if (subsets.every((subset) => slack(subset, middle) >= -rounding)) low = middle
      else high = middle
    }
    const above = low + 1e-7
    const stopped = new Set(subsets.filter((subset) => slack(subset, above) < -5e-8).flat())
    const stops = free().filter((claim) => stopped.has(claim) && at(claim, above) > at(claim, low))
    for (const claim of stops.length > 0 ? stops : free()) fixed.set(claim, at(claim, low))
  }
  return claims.map(({ receivedSeconds }, claim) => receivedSeconds + (fixed.get(claim) ?? 0))
}

describe('shares of the same work', () => {
  it('are equal for all who want more than there is for each', () =>
    expect(sharesInHours([asks(6), asks(8), asks(40)], hours(6))).toEqual([2, 2, 2]))

  it('end at what somebody asked, and the rest goes to those who asked for more', () =>
    expect(sharesInHours([asks(1), asks(6), asks(6)], hours(9))).toEqual([1, 4, 4]))

  it('count what was already received this week', () =>
    expect(sharesInHours([asks(6, [0], 1), asks(6), asks(6)], hours(5))).toEqual([2, 2, 2]))

  it('take nothing away from somebody who already received more than the others can reach', () =>
    expect(sharesInHours([asks(6, [0], 5), asks(6), asks(6)], hours(4))).toEqual([5, 2, 2]))

  it('give nothing further to somebody who received more than they asked', () =>
    expect(sharesInHours([asks(1, [0], 3), asks(6)], hours(4))).toEqual([3, 4]))

  it('are what everybody asked when there is enough', () =>
    expect(shareOut([asks(1), asks(2)], hours(3))).toEqual({ shares: [HOUR, 2 * HOUR], scarce: [false], meant: [[0], [0]] }))
})

describe('shares of different work', () => {
  it('leave scarce work to those who have nothing else', () =>
    expect(sharesInHours([asks(9, [0]), asks(9, [0, 1]), asks(9, [1])], hours(2, 10))).toEqual([2, 5, 5]))

  it('are level across kinds of work when somebody links them', () =>
    expect(sharesInHours([asks(9, [0]), asks(9, [0, 1]), asks(9, [1])], hours(5, 4))).toEqual([3, 3, 3]))

  it('are nothing for somebody who may do nothing', () => expect(sharesInHours([asks(9, []), asks(9)], hours(4))).toEqual([0, 4]))

  it('say which work is scarce, and whom it is meant for', () => {
    const { scarce, meant } = shareOut([asks(9, [0]), asks(9, [0, 1]), asks(3, [1, 2])], hours(2, 4, 5))
    expect({ scarce, meant }).toEqual({ scarce: [true, true, false], meant: [[0], [1], [2]] })
  })

  it('do not call work scarce that nobody may do, nor work of which nobody wants more', () =>
    expect(shareOut([asks(9, [0]), asks(1, [1])], hours(2, 1, 0)).scarce).toEqual([true, false, false]))
})

describe('edges', () => {
  it('are no shares for no claims', () => expect(shareOut([], hours(3))).toEqual({ shares: [], scarce: [false], meant: [] }))
  it('are no work for anybody without supplies', () =>
    expect(shareOut([asks(2, [], 1)], [])).toEqual({ shares: [HOUR], scarce: [], meant: [[]] }))
  it('are a scarce supply of nothing when somebody asks for it', () =>
    expect(shareOut([asks(2)], hours(0))).toEqual({ shares: [0], scarce: [true], meant: [[]] }))
  it('are nothing for somebody who asks for nothing', () => expect(sharesInHours([asks(0), asks(2)], hours(1))).toEqual([0, 1]))

  it.each([
    ['an asked time below zero', [asks(-1)], hours(1)],
    ['an asked time that is no number', [asks(Number.NaN)], hours(1)],
    ['an asked time without end', [asks(Infinity)], hours(1)],
    ['a received time below zero', [asks(1, [0], -1)], hours(1)],
    ['a received time that is no number', [asks(1, [0], Number.NaN)], hours(1)],
    ['a supply below zero', [asks(1)], hours(-1)],
    ['a supply that is no number', [asks(1)], hours(Number.NaN)],
    ['an unknown supply', [asks(1, [1])], hours(1)],
    ['a supply between two', [asks(1, [0.5])], hours(1, 1)],
  ])('refuse %s', (_, claims, supplies) => expect(() => shareOut(claims, supplies)).toThrow(RangeError))
})

describe('every sharing', () => {
  it('is what the definition by subsets of workers gives', () => {
    fc.assert(
      fc.property(instance(6, 5), (each) => {
        const expected = sharesBySubsets(each)
        for (const [claim, share] of shareOut(each.claims, each.supplies).shares.entries()) {
          expect(Math.abs(share - (expected[claim] ?? Number.NaN))).toBeLessThan(1e-6)
        }
      }),
      { numRuns: 2000, seed: 3 },
    )
  })

  it('does not depend on the order of workers or of supplies', () => {
    fc.assert(
      fc.property(instance(12, 6), ({ claims, supplies }) => {
        const last = supplies.length - 1
        const turned = claims.map((claim) => ({ ...claim, eligible: claim.eligible.map((each) => last - each).toReversed() })).toReversed()
        const one = shareOut(claims, supplies)
        const other = shareOut(turned, supplies.toReversed())
        for (const [claim, share] of other.shares.toReversed().entries()) expect(share).toBeCloseTo(one.shares[claim] ?? Number.NaN, 6)
        expect(other.scarce.toReversed()).toEqual(one.scarce)
      }),
    )
  })

  it('lowers nobody’s share when there is more work', () => {
    fc.assert(
      fc.property(instance(12, 6), fc.nat(), fc.integer({ min: 0, max: 9 }), ({ claims, supplies }, at, more) => {
        const grown = supplies.map(({ seconds }, each) => ({ seconds: seconds + (each === at % supplies.length ? more : 0) }))
        const after = shareOut(claims, grown).shares
        for (const [claim, share] of shareOut(claims, supplies).shares.entries()) {
          expect(after[claim]).toBeGreaterThanOrEqual(share - 1e-6)
        }
      }),
    )
  })

  it('grows in proportion when everything does', () => {
    fc.assert(
      fc.property(instance(12, 6), fc.integer({ min: 1, max: 10_000 }), ({ claims, supplies }, times) => {
        const larger = shareOut(
          claims.map((claim) => ({
            ...claim,
            askedSeconds: claim.askedSeconds * times,
            receivedSeconds: claim.receivedSeconds * times,
          })),
          supplies.map(({ seconds }) => ({ seconds: seconds * times })),
        )
        for (const [claim, share] of shareOut(claims, supplies).shares.entries()) {
          expect(Math.abs((larger.shares[claim] ?? Number.NaN) / times - share)).toBeLessThan(1e-6)
        }
      }),
    )
  })

  it('gives the same to two who asked, received and may do the same, and never more than asked to anybody', () => {
    fc.assert(
      fc.property(instance(10, 6), ({ claims, supplies }) => {
        const { shares } = shareOut([...claims, ...claims], supplies)
        for (const [claim, { askedSeconds, receivedSeconds }] of claims.entries()) {
          expect(shares[claim]).toBe(shares[claim + claims.length])
          expect(shares[claim]).toBeLessThanOrEqual(Math.max(askedSeconds, receivedSeconds))
          expect(shares[claim]).toBeGreaterThanOrEqual(receivedSeconds)
        }
      }),
    )
  })

  it('is reached as well when everybody takes only what is meant for them', () => {
    fc.assert(
      fc.property(instance(12, 6), ({ claims, supplies }) => {
        const { shares, meant } = shareOut(claims, supplies)
        const narrowed = claims.map((claim, i) => ({ ...claim, eligible: meant[i] ?? [] }))
        for (const [claim, share] of shareOut(narrowed, supplies).shares.entries())
          expect(share).toBeCloseTo(shares[claim] ?? Number.NaN, 6)
        for (const [claim, { eligible }] of claims.entries()) expect(eligible).toEqual(expect.arrayContaining([...(meant[claim] ?? [])]))
      }),
    )
  })

  it('calls exactly that work scarce of which somebody would take more', () => {
    fc.assert(
      fc.property(instance(10, 6), ({ claims, supplies }) => {
        const { shares, scarce } = shareOut(claims, supplies)
        const wanted = supplies.map((_, supplyAt) =>
          claims.some(({ eligible, askedSeconds }, claim) => eligible.includes(supplyAt) && (shares[claim] ?? 0) < askedSeconds - 1e-6),
        )
        expect(scarce).toEqual(wanted)
      }),
    )
  })
})
