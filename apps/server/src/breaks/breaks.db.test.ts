import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeBatch } from '../batches/index.ts'
import { verifyLedger } from '../ledger/index.ts'
import type { Person } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { aBatch, aBatchOfType, type BatchToBuild, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { earned, paidFrom } from '../testing/paid-time.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'
import { beginBreak } from './begin-break.ts'
import { endBreak, endForgottenBreaks } from './end-break.ts'

/** Two processes of one instance. A break of five minutes pays 0.75 €: 0.05 € for each 20 seconds. */
let canut: TestApp
let other: Services
beforeAll(async () => {
  canut = await startTestApp()
  other = canut.anotherProcess()
})
afterAll(() => canut.close())

const MINUTE = 60_000
const WHOLE = 5 * MINUTE
const both = (): readonly Services[] => [canut.services, other]

/** The reserve of such a batch, of 60 tasks, is 0.495 €: less than a whole break. */
const aHurtingBatch = (of: Partial<BatchToBuild> = {}) => aBatch(canut, { tasks: 60, declares: ['violence'], ...of })

/** Somebody who accepts such content and holds a task of the batch. */
async function aWorker(batch: BuiltBatch): Promise<Person> {
  const worker = await canut.signUp()
  await canut.as(worker).json('/api/v1/me/exposure', { accepted: ['violence', 'hate'], dailyMax: null, blurPercent: 60 }, 'PUT')
  await hold(batch, worker)
  return worker
}

async function hold(batch: BuiltBatch, worker: Person): Promise<string> {
  const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId: worker.id, count: 1 })
  const lease = leased.ok ? leased.value.leases[0] : undefined
  if (lease === undefined) throw new Error('nothing was leased')
  return lease.assignmentId
}

/** Takes a task, works on it for so long, and sends it. */
async function work(batch: BuiltBatch, worker: Person, minutes: number): Promise<void> {
  const assignmentId = await hold(batch, worker)
  canut.clock.advance({ minutes })
  const [sent] = await submitResponses(canut.services, worker.id, [{ assignmentId, response: { label: 'yes' }, workMs: minutes * MINUTE }])
  if (sent?.ok !== true) throw new Error('the response was refused')
}

const begin = (batch: BuiltBatch, worker: Person, services: Services = canut.services) =>
  beginBreak(services, { batchId: batch.id, workerId: worker.id })

async function takeBreak(batch: BuiltBatch, worker: Person, seconds: number) {
  const begun = await begin(batch, worker)
  if (!begun.ok) return begun.error
  canut.clock.advance({ seconds })
  return endBreak(canut.services, worker.id)
}

/** Durations and amounts never break across lines; here they are searched for as one types them. */
const textOf = async (answer: Response) => (await answer.text()).replaceAll('\u00a0', ' ')
const pageOf = async (batch: BuiltBatch, worker: Person) => textOf(await canut.as(worker)(`/work/${batch.publicId}/break`))
const isWhole = async () => expect((await verifyLedger(canut.services.db)).problems).toEqual([])

describe('a paid break', () => {
  it('is explained before and after, pays the time really taken, and stands in the earnings', async () => {
    const batch = await aHurtingBatch()
    const worker = await aWorker(batch)
    const client = canut.as(worker)
    expect(await (await client(`/work/${batch.publicId}/task`)).text()).toContain(`href="/work/${batch.publicId}/break"`)
    const before = await pageOf(batch, worker)
    for (const text of ['5 min', '€0.75', '€9.00 an hour', 'Begin the break', 'never who took one']) expect(before).toContain(text)

    const begun = await client.form(`/work/${batch.publicId}/break`, {})
    expect([begun.status, begun.headers.get('location')]).toEqual([303, `/work/${batch.publicId}/break`])
    const during = await pageOf(batch, worker)
    for (const text of ['You are on a break', '€0.75 at most', 'End the break']) expect(during).toContain(text)
    // the task screen leads back to it, so that nobody works unpaid minutes of a break by mistake
    expect((await client(`/work/${batch.publicId}/task`)).headers.get('location')).toBe(`/work/${batch.publicId}/break`)

    canut.clock.advance({ seconds: 125 })
    expect((await client.form(`/work/${batch.publicId}/break/end`, {})).status).toBe(303)
    const after = await pageOf(batch, worker)
    for (const text of ['2 min 5 s counted', '€0.3125 were paid to you', '2 min 55 s']) expect(after).toContain(text)
    expect(await earned(canut, worker)).toEqual(['break_pay 0.312500'])
    const page = await textOf(await client('/me/earnings'))
    for (const text of ['First batch · paid break', '2 min 5 s counted, at the hourly rate of the batch, €9.00'])
      expect(page).toContain(text)
    const lines = (await (await client('/api/v1/me/earnings')).json()) as { items: unknown[] }
    expect(lines.items[0]).toMatchObject({ kind: 'break_pay', amount: { micros: '312500' }, assignmentId: null })
    await isWhole()
  })

  it('keeps what the person holds, and is no renewal and no work', async () => {
    const batch = await aHurtingBatch()
    const worker = await aWorker(batch)
    const held = () =>
      canut.services.db
        .selectFrom('assignments')
        .select(['state', 'renewals', 'leased_at', 'lease_expires_at', 'return_reason'])
        .where('worker_id', '=', worker.id)
        .executeTakeFirstOrThrow()
    const before = await held()
    canut.clock.advance({ seconds: 30 })
    await takeBreak(batch, worker, 100)
    const after = await held()
    expect(after).toMatchObject({ state: 'leased', renewals: before.renewals, return_reason: null })
    expect(after.lease_expires_at.getTime() - before.lease_expires_at.getTime()).toBe(WHOLE)
    expect(after.leased_at.getTime() - before.leased_at.getTime()).toBe(100_000)
  })

  it('may be taken in parts, up to five minutes in an hour of work, and again after an hour of such work', async () => {
    const [batch, calm] = [await aHurtingBatch(), await aBatch(canut, { tasks: 60 })]
    const worker = await aWorker(batch)
    expect(await takeBreak(batch, worker, 60)).toMatchObject({ countedMs: MINUTE, pay: 150_000n })
    expect(await takeBreak(batch, worker, 3600)).toMatchObject({ countedMs: 4 * MINUTE, pay: 600_000n })
    // the task has lapsed meanwhile, and nothing follows from it
    await hold(batch, worker)
    expect(await takeBreak(batch, worker, 1)).toEqual({ kind: 'break_used_up', takenMs: WHOLE, workUntilNextMs: 60 * MINUTE })
    expect(await pageOf(batch, worker)).toContain('after 1 h more of work on such content')

    await work(calm, worker, 70)
    expect(await takeBreak(batch, worker, 1)).toMatchObject({ kind: 'break_used_up', workUntilNextMs: 60 * MINUTE })
    await work(batch, worker, 40)
    await hold(batch, worker)
    expect(await takeBreak(batch, worker, 1)).toMatchObject({ kind: 'break_used_up', workUntilNextMs: 20 * MINUTE })
    await work(batch, worker, 20)
    await hold(batch, worker)
    expect(await takeBreak(batch, worker, 400)).toMatchObject({ countedMs: WHOLE })
    await isWhole()
  })

  it('stops counting at its limit when it is forgotten, and is paid without anybody coming back', async () => {
    const batch = await aHurtingBatch()
    const worker = await aWorker(batch)
    await begin(batch, worker)
    canut.clock.advance({ minutes: 4 })
    await endForgottenBreaks(canut.services)
    expect(await earned(canut, worker)).toEqual([])
    canut.clock.advance({ hours: 9 })
    expect(await pageOf(batch, worker)).toContain('5 min are over')
    await Promise.all(both().flatMap((services) => [endForgottenBreaks(services), endBreak(services, worker.id)]))
    expect(await earned(canut, worker)).toEqual(['break_pay 0.750000'])
    await isWhole()
  })

  it('ends where the person goes on working, but not for what was on its way when it began', async () => {
    const batch = await aHurtingBatch()
    const worker = await aWorker(batch)
    const [onItsWay, next] = [await hold(batch, worker), await hold(batch, worker)]
    const send = (assignmentId: string, seconds: number) =>
      submitResponses(canut.services, worker.id, [{ assignmentId, response: { label: 'yes' }, workMs: seconds * 1000 }])
    canut.clock.advance({ seconds: 50 })
    await begin(batch, worker)
    canut.clock.advance({ seconds: 2 })
    await send(onItsWay, 45)
    canut.clock.advance({ seconds: 58 })
    await send(next, 20)
    canut.clock.advance({ minutes: 3 })
    expect(await endBreak(canut.services, worker.id)).toMatchObject({ countedMs: 40_000 })
  })

  it('is offered only where content may hurt, from a task in hand, and to people who are signed in', async () => {
    const [batch, calm, covered] = [
      await aHurtingBatch(),
      await aBatch(canut, { tasks: 2, declares: ['personal_data'] }),
      await aBatchOfType(canut, 'text-class', { preset: 'text-moderation' }),
    ]
    const worker = await aWorker(batch)
    await hold(calm, worker)
    expect(await takeBreak(calm, worker, 1)).toEqual({ kind: 'break_not_offered' })
    expect((await canut.as(worker)(`/work/${calm.publicId}/break`)).status).toBe(409)
    expect(await (await canut.as(worker)(`/work/${calm.publicId}/task`)).text()).not.toContain('/break"')
    expect(await takeBreak(covered, worker, 1)).toEqual({ kind: 'break_needs_a_task' })
    await hold(covered, worker)
    expect(await takeBreak(covered, worker, 1)).toMatchObject({ countedMs: 1000 })

    const idle = await canut.signUp()
    expect((await canut.as(idle).json(`/api/v1/batches/${batch.publicId}/break`, {})).status).toBe(409)
    expect(await pageOf(batch, idle)).not.toContain('Begin the break')
    expect((await canut.nobody(`/api/v1/batches/${batch.publicId}/break`)).status).toBe(401)
  })
})

describe('whatever arrives at once', () => {
  it('begins one break and pays it once, in two tabs and in two processes', async () => {
    const [batch, second] = [await aHurtingBatch({ tasks: 1000 }), await aHurtingBatch({ tasks: 1000 })]
    const worker = await aWorker(batch)
    await hold(second, worker)
    const tries = Array.from({ length: 10 }, (_, i) => both().map((services) => begin(i % 2 === 0 ? batch : second, worker, services)))
    const begun = await Promise.all(tries.flat())
    expect(new Set(begun.map((each) => (each.ok ? each.value.id : each.error.kind))).size).toBe(1)
    canut.clock.advance({ seconds: 60 })
    const ended = await Promise.all(Array.from({ length: 10 }, () => both().map((services) => endBreak(services, worker.id))).flat())
    expect(ended.filter((each) => each !== null)).toHaveLength(1)
    expect(await earned(canut, worker)).toEqual(['break_pay 0.150000'])
    await isWhole()
  })

  it('never pays more than the limit of the hour, however breaks begin and end', async () => {
    const batch = await aHurtingBatch({ tasks: 1000 })
    const worker = await aWorker(batch)
    for (let round = 0; round < 12; round += 1) {
      await Promise.all([...both(), ...both()].flatMap((services) => [begin(batch, worker, services), endBreak(services, worker.id)]))
      canut.clock.advance({ seconds: 47 })
      await hold(batch, worker).catch(() => null)
    }
    await endBreak(canut.services, worker.id)
    const { rows } = await sql<{ counted: number; pay: number; breaks: number }>`
      select sum(counted_ms)::int as counted, sum(pay_micros)::int as pay, count(*)::int as breaks from breaks where worker_id = ${worker.id}`.execute(
      canut.services.db,
    )
    const [total = { counted: 0, pay: 0, breaks: 0 }] = rows
    expect(total.counted).toBeGreaterThan(WHOLE / 2)
    expect(total.counted).toBeLessThanOrEqual(WHOLE)
    expect(total.pay).toBe(total.counted * 2.5)
    await isWhole()
  })

  it('never takes more from a reserve than it holds', async () => {
    // 0.825 € of reserve: for one whole break of the eight
    const batch = await aHurtingBatch({ tasks: 100 })
    const workers = await Promise.all(Array.from({ length: 8 }, () => aWorker(batch)))
    await Promise.all(workers.map((worker) => begin(batch, worker)))
    canut.clock.advance({ minutes: 6 })
    await Promise.all(workers.map((worker, i) => endBreak(both()[i % 2] ?? canut.services, worker.id)))
    expect(await paidFrom(canut, batch, 'break_pay')).toEqual({ escrow: 750_000n, commons: 7n * 750_000n })
    await isWhole()
  })
})

describe('the money of breaks', () => {
  it('comes from the commons when the reserve is used up, so that nobody loses a break to others', async () => {
    const batch = await aHurtingBatch()
    const [one, two] = [await aWorker(batch), await aWorker(batch)]
    await takeBreak(batch, one, 100)
    await takeBreak(batch, two, 300)
    expect(await paidFrom(canut, batch, 'break_pay')).toEqual({ escrow: 250_000n, commons: 750_000n })
    expect([await earned(canut, one), await earned(canut, two)]).toEqual([['break_pay 0.250000'], ['break_pay 0.750000']])
    await isWhole()
  })

  it('goes back at the close as far as it was not used, and a break that is open then is paid all the same', async () => {
    const batch = await aHurtingBatch()
    const [one, two] = [await aWorker(batch), await aWorker(batch)]
    await takeBreak(batch, one, 100)
    await begin(batch, two)
    canut.clock.advance({ seconds: 200 })
    const closed = await closeBatch(canut.services, { batchId: batch.id, by: batch.ownerId })
    // 60 tasks × 3 responses × 0.055 € and 5 % of it, minus the break and the two tasks in hand
    expect(closed.ok && closed.value.refunded).toBe(9_900_000n + 495_000n - 250_000n - 2n * 55_000n)
    expect(await endBreak(canut.services, two.id)).toMatchObject({ countedMs: 200_000, pay: 500_000n })
    expect(await paidFrom(canut, batch, 'break_pay')).toEqual({ escrow: 250_000n, commons: 500_000n })
    await isWhole()
  })

  it('is shown to the organisation in all, and never with a name', async () => {
    const batch = await aHurtingBatch()
    const worker = await aWorker(batch)
    const owner = canut.as({ id: batch.ownerId })
    await takeBreak(batch, worker, 100)
    const page = await (await owner(`/batches/${batch.publicId}`)).text()
    for (const text of ['Paid breaks', '€0.25']) expect(page).toContain(text)
    expect(page).not.toContain(worker.id.replaceAll('-', ''))
    const { figures } = (await (await owner(`/api/v1/batches/${batch.publicId}`)).json()) as { figures: unknown }
    expect(figures).toMatchObject({ breaks: { micros: '250000' }, left: { micros: '10145000' }, reserved: { micros: '10395000' } })
  })

  it('is found by the check of the ledger when it is not what the break is owed', async () => {
    const batch = await aHurtingBatch()
    const [one, two] = [await aWorker(batch), await aWorker(batch)]
    await takeBreak(batch, one, 10)
    await takeBreak(batch, two, 20)
    const { db } = canut.services
    const set = (workerId: string, pay: bigint) => sql`update breaks set pay_micros = ${pay} where worker_id = ${workerId}`.execute(db)
    await set(one.id, 26_000n)
    await set(two.id, 0n)
    const found = async () => (await verifyLedger(db)).problems.map(({ kind, details }) => [kind, details['owed'], details['paid']])
    const problems = await found()
    expect(problems).toHaveLength(2)
    expect(problems).toContainEqual(['break_paid_wrong', '26000', '25000'])
    expect(problems).toContainEqual(['break_paid_wrong', null, '50000'])
    await set(one.id, 25_000n)
    await set(two.id, 50_000n)
    await isWhole()
  })
})
