import { describe, expect, it } from 'vitest'
import { agreement } from './agreement.ts'
import { crowd } from './crowd.ts'

const given = (task: string, labels: string) => Array.from(labels, (label, n) => ({ task, worker: `w${n}`, label }))

describe('agreement', () => {
  it('is the share of pairs of responses that agree, averaged over tasks', () => {
    const { mean, perTask, tasks } = agreement(crowd([...given('t1', 'aab'), ...given('t2', 'bb'), ...given('t3', 'aabb')]))
    expect(perTask).toEqual([1 / 3, 1, 1 / 3])
    expect(mean).toBeCloseTo(5 / 9, 15)
    expect(tasks).toBe(3)
  })

  it('leaves out tasks with one response', () => {
    expect(agreement(crowd([...given('t1', 'a'), ...given('t2', 'ab')]))).toEqual({ mean: 0, tasks: 1, perTask: [null, 0] })
  })

  it('has no mean when no task has two responses', () => {
    expect(agreement(crowd(given('t1', 'a')))).toEqual({ mean: null, tasks: 0, perTask: [null] })
    expect(agreement(crowd([]))).toEqual({ mean: null, tasks: 0, perTask: [] })
  })
})
