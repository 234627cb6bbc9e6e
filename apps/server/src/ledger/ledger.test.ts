import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeLedger } from './describe-ledger.ts'
import { digitsOfReference, paymentReference } from './payment-reference.ts'
import { monthOfShard, monthShard, randomShard, SHARDS, shardOf } from './shards.ts'

describe('the month of a payment', () => {
  it.each([
    ['2026-03-15T11:00:00Z', '2026-03'],
    ['2026-01-31T22:59:59Z', '2026-01'],
    // after midnight in Paris: winter time, then summer time
    ['2026-01-31T23:00:00Z', '2026-02'],
    ['2026-07-31T22:00:00Z', '2026-08'],
    ['2026-12-31T23:30:00Z', '2027-01'],
    ['2000-01-01T12:00:00Z', '2000-01'],
  ])('%s is in %s', (instant, month) => expect(monthOfShard(monthShard(new Date(instant)))).toBe(month))
})

describe('shards', () => {
  it('spread the accounts that every payment touches, and no other', () => {
    const of = { spread: 9, now: new Date('2026-03-15T11:00:00Z') }
    expect(shardOf('escrow', of)).toBe(9)
    expect(shardOf('fees', of)).toBe(9)
    for (const kind of ['bank', 'organisation', 'commons'] as const) expect(shardOf(kind, of)).toBe(0)
    expect(new Set(Array.from({ length: 1000 }, randomShard)).size).toBe(SHARDS)
  })
})

describe('the reference of a bank transfer', () => {
  it('is found again in what the bank printed around it', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        const reference = paymentReference(id)
        for (const text of [reference, reference.toLowerCase(), `VIR INST ${reference.replace('-', ' ')} /EUR`, reference.replace('-', '')])
          expect(digitsOfReference(text)).toBe(id.slice(-8))
      }),
    )
  })

  it.each(['', 'CANUT', 'CANUT-123', 'CANUT-1234567G', 'Canut 12345678 9A'.replace(' 9A', '9A')])('is not seen in %j', (text) =>
    expect(digitsOfReference(text)).toBeNull(),
  )
})

describe('the report for a terminal', () => {
  const whole = {
    ok: true,
    counts: { accounts: 5, transfers: 1234, entries: 3, payments: 1, approved: 1 },
    holdings: [
      { currency: 'EUR', bank: 10_000_000n, organisations: 8_900_000n, escrow: 0n, workers: 1_000_080n, fees: 99_920n, commons: 0n },
    ],
    problems: [],
    problemCount: 0,
    events: { events: 2, brokenAt: null, reason: null },
  } as const

  it('says what the ledger holds, to the last millionth', () => {
    const text = describeLedger(whole)
    expect(text).toContain('transfers 1,234')
    expect(text).toContain('workers €1.00008')
    expect(text).toContain('The ledger is whole.')
  })

  it('names each problem with its figures, and says how many are not listed', () => {
    const problems = [{ kind: 'approved_not_paid', count: 40, subject: 'x1', details: { price: '5', fee: null } }] as const
    const events = { events: 2, brokenAt: 2n, reason: 'hash' } as const
    const text = describeLedger({ ...whole, ok: false, problems, problemCount: 40, events })
    expect(text).toContain('PROBLEM approved_not_paid x1: price 5, fee –')
    expect(text).toContain('chain breaks at position 2')
    expect(text).toContain('Problems: 41 (1 listed)')
    expect(text).not.toContain('whole.')
  })
})
