import { describe, expect, it } from 'vitest'
import { parse, screenOf, sent } from '../../testing/task-screens.tsx'
import { drawnOrder } from '../shared/drawn-order.ts'
import type { GivenResponse } from '../task-type.ts'
import { consolidatePairs } from './consolidate-pairs.ts'
import { pairwise } from './pairwise.tsx'

const setUp = (settings: object) => {
  const setup = pairwise.setUp(settings)
  if (!setup.ok) throw new Error(JSON.stringify(setup.error))
  return setup.value
}
const payload = { a: 'one', b: 'two' }

describe('the screen of two', () => {
  it('shows them in an order drawn by lot that stays the same for an assignment', () => {
    const setup = setUp({})
    const first = (seed: string) => sent(screenOf(setup, { payload, seed })).get('response.shownFirst')
    const seeds = Array.from({ length: 12 }, (_, index) => `assignment ${index}`)
    expect(seeds.map(first)).toEqual(seeds.map(first))
    expect(new Set(seeds.map(first))).toEqual(new Set(['a', 'b']))
  })

  it('keeps the order of a draft, and gives the first shown the key 1 whichever it is', () => {
    const setup = setUp({})
    const page = parse(screenOf(setup, { payload, response: { choice: 'a', shownFirst: 'b' } }))
    const keys = [...page.querySelectorAll('[data-key]')].map((input) => [input.getAttribute('data-key'), input.getAttribute('value')])
    expect(keys).toEqual([
      ['1', 'b'],
      ['2', 'a'],
      ['0', 'tie'],
    ])
    expect([...page.querySelectorAll('.task-text')].map(({ textContent }) => textContent)).toEqual(['two', 'one'])
  })

  it('asks by each criterion, and how much better', () => {
    const setup = setUp({ strength: true, criteria: [{ value: 'helpful', en: 'Which helps more?' }] })
    const form = sent(screenOf(setup, { payload, seed: 's' }), {
      'response.choice': 'a',
      'response.strength': '3',
      'response.criteria.helpful': 'tie',
    })
    const shownFirst = form.get('response.shownFirst')
    expect(setup.check(setup.fromForm(form), payload)).toEqual({
      ok: true,
      value: { choice: 'a', strength: 3, criteria: { helpful: 'tie' }, shownFirst },
    })
    expect(setup.describe(setup.fromForm(form), 'en')).toBe('The first (column a), by 3 of 4\nWhich helps more? Neither')
  })

  it('says what is missing where it is missing', () => {
    const setup = setUp({ strength: true, criteria: [{ value: 'helpful', en: 'Which helps more?' }] })
    expect(setup.check({ choice: 'a', criteria: { helpful: 'b' } }, payload)).toMatchObject({
      ok: false,
      error: [{ path: 'strength', code: 'choose_one' }],
    })
    expect(setup.check({ choice: 'tie', criteria: {} }, payload)).toMatchObject({
      error: [{ path: 'criteria.helpful', code: 'choose_one' }],
    })
    expect(setup.check({ choice: 'tie', strength: 2, criteria: { helpful: 'b' } }, payload)).toEqual({
      ok: true,
      value: { choice: 'tie', criteria: { helpful: 'b' }, shownFirst: 'a' },
    })
  })

  it('refuses a tie where the batch does not allow one', () => {
    const setup = setUp({ allowTie: false })
    expect(setup.check({ choice: 'tie', shownFirst: 'a' }, payload).ok).toBe(false)
    expect(setup.readRow({ ...payload, truth: 'tie' })).toMatchObject({ error: [{ path: 'truth', code: 'unknown_label' }] })
  })
})

describe('an order drawn by lot', () => {
  it('has every order about as often as another', () => {
    const orders = Array.from({ length: 6000 }, (_, index) => drawnOrder(3, `seed ${index}`).join(''))
    const times = [...Map.groupBy(orders, (order) => order).values()].map(({ length }) => length)
    expect(times).toHaveLength(6)
    // a thousand each is expected, with a deviation of 29
    for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})

describe('a row of two', () => {
  it('must have two that differ', () => {
    expect(setUp({}).readRow({ a: 'same', b: 'same' })).toMatchObject({ error: [{ path: 'b', code: 'same_as_other' }] })
  })

  it('names its files where it compares pictures', () => {
    const setup = setUp({ material: 'image' })
    const row = setup.readRow({ a: '1.png', b: '2.png', prompt: 'A cat' })
    expect(row.ok && setup.mediaNames(row.value.payload)).toEqual(['1.png', '2.png'])
    expect(setup.readRow({ a: 'https://elsewhere.example/1.png', b: '2.png' })).toMatchObject({
      error: [{ path: 'a', code: 'media_address' }],
    })
  })
})

describe('a gold task of two', () => {
  it('is right or wrong by the choice alone, whatever stood first', () => {
    const setup = setUp({})
    expect(setup.judge({ choice: 'b', shownFirst: 'b' }, { choice: 'b', shownFirst: 'a' })).toEqual({ right: true, score: 1 })
    expect(setup.judge({ choice: 'tie', shownFirst: 'b' }, { choice: 'b', shownFirst: 'a' })).toEqual({ right: false, score: 0 })
    expect(setup.judge({}, { choice: 'b' })).toBeNull()
  })
})

describe('one choice of many', () => {
  const given = (task: string, a: string, b: string, choices: string): GivenResponse[] =>
    choices.split('').map((letter, index) => ({
      task,
      worker: `w${index}`,
      payload: { a, b },
      response: { choice: letter === 't' ? 'tie' : letter, shownFirst: index % 2 === 0 ? 'a' : 'b' },
    }))
  const choicesOf = (method: string, responses: GivenResponse[]) =>
    Object.fromEntries(
      consolidatePairs(method, responses).tasks.map(({ task, response }) => [
        task,
        (response as { choice: string } | null)?.choice ?? null,
      ]),
    )

  it.each(['crowd-bradley-terry', 'bradley-terry', 'majority-vote'])('follows the many by %s', (method) => {
    const responses = [...given('1', 'x', 'y', 'aaab'), ...given('2', 'y', 'z', 'bbbb'), ...given('3', 'x', 'z', 'ttta')]
    expect(choicesOf(method, responses)).toEqual({ 1: 'a', 2: 'b', 3: 'tie' })
    expect(
      consolidatePairs(method, responses.toReversed())
        .tasks.toSorted((p, q) => p.task.localeCompare(q.task))
        .map(({ response }) => response),
    ).toEqual(consolidatePairs(method, responses).tasks.map(({ response }) => response))
  })

  it('lets other pairs of the same answers decide a pair that is split', () => {
    const responses = [...given('split', 'x', 'z', 'ab'), ...given('1', 'x', 'y', 'aaaa'), ...given('2', 'y', 'z', 'aaaa')]
    expect(choicesOf('bradley-terry', responses)['split']).toBe('a')
    expect(choicesOf('majority-vote', responses)['split']).toBeNull()
  })

  it('says nothing of no responses, and never more than it knows', () => {
    expect(consolidatePairs('crowd-bradley-terry', []).tasks).toEqual([])
    const { tasks, workers } = consolidatePairs('crowd-bradley-terry', given('1', 'x', 'y', 'ab'))
    expect(tasks[0]?.confidence).toBeGreaterThanOrEqual(0.5)
    expect(workers.every(({ agreement }) => agreement >= 0 && agreement <= 1)).toBe(true)
  })
})
