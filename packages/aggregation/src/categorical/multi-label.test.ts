import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { majorityVote } from '../majority-vote.ts'
import { ibcc } from './ibcc.ts'
import { HAS, multiLabel, type LabelSet } from './multi-label.ts'

const sets = fc.uniqueArray(
  fc.record({
    task: fc.constantFrom('t1', 't2', 't3'),
    worker: fc.constantFrom('ann', 'bob', 'cy'),
    labels: fc.uniqueArray(fc.constantFrom('cat', 'dog', 'car'), { maxLength: 3 }),
  }),
  { selector: ({ task, worker }) => `${task} ${worker}`, maxLength: 9 },
)

function chosen({ tasks, labels, has }: ReturnType<typeof multiLabel>): Map<string, string[]> {
  return new Map(
    tasks.map((task, t) => [task, Array.from(has.label.subarray(has.start[t], has.start[t + 1]), (l) => labels[l]!).toSorted()]),
  )
}

describe('multiLabel', () => {
  it('keeps the labels that more than half of a task’s workers gave, whatever the order of rows', () => {
    const shuffled = sets.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })))
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        const result = chosen(multiLabel(rows, majorityVote))
        expect(chosen(multiLabel(other, majorityVote))).toEqual(result)
        for (const [task, labels] of result) {
          const own = rows.filter((row) => row.task === task)
          const half = (label: string) => own.filter((row) => row.labels.some((given) => given === label)).length > own.length / 2
          expect(labels).toEqual(['car', 'cat', 'dog'].filter(half))
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('takes any method, with gold by label, and gives probabilities', () => {
    const rows: LabelSet[] = ['ann', 'bob', 'cy'].map((worker, n) => ({ task: 't', worker, labels: n === 0 ? ['cat', 'dog'] : ['cat'] }))
    const result = multiLabel(rows, (crowd, label) => ibcc(crowd, { gold: new Map(label === 'dog' ? [['t', HAS]] : []) }))
    expect(chosen(result)).toEqual(new Map([['t', ['cat', 'dog']]]))
    expect(result.probabilities[result.labels.indexOf('dog')]).toBe(1)
    expect(result.probabilities[result.labels.indexOf('cat')]).toBeGreaterThan(0.5)
  })

  it('reports ties, takes empty sets for a no to everything, and refuses empty labels', () => {
    const tie = multiLabel(
      [
        { task: 't', worker: 'ann', labels: ['cat'] },
        { task: 't', worker: 'bob', labels: [] },
      ],
      majorityVote,
    )
    expect([...tie.has.label]).toEqual([])
    expect([...tie.tied.label]).toEqual([0])
    expect(tie.probabilities[0]).toBe(0.5)
    expect(multiLabel([{ task: 't', worker: 'ann', labels: [] }], majorityVote).labels).toEqual([])
    expect(() => multiLabel([{ task: 't', worker: 'ann', labels: [''] }], majorityVote)).toThrow(/Row 0 has no label/)
  })
})
