import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeBatch } from '../batches/index.ts'
import { verifyLedger } from '../ledger/index.ts'
import type { Person } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { earned, paidFrom } from '../testing/paid-time.ts'
import { resumeAssignment, returnAssignment } from './keep-assignment.ts'
import { lapseExpired } from './lapse-leases.ts'
import { leaseTasks } from './lease-tasks.ts'
import { reportTask, type Report } from './report-task.ts'
import { submitResponses } from './submit-responses.ts'

/** Two processes of one instance. A response of 20 seconds pays 0.05 €, so 8 seconds on a broken task pay 0.02 €. */
let canut: TestApp
let other: Services
beforeAll(async () => {
  canut = await startTestApp()
  other = canut.anotherProcess()
})
afterAll(() => canut.close())

const both = (): readonly Services[] => [canut.services, other]
const isWhole = async () => expect((await verifyLedger(canut.services.db)).problems).toEqual([])

async function hold(batch: BuiltBatch, worker: Person, count = 1): Promise<string[]> {
  const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId: worker.id, count })
  if (!leased.ok) throw new Error(leased.error.kind)
  return leased.value.leases.map(({ assignmentId }) => assignmentId)
}

async function aHolder(batch: BuiltBatch): Promise<{ worker: Person; assignmentId: string }> {
  const worker = await canut.signUp()
  const [assignmentId = ''] = await hold(batch, worker)
  return { worker, assignmentId }
}

async function report(worker: Person, assignmentId: string, of: Partial<Report> = {}, services: Services = canut.services) {
  const reported = await reportTask(services, { assignmentId, workerId: worker.id }, { reason: 'broken', comment: '', workMs: 8000, ...of })
  return reported.ok ? reported.value : reported.error
}

const submit = async (worker: Person, assignmentId: string, services: Services = canut.services) =>
  (await submitResponses(services, worker.id, [{ assignmentId, response: { label: 'yes' }, workMs: 1000 }]))[0]

const stateOf = async (id: string) =>
  (await canut.services.db.selectFrom('assignments').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

/** Durations and amounts never break across lines; here they are searched for as one types them. */
const textOf = async (answer: Response) => (await answer.text()).replaceAll('\u00a0', ' ')

describe('the time on a task that is reported as broken', () => {
  it('is explained before, paid with the report, and stands in the work, the earnings and the file of whoever reported', async () => {
    const batch = await aBatch(canut, { tasks: 60 })
    const { worker, assignmentId } = await aHolder(batch)
    const client = canut.as(worker)
    const address = `/work/tasks/${publicId('asg', assignmentId)}`
    const before = ['€9.00 an hour, up to the price of a response, €0.05', 'Up to 10 such reports', '10 are left']
    const page = await textOf(await client(`${address}/report`))
    const screen = await textOf(await client(`/work/${batch.publicId}/task`))
    for (const text of before) expect([page.includes(text), screen.includes(text)]).toEqual([true, true])

    canut.clock.advance({ seconds: 12 })
    const sent = await client.form(address, { do: 'report', reason: 'broken', comment: 'Nothing there' })
    expect(sent.status).toBe(303)
    const next = await textOf(await client(sent.headers.get('location') ?? ''))
    expect(next).toContain('Reported and given back. Thank you: the organisation sees it. Your time on it, 12 s, was paid: €0.03')
    expect(await earned(canut, worker)).toEqual(['broken_pay 0.030000'])
    expect(await textOf(await client('/me/work'))).toContain('Your time on it, 12 s, was paid: €0.03')
    const earnings = await textOf(await client('/me/earnings'))
    for (const text of ['task 1 · time on a broken task', 'after 12 s: paid at the hourly rate of the batch, €9.00 an hour, up to'])
      expect(earnings).toContain(text)
    const lines = (await (await client('/api/v1/me/earnings')).json()) as { items: unknown[] }
    expect(lines.items[0]).toMatchObject({ kind: 'broken_pay', amount: { micros: '30000' }, taskNumber: 1 })
    await isWhole()
  })

  it('is what the device measured, believed up to the time since the task was handed out, and pays a response at most', async () => {
    const batch = await aBatch(canut, { tasks: 60 })
    const { worker, assignmentId } = await aHolder(batch)
    const client = canut.as(worker)
    const send = async (id: string, body: object): Promise<unknown> =>
      (await client.json(`/api/v1/assignments/${publicId('asg', id)}/report`, body)).json()
    canut.clock.advance({ seconds: 10 })
    expect(await send(assignmentId, { reason: 'broken', workMs: 80_000 })).toEqual({
      others: 0,
      paid: { workMs: 10_000, pay: { micros: '25000', currency: 'EUR' } },
      unpaid: null,
    })
    const [long = '', unclear = '', none = ''] = await hold(batch, worker, 3)
    canut.clock.advance({ minutes: 1 })
    expect(await send(long, { reason: 'broken' })).toMatchObject({ paid: { workMs: 60_000, pay: { micros: '50000' } } })
    expect(await send(unclear, { reason: 'unclear', workMs: 8000 })).toMatchObject({ paid: null, unpaid: 'other_reason' })
    expect(await send(none, { reason: 'broken', workMs: 0 })).toMatchObject({ paid: null, unpaid: 'no_time' })
    expect(await earned(canut, worker)).toEqual(['broken_pay 0.050000', 'broken_pay 0.025000'])
    expect((await client.json(`/api/v1/assignments/${publicId('asg', none)}/report`, { reason: 'broken', workMs: -1 })).status).toBe(422)
    await isWhole()
  })

  it('is paid to a report that comes after the lease has lapsed, and the task is not offered again', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { worker, assignmentId } = await aHolder(batch)
    canut.clock.advance({ hours: 2 })
    await lapseExpired(canut.services)
    expect(await report(worker, assignmentId)).toMatchObject({ paid: { workMs: 8000, pay: 20_000n } })
    expect(await stateOf(assignmentId)).toBe('returned')
    expect(await hold(batch, worker)).toEqual([])
    await isWhole()
  })

  it('is not paid for a task that was given back, or that has a response', async () => {
    const batch = await aBatch(canut, { tasks: 60 })
    const { worker, assignmentId } = await aHolder(batch)
    await returnAssignment(canut.services, { assignmentId, workerId: worker.id }, null)
    expect(await report(worker, assignmentId)).toMatchObject({ paid: null, unpaid: 'given_back' })
    const [done = ''] = await hold(batch, worker)
    canut.clock.advance({ seconds: 20 })
    await submit(worker, done)
    expect(await textOf(await canut.as(worker)(`/work/tasks/${publicId('asg', done)}/report`))).toContain('not paid by itself')
    expect(await report(worker, done)).toMatchObject({ paid: null, unpaid: 'responded' })
    expect(await earned(canut, worker)).toEqual([])
    expect(await report(await canut.signUp(), done)).toEqual({ kind: 'not_found' })
  })

  it('is paid so many times in a batch in 24 hours; reports beyond are taken, and say before that they are not paid', async () => {
    const [batch, second] = [await aBatch(canut, { tasks: 60 }), await aBatch(canut, { tasks: 60 })]
    const worker = await canut.signUp()
    const tasks = await hold(batch, worker, 11)
    canut.clock.advance({ seconds: 8 })
    for (const id of tasks.slice(0, 10)) expect(await report(worker, id)).toMatchObject({ paid: { pay: 20_000n } })
    const last = tasks[10] ?? ''
    const address = `/work/tasks/${publicId('asg', last)}/report`
    const sentence = 'is not paid: 10 reports of broken tasks were paid to you in this batch'
    expect(await textOf(await canut.as(worker)(address))).toContain(sentence)
    const asked = await canut.as(worker)(address, { headers: { accept: 'application/json' } })
    expect(await asked.json()).toEqual({ sentence: expect.stringContaining('10 reports of broken tasks were paid') })
    expect(await report(worker, last)).toMatchObject({ paid: null, unpaid: 'most_of_day' })
    expect(await earned(canut, worker)).toHaveLength(10)
    const reports = await canut.services.db.selectFrom('reports').select('id').where('worker_id', '=', worker.id).execute()
    expect(reports).toHaveLength(11)

    const [elsewhere = ''] = await hold(second, worker)
    canut.clock.advance({ seconds: 8 })
    expect(await report(worker, elsewhere)).toMatchObject({ paid: { pay: 20_000n } })
    canut.clock.advance({ hours: 24 })
    const [next = ''] = await hold(batch, worker)
    canut.clock.advance({ seconds: 8 })
    expect(await report(worker, next)).toMatchObject({ paid: { pay: 20_000n } })
    await isWhole()
  })
})

describe('whatever arrives again or at once', () => {
  it('pays one report once, in two tabs and in two processes, and answers all of them the same', async () => {
    const batch = await aBatch(canut, { tasks: 1000 })
    const { worker, assignmentId } = await aHolder(batch)
    canut.clock.advance({ seconds: 30 })
    const tries = Array.from({ length: 8 }, () => both().map((services) => report(worker, assignmentId, { workMs: null }, services)))
    const answers = await Promise.all(tries.flat())
    for (const answer of answers) expect(answer).toMatchObject({ others: 0, paid: { workMs: 30_000, pay: 50_000n }, unpaid: null })
    canut.clock.advance({ minutes: 5 })
    expect(await report(worker, assignmentId, { comment: 'again' })).toMatchObject({ paid: { workMs: 30_000, pay: 50_000n } })
    expect(await earned(canut, worker)).toEqual(['broken_pay 0.050000'])
    await isWhole()
  })

  it('pays no more than the most of a day, however many reports arrive in the same instant', async () => {
    const batch = await aBatch(canut, { tasks: 1000 })
    const worker = await canut.signUp()
    const tasks = await hold(batch, worker, 20)
    canut.clock.advance({ seconds: 8 })
    const answers = await Promise.all(tasks.map((id, i) => report(worker, id, {}, both()[i % 2])))
    expect(answers.filter((answer) => 'paid' in answer && answer.paid !== null)).toHaveLength(10)
    expect(await earned(canut, worker)).toHaveLength(10)
    await isWhole()
  })

  it('pays either the time or a response, whichever comes first, and refuses the other with its reason', async () => {
    const batch = await aBatch(canut, { tasks: 1000 })
    const { worker, assignmentId } = await aHolder(batch)
    canut.clock.advance({ seconds: 8 })
    await report(worker, assignmentId)
    const refusal = { kind: 'reported_broken', number: 1 }
    expect(await resumeAssignment(canut.services, { assignmentId, workerId: worker.id })).toEqual({ ok: false, error: refusal })
    expect(await submit(worker, assignmentId)).toMatchObject({ ok: false, error: refusal })
    const answer = await canut
      .as(worker)
      .json(`/api/v1/assignments/${publicId('asg', assignmentId)}/response`, { response: { label: 'yes' } })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('would pay the same task twice')])

    for (let round = 0; round < 8; round += 1) {
      const one = await aHolder(batch)
      canut.clock.advance({ seconds: 8 })
      const [reported, sent] = await Promise.all([
        report(one.worker, one.assignmentId, {}, both()[round % 2]),
        submit(one.worker, one.assignmentId, both()[(round + 1) % 2]),
      ])
      expect('paid' in reported && (reported.paid !== null) !== (sent?.ok === true)).toBe(true)
    }
    await isWhole()
  })
})

describe('the money of broken tasks', () => {
  it('comes from the reserve, without a fee, and from the commons when it is used up or the batch is closed', async () => {
    // 4 × 3 × 0.055 € of which 5 % are 0.033 €: for one report of 0.02 €
    const batch = await aBatch(canut, { tasks: 4 })
    const holders = [await aHolder(batch), await aHolder(batch), await aHolder(batch)]
    canut.clock.advance({ seconds: 8 })
    const [first, second, third] = holders
    const early = [first, second].flatMap((of) => of ?? [])
    await Promise.all(early.map((of, i) => report(of.worker, of.assignmentId, {}, both()[i])))
    expect(await paidFrom(canut, batch, 'broken_pay')).toEqual({ escrow: 20_000n, commons: 20_000n })
    await closeBatch(canut.services, { batchId: batch.id, by: batch.ownerId })
    expect(third && (await report(third.worker, third.assignmentId))).toMatchObject({ paid: { pay: 20_000n } })
    expect(await paidFrom(canut, batch, 'broken_pay')).toEqual({ escrow: 20_000n, commons: 40_000n })
    await isWhole()
  })

  it('is shown to the organisation in all, and never with a name', async () => {
    const batch = await aBatch(canut, { tasks: 60 })
    const { worker, assignmentId } = await aHolder(batch)
    const owner = canut.as({ id: batch.ownerId })
    const figures = async () =>
      ((await (await owner(`/api/v1/batches/${batch.publicId}`)).json()) as { figures: { reserved: object } }).figures
    const before = await figures()
    expect(before).toMatchObject({ broken: { micros: '0' } })
    canut.clock.advance({ seconds: 8 })
    await report(worker, assignmentId)
    expect(await figures()).toMatchObject({ broken: { micros: '20000' }, breaks: { micros: '0' }, reserved: before.reserved })
    const page = await (await owner(`/batches/${batch.publicId}`)).text()
    for (const text of ['Time on broken tasks', '€0.02']) expect(page).toContain(text)
    expect(page).not.toContain(worker.id.replaceAll('-', ''))
  })

  it('is found by the check of the ledger when it is not what is owed', async () => {
    const batch = await aBatch(canut, { tasks: 60 })
    const [one, two] = [await aHolder(batch), await aHolder(batch)]
    canut.clock.advance({ seconds: 8 })
    await report(one.worker, one.assignmentId)
    await report(two.worker, two.assignmentId)
    const { db } = canut.services
    const set = (worker: Person, values: { pay_micros: bigint | null; paid_at: Date | null; work_ms: number | null }) =>
      db.updateTable('reports').set(values).where('worker_id', '=', worker.id).execute()
    const paid = { pay_micros: 20_000n, paid_at: canut.clock(), work_ms: 8000 }
    await set(one.worker, { ...paid, pay_micros: 21_000n })
    await set(two.worker, { pay_micros: null, paid_at: null, work_ms: null })
    const found = (await verifyLedger(db)).problems.map(({ kind, details }) => [kind, details['owed'], details['paid']])
    expect(found).toHaveLength(2)
    expect(found).toContainEqual(['broken_paid_wrong', '21000', '20000'])
    expect(found).toContainEqual(['broken_paid_wrong', null, '20000'])
    await set(one.worker, paid)
    await set(two.worker, paid)
    await isWhole()

    const { assignmentId, worker } = await aHolder(batch)
    await report(worker, assignmentId, { reason: 'unclear' })
    await set(worker, paid)
    expect((await verifyLedger(db)).problems.map(({ kind }) => kind)).toEqual(['broken_not_paid'])
    await set(worker, { pay_micros: null, paid_at: null, work_ms: null })
  })
})
