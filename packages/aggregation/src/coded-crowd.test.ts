import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codedCrowd } from './coded-crowd.ts'
import { crowd } from './crowd.ts'

const [tasks, workers, labels] = [
  ['t0', 't1', 't2'],
  ['ann', 'bob'],
  ['x', 'y', 'z'],
] as const
const rows = fc.array(fc.tuple(fc.nat(2), fc.nat(1), fc.nat(2)), { maxLength: 20 })

describe('codedCrowd', () => {
  it('gives the crowd that the same responses give as strings', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('last' as const, 'all' as const), (codes, repeats) => {
        const column = (at: 0 | 1 | 2) => Int32Array.from(codes, (code) => code[at])
        const coded = codedCrowd({ task: column(0), worker: column(1), label: column(2), tasks, workers, labels }, { repeats })
        const spelt = codes.map(([t, w, l]) => ({ task: tasks[t]!, worker: workers[w]!, label: labels[l]! }))
        expect(coded).toEqual(crowd(spelt, { repeats }))
      }),
      { numRuns: 1000 },
    )
  })

  it('refuses numbers that stand for nothing or for two, and columns of different lengths', () => {
    const one = Int32Array.of(0)
    const columns = { task: one, worker: one, label: one, tasks: ['t'], workers: ['w'], labels: ['l'] }
    const refusal = (kind: string): unknown => expect.objectContaining({ refusal: expect.objectContaining({ kind }) })
    expect(() => codedCrowd({ ...columns, task: Int32Array.of(1) })).toThrow(refusal('missing_id'))
    expect(() => codedCrowd({ ...columns, worker: Int32Array.of(-1) })).toThrow(refusal('missing_id'))
    expect(() => codedCrowd({ ...columns, labels: [''] })).toThrow(refusal('missing_id'))
    expect(() => codedCrowd({ ...columns, tasks: ['t', 't'] })).toThrow(refusal('missing_id'))
    expect(() => codedCrowd({ ...columns, label: Int32Array.of(0, 0) })).toThrow(refusal('unequal_columns'))
  })
})
