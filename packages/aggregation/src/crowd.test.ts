import { describe, expect, it } from 'vitest'
import { AggregationError, type AggregationRefusal } from './aggregation-error.ts'
import { crowd, crowdBuilder, type Crowd, type Response } from './crowd.ts'

const rows: Response[] = [
  { task: 't1', worker: 'ann', label: 'cat' },
  { task: 't2', worker: 'bob', label: 'dog' },
  { task: 't1', worker: 'bob', label: 'dog' },
  { task: 't2', worker: 'ann', label: 'cat' },
]

function read({ tasks, workers, labels, byTask }: Crowd): string[] {
  return tasks.flatMap((task, t) =>
    Array.from({ length: byTask.start[t + 1]! - byTask.start[t]! }, (_, n) => {
      const i = byTask.start[t]! + n
      return `${task} ${workers[byTask.worker[i]!]} ${labels[byTask.label[i]!]}`
    }),
  )
}

function refusal(act: () => unknown): AggregationRefusal {
  try {
    act()
  } catch (error) {
    if (error instanceof AggregationError) return error.refusal
    throw error
  }
  throw new Error('nothing was refused')
}

describe('crowd', () => {
  it('numbers tasks, workers and labels in the order in which they first appear', () => {
    const { tasks, workers, labels } = crowd(rows)
    expect({ tasks, workers, labels }).toEqual({ tasks: ['t1', 't2'], workers: ['ann', 'bob'], labels: ['cat', 'dog'] })
  })

  it('finds the responses of a task and those of a worker', () => {
    const built = crowd(rows)
    expect(read(built)).toEqual(['t1 ann cat', 't1 bob dog', 't2 bob dog', 't2 ann cat'])
    expect([...built.byWorker.start]).toEqual([0, 2, 4])
    expect([...built.byWorker.task]).toEqual([0, 1, 0, 1])
    expect([...built.byWorker.label]).toEqual([0, 0, 1, 1])
  })

  it('reads columns, generators and one-at-a-time input alike', () => {
    const columns = { task: rows.map((r) => r.task), worker: rows.map((r) => r.worker), label: rows.map((r) => r.label) }
    const builder = crowdBuilder()
    for (const { task, worker, label } of rows) builder.add(task, worker, label)
    expect(crowd(columns)).toEqual(crowd(rows))
    expect(crowd(new Set(rows).values())).toEqual(crowd(rows))
    expect(builder.build()).toEqual(crowd(rows))
  })

  it('lets the last of a repeated pair win, and says how many rows it replaced', () => {
    const built = crowd([...rows, { task: 't1', worker: 'ann', label: 'dog' }, { task: 't1', worker: 'ann', label: 'fox' }])
    expect(read(built)).toEqual(['t1 ann fox', 't1 bob dog', 't2 bob dog', 't2 ann cat'])
    expect(built).toMatchObject({ size: 4, replaced: 2 })
  })

  it('forgets a label that only replaced rows had', () => {
    const built = crowd([{ task: 't1', worker: 'ann', label: 'slip' }, ...rows])
    expect(built).toEqual({ ...crowd(rows), replaced: 1 })
  })

  it('counts every row of a repeated pair when asked to', () => {
    const built = crowd([...rows, rows[0]!], { repeats: 'all' })
    expect(read(built)).toEqual(['t1 ann cat', 't1 bob dog', 't1 ann cat', 't2 bob dog', 't2 ann cat'])
    expect(built).toMatchObject({ size: 5, replaced: 0 })
  })

  it('keeps ids apart that differ by case, spaces or Unicode normalisation', () => {
    const ids = ['é', 'e\u0301', 'É', ' é']
    expect(crowd(ids.map((worker) => ({ task: 't', worker, label: 'a' }))).workers).toEqual(ids)
  })

  it('keeps ids that are names of object properties', () => {
    const id = '__proto__'
    expect(crowd([{ task: id, worker: id, label: id }])).toMatchObject({ tasks: [id], workers: [id], labels: [id], size: 1 })
  })

  it('accepts no responses', () => {
    expect(crowd([])).toMatchObject({ tasks: [], workers: [], labels: [], size: 0, replaced: 0 })
  })

  it.each(['task', 'worker', 'label'] as const)('refuses an empty, absent or numeric %s and names the row', (column) => {
    for (const id of ['', undefined, null, 7, Number.NaN]) {
      const bad = { ...rows[2]!, [column]: id }
      expect(refusal(() => crowd([rows[0]!, rows[1]!, bad]))).toEqual({ kind: 'missing_id', column, row: 2 })
    }
  })

  it('keeps nothing of a row that it refused', () => {
    const builder = crowdBuilder()
    expect(refusal(() => builder.add('t9', 'ann', ''))).toMatchObject({ kind: 'missing_id' })
    builder.add('t1', 'ann', 'cat')
    expect(builder.build()).toEqual(crowd([rows[0]!]))
  })

  it('refuses columns of different lengths', () => {
    const act = () => crowd({ task: ['t1'], worker: ['ann', 'bob'], label: [] })
    expect(refusal(act)).toEqual({ kind: 'unequal_columns', task: 1, worker: 2, label: 0 })
    expect(act).toThrow('Columns differ in length: task 1, worker 2, label 0.')
  })
})
