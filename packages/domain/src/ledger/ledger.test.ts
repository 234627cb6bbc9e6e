import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAmount, writeAmount } from '../money/money.ts'
import { balanceOf, depositLegs, payLegs, refundLegs, reserveLegs, splitReserve, reservePayLegs, type Leg } from './ledger.ts'

const amount = fc.bigInt({ min: 0n, max: 10n ** 15n })
const sum = (legs: readonly Leg[], side: 'debit' | 'credit') => legs.reduce((total, leg) => total + leg[side], 0n)

describe('every transfer', () => {
  it('has debits equal to credits, and no leg that is empty or on both sides', () => {
    fc.assert(
      fc.property(amount, amount, fc.constantFrom('escrow' as const, 'commons' as const), (price, fee, from) => {
        const transfers = [
          depositLegs('o', price),
          reserveLegs('o', 'b', price),
          payLegs({ batchId: 'b', workerId: 'w', price, fee }),
          reservePayLegs({ batchId: 'b', workerId: 'w', price, from }),
          refundLegs('o', 'b', price),
        ]
        for (const legs of transfers) {
          expect(sum(legs, 'debit')).toBe(sum(legs, 'credit'))
          for (const { debit, credit } of legs) expect(debit > 0n !== credit > 0n && debit >= 0n && credit >= 0n).toBe(true)
        }
      }),
    )
  })
})

describe('a payment', () => {
  it('takes price and fee from the escrow, gives the worker the whole price and the co-operative the fee', () => {
    expect(payLegs({ batchId: 'b', workerId: 'w', price: 50n, fee: 5n })).toEqual([
      { account: { kind: 'escrow', ownerId: 'b' }, debit: 55n, credit: 0n },
      { account: { kind: 'worker', ownerId: 'w' }, debit: 0n, credit: 50n },
      { account: { kind: 'fees', ownerId: null }, debit: 0n, credit: 5n },
    ])
  })

  it('has no entry for a fee of zero', () => expect(payLegs({ batchId: 'b', workerId: 'w', price: 50n, fee: 0n })).toHaveLength(2))
})

describe('splitReserve', () => {
  it('pays late responses from the reserve while a whole price fits, then from the commons', () => {
    const items = [{ price: 40n }, { price: 70n }, { price: 60n }, { price: 1n }]
    expect(splitReserve(items, 100n).map(({ from }) => from)).toEqual(['escrow', 'commons', 'escrow', 'commons'])
  })

  it('never takes more than the reserve and pays everybody', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ price: amount })), amount, (items, reserve) => {
        const split = splitReserve(items, reserve)
        const taken = split.filter(({ from }) => from === 'escrow').reduce((total, { item }) => total + item.price, 0n)
        expect(taken).toBeLessThanOrEqual(reserve)
        expect(split.map(({ item }) => item)).toEqual(items)
      }),
    )
  })
})

describe('balances', () => {
  it('grow on the debit side for the bank, on the credit side for all others', () => {
    expect(balanceOf('bank', { debit: 7n, credit: 2n })).toBe(5n)
    expect(balanceOf('worker', { debit: 2n, credit: 7n })).toBe(5n)
    expect(balanceOf('commons', { debit: 7n, credit: 2n })).toBe(-5n)
  })
})

describe('writeAmount', () => {
  it.each([
    [0n, '0.000000'],
    [80n, '0.000080'],
    [-1_500_000n, '-1.500000'],
    [-1n, '-0.000001'],
  ])('writes %s micro-units as %s', (micros, text) => expect(writeAmount(micros)).toBe(text))

  it('is read back as the same amount', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), (micros) => {
        expect(parseAmount(writeAmount(micros))).toEqual({ ok: true, value: micros })
      }),
    )
  })
})
