import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Person } from '../platform/http/env.ts'
import { newId, publicId } from '../platform/ids.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { payAssignments, refundBatch } from './index.ts'

let canut: TestApp
let batch: BuiltBatch
let worker: Person
let steward: Person
const PRICE = 50_000n

beforeAll(async () => {
  canut = await startTestApp({ now: '2026-01-31T22:30:00Z' })
  batch = await aBatch(canut, { tasks: 200, redundancy: 1 })
  worker = await canut.signUp({ name: 'Jeanne' })
  steward = await canut.signUp({ isSteward: true })
})
afterAll(() => canut.close())

async function respond(number: number, state: 'submitted' | 'approved', of: BuiltBatch = batch): Promise<string> {
  const id = newId()
  const now = canut.clock()
  const decided = state === 'approved'
  await canut.services.db
    .insertInto('assignments')
    .values({
      id,
      batch_id: of.id,
      number,
      worker_id: worker.id,
      state,
      price_micros: PRICE,
      fee_micros: 5_000n,
      instructions_version: 1,
      leased_at: now,
      lease_expires_at: now,
      submitted_at: now,
      decided_at: decided ? now : null,
      decision: decided ? 'silence' : null,
    })
    .execute()
  const receipt = { work_ms: 4000, submitted_at: now, receipt_hash: Buffer.alloc(32, number), body: '{}' }
  await canut.services.db
    .insertInto('responses')
    .values({ batch_id: of.id, number, worker_id: worker.id, ...receipt })
    .execute()
  if (decided) {
    const items = [{ assignmentId: id, workerId: worker.id, price: PRICE, fee: 5_000n }]
    await inTransaction(canut.services.db, (tx) => payAssignments(tx, { batchId: of.id, currency: 'EUR', items, now }))
  }
  return id
}

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')
const page = async (who: Pick<Person, 'id'>, path: string, locale = 'en') => {
  const response = await canut.as(who)(path, { headers: { 'accept-language': locale } })
  expect(response.status).toBe(200)
  return plain(await response.text())
}
interface Body {
  readonly items: readonly { readonly transferId: string }[]
  readonly nextCursor: string | null
  readonly transferId?: string
}
const json = async (response: Response) => (await response.json()) as Body

describe('my earnings', () => {
  it('say that there is nothing yet, and why', async () => {
    const nobody = await canut.signUp()
    expect(await page(nobody, '/me/earnings')).toContain('A line appears here when a response of yours is approved')
    expect(await page(nobody, '/me/earnings', 'fr')).toContain('Aucune ligne pour l’instant')
  })

  it('show what was paid, what is waiting and each month as Paris counts it', async () => {
    // 31 January 23:30 in Paris, then 1 February 00:30 in Paris, which is still January in UTC
    const first = await respond(1, 'approved')
    canut.clock.advance({ hours: 1 })
    await respond(2, 'approved')
    await respond(3, 'approved')
    await respond(4, 'submitted')

    const body = await json(await canut.as(worker)('/api/v1/me/earnings'))
    expect(body).toMatchObject({
      balances: [{ waiting: { micros: '50000', currency: 'EUR' }, waitingResponses: 1, paid: { micros: '150000', currency: 'EUR' } }],
      months: [
        { month: '2026-02', paid: { micros: '100000' } },
        { month: '2026-01', paid: { micros: '50000' } },
      ],
      nextCursor: null,
    })
    expect(body.items).toHaveLength(3)
    expect(body.items[2]).toMatchObject({
      kind: 'pay',
      taskNumber: 1,
      assignmentId: publicId('asg', first),
      receiptHash: '01'.repeat(32),
      project: 'Kind or unkind',
      batch: 'First batch',
    })

    const html = await page(worker, '/me/earnings')
    for (const text of ['€0.15', '€0.05', 'January 2026', 'February 2026', 'the prices of 1 response', '010101010101']) {
      expect(html.toLowerCase()).toContain(text.toLowerCase())
    }
    expect(await page(worker, '/me/earnings', 'fr')).toContain('0,15 €')
  })

  it('are read page by page without losing or repeating a line', async () => {
    for (let number = 10; number < 120; number++) await respond(number, 'approved')
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const body: Body = await json(await canut.as(worker)(`/api/v1/me/earnings?cursor=${cursor}`))
      seen.push(...body.items.map(({ transferId }) => transferId))
      cursor = body.nextCursor
    } while (cursor !== null)
    expect(seen).toHaveLength(113)
    expect(new Set(seen).size).toBe(113)

    const html = await page(worker, '/me/earnings')
    const next = /rel="next" href="([^"]+)"/.exec(html)?.[1] ?? ''
    expect(await page(worker, next)).toContain('Back to the newest')
  })

  it('come as a file of all lines, with exact amounts', async () => {
    const response = await canut.as(worker)('/me/earnings.csv', { headers: { 'accept-language': 'fr' } })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(/attachment; filename="gains-2026-0\d-\d\d\.csv"/)
    const lines = (await response.text()).trimEnd().split('\n')
    expect(lines[0]).toContain('date,genre,montant,devise')
    expect(lines).toHaveLength(114)
    expect(lines[1]).toContain(',pay,0.050000,EUR,')
  })

  it('are nobody else’s', async () => {
    const other = await canut.signUp()
    expect((await json(await canut.as(other)('/api/v1/me/earnings'))).items).toEqual([])
    expect((await canut.nobody('/api/v1/me/earnings')).status).toBe(401)
  })

  it('refuse a cursor that is none', async () => {
    expect((await canut.as(worker)('/api/v1/me/earnings?cursor=trf_1')).status).toBe(422)
    expect((await canut.as(worker)('/me/earnings?cursor=%00')).status).toBe(422)
  })
})

describe('the statement of an organisation', () => {
  it('accounts for every cent: available, set aside and spent are what was deposited', async () => {
    const { organisationId, ownerId } = batch
    const path = `/api/v1/organisations/${publicId('org', organisationId)}/statement`
    const deposited = (200n * 55_000n * 105n) / 100n
    const spent = 113n * 55_000n
    const before = await json(await canut.as({ id: ownerId })(path))
    expect(before).toMatchObject({
      balances: [
        {
          deposited: { micros: deposited.toString(), currency: 'EUR' },
          available: { micros: '0' },
          reserved: { micros: (deposited - spent).toString() },
          spent: { micros: spent.toString() },
        },
      ],
      paymentReference: `CANUT-${organisationId.slice(-8).toUpperCase()}`,
    })
    await inTransaction(canut.services.db, (tx) => refundBatch(tx, { batchId: batch.id, keep: 55_000n, now: canut.clock(), by: ownerId }))
    const after = await json(await canut.as({ id: ownerId })(path))
    expect(after).toMatchObject({
      balances: [{ available: { micros: (deposited - spent - 55_000n).toString() }, reserved: { micros: '55000' } }],
    })
    expect(after.items).toMatchObject([
      { kind: 'refund', batch: 'First batch', amount: { micros: (deposited - spent - 55_000n).toString() } },
      { kind: 'reserve', batch: 'First batch', amount: { micros: (-deposited).toString() } },
      { kind: 'deposit', reference: `test ${batch.id}`, amount: { micros: deposited.toString() } },
    ])
  })

  it('is a page that says how to send money, and a file', async () => {
    const { organisationId, ownerId } = batch
    const path = `/organisations/${publicId('org', organisationId)}/statement`
    const html = await page({ id: ownerId }, path, 'fr')
    expect(html).toContain(`CANUT-${organisationId.slice(-8).toUpperCase()}`)
    expect(html).toContain('Rendu par le lot')
    const lines = (await (await canut.as({ id: ownerId })(`${path}/lines.csv`)).text()).trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[3]).toContain(',deposit,11.550000,EUR,')
  })

  it('links to batches only for those who may open them', async () => {
    const path = `/organisations/${publicId('org', batch.organisationId)}/statement`
    const link = `href="/batches/${batch.publicId}"`
    expect(await page({ id: batch.ownerId }, path)).toContain(link)
    const toSteward = await page(steward, path)
    expect(toSteward).toContain('First batch')
    expect(toSteward).not.toContain(link)
  })

  it('is for its managers and owners and the stewards, and for nobody else', async () => {
    const path = `/organisations/${publicId('org', batch.organisationId)}/statement`
    expect((await canut.as(steward)(path)).status).toBe(200)
    expect((await canut.as(worker)(path)).status).toBe(403)
    expect((await canut.as(worker)(`${path}/lines.csv`)).status).toBe(403)
    expect((await canut.as(worker)(`/api/v1${path}`)).status).toBe(403)
  })
})

describe('POST /api/v1/steward/deposits', () => {
  const send = (who: Person, fields: Record<string, unknown> = {}) =>
    canut.as(who).json('/api/v1/steward/deposits', {
      organisationId: publicId('org', batch.organisationId),
      amount: '20000000',
      currency: 'EUR',
      reference: 'VIR 77',
      ...fields,
    })

  it('records once what is sent twice', async () => {
    const first = await send(steward)
    const again = await send(steward)
    expect([first.status, again.status]).toEqual([201, 200])
    const { transferId } = await json(first)
    expect(await again.json()).toEqual({ transferId, repeated: true })
  })

  it.each([
    ['another amount under the same reference', { amount: '20000001' }, 409],
    ['an amount of zero', { amount: '0', reference: 'a' }, 422],
    ['a negative amount', { amount: '-5', reference: 'a' }, 422],
    ['an amount that is not digits', { amount: 1.5, reference: 'a' }, 422],
    ['an amount beyond all reason', { amount: '999999999999999999', reference: 'a' }, 422],
    ['a currency that does not exist', { currency: 'XQZ', reference: 'a' }, 422],
    ['an empty reference', { reference: '  ' }, 422],
    ['a reference with a NUL', { reference: 'a\u0000' }, 422],
    ['an organisation that does not exist', { organisationId: `org_${'0'.repeat(32)}`, reference: 'a' }, 404],
    ['a field it does not know', { reference: 'a', note: 'x' }, 422],
  ])('refuses %s', async (_name, fields, status) => {
    expect((await send(steward, fields)).status).toBe(status)
  })

  it('is only for stewards', async () => {
    expect((await send(worker)).status).toBe(403)
  })
})
