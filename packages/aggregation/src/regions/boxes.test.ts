import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf } from '../responses.ts'
import { twice } from '../testing/small-crowds.ts'
import { boxes, type Box, type Boxes } from './boxes.ts'

const box = fc.record({
  x: fc.integer({ min: 0, max: 20 }),
  y: fc.integer({ min: 0, max: 20 }),
  width: fc.integer({ min: 5, max: 15 }),
  height: fc.integer({ min: 5, max: 15 }),
  label: fc.constantFrom('car', 'sign'),
})
const row = fc.record({
  task: fc.constantFrom('t1', 't2'),
  worker: fc.constantFrom('ann', 'bob', 'cy'),
  value: fc.array(box, { maxLength: 3 }),
})
const rows = fc.uniqueArray(row, { selector: (each) => `${each.task} ${each.worker}`, maxLength: 6 })

/** To a millionth of a pixel, what the arithmetic promises; without the order of tasks. */
function drawnBy({ tasks, start, boxes: found }: Boxes) {
  const near = (value: number) => Math.round(value * 1e5) / 1e5 + 0
  return tasks
    .flatMap((task, t) =>
      found
        .slice(start[t], start[t + 1])
        .map((each) =>
          [task, each.x, each.y, each.width, each.height, each.presence].map((cell) => (typeof cell === 'number' ? near(cell) : cell)),
        )
        .map((cells, i) => JSON.stringify([...cells, found[start[t]! + i]!.label, found[start[t]! + i]!.votes])),
    )
    .toSorted()
}

const three = ['ann', 'bob', 'cy'].map((worker, n) => ({
  task: 't',
  worker,
  value: [{ x: 10 + n, y: 20, width: 50, height: 40, label: n === 2 ? 'sign' : 'car' }] as Box[],
}))

describe('boxes', () => {
  it('does not depend on the order of rows', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        const [one, two] = [drawnBy(boxes(responsesOf(given))), drawnBy(boxes(responsesOf(other)))]
        expect(two).toEqual(one)
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the same in both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const lines = drawnBy(boxes(responsesOf(twice(given))))
        const [first, second] = [lines.filter((line) => !line.includes("'")), lines.filter((line) => line.includes("'"))]
        expect(second.map((line) => line.replace("'", '')).toSorted()).toEqual(first)
      }),
      { numRuns: 1000 },
    )
  })

  it('has every drawn box in one candidate, at most one of each worker, and finite places between what was drawn', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { tasks, start, boxes: found, workerParameters, objective } = boxes(responsesOf(given))
        for (const [t, task] of tasks.entries()) {
          const own = given.filter((each) => each.task === task)
          const candidates = found.slice(start[t], start[t + 1])
          const drawn = own.flatMap(({ value }) => value)
          expect(candidates.reduce((sum, { votes }) => sum + votes, 0)).toBe(drawn.length)
          expect(candidates.every(({ votes }) => votes <= own.length)).toBe(true)
          expect(candidates.every(({ presence }) => presence >= 0 && presence <= 1)).toBe(true)
          const left = Math.min(...drawn.map(({ x }) => x)) - 1e-9
          expect(candidates.every(({ x, width, height }) => x >= left && width > 0 && height > 0)).toBe(true)
        }
        const { hits, falseAlarms, deviation } = workerParameters
        const figures = [hits, falseAlarms, deviation].flatMap(({ mean, low, high }) => [...mean, ...low, ...high])
        expect(figures.every(Number.isFinite)).toBe(true)
        expect(objective.slice(1).findIndex((value, n) => value < objective[n]! - 1e-5)).toBe(-1)
      }),
      { numRuns: 1000 },
    )
  })

  it('follows a renaming of labels and workers where no two boxes are the same', () => {
    const names: Record<string, string> = { car: 'zebra', sign: 'ant' }
    const distinct = rows.filter((given) => {
      const all = given.flatMap(({ task, value }) => value.map(({ x, y, width, height }) => `${task} ${x} ${y} ${width} ${height}`))
      return new Set(all).size === all.length
    })
    fc.assert(
      fc.property(distinct, (given) => {
        const renamed = given.map((each) => ({
          ...each,
          worker: `${9 - each.worker.length}${each.worker}`,
          value: each.value.map((one) => ({ ...one, label: names[one.label]! })),
        }))
        const expected = drawnBy(boxes(responsesOf(given))).map((line) => line.replace('"car"', '"zebra"').replace('"sign"', '"ant"'))
        expect(drawnBy(boxes(responsesOf(renamed)))).toEqual(expected.toSorted())
      }),
      { numRuns: 1000 },
    )
  })

  it('does not mind a worker who was only asked about another picture, and saw nothing there', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const expected = drawnBy(boxes(responsesOf(given)))
        expect(drawnBy(boxes(responsesOf([...given, { task: 'other', worker: 'far', value: [] }])))).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('draws one box from three alike, with the label of the majority', () => {
    const { boxes: found, workerParameters } = boxes(responsesOf(three))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ x: expect.closeTo(11, 6), y: 20, width: 50, height: 40, label: 'car', tied: [], votes: 3 })
    expect(found[0]!.presence).toBeGreaterThan(0.95)
    expect(workerParameters.deviation.mean[1]).toBeLessThan(workerParameters.deviation.mean[0]!)
  })

  it('doubts a box that one of three drew, believes one that a single worker drew, and counts a response of none', () => {
    const alone = three.map((each, n) => ({
      ...each,
      value: n === 0 ? [...each.value, { x: 300, y: 300, width: 20, height: 20 }] : each.value,
    }))
    const { boxes: found } = boxes(responsesOf(alone))
    expect(found.map(({ votes, presence }) => [votes, presence > 0.5])).toEqual([
      [3, true],
      [1, false],
    ])
    expect(boxes(responsesOf(three.slice(0, 1))).boxes[0]!.presence).toBeGreaterThan(0.5)
    const none = three.map((each, n) => ({ ...each, value: n === 0 ? each.value : [] }))
    expect(boxes(responsesOf(none)).boxes[0]!.presence).toBeLessThan(0.5)
  })

  it('keeps two boxes of one worker apart, however much they overlap', () => {
    const pair = [
      { x: 0, y: 0, width: 20, height: 20 },
      { x: 2, y: 0, width: 20, height: 20 },
    ]
    const { boxes: found } = boxes(responsesOf(['ann', 'bob'].map((worker) => ({ task: 't', worker, value: pair }))))
    expect(found.map(({ x, votes, label, tied }) => [x, votes, label, tied])).toEqual([
      [0, 2, null, []],
      [2, 2, null, []],
    ])
  })

  it('reports a tie of labels', () => {
    const { boxes: found } = boxes(responsesOf(three.slice(1)))
    expect([found[0]!.label, found[0]!.tied]).toEqual([null, ['car', 'sign']])
  })

  it('cuts boxes to the picture, and refuses what is outside it, without size or not finite', () => {
    const pictures = new Map([['t', { width: 100, height: 100 }]])
    const drawn = (value: unknown) => responsesOf([{ task: 't', worker: 'ann', value: value as Box[] }])
    const cut = boxes(drawn([{ x: -10, y: 90, width: 30, height: 30 }]), { pictures }).boxes[0]!
    expect([cut.x, cut.y, cut.width, cut.height]).toEqual([0, 90, 20, 10])
    const good = { x: 1, y: 1, width: 5, height: 5 }
    const bad = [
      { ...good, x: 200 },
      { ...good, y: -50 },
      { ...good, width: 0 },
      { ...good, width: 1e-200, height: 1e-200 },
      { ...good, height: -3 },
      { ...good, x: Number.NaN },
      { ...good, width: Infinity },
      { ...good, label: 3 },
      null,
      undefined,
    ]
    for (const each of bad) expect(() => boxes(drawn([good, each]), { pictures })).toThrow('worker ann to task t must be a list of boxes')
    expect(() => boxes(drawn('none'))).toThrow('must be a list of boxes')
    expect(() => boxes(drawn([]), { minOverlap: 0 })).toThrow('Option minOverlap')
    expect(() => boxes(drawn(Array.from({ length: 20 }, () => good)), { maxCells: 100 })).toThrow('would need 400 cells')
  })

  it('is empty without responses, and without boxes', () => {
    expect(boxes(responsesOf<readonly Box[]>([]))).toMatchObject({ tasks: [], boxes: [], converged: true })
    expect(boxes(responsesOf([{ task: 't', worker: 'ann', value: [] as Box[] }]))).toMatchObject({ tasks: ['t'], boxes: [], iterations: 0 })
  })
})
