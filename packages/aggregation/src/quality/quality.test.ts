import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accuracy } from '../accuracy.ts'
import { crowd, type Response } from '../crowd.ts'
import { majorityVote } from '../majority-vote.ts'
import { accuracyOnAggregates } from './accuracy-on-aggregates.ts'
import { chanceOfAtLeast } from './chance-of.ts'
import { confusionTable } from './confusion-table.ts'
import { consistency } from './consistency.ts'
import { goldAccuracy } from './gold-accuracy.ts'
import { itemDifficulty } from './item-difficulty.ts'
import { labelEntropy } from './label-entropy.ts'
import { bayesianInterval, wilsonInterval } from './proportion-intervals.ts'
import { responsesNeeded } from './responses-needed.ts'
import { randomFrom, rowsOf, smallRows } from '../testing/small-crowds.ts'

const rows = rowsOf(['aab', 'bb.', 'abc', 'cc.'])
const truth = new Map(Object.entries({ t0: 'a', t1: 'b', t2: 'a', t9: 'a' }))
const empty = crowd([])

describe('intervals of a proportion', () => {
  it('are what their definitions say', () => {
    // Wilson: the two accuracies p with |9 − 12 p| = z √(12 p (1 − p)).
    const { low, high } = wilsonInterval(9, 12)
    for (const p of [low, high]) expect(Math.abs(9 - 12 * p)).toBeCloseTo(1.6448536 * Math.sqrt(12 * p * (1 - p)), 6)
    // Of Beta(10, 4) the share below x is the chance of 10 or more in 13 with x each.
    const bayes = bayesianInterval(9, 12)
    expect(chanceOfAtLeast(10, new Float64Array(13).fill(bayes.low))).toBeCloseTo(0.05, 9)
    expect(chanceOfAtLeast(10, new Float64Array(13).fill(bayes.high))).toBeCloseTo(0.95, 9)
  })

  it('stay in [0, 1], know nothing of nothing, and refuse what is no proportion', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 })
    expect(wilsonInterval(0, 5).low).toBe(0)
    expect(wilsonInterval(5, 5).high).toBe(1)
    expect(bayesianInterval(0, 0)).toEqual({ low: expect.closeTo(0.05, 12) as number, high: expect.closeTo(0.95, 12) as number })
    for (const [correct, total] of [
      [2, 1],
      [-1, 1],
      [Number.NaN, 1],
      [1, Infinity],
    ] as const) {
      expect(() => wilsonInterval(correct, total)).toThrow('Option')
      expect(() => bayesianInterval(correct, total)).toThrow('Option')
    }
    expect(() => bayesianInterval(1, 2, { right: 0, wrong: 1 })).toThrow('prior.right')
  })

  it('cover the truth in about 90 % of cases', () => {
    const random = randomFrom(3)
    let [wilson, bayes] = [0, 0]
    for (let n = 0; n < 4000; n++) {
      const p = random()
      let correct = 0
      for (let i = 0; i < 20; i++) if (random() < p) correct++
      const [w, b] = [wilsonInterval(correct, 20), bayesianInterval(correct, 20)]
      if (w.low <= p && p <= w.high) wilson++
      if (b.low <= p && p <= b.high) bayes++
    }
    // Wilson's is a little wide near 0 and 1.
    expect(Math.abs(wilson / 4000 - 0.91)).toBeLessThan(0.02)
    expect(Math.abs(bayes / 4000 - 0.9)).toBeLessThan(0.02)
  })
})

describe('accuracy on gold', () => {
  it('counts what each worker got right of what is known', () => {
    const found = goldAccuracy(crowd(rows), { gold: truth })
    expect(found.workers).toEqual(['w0', 'w1', 'w2'])
    expect([found.tasks, [...found.responses], [...found.correct]]).toEqual([3, [3, 3, 2], [3, 2, 0]])
    expect(found.wilson.low[1]).toBe(wilsonInterval(2, 3).low)
    expect(found.bayesian.high[1]).toBe(bayesianInterval(2, 3).high)
  })

  it('says nothing of those who did no gold task', () => {
    const { wilson, bayesian, responses } = goldAccuracy(crowd(rows), { gold: new Map() })
    expect([responses[0], wilson.mean[0], wilson.low[0], wilson.high[0]]).toEqual([0, 0, 0, 1])
    expect(bayesian.mean[0]).toBe(0.5)
    expect(goldAccuracy(empty, { gold: truth }).workers).toEqual([])
    expect(() => goldAccuracy(empty, { gold: truth, prior: { right: -1, wrong: 1 } })).toThrow('prior.right')
  })
})

describe('confusion table', () => {
  it('says what was taken for what, by responses or by answers', () => {
    const ofResponses = confusionTable(crowd(rows), truth)
    expect(ofResponses).toEqual({ labels: ['a', 'b', 'c'], counts: Float64Array.from([3, 2, 1, 0, 2, 0, 0, 0, 0]), tasks: 3 })
    const ofVotes = confusionTable(majorityVote(crowd(rows)), truth)
    const third = expect.closeTo(1 / 3, 12) as number
    expect([...ofVotes.counts]).toEqual([expect.closeTo(4 / 3, 12), third, third, 0, 1, 0, 0, 0, 0])
    expect(confusionTable(empty, truth)).toEqual({ labels: [], counts: new Float64Array(0), tasks: 0 })
    expect(() => confusionTable(crowd(rows), truth, { maxCells: 4 })).toThrow('maxCells')
  })

  it('has a row for a truth that nobody gave, and on its diagonal what accuracy counts', () => {
    fc.assert(
      fc.property(smallRows, (some) => {
        const known = new Map([
          ['t0', 'a'],
          ['t1', 'b'],
          ['t2', 'never'],
        ])
        const votes = majorityVote(crowd(some))
        const { labels, counts, tasks } = confusionTable(votes, known)
        const { correct, tasks: judged } = accuracy(votes, known)
        expect(labels.reduce((sum, _, k) => sum + counts[k * labels.length + k]!, 0)).toBeCloseTo(correct, 9)
        expect([tasks, counts.reduce((sum, each) => sum + each, 0)]).toEqual([judged, expect.closeTo(judged, 9)])
      }),
      { numRuns: 1000 },
    )
  })
})

describe('entropy', () => {
  it('is 0 where all say the same, ln K where all differ', () => {
    expect([...labelEntropy(crowd(rows)).each]).toEqual([
      expect.closeTo(Math.log(3) - (2 / 3) * Math.LN2, 12),
      0,
      expect.closeTo(Math.log(3), 12),
      0,
    ])
    expect(labelEntropy(crowd(rows), { skills: [1, 1, 1] })).toEqual(labelEntropy(crowd(rows)))
    // One who knows nothing of three labels says each with a third.
    const mixed = labelEntropy(crowd(rowsOf(['abc', 'a..'])), { skills: [1 / 3, 1, 1] })
    expect(mixed.each[1]).toBeCloseTo(Math.log(3), 12)
    expect(labelEntropy(empty)).toEqual({ mean: null, each: new Float64Array(0) })
    expect(labelEntropy(crowd(rowsOf(['a'])), { skills: [0] }).mean).toBe(0)
    expect(() => labelEntropy(crowd(rows), { skills: [1] })).toThrow('Option skills')
    expect(() => labelEntropy(crowd(rows), { skills: [1, Number.NaN, 1] })).toThrow('Option skills')
  })
})

describe('consistency', () => {
  it('is the probability of the answer under the skills', () => {
    const two = crowd(rowsOf(['aab', 'ab.', 'cc.']))
    const { perTask, mean } = consistency(two, majorityVote(two), { skills: [0.8, 0.6, 0.5] })
    const [a, b, c] = [0.8 * 0.6 * 0.25, 0.1 * 0.2 * 0.5, 0.1 * 0.2 * 0.25]
    expect(perTask[0]).toBeCloseTo(a / (a + b + c), 12)
    // a tie: the mean of 0.16 and 0.06 of 0.16 + 0.06 + 0.02
    expect(perTask[1]).toBeCloseTo(0.11 / 0.24, 12)
    expect(mean).toBeCloseTo(perTask.reduce<number>((sum, each) => sum + each!, 0) / 3, 12)
  })

  it('is defined for the infallible who differ, and for tasks with thousands of responses', () => {
    const split = crowd(rowsOf(['ab']))
    expect(consistency(split, majorityVote(split), { skills: [1, 1] }).mean).toBe(0.5)
    const many = crowd(Array.from({ length: 3000 }, (_, n) => ({ task: 't', worker: `w${n}`, label: n % 3 === 0 ? 'b' : 'a' })))
    expect(consistency(many, majorityVote(many), { skills: new Float64Array(3000).fill(0.6) }).mean).toBeCloseTo(1, 9)
    expect(consistency(empty, majorityVote(empty))).toEqual({ mean: null, perTask: [] })
  })
})

describe('item difficulty', () => {
  it('is the share of wrong responses, also against what the workers do elsewhere', () => {
    const built = crowd(rowsOf(['aaab', 'aaab', 'aaab', 'bbba']))
    const all = new Map(['t0', 't1', 't2', 't3'].map((task) => [task, 'a']))
    const { difficulty, excess, discrimination } = itemDifficulty(built, all)
    expect(difficulty).toEqual([0.25, 0.25, 0.25, 0.75])
    expect(excess[3]).toBeCloseTo(0.5, 12) // elsewhere they are right in three of four cases, here in one
    expect(discrimination[3]).toBeCloseTo(-1, 12) // who is always right elsewhere is wrong here
    expect(discrimination[0]).toBeCloseTo(1, 12)
  })

  it('is null where there is nothing to compare', () => {
    expect(itemDifficulty(crowd(rowsOf(['ab'])), new Map([['t0', 'a']]))).toMatchObject({
      difficulty: [0.5],
      excess: [null],
      discrimination: [null],
    })
    expect(itemDifficulty(crowd(rows), new Map()).difficulty).toEqual([null, null, null, null])
    expect(itemDifficulty(empty, new Map())).toEqual({ tasks: [], difficulty: [], excess: [], discrimination: [] })
  })
})

describe('responses needed', () => {
  it('follow from the binomial distribution, for two classes', () => {
    // 5 responses at 0.7: P(at least 3) = 0.83692; 3 give 0.784
    expect(responsesNeeded({ accuracy: 0.7, certainty: 0.83 })).toEqual({ responses: 5, certainty: expect.closeTo(0.83692, 10) as number })
    expect(responsesNeeded({ accuracy: 0.7, certainty: 0.784 }).responses).toBe(3)
    expect(responsesNeeded({ accuracy: 0.95, certainty: 0.9 }).responses).toBe(1)
    expect(responsesNeeded({ accuracy: 0.51, certainty: 0.99, maximum: 150 })).toEqual({
      responses: null,
      certainty: expect.closeTo(0.596, 2) as number,
    })
    expect(responsesNeeded({ accuracy: 0.000_002, certainty: 0.5, classes: 1_000_000, maximum: 150 }).certainty).toBeLessThan(0.5)
  })

  it('agree with drawing, for more classes', () => {
    const random = randomFrom(11)
    for (const [classes, accuracyOfEach, maximum] of [
      [3, 0.5, 4],
      [5, 0.4, 7],
      [10, 0.3, 6],
    ] as const) {
      const { responses, certainty } = responsesNeeded({ accuracy: accuracyOfEach, certainty: 0.999_999, classes, maximum })
      expect(responses).toBeNull()
      let right = 0
      for (let n = 0; n < 40_000; n++) {
        const votes = new Int32Array(classes)
        for (let r = 0; r < maximum; r++) votes[random() < accuracyOfEach ? 0 : 1 + Math.floor(random() * (classes - 1))]!++
        const most = Math.max(...votes)
        if (votes[0] === most) right += 1 / votes.filter((each) => each === most).length
      }
      expect(Math.abs(right / 40_000 - certainty)).toBeLessThan(0.01)
    }
  })

  it('are refused for figures that cannot be', () => {
    expect(() => responsesNeeded({ accuracy: 0.5, certainty: 0.9 })).toThrow('accuracy')
    expect(() => responsesNeeded({ accuracy: 0.9, certainty: 1 })).toThrow('certainty')
    expect(() => responsesNeeded({ accuracy: 0.9, certainty: 0.9, classes: 1 })).toThrow('classes')
    expect(() => responsesNeeded({ accuracy: 0.9, certainty: 0.9, maximum: 151 })).toThrow('maximum')
  })
})

describe('every figure', () => {
  it('is the same for each task and worker when a stranger does another task', () => {
    fc.assert(
      fc.property(smallRows, (some) => {
        const [before, after] = [some, [...some, { task: 'elsewhere', worker: 'stranger', label: 'a' }]].map((each) => {
          const built = crowd(each)
          const votes = majorityVote(built)
          const { difficulty, excess, discrimination } = itemDifficulty(built, votes)
          const size = crowd(some).tasks.length
          const lists = [labelEntropy(built).each, difficulty, excess, discrimination, accuracyOnAggregates(built, votes).perTask]
          return lists.map((list) => Array.from(list, (figure) => figure).slice(0, size))
        })
        expect(after).toEqual(before)
      }),
      { numRuns: 1000 },
    )
  })

  const figures = (some: readonly Response[]) => {
    const built = crowd(some)
    const votes = majorityVote(built)
    const byId = (ids: readonly string[], values: ArrayLike<number | null>) =>
      ids.map((id, n) => [id, values[n] ?? null] as const).toSorted((a, b) => (a[0] < b[0] ? -1 : 1))
    const { difficulty, excess } = itemDifficulty(built, votes)
    return [
      ...byId(built.tasks, labelEntropy(built).each),
      ...byId(built.workers, labelEntropy(built, { by: 'worker' }).each),
      ...byId(built.tasks, consistency(built, votes).perTask),
      ...byId(built.workers, accuracyOnAggregates(built, votes).perWorker),
      ...byId(built.tasks, difficulty),
      ...byId(built.tasks, excess),
    ]
  }
  const close = (one: ReturnType<typeof figures>, other: ReturnType<typeof figures>) => {
    expect(other.map(([id]) => id)).toEqual(one.map(([id]) => id))
    for (const [n, [, value]] of one.entries()) {
      expect(value === null || Number.isFinite(value)).toBe(true)
      if (value === null) expect(other[n]![1]).toBeNull()
      else expect(other[n]![1]).toBeCloseTo(value, 9)
    }
  }

  it('is finite, and the same whatever the order of rows and the names of labels', () => {
    fc.assert(
      fc.property(smallRows, (some) => {
        close(figures(some), figures(some.toReversed()))
        close(figures(some), figures(some.map((row) => ({ ...row, label: { a: 'z', b: 'a', c: 'y' }[row.label]! }))))
      }),
      { numRuns: 1000 },
    )
  })
})
