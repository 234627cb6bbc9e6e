import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bradleyTerry } from '../pairwise/bradley-terry.ts'
import { comparisonsOf } from '../pairwise/comparisons.ts'
import { responsesOf, type ResponseOf } from '../responses.ts'
import { halvesOf, twice } from '../testing/small-crowds.ts'
import { borda } from './borda.ts'
import { plackettLuce } from './plackett-luce.ts'
import type { Ranked, Ranking } from './rankings.ts'

const ranking = fc
  .tuple(fc.shuffledSubarray(['a', 'b', 'c', 'd']), fc.boolean())
  .map(([items, isTied]): Ranking => (isTied && items.length > 1 ? [items.slice(0, 2), ...items.slice(2)] : items))
const row = fc.record({ task: fc.constantFrom('t1', 't2'), worker: fc.constantFrom('ann', 'bob', 'cy'), value: ranking })
const rows = fc.uniqueArray(row, { selector: (each) => `${each.task} ${each.worker}`, maxLength: 6 })
const unlisted = fc.constantFrom('unknown' as const, 'below' as const)

const scoresOf = ({ tasks, start, items, scores }: Ranked) =>
  new Map(tasks.flatMap((task, t) => items.slice(start[t], start[t + 1]).map((item, i) => [`${task} ${item}`, scores[start[t]! + i]!])))

function expectSameScores(actual: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>) {
  expect([...actual.keys()].toSorted()).toEqual([...expected.keys()].toSorted())
  for (const [item, score] of actual) expect(Math.abs(score - expected.get(item)!)).toBeLessThan(1e-6)
}

describe.each(['borda', 'plackettLuce'] as const)('%s', (name) => {
  const method = { borda, plackettLuce }[name]

  it('does not depend on the order of rows', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, unlisted, ([given, other], rule) => {
        expectSameScores(scoresOf(method(responsesOf(other), { unlisted: rule })), scoresOf(method(responsesOf(given), { unlisted: rule })))
      }),
      { numRuns: 1000 },
    )
  })

  it('follows a renaming of items, and judges each task apart', () => {
    const rename = (item: string) => ({ a: 'z', b: 'y', c: 'x', d: 'w' })[item]!
    fc.assert(
      fc.property(rows, unlisted, (given, rule) => {
        const renamed = given
          .filter(({ task }) => task === 't1')
          .map((each) => ({ ...each, value: each.value.map((item) => (typeof item === 'string' ? rename(item) : item.map(rename))) }))
        const expected = Array.from(
          scoresOf(method(responsesOf(given), { unlisted: rule })),
          ([key, score]) => [key.split(' '), score] as const,
        )
          .filter(([[task]]) => task === 't1')
          .map(([[task, item], score]) => [`${task} ${rename(item!)}`, score] as const)
        expectSameScores(scoresOf(method(responsesOf(renamed), { unlisted: rule })), new Map(expected))
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the same in both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const [first, second] = halvesOf(scoresOf(method(responsesOf(twice(given)))))
        expectSameScores(second, first)
      }),
      { numRuns: 1000 },
    )
  })

  it('gives finite scores from the best, and shares places among equals', () => {
    fc.assert(
      fc.property(rows, unlisted, (given, rule) => {
        const { start, scores, places } = method(responsesOf(given), { unlisted: rule })
        for (let i = 0; i < scores.length; i++) {
          expect(Number.isFinite(scores[i])).toBe(true)
          expect(start.includes(i) || places[i] === places[i - 1] || scores[i - 1]! > scores[i]!).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('puts first what everybody puts first, and ties what nobody tells apart', () => {
    const told: ResponseOf<Ranking>[] = ['ann', 'bob'].map((worker) => ({ task: 't', worker, value: ['c', ['a', 'b']] }))
    const { items, places } = method(responsesOf(told))
    expect([items, [...places]]).toEqual([
      ['c', 'a', 'b'],
      [1, 2, 2],
    ])
  })

  it('takes an item left out as unknown or as last, as told', () => {
    const told: ResponseOf<Ranking>[] = [
      { task: 't', worker: 'ann', value: ['a', 'b'] },
      { task: 't', worker: 'bob', value: ['c'] },
    ]
    expect(method(responsesOf(told)).items[0]).toBe('a')
    expect(method(responsesOf([...told, { task: 't', worker: 'cy', value: ['c'] }]), { unlisted: 'below' }).items[0]).toBe('c')
  })

  it('is empty without responses or items, and refuses what is not a ranking', () => {
    expect(method(responsesOf<Ranking>([]))).toMatchObject({ tasks: [], items: [] })
    expect(method(responsesOf([{ task: 't', worker: 'ann', value: [] as Ranking }]))).toMatchObject({ tasks: ['t'], items: [] })
    for (const value of [['a', 'a'], ['a', ['b', 'a']], [''], [7], 'ab', [undefined]]) {
      const given = responsesOf([{ task: 't', worker: 'ann', value: value as Ranking }])
      expect(() => method(given)).toThrow('must be a list of items from the best')
    }
    expect(() => method(responsesOf([{ task: 't', worker: 'ann', value: ['a'] }]), { unlisted: 'x' as 'below' })).toThrow('Option unlisted')
  })
})

describe('borda', () => {
  it('is the same when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(rows, unlisted, (given, rule) => {
        const repeated = [...given, ...given.map((each) => ({ ...each, worker: `${each.worker} again` }))]
        const [once, again] = [given, repeated].map((each) => scoresOf(borda(responsesOf(each), { unlisted: rule })))
        expectSameScores(again!, once!)
      }),
      { numRuns: 1000 },
    )
  })

  it('counts the share of the others that an item is above', () => {
    const told: ResponseOf<Ranking>[] = [
      { task: 't', worker: 'ann', value: ['a', 'b', 'c'] },
      { task: 't', worker: 'bob', value: [['a', 'c'], 'b'] },
    ]
    expect(scoresOf(borda(responsesOf(told)))).toEqual(
      new Map([
        ['t a', 0.875],
        ['t c', 0.375],
        ['t b', 0.25],
      ]),
    )
  })
})

describe('plackettLuce', () => {
  it('is Bradley and Terry when every ranking has two items', () => {
    const pairs = fc.array(fc.constantFrom(['a', 'b'], ['b', 'a'], ['b', 'c'], ['c', 'a'], ['c', 'b']), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(pairs, (given) => {
        const ranked = plackettLuce(responsesOf(given.map((value, n) => ({ task: 't', worker: `w${n}`, value }))))
        const compared = given.map(([left, right]) => ({ worker: 'w', left, right, winner: left }))
        const { items, scores } = bradleyTerry(comparisonsOf(compared))
        expectSameScores(scoresOf(ranked), new Map(items.map((item, i) => [`t ${item}`, scores[i]!])))
        expect(ranked.converged).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('stays finite where many rank many items alike, though strengths then lie far apart', () => {
    const value = Array.from({ length: 10 }, (_, n) => `item ${n}`)
    const { items, scores, objective } = plackettLuce(
      responsesOf(Array.from({ length: 30 }, (_, n) => ({ task: 't', worker: `w${n}`, value }))),
      { maxIterations: 1000 },
    )
    expect(items).toEqual(value)
    expect(scores.every(Number.isFinite)).toBe(true)
    expect(scores[0]! - scores[9]!).toBeGreaterThan(20)
    expect(objective[0]).toBeGreaterThan(-30)
  })

  it('refuses options that make no sense', () => {
    expect(() => plackettLuce(responsesOf<Ranking>([]), { prior: 0 })).toThrow('Option prior')
    expect(() => plackettLuce(responsesOf<Ranking>([]), { maxIterations: 1.5 })).toThrow('Option maxIterations')
  })
})
