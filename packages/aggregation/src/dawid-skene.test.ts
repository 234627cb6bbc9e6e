import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answers, topLabels } from './aggregate.ts'
import { crowd, type Response } from './crowd.ts'
import { dawidSkene, type DawidSkene } from './dawid-skene.ts'

const response = fc.record({
  task: fc.constantFrom('t1', 't2', 't3', 't4', 't5', 't6'),
  worker: fc.constantFrom('ann', 'bob', 'cy', 'dee', 'eve'),
  label: fc.constantFrom('a', 'b', 'c'),
})
const responses = fc.uniqueArray(response, { selector: (r) => `${r.task} ${r.worker}`, maxLength: 30 })
const smoothing = fc.constantFrom(0, 0.01, 1)
const runs = { numRuns: 1000 }

/** Posteriors by task and label: independent of numbering. Rounded to 10⁻⁶, what the arithmetic promises. */
function beliefs({ tasks, labels, posteriors }: DawidSkene, rename = (id: string) => id) {
  return tasks
    .flatMap((task, t) => labels.map((label, k) => [rename(`${task} ${label}`), posteriors[t * labels.length + k]!] as const))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function expectSameBeliefs(actual: ReturnType<typeof beliefs>, expected: ReturnType<typeof beliefs>) {
  expect(actual.map(([key]) => key)).toEqual(expected.map(([key]) => key))
  for (const [n, [, belief]] of actual.entries()) expect(Math.abs(belief - expected[n]![1])).toBeLessThan(1e-6)
}

const tops = (result: DawidSkene) => new Map(result.tasks.map((task, t) => [task, topLabels(result, t)]))

function expectFinite(result: DawidSkene) {
  for (const table of [result.posteriors, result.confusion, result.priors, result.confidence, result.logLikelihood, result.objective]) {
    expect([...table].filter((value) => !Number.isFinite(value))).toEqual([])
  }
}

describe('dawidSkene', () => {
  it('does not depend on the order of rows, ties included', () => {
    const shuffled = responses.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
    )
    fc.assert(
      fc.property(shuffled, smoothing, ([rows, other], s) => {
        const [one, two] = [dawidSkene(crowd(rows), { smoothing: s }), dawidSkene(crowd(other), { smoothing: s })]
        expectSameBeliefs(beliefs(two), beliefs(one))
        expect(tops(two)).toEqual(tops(one))
      }),
      runs,
    )
  })

  it('follows a renaming of tasks, workers and labels', () => {
    const names: Record<string, string> = { a: 'z', b: 'y', c: 'x' }
    const rename = (id: string) => id.replace(/[abc]$/, (label) => names[label]!)
    fc.assert(
      fc.property(responses, smoothing, (rows, s) => {
        const renamed = rows.map((r) => ({ ...r, worker: `9${r.worker}`, label: rename(r.label) })).toReversed()
        expectSameBeliefs(beliefs(dawidSkene(crowd(renamed), { smoothing: s })), beliefs(dawidSkene(crowd(rows), { smoothing: s }), rename))
      }),
      runs,
    )
  })

  it('believes the same, at twice the log-likelihood, when every task is there twice', () => {
    fc.assert(
      fc.property(responses, (rows) => {
        const once = dawidSkene(crowd(rows))
        const twice = dawidSkene(crowd([...rows, ...rows.map((r) => ({ ...r, task: `${r.task} again` }))]))
        expectSameBeliefs(
          beliefs(twice).filter(([key]) => !key.includes('again')),
          beliefs(once),
        )
        expect(twice.logLikelihood.at(-1) ?? 0).toBeCloseTo(2 * (once.logLikelihood.at(-1) ?? 0), 6)
      }),
      runs,
    )
  })

  it('never lowers its objective, never gives NaN, and gives probabilities that sum to 1', () => {
    fc.assert(
      fc.property(responses, smoothing, (rows, s) => {
        const result = dawidSkene(crowd(rows), { smoothing: s, tolerance: -1, maxIterations: 60 })
        expectFinite(result)
        for (const [n, value] of result.objective.slice(1).entries()) expect(value).toBeGreaterThan(result.objective[n]! - 1e-6)
        const k = result.labels.length
        for (const table of [result.posteriors, result.confusion, result.priors]) {
          for (let at = 0; at < table.length; at += k) expect(table.slice(at, at + k).reduce((a, b) => a + b)).toBeCloseTo(1, 8)
        }
      }),
      runs,
    )
  })

  it('agrees with a plain reading of the formulas', () => {
    fc.assert(
      fc.property(responses, fc.constantFrom(0.01, 1), (rows, s) => {
        const result = dawidSkene(crowd(rows), { smoothing: s, tolerance: -1, maxIterations: 3 })
        const expected = plainDawidSkene(rows, s, 3)
        for (const [key, belief] of beliefs(result)) expect(Math.abs(belief - expected.get(key)!)).toBeLessThan(1e-6)
      }),
      runs,
    )
  })

  it('holds gold labels, also those that no worker gave, and ignores gold of absent tasks', () => {
    const gold = new Map([
      ['t1', 'b'],
      ['t2', 'unseen'],
      ['t9', 'elsewhere'],
    ])
    fc.assert(
      fc.property(responses, smoothing, (rows, s) => {
        const result = dawidSkene(crowd(rows), { gold, smoothing: s })
        expectFinite(result)
        expect(result.labels).not.toContain('elsewhere')
        const known = [...answers(result)].filter(({ task }) => gold.has(task))
        for (const { task, label, confidence } of known) expect({ label, confidence }).toEqual({ label: gold.get(task), confidence: 1 })
      }),
      runs,
    )
  })

  it('learns from gold that a worker always says the opposite', () => {
    const tasks = Array.from({ length: 10 }, (_, n) => `t${n}`)
    const truth = (n: number) => 'ab'[n % 2]!
    const rows = tasks.map((task, n) => ({ task, worker: 'ann', label: truth(n + 1) }))
    const result = dawidSkene(crowd(rows), { gold: new Map(tasks.slice(0, 4).map((task, n) => [task, truth(n)])), smoothing: 0.01 })
    expect(Array.from(answers(result), (answer) => answer.label)).toEqual(tasks.map((_, n) => truth(n)))
  })

  it('leaves a tie a tie when nothing tells two workers apart', () => {
    const rows = ['t1', 't2', 't3', 't4'].flatMap((task, n) => [
      { task, worker: 'ann', label: 'ab'[n % 2]! },
      { task, worker: 'bob', label: 'ba'[n % 2]! },
    ])
    const result = dawidSkene(crowd(rows), { tolerance: -1, maxIterations: 500 })
    expect(
      [...answers(result)].every(({ label, tied, confidence }) => label === null && tied.join('') === 'ab' && confidence === 0.5),
    ).toBe(true)
  })

  it('trusts the workers who agree with one another over one who guesses', () => {
    const rows = Array.from({ length: 40 }, (_, n) => n).flatMap((n) => [
      { task: `t${n}`, worker: 'ann', label: 'ab'[n % 2]! },
      { task: `t${n}`, worker: 'bob', label: 'ab'[n % 2]! },
      { task: `t${n}`, worker: 'guess', label: 'ab'[(n >> 1) % 2]! },
    ])
    const { confusion, converged } = dawidSkene(crowd(rows))
    expect(converged).toBe(true)
    for (const [cell, value] of [1, 0, 0, 1, 1, 0, 0, 1, 0.5, 0.5, 0.5, 0.5].entries()) expect(confusion[cell]).toBeCloseTo(value, 6)
  })

  it('gives empty tables for no responses', () => {
    expect(dawidSkene(crowd([]))).toMatchObject({ tasks: [], labels: [], iterations: 0, converged: true, logLikelihood: [], objective: [] })
  })
})

/** Objects, probabilities and no care for speed: what the docstring says, once more. */
function plainDawidSkene(rows: readonly Response[], s: number, iterations: number): Map<string, number> {
  const [tasks, workers, labels] = (['task', 'worker', 'label'] as const).map((column) => [...new Set(rows.map((r) => r[column]))])
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)
  const of = (task: string) => rows.filter((r) => r.task === task)
  const belief = new Map<string, number>()
  for (const task of tasks!) {
    for (const k of labels!) belief.set(`${task} ${k}`, of(task).filter((r) => r.label === k).length / of(task).length)
  }
  for (let iteration = 0; iteration < iterations; iteration++) {
    const prior = new Map(
      labels!.map((k) => [k, (sum(tasks!.map((t) => belief.get(`${t} ${k}`)!)) + s) / (tasks!.length + s * labels!.length)]),
    )
    const confusion = new Map<string, number>()
    for (const w of workers!) {
      for (const k of labels!) {
        const mass = (given: readonly Response[]) => sum(given.map((r) => belief.get(`${r.task} ${k}`)!))
        const own = rows.filter((r) => r.worker === w)
        for (const l of labels!) {
          confusion.set(`${w} ${k} ${l}`, (mass(own.filter((r) => r.label === l)) + s) / (mass(own) + s * labels!.length))
        }
      }
    }
    for (const task of tasks!) {
      const weights = labels!.map((k) => of(task).reduce((p, r) => p * confusion.get(`${r.worker} ${k} ${r.label}`)!, prior.get(k)!))
      for (const [n, k] of labels!.entries()) belief.set(`${task} ${k}`, weights[n]! / sum(weights))
    }
  }
  return belief
}
