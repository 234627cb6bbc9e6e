import fc from 'fast-check'
import { crowd, type Response } from '../crowd.ts'

/** Rows from one string per task: the n-th character is worker wn's label; a point is no response. */
export function rowsOf(tasks: readonly string[]): Response[] {
  return tasks.flatMap((given, t) =>
    Array.from(given, (label, n) => ({ task: `t${t}`, worker: `w${n}`, label })).filter(({ label }) => label !== '.'),
  )
}

/** From counts per task and label, as tables of published examples are; workers are interchangeable. */
export function crowdOfCounts(counts: readonly (readonly number[])[]) {
  const rows = counts.flatMap((row, t) =>
    row.flatMap((count, label) => Array.from({ length: count }, () => ({ task: `t${t}`, label: `c${label}` }))),
  )
  return crowd(rows.map((row, n) => ({ ...row, worker: `w${n}` })))
}

export const smallRows: fc.Arbitrary<Response[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 }), fc.constantFrom('a', 'b', 'c')), { maxLength: 24 })
  .map((rows) => {
    // One response per task and worker, so that no order of rows decides which is kept.
    const kept = new Map(rows.map(([t, w, label]) => [`${t} ${w}`, { task: `t${t}`, worker: `w${w}`, label }]))
    return [...kept.values()]
  })

/** In [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The whole crowd again beside itself: other workers with other tasks, whose ids end with an apostrophe. */
export function twice<R extends { readonly task: string; readonly worker: string }>(rows: readonly R[]): R[] {
  return [...rows, ...rows.map((row) => ({ ...row, task: `${row.task}'`, worker: `${row.worker}'` }))]
}

/** The first half of what was found by task in a crowd that is there twice, and the second under the names of the first. */
export function halvesOf<V>(found: ReadonlyMap<string, V>): readonly [Map<string, V>, Map<string, V>] {
  const [first, second] = [new Map<string, V>(), new Map<string, V>()]
  for (const [key, value] of found) {
    if (key.includes("'")) second.set(key.replaceAll("'", ''), value)
    else first.set(key, value)
  }
  return [first, second]
}

export interface CrowdWithTruth {
  readonly rows: readonly Response[]
  readonly truth: ReadonlyMap<string, string>
  readonly accuracy: ReadonlyMap<string, number>
}

interface Shape {
  readonly tasks: number
  readonly workers: number
  readonly labels: number
  readonly perTask?: number
  /** The share of errors that go to the label beside the true one. */
  readonly toward: number
}

/** Workers who are right from 0.4 to 1 of the times; five per task unless told. */
export function crowdWithTruth(seed: number, { tasks, workers, labels, perTask = 5, toward }: Shape): CrowdWithTruth {
  const random = randomFrom(seed)
  const accuracy = new Map(Array.from({ length: workers }, (_, w) => [`w${w}`, 0.4 + 0.6 * random()]))
  const rows: Response[] = []
  const truth = new Map<string, string>()
  for (let t = 0; t < tasks; t++) {
    const right = Math.floor(labels * random())
    truth.set(`t${t}`, `l${right}`)
    const asked = new Set<string>()
    while (asked.size < perTask) asked.add(`w${Math.floor(workers * random())}`)
    for (const worker of asked) {
      const wrong = random() < toward ? right ^ 1 : (right + 1 + Math.floor((labels - 1) * random())) % labels
      rows.push({ task: `t${t}`, worker, label: `l${random() < accuracy.get(worker)! ? right : wrong}` })
    }
  }
  return { rows, truth, accuracy }
}
