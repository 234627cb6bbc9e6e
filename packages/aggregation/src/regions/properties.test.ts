import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf, type ResponseOf } from '../responses.ts'
import { halvesOf, twice } from '../testing/small-crowds.ts'
import { polygons, type Polygon } from './polygons.ts'

const runs = { numRuns: 1000 }
const polygon = fc
  .record({
    x: fc.integer({ min: 0, max: 20 }),
    y: fc.integer({ min: 0, max: 20 }),
    width: fc.integer({ min: 5, max: 15 }),
    height: fc.integer({ min: 5, max: 15 }),
    label: fc.constantFrom('leaf', 'stem', undefined),
  })
  .map(({ x, y, width, height, label }): Polygon => ({
    points: [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x + width / 4, y + height / 2],
    ],
    ...(label === undefined ? {} : { label }),
  }))
type Row = ResponseOf<readonly Polygon[]>
const row = fc.record({
  task: fc.constantFrom('t1', 't2'),
  worker: fc.constantFrom('ann', 'bob', 'cy'),
  value: fc.array(polygon, { maxLength: 2 }),
})
const rows = fc.uniqueArray(row, { selector: (each) => `${each.task} ${each.worker}`, maxLength: 5 })

/** What was found in each picture, in an order that hangs on nothing else. Presence and agreement are sums: their last digits are left out. */
function foundIn(given: readonly Row[]): Map<string, string[]> {
  const { tasks, start, polygons: found } = polygons(responsesOf(given), { resolution: 16 })
  const lines = (t: number) =>
    found.slice(start[t], start[t + 1]).map(({ presence, ...each }) => JSON.stringify({ ...each, presence: presence.toFixed(5) }))
  return new Map(tasks.map((task, t) => [task, lines(t).toSorted()]))
}

/** What it learnt of each worker. */
function learntOf(given: readonly Row[]): Map<string, string> {
  const { workers, workerParameters } = polygons(responsesOf(given), { resolution: 16 })
  return new Map(workers.map((worker, w) => [worker, workerParameters.overlap.mean[w]!.toFixed(5)]))
}

describe('polygons', () => {
  it('follows a renaming of pictures, workers and labels', () => {
    const names: Record<string, string> = { ann: 'zoe', bob: 'abe', cy: 'kim', t1: 'u9', t2: 'a0', leaf: 'stem', stem: 'leaf' }
    const rename = (id: string) => names[id]!
    fc.assert(
      fc.property(rows, (given) => {
        const renamed = given.map(({ task, worker, value }) => ({
          task: rename(task),
          worker: rename(worker),
          value: value.map(({ label, ...each }) => ({ ...each, ...(label === undefined ? {} : { label: rename(label) }) })),
        }))
        const swapped = (line: string) => line.replaceAll('"leaf"', '"?"').replaceAll('"stem"', '"leaf"').replaceAll('"?"', '"stem"')
        const tiesInOrder = (lines: readonly string[]) => lines.map(inOrder).toSorted()
        const expected = new Map(Array.from(foundIn(given), ([task, lines]) => [rename(task), tiesInOrder(lines.map(swapped))]))
        const actual = new Map(Array.from(foundIn(renamed), ([task, lines]) => [task, tiesInOrder(lines)]))
        expect(actual).toEqual(expected)
        expect(learntOf(renamed)).toEqual(new Map(Array.from(learntOf(given), ([worker, mean]) => [rename(worker), mean])))
      }),
      runs,
    )
  })

  it('finds the same in both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const both = twice(given)
        const [first, second] = halvesOf(foundIn(both))
        expect(second).toEqual(first)
        const [own, others] = halvesOf(learntOf(both))
        expect(others).toEqual(own)
      }),
      runs,
    )
  })
})

/** Labels that tie are listed by name: their order follows the names. */
function inOrder(line: string): string {
  const { tied, ...rest } = JSON.parse(line) as { tied?: string[] }
  return JSON.stringify(tied === undefined ? rest : { ...rest, tied: tied.toSorted() })
}
