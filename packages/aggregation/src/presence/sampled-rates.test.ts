import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf, type ResponseOf } from '../responses.ts'
import { halvesOf, randomFrom, twice } from '../testing/small-crowds.ts'
import { sampledRates } from './sampled-rates.ts'

/** A response is a list of numbers, each of a thing. */
type Row = ResponseOf<readonly number[]>

function ratesOf(rows: readonly Row[], draws?: number) {
  const responses = responsesOf(rows)
  const { tasks, workers, byTask } = responses
  const [task, start, worker] = [[] as number[], [0], [] as number[]]
  for (const t of tasks.keys()) {
    const own = Array.from({ length: byTask.start[t + 1]! - byTask.start[t]! }, (_, n) => byTask.start[t]! + n)
    const things = new Set(own.flatMap((i) => byTask.value[i]!))
    for (const thing of [...things].toSorted((a, b) => a - b)) {
      task.push(t)
      for (const i of own) if (byTask.value[i]!.includes(thing)) worker.push(byTask.worker[i]!)
      start.push(worker.length)
    }
  }
  const candidates = { task: Int32Array.from(task), start: Int32Array.from(start), worker: Int32Array.from(worker) }
  return { workers, ...sampledRates(candidates, byTask, responses, draws) }
}

/** Few draws: what holds of all draws holds of these. */
function figuresOf(rows: readonly Row[]): Map<string, string> {
  const { workers, hits, falseAlarms } = ratesOf(rows, 24)
  const figures = (w: number) =>
    [hits, falseAlarms].flatMap(({ mean, low, high }) => [mean[w]!, low[w]!, high[w]!].map((x) => x.toFixed(9)))
  return new Map(workers.map((worker, w) => [worker, figures(w).join(' ')]))
}

const row = fc.record({
  task: fc.constantFrom('t1', 't2', 't3'),
  worker: fc.constantFrom('ann', 'bob', 'cy', 'di'),
  value: fc.uniqueArray(fc.nat(5), { maxLength: 4 }),
})
const crowds = fc.uniqueArray(row, { selector: ({ task, worker }) => `${task} ${worker}`, maxLength: 10 })
const runs = { numRuns: 1000 }

interface Shape {
  readonly tasks: number
  readonly workers: number
  readonly redundancy: number
  readonly least: number
}

/** Of up to ten things per task those that are there, each marked as often as `chance` says, and things from 100 on that are not. */
function generated(seed: number, { tasks, workers, redundancy, least }: Shape) {
  const random = randomFrom(seed)
  const chance = Array.from({ length: workers }, () => least + (0.95 - least) * random())
  const alarms = Array.from({ length: workers }, () => 1.2 * random() ** 2)
  let [invented, there] = [100, 0]
  const rows = Array.from({ length: tasks }, (_, t): Row[] => {
    const things = Array.from({ length: 10 }, (_none, n) => n).filter(() => random() < 0.5)
    there += things.length
    const team = new Set<number>()
    while (team.size < redundancy) team.add(Math.floor(random() * workers))
    return Array.from(team, (who) => {
      const wrong = Array.from({ length: Math.floor(alarms[who]! + random()) }, () => invented++)
      return { task: `t${t}`, worker: `${who}`, value: [...things.filter(() => random() < chance[who]!), ...wrong] }
    })
  }).flat()
  return { rows, chance, alarms: alarms.map((each) => (each * tasks) / there) }
}

describe('rates of those who mark', () => {
  it.each<Shape>([
    { tasks: 100, workers: 20, redundancy: 3, least: 0.5 },
    { tasks: 100, workers: 20, redundancy: 3, least: 0.3 },
    { tasks: 60, workers: 10, redundancy: 5, least: 0.5 },
    { tasks: 100, workers: 40, redundancy: 3, least: 0.7 },
  ])('are in their intervals nine times in ten: %o', { timeout: 120_000 }, (shape) => {
    let [hitsHeld, alarmsHeld, all, off] = [0, 0, 0, 0]
    for (let seed = 1; seed <= 15; seed++) {
      const { rows, chance, alarms } = generated(seed, shape)
      const { workers, hits, falseAlarms } = ratesOf(rows)
      for (const [w, worker] of workers.entries()) {
        const [hit, alarm] = [chance[Number(worker)]!, alarms[Number(worker)]!]
        if (hits.low[w]! <= hit && hit <= hits.high[w]!) hitsHeld++
        if (falseAlarms.low[w]! <= alarm && alarm <= falseAlarms.high[w]!) alarmsHeld++
        off += hits.mean[w]! - hit
        all++
      }
    }
    // Of 150 to 600 workers; what marks that nobody made would move is far outside.
    expect(hitsHeld / all).toBeGreaterThan(0.85)
    expect(hitsHeld / all).toBeLessThan(0.95)
    expect(alarmsHeld / all).toBeGreaterThan(0.82)
    expect(Math.abs(off / all)).toBeLessThan(0.02)
  })

  it('do not depend on the order of rows', () => {
    const shuffled = crowds.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
    )
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        const [one, two] = [figuresOf(rows), figuresOf(other)]
        for (const [worker, figures] of one) expect(two.get(worker)).toBe(figures)
      }),
      runs,
    )
  })

  it('follow a renaming of tasks and workers, and another order of things', () => {
    const names: Record<string, string> = { ann: 'zoe', bob: 'abe', cy: 'kim', di: 'di', t1: 'u9', t2: 'a0', t3: 'k5' }
    fc.assert(
      fc.property(crowds, (rows) => {
        const renamed = rows.map(({ task, worker, value }) => ({
          task: names[task]!,
          worker: names[worker]!,
          value: value.map((thing) => 5 - thing),
        }))
        const other = figuresOf(renamed)
        for (const [worker, figures] of figuresOf(rows)) expect(other.get(names[worker]!)).toBe(figures)
      }),
      runs,
    )
  })

  it('are the same for twins, and for both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        const [first, second] = halvesOf(figuresOf(twice(rows)))
        expect(second).toEqual(first)
      }),
      runs,
    )
    const value = [1, 2]
    const { hits } = ratesOf(['ann', 'bob', 'cy'].map((worker) => ({ task: 't', worker, value })))
    expect(new Set(hits.mean).size).toBe(1)
  })

  it('do not mind a worker who did another task alone, nor a task where nobody marked anything', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        const more = [
          { task: 'other', worker: 'far', value: [1, 2] },
          ...['ann', 'bob'].map((worker) => ({ task: 'empty', worker, value: [] })),
        ]
        const extended = figuresOf([...rows, ...more])
        for (const [worker, figures] of figuresOf(rows)) expect(extended.get(worker)).toBe(figures)
      }),
      runs,
    )
  })

  it('are numbers in their places, whatever was marked', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        const { workers, hits, falseAlarms } = ratesOf(rows, 24)
        for (const w of workers.keys()) {
          expect(0 <= hits.low[w]! && hits.low[w]! < hits.mean[w]! && hits.mean[w]! < hits.high[w]! && hits.high[w]! <= 1).toBe(true)
          const { low, mean, high } = falseAlarms
          expect(0 <= low[w]! && low[w]! < mean[w]! && mean[w]! < high[w]! && high[w]! < Infinity).toBe(true)
        }
      }),
      runs,
    )
  })

  it('say little of workers of whom nothing is seen', () => {
    const { hits, falseAlarms } = ratesOf([{ task: 't', worker: 'ann', value: [1, 2, 3] }])
    expect(hits.high[0]! - hits.low[0]!).toBeGreaterThan(0.4)
    expect(falseAlarms.high[0]! / falseAlarms.low[0]!).toBeGreaterThan(10)
    expect(ratesOf([]).hits.mean).toHaveLength(0)
  })
})
