import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AggregationError } from './aggregation-error.ts'
import { oneCoinPosterior, type OneCoinModel, type WorkerEstimate } from './one-coin.ts'

const WORKERS = ['ann', 'bob', 'cy', 'dee', 'eve', 'fay', 'gus']
const LABELS = ['a', 'b', 'c', 'd']
const responses = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...WORKERS), fc.constantFrom(...LABELS)), { selector: ([worker]) => worker })
  .map((rows) => new Map(rows))
const estimate = fc
  .record({ answered: fc.nat(1000), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ answered, share }): WorkerEstimate => ({ correct: answered * share, answered }))
const estimates = fc.array(estimate, { minLength: WORKERS.length, maxLength: WORKERS.length }).map((list) => {
  return new Map(WORKERS.map((worker, n) => [worker, list[n]!]))
})
const classes = fc.integer({ min: LABELS.length, max: 50 })

/** A worker of whom so much is known that the prior hardly counts. */
const proven = (accuracy: number): WorkerEstimate => ({ correct: accuracy * 1e9, answered: 1e9 })
const probabilities = (...given: Parameters<typeof oneCoinPosterior>) =>
  new Map(oneCoinPosterior(...given).labels.map(({ label, probability }) => [label, probability]))
const given = (...labels: string[]) => new Map(labels.map((label, n) => [WORKERS[n]!, label]))

describe('oneCoinPosterior', () => {
  it('is Bayes by hand: two right of three at 0.8 and three classes', () => {
    const known = new Map(WORKERS.map((worker) => [worker, proven(0.8)]))
    const posterior = oneCoinPosterior(given('a', 'a', 'b'), known, { classes: 3 })
    const [a, b, c] = [0.8 * 0.8 * 0.1, 0.1 * 0.1 * 0.8, 0.1 * 0.1 * 0.1]
    expect(posterior.labels.map(({ label }) => label)).toEqual(['a', 'b'])
    expect(posterior.confidence).toBeCloseTo(a / (a + b + c), 6)
    expect(posterior.labels[1]!.probability).toBeCloseTo(b / (a + b + c), 6)
    expect(posterior.unseen).toBeCloseTo(c / (a + b + c), 6)
  })

  it('believes the prior of a worker it knows nothing of: three in four', () => {
    expect(oneCoinPosterior(given('a'), new Map(), { classes: 2 }).confidence).toBeCloseTo(0.75, 12)
    expect(oneCoinPosterior(given('a', 'a', 'a'), new Map(), { classes: 2 }).confidence).toBeCloseTo(27 / 28, 12)
  })

  it('weighs a worker by what is expected of them', () => {
    const known = new Map([
      ['ann', proven(0.99)],
      ['bob', proven(0.6)],
      ['cy', proven(0.6)],
    ])
    expect(oneCoinPosterior(given('a', 'b', 'b'), known, { classes: 2 }).labels[0]!.label).toBe('a')
  })

  it('never turns a response round, however often its worker was held wrong', () => {
    const known = new Map([['ann', proven(0)]])
    expect(oneCoinPosterior(given('a'), known, { classes: 2 })).toEqual({
      labels: [{ label: 'a', probability: 0.5 }],
      unseen: 0.5,
      confidence: 0.5,
    })
  })

  it('is the class prior when nobody has answered', () => {
    expect(oneCoinPosterior(new Map(), new Map(), { classes: 4 })).toEqual({ labels: [], unseen: 1, confidence: 0.25 })
    const classPrior = new Map([
      ['yes', 1],
      ['no', 3],
    ])
    const [first, second] = oneCoinPosterior(new Map(), new Map(), { classes: 2, classPrior }).labels
    expect([first?.label, second?.label]).toEqual(['no', 'yes'])
    expect(first?.probability).toBeCloseTo(0.75, 12)
  })

  it('stays a distribution with at least one in K for the likeliest label, whatever is given', () => {
    fc.assert(
      fc.property(responses, estimates, classes, (rows, known, k) => {
        const { labels, unseen, confidence } = oneCoinPosterior(rows, known, { classes: k })
        const all = [...labels.map(({ probability }) => probability), unseen]
        for (const each of all) expect(each >= 0 && each <= 1).toBe(true)
        expect(all.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9)
        expect(confidence).toBeGreaterThanOrEqual(1 / k - 1e-9)
        expect(confidence).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('does not depend on the order of responses', () => {
    const shuffled = responses.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows], { minLength: rows.size, maxLength: rows.size })),
    )
    fc.assert(
      fc.property(shuffled, estimates, classes, ([rows, other], known, k) => {
        const again = probabilities(new Map(other), known, { classes: k })
        for (const [label, probability] of probabilities(rows, known, { classes: k })) expect(again.get(label)).toBeCloseTo(probability, 9)
      }),
    )
  })

  it('does not depend on the names of workers and labels', () => {
    const other = (name: string) => `${WORKERS.length - WORKERS.indexOf(name)}-${LABELS.length - LABELS.indexOf(name)}`
    fc.assert(
      fc.property(responses, estimates, classes, (rows, known, k) => {
        const renamed = new Map([...rows].map(([worker, label]) => [other(worker), other(label)]))
        const renamedKnown = new Map([...known].map(([worker, value]) => [other(worker), value]))
        const again = probabilities(renamed, renamedKnown, { classes: k })
        for (const [label, probability] of probabilities(rows, known, { classes: k })) {
          expect(again.get(other(label))).toBeCloseTo(probability, 9)
        }
      }),
    )
  })

  it('grows surer with every further response that agrees, from anybody', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: WORKERS.length - 1 }), estimates, classes, (count, known, k) => {
        const labels = Array.from({ length: count + 1 }, () => 'a')
        const before = oneCoinPosterior(given(...labels.slice(1)), known, { classes: k }).confidence
        const after = oneCoinPosterior(given(...labels), known, { classes: k }).confidence
        expect(after).toBeGreaterThanOrEqual(before - 1e-12)
      }),
    )
  })

  it('stays finite with a thousand responses of workers who are nearly always right', () => {
    const many = new Map(Array.from({ length: 1000 }, (_, n) => [`w${n}`, n % 3 === 0 ? 'a' : 'b']))
    const known = new Map([...many.keys()].map((worker) => [worker, proven(1)]))
    expect(oneCoinPosterior(many, known, { classes: 2 })).toMatchObject({ confidence: 1, labels: [{ label: 'b' }, { label: 'a' }] })
  })

  it('refuses a model that makes no sense, and says which part', () => {
    const refused = (model: OneCoinModel, known = new Map<string, WorkerEstimate>()) => {
      try {
        oneCoinPosterior(given('a', 'b', 'c'), known, model)
      } catch (error) {
        if (error instanceof AggregationError && error.refusal.kind === 'invalid_option') return error.refusal.option
      }
      return null
    }
    for (const wrong of [0, 1, 2.5, Number.NaN, 2]) expect(refused({ classes: wrong })).toBe('classes')
    expect(refused({ classes: 3, prior: { correct: 0, answered: 1 } })).toBe('prior')
    expect(refused({ classes: 3, prior: { correct: 1, answered: 1 } })).toBe('prior')
    expect(refused({ classes: 3, classPrior: new Map([['a', 1]]) })).toBe('classPrior')
    expect(refused({ classes: 3, classPrior: new Map(['a', 'b', 'c'].map((label) => [label, -1])) })).toBe('classPrior')
    expect(refused({ classes: 3 }, new Map([['ann', { correct: 2, answered: 1 }]]))).toBe('estimates')
  })
})
