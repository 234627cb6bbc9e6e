import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AggregationError } from './aggregation-error.ts'
import { responsesOf, type Responses } from './responses.ts'

const row = fc.record({
  task: fc.constantFrom('t1', 't2', 't3', 't4'),
  worker: fc.constantFrom('ann', 'bob', 'cy'),
  value: fc.integer(),
})
const rows = fc.array(row, { maxLength: 25 })

function byTask({ tasks, workers, byTask: { start, worker, value } }: Responses<number>) {
  return tasks.flatMap((task, t) =>
    Array.from({ length: start[t + 1]! - start[t]! }, (_, n) => ({
      task,
      worker: workers[worker[start[t]! + n]!]!,
      value: value[start[t]! + n]!,
    })),
  )
}

function byWorker({ tasks, workers, byTask: { value }, byWorker: { start, task, index } }: Responses<number>) {
  return workers.flatMap((worker, w) =>
    Array.from({ length: start[w + 1]! - start[w]! }, (_, n) => ({
      task: tasks[task[start[w]! + n]!]!,
      worker,
      value: value[index[start[w]! + n]!]!,
    })),
  )
}

const text = (list: readonly object[]) => list.map((each) => JSON.stringify(each)).toSorted()

describe('responsesOf', () => {
  it('keeps every row both ways when all repeats count', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const built = responsesOf(given, { repeats: 'all' })
        expect(text(byTask(built))).toEqual(text(given))
        expect(text(byWorker(built))).toEqual(text(given))
        expect([built.size, built.replaced]).toEqual([given.length, 0])
      }),
      { numRuns: 1000 },
    )
  })

  it("keeps each worker's last response to a task, and counts the others", () => {
    fc.assert(
      fc.property(rows, (given) => {
        const last = [...new Map(given.map((each) => [`${each.task} ${each.worker}`, each])).values()]
        const built = responsesOf(given)
        expect(text(byTask(built))).toEqual(text(last))
        expect(text(byWorker(built))).toEqual(text(last))
        expect([built.size, built.replaced]).toEqual([last.length, given.length - last.length])
      }),
      { numRuns: 1000 },
    )
  })

  it('numbers tasks and workers in the order in which they first appear', () => {
    const built = responsesOf([
      { task: 'b', worker: 'bob', value: 1 },
      { task: 'a', worker: 'Bob', value: 2 },
      { task: 'b', worker: 'ann', value: 3 },
    ])
    expect([built.tasks, built.workers]).toEqual([
      ['b', 'a'],
      ['bob', 'Bob', 'ann'],
    ])
  })

  it('is empty without rows', () => {
    const built = responsesOf<number>([])
    expect(built).toMatchObject({ tasks: [], workers: [], size: 0, replaced: 0 })
    expect([...built.byTask.start, ...built.byWorker.start]).toEqual([0, 0])
  })

  it('refuses a missing id, and says which', () => {
    const given = [
      { task: 't', worker: 'w', value: 0 },
      { task: 't', worker: '', value: 0 },
    ]
    expect(() => responsesOf(given)).toThrow(new AggregationError({ kind: 'missing_id', column: 'worker', row: 1 }))
    expect(() => responsesOf([], { repeats: 'first' as 'last' })).toThrow('Option repeats')
  })
})
