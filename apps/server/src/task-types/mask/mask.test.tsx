import type { MaskResponse } from '@canut/contract'
import { decodeCounts, encodeCounts } from '@canut/contract/run-lengths'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getTaskSetup } from '../index.ts'
import { overlapOfRuns } from './overlap-of-runs.ts'

const labels = [{ value: 'cat' }, { value: 'dog' }]
const setup = getTaskSetup('mask', { labels, goldOverlap: 60 })
const things = getTaskSetup('mask', { labels, instances: true })
const size = { w: 4, h: 4 }
const payload = { image: 'a.png', size }
/** pixels of a 4 × 4 picture, column by column */
const region = (id: string, label: string, pixels: readonly number[]) => {
  const runs: number[] = []
  let end = 0
  for (const pixel of pixels) {
    if (runs.length > 0 && pixel === end) runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
    else runs.push(pixel - end, 1)
    end = pixel + 1
  }
  return { id, label, counts: encodeCounts(end < 16 ? [...runs, 16 - end] : runs) }
}
const mask = (...regions: ReturnType<typeof region>[]): MaskResponse => ({ size, regions })
const codes = (response: unknown, of = setup) => {
  const result = of.check(response, payload)
  return result.ok ? [] : result.error.map(({ code }) => code)
}

describe('checking masks', () => {
  it('keeps regions that are apart, and none at all', () => {
    const response = mask(region('r1', 'cat', [0, 1, 4]), region('r2', 'dog', [2, 3]))
    expect(setup.check(response, payload)).toEqual({ ok: true, value: response })
    expect(codes(mask())).toEqual([])
  })

  it.each([
    [mask(region('r1', 'cat', [0, 1]), region('r2', 'dog', [1, 2])), 'mask_overlap'],
    [mask(region('r1', 'cat', [0]), region('r2', 'cat', [1])), 'mask_label_twice'],
    [mask({ id: 'r1', label: 'cat', counts: '00000' }), 'mask_runs'],
    [mask({ id: 'r1', label: 'cat', counts: encodeCounts([16]) }), 'mask_runs'],
    [mask({ id: 'r1', label: 'cat', counts: '~' }), 'mask_runs'],
    [mask(region('r1', 'bird', [0])), 'shape_label'],
    [{ size: { w: 2, h: 2 }, regions: [] }, 'picture_size'],
    [mask(region('r1', 'cat', [0]), region('r1', 'dog', [1])), 'shape_id'],
    [{ size }, 'draw_or_nothing'],
  ])('refuses %j: %s', (response, code) => {
    expect(codes(response)).toContain(code)
  })

  it('refuses pictures larger than any, whose pixels nobody could keep, where no row says their size', () => {
    const bomb = { size: { w: 100_000, h: 100_000 }, regions: [] }
    expect(setup.check(bomb, { image: 'a.png' })).toMatchObject({ ok: false, error: [{ code: 'picture_pixels' }] })
    expect(setup.readRow({ image: 'a.png', width: '100000', height: '100000' })).toMatchObject({
      ok: false,
      error: [{ code: 'picture_pixels' }],
    })
    expect(setup.check({ size: { w: 100_000, h: 2000 }, regions: [] }, { image: 'a.png' }).ok).toBe(true)
  })

  it('has several regions of a label where every thing is one of its own', () => {
    expect(codes(mask(region('r1', 'cat', [0]), region('r2', 'cat', [1])), things)).toEqual([])
  })

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (response) => {
        expect(setup.check(response, payload).ok).toBe(false)
      }),
    )
  })
})

describe('a gold mask', () => {
  const truth = mask(region('r1', 'cat', [0, 1, 2, 3]))

  it('is right from the overlap that the batch asks for', () => {
    expect(setup.judge(truth, truth)).toEqual({ right: true, score: 1 })
    expect(setup.judge(mask(region('x', 'cat', [0, 1, 2])), truth)).toEqual({ right: true, score: 0.75 })
    expect(setup.judge(mask(region('x', 'cat', [0, 1])), truth)).toEqual({ right: false, score: 0.5 })
    expect(setup.judge(mask(region('x', 'dog', [0, 1, 2, 3])), truth)?.right).toBe(false)
    expect(setup.judge(mask(), truth)?.right).toBe(false)
    expect(setup.judge(null, truth)).toBeNull()
  })
})

describe('the overlap of runs', () => {
  const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 })
  const runsOf = (values: readonly boolean[]): number[] => {
    const runs = [0]
    let current = false
    for (const value of values) {
      if (value !== current) runs.push(0)
      current = value
      runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
    }
    return runs
  }

  it('is what counting pixels says', () => {
    fc.assert(
      fc.property(bits, bits, (one, longer) => {
        const other = one.map((_, i) => longer[i] ?? false)
        const both = one.filter((value, i) => value && other[i]).length
        const either = one.filter((value, i) => value || other[i]).length
        expect(overlapOfRuns(runsOf(one), runsOf(other))).toBeCloseTo(either === 0 ? 1 : both / either, 12)
      }),
    )
  })
})

describe('making one mask of many', () => {
  const given = (responses: readonly MaskResponse[]) => responses.map((response, i) => ({ task: 't', worker: `w${i}`, payload, response }))
  const consolidate = (of: typeof setup, method: string, responses: readonly MaskResponse[]) => {
    if (of.consolidation?.kind !== 'responses') throw new Error('masks are made one from whole responses')
    return of.consolidation.consolidate(method, given(responses))
  }
  const pixelsOf = (response: unknown, label: string): number[] => {
    const { regions } = response as MaskResponse
    const runs = decodeCounts(regions.find((each) => each.label === label)?.counts ?? '', 16) ?? []
    let at = 0
    return runs.flatMap((run, place) => {
      const own = place % 2 === 1 ? Array.from({ length: run }, (_, i) => at + i) : []
      at += run
      return own
    })
  }
  const crowd = [
    mask(region('r1', 'cat', [0, 1, 2]), region('r2', 'dog', [8, 9])),
    mask(region('r1', 'cat', [0, 1, 2, 3]), region('r2', 'dog', [8, 9])),
    mask(region('r1', 'dog', [9, 10]), region('r2', 'cat', [0, 1, 2])),
  ]

  it.each(['mask-em', 'mask-majority'])('keeps the pixels that most have painted by %s, label by label, in a valid response', (method) => {
    const { tasks, workers } = consolidate(setup, method, crowd)
    expect([pixelsOf(tasks[0]?.response, 'cat'), pixelsOf(tasks[0]?.response, 'dog')]).toEqual([
      [0, 1, 2],
      [8, 9],
    ])
    expect(setup.check(tasks[0]?.response, payload).ok).toBe(true)
    expect(tasks[0]?.confidence).toBeGreaterThan(0.6)
    expect(workers.map(({ worker }) => worker)).toEqual(['w0', 'w1', 'w2'])
    expect(workers[0]?.agreement).toBe(1)
  })

  const larger: MaskResponse = { size: { w: 5, h: 4 }, regions: [{ id: 'r1', label: 'cat', counts: encodeCounts([0, 20]) }] }

  it.each(['mask-em', 'mask-majority'])('is not stopped by one who says that the picture has another size, by %s', (method) => {
    const { tasks, workers } = consolidate(setup, method, [larger, ...crowd])
    expect(tasks[0]).toMatchObject({ response: consolidate(setup, method, crowd).tasks[0]?.response, responses: 4 })
    expect(workers.map(({ agreement }) => agreement)).toEqual([0, 1, expect.any(Number), expect.any(Number)])
    expect(consolidate(setup, method, [larger]).tasks[0]?.response).toMatchObject({ size: larger.size })
  })

  it('finds nothing in common between pictures of two sizes', () => {
    const unsized = { image: 'a.png' }
    expect(setup.check(larger, unsized).ok).toBe(true)
    expect(setup.judge(larger, crowd[0])).toEqual({ right: false, score: 0 })
    expect(consolidate(things, 'medoid', [larger, ...crowd]).tasks[0]?.response).toEqual(crowd[0])
  })

  it('takes of things the response that is nearest to all', () => {
    expect(consolidate(things, 'medoid', crowd).tasks[0]?.response).toEqual(crowd[0])
    expect(consolidate(things, 'medoid', [])).toMatchObject({ tasks: [], workers: [] })
  })
})
