import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateCompletion, type People, type WorkToDo } from './completion-estimate.ts'

const HOUR = 3600
/** 1,000 tasks of a minute, three responses each: fifty hours of work. */
const WORK: WorkToDo = { tasks: 1000, redundancy: 3, estimateSeconds: 60, maxPerWorker: null, aheadSeconds: 0 }

describe('the estimate of when a batch is finished', () => {
  test('says that nobody has subscribed when so, and counts nobody who asked for no hours', () => {
    expect(estimateCompletion(WORK, [])).toEqual({ kind: 'nobody', people: 0, secondsPerWeek: 0 })
    expect(estimateCompletion(WORK, [{ people: 5, secondsWanted: 0 }])).toEqual({ kind: 'nobody', people: 0, secondsPerWeek: 0 })
  })

  test('divides the work by what people asked for in a week', () => {
    expect(estimateCompletion(WORK, [{ people: 10, secondsWanted: 5 * HOUR }])).toEqual({
      kind: 'days',
      people: 10,
      secondsPerWeek: 50 * HOUR,
      days: 7,
    })
  })

  test('puts work of the same organisation that is brought first before it', () => {
    const crowd = [{ people: 10, secondsWanted: 5 * HOUR }]
    expect(estimateCompletion({ ...WORK, aheadSeconds: 50 * HOUR }, crowd)).toMatchObject({ kind: 'days', days: 14 })
  })

  test('says how many people are needed when those who subscribed may not do enough tasks each', () => {
    expect(estimateCompletion({ ...WORK, maxPerWorker: 100 }, [{ people: 10, secondsWanted: 5 * HOUR }])).toEqual({
      kind: 'too_few_people',
      people: 10,
      secondsPerWeek: 50 * HOUR,
      peopleNeeded: 30,
    })
    // three responses of different people, and only two people
    expect(estimateCompletion(WORK, [{ people: 2, secondsWanted: 40 * HOUR }])).toMatchObject({ kind: 'too_few_people', peopleNeeded: 3 })
  })

  test('lets those who asked for most stop at what one person may do', () => {
    // at 600 tasks each: one at 20 h a week stops after half a week, four at 5 h go on for two weeks
    const crowd = [
      { people: 1, secondsWanted: 20 * HOUR },
      { people: 4, secondsWanted: 5 * HOUR },
    ]
    expect(estimateCompletion({ ...WORK, maxPerWorker: 600 }, crowd)).toMatchObject({ kind: 'days', days: 14 })
  })

  test('says of a batch without tasks only how many people there are', () => {
    expect(estimateCompletion({ ...WORK, tasks: 0 }, [{ people: 2, secondsWanted: HOUR }])).toEqual({
      kind: 'nothing_to_do',
      people: 2,
      secondsPerWeek: 2 * HOUR,
    })
  })

  const aCrowd = fc.array(fc.record({ people: fc.integer({ min: 1, max: 50 }), secondsWanted: fc.integer({ min: 900, max: 80 * HOUR }) }), {
    minLength: 1,
    maxLength: 8,
  })
  const aWork = fc.record({
    tasks: fc.integer({ min: 1, max: 5000 }),
    redundancy: fc.integer({ min: 1, max: 5 }),
    estimateSeconds: fc.integer({ min: 1, max: 600 }),
    maxPerWorker: fc.option(fc.integer({ min: 1, max: 5000 })),
    aheadSeconds: fc.constant(0),
  })

  test('names the first day on which the responses of everybody add up', () => {
    fc.assert(
      fc.property(aWork, aCrowd, (work, crowd) => {
        const estimate = estimateCompletion(work, crowd)
        fc.pre(estimate.kind === 'days')
        const needed = work.tasks * work.redundancy * work.estimateSeconds
        expect(doneBy(estimate.days, work, crowd)).toBeGreaterThanOrEqual(needed * (1 - 1e-6))
        expect(doneBy(estimate.days - 1, work, crowd)).toBeLessThan(needed * (1 + 1e-6))
      }),
    )
  })

  test('is never sooner with a limit per person than without', () => {
    fc.assert(
      fc.property(aWork, aCrowd, (work, crowd) => {
        const [limited, free] = [estimateCompletion(work, crowd), estimateCompletion({ ...work, maxPerWorker: null }, crowd)]
        fc.pre(limited.kind === 'days')
        expect(free.kind === 'days' && free.days <= limited.days).toBe(true)
      }),
    )
  })
})

/** Seconds of work of this batch that the crowd has done after so many days: said a second time, day by day. */
function doneBy(days: number, work: WorkToDo, crowd: readonly People[]): number {
  const most = Math.min(work.maxPerWorker ?? work.tasks, work.tasks) * work.estimateSeconds
  return crowd.reduce((sum, { people, secondsWanted }) => sum + people * Math.min((secondsWanted * days) / 7, most), 0)
}
