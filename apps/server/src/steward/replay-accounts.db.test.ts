import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LedgerVerificationView, ReplayAccountsView } from '@canut/contract'
import { createToken } from '../identity/index.ts'
import type { Person } from '../platform/http/env.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type Client, type TestApp } from '../testing/index.ts'

const PATH = '/api/v1/steward/replay-accounts'

let canut: TestApp
let steward: Person
let batch: BuiltBatch
let asSteward: Client
beforeAll(async () => {
  canut = await startTestApp()
  steward = await canut.signUp({ isSteward: true })
  batch = await aBatch(canut, { tasks: 2 })
  asSteward = canut.as(steward)
})
afterAll(() => canut.close())

async function make(body: object): Promise<ReplayAccountsView> {
  const answer = await asSteward.json(PATH, body)
  expect(answer.status).toBe(201)
  return (await answer.json()) as ReplayAccountsView
}

describe('accounts for the workers of a recorded crowd', () => {
  it('can work with their token for a day, and do nothing else', async () => {
    const { accounts, expiresAt } = await make({ count: 2, firstNumber: 40 })
    expect(accounts.map(({ name }) => name)).toEqual(['Recorded worker 40', 'Recorded worker 41'])
    expect(expiresAt).toBe('2026-03-03T09:00:00.000Z')
    const send = canut.withToken(accounts[0]?.token ?? '')
    expect((await send.json('/api/v1/work/leases', { batchId: batch.publicId })).status).toBe(200)
    expect((await send.json('/api/v1/organisations', { name: 'Mine', country: 'FR' })).status).toBe(403)
    canut.clock.advance({ hours: 24, seconds: 1 })
    expect((await send.json('/api/v1/work/leases', { batchId: batch.publicId })).status).toBe(401)
  })

  it('are marked as demo, have no password and an address that no mail reaches', async () => {
    const { accounts } = await make({ count: 1 })
    const row = await canut.services.db
      .selectFrom('people')
      .select(['is_demo', 'email', 'is_steward', 'is_member'])
      .where('name', '=', accounts[0]?.name ?? '')
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({ is_demo: true, is_steward: false, is_member: false })
    expect(row.email).toMatch(/^recorded-.*@replay\.invalid$/)
    expect(await canut.services.db.selectFrom('logins').select('id').where('provider_id', '=', 'credential').execute()).toHaveLength(
      // the steward and the owner of the batch
      2,
    )
  })

  it('leave an event that says who made how many', async () => {
    await make({ count: 3, firstNumber: 7 })
    const event = await canut.services.db.selectFrom('events').selectAll().orderBy('position', 'desc').executeTakeFirstOrThrow()
    expect(event).toMatchObject({ kind: 'replay_accounts_made', actor_id: steward.id, details: { count: 3, firstNumber: 7 } })
  })

  it.each([[{}], [{ count: 0 }], [{ count: 501 }], [{ count: 1, firstNumber: 0 }], [{ count: 1, isSteward: true }]])(
    'are refused when asked for with %j',
    async (body) => {
      expect((await asSteward.json(PATH, body)).status).toBe(422)
    },
  )

  it('are made by stewards only, and not by a token for other things', async () => {
    const worker = await canut.signUp()
    expect((await canut.as(worker).json(PATH, { count: 1 })).status).toBe(403)
    const made = await createToken(canut.services, { personId: steward.id, name: 'requests', scopes: ['request'], expiresAt: null })
    if (!made.ok) throw new Error(made.error.kind)
    expect((await canut.withToken(made.value.token).json(PATH, { count: 1 })).status).toBe(403)
  })
})

describe('the ledger, recomputed for stewards', () => {
  it('says that it is whole, and names what is not', async () => {
    const read = async () => (await (await asSteward('/api/v1/steward/ledger')).json()) as LedgerVerificationView
    expect(await read()).toMatchObject({ ok: true, problemCount: 0, problems: [], events: { intact: true } })
    await canut.services.db
      .updateTable('balances')
      .set((expression) => ({ debit_micros: expression('debit_micros', '+', 1n) }))
      .execute()
    const broken = await read()
    expect(broken.ok).toBe(false)
    expect(broken.problems.map(({ kind }) => kind)).toContain('balance_differs')
  })
})
