import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Crowd } from '../crowd.ts'
import { majorityVote } from '../majority-vote.ts'
import { ibcc } from './ibcc.ts'
import { responsesOf, type ResponseOf } from '../responses.ts'
import { halvesOf, twice } from '../testing/small-crowds.ts'
import { HAS, multiLabel } from './multi-label.ts'

const sets = fc.uniqueArray(
  fc.record({
    task: fc.constantFrom('t1', 't2', 't3'),
    worker: fc.constantFrom('ann', 'bob', 'cy'),
    value: fc.uniqueArray(fc.constantFrom('cat', 'dog', 'car'), { maxLength: 3 }),
  }),
  { selector: ({ task, worker }) => `${task} ${worker}`, maxLength: 9 },
)

/** A few steps: what must hold at the end must hold on the way. */
const quickly = (asked: Crowd) => ibcc(asked, { maxIterations: 3 })

function chosen({ tasks, labels, has }: ReturnType<typeof multiLabel>): Map<string, string[]> {
  return new Map(
    tasks.map((task, t) => [task, Array.from(has.label.subarray(has.start[t], has.start[t + 1]), (l) => labels[l]!).toSorted()]),
  )
}

// a machine that others use may stand still for seconds
describe('multiLabel', { timeout: 120_000 }, () => {
  it('refuses a table above the limit', () => {
    const seen = responsesOf([{ task: 't', worker: 'ann', value: ['a', 'b', 'c'] }])
    expect(() => multiLabel(seen, majorityVote, { maxCells: 2 })).toThrow('would need 3 cells; the limit is 2')
  })

  it('keeps the labels that more than half of a task’s workers gave, whatever the order of rows', () => {
    const shuffled = sets.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })))
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        const result = chosen(multiLabel(responsesOf(rows), majorityVote))
        expect(chosen(multiLabel(responsesOf(other), majorityVote))).toEqual(result)
        for (const [task, labels] of result) {
          const own = rows.filter((row) => row.task === task)
          const half = (label: string) => own.filter((row) => row.value.some((given) => given === label)).length > own.length / 2
          expect(labels).toEqual(['car', 'cat', 'dog'].filter(half))
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('follows a renaming of tasks, workers and labels', () => {
    const names: Record<string, string> = { cat: 'zebra', dog: 'yak', car: 'bus' }
    fc.assert(
      fc.property(sets, (rows) => {
        const renamed = rows.map(({ task, worker, value }) => ({
          task: `9${task}`,
          worker: `9${worker}`,
          value: value.map((label) => names[label]!),
        }))
        const expected = Array.from(chosen(multiLabel(responsesOf(rows), quickly)), ([task, labels]) => {
          return [`9${task}`, labels.map((label) => names[label]!).toSorted()] as const
        })
        expect(chosen(multiLabel(responsesOf(renamed), quickly))).toEqual(new Map(expected))
      }),
      { numRuns: 1000 },
    )
  })

  it('believes the same of both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(sets, (rows) => {
        const [first, second] = halvesOf(chosen(multiLabel(responsesOf(twice(rows)), quickly)))
        expect(second).toEqual(first)
      }),
      { numRuns: 1000 },
    )
  })

  it('is unmoved, by votes, by somebody who answered nothing but a task of their own', () => {
    fc.assert(
      fc.property(sets, (rows) => {
        const more = chosen(multiLabel(responsesOf([...rows, { task: 'own', worker: 'own', value: ['cat'] }]), majorityVote))
        more.delete('own')
        expect(more).toEqual(chosen(multiLabel(responsesOf(rows), majorityVote)))
      }),
      { numRuns: 1000 },
    )
  })

  it('takes any method, with gold by label, and gives probabilities', () => {
    const rows: ResponseOf<string[]>[] = ['ann', 'bob', 'cy'].map((worker, n) => ({
      task: 't',
      worker,
      value: n === 0 ? ['cat', 'dog'] : ['cat'],
    }))
    const result = multiLabel(responsesOf(rows), (crowd, label) => ibcc(crowd, { gold: new Map(label === 'dog' ? [['t', HAS]] : []) }))
    expect(chosen(result)).toEqual(new Map([['t', ['cat', 'dog']]]))
    expect(result.probabilities[result.labels.indexOf('dog')]).toBe(1)
    expect(result.probabilities[result.labels.indexOf('cat')]).toBeGreaterThan(0.5)
  })

  it('reports ties, takes empty sets for a no to everything, and refuses empty labels', () => {
    const tie = multiLabel(
      responsesOf<string[]>([
        { task: 't', worker: 'ann', value: ['cat'] },
        { task: 't', worker: 'bob', value: [] },
      ]),
      majorityVote,
    )
    expect([...tie.has.label]).toEqual([])
    expect([...tie.tied.label]).toEqual([0])
    expect(tie.probabilities[0]).toBe(0.5)
    expect(multiLabel(responsesOf([{ task: 't', worker: 'ann', value: [] }]), majorityVote).labels).toEqual([])
    expect(() => multiLabel(responsesOf([{ task: 't', worker: 'ann', value: [''] }]), majorityVote)).toThrow(
      /of worker ann to task t must be a list of labels/,
    )
  })
})
