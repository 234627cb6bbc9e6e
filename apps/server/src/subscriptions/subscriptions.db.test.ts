import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../platform/http/env.ts'
import { publicId, newId } from '../platform/ids.ts'
import { aBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { beginWeek } from '../testing/week-builder.ts'
import { shareWork } from './share-work.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
})
afterAll(() => canut.close())
beforeEach(() => beginWeek(canut))

const WISH = { hoursPerWeek: 6 }
const subscription = '/api/v1/me/subscription'
const sitting = '/api/v1/me/sitting'

async function put(person: Person, body: unknown) {
  const answer = await canut.as(person).json(subscription, body, 'PUT')
  return { status: answer.status, body: (await answer.json()) as Record<string, never> & { code?: string; errors?: { path: string }[] } }
}

async function read(person: Person, path: string) {
  const answer = await canut.as(person)(path, { headers: { accept: 'application/json' } })
  expect(answer.status).toBe(200)
  return (await answer.json()) as {
    open?: boolean
    subscription?: unknown
    week: Record<string, unknown>
    endsAt?: string
    batchId?: string
  }
}

describe('what a person asks for', () => {
  test('is kept, replaced as a whole, and deleted when they no longer want it', async () => {
    const ada = await canut.signUp()
    const batch = await aBatch(canut, { tasks: 1, language: 'fr' })
    expect(await read(ada, subscription)).toMatchObject({ subscription: null })

    const project = publicId('prj', batch.projectId)
    const whole = { hoursPerWeek: 2.5, taskTypes: ['text-class'], languages: ['fr', 'br'], projectIds: [project] }
    expect(await put(ada, whole)).toMatchObject({ status: 200, body: { subscription: whole } })
    expect(await put(ada, WISH)).toMatchObject({
      status: 200,
      body: { subscription: { hoursPerWeek: 6, taskTypes: null, languages: null, projectIds: null } },
    })
    await canut.as(ada).json(sitting, {})
    expect((await canut.as(ada).json(subscription, {}, 'DELETE')).status).toBe(204)
    expect(await read(ada, subscription)).toMatchObject({ subscription: null })
    expect(await read(ada, sitting)).toMatchObject({ open: false })
  })

  test.each([
    ['negative hours', { hoursPerWeek: -1 }],
    ['a billion hours', { hoursPerWeek: 1e9 }],
    ['hours that are no number', { hoursPerWeek: Number.NaN }],
    ['minutes', { hoursPerWeek: 1.1 }],
    ['hours as text', { hoursPerWeek: '6' }],
    ['an empty list', { ...WISH, taskTypes: [] }],
    ['an unknown kind of task', { ...WISH, taskTypes: ['mind-reading'] }],
    ['the same language twice', { ...WISH, languages: ['fr', 'fr'] }],
    ['a language that is none', { ...WISH, languages: ["fr'; drop table people"] }],
    ['an id of something else', { ...WISH, projectIds: [publicId('bat', newId())] }],
    ['a field of its own', { ...WISH, personId: newId() }],
    ['nothing', {}],
  ])('is refused with its field when it has %s', async (_what, body) => {
    const ada = await canut.signUp()
    const answer = await put(ada, body)
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
    expect(answer.body.errors?.length).toBeGreaterThan(0)
    expect(await read(ada, subscription)).toMatchObject({ subscription: null })
  })

  test('names no project that nobody published work of', async () => {
    const ada = await canut.signUp()
    const draft = await aBatch(canut, { tasks: 1 })
    await canut.services.db.updateTable('batches').set({ state: 'draft' }).where('id', '=', draft.id).execute()
    const unknown = [publicId('prj', draft.projectId), publicId('prj', newId())]
    expect(await put(ada, { ...WISH, projectIds: unknown })).toMatchObject({
      status: 422,
      body: { code: 'subscription_projects_unknown', params: { projectIds: unknown } },
    })
  })

  test('is nobody else’s business', async () => {
    const [ada, basile] = [await canut.signUp(), await canut.signUp()]
    await put(ada, WISH)
    expect(await read(basile, subscription)).toMatchObject({ subscription: null })
    expect((await canut.nobody(subscription, { headers: { accept: 'application/json' } })).status).toBe(401)
  })
})

describe('a sitting', () => {
  test('is opened by whoever asked for work, goes on when it is opened again, and leaves nothing when it is closed', async () => {
    const ada = await canut.signUp()
    expect((await canut.as(ada).json(sitting, {})).status).toBe(409)
    await put(ada, WISH)
    expect(await (await canut.as(ada).json(sitting, {})).json()).toMatchObject({
      open: true,
      openedAt: '2026-03-04T09:00:00.000Z',
      endsAt: '2026-03-04T09:30:00.000Z',
      batchId: null,
    })
    canut.clock.advance({ minutes: 10 })
    expect(await (await canut.as(ada).json(sitting, {})).json()).toMatchObject({
      openedAt: '2026-03-04T09:00:00.000Z',
      endsAt: '2026-03-04T09:40:00.000Z',
    })
    expect((await canut.as(ada).json(sitting, {}, 'DELETE')).status).toBe(204)
    expect((await canut.as(ada).json(sitting, {}, 'DELETE')).status).toBe(204)
    expect(await read(ada, sitting)).toMatchObject({ open: false })
    expect(await canut.services.db.selectFrom('sittings').selectAll().execute()).toEqual([])
  })

  test('ends by itself after half an hour without a request, and lasts as long as there are some', async () => {
    const ada = await canut.signUp()
    await put(ada, WISH)
    await canut.as(ada).json(sitting, {})
    for (let i = 0; i < 3; i++) {
      canut.clock.advance({ minutes: 20 })
      await canut.as(ada)('/work')
    }
    expect(await read(ada, sitting)).toMatchObject({ open: true, endsAt: '2026-03-04T10:30:00.000Z' })

    canut.clock.advance({ minutes: 31 })
    expect(await read(ada, sitting)).toMatchObject({ open: false })
    // a request does not bring an ended sitting back
    await canut.as(ada)('/work')
    await shareWork(canut.services)
    expect(await canut.services.db.selectFrom('sittings').selectAll().execute()).toEqual([])
    const { last_sitting_at: last } = await canut.services.db.selectFrom('subscriptions').selectAll().executeTakeFirstOrThrow()
    expect(last?.toISOString()).toBe('2026-03-04T10:00:00.000Z')
  })

  test('that ended by itself begins anew when it is opened', async () => {
    const ada = await canut.signUp()
    await put(ada, WISH)
    await canut.as(ada).json(sitting, {})
    canut.clock.advance({ hours: 5 })
    expect(await (await canut.as(ada).json(sitting, {})).json()).toMatchObject({ openedAt: '2026-03-04T14:00:00.000Z' })
  })
})

describe('the sharing of a week', () => {
  const hour = 3600
  /** one response of an hour for each task */
  const work = (hours: number, more: object = {}) => aBatch(canut, { tasks: hours, redundancy: 1, estimateSeconds: hour, ...more })

  async function aClaimant(hoursPerWeek: number, more: object = {}): Promise<Person> {
    const person = await canut.signUp()
    expect((await put(person, { hoursPerWeek, ...more })).status).toBe(200)
    expect((await canut.as(person).json(sitting, {})).status).toBe(200)
    return person
  }
  const received = (person: Person, seconds: number) =>
    canut.services.db
      .insertInto('worker_weeks')
      .values({ person_id: person.id, week: '2026-03-02', received_seconds: BigInt(seconds) })
      .execute()
  const weekOf = async (person: Person) => (await read(person, subscription)).week
  const supplies = () =>
    canut.services.db.selectFrom('batch_supply').select(['batch_id', 'open_seconds', 'scarce', 'claims']).orderBy('batch_id').execute()

  test('gives everybody what they asked for when there is enough', async () => {
    const batch = await work(20)
    const people = [await aClaimant(6), await aClaimant(2)]
    await shareWork(canut.services)
    expect(await Promise.all(people.map(weekOf))).toMatchObject([
      { startsOn: '2026-03-02', askedSeconds: 6 * hour, shareSeconds: 6 * hour, scarce: false, claims: 2 },
      { askedSeconds: 2 * hour, shareSeconds: 2 * hour, scarce: false, claims: 2 },
    ])
    expect(await supplies()).toEqual([{ batch_id: batch.id, open_seconds: BigInt(20 * hour), scarce: false, claims: 2 }])
  })

  test('levels the hours when there is less, with what each has had already', async () => {
    const batch = await work(6)
    const [ada, basile, chloe] = [await aClaimant(6), await aClaimant(6), await aClaimant(1)]
    await received(ada, hour)
    await shareWork(canut.services)
    // 6 h left and 1 h had: 1 h for whoever asked for one, 3 h for both others in all
    expect(await weekOf(ada)).toMatchObject({ receivedSeconds: hour, shareSeconds: 3 * hour, scarce: true })
    expect(await weekOf(basile)).toMatchObject({ receivedSeconds: 0, shareSeconds: 3 * hour, scarce: true })
    expect(await weekOf(chloe)).toMatchObject({ shareSeconds: hour, scarce: false })
    expect(await supplies()).toMatchObject([{ batch_id: batch.id, scarce: true, claims: 3 }])
  })

  test('counts work only for those who asked for such work', async () => {
    const french = await work(2, { language: 'fr' })
    const breton = await work(30, { language: 'br' })
    const both = await aClaimant(6, { languages: ['br', 'fr'] })
    const onlyFrench = [await aClaimant(6, { languages: ['fr'] }), await aClaimant(6, { projectIds: [publicId('prj', french.projectId)] })]
    const nothing = await aClaimant(6, { taskTypes: ['image-class'] })
    await shareWork(canut.services)
    expect(await weekOf(both)).toMatchObject({ shareSeconds: 6 * hour })
    for (const person of onlyFrench) expect(await weekOf(person)).toMatchObject({ shareSeconds: hour, scarce: true })
    expect(await weekOf(nothing)).toMatchObject({ shareSeconds: 0, scarce: true })
    const found = new Map((await supplies()).map((row) => [row.batch_id, row]))
    expect(found.get(french.id)).toMatchObject({ scarce: true, claims: 3 })
    expect(found.get(breton.id)).toMatchObject({ scarce: false, claims: 1 })
  })

  test('passes on the turn of whoever had no sitting for two days, and counts them again when they open one', async () => {
    await work(4)
    const [ada, basile] = [await aClaimant(6), await aClaimant(6)]
    await canut.as(basile).json(sitting, {}, 'DELETE')
    canut.clock.advance({ hours: 47 })
    await canut.as(ada).json(sitting, {})
    await shareWork(canut.services)
    expect(await weekOf(basile)).toMatchObject({ shareSeconds: 2 * hour })

    canut.clock.advance({ hours: 2 })
    await canut.as(ada).json(sitting, {})
    await shareWork(canut.services)
    expect(await weekOf(ada)).toMatchObject({ shareSeconds: 4 * hour, claims: 1 })
    expect(await weekOf(basile)).toMatchObject({ shareSeconds: null, scarce: false })

    await canut.as(basile).json(sitting, {})
    await shareWork(canut.services)
    expect(await weekOf(basile)).toMatchObject({ shareSeconds: 2 * hour, claims: 2 })
  })

  test('does not count who asked for no hours, and begins anew on Monday', async () => {
    await work(4)
    const [ada, basile] = [await aClaimant(6), await aClaimant(0)]
    await received(ada, 6 * hour)
    await shareWork(canut.services)
    expect(await weekOf(ada)).toMatchObject({ receivedSeconds: 6 * hour, shareSeconds: 6 * hour, claims: 1 })
    expect(await weekOf(basile)).toMatchObject({ shareSeconds: null })

    canut.clock.set('2026-03-09T00:00:10Z')
    await canut.as(ada).json(sitting, {})
    await shareWork(canut.services)
    expect(await weekOf(ada)).toMatchObject({ startsOn: '2026-03-09', receivedSeconds: 0, shareSeconds: 4 * hour })
  })

  test('takes off what was given and what is in somebody’s hands, and forgets batches that have no work left', async () => {
    const batch = await work(4)
    const ada = await aClaimant(6)
    const leased = await canut.as(ada).json('/api/v1/work/leases', { batchId: batch.publicId, count: 3 })
    const { leases } = (await leased.json()) as { leases: { assignmentId: string }[] }
    await canut.as(ada).json(`/api/v1/assignments/${leases[0]?.assignmentId}/response`, { response: { label: 'yes' }, workMs: 1 })
    await shareWork(canut.services)
    expect(await supplies()).toMatchObject([{ open_seconds: BigInt(hour) }])

    await canut.as(ada).json('/api/v1/work/leases', { batchId: batch.publicId })
    await shareWork(canut.services)
    expect(await supplies()).toEqual([])
  })

  test('writes nothing where nothing changed', async () => {
    await work(4)
    await aClaimant(6)
    await shareWork(canut.services)
    const before = await versions()
    canut.clock.advance({ minutes: 5 })
    await shareWork(canut.services)
    expect(await versions()).toEqual(before)
  })

  async function versions() {
    const { rows } = await canut.services.pool.query(
      'select xmin::text, computed_at from worker_weeks union all select xmin::text, computed_at from batch_supply',
    )
    return rows as unknown[]
  }
})
