import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourlyRate, payOfTime } from '../money/money.ts'
import { withOverrides } from '../parameters/parameters.ts'
import { breakAllowance, countedBreakMs, mayHurt, startBreak, type BreakHour } from './break.ts'

const parameters = withOverrides(new Map())
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const noon = new Date('2026-03-15T12:00:00Z')
const later = (ms: number) => new Date(noon.getTime() + ms)
const HERE = { mayHurt: true, tasksInHand: 1 }

describe('a paid break', () => {
  it('is offered where content that may hurt is declared or covered, and nowhere else', () => {
    expect(mayHurt({ declared: ['none'], covered: false })).toBe(false)
    expect(mayHurt({ declared: ['personal_data'], covered: false })).toBe(false)
    expect(mayHurt({ declared: ['violence'], covered: false })).toBe(true)
    expect(mayHurt({ declared: [], covered: true })).toBe(true)
    expect(startBreak({ ...HERE, mayHurt: false }, null, parameters)).toEqual({ ok: false, error: { kind: 'break_not_offered' } })
  })

  it('is there in full from the first task in hand on', () => {
    expect(startBreak(HERE, null, parameters)).toEqual({ ok: true, value: { limitMs: 5 * MINUTE, beginsHour: true } })
    expect(startBreak({ ...HERE, tasksInHand: 0 }, null, parameters)).toEqual({ ok: false, error: { kind: 'break_needs_a_task' } })
  })

  it('can be taken in parts, and is whole again after an hour of work', () => {
    const hour = (takenMs: number, workedMs: number): BreakHour => ({ takenMs, workedMs })
    expect(startBreak(HERE, hour(2 * MINUTE, 10 * MINUTE), parameters)).toMatchObject({
      value: { limitMs: 3 * MINUTE, beginsHour: false },
    })
    expect(startBreak(HERE, hour(5 * MINUTE, 20 * MINUTE), parameters)).toEqual({
      ok: false,
      error: { kind: 'break_used_up', takenMs: 5 * MINUTE, workUntilNextMs: 40 * MINUTE },
    })
    expect(breakAllowance(hour(5 * MINUTE, HOUR), parameters)).toEqual({ leftMs: 5 * MINUTE, workUntilNextMs: 0, beginsHour: true })
    expect(breakAllowance(hour(MINUTE, 3 * HOUR), parameters)).toMatchObject({ leftMs: 5 * MINUTE })
  })

  it('counts the time really taken, stops at its limit, and ends where the person went on working', () => {
    const open = { startedAt: noon, limitMs: 5 * MINUTE }
    expect(countedBreakMs(open, null, later(90_000))).toBe(90_000)
    expect(countedBreakMs(open, null, later(8 * HOUR))).toBe(5 * MINUTE)
    expect(countedBreakMs(open, later(30_000), later(8 * HOUR))).toBe(30_000)
    // clocks of two processes may differ by a moment
    expect(countedBreakMs(open, null, later(-40))).toBe(0)
  })

  it('pays the hourly rate of the batch, rounded up to a micro-unit', () => {
    expect(payOfTime({ price: 50_000n, estimateSeconds: 20 }, 5 * MINUTE)).toBe(750_000n)
    expect(payOfTime({ price: 80n, estimateSeconds: 7 }, 1)).toBe(1n)
    expect(payOfTime({ price: 80n, estimateSeconds: 7 }, 0)).toBe(0n)
  })
})

describe('whatever somebody does, paid breaks', () => {
  const step = fc.oneof(
    fc.record({ work: fc.integer({ min: 0, max: 2 * HOUR }) }),
    fc.record({ away: fc.integer({ min: 0, max: 20 * MINUTE }) }),
  )

  it('never last longer than the allowance of each hour of work that was begun', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (steps, breakMinutesPerHour) => {
        const of: { hour: BreakHour | null } = { hour: null }
        let [worked, paid] = [0, 0]
        for (const each of steps) {
          if ('work' in each) {
            worked += each.work
            if (of.hour !== null) of.hour = { ...of.hour, workedMs: of.hour.workedMs + each.work }
            continue
          }
          const started = startBreak(HERE, of.hour, { breakMinutesPerHour })
          if (!started.ok) continue
          const counted = countedBreakMs({ startedAt: noon, limitMs: started.value.limitMs }, null, later(each.away))
          const before = of.hour === null || started.value.beginsHour ? { takenMs: 0, workedMs: 0 } : of.hour
          of.hour = { ...before, takenMs: before.takenMs + counted }
          paid += counted
          expect(of.hour.takenMs).toBeLessThanOrEqual(breakMinutesPerHour * MINUTE)
        }
        expect(paid).toBeLessThanOrEqual((Math.floor(worked / HOUR) + 1) * breakMinutesPerHour * MINUTE)
      }),
    )
  })

  const terms = fc.record({ price: fc.bigInt({ min: 1n, max: 10_000_000_000n }), estimateSeconds: fc.integer({ min: 1, max: 86_400 }) })
  const time = fc.integer({ min: 0, max: 30 * MINUTE })

  it('pay the hourly rate, and taking them in two parts never pays less, nor a micro-unit more', () => {
    fc.assert(
      fc.property(terms, time, time, (of, one, other) => {
        const [whole, parts] = [payOfTime(of, one + other), payOfTime(of, one) + payOfTime(of, other)]
        expect(parts - whole === 0n || parts - whole === 1n).toBe(true)
        // an hour of breaks pays the rate that is shown, which is rounded down
        expect(payOfTime(of, HOUR) - hourlyRate(of.price, of.estimateSeconds)).toBeLessThanOrEqual(1n)
        expect(payOfTime(of, HOUR)).toBeGreaterThanOrEqual(hourlyRate(of.price, of.estimateSeconds))
      }),
    )
  })

  it('count no time twice, however late somebody comes back', () => {
    fc.assert(
      fc.property(time, fc.option(time), fc.integer({ min: 1, max: 30 * MINUTE }), (away, again, limitMs) => {
        const counted = countedBreakMs({ startedAt: noon, limitMs }, again === null ? null : later(again), later(away))
        expect(counted).toBe(Math.min(away, again ?? away, limitMs))
      }),
    )
  })
})
