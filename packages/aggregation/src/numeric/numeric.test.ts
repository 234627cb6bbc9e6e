import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf, type Responses } from '../responses.ts'
import { halvesOf, twice } from '../testing/small-crowds.ts'
import { gaussianWorkers } from './gaussian-workers.ts'
import { huberMean } from './huber-mean.ts'
import type { Estimates } from './numbers.ts'
import { numericMedian } from './numeric-median.ts'

interface Row {
  readonly task: string
  readonly worker: string
  readonly value: number
}

const row = fc.record({
  task: fc.constantFrom('t1', 't2', 't3', 't4'),
  worker: fc.constantFrom('ann', 'bob', 'cy', 'dee'),
  value: fc.integer({ min: -20, max: 20 }),
})
const rows = fc.uniqueArray(row, { selector: (each) => `${each.task} ${each.worker}`, maxLength: 14 })
// A fixed number of steps: where there is little to learn, variational Bayes creeps.
const methods = {
  numericMedian,
  huberMean,
  gaussianWorkers: (given: Responses<number>) => gaussianWorkers(given, { tolerance: -1, maxIterations: 25 }),
}
const valuesOf = ({ tasks, values }: Estimates) => new Map(tasks.map((task, t) => [task, values[t]!]))

function expectSameValues(actual: ReadonlyMap<string, number>, expected: ReadonlyMap<string, number>, within: number) {
  expect([...actual.keys()].toSorted()).toEqual([...expected.keys()].toSorted())
  for (const [task, value] of actual) expect(Math.abs(value - expected.get(task)!)).toBeLessThan(within)
}

describe.each(['numericMedian', 'huberMean', 'gaussianWorkers'] as const)('%s', (name) => {
  const method = (given: readonly Row[]) => methods[name](responsesOf(given))
  const within = 1e-6

  it('does not depend on the order of rows, and follows a renaming', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        const renamed = other.map((each) => ({ ...each, worker: `9${each.worker}`, task: each.task.replace('t', 'task ') }))
        const expected = new Map(Array.from(valuesOf(method(given)), ([task, value]) => [task.replace('t', 'task '), value]))
        expectSameValues(valuesOf(method(renamed)), expected, within)
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the same in both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const [first, second] = halvesOf(valuesOf(method(twice(given))))
        expectSameValues(second, first, within)
      }),
      { numRuns: 1000 },
    )
  })

  it('moves with its unit: another zero and another scale give the same answer', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const moved = given.map((each) => ({ ...each, value: 3 * each.value + 40 }))
        const expected = new Map(Array.from(valuesOf(method(given)), ([task, value]) => [task, 3 * value + 40]))
        expectSameValues(valuesOf(method(moved)), expected, 3 * within)
      }),
      { numRuns: 1000 },
    )
  })

  it('stays among the responses, and is finite', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const [low, high] = [Math.min(...given.map(({ value }) => value)), Math.max(...given.map(({ value }) => value))]
        // Biases may carry a value a little beyond what anybody said.
        const beyond = name === 'gaussianWorkers' ? high - low : 1e-9
        for (const value of valuesOf(method(given)).values()) {
          expect(value).toBeGreaterThanOrEqual(low - beyond)
          expect(value).toBeLessThanOrEqual(high + beyond)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('is what everybody says when all say the same, and of no responses nothing', () => {
    const same = ['ann', 'bob', 'cy'].map((worker) => ({ task: 't', worker, value: 7 }))
    expect([...method(same).values]).toEqual([7])
    expect([...method(same.slice(1, 2)).values]).toEqual([7])
    expect(method([])).toMatchObject({ tasks: [], values: new Float64Array(0) })
  })

  it('refuses what is not a finite number, and says whose it is', () => {
    for (const value of [Number.NaN, Infinity, -Infinity, 1e200, undefined as unknown as number]) {
      expect(() => method([{ task: 't', worker: 'ann', value }])).toThrow('worker ann to task t')
    }
  })
})

const told = (...values: number[]) => responsesOf(values.map((value, n) => ({ task: 't', worker: `w${n}`, value })))

describe('numericMedian', () => {
  it('is the same when the whole crowd is there twice, and whatever a worker says of another task', () => {
    fc.assert(
      fc.property(rows, fc.integer(), (given, value) => {
        const expected = valuesOf(numericMedian(responsesOf(given)))
        const repeated = [...given, ...given.map((each) => ({ ...each, worker: `${each.worker} again` }))]
        expect(valuesOf(numericMedian(responsesOf(repeated)))).toEqual(expected)
        const more = valuesOf(numericMedian(responsesOf([...given, { task: 'other', worker: 'far', value }])))
        expect(more).toEqual(expected.set('other', value))
      }),
      { numRuns: 1000 },
    )
  })

  it('reports both middles of a tie', () => {
    const { values, lower, upper, deviation } = numericMedian(told(9, 1, 3, 5))
    expect([values[0], lower[0], upper[0], deviation[0]]).toEqual([4, 3, 5, 2])
  })
})

describe('huberMean', () => {
  it('is the mean where nothing stands out, and holds one far response back', () => {
    expect(huberMean(told(1, 2, 3, 4, 5)).values[0]).toBeCloseTo(3, 9)
    expect(huberMean(told(1, 2, 3, 4, 5, 1000)).values[0]).toBeLessThan(4.5)
    expect(huberMean(told(1, 2, 3, 4, 5, 1000), { bend: Infinity }).values[0]).toBeCloseTo(1015 / 6, 6)
  })
  it('refuses a bend that makes no sense', () => {
    expect(() => huberMean(told(1), { bend: 0 })).toThrow('Option bend')
  })
})

describe('gaussianWorkers', () => {
  // Three workers see 60 numbers: one is 10 too high, one is coarse, one is right. The errors repeat, and are no chance.
  const noise = (n: number) => ((n * 7919) % 101) / 50 - 1
  const judged = Array.from({ length: 60 }, (_, n) => n).flatMap((n) => [
    { task: `t${n}`, worker: 'high', value: n * 5 + 10 + noise(n) },
    { task: `t${n}`, worker: 'coarse', value: n * 5 + 20 * noise(n * n + 3) },
    { task: `t${n}`, worker: 'right', value: n * 5 + noise(n + 40) },
    { task: `t${n}`, worker: 'also right', value: n * 5 + noise(n + 77) },
  ])

  it('finds who is too high and who is coarse, and trusts them so', () => {
    const {
      workers,
      workerParameters: { bias, deviation },
      values,
      converged,
    } = gaussianWorkers(responsesOf(judged))
    expect([workers, converged]).toEqual([['high', 'coarse', 'right', 'also right'], true])
    expect(bias.mean[0]! - bias.mean[2]!).toBeCloseTo(10, 0)
    expect(deviation.low[1]).toBeGreaterThan(deviation.high[2]!)
    expect(Math.abs(values[30]! - values[29]! - 5)).toBeLessThan(1)
    for (const { mean, low, high } of [bias, deviation]) {
      for (const at of workers.keys()) expect([low[at]! < mean[at]!, mean[at]! < high[at]!]).toEqual([true, true])
    }
  })

  it('never lowers its bound', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { objective } = methods.gaussianWorkers(responsesOf(given))
        expect(objective.slice(1).findIndex((value, n) => !(value > objective[n]! - 1e-7))).toBe(-1)
      }),
      { numRuns: 1000 },
    )
  })
})
