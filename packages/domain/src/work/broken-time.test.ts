import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourlyRate } from '../money/money.ts'
import { withOverrides } from '../parameters/parameters.ts'
import { REPORT_REASONS, type AssignmentState } from './assignment.ts'
import { payBrokenTime, type ReportedTime } from './broken-time.ts'

const parameters = withOverrides(new Map())
const TERMS = { price: 50_000n, estimateSeconds: 20 }
const REPORT: ReportedTime = { reason: 'broken', state: 'leased', workMs: 8000, paidBefore: 0 }
const payOf = (of: Partial<ReportedTime>) => payBrokenTime(TERMS, { ...REPORT, ...of }, parameters)

describe('the time on a task that is reported as broken', () => {
  it('pays the hourly rate of the batch, at most the price of a response', () => {
    expect(payOf({})).toEqual({ pay: 20_000n, unpaid: null })
    expect(payOf({ workMs: 20_000 })).toEqual({ pay: 50_000n, unpaid: null })
    expect(payOf({ workMs: 3_600_000 })).toEqual({ pay: 50_000n, unpaid: null })
    expect(payOf({ workMs: 1 })).toEqual({ pay: 3n, unpaid: null })
  })

  it('is paid to whoever holds the task or held it until its time was over, and to nobody who gave it back or responded', () => {
    expect(payOf({ state: 'lapsed' })).toEqual(payOf({}))
    expect(payOf({ state: 'returned' })).toEqual({ pay: null, unpaid: 'given_back' })
    for (const state of ['submitted', 'approved', 'rejected'] as const) expect(payOf({ state })).toEqual({ pay: null, unpaid: 'responded' })
  })

  it('is not paid for other reasons, without any time, or beyond the most of a day', () => {
    expect(payOf({ reason: 'unclear' })).toEqual({ pay: null, unpaid: 'other_reason' })
    expect(payOf({ workMs: 0 })).toEqual({ pay: null, unpaid: 'no_time' })
    expect(payOf({ paidBefore: 9 })).toEqual(payOf({}))
    expect(payOf({ paidBefore: 10 })).toEqual({ pay: null, unpaid: 'most_of_day' })
  })
})

describe('whatever is reported', () => {
  const terms = fc.record({ price: fc.bigInt({ min: 1n, max: 10_000_000_000n }), estimateSeconds: fc.integer({ min: 1, max: 86_400 }) })
  const time = fc.integer({ min: 0, max: 86_400_000 })
  const state = fc.constantFrom<AssignmentState>('leased', 'submitted', 'approved', 'rejected', 'returned', 'lapsed')
  const report = fc.record({ reason: fc.constantFrom(...REPORT_REASONS), state, workMs: time, paidBefore: fc.nat(30) })
  const max = fc.record({ brokenPaidMax: fc.integer({ min: 1, max: 20 }) })

  it('is either paid, above zero and at most a response, or not paid for one reason', () => {
    fc.assert(
      fc.property(terms, report, max, (of, reported, rule) => {
        const { pay, unpaid } = payBrokenTime(of, reported, rule)
        expect((pay === null) !== (unpaid === null)).toBe(true)
        if (pay === null) return
        expect(pay > 0n && pay <= of.price).toBe(true)
        expect(reported).toMatchObject({ reason: 'broken', state: expect.stringMatching(/^(leased|lapsed)$/) })
        expect(reported.paidBefore).toBeLessThan(rule.brokenPaidMax)
      }),
    )
  })

  it('pays more time no less, and never less than the hourly rate that is shown until the price is reached', () => {
    fc.assert(
      fc.property(terms, time, time, (of, one, other) => {
        const payed = (workMs: number) => payBrokenTime(of, { ...REPORT, workMs }, parameters).pay ?? 0n
        const [less, more] = one < other ? [one, other] : [other, one]
        expect(payed(less) <= payed(more)).toBe(true)
        const atRate = (hourlyRate(of.price, of.estimateSeconds) * BigInt(more)) / 3_600_000n
        expect(payed(more) >= (atRate < of.price ? atRate : of.price)).toBe(true)
      }),
    )
  })

  it('one person is paid for at most so many, whatever they report in a day', () => {
    fc.assert(
      fc.property(terms, fc.array(report, { maxLength: 60 }), max, (of, reports, rule) => {
        let paid = 0
        for (const each of reports) if (payBrokenTime(of, { ...each, paidBefore: paid }, rule).pay !== null) paid += 1
        expect(paid).toBeLessThanOrEqual(rule.brokenPaidMax)
      }),
    )
  })
})
