import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf } from '../responses.ts'
import { centreOf, clustersOf } from './cluster.ts'
import { spanClusters } from './span-clusters.ts'
import { spanScore } from './span-score.ts'
import type { Span } from './spans.ts'
import { randomFrom } from '../testing/small-crowds.ts'
import { tokenDawidSkene } from './token-dawid-skene.ts'

const at = (start: number, end: number, label = 'x'): Span => ({ start, end, label })
const rowsOf = (task: string, ...people: readonly (readonly Span[])[]) => people.map((value, n) => ({ task, worker: `w${n}`, value }))
const clustered = (...people: readonly (readonly Span[])[]) => spanClusters(responsesOf(rowsOf('t', ...people)))

/** Spans at places ten apart, each missed with the worker's own chance; false alarms between them. */
function generated(seed: number, workers: number, tasks: number) {
  const random = randomFrom(seed)
  const sensitivity = Array.from({ length: workers }, () => 0.5 + 0.45 * random())
  const truth = new Map<string, readonly Span[]>()
  const rows = Array.from({ length: tasks }, (_, t) => {
    const places = Array.from({ length: 10 }, (_none, n) => at(10 * n, 10 * n + 4)).filter(() => random() < 0.5)
    truth.set(`t${t}`, places)
    const team = Array.from({ length: 5 }, (_none, n) => (t * 5 + n * 3 + Math.floor(random() * 3)) % workers)
    return [...new Set(team)].map((who) => {
      const marked = places.filter(() => random() < sensitivity[who]!).map(({ start, end }) => at(start + Math.floor(random() * 2), end))
      const gap = 10 * Math.floor(random() * 10) + 5
      const alarm = random() < 0.4 ? [at(gap, gap + 4)] : []
      return { task: `t${t}`, worker: `w${who}`, value: [...marked, ...alarm] }
    })
  }).flat()
  return { sensitivity, truth, rows }
}

describe('spanClusters', () => {
  it('sets boundaries at medians, whoever is far off', () => {
    const { spans } = clustered([at(1, 5.5)], [at(1.25, 5)], [at(0, 9)])
    expect(spans[0]).toMatchObject([{ start: 1, end: 5.5, label: 'x' }])
    expect(clustered([at(1, 5)], [at(2, 6)]).spans[0]).toMatchObject([{ start: 1, end: 6 }])
    expect(clustered([at(0.5, 5)], [at(1, 6)]).spans[0]).toMatchObject([{ start: 0.75, end: 5.5 }])
  })

  it('keeps one person’s spans apart', () => {
    expect(clustered([at(0, 4), at(3, 7)], [at(0, 4), at(3, 7)]).spans[0]).toMatchObject([at(0, 4), at(3, 7)])
  })

  it('votes on the label of a thing, and reports one that is a tie', () => {
    expect(clustered([at(0, 4, 'a')], [at(0, 4, 'b')], [at(0, 4, 'a')]).spans[0]).toMatchObject([at(0, 4, 'a')])
    const { spans, tied } = clustered([at(0, 4, 'b')], [at(0, 4, 'a')])
    expect(spans[0]).toEqual([])
    expect(tied[0]).toMatchObject([at(0, 4, 'a'), at(0, 4, 'b')])
  })

  it('keeps two labels of the same stretch, where a person gave both', () => {
    const both = [at(0, 4, 'a'), at(0, 4, 'b')]
    expect(clustered(both, both, [at(0, 4, 'a')]).spans[0]).toMatchObject(both)
  })

  it('finds what is there better than single workers do, mostly than the best of them, and how much each of them misses', () => {
    let [held, all, best] = [0, 0, 0]
    for (let seed = 1; seed <= 10; seed++) {
      const { sensitivity, truth, rows } = generated(seed, 12, 60)
      const result = spanClusters(responsesOf(rows))
      const { f1 } = spanScore(new Map(result.tasks.map((task, t) => [task, result.spans[t]!])), truth, { minOverlap: 0.5 })
      const singles = result.workers.map((worker) => {
        const own = new Map(rows.filter((row) => row.worker === worker).map(({ task, value }) => [task, value]))
        return spanScore(own, new Map([...truth].filter(([task]) => own.has(task))), { minOverlap: 0.5 }).f1!
      })
      expect(f1).toBeGreaterThan(singles.reduce((sum, each) => sum + each, 0) / singles.length + 0.05)
      if (f1! > Math.max(...singles)) best++
      for (const [w, worker] of result.workers.entries()) {
        const chance = sensitivity[Number(worker.slice(1))]!
        if (result.sensitivity.low[w]! <= chance && chance <= result.sensitivity.high[w]!) held++
        all++
      }
      for (let i = 1; i < result.objective.length; i++) expect(result.objective[i]).toBeGreaterThanOrEqual(result.objective[i - 1]! - 1e-9)
    }
    expect(best).toBeGreaterThanOrEqual(7)
    expect(held / all).toBeGreaterThan(0.8)
    expect(held / all).toBeLessThan(0.98)
  })

  it('refuses options that are none, and too many pairs', () => {
    const none = responsesOf<readonly Span[]>([])
    for (const option of [
      { minOverlap: 0 },
      { minOverlap: Number.NaN },
      { priorThings: 0 },
      { tolerance: Number.NaN },
      { maxIterations: 0 },
      { maxCells: 0 },
    ]) {
      expect(() => spanClusters(none, option)).toThrow(Object.keys(option)[0]!)
    }
    const rows = rowsOf('t', [at(0, 4)], [at(1, 4)], [at(2, 4)])
    expect(() => spanClusters(responsesOf(rows), { maxCells: 2 })).toThrow('the limit is 2')
    expect(() => spanClusters(responsesOf(rows), { lengths: new Map([['t', 3]]) })).toThrow('within a length of 3')
  })
})

describe('clusters', () => {
  const spans = fc.array(
    fc.tuple(fc.nat(8), fc.integer({ min: 1, max: 8 })).map(([start, size]) => at(start, start + size)),
    { maxLength: 4 },
  )

  it('have every span once, nobody twice, and a centre that is a span', () => {
    fc.assert(
      fc.property(fc.array(spans, { maxLength: 4 }), fc.double({ min: 0.05, max: 1, noNaN: true }), (people, overlap) => {
        const distinct = people.map((own) =>
          own.filter((one, n) => own.findIndex((each) => each.start === one.start && each.end === one.end) === n),
        )
        const clusters = clustersOf(distinct, overlap, 1e6)
        expect(clusters.flatMap(({ members }) => members)).toHaveLength(distinct.flat().length)
        for (const cluster of clusters) {
          const who = cluster.members.map((member) => member.who)
          expect(new Set(who).size).toBe(who.length)
          const { start, end } = centreOf(cluster)
          expect(start < end && Number.isInteger(start) && Number.isInteger(end)).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('tokenDawidSkene', () => {
  const text = 'Ann Lee met Bob, in Paris.'
  const texts = new Map([['t', text]])
  const find = (...people: readonly (readonly Span[])[]) => tokenDawidSkene(responsesOf(rowsOf('t', ...people)), texts)

  it('gives whole words, without the punctuation around them', () => {
    expect(find([at(0, 6, 'person'), at(12, 16, 'person')], [at(0, 7, 'person'), at(11, 15, 'person')]).spans[0]).toMatchObject([
      at(0, 7, 'person'),
      at(12, 15, 'person'),
    ])
  })

  it('tells neighbours from one long span', () => {
    const two = [at(0, 3), at(4, 7)]
    expect(find(two, two, two).spans[0]).toMatchObject(two)
    expect(find([at(0, 7)], [at(0, 7)], [at(0, 7)]).spans[0]).toMatchObject([at(0, 7)])
  })

  it('refuses a task without a text, spans after its end and options that are none', () => {
    expect(() => tokenDawidSkene(responsesOf(rowsOf('u', [])), texts)).toThrow('a task with a text')
    expect(() => find([at(0, 99)])).toThrow(`within a length of ${text.length}`)
    expect(() => tokenDawidSkene(responsesOf(rowsOf('t', [])), texts, { smoothing: -1 })).toThrow('smoothing')
  })

  it('follows a reliable worker and says who confuses what', () => {
    const { truth, rows } = generated(5, 12, 60)
    const words = 'oak '.repeat(60)
    const result = tokenDawidSkene(responsesOf(rows), new Map(Array.from(truth.keys(), (task) => [task, words])))
    expect(result.converged).toBe(true)
    expect(result.confusion).toHaveLength(result.workers.length * 9)
    expect(result.confusion.every((share) => share >= 0 && share <= 1)).toBe(true)
  })
})
