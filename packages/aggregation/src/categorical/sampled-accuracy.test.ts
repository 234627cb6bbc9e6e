import { describe, expect, it } from 'vitest'
import { crowd, type Crowd, type Response } from '../crowd.ts'
import { dawidSkene } from '../dawid-skene.ts'
import type { Intervals } from '../intervals.ts'
import { crowdWithTruth, type CrowdWithTruth } from '../testing/small-crowds.ts'
import { ebcc } from './ebcc.ts'
import { hierarchicalDawidSkene } from './hierarchical-dawid-skene.ts'
import { ibcc } from './ibcc.ts'
import { oneCoinDawidSkene } from './one-coin-dawid-skene.ts'
import { workerAccuracy } from './sampled-accuracy.ts'
import { sampledDawidSkene } from './sampled-dawid-skene.ts'
import type { StartOptions } from './starting-posteriors.ts'

interface Found {
  readonly workers: readonly string[]
  readonly workerAccuracy: Intervals
}

function held(made: CrowdWithTruth, { workers, workerAccuracy: { low, high } }: Found): number {
  const inside = workers.filter((worker, w) => low[w]! <= made.accuracy.get(worker)! && made.accuracy.get(worker)! <= high[w]!)
  return inside.length / workers.length
}

const byWorker = ({ workers, workerAccuracy: { mean, low, high } }: Found) =>
  new Map(workers.map((worker, w) => [worker, [mean[w]!, low[w]!, high[w]!]] as const))

function expectNear(actual: Found, expected: Found, rename = (id: string) => id) {
  const found = byWorker(actual)
  for (const [worker, figures] of byWorker(expected)) {
    for (const [n, figure] of figures.entries()) expect(found.get(rename(worker))?.[n]).toBeCloseTo(figure, 9)
  }
}

const withIntervals = (built: Crowd, options: StartOptions = {}) => {
  const result = dawidSkene(built, options)
  return { ...result, workerAccuracy: workerAccuracy(built, result, options) }
}
const methods = { dawidSkene: withIntervals, hierarchicalDawidSkene, sampledDawidSkene, ibcc, ebcc, oneCoinDawidSkene }

describe.each(Object.entries(methods))('intervals of %s', { timeout: 60_000 }, (_name, method) => {
  it.each([
    { labels: 2, toward: 0 },
    { labels: 4, toward: 0.85 },
  ])('hold the accuracy of nine workers in ten, $labels labels', (shape) => {
    const crowds = [1, 2, 3].map((seed) => crowdWithTruth(seed, { tasks: 800, workers: 120, ...shape }))
    const shares = crowds.map((each) => held(each, method(crowd(each.rows))))
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
    // 360 of them: three standard errors are five points
    expect(mean).toBeGreaterThan(0.85)
    expect(mean).toBeLessThan(0.95)
  })

  it('do not depend on the order of rows, nor on names where responses tell workers apart', () => {
    const { rows } = crowdWithTruth(4, { tasks: 100, workers: 12, labels: 3, toward: 0 })
    const result = method(crowd(rows))
    expectNear(method(crowd(rows.toReversed())), result)
    const named = (id: string) => `${'zyxwvutsrq'[Number(id.at(-1))]}${id}`
    const renamed = rows.map(({ task, worker, label }) => ({ task: named(task), worker: named(worker), label: named(label) }))
    expectNear(method(crowd(renamed)), result, named)
  })

  it('are the same for workers whom nothing tells apart', () => {
    const rows = ['t0', 't1', 't2'].flatMap((task) =>
      ['ann', 'bob', 'cy'].map((worker): Response => ({ task, worker, label: worker === 'cy' ? 'b' : 'a' })),
    )
    const { workers, workerAccuracy: figures } = method(crowd(rows))
    const [ann, bob, cy] = ['ann', 'bob', 'cy'].map((id) => figures.high[workers.indexOf(id)]!)
    expect(ann).toBe(bob)
    expect(ann).toBeGreaterThan(cy!)
  })

  it('are computed once', () => {
    const result = method(crowd(crowdWithTruth(5, { tasks: 20, workers: 8, labels: 2, toward: 0 }).rows))
    expect(result.workerAccuracy).toBe(result.workerAccuracy)
  })

  it('know from gold what responses alone do not tell', () => {
    const { rows, truth } = crowdWithTruth(1, { tasks: 60, workers: 6, labels: 2, toward: 0 })
    // everybody is wrong everywhere
    const turned = new Map(Array.from(truth, ([task, label]) => [task, label === 'l0' ? 'l1' : 'l0']))
    const mean = ({ workers, workerAccuracy: figures }: Found) => figures.mean.reduce((sum, each) => sum + each, 0) / workers.length
    const [told, untold] = [mean(method(crowd(rows), { gold: turned })), mean(method(crowd(rows)))]
    expect(told).toBeLessThan(0.5)
    expect(untold).toBeGreaterThan(0.6)
  })

  it('are narrow with many responses, wide with few, and inside 0 to 1 where a task has a thousand', () => {
    const many = Array.from({ length: 1000 }, (_, w): Response => ({ task: 't0', worker: `w${w}`, label: w % 3 === 0 ? 'a' : 'b' }))
    const { workerAccuracy: found } = method(crowd(many))
    for (const [w, mean] of found.mean.entries()) {
      expect(0 <= found.low[w]! && found.low[w]! < mean && mean < found.high[w]! && found.high[w]! <= 1).toBe(true)
    }
    const { rows } = crowdWithTruth(7, { tasks: 400, workers: 20, labels: 2, toward: 0 })
    const result = method(crowd([...rows, { task: 't0', worker: 'new', label: 'l0' }]))
    const [old, fresh] = ['w0', 'new']
      .map((id) => result.workers.indexOf(id))
      .map((w) => result.workerAccuracy.high[w]! - result.workerAccuracy.low[w]!)
    expect(fresh).toBeGreaterThan(2 * old!)
  })
})
