import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answers, topLabels, type Aggregate } from '../aggregate.ts'
import { crowd, type Crowd, type Response } from '../crowd.ts'
import { dawidSkene } from '../dawid-skene.ts'
import { auto } from './auto.ts'
import { bwa } from './bwa.ts'
import { ebcc } from './ebcc.ts'
import { glad } from './glad.ts'
import { goldMajorityVote } from './gold-majority-vote.ts'
import { hierarchicalDawidSkene } from './hierarchical-dawid-skene.ts'
import { ibcc } from './ibcc.ts'
import type { Intervals } from '../intervals.ts'
import { kos } from './kos.ts'
import { mace } from './mace.ts'
import { mmsr } from './mmsr.ts'
import { oneCoinDawidSkene } from './one-coin-dawid-skene.ts'
import { ordinalDawidSkene } from './ordinal-dawid-skene.ts'
import { sampledDawidSkene } from './sampled-dawid-skene.ts'
import { wawa } from './wawa.ts'
import { zeroBasedSkill } from './zero-based-skill.ts'

const NAMES = ['a', 'b', 'c']
const order = [...NAMES, 'z', 'y', 'x']
const gold = new Map([
  ['t1', 'b'],
  ['t2', 'unseen'],
  ['t9', 'elsewhere'],
])

interface Checked extends Aggregate {
  readonly posteriors?: Float64Array
  readonly workerAccuracy?: Intervals
  readonly competence?: Intervals
  readonly bound?: readonly number[]
  readonly objective?: readonly number[]
}
type Method = (crowd: Crowd, gold?: ReadonlyMap<string, string>) => Checked

/** Few iterations: what must hold at the end must hold on the way. */
const short = { maxIterations: 5 }
const choice = { reason: 'told', heldOut: 0, compared: [] } as const
const methods: Record<string, Method> = {
  wawa: (c) => wawa(c),
  zeroBasedSkill: (c) => zeroBasedSkill(c, { maxIterations: 30 }),
  goldMajorityVote: (c, known) => goldMajorityVote(c, { gold: known ?? new Map() }),
  oneCoinDawidSkene: (c, known) => oneCoinDawidSkene(c, { gold: known, prior: { right: 3, wrong: 1 }, ...short }),
  dawidSkene: (c, known) => dawidSkene(c, { gold: known, smoothing: 0.01, ...short }),
  ibcc: (c, known) => ibcc(c, { gold: known, ...short }),
  hierarchicalDawidSkene: (c, known) => hierarchicalDawidSkene(c, { gold: known, ...short }),
  sampledDawidSkene: (c, known) => sampledDawidSkene(c, { gold: known, draws: 5 }),
  hierarchicalByVotes: (c, known) => hierarchicalDawidSkene(c, { gold: known, classPrior: 'votes', ...short }),
  sampledByVotes: (c, known) => sampledDawidSkene(c, { gold: known, classPrior: 'votes', draws: 5 }),
  ebccByVotes: (c, known) => ebcc(c, { gold: known, classPrior: 'votes', subtypes: 3, runs: 2, ...short }),
  bwa: (c, known) => bwa(c, { gold: known, ...short }),
  ebcc: (c, known) => ebcc(c, { gold: known, subtypes: 3, runs: 2, ...short }),
  glad: (c, known) => glad(c, { gold: known, tolerance: -1, maxIterations: 4 }),
  mace: (c, known) => mace(c, { gold: known, restarts: 2, ...short }),
  kos: (c) => kos(c, { maxIterations: 10 }),
  mmsr: (c) => mmsr(c, short),
  auto: (c, known) => auto(c, { gold: known, folds: 2 }),
  // on crowds as small as these it nearly always chooses the votes: what it makes of matrices is looked at by itself
  autoOfMatrices: (c, known) => auto(c, { gold: known, choice: { ...choice, method: 'hierarchical-dawid-skene' } }),
  autoOfCoins: (c, known) => auto(c, { gold: known, choice: { ...choice, method: 'one-coin-dawid-skene' } }),
  ordinalDawidSkene: (c, known) => ordinalDawidSkene(c, { order: [...new Set([...order, 'unseen'])], gold: known, ...short }),
}
const takesGold = Object.keys(methods).filter(
  (name) => !['wawa', 'zeroBasedSkill', 'goldMajorityVote', 'kos', 'mmsr', 'auto'].includes(name),
)
/** No class prior, no mean over tasks: what happens elsewhere does not matter. */
const local = ['wawa', 'zeroBasedSkill', 'goldMajorityVote', 'glad']

function responsesOf(name: string) {
  const label = fc.constantFrom(...(name === 'kos' ? NAMES.slice(0, 2) : NAMES))
  // auto runs a dozen others each time
  const side = name === 'auto' ? 3 : 4
  const response = fc.record({
    task: fc.constantFrom(...['t1', 't2', 't3', 't4'].slice(0, side)),
    worker: fc.constantFrom(...['ann', 'bob', 'cy', 'dee'].slice(0, side)),
    label,
  })
  return fc.uniqueArray(response, { selector: (r) => `${r.task} ${r.worker}`, maxLength: side ** 2 })
}

const rowsOf = (responses: string): Response[] =>
  responses.split(', ').map((response) => {
    const [task = '', worker = '', label = ''] = response.split(' ')
    return { task, worker, label }
  })
/** Found once: drawn rates of workers who were alike in a part had other luck under other names, and so had the choice. */
const onceDiffering: Record<string, string[]> = {
  auto: ['t1 cy b, t3 bob b, t2 bob a, t2 ann c, t2 cy c, t1 ann a', 't3 cy a, t1 ann a, t2 cy b, t1 cy c'],
}

/** What is believed of each task: posteriors, or the top labels' confidence. */
function beliefs(result: Checked, rename = (id: string) => id) {
  const found = new Map<string, number>()
  for (const [t, task] of result.tasks.entries()) {
    for (const [k, label] of result.labels.entries()) {
      const top = topLabels(result, t).includes(label) ? result.confidence[t]! : 0
      const belief = result.posteriors?.[t * result.labels.length + k] ?? top
      found.set(`${rename(task)} ${rename(label)}`, belief)
    }
  }
  return found
}

function expectSame(actual: Map<string, number>, expected: Map<string, number>) {
  const differing = [...expected].filter(([key, belief]) => !(Math.abs((actual.get(key) ?? Number.NaN) - belief) < 1e-6))
  expect(differing.map(([key, belief]) => ({ key, belief, other: actual.get(key) }))).toEqual([])
}

function expectSound(result: Checked) {
  for (const value of result.confidence) expect(value >= 0 && value <= 1).toBe(true)
  for (let t = 0; t < result.tasks.length; t++) expect(topLabels(result, t).length).toBeGreaterThan(0)
  const k = result.labels.length
  const { posteriors = new Float64Array(0), workerAccuracy: w, competence } = result
  for (let row = 0; row < posteriors.length; row += k) {
    expect(Math.abs(posteriors.subarray(row, row + k).reduce((a, b) => a + b) - 1)).toBeLessThan(1e-8)
  }
  for (const { mean, low, high } of [w, competence].filter((each) => each !== undefined)) {
    for (const [n, value] of mean.entries())
      expect(0 <= low[n]! && low[n]! <= high[n]! && high[n]! <= 1 && value >= 0 && value <= 1).toBe(true)
  }
  const rising = result.bound ?? result.objective ?? []
  for (const [n, value] of rising.slice(1).entries()) expect(value).toBeGreaterThan(rising[n]! - 1e-6)
}

// thousands of runs each: a machine that others use may stand still for seconds
describe.each(Object.entries(methods))('%s', { timeout: 120_000 }, (name, method) => {
  const responses = responsesOf(name)
  const runs = { numRuns: 1000 }

  it('does not depend on the order of rows', () => {
    const shuffled = responses.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length })),
    )
    fc.assert(
      fc.property(shuffled, ([rows, other]) => expectSame(beliefs(method(crowd(other))), beliefs(method(crowd(rows))))),
      runs,
    )
  })

  it('follows a renaming of tasks, workers and labels', () => {
    const names: Record<string, string> = { a: 'z', b: 'y', c: 'x' }
    const rename = (id: string) => names[id] ?? `9${id}`
    fc.assert(
      fc.property(responses, (rows) => {
        const renamed = rows.map((r) => ({ task: rename(r.task), worker: rename(r.worker), label: rename(r.label) }))
        // the scale is turned round with the names
        const turned: Method = name === 'ordinalDawidSkene' ? (c) => ordinalDawidSkene(c, { order: ['z', 'y', 'x'], ...short }) : method
        const plain: Method = name === 'ordinalDawidSkene' ? (c) => ordinalDawidSkene(c, { order: NAMES, ...short }) : method
        expectSame(beliefs(turned(crowd(renamed))), beliefs(plain(crowd(rows)), rename))
      }),
      { ...runs, examples: (onceDiffering[name] ?? []).map((each): [Response[]] => [rowsOf(each)]) },
    )
  })

  it('believes the same of both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(responses, (rows) => {
        const again = rows.map((r): Response => ({ ...r, task: `${r.task}'`, worker: `${r.worker}'` }))
        const both = beliefs(method(crowd([...rows, ...again])))
        expectSame(both, new Map(Array.from(both, ([key, belief]) => [key.replace(/^(t\d)'?/, (_, task: string) => `${task}'`), belief])))
      }),
      runs,
    )
  })

  it('is sound, and unmoved by a worker without responses', () => {
    fc.assert(
      fc.property(responses, (rows) => {
        const built = crowd(rows)
        const start = Int32Array.from([...built.byWorker.start, built.size])
        const result = method(built)
        expectSound(result)
        const more = method({ ...built, workers: [...built.workers, 'nobody'], byWorker: { ...built.byWorker, start } })
        expectSame(beliefs(more), beliefs(result))
      }),
      runs,
    )
  })

  it.runIf(local.includes(name))('is unmoved by somebody who answered nothing but a task of their own', () => {
    fc.assert(
      fc.property(responses, (rows) => {
        const label = rows[0]?.label ?? 'a'
        expectSame(beliefs(method(crowd([...rows, { task: 'own', worker: 'own', label }]))), beliefs(method(crowd(rows))))
      }),
      runs,
    )
  })

  it.runIf(takesGold.includes(name))('holds gold labels, also such as no worker gave', () => {
    fc.assert(
      fc.property(responses, (rows) => {
        const result = method(crowd(rows), gold)
        expectSound(result)
        const known = [...answers(result)].filter(({ task }) => gold.has(task))
        for (const { task, label } of known) expect(label).toBe(gold.get(task))
      }),
      runs,
    )
  })
})
