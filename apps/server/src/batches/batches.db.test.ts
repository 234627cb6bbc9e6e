import type { BatchView, ImportView } from '@canut/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyLedger } from '../ledger/index.ts'
import { parsePublicId } from '../platform/ids.ts'
import { aProject, startTestApp, type BuiltProject, type TestApp } from '../testing/index.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'

let canut: TestApp
let project: BuiltProject
beforeAll(async () => {
  canut = await startTestApp()
  project = await aProject(canut)
})
afterAll(() => canut.close())

const LABELS = { labels: [{ value: 'yes' }, { value: 'no' }] }
const TERMS = { name: 'Comments of May', settings: LABELS, price: { micros: '50000', currency: 'EUR' } }
const INSTRUCTIONS = 'Read the text.\n\nChoose yes if it is kind.'

async function draft(of: BuiltProject = project, more: object = {}): Promise<BatchView> {
  const made = await of.as.json(`/api/v1/projects/${of.publicId}/batches`, { ...TERMS, ...more })
  expect(made.status).toBe(201)
  return (await made.json()) as BatchView
}

async function load(of: BuiltProject, batch: BatchView, csv: string): Promise<ImportView> {
  const loaded = await of.as(`/api/v1/batches/${batch.id}/imports?format=csv&mode=load`, { method: 'POST', body: csv })
  expect(loaded.status).toBe(200)
  return (await loaded.json()) as ImportView
}

async function ready(of: BuiltProject = project, more: object = {}, rows = 4): Promise<BatchView> {
  const batch = await draft(of, { instructions: INSTRUCTIONS, ...more })
  await load(of, batch, `text\n${Array.from({ length: rows }, (_, i) => `text ${i + 1}\n`).join('')}`)
  return batch
}

const post = (of: BuiltProject, batch: BatchView, step: string, body: object = {}) =>
  of.as.json(`/api/v1/batches/${batch.id}/${step}`, body)
const get = async (of: BuiltProject, batch: BatchView) =>
  (await (await of.as(`/api/v1/batches/${batch.id}`)).json()) as BatchView & { figures: Record<string, unknown> | null }
const uuidOf = (batch: BatchView) => parsePublicId('bat', batch.id) as string

async function work(batch: BatchView, count: number): Promise<string> {
  const worker = await canut.signUp()
  const leased = await leaseTasks(canut.services, { batchId: uuidOf(batch), workerId: worker.id, count })
  if (!leased.ok) throw new Error(leased.error.kind)
  canut.clock.advance({ seconds: 4 })
  const submissions = leased.value.leases.map(({ assignmentId }) => ({ assignmentId, response: { label: 'yes' }, workMs: 4000 }))
  const outcomes = await submitResponses(canut.services, worker.id, submissions)
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([])
  expect(outcomes).toHaveLength(count)
  return worker.id
}

describe('a draft', () => {
  it('shows its cost, its hourly rate and the balance', async () => {
    const batch = await get(project, await ready())
    expect(batch).toMatchObject({
      state: 'draft',
      redundancy: 3,
      tasks: 4,
      hourlyRate: { micros: '6000000', currency: 'EUR' },
      cost: {
        responses: '12',
        pay: { micros: '600000' },
        fee: { micros: '60000' },
        reserve: { micros: '33000' },
        total: { micros: '693000' },
      },
      figures: null,
    })
  })

  it('refuses terms out of range, all at once', async () => {
    const wrong = { ...TERMS, name: ' ', redundancy: 100, reviewDays: 8, estimateSeconds: 0, extra: true }
    const answer = await project.as.json(`/api/v1/projects/${project.publicId}/batches`, wrong)
    expect(answer.status).toBe(422)
    const { errors } = (await answer.json()) as { errors: { path: string }[] }
    expect(errors.map(({ path }) => path).toSorted()).toEqual(['', 'estimateSeconds', 'name', 'redundancy', 'reviewDays'])
  })

  it('refuses a price in an unknown currency, too large, or not a number', async () => {
    for (const price of [
      { micros: '1', currency: 'ZZZ' },
      { micros: '10000000001', currency: 'EUR' },
      { micros: '0.5', currency: 'EUR' },
    ]) {
      const answer = await project.as.json(`/api/v1/projects/${project.publicId}/batches`, { ...TERMS, price })
      expect(answer.status).toBe(422)
    }
  })

  it('takes a price of a millionth', async () => {
    const batch = await draft(project, { price: { micros: '1', currency: 'JPY' } })
    expect(batch.price).toEqual({ micros: '1', currency: 'JPY' })
  })

  it('names what is wrong with the task settings', async () => {
    const answer = await project.as.json(`/api/v1/projects/${project.publicId}/batches`, { ...TERMS, settings: { labels: [] } })
    expect(answer.status).toBe(422)
    const { errors } = (await answer.json()) as { errors: { path: string; message: string }[] }
    expect(errors.map(({ path }) => path)).toContain('settings.labels')
  })

  it('can be changed, but not its task settings once tasks were checked against them', async () => {
    const batch = await ready()
    const changed = await project.as.json(`/api/v1/batches/${batch.id}`, { redundancy: 5 }, 'PATCH')
    expect(await changed.json()).toMatchObject({ redundancy: 5, name: TERMS.name })
    const settings = await project.as.json(
      `/api/v1/batches/${batch.id}`,
      { settings: { labels: [{ value: 'a' }, { value: 'b' }] } },
      'PATCH',
    )
    expect(settings.status).toBe(409)
    expect(await settings.json()).toMatchObject({ code: 'task_settings_fixed' })
    await project.as(`/api/v1/batches/${batch.id}/tasks`, { method: 'DELETE' })
    const again = await project.as.json(`/api/v1/batches/${batch.id}`, { settings: { labels: [{ value: 'a' }, { value: 'b' }] } }, 'PATCH')
    expect(again.status).toBe(200)
    expect((await get(project, batch)).tasks).toBe(0)
  })

  it('goes with its tasks when it is deleted', async () => {
    const batch = await ready()
    expect((await project.as(`/api/v1/batches/${batch.id}`, { method: 'DELETE' })).status).toBe(204)
    expect((await project.as(`/api/v1/batches/${batch.id}`)).status).toBe(404)
    const left = await canut.services.db.selectFrom('tasks').select('number').where('batch_id', '=', uuidOf(batch)).execute()
    expect(left).toEqual([])
  })

  it('is hidden from staff of another organisation', async () => {
    const batch = await draft()
    const other = await aProject(canut)
    for (const [path, method] of [
      ['', 'GET'],
      ['', 'PATCH'],
      ['/publish', 'POST'],
      ['/close', 'POST'],
      ['/imports', 'POST'],
    ] as const) {
      const answer = await other.as(`/api/v1/batches/${batch.id}${path}`, { method })
      expect([403, 404]).toContain(answer.status)
    }
  })
})

describe('instructions', () => {
  it('get a version for each other text', async () => {
    const batch = await draft()
    const put = (markdown: string) => project.as.json(`/api/v1/batches/${batch.id}/instructions`, { markdown }, 'PUT')
    expect(await (await put('First')).json()).toMatchObject({ version: 1 })
    expect(await (await put('First')).json()).toMatchObject({ version: 1 })
    expect(await (await put('Second')).json()).toMatchObject({ version: 2 })
    const first = await project.as(`/api/v1/batches/${batch.id}/instructions?version=1`)
    expect(await first.json()).toMatchObject({ version: 1, markdown: 'First' })
    expect((await project.as(`/api/v1/batches/${batch.id}/instructions?version=9`)).status).toBe(404)
    expect((await put('')).status).toBe(422)
    expect((await put('a\u0000b')).status).toBe(422)
  })

  it('can still be made clearer while the batch is open, and no more once it is closed', async () => {
    const batch = await ready()
    await post(project, batch, 'publish')
    const put = (markdown: string) => project.as.json(`/api/v1/batches/${batch.id}/instructions`, { markdown }, 'PUT')
    expect(await (await put('Clearer')).json()).toMatchObject({ version: 2 })
    await post(project, batch, 'close')
    expect((await put('Too late')).status).toBe(409)
  })
})

describe('publishing', () => {
  it('lists everything that is missing at once', async () => {
    const poor = await aProject(canut, { without: 'purpose', depositMicros: 0n })
    const batch = await draft(poor, { price: { micros: '0', currency: 'EUR' } })
    const answer = await post(poor, batch, 'publish')
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({
      code: 'batch_not_ready',
      params: { missing: ['project_purpose', 'tasks', 'instructions', 'price'] },
    })
  })

  it('refuses when the balance is too low, and sets nothing aside', async () => {
    const poor = await aProject(canut, { depositMicros: 600_000n })
    const batch = await ready(poor)
    const answer = await post(poor, batch, 'publish')
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ code: 'balance_too_low', params: { balance: '600000', needed: '693000', currency: 'EUR' } })
    expect(await get(poor, batch)).toMatchObject({ state: 'draft', balance: { micros: '600000' } })
  })

  it('sets the money aside once, however often and however fast it is asked', async () => {
    const own = await aProject(canut, { depositMicros: 10_000_000n })
    const batch = await ready(own)
    const answers = await Promise.all(Array.from({ length: 5 }, () => post(own, batch, 'publish')))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409, 409])
    expect(await get(own, batch)).toMatchObject({
      state: 'open',
      balance: { micros: '9307000' },
      figures: { reserved: { micros: '693000' } },
    })
  })

  it('fixes the terms', async () => {
    const batch = await ready()
    await post(project, batch, 'publish')
    const changed = await project.as.json(`/api/v1/batches/${batch.id}`, { price: { micros: '1', currency: 'EUR' } }, 'PATCH')
    expect(await changed.json()).toMatchObject({ code: 'batch_not_in_state' })
    expect((await project.as(`/api/v1/batches/${batch.id}`, { method: 'DELETE' })).status).toBe(409)
  })
})

describe('a published batch', () => {
  it('can be paused and resumed, each once', async () => {
    const batch = await ready()
    expect((await post(project, batch, 'pause')).status).toBe(409)
    await post(project, batch, 'publish')
    expect(await (await post(project, batch, 'pause')).json()).toMatchObject({ batch: { state: 'paused' }, moved: { micros: '0' } })
    expect((await post(project, batch, 'pause')).status).toBe(409)
    expect(await (await post(project, batch, 'resume')).json()).toMatchObject({ batch: { state: 'open' } })
    expect((await post(project, batch, 'resume')).status).toBe(409)
  })

  it('shows how far it is', async () => {
    const batch = await ready()
    await post(project, batch, 'publish')
    canut.clock.advance({ minutes: 29, seconds: 56 })
    await work(batch, 3)
    expect((await get(project, batch)).figures).toMatchObject({
      responsesWanted: '12',
      responses: '3',
      tasksDone: 0,
      tasksLeft: 4,
      toReview: 3,
      held: 0,
      responsesPerHour: 6,
      measuredMs: 4000,
      agreement: null,
      estimatedEnd: new Date(canut.clock().getTime() + 1.5 * 3_600_000).toISOString(),
      left: { micros: '693000' },
    })
  })

  it('keeps what it owes when it is closed, returns the rest, and closes once', async () => {
    const own = await aProject(canut, { depositMicros: 1_000_000n })
    const batch = await ready(own)
    await post(own, batch, 'publish')
    await work(batch, 2)
    const answers = await Promise.all([post(own, batch, 'close'), post(own, batch, 'close')])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409])
    // two responses under review at 0.05 + 0.005 each
    expect(await get(own, batch)).toMatchObject({ state: 'closed', balance: { micros: '890000' }, figures: { left: { micros: '110000' } } })
    expect(await verifyLedger(canut.services.db)).toMatchObject({ ok: true })
  })

  it('asks for more responses with their money, on tasks already done too', async () => {
    const batch = await ready(project, { redundancy: 1 }, 3)
    await post(project, batch, 'publish')
    await work(batch, 3)
    expect((await get(project, batch)).figures).toMatchObject({ tasksDone: 3, tasksLeft: 0 })
    expect((await post(project, batch, 'extend', { redundancy: 1 })).status).toBe(409)
    const extended = await post(project, batch, 'extend', { redundancy: 3 })
    // 3 tasks × 2 more × (0.05 + 0.005) and 5 % reserve
    expect(await extended.json()).toMatchObject({ batch: { redundancy: 3 }, moved: { micros: '346500' } })
    expect((await get(project, batch)).figures).toMatchObject({ tasksDone: 0, tasksLeft: 3, responsesWanted: '9' })
    await work(batch, 3)
    await work(batch, 3)
    expect((await get(project, batch)).figures).toMatchObject({ tasksDone: 3, responses: '9' })
  })

  it('takes more tasks with their money, or none', async () => {
    const own = await aProject(canut, { depositMicros: 1_000_000n })
    const batch = await ready(own)
    await post(own, batch, 'publish')
    await load(own, batch, 'text\none more\n')
    expect(await get(own, batch)).toMatchObject({ tasks: 5, balance: { micros: String(1_000_000 - 693_000 - 173_250) } })
    const refused = await own.as(`/api/v1/batches/${batch.id}/imports`, { method: 'POST', body: 'text\na\nb\nc\n' })
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'balance_too_low' })
    expect(await get(own, batch)).toMatchObject({ tasks: 5 })
    const rows = await canut.services.db.selectFrom('tasks').select('number').where('batch_id', '=', uuidOf(batch)).execute()
    expect(rows).toHaveLength(5)
  })
})
