import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { balanceOfOrganisation } from '../ledger/index.ts'
import type { Person } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type Client, type TestApp } from '../testing/index.ts'
import { changeSteward, listStewards } from './index.ts'

let canut: TestApp
let steward: Person
let asSteward: Client
let batch: BuiltBatch
beforeAll(async () => {
  canut = await startTestApp()
  steward = await canut.signUp({ name: 'Steward Sam', isSteward: true, email: 'sam@example.org' })
  batch = await aBatch(canut, { tasks: 3 })
})
beforeEach(() => {
  asSteward = canut.as(steward)
})
afterAll(() => canut.close())

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const textOf = async (response: Response) => plain(await response.text())
const deposit = (fields: Record<string, string> = {}) => ({
  organisation: publicId('org', batch.organisationId),
  amount: '1 250,50',
  currency: 'eur',
  reference: 'VIR 2026-1',
  ...fields,
})
const balance = () => balanceOfOrganisation(canut.services.db, batch.organisationId, 'EUR')

describe('the page of stewards', () => {
  it('shows what the instance does and what its accounts hold', async () => {
    const html = await textOf(await asSteward('/steward'))
    for (const text of ['Open batches', 'Background jobs waiting', '€0.51975', `test ${batch.id}`]) expect(html).toContain(text)
    expect(await textOf(await asSteward('/steward', { headers: { 'accept-language': 'fr' } }))).toContain('Travaux de fond en attente')
  })

  it('counts jobs that wait once the job library has its tables', async () => {
    const { pool } = canut.services
    await pool.query(`create schema jobs; create table jobs.job (name text, state text, start_after timestamptz)`)
    await pool.query(`insert into jobs.job values ('import', 'created', $1), ('import', 'active', $1), ('import', 'created', $2)`, [
      new Date(canut.clock().getTime() - 90_000),
      new Date(canut.clock().getTime() + 90_000),
    ])
    expect(await textOf(await asSteward('/steward'))).toContain('The oldest has waited for 1 min 30 s')
  })

  it('lists who holds which task until when', async () => {
    expect(await textOf(await asSteward('/steward/leases'))).toContain('No task is being worked on')
    const worker = await canut.signUp({ name: 'Worker Wu' })
    for (const number of [1, 2]) {
      const leased = await canut.as(worker).json('/api/v1/work/leases', { batchId: batch.publicId, tasks: [number] })
      expect(leased.status).toBe(200)
    }
    const html = await textOf(await asSteward('/steward/leases'))
    expect(html.match(/Worker Wu/g)).toHaveLength(2)
    expect(html).toContain('2 March 2026')
  })

  it('is for stewards only', async () => {
    const other = canut.as(await canut.signUp())
    for (const path of ['/steward', '/steward/leases', '/steward/deposits', '/steward/deposits/new']) {
      expect((await other(path)).status).toBe(403)
      expect((await canut.nobody(path)).status).toBe(303)
    }
    expect((await other.form('/steward/deposits', deposit())).status).toBe(403)
    expect(await balance()).toBe(0n)
  })
})

describe('a deposit', () => {
  it('begins with finding the organisation by name or by the reference of its transfer', async () => {
    const search = async (text: string) => textOf(await asSteward(`/steward/deposits/new?q=${encodeURIComponent(text)}`))
    const link = `organisation=${publicId('org', batch.organisationId)}`
    expect(await search(batch.organisationId.slice(4, 20).toUpperCase())).toContain(link)
    expect(await search(`virement canut ${batch.organisationId.slice(-8)}`)).toContain(link)
    expect(await search('CANUT-00000000')).not.toContain(link)
    expect(await search('100% "nobody" <b>')).toContain('No organisation fits “100% &quot;nobody&quot; &lt;b&gt;”')
    expect(await search('\u0000')).not.toContain(link)
  })

  it('is checked before anything is written, and keeps what was typed when it is wrong', async () => {
    const wrong = await asSteward.form('/steward/deposits/check', deposit({ amount: '12,5,0', currency: 'XQ', reference: ' ' }))
    expect(wrong.status).toBe(422)
    const html = await textOf(wrong)
    for (const text of ['3 things to correct', 'value="12,5,0"', 'value="XQ"', 'This currency is not known', 'Write the bank’s reference'])
      expect(html).toContain(text)
    const right = await asSteward.form('/steward/deposits/check', deposit())
    expect(right.status).toBe(200)
    expect(await textOf(right)).toContain('€1,250.50')
    expect(await textOf(await asSteward.form('/steward/deposits/edit', deposit()))).toContain('value="VIR 2026-1"')
    expect(await balance()).toBe(0n)
  })

  it('is recorded once, with who recorded it, and shown to the organisation and in the events', async () => {
    const done = await asSteward.form('/steward/deposits', deposit())
    expect([done.status, done.headers.get('location')]).toEqual([303, '/steward?done=recorded'])
    const again = await asSteward.form('/steward/deposits', deposit())
    expect(again.headers.get('location')).toBe('/steward?done=repeated')
    expect(await balance()).toBe(1_250_500_000n)
    expect(await textOf(await asSteward('/steward/deposits?done=recorded'))).toMatch(/The deposit is recorded.*VIR 2026-1.*Steward Sam/s)

    const conflict = await asSteward.form('/steward/deposits', deposit({ amount: '3' }))
    expect(conflict.status).toBe(422)
    expect(await textOf(conflict)).toContain('was already recorded on 2 March 2026')
    const events = await canut.services.db.selectFrom('events').select(['kind', 'actor_id']).where('actor_id', '=', steward.id).execute()
    expect(events).toEqual([{ kind: 'deposit_recorded', actor_id: steward.id }])
  })

  it('cannot be for an organisation that does not exist', async () => {
    expect((await asSteward.form('/steward/deposits', deposit({ organisation: 'org_1', reference: 'x' }))).status).toBe(404)
    expect((await asSteward(`/steward/deposits/new?organisation=org_${'0'.repeat(32)}`)).status).toBe(404)
  })

  it('is found again page by page', async () => {
    for (let i = 0; i < 55; i++) await asSteward.form('/steward/deposits', deposit({ reference: `PAGE ${i}`, amount: '1' }))
    const first = await textOf(await asSteward('/steward/deposits'))
    const next = /rel="next" href="([^"]+)"/.exec(first)?.[1] ?? ''
    const second = await textOf(await asSteward(next))
    const seen = [...`${first}${second}`.matchAll(/PAGE \d+/g)].map(([text]) => text)
    expect(new Set(seen).size).toBe(55)
    expect(seen).toHaveLength(55)
  })
})

describe('stewardship', () => {
  it('is given to and taken from a person with an account, and leaves an event', async () => {
    const person = await canut.signUp({ email: 'new.steward@example.org' })
    const change = (isSteward: boolean, email = 'New.Steward@example.org') => changeSteward(canut.services, { email, isSteward, by: null })
    expect(await change(true, 'nobody@example.org')).toBe('unknown')
    expect(await change(true)).toBe('changed')
    expect(await change(true)).toBe('unchanged')
    expect((await listStewards(canut.services.db)).map(({ id }) => id)).toContain(person.id)
    expect((await canut.as(person)('/steward')).status).toBe(200)
    expect(await change(false)).toBe('changed')
    expect((await canut.as(person)('/steward')).status).toBe(403)
    const kinds = await canut.services.db
      .selectFrom('events')
      .select('kind')
      .where('subject', '=', publicId('per', person.id))
      .orderBy('position')
      .execute()
    expect(kinds.map(({ kind }) => kind)).toEqual(['steward_added', 'steward_removed'])
  })
})
