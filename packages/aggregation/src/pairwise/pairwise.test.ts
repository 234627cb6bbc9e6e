import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AggregationError, type AggregationRefusal } from '../aggregation-error.ts'
import { halvesOf } from '../testing/small-crowds.ts'
import { bradleyTerry } from './bradley-terry.ts'
import { comparisonsOf, type Comparison } from './comparisons.ts'
import { crowdBradleyTerry } from './crowd-bradley-terry.ts'
import { davidson } from './davidson.ts'
import { elo, onEloScale } from './elo.ts'
import type { Strengths } from './strengths.ts'

const comparison = fc
  .tuple(fc.constantFrom('ann', 'bob', 'cy'), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 1, 2))
  .map(([worker, at, step, outcome]): Comparison => {
    const [left, right] = [`i${at}`, `i${(at + step) % 5}`]
    return { worker, left, right, winner: outcome === 1 ? null : outcome === 0 ? left : right }
  })
const rows = fc.array(comparison, { maxLength: 12 })
const prior = 0.5
// The crowd's EM creeps where there is little to learn: it is stopped early, and compared less strictly.
const methods = {
  bradleyTerry: (given: readonly Comparison[]) => bradleyTerry(comparisonsOf(given), { prior }),
  davidson: (given: readonly Comparison[]) => davidson(comparisonsOf(given), { prior }),
  crowdBradleyTerry: (given: readonly Comparison[]) =>
    crowdBradleyTerry(comparisonsOf(given), { prior, tolerance: 1e-4, maxIterations: 80 }),
}

const scoresOf = ({ items, scores }: Strengths) => new Map(items.map((item, i) => [item, scores[i]!]))

function expectSameScores(actual: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>, within: number) {
  expect([...actual.keys()].toSorted()).toEqual([...expected.keys()].toSorted())
  for (const [item, score] of actual) expect(Math.abs(score - expected.get(item)!)).toBeLessThan(within)
}

function refusalOf(run: () => unknown): AggregationRefusal {
  try {
    run()
  } catch (error) {
    if (error instanceof AggregationError) return error.refusal
    throw error
  }
  throw new Error('nothing was refused')
}

describe.each(['bradleyTerry', 'davidson', 'crowdBradleyTerry'] as const)('%s', (name) => {
  const method = methods[name]
  const within = name === 'crowdBradleyTerry' ? 0.02 : 1e-5

  it('does not depend on the order of rows', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        expectSameScores(scoresOf(method(other)), scoresOf(method(given)), within)
      }),
      { numRuns: 1000 },
    )
  })

  it('follows a renaming of items and workers', () => {
    const rename = (id: string) => `${9 - Number(id.slice(1))}x`
    fc.assert(
      fc.property(rows, (given) => {
        const renamed = given.map(({ worker, left, right, winner }) => ({
          worker: `0${worker}`,
          left: rename(left),
          right: rename(right),
          winner: winner === null ? null : rename(winner),
        }))
        const expected = new Map(Array.from(scoresOf(method(given)), ([item, score]) => [rename(item), score]))
        expectSameScores(scoresOf(method(renamed)), expected, within)
      }),
      { numRuns: 1000 },
    )
  })

  it('gives both halves the same scores when the whole crowd is there twice', () => {
    const again = (id: string) => `${id}'`
    fc.assert(
      fc.property(rows, (given) => {
        const others = given.map(({ worker, left, right, winner }) => ({
          worker: again(worker),
          left: again(left),
          right: again(right),
          winner: winner === null ? null : again(winner),
        }))
        const [first, second] = halvesOf(scoresOf(method([...given, ...others])))
        expectSameScores(second, first, within)
      }),
      { numRuns: 1000 },
    )
  })

  it('never lowers its objective, and gives finite scores inside their intervals, with mean 0', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { objective, scores, intervals } = method(given)
        expect(objective.slice(1).findIndex((value, n) => value < objective[n]! - 1e-9)).toBe(-1)
        expect(Math.abs(scores.reduce((a, b) => a + b, 0))).toBeLessThan(1e-9)
        for (const [item, score] of scores.entries()) {
          expect(Number.isFinite(score)).toBe(true)
          expect(intervals!.low[item]).toBeLessThanOrEqual(score)
          expect(intervals!.high[item]).toBeGreaterThanOrEqual(score)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('is empty without comparisons', () => {
    expect(method([])).toMatchObject({ items: [], iterations: 0, converged: true, groups: 0 })
  })

  it('numbers groups that were never compared', () => {
    const compare = (left: string, right: string) => ({ worker: 'ann', left, right, winner: left })
    const { group, groups, scores } = method([compare('a', 'b'), compare('c', 'd'), compare('d', 'e')])
    expect([[...group], groups]).toEqual([[0, 0, 1, 1, 1], 2])
    expect(scores[0]!).toBeGreaterThan(scores[1]!)
  })

  it('refuses options that make no sense', () => {
    for (const options of [{ prior: -1 }, { prior: Number.NaN }, { tolerance: Number.NaN }, { maxIterations: 0 }]) {
      const run = { bradleyTerry, davidson, crowdBradleyTerry }[name]
      expect(refusalOf(() => run(comparisonsOf([]), options))).toMatchObject({ kind: 'invalid_option', option: Object.keys(options)[0]! })
    }
  })
})

describe('bradleyTerry', () => {
  it('gives the same scores, without a prior, when the whole crowd is there twice', () => {
    const cycle = [0, 1, 2, 3, 4].map((at) => ({ worker: 'ann', left: `i${at}`, right: `i${(at + 1) % 5}`, winner: `i${at}` }))
    fc.assert(
      fc.property(rows, (given) => {
        const all = [...given, ...cycle]
        const [once, twice] = [all, [...all, ...all]].map((each) => bradleyTerry(comparisonsOf(each), { prior: 0 }))
        expectSameScores(scoresOf(twice!), scoresOf(once!), 1e-6)
      }),
      { numRuns: 1000 },
    )
  })

  it('leaves odds as they are, whatever a worker says of items that nobody else compared', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 5 }), (given, times) => {
        const apart = Array.from({ length: times }, () => ({ worker: 'far', left: 'x', right: 'y', winner: 'x' }))
        const [before, after] = [given, [...given, ...apart]].map((each) => scoresOf(methods.bradleyTerry(each)))
        const items = [...before!.keys()]
        const worst = items.map((item) =>
          Math.abs(before!.get(item)! - before!.get(items[0]!)! - after!.get(item)! + after!.get(items[0]!)!),
        )
        expect(Math.max(0, ...worst)).toBeLessThan(1e-5)
      }),
      { numRuns: 1000 },
    )
  })

  it('gives the odds of a pair as it was judged', () => {
    const judged = Array.from({ length: 12 }, (_, n) => ({ worker: 'ann', left: 'a', right: 'b', winner: n < 9 ? 'a' : 'b' }))
    const { scores } = bradleyTerry(comparisonsOf(judged), { prior: 0 })
    expect(Math.exp(scores[0]! - scores[1]!)).toBeCloseTo(3, 6)
  })

  it('has no maximum without a prior when an item always won', () => {
    const rowsOf = comparisonsOf([{ worker: 'ann', left: 'a', right: 'b', winner: 'a' }])
    expect(refusalOf(() => bradleyTerry(rowsOf, { prior: 0 }))).toMatchObject({ kind: 'no_estimate' })
    expect(bradleyTerry(rowsOf).scores.every(Number.isFinite)).toBe(true)
  })

  it('leaves out intervals above 500 items', () => {
    const chain = Array.from({ length: 501 }, (_, n) => ({ worker: 'ann', left: `i${n}`, right: `i${n + 1}`, winner: null }))
    const { intervals, scores } = bradleyTerry(comparisonsOf(chain))
    expect(intervals).toBeNull()
    expect(Math.max(...scores.map(Math.abs))).toBeLessThan(1e-6)
  })
})

describe('davidson', () => {
  it('finds the share of ties between equal items', () => {
    // a and b win as often; 6 of 18 comparisons are ties, so ν / (2 + ν) = 1/3.
    const judged = Array.from({ length: 18 }, (_, n) => ({
      worker: 'ann',
      left: 'a',
      right: 'b',
      winner: (['a', 'b', null] as const)[n % 3]!,
    }))
    const { tieStrength, scores } = davidson(comparisonsOf(judged), { prior: 0 })
    expect(tieStrength).toBeCloseTo(1, 6)
    expect(scores[0]).toBeCloseTo(0, 9)
  })

  it('is Bradley and Terry without ties, and has no maximum with nothing but ties', () => {
    const judged = Array.from({ length: 12 }, (_, n) => ({ worker: 'ann', left: 'a', right: 'b', winner: n < 9 ? 'a' : 'b' }))
    const { tieStrength, scores } = davidson(comparisonsOf(judged), { prior: 0 })
    expect([tieStrength, Math.exp(scores[0]! - scores[1]!)]).toEqual([0, expect.closeTo(3, 6)])
    const ties = comparisonsOf([{ worker: 'ann', left: 'a', right: 'b', winner: null }])
    expect(refusalOf(() => davidson(ties, { prior: 0 }))).toMatchObject({ kind: 'no_estimate' })
    expect(davidson(ties).tieStrength).toBeGreaterThan(1)
  })
})

describe('crowdBradleyTerry', () => {
  // Items i0 < … < i7; ann and bob see which is better, cy always says "left".
  const judged = Array.from({ length: 56 }, (_, n) => {
    const [a, b] = [n % 8, (n + 1 + Math.floor(n / 8)) % 8]
    return { left: `i${a}`, right: `i${b}`, better: `i${Math.max(a, b)}` }
  }).flatMap(({ left, right, better }) => [
    { worker: 'ann', left, right, winner: better },
    { worker: 'bob', left, right, winner: better },
    { worker: 'cy', left, right, winner: left },
  ])

  it('finds out who does not look', () => {
    const {
      workers,
      workerParameters: { skill, leftBias },
      items,
      scores,
    } = crowdBradleyTerry(comparisonsOf(judged))
    expect(workers).toEqual(['ann', 'bob', 'cy'])
    expect(skill.mean[0]).toBeGreaterThan(0.9)
    expect(skill.mean[2]).toBeLessThan(0.2)
    expect(leftBias[2]).toBeGreaterThan(0.9)
    for (const at of [0, 1, 2]) {
      expect(skill.low[at]).toBeLessThan(skill.mean[at]!)
      expect(skill.high[at]).toBeGreaterThan(skill.mean[at]!)
    }
    expect(items.toSorted((a, b) => scores[items.indexOf(a)]! - scores[items.indexOf(b)]!)).toEqual(items.toSorted())
  })

  it('refuses a prior that lets a skill be 0', () => {
    const options = { skillPrior: { attentive: 0, careless: 1 } }
    expect(refusalOf(() => crowdBradleyTerry(comparisonsOf([]), options))).toMatchObject({ kind: 'invalid_option', option: 'skillPrior' })
  })
})

describe('elo', () => {
  it('moves both items by as much, half of k when they were even', () => {
    const { scores } = elo(comparisonsOf([{ worker: 'ann', left: 'a', right: 'b', winner: 'b' }]), { initial: 1500, k: 32 })
    expect([...scores]).toEqual([1484, 1516])
    expect([...onEloScale(Float64Array.of(Math.log(10), -Math.log(10)), 1500)]).toEqual([1900, 1100])
    expect(elo(comparisonsOf([])).items).toEqual([])
  })
})

describe('comparisonsOf', () => {
  it('refuses an item compared with itself, a winner who did not take part, and missing ids', () => {
    const row = { worker: 'ann', left: 'a', right: 'b', winner: 'a' }
    const refused = (changed: Partial<Comparison>) => refusalOf(() => comparisonsOf([row, { ...row, ...changed }]))
    expect(refused({ right: 'a' })).toMatchObject({ kind: 'invalid_row', row: 1, received: 'a twice' })
    expect(refused({ winner: 'c' })).toMatchObject({ kind: 'invalid_row', row: 1, received: 'c' })
    expect(refused({ winner: '' })).toMatchObject({ kind: 'invalid_row', row: 1 })
    expect(refused({ left: '' })).toEqual({ kind: 'missing_id', column: 'label', row: 1 })
    expect(refused({ worker: '' })).toEqual({ kind: 'missing_id', column: 'worker', row: 1 })
  })
})
