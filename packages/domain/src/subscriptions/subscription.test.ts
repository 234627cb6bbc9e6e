import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesWork, sittingsSince, turnsSince, weekOf, type WorkOffered } from './subscription.ts'

const ANY = { taskTypes: null, languages: null, projectIds: null }
const WORK: WorkOffered = { projectId: 'p1', taskType: 'text-class', language: 'fr' }

describe('what somebody asked for', () => {
  test('fits any work when nothing was ticked', () => {
    expect(matchesWork(ANY, WORK)).toBe(true)
  })
  test('fits only when every list that was ticked names the work', () => {
    expect(matchesWork({ ...ANY, taskTypes: ['image-class'] }, WORK)).toBe(false)
    expect(matchesWork({ ...ANY, languages: ['br'] }, WORK)).toBe(false)
    expect(matchesWork({ ...ANY, projectIds: ['p2'] }, WORK)).toBe(false)
    expect(matchesWork({ taskTypes: ['text-class'], languages: ['br', 'fr'], projectIds: ['p1'] }, WORK)).toBe(true)
  })
  test('fits work that needs no language, whatever languages were ticked', () => {
    expect(matchesWork({ ...ANY, languages: ['br'] }, { ...WORK, language: null })).toBe(true)
  })
})

describe('the week of shares', () => {
  test('begins on Monday at midnight, universal time', () => {
    expect(weekOf(new Date('2026-03-02T00:00:00Z')).toISOString()).toBe('2026-03-02T00:00:00.000Z')
    expect(weekOf(new Date('2026-03-08T23:59:59.999Z')).toISOString()).toBe('2026-03-02T00:00:00.000Z')
    expect(weekOf(new Date('2026-03-09T00:00:00Z')).toISOString()).toBe('2026-03-09T00:00:00.000Z')
    expect(weekOf(new Date('1969-12-30T12:00:00Z')).toISOString()).toBe('1969-12-29T00:00:00.000Z')
  })
  test('is a Monday, at most seven days before any instant', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1950-01-01'), max: new Date('2150-01-01'), noInvalidDate: true }), (now) => {
        const week = weekOf(now)
        expect(week.getUTCDay()).toBe(1)
        expect(week.toISOString().slice(10)).toBe('T00:00:00.000Z')
        expect(now.getTime() - week.getTime()).toBeGreaterThanOrEqual(0)
        expect(now.getTime() - week.getTime()).toBeLessThan(7 * 86_400_000)
      }),
    )
  })
})

test('a claim counts for some hours after a sitting was opened, and a sitting lasts some minutes without a request', () => {
  const now = new Date('2026-03-04T12:00:00Z')
  expect(turnsSince(now, { turnHours: 24 }).toISOString()).toBe('2026-03-03T12:00:00.000Z')
  expect(sittingsSince(now, { sittingIdleMinutes: 30 }).toISOString()).toBe('2026-03-04T11:30:00.000Z')
})
