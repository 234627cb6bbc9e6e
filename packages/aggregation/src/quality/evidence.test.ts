import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crowd, type Response } from '../crowd.ts'
import { chanceOfAtLeast } from './chance-of.ts'
import { constantAnswers } from './constant-answers.ts'
import { copiedAnswers } from './copied-answers.ts'
import { randomFrom, rowsOf, smallRows } from '../testing/small-crowds.ts'

/** Workers who answer by themselves, each right with a probability of their own. */
function honest(seed: number, { tasks = 80, workers = 12, perTask = 6, classes = 3 } = {}): Response[] {
  const random = randomFrom(seed)
  const skill = Array.from({ length: workers }, () => 0.55 + 0.4 * random())
  return Array.from({ length: tasks }, (_, t) => {
    const truth = Math.floor(random() * classes)
    const who = Array.from({ length: workers }, (_each, w) => ({ w, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .slice(0, perTask)
    return who.map(({ w }) => {
      const label = random() < skill[w]! ? truth : (truth + 1 + Math.floor(random() * (classes - 1))) % classes
      return { task: `t${t}`, worker: `w${String(w).padStart(2, '0')}`, label: `c${label}` }
    })
  }).flat()
}

describe('the chance of at least so many', () => {
  it('is exact for unlike events, and nearly so for very many', () => {
    // P(at least 1) of 0.5 and 0.2 = 1 − 0.5 · 0.8
    expect(chanceOfAtLeast(1, Float64Array.of(0.5, 0.2))).toBeCloseTo(0.6, 14)
    expect(chanceOfAtLeast(2, Float64Array.of(0.5, 0.2))).toBeCloseTo(0.1, 14)
    expect([chanceOfAtLeast(0, Float64Array.of(0.5)), chanceOfAtLeast(2, Float64Array.of(0.5))]).toEqual([1, 0])
    // The same mean and spread on both sides of the limit: 2000 and 2001 events.
    const of = (size: number) => chanceOfAtLeast(Math.round(0.1 * size) + 30, new Float64Array(size).fill(0.1))
    expect(of(2001) / of(2000)).toBeCloseTo(1, 1)
    expect(chanceOfAtLeast(2500, new Float64Array(3000).fill(1))).toBe(1)
  })
})

describe('copied answers', () => {
  it('show the pair that copied, with the chance level beside it', () => {
    const rows = honest(1, { perTask: 7 })
    const own = new Map(rows.filter(({ worker }) => worker === 'w03').map(({ task, label }) => [task, label]))
    const copied = rows
      .filter(({ worker }) => worker !== 'w04')
      .concat(Array.from(own, ([task, label]) => ({ task, worker: 'w04', label })))
    const pairs = copiedAnswers(crowd(copied))
    const pair = pairs.find(({ workers }) => workers.join() === 'w03,w04')!
    expect(pair.agreed).toBe(pair.tasks)
    expect(pair.agreed).toBeGreaterThan(pair.expected)
    expect(pair.expectedPairs).toBeLessThan(0.05)
    expect(pair.chance).toBe(Math.min(...pairs.map(({ chance }) => chance)))
    expect(pairs.map(({ workers }) => workers.join())).toEqual(pairs.map(({ workers }) => workers.join()).toSorted())
  })

  it('has small chances about as often as it says, where nobody copied', () => {
    let [small, all, crowds] = [0, 0, 0]
    for (let seed = 0; seed < 30; seed++) {
      const pairs = copiedAnswers(crowd(honest(seed + 100)))
      all += pairs.length
      small += pairs.filter(({ chance }) => chance < 0.05).length
      if (pairs.some(({ expectedPairs }) => expectedPairs < 0.05)) crowds++
    }
    expect(small / all).toBeLessThan(0.07)
    expect(crowds).toBeLessThanOrEqual(4)
  })

  it('compares nobody without enough tasks, or without others to compare with', () => {
    expect(copiedAnswers(crowd([]))).toEqual([])
    expect(copiedAnswers(crowd(rowsOf(Array<string>(20).fill('aa'))))).toEqual([])
    expect(copiedAnswers(crowd(rowsOf(Array<string>(9).fill('aab'))))).toEqual([])
    expect(() => copiedAnswers(crowd(rowsOf(Array<string>(20).fill('aaa'))), { maxCells: 10 })).toThrow('maxCells')
  })
})

describe('constant answers', () => {
  it('show who gave one label whatever the task, with the chance level beside it', () => {
    const rows = honest(2, { perTask: 7 }).map((row) => (row.worker === 'w05' ? { ...row, label: 'c1' } : row))
    const found = constantAnswers(crowd(rows))
    const one = found.find(({ worker }) => worker === 'w05')!
    expect(one).toMatchObject({ label: 'c1', given: one.responses })
    expect(one.chance).toBeLessThan(1e-6)
    expect(found.filter(({ chance }) => chance < 0.001)).toEqual([one])
  })

  it('are nothing strange where all tasks have one label', () => {
    expect(constantAnswers(crowd(rowsOf(Array<string>(30).fill('aaaa')))).map(({ chance }) => chance)).toEqual([1, 1, 1, 1])
    expect(constantAnswers(crowd([]))).toEqual([])
  })

  it('have small chances about as often as they say, where nobody does', () => {
    const all = Array.from({ length: 40 }, (_, seed) => constantAnswers(crowd(honest(seed + 300)))).flat()
    expect(all.filter(({ chance }) => chance < 0.05).length / all.length).toBeLessThan(0.07)
  })
})

describe('both', () => {
  it('refuse a least number of tasks that is none', () => {
    for (const method of [copiedAnswers, constantAnswers]) {
      for (const minTasks of [0, 1.5, Number.NaN]) expect(() => method(crowd([]), { minTasks })).toThrow('Option minTasks must be')
      expect(() => method(crowd([]), { maxCells: Number.NaN })).toThrow('Option maxCells must be')
    }
  })

  it('give finite figures that do not hang on the order of rows', () => {
    fc.assert(
      fc.property(smallRows, (rows) => {
        const figures = (some: readonly Response[]) => {
          const built = crowd(some)
          const one = constantAnswers(built, { minTasks: 1 }).toSorted((a, b) => (a.worker < b.worker ? -1 : 1))
          return [...one.map(({ worker, responses, chance }) => ({ worker, responses, chance })), ...copiedAnswers(built, { minTasks: 1 })]
        }
        const [before, after] = [figures(rows), figures(rows.toReversed())]
        expect(after.length).toBe(before.length)
        for (const [n, each] of before.entries()) {
          expect(each.chance >= 0 && each.chance <= 1).toBe(true)
          expect(after[n]!.chance).toBeCloseTo(each.chance, 9)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
