import { describe, expect, it } from 'vitest'
import { responsesOf } from '../responses.ts'
import { randomFrom } from '../testing/small-crowds.ts'
import { rover, type RoverOptions } from './rover.ts'

const heard = (task: string, ...texts: readonly string[]) => texts.map((value, n) => ({ task, worker: `w${n}`, value }))
const run = (rows: readonly { task: string; worker: string; value: string }[], options?: RoverOptions) => rover(responsesOf(rows), options)

/** Sixty texts of fifteen words, five of twenty workers each, who get every word wrong with a chance of their own. */
function transcribed(seed: number) {
  const random = randomFrom(seed)
  const word = () => `w${Math.floor(random() * 200)}`
  const chances = Array.from({ length: 20 }, () => 0.02 + 0.28 * random())
  const rows = Array.from({ length: 60 }, (_, t) => {
    const truth = Array.from({ length: 15 }, word)
    const team = new Set<number>()
    while (team.size < 5) team.add(Math.floor(random() * 20))
    return [...team].map((who) => {
      return { task: `t${t}`, worker: String(who), value: truth.map((each) => (random() < chances[who]! ? word() : each)).join(' ') }
    })
  }).flat()
  return { chances, rows }
}

describe('rover', () => {
  it('makes a text that nobody wrote, each word as most of its voters wrote it', () => {
    const result = run(
      heard('t', 'If carried any distence, it should', 'if caried any distance, it should', 'If carried any distance, is should'),
      { weights: 'equal' },
    )
    expect(result.texts).toEqual(['If carried any distance, it should'])
    expect(result.words.key).toEqual(['if', 'carried', 'any', 'distance', 'it', 'should'])
    expect([...result.words.share].map((share) => Math.round(share * 3))).toEqual([3, 2, 3, 2, 2, 3])
    expect(result.confidence[0]).toBeCloseTo(15 / 18, 12)
    expect([...result.tiedPlaces]).toEqual([0])
  })

  it('leaves a word out when most have none there, and keeps an inserted word that most have', () => {
    expect(run(heard('t', 'we came suddenly upon', 'we came upon', 'we came upon'), { weights: 'equal' }).texts).toEqual(['we came upon'])
    expect(run(heard('t', 'we came upon', 'we came suddenly upon', 'they came suddenly upon'), { weights: 'equal' }).texts).toEqual([
      'we came suddenly upon',
    ])
  })

  it('does not glue words that ended somebody’s text', () => {
    expect(run(heard('t', 'one', 'one', 'one two', 'one two', 'one two'), { weights: 'equal' }).texts).toEqual(['one two'])
    expect(run(heard('t', '日本', '日本語', '日本語。'), { weights: 'equal' }).texts).toEqual(['日本語'])
  })

  it('counts and reports ties: a word wins over no word, then the first in code-unit order', () => {
    const result = run(heard('t', 'b c', 'a c', 'c', 'c'), { weights: 'equal' })
    expect(result.texts).toEqual(['c'])
    expect(run(heard('t', 'b', 'a'), { weights: 'equal' })).toMatchObject({ texts: ['a'], tiedPlaces: Int32Array.of(1) })
    expect(run(heard('t', 'a', ''), { weights: 'equal' })).toMatchObject({ texts: ['a'], tiedPlaces: Int32Array.of(1) })
  })

  it('lets a text unlike the others count less', () => {
    const rows = heard(
      't',
      'the man replied completely',
      'the man replied completely',
      'spam spam spam',
      'spam spam',
      'man replied completely',
    )
    expect(run(rows).texts).toEqual(['the man replied completely'])
  })

  it('finds who errs, with an interval, and lets them count less', () => {
    const words = ['oak', 'elm', 'ash', 'fir', 'yew', 'box']
    const rows = Array.from({ length: 30 }, (_, t) => {
      const right = Array.from({ length: 6 }, (_none, i) => words[(t * 5 + i * (1 + (t % 4))) % 6]!)
      const wrong = right.map((word, i) => ((t + i) % 2 === 0 ? 'um' : word))
      return heard(`t${t}`, right.join(' '), right.join(' '), wrong.join(' '), right.join(' '))
    }).flat()
    const { errorRate, objective, converged } = run(rows, { weights: 'workers' })
    expect(converged).toBe(true)
    expect(errorRate.low[2]).toBeLessThan(0.5)
    expect(errorRate.high[2]).toBeGreaterThan(0.45)
    expect(errorRate.low[2]).toBeGreaterThan(errorRate.high[0]!)
    for (let i = 1; i < objective.length; i++) expect(objective[i]).toBeGreaterThanOrEqual(objective[i - 1]! - 1e-9)

    // Alone against two who err the same way at half of the places, the reliable one still wins.
    const contested = [
      ...rows,
      { task: 'x', worker: 'w0', value: 'oak elm' },
      { task: 'x', worker: 'w2', value: 'um um' },
      { task: 'x', worker: 'new', value: 'um um' },
    ]
    expect(run(contested, { weights: 'workers' }).texts.at(-1)).toBe('oak elm')
  })

  it('gives honest intervals: nine in ten hold the rate at which a worker errs', () => {
    let [held, all] = [0, 0]
    for (let seed = 1; seed <= 8; seed++) {
      const { chances, rows } = transcribed(seed)
      const { workers, errorRate } = run(rows)
      for (const [w, worker] of workers.entries()) {
        const chance = chances[Number(worker)]!
        if (errorRate.low[w]! <= chance && chance <= errorRate.high[w]!) held++
        all++
      }
    }
    expect(held / all).toBeGreaterThan(0.86)
    expect(held / all).toBeLessThan(0.97)
  })

  it('defines what is left of empty and meaningless input', () => {
    expect(run([])).toMatchObject({ texts: [], converged: true, iterations: 1 })
    for (const weights of ['responses', 'workers', 'both', 'equal'] as const) {
      const result = run([...heard('t', '', '?!', '...'), ...heard('alone', 'One, two.')], { weights })
      expect(result.texts).toEqual(['', 'One, two.'])
      expect([...result.confidence]).toEqual([1, 1])
      expect([...result.errorRate.mean, ...result.errorRate.low, ...result.errorRate.high].every(Number.isFinite)).toBe(true)
    }
  })

  it('takes ids that differ by case for different workers', () => {
    const rows = [
      { task: 't', worker: 'Ann', value: 'yes' },
      { task: 't', worker: 'ann', value: 'yes' },
      { task: 'T', worker: 'ann', value: 'no' },
    ]
    expect(run(rows)).toMatchObject({ tasks: ['t', 'T'], workers: ['Ann', 'ann'], texts: ['yes', 'no'] })
  })

  it('stays quick with thousands of responses to one task', () => {
    const rows = Array.from({ length: 3000 }, (_, n) => ({ task: 't', worker: `w${n}`, value: `the cat ${n % 7 === 0 ? n : 'sat'} on it` }))
    expect(run(rows, { weights: 'both' }).texts).toEqual(['the cat sat on it'])
  })

  it('refuses options that are none, and texts too long to align', () => {
    expect(() => run([], { weights: 'best' as 'equal' })).toThrow('weights')
    for (const option of [
      { sharpness: Number.NaN },
      { sharpness: -1 },
      { priorWords: 0 },
      { maxIterations: 0 },
      { maxCells: Number.NaN },
    ]) {
      expect(() => run([], option)).toThrow(Object.keys(option)[0]!)
    }
    expect(() => run(heard('t', 'a b c d'), { maxCells: 24 })).toThrow('25 cells')
  })
})
