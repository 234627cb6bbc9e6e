import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { beginWeek } from '../testing/week-builder.ts'
import { readCompletionEffect, type PlannedBatch } from './completion-effect.ts'
import { shareWork } from './share-work.ts'
import { subscribe } from './subscribe.ts'

const HOUR = 3600
let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
})
afterAll(() => canut.close())
beforeEach(() => beginWeek(canut))

const ANY = { taskTypes: null, languages: null, projectIds: null }

async function ask(
  hours: number,
  wish: Partial<typeof ANY> | { languages: string[] } | { taskTypes: string[] } | { projectIds: string[] } = {},
) {
  const { id: personId } = await canut.signUp()
  const saved = await subscribe(canut.services, { personId, secondsWanted: hours * HOUR, ...ANY, ...wish })
  expect(saved.ok).toBe(true)
}

/** 70 hours of work: 1,400 tasks of a minute, three responses each. */
const planned = (batch: BuiltBatch, more: Partial<PlannedBatch> = {}): PlannedBatch => ({
  batchId: null,
  organisationId: batch.organisationId,
  projectId: batch.projectId,
  taskType: 'text-class',
  language: 'fr',
  tasks: 1400,
  redundancy: 3,
  estimateSeconds: 60,
  maxPerWorker: null,
  priority: 3,
  ...more,
})

const effectOf = (plan: PlannedBatch) => readCompletionEffect(canut.services, plan)

describe('what a requester is told before publishing', () => {
  test('says that nobody has subscribed when so', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { rows } = await effectOf(planned(batch))
    expect(rows.map(({ setting, estimate }) => [setting, estimate.kind])).toEqual([
      ['now', 'nobody'],
      ['any_language', 'nobody'],
    ])
  })

  test('counts the people whose request fits, and what a most per person and the language change', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    for (let i = 0; i < 6; i++) await ask(10, { languages: ['fr'] })
    await ask(10, { projectIds: [batch.projectId] })
    for (let i = 0; i < 7; i++) await ask(10, { languages: ['br'] })
    await ask(40, { taskTypes: ['image-class'] })
    await ask(0)
    const { rows } = await effectOf(planned(batch, { maxPerWorker: 600 }))
    expect(rows).toEqual([
      // seven people may do 600 tasks each, which is all: 10 hours at 10 hours a week
      { setting: 'now', estimate: { kind: 'days', people: 7, secondsPerWeek: 70 * HOUR, days: 7 } },
      { setting: 'no_limit', estimate: { kind: 'days', people: 7, secondsPerWeek: 70 * HOUR, days: 7 } },
      { setting: 'any_language', estimate: { kind: 'days', people: 14, secondsPerWeek: 140 * HOUR, days: 4 } },
    ])
    const narrow = await effectOf(planned(batch, { maxPerWorker: 100 }))
    expect(narrow.rows[0]?.estimate).toEqual({ kind: 'too_few_people', people: 7, secondsPerWeek: 70 * HOUR, peopleNeeded: 42 })
  })

  test('leaves out people who have neither asked nor sat for four weeks', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    await ask(10)
    canut.clock.advance({ days: 29 })
    expect((await effectOf(planned(batch))).rows[0]?.estimate.kind).toBe('nobody')
    await canut.services.db.updateTable('subscriptions').set({ last_sitting_at: canut.clock() }).execute()
    expect((await effectOf(planned(batch))).rows[0]?.estimate.people).toBe(1)
  })

  test('counts the work of the same organisation that its priority puts before', async () => {
    const batch = await aBatch(canut, { tasks: 70, redundancy: 1, estimateSeconds: HOUR, priority: 4 })
    await aBatch(canut, { tasks: 1000, redundancy: 1, estimateSeconds: HOUR })
    await shareWork(canut.services)
    for (let i = 0; i < 7; i++) await ask(10)
    const usual = await effectOf(planned(batch, { language: null }))
    expect(usual).toMatchObject({
      aheadSeconds: 70 * HOUR,
      rows: [
        { setting: 'now', estimate: { days: 14 } },
        { setting: 'first', estimate: { days: 7 } },
      ],
    })
    expect(await effectOf(planned(batch, { language: null, priority: 5 }))).toMatchObject({ aheadSeconds: 0, rows: [{ setting: 'now' }] })
  })

  test('stands on the form and before publishing, in both languages, and follows what is typed', async () => {
    const batch = await aBatch(canut, { tasks: 1400, estimateSeconds: 60 })
    await canut.services.db.updateTable('batches').set({ state: 'draft' }).where('id', '=', batch.id).execute()
    const owner = canut.as({ id: batch.ownerId })
    const text = async (answer: Response) => (await answer.text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/[\s\u00a0\u202f]+/g, ' ')
    expect(await text(await owner(`/batches/${batch.publicId}/publish`))).toContain(
      'Nobody has subscribed yet, so no estimate can be made.',
    )

    for (let i = 0; i < 7; i++) await ask(10)
    expect(await text(await owner(`/batches/${batch.publicId}/publish`))).toMatch(/As it is set 7 70 h 7 days/)
    const form = {
      name: 'First',
      redundancy: '3',
      maxPerWorker: '100',
      price: '0.05',
      currency: 'EUR',
      estimateSeconds: '60',
      priority: '5',
    }
    const computed = await owner.form(`/batches/${batch.publicId}/settings`, { ...form, reviewDays: '3', do: 'compute' })
    expect(await text(computed)).toMatch(/As it is set 7 70 h not finished: 42 people needed Without a most per person 7 70 h 7 days/)
    await canut.services.db.updateTable('people').set({ locale: 'fr' }).where('id', '=', batch.ownerId).execute()
    expect(await text(await owner(`/batches/${batch.publicId}/publish`))).toMatch(/Tel qu’il est réglé 7 70 h 7 jours/)

    expect((await owner.form(`/batches/${batch.publicId}/settings`, { ...form, reviewDays: '3', do: 'save' })).status).toBe(303)
    expect(await canut.services.db.selectFrom('batches').select('priority').where('id', '=', batch.id).executeTakeFirst()).toEqual({
      priority: 5,
    })
    for (const priority of ['0', '6', '1.5', 'first'])
      expect((await owner.form(`/batches/${batch.publicId}/settings`, { ...form, reviewDays: '3', priority, do: 'save' })).status).toBe(422)
  })
})
