import type { BatchView } from '@canut/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parsePublicId } from '../platform/ids.ts'
import { aProject, startTestApp, type BuiltProject, type TestApp } from '../testing/index.ts'
import { leaseTasks } from '../work/index.ts'
import { publishBatch } from './publish-batch.ts'

let canut: TestApp
let project: BuiltProject
beforeAll(async () => {
  canut = await startTestApp()
  project = await aProject(canut)
})
afterAll(() => canut.close())

const LABELS = { labels: [{ value: 'yes' }, { value: 'no' }] }
const TERMS = { name: 'Comments of May', settings: LABELS, price: { micros: '50000', currency: 'EUR' }, redundancy: 5 }
const RULE = { kind: 'until_confident', minimum: 2, threshold: 0.95 }

const create = async (more: object) => project.as.json(`/api/v1/projects/${project.publicId}/batches`, { ...TERMS, ...more })
const change = async (batch: BatchView, to: object) =>
  project.as(`/api/v1/batches/${batch.id}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(to),
  })

async function made(more: object = { stopRule: RULE }): Promise<BatchView> {
  const answer = await create(more)
  expect(answer.status).toBe(201)
  return (await answer.json()) as BatchView
}

async function loaded(): Promise<BatchView> {
  const batch = await made({ stopRule: RULE, instructions: 'Read the text.' })
  await project.as(`/api/v1/batches/${batch.id}/imports?format=csv&mode=load`, { method: 'POST', body: 'text\na\nb\nc\nd\n' })
  return (await (await project.as(`/api/v1/batches/${batch.id}`)).json()) as BatchView
}

describe('the stop rule of a batch', () => {
  it('is a fixed number unless something else is asked for', async () => {
    const batch = await made({})
    expect(batch.stopRule).toEqual({ kind: 'fixed' })
    expect(batch.cost.expected).toBeNull()
  })

  it('sets the most aside, and says what is expected beside it', async () => {
    const batch = await loaded()
    expect(batch).toMatchObject({ stopRule: RULE, redundancy: 5, cost: { responses: '20', total: { micros: '1155000' } } })
    const { responsesPerTask = 0, responses = '', total } = batch.cost.expected ?? {}
    expect(responsesPerTask > 3 && responsesPerTask < 5).toBe(true)
    expect(Number(responses)).toBe(Math.ceil(responsesPerTask * 4))
    expect(total).toEqual({ micros: String(Number(responses) * 55_000), currency: 'EUR' })
  })

  it('opens each task with the fewest once it is published', async () => {
    const id = parsePublicId('bat', (await loaded()).id) as string
    const published = await publishBatch(canut.services, { batchId: id, by: project.owner.id })
    expect(published.ok).toBe(true)
    const found: number[] = []
    for (let n = 0; n < 3; n += 1) {
      const { id: workerId } = await canut.signUp()
      const leased = await leaseTasks(canut.services, { batchId: id, workerId, count: 4 })
      found.push(leased.ok ? leased.value.leases.length : -1)
    }
    expect(found).toEqual([4, 4, 0])
  })

  it('refuses what makes no sense, and says what', async () => {
    for (const [stopRule, status, code] of [
      [{ ...RULE, minimum: 5 }, 422, 'stop_rule_minimum_out_of_range'],
      [{ ...RULE, minimum: 98 }, 422, 'stop_rule_minimum_out_of_range'],
      [{ ...RULE, minimum: 0 }, 422, 'invalid_request'],
      [{ ...RULE, minimum: 1.5 }, 422, 'invalid_request'],
      [{ ...RULE, threshold: 0.49 }, 422, 'invalid_request'],
      [{ ...RULE, threshold: 1 }, 422, 'invalid_request'],
      [{ kind: 'until_confident' }, 422, 'invalid_request'],
      [{ kind: 'never' }, 422, 'invalid_request'],
      [{ kind: 'fixed', minimum: 1 }, 422, 'invalid_request'],
      [null, 422, 'invalid_request'],
    ] as const) {
      const answer = await create({ stopRule })
      expect([stopRule, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([stopRule, status, code])
    }
  })

  it('is only for responses that are one of a few labels', async () => {
    const answer = await create({ stopRule: RULE, settings: { ...LABELS, multiple: true } })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ code: 'stop_rule_needs_categories', params: { taskType: 'text-class' } })
    const batch = await made()
    const several = await change(batch, { settings: { ...LABELS, multiple: true } })
    expect(await several.json()).toMatchObject({ code: 'stop_rule_needs_categories' })
  })

  it('stays when something else is changed, and is checked against it', async () => {
    const batch = await made()
    expect(await (await change(batch, { name: 'Other' })).json()).toMatchObject({ name: 'Other', stopRule: RULE })
    expect(await (await change(batch, { redundancy: 2 })).json()).toMatchObject({ code: 'stop_rule_minimum_out_of_range' })
    expect(await (await change(batch, { redundancy: 2, stopRule: { kind: 'fixed' } })).json()).toMatchObject({
      redundancy: 2,
      stopRule: { kind: 'fixed' },
    })
  })
})

const TYPED = {
  name: 'Comments of May',
  labels: 'yes\nno',
  redundancy: '5',
  stopRule: 'until_confident',
  minimum: '2',
  threshold: '99,5',
  maxPerWorker: '',
  price: '0.05',
  currency: 'EUR',
  estimateSeconds: '30',
  reviewDays: '3',
}
const send = async (typed: object) => project.as.form(`/projects/${project.publicId}/batches`, typed as Record<string, string>)

describe('the page that asks for more', () => {
  it('says that only tasks in doubt are opened again', async () => {
    const batch = await loaded()
    await publishBatch(canut.services, { batchId: parsePublicId('bat', batch.id) as string, by: project.owner.id })
    const page = await (await project.as(`/batches/${batch.id}/extend`)).text()
    expect(page).toContain('Only tasks whose answer is in doubt')
    expect(page).not.toContain('the tasks already done too')
    expect(await (await project.as(`/batches/${batch.id}`)).text()).toContain('0 of at most 20')
  })
})

describe('the form of a batch', () => {
  it('takes the rule and shows it again, with the expected cost', async () => {
    const answer = await send(TYPED)
    expect(answer.status).toBe(303)
    const path = (answer.headers.get('location') as string).replace(/\?.*/, '')
    expect(await (await project.as(`${path}/settings`)).text()).toContain('value="99.5"')
    const page = await (await project.as(path)).text()
    expect(page).toContain('2 to 5')
    expect(page).toContain('What it will probably come to')
  })

  it('names the field that is wrong', async () => {
    for (const [wrong, field] of [
      [{ minimum: '5' }, 'minimum'],
      [{ minimum: 'two' }, 'minimum'],
      [{ threshold: '100' }, 'threshold'],
      [{ threshold: '49.9' }, 'threshold'],
      [{ threshold: '99.99' }, 'threshold'],
      [{ stopRule: 'sometimes' }, 'stopRule'],
      [{ multiple: 'on' }, 'stopRule'],
    ] as const) {
      const answer = await send({ ...TYPED, ...wrong })
      expect([wrong, answer.status]).toEqual([wrong, 422])
      expect(await answer.text()).toContain(`href="#f-${field}"`)
    }
  })

  it('does not look at figures of a rule that was not chosen', async () => {
    expect((await send({ ...TYPED, stopRule: 'fixed', minimum: '', threshold: 'x' })).status).toBe(303)
  })
})
