import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LedgerWorld } from '../testing/ledger-world.ts'
import { balanceOfOrganisation, escrowOf, payAssignments, recordDeposit, refundBatch, reserveForBatch } from './index.ts'
import { readBalanceOf } from './accounts.store.ts'
import { COMMONS, FEES, workerAccount } from '@canut/domain'

let world: LedgerWorld
beforeAll(async () => {
  world = await LedgerWorld.open()
})
afterAll(() => world.close())

const EURO = 1_000_000n
const balance = (account: Parameters<typeof readBalanceOf>[2], currency = 'EUR') => readBalanceOf(world.db, currency, account)

async function aFundedOrganisation(amount: bigint): Promise<string> {
  const organisationId = await world.anOrganisation()
  const recorded = await recordDeposit(world.services, {
    organisationId,
    amount,
    currency: 'EUR',
    reference: `VIR ${organisationId}`,
    by: world.steward,
  })
  expect(recorded.ok).toBe(true)
  return organisationId
}

async function aFundedBatch(of: { tasks: number; price?: bigint; fee?: bigint; extra?: bigint }) {
  const price = of.price ?? 100_000n
  const fee = of.fee ?? 10_000n
  const amount = BigInt(of.tasks) * (price + fee) + (of.extra ?? 0n)
  const organisationId = await aFundedOrganisation(amount)
  const batchId = await world.aBatch({ organisationId, tasks: of.tasks, price, fee })
  const by = world.steward
  const now = world.now
  const reserved = await world.db
    .transaction()
    .execute((tx) => reserveForBatch(tx, { organisationId, batchId, currency: 'EUR', amount, by, now }))
  expect(reserved.ok).toBe(true)
  const pay = (items: { assignmentId: string; workerId: string }[], surplus = false) =>
    world.db
      .transaction()
      .execute((tx) =>
        payAssignments(tx, { batchId, currency: 'EUR', surplus, now, items: items.map((item) => ({ ...item, price, fee })) }),
      )
  const assignment = async (number: number, workerId: string) => ({
    workerId,
    assignmentId: await world.anAssignment({ batchId, number, workerId, price, fee }),
  })
  return { organisationId, batchId, amount, pay, assignment }
}

describe('deposits', () => {
  it('reach the organisation once per bank reference and currency', async () => {
    const organisationId = await world.anOrganisation()
    const deposit = { organisationId, amount: 5n * EURO, currency: 'EUR', reference: 'VIR  0001 ', by: world.steward }
    const first = await recordDeposit(world.services, deposit)
    const again = await recordDeposit(world.services, { ...deposit, reference: 'VIR 0001' })
    const other = await recordDeposit(world.services, { ...deposit, amount: 6n * EURO })
    const dollars = await recordDeposit(world.services, { ...deposit, currency: 'USD' })
    expect(again).toEqual({ ok: true, value: { transferId: first.ok && first.value.transferId, repeated: true } })
    expect(other).toMatchObject({ ok: false, error: { kind: 'deposit_already_recorded', amount: 5n * EURO } })
    expect(dollars).toMatchObject({ ok: true, value: { repeated: false } })
    expect(await balanceOfOrganisation(world.db, organisationId, 'EUR')).toBe(5n * EURO)
    expect(await balanceOfOrganisation(world.db, organisationId, 'USD')).toBe(5n * EURO)
  })

  it('are recorded once when twenty stewards click at once', async () => {
    const organisationId = await world.anOrganisation()
    const deposit = { organisationId, amount: EURO, currency: 'EUR', reference: 'VIR AT ONCE', by: world.steward }
    const results = await Promise.all(Array.from({ length: 20 }, () => recordDeposit(world.services, deposit)))
    expect(results.filter((result) => result.ok && !result.value.repeated)).toHaveLength(1)
    expect(await balanceOfOrganisation(world.db, organisationId, 'EUR')).toBe(EURO)
  })

  it('need an amount above zero and a reference', async () => {
    const organisationId = await world.anOrganisation()
    const deposit = { organisationId, amount: EURO, currency: 'EUR', reference: 'X', by: world.steward }
    expect(await recordDeposit(world.services, { ...deposit, amount: 0n })).toMatchObject({ error: { kind: 'amount_not_positive' } })
    expect(await recordDeposit(world.services, { ...deposit, reference: ' ' })).toMatchObject({ error: { kind: 'reference_missing' } })
  })
})

describe('reserving', () => {
  it('moves money from the organisation to the escrow, and refuses with the figures when it does not suffice', async () => {
    const organisationId = await aFundedOrganisation(10n * EURO)
    const batchId = await world.aBatch({ organisationId, tasks: 1, price: EURO, fee: 0n })
    const reserve = (amount: bigint) =>
      world.db
        .transaction()
        .execute((tx) => reserveForBatch(tx, { organisationId, batchId, currency: 'EUR', amount, by: world.steward, now: world.now }))
    expect(await reserve(11n * EURO)).toEqual({
      ok: false,
      error: { kind: 'balance_too_low', balance: 10n * EURO, needed: 11n * EURO, currency: 'EUR' },
    })
    expect((await reserve(4n * EURO)).ok).toBe(true)
    expect(await balanceOfOrganisation(world.db, organisationId, 'EUR')).toBe(6n * EURO)
    expect(await escrowOf(world.db, batchId)).toBe(4n * EURO)
  })

  it('never overdraws the organisation when twenty batches are published at once', async () => {
    const organisationId = await aFundedOrganisation(7n * EURO)
    const batchIds = await Promise.all(Array.from({ length: 20 }, () => world.aBatch({ organisationId, tasks: 1, price: EURO, fee: 0n })))
    const results = await Promise.all(
      batchIds.map((batchId) =>
        world.db
          .transaction()
          .execute((tx) =>
            reserveForBatch(tx, { organisationId, batchId, currency: 'EUR', amount: EURO, by: world.steward, now: world.now }),
          ),
      ),
    )
    expect(results.filter(({ ok }) => ok)).toHaveLength(7)
    expect(await balanceOfOrganisation(world.db, organisationId, 'EUR')).toBe(0n)
  })
})

describe('paying', () => {
  it('gives the worker the price and the co-operative the fee', async () => {
    const { pay, assignment, batchId, amount } = await aFundedBatch({ tasks: 3 })
    const worker = await world.aPerson()
    const feesBefore = await balance(FEES)
    const items = await Promise.all([1, 2, 3].map((number) => assignment(number, worker)))
    const paid = await pay(items)
    expect(paid).toMatchObject({ priceMicros: 300_000n, feeMicros: 30_000n, alreadyPaid: [] })
    expect(paid.paid).toHaveLength(3)
    expect(await balance(workerAccount(worker))).toBe(300_000n)
    expect((await balance(FEES)) - feesBefore).toBe(30_000n)
    expect(await escrowOf(world.db, batchId)).toBe(amount - 330_000n)
  })

  it('writes no entry for a fee of zero', async () => {
    const { pay, assignment } = await aFundedBatch({ tasks: 1, fee: 0n })
    const { paid } = await pay([await assignment(1, await world.aPerson())])
    const entries = await world.db
      .selectFrom('entries')
      .innerJoin('transfers', 'transfers.id', 'entries.transfer_id')
      .select('entries.credit_micros')
      .where('transfers.assignment_id', 'in', [...paid])
      .execute()
    expect(entries).toHaveLength(2)
  })

  it('pays an assignment once when fifty requests approve it at once', async () => {
    const { pay, assignment } = await aFundedBatch({ tasks: 2 })
    const worker = await world.aPerson()
    const [shared, own] = [await assignment(1, worker), await assignment(2, worker)]
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => pay(index === 25 ? [own, shared] : [shared])))
    expect(results.flatMap(({ paid }) => paid).toSorted()).toEqual([shared.assignmentId, own.assignmentId].toSorted())
    expect(await balance(workerAccount(worker))).toBe(200_000n)
  })

  it('refuses to pay more than was reserved, and then writes nothing', async () => {
    const { pay, assignment, batchId, amount } = await aFundedBatch({ tasks: 1 })
    const worker = await world.aPerson()
    await expect(pay([await assignment(1, worker), await assignment(2, worker)])).rejects.toThrow('more was paid than was reserved')
    expect(await balance(workerAccount(worker))).toBe(0n)
    expect(await escrowOf(world.db, batchId)).toBe(amount)
  })

  it('pays late responses from the reserve of the batch, then from the commons, without a fee', async () => {
    const { pay, assignment, batchId } = await aFundedBatch({ tasks: 1, extra: 250_000n })
    const commonsBefore = await balance(COMMONS)
    const workers = await Promise.all([1, 2, 3].map(() => world.aPerson()))
    const late = await Promise.all(workers.map((worker, index) => assignment(index + 2, worker)))
    const paid = await pay(late, true)
    expect(paid).toMatchObject({ priceMicros: 300_000n, feeMicros: 0n })
    expect(await Promise.all(workers.map((worker) => balance(workerAccount(worker))))).toEqual([100_000n, 100_000n, 100_000n])
    expect((await balance(COMMONS)) - commonsBefore).toBe(-100_000n)
    expect(await escrowOf(world.db, batchId)).toBe(160_000n)
    // what the wanted response costs is still there
    await pay([await assignment(1, await world.aPerson())])
    expect(await escrowOf(world.db, batchId)).toBe(50_000n)
  })

  it('never spends the price of wanted responses on late ones, even when ten come at once', async () => {
    const { pay, assignment, batchId } = await aFundedBatch({ tasks: 1, extra: 300_000n })
    const late = await Promise.all(Array.from({ length: 10 }, async (_, index) => assignment(index + 2, await world.aPerson())))
    await Promise.all(late.map((item) => pay([item], true)))
    expect(await escrowOf(world.db, batchId)).toBe(110_000n)
  })
})

describe('closing', () => {
  it('returns what is left except what is still owed, then the rest, and never twice', async () => {
    const { organisationId, batchId, pay, assignment } = await aFundedBatch({ tasks: 4 })
    await pay([await assignment(1, await world.aPerson())])
    const refund = (keep: bigint) => world.db.transaction().execute((tx) => refundBatch(tx, { batchId, keep, now: world.now, by: null }))
    const atOnce = await Promise.all(Array.from({ length: 10 }, () => refund(110_000n)))
    expect(atOnce.toSorted((a, b) => Number(b - a))).toEqual([220_000n, ...Array.from({ length: 9 }, () => 0n)])
    expect(await refund(0n)).toBe(110_000n)
    expect(await refund(0n)).toBe(0n)
    expect(await escrowOf(world.db, batchId)).toBe(0n)
    expect(await balanceOfOrganisation(world.db, organisationId, 'EUR')).toBe(330_000n)
  })
})
