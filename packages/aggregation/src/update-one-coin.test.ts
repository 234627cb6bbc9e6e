import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type WorkerEstimate } from './one-coin.ts'
import { updateOneCoin } from './update-one-coin.ts'

const WORKERS = ['ann', 'bob', 'cy', 'dee']
const step = fc.record({
  task: fc.constantFrom('t1', 't2', 't3'),
  worker: fc.constantFrom(...WORKERS),
  label: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null }),
})
const model = { classes: 3 }

/** A batch as the engine keeps it: tasks are looked at one by one, and only the sums remain. */
function aBatch(gold: ReadonlyMap<string, string> = new Map()) {
  const estimates = new Map<string, WorkerEstimate>()
  const credits = new Map<string, ReadonlyMap<string, number>>()
  const responses = new Map<string, Map<string, string>>()
  return {
    estimates,
    credits,
    /** A response, a changed one, or (null) one that was rejected. */
    take(task: string, worker: string, label: string | null) {
      const own = responses.get(task) ?? new Map<string, string>()
      if (label === null) own.delete(worker)
      else own.set(worker, label)
      responses.set(task, own)
      const updated = updateOneCoin({ responses: own, credits: credits.get(task) ?? new Map(), estimates, truth: gold.get(task) }, model)
      credits.set(task, updated.credits)
      for (const [who, estimate] of updated.estimates) estimates.set(who, estimate)
      return updated.posterior
    },
    /** The sums as a full pass over all tasks would make them. */
    recount(worker: string): WorkerEstimate {
      const own = [...credits.values()].map((each) => each.get(worker)).filter((credit) => credit !== undefined)
      return { correct: own.reduce((sum, credit) => sum + credit, 0), answered: own.length }
    },
  }
}

describe('updateOneCoin', () => {
  it('adds to each worker how likely their label is', () => {
    const batch = aBatch()
    const { labels } = batch.take('t1', 'ann', 'a')
    expect(batch.estimates.get('ann')).toEqual({ correct: labels[0]!.probability, answered: 1 })
  })

  it('replaces what a task added before, so that one task counts once', () => {
    const batch = aBatch()
    batch.take('t1', 'ann', 'a')
    batch.take('t1', 'bob', 'a')
    const sure = batch.take('t1', 'cy', 'a').confidence
    for (const worker of ['ann', 'bob', 'cy']) {
      expect(batch.estimates.get(worker)!.answered).toBe(1)
      expect(batch.estimates.get(worker)!.correct).toBeCloseTo(sure, 12)
    }
  })

  it('does not let a task vouch for the workers who answered it', () => {
    const batch = aBatch()
    const once = batch.take('t1', 'ann', 'a')
    expect(batch.take('t1', 'ann', 'a')).toEqual(once)
  })

  it('learns whom to believe from tasks on which the others agree', () => {
    const batch = aBatch()
    for (let n = 0; n < 20; n++) {
      for (const [worker, label] of [
        ['ann', 'a'],
        ['bob', 'a'],
        ['cy', 'b'],
      ] as const)
        batch.take(`t${n}`, worker, label)
    }
    batch.take('last', 'cy', 'b')
    expect(batch.take('last', 'ann', 'a').labels[0]).toMatchObject({ label: 'a' })
    expect(batch.estimates.get('ann')!.correct / 21).toBeGreaterThan(0.9)
    expect(batch.estimates.get('cy')!.correct / 21).toBeLessThan(0.1)
  })

  it('is certain about gold tasks', () => {
    const batch = aBatch(new Map([['t1', 'b']]))
    batch.take('t1', 'ann', 'a')
    expect(batch.take('t1', 'bob', 'b')).toEqual({ labels: [{ label: 'b', probability: 1 }], unseen: 0, confidence: 1 })
    expect(batch.estimates.get('ann')).toEqual({ correct: 0, answered: 1 })
    expect(batch.estimates.get('bob')).toEqual({ correct: 1, answered: 1 })
  })

  it('keeps the sums that a full pass would find, through changes and rejections, in any order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const batch = aBatch(new Map([['t3', 'a']]))
        for (const { task, worker, label } of steps) batch.take(task, worker, label)
        for (const [worker, { correct, answered }] of batch.estimates) {
          const recounted = batch.recount(worker)
          expect(answered).toBe(recounted.answered)
          expect(correct).toBeCloseTo(recounted.correct, 9)
          expect(correct >= 0 && correct <= answered + 1e-12).toBe(true)
        }
      }),
    )
  })

  it('changes nothing that it was given', () => {
    const estimates = new Map([['ann', { correct: 1, answered: 2 }]])
    updateOneCoin({ responses: new Map([['ann', 'a']]), credits: new Map([['ann', 0.5]]), estimates }, model)
    expect(estimates).toEqual(new Map([['ann', { correct: 1, answered: 2 }]]))
  })
})
