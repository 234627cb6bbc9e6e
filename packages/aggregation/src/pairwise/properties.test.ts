import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { halvesOf } from '../testing/small-crowds.ts'
import { comparisonsOf, type Comparison, type Comparisons } from './comparisons.ts'
import { crowdBradleyTerry } from './crowd-bradley-terry.ts'
import { bradleyTerry } from './bradley-terry.ts'
import { davidson } from './davidson.ts'
import { elo } from './elo.ts'

const runs = { numRuns: 1000 }
const comparison = fc
  .tuple(fc.constantFrom('ann', 'bob', 'cy'), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.constantFrom(0, 1, 2))
  .map(([worker, at, step, outcome]): Comparison => {
    const [left, right] = [`i${at}`, `i${(at + step) % 5}`]
    return { worker, left, right, winner: outcome === 1 ? null : outcome === 0 ? left : right }
  })
const rows = fc.array(comparison, { maxLength: 12 })
/** Of a worker and two items that nobody else has to do with. */
const strange = fc
  .array(fc.constantFrom('x', 'y'), { minLength: 1, maxLength: 5 })
  .map((winners) => winners.map((winner): Comparison => ({ worker: 'far', left: 'x', right: 'y', winner })))

type Scored = Pick<ReturnType<typeof elo>, 'items' | 'scores'>

const scoresOf = ({ items, scores }: Scored) => new Map(items.map((item, i) => [item, scores[i]!]))

/** How far the differences between the items of `before` are from those in `after`; both scales may have moved as a whole. */
function movedBy(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  const [first] = before.keys()
  if (first === undefined) return 0
  return Math.max(
    ...Array.from(before, ([item, score]) => Math.abs(score - before.get(first)! - ((after.get(item) ?? Number.NaN) - after.get(first)!))),
  )
}

describe('a stranger', () => {
  it('who compares items of their own leaves those of others where they were: crowdBradleyTerry', () => {
    // to the end: where there is little to learn it creeps, and stops elsewhere when others still move
    const options = { prior: 0.5, tolerance: 1e-6 }
    fc.assert(
      fc.property(rows, strange, (given, apart) => {
        const [before, after] = [given, [...given, ...apart]].map((each) => scoresOf(crowdBradleyTerry(comparisonsOf(each), options)))
        expect(movedBy(before!, after!)).toBeLessThan(1e-3)
      }),
      runs,
    )
  })

  // they tie as often as the strength of ties lets expect, nearly: then that moves little, and strengths move no further than three times that
  it('who compares items of their own moves those of others only with the strength of ties: davidson', () => {
    const options = { prior: 0.5 }
    fc.assert(
      fc.property(rows, fc.integer({ min: 10, max: 60 }), (given, times) => {
        const before = davidson(comparisonsOf(given), options)
        const ties = Math.round((times * before.tieStrength) / (2 + before.tieStrength))
        const apart = Array.from({ length: times }, (_, n): Comparison => ({
          worker: 'far',
          left: 'x',
          right: 'y',
          winner: n < ties ? null : n % 2 === 0 ? 'x' : 'y',
        }))
        const after = davidson(comparisonsOf([...given, ...apart]), options)
        const tieMoved = Math.abs(Math.log(after.tieStrength / before.tieStrength))
        expect(movedBy(scoresOf(before), scoresOf(after))).toBeLessThan(3 * tieMoved + 1e-6)
      }),
      runs,
    )
  })

  it.each([
    ['bradleyTerry', (given: Comparisons): Scored => bradleyTerry(given, { prior: 0.5 })],
    ['davidson', (given: Comparisons): Scored => davidson(given, { prior: 0.5 })],
    ['crowdBradleyTerry', (given: Comparisons): Scored => crowdBradleyTerry(given, { prior: 0.5, tolerance: 1e-4, maxIterations: 80 })],
    ['elo', (given: Comparisons): Scored => elo(given)],
  ])('who compared nothing at all is as if not there: %s', (_, method) => {
    fc.assert(
      fc.property(rows, (given) => {
        const read = comparisonsOf(given)
        expect(scoresOf(method({ ...read, workers: [...read.workers, 'nobody'] }))).toEqual(scoresOf(method(read)))
      }),
      runs,
    )
  })
})

describe('elo', () => {
  const eloOf = (given: readonly Comparison[]) => scoresOf(elo(comparisonsOf(given), { initial: 1500, k: 32 }))

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
        expect(eloOf(renamed)).toEqual(new Map(Array.from(eloOf(given), ([item, score]) => [rename(item), score])))
      }),
      runs,
    )
  })

  it('gives both halves the same ratings when the whole crowd is there twice, however the halves are mixed', () => {
    const again = (id: string) => `${id}'`
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.boolean()), (given, coin) => {
        const others = given.map(({ worker, left, right, winner }) => ({
          worker: again(worker),
          left: again(left),
          right: again(right),
          winner: winner === null ? null : again(winner),
        }))
        const [first, second] = halvesOf(eloOf(mixed(given, others, coin)))
        expect(second).toEqual(first)
      }),
      runs,
    )
  })

  it('is the same whichever of the two stood left', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const turned = given.map(({ left, right, ...row }) => ({ ...row, left: right, right: left }))
        const [here, there] = [eloOf(given), eloOf(turned)]
        for (const [item, score] of here) expect(Math.abs(score - there.get(item)!)).toBeLessThan(1e-9)
      }),
      runs,
    )
  })

  it('gives finite ratings whose mean stays where it began, whatever a stranger says of other items in between', () => {
    fc.assert(
      fc.property(rows, strange, fc.infiniteStream(fc.boolean()), (given, apart, coin) => {
        const [alone, beside] = [eloOf(given), eloOf(mixed(given, apart, coin))]
        for (const [item, score] of alone) expect(beside.get(item)).toBe(score)
        const all = [...beside.values()]
        expect(all.every(Number.isFinite)).toBe(true)
        expect(Math.abs(all.reduce((sum, score) => sum + score, 0) / all.length - 1500)).toBeLessThan(1e-9)
      }),
      runs,
    )
  })
})

/** Both lists as one, each in its own order. */
function mixed<T>(one: readonly T[], other: readonly T[], coin: Iterator<boolean>): T[] {
  const [first, second] = [[...one], [...other]]
  const all: T[] = []
  while (first.length > 0 || second.length > 0) {
    const takesFirst = second.length === 0 || (first.length > 0 && coin.next().value === true)
    all.push((takesFirst ? first : second).shift()!)
  }
  return all
}
