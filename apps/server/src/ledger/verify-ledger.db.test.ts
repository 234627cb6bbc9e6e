import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { appendEvent } from '../events/index.ts'
import { LedgerWorld } from '../testing/ledger-world.ts'
import { balanceOfOrganisation, payAssignments, recordDeposit, refundBatch, reserveForBatch, verifyLedger } from './index.ts'

const EURO = 1_000_000n

describe('any sequence of transfers', () => {
  let world: LedgerWorld
  beforeAll(async () => {
    world = await LedgerWorld.open()
  })
  afterAll(() => world.close())

  const amount = fc.bigInt({ min: 1n, max: 5n * EURO })
  const step = fc.oneof(
    fc.record({ do: fc.constant('deposit' as const), organisation: fc.nat(1), amount, currency: fc.constantFrom('EUR', 'USD') }),
    fc.record({ do: fc.constant('reserve' as const), batch: fc.nat(2), amount: fc.bigInt({ min: 1n, max: EURO }) }),
    fc.record({
      do: fc.constant('pay' as const),
      batch: fc.nat(2),
      workers: fc.uniqueArray(fc.nat(3), { minLength: 1 }),
      surplus: fc.boolean(),
    }),
    fc.record({ do: fc.constant('pay again' as const) }),
    fc.record({ do: fc.constant('refund' as const), batch: fc.nat(2), keep: fc.bigInt({ min: 0n, max: EURO }) }),
    fc.record({ do: fc.constant('a month passes' as const) }),
  )

  it('keeps the ledger whole: balances are sums of entries, nothing but the commons is in debt, each approved response is paid once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 30 }), async (steps) => {
        expect(await play(world, steps)).toEqual([])
        const report = await verifyLedger(world.db)
        expect(report.problems).toEqual([])
        expect(report.ok).toBe(true)
        for (const { bank, organisations, escrow, workers, fees, commons } of report.holdings) {
          expect(organisations + escrow + workers + fees + commons).toBe(bank)
        }
      }),
      // always the same sequences: the next test says what happened in them
      { numRuns: 30, seed: 7 },
    )
  })

  it('did pay, refund and draw on the commons in those sequences', async () => {
    const { counts, holdings } = await verifyLedger(world.db)
    const kinds = await world.db.selectFrom('transfers').select('kind').distinct().execute()
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(['deposit', 'pay', 'refund', 'reserve', 'surplus_pay'])
    expect(counts.payments).toBe(counts.approved)
    expect(counts.payments).toBeGreaterThan(20)
    expect(holdings.some(({ commons }) => commons < 0n)).toBe(true)
  })
})

type Step =
  | { do: 'deposit'; organisation: number; amount: bigint; currency: string }
  | { do: 'reserve'; batch: number; amount: bigint }
  | { do: 'pay'; batch: number; workers: number[]; surplus: boolean }
  | { do: 'pay again' }
  | { do: 'refund'; batch: number; keep: bigint }
  | { do: 'a month passes' }

/**
 * Two organisations, three batches (one in dollars), four workers; what the rules refuse is left out.
 *
 * @returns every step that answered otherwise than it must, as a sentence.
 */
async function play(world: LedgerWorld, steps: readonly Step[]): Promise<string[]> {
  const organisations = [await world.anOrganisation(), await world.anOrganisation()] as const
  const price = 300_001n
  const fee = 30_000n
  const currencies = ['EUR', 'EUR', 'USD'] as const
  const batches = await Promise.all(
    currencies.map((currency, index) =>
      world.aBatch({ organisationId: organisations[index === 0 ? 0 : 1], tasks: 2, price, fee, currency }),
    ),
  )
  const workers = await Promise.all([0, 1, 2, 3].map(() => world.aPerson()))
  const by = world.steward
  for (const organisationId of organisations) {
    for (const currency of ['EUR', 'USD']) {
      await recordDeposit(world.services, { organisationId, amount: 2n * EURO, currency, reference: `first ${organisationId}`, by })
    }
  }
  const wrong: string[] = []
  let number = 0
  let last: Parameters<typeof payAssignments>[1] | null = null

  for (const [place, each] of steps.entries()) {
    const now = world.now
    const batch = 'batch' in each ? each.batch : 0
    const batchId = batches[batch] ?? ''
    const currency = currencies[batch] ?? 'EUR'
    const organisationId = organisations[batch === 0 ? 0 : 1]
    if (each.do === 'deposit') {
      const to = organisations[each.organisation] ?? ''
      await recordDeposit(world.services, {
        organisationId: to,
        amount: each.amount,
        currency: each.currency,
        reference: `${to} ${place}`,
        by,
      })
    } else if (each.do === 'reserve') {
      const before = await balanceOfOrganisation(world.db, organisationId, currency)
      const reserved = await world.db
        .transaction()
        .execute((tx) => reserveForBatch(tx, { organisationId, batchId, currency, amount: each.amount, by, now }))
      if (reserved.ok !== before >= each.amount) wrong.push(`reserved ${each.amount} of ${before}: ${reserved.ok}`)
    } else if (each.do === 'pay') {
      const first = ++number
      const order = { batchId, currency, surplus: each.surplus, now }
      // the response is approved and paid in one transaction, so that a refused payment leaves it undecided
      const items = await Promise.all(
        each.workers.map(async (worker) => {
          const workerId = workers[worker] ?? ''
          const state = 'submitted' as const
          return {
            workerId,
            price,
            fee,
            assignmentId: await world.anAssignment({ batchId, number: first, workerId, price, fee, state, surplus: each.surplus }),
          }
        }),
      )
      const paid = await world.db
        .transaction()
        .execute(async (tx) => {
          await tx
            .updateTable('assignments')
            .set({ state: 'approved', decision: 'person', decided_by: by, decided_at: now })
            .where(
              'id',
              'in',
              items.map(({ assignmentId }) => assignmentId),
            )
            .execute()
          return payAssignments(tx, { ...order, items })
        })
        .catch((error: Error) => error)
      if (!(paid instanceof Error)) last = { ...order, items }
      else if (!paid.message.includes('more was paid than was reserved')) throw paid
    } else if (each.do === 'pay again' && last !== null) {
      const order = last
      const again = await world.db.transaction().execute((tx) => payAssignments(tx, { ...order, now }))
      if (again.paid.length > 0 || again.alreadyPaid.length < order.items.length) wrong.push(`paid again: ${again.paid.join(', ')}`)
    } else if (each.do === 'refund') {
      await world.db.transaction().execute((tx) => refundBatch(tx, { batchId, keep: each.keep, now, by }))
    } else if (each.do === 'a month passes') {
      world.now = new Date(world.now.getTime() + 31 * 86_400_000)
    }
  }
  return wrong
}

describe('verifying', () => {
  let world: LedgerWorld

  // one paid response, in a database of its own that the test then damages
  beforeEach(async () => {
    world = await LedgerWorld.open()
    const [organisationId, person] = [await world.anOrganisation(), await world.aPerson()]
    const batchId = await world.aBatch({ organisationId, tasks: 2, price: EURO, fee: 100_000n })
    const { now, steward: by } = world
    await recordDeposit(world.services, { organisationId, amount: 10n * EURO, currency: 'EUR', reference: 'VIR', by })
    const one = { batchId, workerId: person, price: EURO, fee: 100_000n }
    const approved = await world.anAssignment({ ...one, number: 1 })
    await world.anAssignment({ ...one, number: 2, state: 'submitted' })
    await world.db.transaction().execute(async (tx) => {
      await reserveForBatch(tx, { organisationId, batchId, currency: 'EUR', amount: 3n * EURO, by, now })
      await payAssignments(tx, { batchId, currency: 'EUR', now, items: [{ assignmentId: approved, ...one }] })
      await appendEvent(tx, { at: now, actorId: by, kind: 'test', subject: 'x', details: { b: 1, a: 'é', none: null } })
    })
    return () => world.close()
  })

  /** As somebody with the database's password could, who also turned off what keeps the tables append-only. */
  async function damage(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: world.url })
    await client.connect()
    try {
      await client.query('set session_replication_role = replica')
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
  const found = async () => {
    const report = await verifyLedger(world.db)
    expect(report.ok).toBe(report.problemCount === 0 && report.events.brokenAt === null)
    return [...new Set(report.problems.map(({ kind }) => kind))]
  }

  it('finds nothing in a whole ledger, and says what it holds', async () => {
    const report = await verifyLedger(world.db)
    expect(report).toMatchObject({ ok: true, problems: [], problemCount: 0, events: { events: 2, brokenAt: null } })
    expect(report.counts).toEqual({ accounts: 5, transfers: 3, entries: 7, payments: 1, approved: 1 })
    expect(report.holdings).toEqual([
      { currency: 'EUR', bank: 10n * EURO, organisations: 7n * EURO, escrow: 1_900_000n, workers: EURO, fees: 100_000n, commons: 0n },
    ])
  })

  it('tells which step it is at', async () => {
    const steps: string[] = []
    await verifyLedger(world.db, (step, index, all) => steps.push(`${index}/${all} ${step}`))
    expect(steps).toEqual(
      ['counts', 'balances', 'months', 'transfers', 'negative', 'payments', 'breaks', 'broken', 'events'].map(
        (step, i) => `${i + 1}/9 ${step}`,
      ),
    )
  })

  it.each([
    [
      'a balance that was changed',
      `update balances set credit_micros = credit_micros + 1 where shard = 0 and credit_micros > 0`,
      ['balance_differs'],
    ],
    ['earnings moved to another month', `update balances set shard = shard + 1 where shard > 100`, ['month_differs']],
    [
      'an entry that was deleted',
      `delete from entries where credit_micros = 100000`,
      ['balance_differs', 'transfer_unbalanced', 'paid_wrong_amount'],
    ],
    [
      'an amount that was changed',
      `update entries set credit_micros = 999999 where credit_micros = 1000000`,
      ['balance_differs', 'month_differs', 'transfer_unbalanced', 'paid_wrong_amount'],
    ],
    ['a transfer of another currency', `update transfers set currency = 'USD' where kind = 'deposit'`, ['transfer_mixes_currencies']],
    [
      'a transfer without entries',
      `insert into transfers (id, kind, currency, created_at) values (gen_random_uuid(), 'correction', 'EUR', now())`,
      ['transfer_empty'],
    ],
    [
      'a payment whose approval was taken back',
      `update assignments set state = 'submitted', decision = null, decided_by = null, decided_at = null`,
      ['paid_not_approved'],
    ],
    ['a payment for a response that does not exist', `delete from assignments where state = 'approved'`, ['paid_not_approved']],
    [
      'an approval without payment',
      `update assignments set state = 'approved', decision = 'silence', decided_at = now()`,
      ['approved_not_paid'],
    ],
    ['a price that was changed after the payment', `update assignments set price_micros = 2000000`, ['paid_wrong_amount']],
    ['a payment to another worker', `update assignments set worker_id = gen_random_uuid() where state = 'approved'`, ['paid_wrong_worker']],
    ['a payment as surplus of what is none', `update assignments set surplus = true where state = 'approved'`, ['paid_wrong_kind']],
  ])('finds %s', async (_name, statement, kinds) => {
    await damage(statement)
    expect(await found()).toEqual(kinds)
  })

  it('finds an assignment that was paid twice, and an escrow in debt', async () => {
    await damage(`
      drop index transfers_pay_once;
      insert into transfers (id, kind, currency, batch_id, assignment_id, created_at)
        select gen_random_uuid(), kind, currency, batch_id, assignment_id, created_at from transfers, generate_series(1, 2) where kind = 'pay';
      insert into entries (account_id, transfer_id, debit_micros, credit_micros)
        select e.account_id, n.id, e.debit_micros, e.credit_micros from transfers n
          join entries e on e.transfer_id = (select p.id from transfers p join entries on transfer_id = p.id where p.kind = 'pay' limit 1)
          where n.kind = 'pay' and not exists (select from entries where transfer_id = n.id);
      update balances set debit_micros = debit_micros * 3 where debit_micros = 1100000;
      update balances set credit_micros = credit_micros * 3 where credit_micros in (1000000, 100000)`)
    expect(await found()).toEqual(['balance_negative', 'paid_more_than_once'])
  })

  it('lists a bounded number of problems and counts them all', async () => {
    await damage(
      `insert into transfers (id, kind, currency, created_at) select gen_random_uuid(), 'correction', 'EUR', now() from generate_series(1, 1234)`,
    )
    const report = await verifyLedger(world.db)
    expect(report.problems).toHaveLength(20)
    expect(report.problemCount).toBe(1234)
  })

  it.each([
    ['changed', `update events set details = '{"a":"é","b":2,"none":null}' where position = 2`, { brokenAt: 2n, reason: 'hash' }],
    ['signed by somebody else', `update events set actor_id = null where position = 1`, { brokenAt: 1n, reason: 'hash' }],
    ['deleted', `delete from events where position = 1`, { brokenAt: 2n, reason: 'gap' }],
    ['replaced with a fitting hash', `update events set hash = sha256('x') where position = 1`, { brokenAt: 1n, reason: 'hash' }],
  ])('finds an event that was %s', async (_name, statement, broken) => {
    await damage(statement)
    const report = await verifyLedger(world.db)
    expect(report.ok).toBe(false)
    expect(report.events).toMatchObject(broken)
  })

  it('refuses entries that do not balance, of another currency, and any change of what was written', async () => {
    const client = new pg.Client({ connectionString: world.url })
    await client.connect()
    try {
      const id = '00000000-0000-7000-8000-000000000001'
      await client.query(`insert into transfers (id, kind, currency, created_at) values ('${id}', 'correction', 'USD', now())`)
      await expect(client.query(`insert into entries select id, '${id}', 5, 0 from accounts where kind = 'bank'`)).rejects.toMatchObject({
        constraint: 'entries_debits_equal_credits',
      })
      await expect(
        client.query(`insert into entries select id, '${id}', case kind when 'bank' then 5 else 0 end, case kind when 'bank' then 0 else 5 end
          from accounts where kind in ('bank', 'fees')`),
      ).rejects.toMatchObject({ constraint: 'entries_one_currency' })
      await expect(client.query('update entries set debit_micros = 0')).rejects.toThrow('append-only')
      await expect(client.query('delete from transfers')).rejects.toThrow('append-only')
      await expect(client.query('delete from events')).rejects.toThrow('append-only')
    } finally {
      await client.end()
    }
  })
})
