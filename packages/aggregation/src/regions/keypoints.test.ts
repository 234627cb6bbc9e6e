import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf } from '../responses.ts'
import { halvesOf, twice } from '../testing/small-crowds.ts'
import { keypoints, type Keypoint, type Keypoints } from './keypoints.ts'

const point = fc.record({
  label: fc.constantFrom('nose', 'eye', 'hand'),
  x: fc.integer({ min: 0, max: 50 }),
  y: fc.integer({ min: 0, max: 50 }),
})
const row = fc.record({
  task: fc.constantFrom('t1', 't2'),
  worker: fc.constantFrom('ann', 'bob', 'cy', 'dee'),
  value: fc.uniqueArray(point, { selector: ({ label }) => label, maxLength: 3 }),
})
const rows = fc.uniqueArray(row, { selector: (each) => `${each.task} ${each.worker}`, maxLength: 8 })
const placesOf = ({ tasks, start, keypoints: found }: Keypoints) =>
  new Map(tasks.flatMap((task, t) => found.slice(start[t], start[t + 1]).map((each) => [`${task} ${each.label}`, each])))

describe('keypoints', () => {
  it('does not depend on the order of rows, and follows a renaming of workers', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        const renamed = other.map((each) => ({ ...each, worker: `9${each.worker}` }))
        const [one, two] = [placesOf(keypoints(responsesOf(given))), placesOf(keypoints(responsesOf(renamed)))]
        expect([...two.keys()].toSorted()).toEqual([...one.keys()].toSorted())
        // The median is flat around its minimum when marks are nearly in line: it is known less well than its cost.
        const isNear = ([key, { x, y, presence }]: [string, { x: number; y: number; presence: number }]) =>
          Math.abs(x - one.get(key)!.x) < 0.01 && Math.abs(y - one.get(key)!.y) < 0.01 && Math.abs(presence - one.get(key)!.presence) < 1e-5
        expect([...two].filter((each) => !isNear(each))).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the same in both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const [first, second] = halvesOf(placesOf(keypoints(responsesOf(twice(given)))))
        expect([...second.keys()].toSorted()).toEqual([...first.keys()].toSorted())
        for (const [key, { x, y, presence }] of second) {
          const other = first.get(key)!
          for (const by of [x - other.x, y - other.y]) expect(Math.abs(by)).toBeLessThan(0.01)
          expect(Math.abs(presence - other.presence)).toBeLessThan(1e-5)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('stays among the marks, finite, with labels in code-unit order', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { tasks, start, keypoints: found, workerParameters } = keypoints(responsesOf(given))
        for (const [t, task] of tasks.entries()) {
          const own = found.slice(start[t], start[t + 1])
          const labels = own.map(({ label }) => label)
          expect(labels).toEqual([...new Set(labels)].toSorted())
          const marks = given.filter((each) => each.task === task).flatMap(({ value }) => value)
          for (const { label, x, y, votes } of own) {
            const [xs, ys] = [marks, marks].map((all, axis) =>
              all.filter((each) => each.label === label).map((each) => (axis === 0 ? each.x : each.y)),
            )
            expect(votes).toBe(xs!.length)
            expect(x >= Math.min(...xs!) - 1e-6 && x <= Math.max(...xs!) + 1e-6).toBe(true)
            expect(y >= Math.min(...ys!) - 1e-6 && y <= Math.max(...ys!) + 1e-6).toBe(true)
          }
        }
        const { hits, falseAlarms, deviation } = workerParameters
        const figures = [hits, falseAlarms, deviation].flatMap(({ mean, low, high }) => [...mean, ...low, ...high])
        expect(figures.every(Number.isFinite)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('does not mind a worker who was only asked about another picture, and saw nothing there', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const expected = placesOf(keypoints(responsesOf(given)))
        expect(placesOf(keypoints(responsesOf([...given, { task: 'other', worker: 'far', value: [] }])))).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('is not moved by a mark somewhere else, and says whose it is', () => {
    const marks = [0, 1, 2, 3, 400].map((off, n) => ({ task: 't', worker: `w${n}`, value: [{ label: 'nose', x: 100 + off, y: 50 }] }))
    const [nose] = keypoints(responsesOf(marks)).keypoints
    expect(Math.abs(nose!.x - 102)).toBeLessThan(1)
    expect(nose).toMatchObject({ label: 'nose', y: 50, votes: 5, outliers: ['w4'] })
  })

  it('doubts a point that most did not mark, and places one that a single worker marked', () => {
    const nose = { label: 'nose', x: 1, y: 2 }
    const marks = ['ann', 'bob', 'cy'].map((worker, n) => ({
      task: 't',
      worker,
      value: n === 0 ? [nose, { ...nose, label: 'hand' }] : [nose],
    }))
    const places = placesOf(keypoints(responsesOf(marks)))
    expect(places.get('t nose')!.presence).toBeGreaterThan(0.95)
    expect(places.get('t hand')!.presence).toBeLessThan(0.5)
    expect(keypoints(responsesOf(marks.slice(2))).keypoints[0]).toMatchObject({ ...nose, votes: 1, outliers: [] })
  })

  it('is halfway between two', () => {
    const marks = [10, 20].map((x, n) => ({ task: 't', worker: `w${n}`, value: [{ label: 'nose', x, y: x }] }))
    expect(keypoints(responsesOf(marks)).keypoints[0]).toMatchObject({ x: 15, y: 15 })
  })

  it('refuses points that are not finite, not named, named twice or outside the picture, and is empty of nothing', () => {
    const pictures = new Map([['t', { width: 10, height: 10 }]])
    const nose = { label: 'nose', x: 1, y: 2 }
    const bad: unknown[] = [
      [{ ...nose, x: Number.NaN }],
      [{ ...nose, y: Infinity }],
      [{ ...nose, label: '' }],
      [nose, nose],
      [{ ...nose, x: 11 }],
      [null],
      'nose',
    ]
    for (const value of bad) {
      const given = responsesOf([{ task: 't', worker: 'ann', value: value as Keypoint[] }])
      expect(() => keypoints(given, { pictures })).toThrow('worker ann to task t must be a list of points')
    }
    expect(() => keypoints(responsesOf<readonly Keypoint[]>([]), { outlierAt: 0 })).toThrow('Option outlierAt')
    expect(keypoints(responsesOf<readonly Keypoint[]>([]))).toMatchObject({ tasks: [], keypoints: [], converged: true })
  })
})
