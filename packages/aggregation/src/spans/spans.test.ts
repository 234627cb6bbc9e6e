import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf, type ResponseOf } from '../responses.ts'
import { halvesOf, twice } from '../testing/small-crowds.ts'
import { spanAgreement } from './span-agreement.ts'
import { spanClusters } from './span-clusters.ts'
import { spanScore } from './span-score.ts'
import { spanVote } from './span-vote.ts'
import type { Span, SpanAggregate } from './spans.ts'
import { tokenDawidSkene } from './token-dawid-skene.ts'

type Rows = readonly ResponseOf<readonly Span[]>[]

const text = 'ab, cd ef gh.'
const texts = new Map(['t1', 't2', 'other', 't1x', 't2x', "t1'", "t2'"].map((task) => [task, text]))
const methods: readonly [string, (rows: Rows) => SpanAggregate][] = [
  ['span vote', (rows) => spanVote(responsesOf(rows))],
  ['span clusters', (rows) => spanClusters(responsesOf(rows))],
  ['token dawid-skene', (rows) => tokenDawidSkene(responsesOf(rows), texts)],
]

const span = fc
  .record({ start: fc.nat(10), length: fc.integer({ min: 1, max: 4 }), label: fc.constantFrom('person', 'place') })
  .map(({ start, length, label }) => ({ start, end: Math.min(text.length, start + length), label }))
const row = fc.record({
  task: fc.constantFrom('t1', 't2'),
  worker: fc.constantFrom('ann', 'bob', 'cy'),
  value: fc.array(span, { maxLength: 3 }),
})
const crowds = fc.uniqueArray(row, { selector: ({ task, worker }) => `${task} ${worker}`, maxLength: 6 })

const rounded = ({ start, end, label, confidence }: Span & { confidence: number }) => `${start}–${end} ${label} ${confidence.toFixed(6)}`

function decide(method: (rows: Rows) => SpanAggregate, rows: Rows) {
  const { tasks, spans, tied } = method(rows)
  return new Map(tasks.map((task, t) => [task, { spans: spans[t]!.map(rounded), tied: tied[t]!.map(rounded) }]))
}

describe.each(methods)('%s', (name, method) => {
  it('does not depend on the order of rows', () => {
    const shuffled = crowds.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
    )
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(decide(method, other)).toEqual(decide(method, rows))
      }),
      { numRuns: 1000 },
    )
  })

  it('follows a renaming of tasks, workers and labels', () => {
    const other: Record<string, string> = { person: 'A', place: 'B' }
    fc.assert(
      fc.property(crowds, (rows) => {
        const renamed = rows.map(({ task, worker, value }) => ({
          task: `${task}x`,
          worker: `the ${worker}`,
          value: value.map((each) => ({ ...each, label: other[each.label]! })),
        }))
        const rename = (line: string) => line.replace(/person|place/u, (each) => other[each]!)
        const expected = Array.from(decide(method, rows), ([task, { spans, tied }]) => {
          return [`${task}x`, { spans: spans.map(rename), tied: tied.map(rename) }] as const
        })
        expect(decide(method, renamed)).toEqual(new Map(expected))
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the same in both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(crowds, (given) => {
        const [first, second] = halvesOf(decide(method, twice(given)))
        expect(second).toEqual(first)
      }),
      { numRuns: 1000 },
    )
  })

  it('finds spans in order, of people’s labels, with a confidence in [0, 1]', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        const { spans } = method(rows)
        for (const found of spans) {
          for (const [n, { start, end, label, confidence }] of found.entries()) {
            expect(start < end && end <= text.length && confidence >= 0 && confidence <= 1 + 1e-12).toBe(true)
            expect(rows.some(({ value }) => value.some((each) => each.label === label))).toBe(true)
            expect(n === 0 || found[n - 1]!.start <= start).toBe(true)
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  it.each(['ann', 'bob'])('keeps what all agree on, %s alone included', (worker) => {
    const value = [
      { start: 0, end: 6, label: 'person' },
      { start: 7, end: 9, label: 'place' },
    ]
    const rows = ['ann', 'bob', 'cy'].map((each) => ({ task: 't1', worker: each, value }))
    expect(method(rows).spans[0]).toMatchObject(value)
    expect(method([{ task: 't1', worker, value }]).spans[0]).toMatchObject(value)
  })

  it('has an empty result for no responses and for nothing marked', () => {
    expect(method([])).toMatchObject({ spans: [], tied: [], workers: [] })
    expect(method([{ task: 't1', worker: 'ann', value: [] }])).toMatchObject({ spans: [[]], tied: [[]] })
  })

  it('refuses spans that are reversed, empty, without a label or not finite, and values that are no spans', () => {
    const bad: unknown[] = [
      [{ start: 3, end: 2, label: 'a' }],
      [{ start: 2, end: 2, label: 'a' }],
      [{ start: -1, end: 2, label: 'a' }],
      [{ start: Number.NaN, end: 2, label: 'a' }],
      [{ start: 0, end: Infinity, label: 'a' }],
      [{ start: 0, end: 1e300, label: 'a' }],
      [{ start: 0, end: 2, label: '' }],
      [{ start: 0, end: 2 }],
      [null],
      null,
      'person',
    ]
    for (const value of bad) {
      expect(() => method([{ task: 't1', worker: 'ann', value: value as Span[] }]), `${name} ${JSON.stringify(value)}`).toThrow('ann')
    }
  })
})

describe.each(methods)('%s', (_, method) => {
  it('is not moved by a worker who did another task alone', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        const more = decide(method, [...rows, { task: 'other', worker: 'zoe', value: [{ start: 1, end: 2, label: 'person' }] }])
        more.delete('other')
        expect(more).toEqual(decide(method, rows))
      }),
      { numRuns: 1000 },
    )
  })
})

describe('spanVote', () => {
  const marked = (...people: readonly (readonly (readonly [number, number])[])[]) =>
    responsesOf(people.map((own, n) => ({ task: 't', worker: `w${n}`, value: own.map(([start, end]) => ({ start, end, label: 'x' })) })))

  it('marks every point that most people marked, exactly, at times that no grid has', () => {
    const { spans, tied } = spanVote(marked([[0.1, 2.75]], [[0.3, 2.5]], [[1 / 3, 9]]))
    expect(spans[0]).toMatchObject([{ start: 0.3, end: 2.75, label: 'x' }])
    expect(tied[0]).toEqual([])
  })

  it('reports what half marked as a tie', () => {
    const { spans, tied } = spanVote(marked([[0, 4]], [[2, 6]]))
    expect(spans[0]).toEqual([{ start: 2, end: 4, label: 'x', confidence: 1 }])
    expect(tied[0]).toEqual([
      { start: 0, end: 2, label: 'x', confidence: 0.5 },
      { start: 4, end: 6, label: 'x', confidence: 0.5 },
    ])
  })

  it('parts neighbours where most part them, and joins what one person overlaps', () => {
    expect(
      spanVote(
        marked(
          [
            [0, 2],
            [2, 4],
          ],
          [
            [0, 2],
            [2, 4],
          ],
          [[0, 4]],
        ),
      ).spans[0],
    ).toHaveLength(2)
    expect(
      spanVote(
        marked(
          [
            [0, 2],
            [2, 4],
          ],
          [[0, 4]],
          [[0, 4]],
        ),
      ).spans[0],
    ).toHaveLength(1)
    expect(
      spanVote(
        marked([
          [0, 3],
          [2, 4],
          [1, 2],
        ]),
      ).spans[0],
    ).toEqual([{ start: 0, end: 4, label: 'x', confidence: 1 }])
  })

  it('agrees with counting point by point, and with itself when everybody has a twin', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        const vote = (each: Rows) => spanVote(responsesOf(each))
        const result = vote(rows)
        for (const [t, task] of result.tasks.entries()) {
          const people = rows.filter((each) => each.task === task)
          for (let x = 0.5; x < text.length; x++) {
            for (const label of ['person', 'place']) {
              const has = (spans: readonly Span[]) => spans.some((each) => each.label === label && each.start < x && x < each.end)
              const count = people.filter(({ value }) => has(value)).length
              expect(has(result.spans[t]!)).toBe(2 * count > people.length)
              expect(has(result.tied[t]!)).toBe(2 * count === people.length)
            }
          }
        }
        expect(vote([...rows, ...rows.map((each) => ({ ...each, worker: `${each.worker} twin` }))]).spans).toEqual(result.spans)
      }),
      { numRuns: 1000 },
    )
  })

  it('refuses spans after the end, and thresholds that are none', () => {
    expect(() => spanVote(marked([[0, 5]]), { lengths: new Map([['t', 4]]) })).toThrow('within a length of 4')
    for (const threshold of [1, -0.1, Number.NaN]) expect(() => spanVote(marked(), { threshold })).toThrow('threshold')
  })
})

describe('spanScore', () => {
  const one = (start: number, end: number, label = 'x') => [{ start, end, label }]

  it('wants the same boundaries and label, or an overlap', () => {
    const truth = new Map([['t', [...one(0, 4), ...one(6, 8)]]])
    expect(spanScore(new Map([['t', one(0, 3)]]), truth)).toMatchObject({ f1: 0, right: 0 })
    expect(spanScore(new Map([['t', one(0, 3)]]), truth, { minOverlap: 0.5 })).toMatchObject({ precision: 1, recall: 1 / 2, f1: 2 / 3 })
    expect(spanScore(new Map([['t', one(0, 4, 'y')]]), truth).right).toBe(0)
    expect(spanScore(new Map([['t', [...one(0, 4), ...one(0, 4)]]]), truth).right).toBe(1)
  })

  it('has no figure of nothing', () => {
    expect(spanScore(new Map(), new Map())).toEqual({ precision: null, recall: null, f1: null, right: 0, found: 0, true: 0 })
    expect(() => spanScore(new Map(), new Map(), { minOverlap: 0 })).toThrow('minOverlap')
  })
})

describe('spanAgreement', () => {
  it('is the mean F1 of pairs, each weighed by its spans', () => {
    fc.assert(
      fc.property(crowds, (rows) => {
        let [common, total] = [0, 0]
        for (const [n, a] of rows.entries()) {
          for (const b of rows.slice(n + 1)) {
            if (a.task !== b.task) continue
            const names = ({ value }: Rows[number]) => new Set(value.map((each) => `${each.start} ${each.end} ${each.label}`))
            const [first, second] = [names(a), names(b)]
            common += 2 * [...first].filter((each) => second.has(each)).length
            total += first.size + second.size
          }
        }
        const { exact, extent } = spanAgreement(responsesOf(rows))
        expect(exact).toBe(total === 0 ? null : common / total)
        expect(extent === null || (extent >= 0 && extent <= 1)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('measures what is covered, and each person apart', () => {
    const rows = [
      { task: 't', worker: 'ann', value: [{ start: 0, end: 4, label: 'x' }] },
      { task: 't', worker: 'bob', value: [{ start: 0, end: 4, label: 'x' }] },
      { task: 't', worker: 'cy', value: [{ start: 2, end: 4, label: 'x' }] },
    ]
    const { exact, extent, perTask, perWorker } = spanAgreement(responsesOf(rows))
    expect([exact, perTask, perWorker]).toEqual([1 / 3, [1 / 3], [1 / 2, 1 / 2, 0]])
    expect(extent).toBeCloseTo(16 / 20, 12)
    expect(spanAgreement(responsesOf(rows.slice(0, 1)))).toEqual({ exact: null, extent: null, perTask: [null], perWorker: [null] })
  })
})
