import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, screenOf, sent } from '../../testing/task-screens.tsx'
import type { GivenResponse } from '../task-type.ts'
import { consolidateRankings } from './consolidate-rankings.ts'
import { ranking } from './ranking.tsx'
import { denseRanks, pairsAlike } from './ranks.ts'

const setUp = (settings: object) => {
  const setup = ranking.setUp(settings)
  if (!setup.ok) throw new Error(JSON.stringify(setup.error))
  return setup.value
}
const payload = { items: ['one', 'two', 'three'] }
const rank = (...ranks: number[]) => ({ dimensions: [{ name: 'rank', ranks }] })

describe('a ranking', () => {
  it('gives each place once, unless the batch allows ties', () => {
    expect(setUp({}).check(rank(1, 2, 2), payload)).toMatchObject({ ok: false, error: [{ path: 'rank.0.2', code: 'place_taken' }] })
    expect(setUp({ allowTie: true }).check(rank(1, 3, 3), payload)).toEqual({ ok: true, value: rank(1, 2, 2) })
  })

  it('places every thing, and none beyond the last', () => {
    expect(setUp({}).check(rank(2, 1), payload)).toMatchObject({ error: [{ path: 'rank.0.2', code: 'choose_one' }] })
    expect(setUp({}).check(rank(1, 2, 9), payload)).toMatchObject({ error: [{ path: 'rank.0.2', code: 'too_large' }] })
    expect(setUp({}).check(rank(1, 2, 3, 4), payload)).toMatchObject({ error: [{ code: 'too_many' }] })
    expect(setUp({}).check({ dimensions: [...rank(1, 2, 3).dimensions, { name: 'else', ranks: [1] }] }, payload)).toMatchObject({
      error: [{ code: 'unknown_field' }],
    })
  })

  it('comes back from its form, by every dimension, also where a place is missing in the middle', () => {
    const setup = setUp({ dimensions: [{ value: 'clear' }, { value: 'short' }] })
    const response = {
      dimensions: [
        { name: 'clear', ranks: [2, 1, 3] },
        { name: 'short', ranks: [1, 2, 3] },
      ],
    }
    expect(setup.check(setup.fromForm(sent(screenOf(setup, { payload, response }))), payload)).toEqual({ ok: true, value: response })
    const form = sent(screenOf(setup, { payload }), { 'response.rank.1.0': '1', 'response.rank.1.2': '2' })
    const checked = setup.check(setup.fromForm(form), payload)
    expect(checked.ok ? [] : checked.error.map(({ path }) => path)).toEqual(['rank.0.0', 'rank.0.1', 'rank.0.2', 'rank.1.1'])
  })

  it('lets places change hands only where no two may be the same', () => {
    const element = (settings: object) => parse(screenOf(setUp(settings), { payload })).querySelector('canut-ranking')
    expect(element({})?.hasAttribute('ties')).toBe(false)
    expect(element({ allowTie: true })?.hasAttribute('ties')).toBe(true)
  })

  it('is described from the best, ties side by side', () => {
    expect(setUp({ allowTie: true }).describe(rank(2, 1, 2), 'en')).toBe('2 > 1 = 3')
  })
})

describe('a row to rank', () => {
  it('may not leave out a thing in between', () => {
    expect(setUp({}).readRow({ item_1: 'a', item_2: 'b', item_4: 'd' })).toMatchObject({
      error: [{ path: 'item_3', code: 'missing_value' }],
    })
  })

  it.each(['1 2', '1 2 4', 'a b c', '1 1 2'])('refuses %j as the known order of three', (truth) => {
    expect(setUp({}).readRow({ item_1: 'a', item_2: 'b', item_3: 'c', truth })).toMatchObject({
      error: [{ path: 'truth', code: 'not_a_ranking' }],
    })
  })
})

describe('a gold task to rank', () => {
  it('is right within the tolerance', () => {
    expect(setUp({}).judge(rank(1, 2, 3), rank(1, 2, 3))).toEqual({ right: true, score: 1 })
    expect(setUp({}).judge(rank(1, 3, 2), rank(1, 2, 3))).toEqual({ right: false, score: 2 / 3 })
    expect(setUp({ tolerance: 0.6 }).judge(rank(1, 3, 2), rank(1, 2, 3))).toMatchObject({ right: true })
    expect(setUp({}).judge(rank(1, 2), rank(1, 2, 3))).toBeNull()
  })
})

describe('ranks', () => {
  const ranks = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 9 })

  it('are as unlike to their reverse as can be', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 2 }), (own) => {
        const reverse = own.map((place) => -place)
        expect(pairsAlike(own, reverse)).toBe(0)
      }),
    )
  })

  it('are as alike to themselves as can be', () => {
    fc.assert(
      fc.property(ranks, (own) => {
        expect(pairsAlike(own, own)).toBe(1)
        expect(pairsAlike(denseRanks(own), own)).toBe(1)
      }),
    )
  })
})

describe('one ranking of many', () => {
  const given = (rankings: readonly number[][]): GivenResponse[] =>
    rankings.map((ranks, index) => ({ task: '1', worker: `w${index}`, payload, response: rank(...ranks) }))

  it.each(['plackett-luce', 'borda'])('is what most say by %s, whatever the order of rows', (method) => {
    const responses = given([
      [1, 2, 3],
      [1, 2, 3],
      [1, 3, 2],
      [2, 1, 3],
    ])
    const { tasks, workers } = consolidateRankings(method, responses, ['rank'])
    expect(tasks).toMatchObject([{ task: '1', response: rank(1, 2, 3), responses: 4 }])
    expect(tasks[0]?.confidence).toBeCloseTo((1 + 1 + 2 / 3 + 2 / 3) / 4)
    expect(workers.find(({ worker }) => worker === 'w3')?.agreement).toBeCloseTo(2 / 3)
    expect(consolidateRankings(method, responses.toReversed(), ['rank']).tasks[0]?.response).toEqual(rank(1, 2, 3))
  })

  it('says nothing of no responses', () => {
    expect(consolidateRankings('borda', [], ['rank'])).toMatchObject({ tasks: [], workers: [] })
  })
})
