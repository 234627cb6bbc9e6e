import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crowd } from '../crowd.ts'
import { responsesOf } from '../responses.ts'
import { cohenKappa } from './cohen-kappa.ts'
import { fleissKappa } from './fleiss-kappa.ts'
import { gwetAc1 } from './gwet-ac1.ts'
import { krippendorffAlpha } from './krippendorff-alpha.ts'
import { crowdOfCounts, randomFrom, rowsOf, smallRows } from '../testing/small-crowds.ts'

/** Four observers, twelve units: Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, example C. */
const OBSERVERS = ['123321412...', '1233224125.3', '.3332342251.', '12332441251.']
const units = Array.from({ length: 12 }, (_, unit) => OBSERVERS.map((each) => each[unit]!).join(''))
const published = crowd(rowsOf(units))
const asNumbers = responsesOf(rowsOf(units).map(({ task, worker, label }) => ({ task, worker, value: Number(label) })))
const none = { resamples: 0 }

describe("Krippendorff's alpha", () => {
  it('has the values of his own example', () => {
    const of = (scale: 'nominal' | 'ordinal' | 'interval' | 'ratio') => krippendorffAlpha(asNumbers, { ...none, scale }).alpha
    expect(krippendorffAlpha(published, none)).toMatchObject({ tasks: 11, responses: 40, alpha: expect.closeTo(0.743, 3) as number })
    expect(of('nominal')).toBeCloseTo(0.743, 3)
    expect(of('ordinal')).toBeCloseTo(0.815, 3)
    expect(of('interval')).toBeCloseTo(0.849, 3)
    expect(of('ratio')).toBeCloseTo(0.797, 3)
    expect(krippendorffAlpha(published, { ...none, scale: 'ordinal', order: ['1', '2', '3', '4', '5'] }).alpha).toBeCloseTo(0.815, 3)
  })

  it('takes a distance of your own', () => {
    const squared = krippendorffAlpha<number>(asNumbers, { ...none, distance: (a, b) => (Number(a) - Number(b)) ** 2 })
    expect(squared.alpha).toBeCloseTo(krippendorffAlpha(asNumbers, { ...none, scale: 'interval' }).alpha!, 12)
    expect(() => krippendorffAlpha(published, { distance: () => Number.NaN })).toThrow('Option distance')
  })

  it('has an interval about it, the same for the same seed and whatever the order of rows', () => {
    const first = krippendorffAlpha(published, { seed: 7 })
    expect(first.interval!.low).toBeLessThan(first.alpha!)
    expect(first.interval!.high).toBeGreaterThan(first.alpha!)
    expect(krippendorffAlpha(crowd(rowsOf(units).toReversed()), { seed: 7 }).interval).toEqual(first.interval)
    expect(krippendorffAlpha(published, { seed: 8 }).interval).not.toEqual(first.interval)
  })

  it('has an interval that covers what a larger crowd has in about 90 % of cases', () => {
    const random = randomFrom(5)
    const sample = (tasks: number) =>
      crowd(
        rowsOf(
          Array.from({ length: tasks }, () => {
            const truth = random() < 0.5 ? 'a' : 'b'
            return Array.from({ length: 3 }, () => (random() < 0.8 ? truth : truth === 'a' ? 'b' : 'a')).join('')
          }),
        ),
      )
    // Two responses agree with probability 0.68; by chance 0.5: α = 0.36.
    let covered = 0
    for (let n = 0; n < 200; n++) {
      const { interval } = krippendorffAlpha(sample(60), { resamples: 200, seed: n })
      if (interval!.low <= 0.36 && interval!.high >= 0.36) covered++
    }
    expect(covered / 200).toBeGreaterThan(0.84)
    expect(covered / 200).toBeLessThan(0.95)
  })

  it('does not exist where nothing can differ, and is 1 where all agree', () => {
    expect(krippendorffAlpha(crowd([]))).toEqual({ alpha: null, interval: null, observed: 0, expected: 0, tasks: 0, responses: 0 })
    expect(krippendorffAlpha(crowd(rowsOf(['aa', 'aa']))).alpha).toBeNull()
    expect(krippendorffAlpha(crowd(rowsOf(['a', 'b']))).alpha).toBeNull()
    expect(krippendorffAlpha(crowd(rowsOf(['aa', 'bb'])), none).alpha).toBe(1)
    const equal = responsesOf(['w1', 'w2', 'w3'].map((worker) => ({ task: 't', worker, value: 0.1 })))
    expect(krippendorffAlpha(equal, { scale: 'interval' }).alpha).toBeNull()
  })

  it('refuses what a scale cannot have', () => {
    const bad = responsesOf([{ task: 't', worker: 'w', value: Number.NaN }])
    expect(() => krippendorffAlpha(bad, { scale: 'interval' })).toThrow('of worker w to task t must be a finite number, got NaN')
    expect(() => krippendorffAlpha(published, { scale: 'interval' })).toThrow('must be a finite number')
    expect(() => krippendorffAlpha(responsesOf([{ task: 't', worker: 'w', value: -1 }]), { scale: 'ratio' })).toThrow('from 0')
    expect(() => krippendorffAlpha(published, { scale: 'ordinal', order: ['1', '2'] })).toThrow('Option order')
    expect(() => krippendorffAlpha(published, { scale: 'ordinal', order: ['1', '2', '3', '4', '5', '5'] })).toThrow('doubles')
    expect(() => krippendorffAlpha(published, { resamples: 1.5 })).toThrow('Option resamples')
    expect(() => krippendorffAlpha(published, { seed: 0.5 })).toThrow('Option seed')
    expect(() => krippendorffAlpha(asNumbers, { scale: 'ratio', maxCells: 3 })).toThrow('maxCells')
  })

  it('takes numbers as large as there are', () => {
    const huge = responsesOf([1e308, -1e308, 1e308, 1e308].map((value, n) => ({ task: `t${n >> 1}`, worker: `w${n % 2}`, value })))
    expect(krippendorffAlpha(huge, { ...none, scale: 'interval' }).alpha).toBeCloseTo(0, 12)
  })
})

describe('kappas and AC1', () => {
  it("are Fleiss' for the usual example of ten subjects and fourteen raters", () => {
    // https://en.wikipedia.org/wiki/Fleiss%27_kappa, worked example: 0.378, 0.213, 0.210
    const rows = '0,0,0,0,14 0,2,6,4,2 0,0,3,5,6 0,3,9,2,0 2,2,8,1,1 7,7,0,0,0 3,2,6,3,0 2,5,3,2,2 6,5,2,1,0 0,2,2,3,7'
    const { coefficient, observed, expected, tasks } = fleissKappa(
      crowdOfCounts(rows.split(' ').map((row) => row.split(',').map(Number))),
      none,
    )
    expect([observed, expected, coefficient, tasks]).toEqual([
      expect.closeTo(0.378, 3),
      expect.closeTo(0.213, 3),
      expect.closeTo(0.21, 3),
      10,
    ])
  })

  it("are Gwet's for incomplete ratings, as his package irrCAC gives them", () => {
    // irrCAC, data cac.raw4raters: AC1 0.77544, Fleiss' generalised kappa 0.76117, observed agreement 0.8181818
    expect(gwetAc1(published, none).observed).toBeCloseTo(0.8181818, 7)
    expect(gwetAc1(published, none).coefficient).toBeCloseTo(0.77544, 5)
    expect(fleissKappa(published, none).coefficient).toBeCloseTo(0.76117, 5)
  })

  it('differ where nearly all tasks have one label', () => {
    // Gwet 2008, table 1: of 125 tasks 118 yes/yes, 5 yes/no, 2 no/yes; kappa −0.0234, AC1 0.9408
    const rare = crowd(rowsOf([...Array<string>(118).fill('yy'), ...Array<string>(5).fill('yn'), ...Array<string>(2).fill('ny')]))
    expect(cohenKappa(rare, 'w0', 'w1', none).kappa).toBeCloseTo(-0.0234, 4)
    expect(gwetAc1(rare, none).coefficient).toBeCloseTo(0.9408, 4)
  })

  it("are Cohen's, with weights too", () => {
    // https://en.wikipedia.org/wiki/Cohen%27s_kappa: 50 proposals, 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: 0.4
    const table = [
      ...Array<string>(20).fill('yy'),
      ...Array<string>(5).fill('yn'),
      ...Array<string>(10).fill('ny'),
      ...Array<string>(15).fill('nn'),
    ]
    expect(cohenKappa(crowd(rowsOf(table)), 'w0', 'w1', none)).toMatchObject({ kappa: expect.closeTo(0.4, 12) as number, tasks: 50 })
    // With two labels weights change nothing; with a scale of three, a near miss counts less.
    expect(cohenKappa(crowd(rowsOf(table)), 'w1', 'w0', { ...none, weights: 'linear', order: ['n', 'y'] }).kappa).toBeCloseTo(0.4, 12)
    const scale = crowd(rowsOf(['11', '12', '22', '33', '23', '13']))
    const of = (weights: 'linear' | 'quadratic') => cohenKappa(scale, 'w0', 'w1', { ...none, weights, order: ['1', '2', '3'] })
    // By hand: observed (½ + ½ + 1) / 6 and (¼ + ¼ + 1) / 6; expected from rows 3, 2, 1 and columns 1, 2, 3: (3·2·½ + 3·3·1 + 2·1·½ + 2·3·½ + 1·1·1 + 1·2·½) / 36.
    expect(of('linear')).toMatchObject({ observed: expect.closeTo(2 / 6, 12) as number, expected: expect.closeTo(18 / 36, 12) as number })
    expect(of('quadratic').observed).toBeCloseTo(1.5 / 6, 12)
    expect(() => cohenKappa(scale, 'w0', 'w1', { weights: 'linear' })).toThrow('Option order')
  })

  it('do not exist without common tasks, or without a choice', () => {
    expect(cohenKappa(published, 'w0', 'nobody')).toEqual({ kappa: null, interval: null, observed: 0, expected: 0, tasks: 0 })
    expect(fleissKappa(crowd([]))).toEqual({ coefficient: null, interval: null, observed: 0, expected: 0, tasks: 0 })
    expect(fleissKappa(crowd(rowsOf(['aa', 'aa'])), none).coefficient).toBeNull()
    expect(gwetAc1(crowd(rowsOf(['aa', 'aa'])), none).coefficient).toBe(1)
    expect(gwetAc1(crowd(rowsOf(['a', 'b'])), none).coefficient).toBeNull()
  })
})

describe('every coefficient', () => {
  const few = { resamples: 20, seed: 1 }
  const all = (rows: Parameters<typeof rowsOf>[0] | ReturnType<typeof rowsOf>) => {
    const built = crowd(rows as ReturnType<typeof rowsOf>)
    return [krippendorffAlpha(built, few), fleissKappa(built, few), gwetAc1(built, few), cohenKappa(built, 'w0', 'w1', few)]
  }
  const flat = (rows: ReturnType<typeof rowsOf>) =>
    all(rows).map(({ interval, ...figures }) => [...Object.values(figures), interval?.low ?? null, interval?.high ?? null])
  const close = (a: unknown[][], b: unknown[][]) => {
    for (const [n, row] of a.entries()) {
      for (const [m, each] of row.entries()) {
        if (each === null) expect(b[n]![m]).toBeNull()
        else expect(b[n]![m]).toBeCloseTo(each as number, 9)
      }
    }
  }

  it('is a number at most 1 or null, whatever the order of rows and the names of labels', () => {
    fc.assert(
      fc.property(smallRows, (rows) => {
        const before = flat(rows)
        for (const each of before.flat()) expect(each === null || Number.isFinite(each)).toBe(true)
        for (const [first] of before) expect(first === null || (first as number) <= 1 + 1e-12).toBe(true)
        close(before, flat(rows.toReversed()))
        close(before, flat(rows.map((row) => ({ ...row, label: { a: 'z', b: 'a', c: 'y' }[row.label]! }))))
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps its value when every task is there twice, except that alpha has less chance in it', () => {
    fc.assert(
      fc.property(smallRows, (rows) => {
        const twice = [...rows, ...rows.map((row) => ({ ...row, task: `${row.task} again` }))]
        const value = (each: typeof rows) => [
          fleissKappa(crowd(each), none).coefficient,
          gwetAc1(crowd(each), none).coefficient,
          cohenKappa(crowd(each), 'w0', 'w1', none).kappa,
        ]
        close([value(rows)], [value(twice)])
        const [once, doubled] = [krippendorffAlpha(crowd(rows), none), krippendorffAlpha(crowd(twice), none)]
        expect(doubled.observed).toBeCloseTo(once.observed, 12)
      }),
      { numRuns: 1000 },
    )
  })

  it('does not mind a worker who did one other task alone', () => {
    fc.assert(
      fc.property(smallRows, (rows) => {
        const more = [...rows, { task: 'alone', worker: 'bystander', label: 'a' }]
        close([[krippendorffAlpha(crowd(rows), none).alpha]], [[krippendorffAlpha(crowd(more), none).alpha]])
        close([[cohenKappa(crowd(rows), 'w0', 'w1', none).kappa]], [[cohenKappa(crowd(more), 'w0', 'w1', none).kappa]])
      }),
      { numRuns: 1000 },
    )
  })
})
