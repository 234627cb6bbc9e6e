import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answers } from './aggregate.ts'
import { crowd, type Response } from './crowd.ts'
import { majorityVote } from './majority-vote.ts'

const response = fc.record({
  task: fc.constantFrom('t1', 't2', 't3', 't4'),
  worker: fc.constantFrom('ann', 'bob', 'cy', 'dee', 'eve'),
  label: fc.constantFrom('a', 'b', 'c'),
})
const responses = fc.uniqueArray(response, { selector: (r) => `${r.task} ${r.worker}`, maxLength: 20 })

/** What the crowd decided, by task: independent of numbering. */
function decide(rows: Iterable<Response>) {
  return new Map(Array.from(answers(majorityVote(crowd(rows))), ({ task, ...answer }) => [task, answer]))
}

describe('majorityVote', () => {
  it('takes the label given by most workers, with its share', () => {
    const decided = decide([
      { task: 't', worker: 'ann', label: 'a' },
      { task: 't', worker: 'bob', label: 'b' },
      { task: 't', worker: 'cy', label: 'b' },
    ])
    expect(decided.get('t')).toEqual({ label: 'b', tied: [], confidence: 2 / 3 })
  })

  it('reports a tie in code-unit order and does not break it', () => {
    const decided = decide([
      { task: 't', worker: 'ann', label: 'b' },
      { task: 't', worker: 'bob', label: 'a' },
    ])
    expect(decided.get('t')).toEqual({ label: null, tied: ['a', 'b'], confidence: 1 / 2 })
  })

  it('gives an empty result for no responses', () => {
    expect(decide([]).size).toBe(0)
  })

  it('agrees with counting by hand, whatever the responses', () => {
    fc.assert(
      fc.property(responses, (rows) => {
        for (const [task, { label, tied, confidence }] of decide(rows)) {
          const given = rows.filter((r) => r.task === task).map((r) => r.label)
          const count = (wanted: string) => given.filter((each) => each === wanted).length
          const most = Math.max(...given.map(count))
          const winners = [...new Set(given)].filter((each) => count(each) === most).toSorted()
          expect(label === null ? tied : [label]).toEqual(winners)
          expect(confidence).toBeCloseTo(most / given.length, 12)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('does not depend on the order of rows', () => {
    const shuffled = responses.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
    )
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(decide(other)).toEqual(decide(rows))
      }),
      { numRuns: 1000 },
    )
  })

  it('follows a renaming of labels', () => {
    const names: Record<string, string> = { a: 'z', b: 'y', c: 'x' }
    const rename = (label: string) => names[label]!
    fc.assert(
      fc.property(responses, (rows) => {
        const renamed = decide(rows.map((r) => ({ ...r, label: rename(r.label) })))
        for (const [task, { label, tied, confidence }] of decide(rows)) {
          expect(renamed.get(task)).toEqual({ label: label && rename(label), tied: tied.map(rename).toSorted(), confidence })
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('decides the same when every worker has a twin who answers alike', () => {
    fc.assert(
      fc.property(responses, (rows) => {
        expect(decide([...rows, ...rows.map((r) => ({ ...r, worker: `${r.worker} twin` }))])).toEqual(decide(rows))
      }),
      { numRuns: 1000 },
    )
  })

  it('stays linear when every label is new', () => {
    const rows = Array.from({ length: 100_000 }, (_, i) => ({ task: `t${i >> 1}`, worker: `w${i & 1}`, label: `text ${i}` }))
    const result = majorityVote(crowd(rows))
    expect(result.confidence.every((share) => share === 0.5)).toBe(true)
    expect(result.top.label.length).toBe(100_000)
  })
})
