import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { responsesOf, type ResponseOf, type Responses } from '../responses.ts'
import { halvesOf, twice } from '../testing/small-crowds.ts'
import { maskEm } from './mask-em.ts'
import { maskMajority } from './mask-majority.ts'
import { maskRasa } from './mask-rasa.ts'
import type { Mask, Masks } from './masks.ts'

const [width, height] = [4, 3]

function maskFrom(cells: readonly boolean[]): Mask {
  const runs = [0]
  for (const cell of cells) {
    if ((runs.length % 2 === 0) === cell) runs[runs.length - 1]!++
    else runs.push(1)
  }
  return { width, height, runs }
}

const cellsOf = ({ runs }: Mask) => runs.flatMap((run, n) => Array.from({ length: run }, () => n % 2 === 1))
const cells = fc.array(fc.boolean(), { minLength: width * height, maxLength: width * height })
const row = fc.record({
  task: fc.constantFrom('t1', 't2'),
  worker: fc.constantFrom('ann', 'bob', 'cy', 'dee', 'eve'),
  value: cells.map(maskFrom),
})
const rows = fc.uniqueArray(row, { selector: (each) => `${each.task} ${each.worker}`, maxLength: 8 })
const picturesOf = ({ tasks, masks, tiedPixels }: Masks) => new Map(tasks.map((task, t) => [task, [masks[t]!.runs, tiedPixels[t]]]))

describe.each(['maskMajority', 'maskEm', 'maskRasa'] as const)('%s', (name) => {
  const few = (given: Responses<Mask>, options = {}) => maskEm(given, { maxIterations: 25, ...options })
  const method = { maskMajority, maskEm: few, maskRasa }[name]

  it('does not depend on the order of rows, and follows a renaming', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length, maxLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, ([given, other]) => {
        const renamed = other.map((each) => ({ ...each, worker: `9${each.worker}` }))
        expect(picturesOf(method(responsesOf(renamed)))).toEqual(picturesOf(method(responsesOf(given))))
      }),
      { numRuns: 1000 },
    )
  })

  it('finds the same in both halves when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const [first, second] = halvesOf(picturesOf(method(responsesOf(twice(given)))))
        expect(second).toEqual(first)
      }),
      { numRuns: 1000 },
    )
  })

  // The others learn from all pictures how far people are off, which a stranger's picture moves: see their documentation.
  it.runIf(name === 'maskMajority')('is unmoved by somebody who marked nothing but a picture of their own', () => {
    fc.assert(
      fc.property(rows, cells, (given, own) => {
        const more = picturesOf(method(responsesOf([...given, { task: 'own', worker: 'own', value: maskFrom(own) }])))
        more.delete('own')
        expect(more).toEqual(picturesOf(method(responsesOf(given))))
      }),
      { numRuns: 1000 },
    )
  })

  it('answers with masks of the picture, and figures that are probabilities', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const {
          masks,
          confidence,
          workerParameters: { overlap },
        } = method(responsesOf(given))
        expect(masks.every(({ runs }) => runs.reduce((a, b) => a + b, 0) === width * height)).toBe(true)
        expect(masks.every(({ runs }) => runs.slice(1).every((run) => run > 0))).toBe(true)
        const shares = [...confidence, ...overlap.low, ...overlap.mean, ...overlap.high]
        expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('puts what nobody marked outside, and what all marked inside', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { tasks, masks } = method(responsesOf(given))
        for (const [t, mask] of masks.entries()) {
          const own = given.filter(({ task }) => task === tasks[t]).map(({ value }) => cellsOf(value))
          const answer = cellsOf(mask)
          expect(answer.every((cell, n) => !own.every((each) => each[n] !== cell))).toBe(true)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps the mask of a single worker, and an empty one', () => {
    fc.assert(
      fc.property(cells, (given) => {
        const { masks } = method(responsesOf([{ task: 't', worker: 'ann', value: maskFrom(given) }]))
        expect(cellsOf(masks[0]!)).toEqual(given)
      }),
      { numRuns: 1000 },
    )
    expect(method(responsesOf<Mask>([]))).toMatchObject({ tasks: [], masks: [] })
  })

  it('refuses masks of different sizes, and runs that make no picture', () => {
    const good = { width: 2, height: 2, runs: [1, 3] }
    const bad: [Mask, string][] = [
      [{ width: 2, height: 3, runs: [6] }, '2 x 2'],
      [{ ...good, runs: [1, 2] }, 'sum of 3'],
      [{ ...good, runs: [5, -1] }, 'run of -1'],
      [{ ...good, runs: [0.5, 3.5] }, 'run of 0.5'],
      [{ ...good, runs: [Number.NaN, 4] }, 'run of NaN'],
      [{ ...good, runs: [] }, 'sum of 0'],
      [{ ...good, runs: '13' as unknown as number[] }, 'got 13'],
      [{ width: 0, height: 2, runs: [0] }, '0 x 2'],
      [{ width: Infinity, height: 2, runs: [0] }, 'Infinity x 2'],
      [undefined as unknown as Mask, 'undefined x undefined'],
    ]
    for (const [value, message] of bad) {
      const given: ResponseOf<Mask>[] = [
        { task: 't', worker: 'ann', value: good },
        { task: 't', worker: 'bob', value },
      ]
      expect(() => method(responsesOf(given))).toThrow(message)
      expect(() => method(responsesOf(given))).toThrow('worker bob to task t')
    }
  })

  it('refuses what would exhaust the memory: three thousand outlines, no two alike', () => {
    const size = 2 ** 18
    const outline = (n: number): Mask => {
      const inside = Array.from({ length: 200 }, (_, at) => 1 + ((n * 9 + at * 13) % 700))
      const runs = inside.flatMap((run) => [800 - run, run])
      return { width: size, height: 1, runs: [...runs, size - runs.reduce((a, b) => a + b)] }
    }
    const many = responsesOf(Array.from({ length: 3000 }, (_, n) => ({ task: 't', worker: `w${n}`, value: outline(n) })))
    expect(() => method(many)).toThrow('maxCells')
    const one = responsesOf([{ task: 't', worker: 'ann', value: outline(1) }])
    expect(() => method(one, { maxCells: 400 })).toThrow('would need 401 cells; the limit is 400')
    expect(method(one, { maxCells: 401 }).masks).toEqual([outline(1)])
  })

  it('takes runs of no length, and a picture far too large for pixels', () => {
    const large = { width: 2 ** 20, height: 2 ** 20, runs: [5, 0, 5, 2 ** 40 - 20, 10] }
    const { masks } = method(responsesOf(['ann', 'bob', 'cy'].map((worker) => ({ task: 't', worker, value: large }))))
    expect(masks[0]!.runs).toEqual([10, 2 ** 40 - 20, 10])
  })
})

describe('maskMajority', () => {
  it('is the majority of every pixel, with ties counted and left outside', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const { tasks, masks, tiedPixels } = maskMajority(responsesOf(given))
        for (const [t, task] of tasks.entries()) {
          const own = given.filter((each) => each.task === task).map(({ value }) => cellsOf(value))
          const votes = Array.from({ length: width * height }, (_, n) => own.filter((each) => each[n]).length)
          expect(cellsOf(masks[t]!)).toEqual(votes.map((each) => 2 * each > own.length))
          expect(tiedPixels[t]).toBe(votes.filter((each) => 2 * each === own.length).length)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('is the same when the whole crowd is there twice', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const repeated = [...given, ...given.map((each) => ({ ...each, worker: `${each.worker} again` }))]
        expect(picturesOf(maskMajority(responsesOf(repeated)))).toEqual(picturesOf(maskMajority(responsesOf(given))))
      }),
      { numRuns: 1000 },
    )
  })
})

// The object is the left half of an 8 × 2 picture. Three see it; two mark most of the picture, always in another place.
const half = { width: 8, height: 2, runs: [0, 4, 4, 4, 4] }
const seen = Array.from({ length: 6 }, (_, n) => n).flatMap((n) => [
  ...['ann', 'bob', 'cy'].map((worker) => ({ task: `t${n}`, worker, value: half as Mask })),
  ...['dee', 'eve'].map((worker, w) => ({ task: `t${n}`, worker, value: { width: 8, height: 2, runs: [n + w, 6, 10 - n - w] } })),
])

describe('maskEm and maskRasa', () => {
  it('find out who sees the object', () => {
    const { reliability, masks, workerParameters, converged, logLikelihood } = maskEm(responsesOf(seen))
    expect(masks.map(({ runs }) => runs)).toEqual(Array.from({ length: 6 }, () => half.runs))
    expect(Math.min(...reliability.subarray(0, 3))).toBeGreaterThan(Math.max(...reliability.subarray(3)))
    expect(workerParameters.overlap.low[0]).toBeGreaterThan(workerParameters.overlap.mean[3]!)
    expect(converged && logLikelihood.every(Number.isFinite)).toBe(true)
    const { weight } = maskRasa(responsesOf(seen))
    expect(Math.min(...weight.subarray(0, 3))).toBeGreaterThan(Math.max(...weight.subarray(3)))
  })

  it('refuse options that make no sense', () => {
    expect(() => maskEm(responsesOf(seen), { pooling: -1 })).toThrow('Option pooling')
    expect(() => maskRasa(responsesOf(seen), { maxIterations: 0 })).toThrow('Option maxIterations')
  })
})
