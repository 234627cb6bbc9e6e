import { matchesWork } from '@canut/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'
import { aBatch, type BatchToBuild, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { beginWeek } from '../testing/week-builder.ts'
import { addToTally } from '../work/index.ts'
import { listCandidates } from './bringing.store.ts'
import { shareWork } from './share-work.ts'
import { subscribe } from './subscribe.ts'

interface Leases {
  readonly leases: readonly { assignmentId: string; batchId: string; taskNumber: number }[]
  readonly empty: { cause: string; sentence: string; nextFreeAt?: string } | null
}

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
})
afterAll(() => canut.close())
beforeEach(() => beginWeek(canut))

async function aSitter(wish: object = {}): Promise<Person> {
  const person = await canut.signUp()
  await canut.as(person).json('/api/v1/me/subscription', { hoursPerWeek: 6, ...wish }, 'PUT')
  await canut.as(person).json('/api/v1/me/sitting', {})
  return person
}

async function bring(person: Person, count = 1): Promise<Leases> {
  const answer = await canut.as(person).json('/api/v1/work/leases', { subscription: true, count })
  expect(answer.status).toBe(200)
  return (await answer.json()) as Leases
}

/** Does one task that is brought; the batch it is of. */
async function workOnce(person: Person): Promise<string> {
  const { leases, empty } = await bring(person)
  const [lease] = leases
  if (lease === undefined) throw new Error(`nothing was brought: ${empty?.cause}`)
  const answer = await canut
    .as(person)
    .json(`/api/v1/assignments/${lease.assignmentId}/response`, { response: { label: 'yes' }, workMs: 1 })
  expect(answer.status).toBe(200)
  return lease.batchId
}

async function workTimes(person: Person, times: number): Promise<string[]> {
  const done: string[] = []
  for (let i = 0; i < times; i++) done.push(await workOnce(person))
  return done
}

/** Batches are published a minute apart, so that there is an oldest one. */
async function batch(of: Partial<BatchToBuild> = {}): Promise<BuiltBatch> {
  canut.clock.advance({ minutes: 1 })
  const made = await aBatch(canut, { tasks: 2, redundancy: 1, ...of })
  await shareWork(canut.services)
  return made
}

describe('what is brought', () => {
  test('stays with one batch while it has tasks, and goes on with the next oldest one of the organisation', async () => {
    const first = await batch()
    const second = await batch({ beside: first })
    const ada = await aSitter()
    expect(await workTimes(ada, 4)).toEqual([first.publicId, first.publicId, second.publicId, second.publicId])
    expect(await bring(ada)).toMatchObject({ leases: [], empty: { cause: 'all_done' } })
  })

  test('follows the priority that an organisation gave its own batches', async () => {
    const old = await batch()
    const usual = await batch({ beside: old, priority: 3 })
    const urgent = await batch({ beside: old, priority: 5 })
    await canut.services.db.updateTable('batches').set({ priority: 1 }).where('id', '=', old.id).execute()
    expect(await workTimes(await aSitter(), 6)).toEqual([urgent, urgent, usual, usual, old, old].map(({ publicId: id }) => id))
  })

  test('takes organisations in turn, the one with the fewest sittings first, whatever their priorities', async () => {
    const [loud, calm] = [await batch({ tasks: 20, priority: 5 }), await batch({ tasks: 20, priority: 1 })]
    const brought = []
    for (let i = 0; i < 4; i++) brought.push(await workOnce(await aSitter()))
    expect(brought).toEqual([loud.publicId, calm.publicId, loud.publicId, calm.publicId])
  })

  test('fits what was asked for, and says so when nothing does', async () => {
    const french = await batch({ language: 'fr' })
    const breton = await batch({ language: 'br' })
    expect(await workOnce(await aSitter({ languages: ['br'] }))).toBe(breton.publicId)
    expect(await workOnce(await aSitter({ projectIds: [publicId('prj', french.projectId)] }))).toBe(french.publicId)
    const nothing = await bring(await aSitter({ taskTypes: ['image-class'] }))
    expect(nothing).toMatchObject({ leases: [], empty: { cause: 'nothing_matches' } })
    expect(nothing.empty?.sentence).toBe(
      'No open batch is what you asked for at the moment. When one is published, it is brought to open sittings.',
    )
  })

  test('is there as soon as it is published, before it is counted', async () => {
    const ada = await aSitter()
    const fresh = await aBatch(canut, { tasks: 1 })
    expect(await workOnce(ada)).toBe(fresh.publicId)
  })

  test('passes over batches of which the worker had as many tasks as one person may', async () => {
    const small = await batch({ tasks: 3, redundancy: 2, maxPerWorker: 1 })
    const other = await batch({ beside: small })
    const ada = await aSitter()
    expect(await workTimes(ada, 3)).toEqual([small.publicId, other.publicId, other.publicId])
  })

  test('comes to an end of many batches that have nothing for the worker, over as many calls as that takes', async () => {
    const first = await batch({ tasks: 1, redundancy: 2 })
    for (let i = 0; i < 19; i++) await aBatch(canut, { tasks: 1, redundancy: 2, beside: first })
    const last = await batch({ tasks: 1, redundancy: 2, beside: first, priority: 1 })
    const ada = await aSitter()
    const { rows } = await canut.services.pool.query<{ id: string }>(`select id from batches where state = 'open' and id <> $1`, [last.id])
    // done without being brought: the order of bringing knows nothing of it
    for (const { id } of rows) {
      const leased = await canut.as(ada).json('/api/v1/work/leases', { batchId: publicId('bat', id) })
      const { leases } = (await leased.json()) as Leases
      await canut.as(ada).json(`/api/v1/assignments/${leases[0]?.assignmentId}/response`, { response: { label: 'yes' }, workMs: 1 })
    }
    await shareWork(canut.services)
    const seen: string[] = []
    for (let calls = 0; calls < 10 && !seen.includes('brought'); calls++) {
      const { leases, empty } = await bring(ada)
      seen.push(leases[0]?.batchId === last.publicId ? 'brought' : (empty?.cause ?? 'other'))
    }
    // three batches of one organisation a call
    expect(seen.at(-1)).toBe('brought')
    expect(seen.slice(0, -1).every((cause) => cause === 'all_seen')).toBe(true)
  })

  test('is each task once, whatever is asked for, opened, closed and shared out at the same instant', async () => {
    const first = await batch({ tasks: 10 })
    await batch({ tasks: 10, beside: first })
    const ada = await aSitter()
    const at = (path: string, method: 'POST' | 'DELETE' | 'PUT', body: object = {}) => canut.as(ada).json(path, body, method)
    const answers = await Promise.all([
      ...Array.from({ length: 6 }, () => at('/api/v1/work/leases', 'POST', { subscription: true, count: 2 })),
      at('/api/v1/me/sitting', 'POST'),
      shareWork(canut.services).then(() => at('/api/v1/me/subscription', 'PUT', { hoursPerWeek: 3 })),
      at('/api/v1/me/sitting', 'DELETE'),
      at('/api/v1/me/sitting', 'POST'),
    ])
    expect(answers.map(({ status }) => status).every((status) => status < 300)).toBe(true)
    const { rows } = await canut.services.pool.query<{ held: number; tasks: number }>(
      `select count(*)::int as held, count(distinct (batch_id, number))::int as tasks from assignments where worker_id = $1`,
      [ada.id],
    )
    expect(rows[0]?.held).toBe(rows[0]?.tasks)
  })

  test('is several tasks of one batch when several are asked for', async () => {
    const first = await batch({ tasks: 3 })
    const { leases } = await bring(await aSitter(), 20)
    expect(leases.map(({ batchId, taskNumber }) => [batchId, taskNumber])).toEqual([1, 2, 3].map((number) => [first.publicId, number]))
  })
})

describe('scarce work', () => {
  const hours = (tasks: number, more: Partial<BatchToBuild> = {}) => batch({ tasks, redundancy: 1, estimateSeconds: 3600, ...more })

  test('is brought up to the share of each, and then it is said why there is no more', async () => {
    const scarce = await hours(4)
    const people = [await aSitter(), await aSitter()] as const
    await shareWork(canut.services)
    for (const person of people) expect(await workTimes(person, 2)).toEqual([scarce.publicId, scarce.publicId])
    const more = await hours(2, { beside: scarce })
    for (const person of people) expect(await workOnce(person)).toBe(more.publicId)
    await hours(2, { beside: scarce })
    expect(await workOnce(people[0])).not.toBe(more.publicId)
    const { empty } = await bring(people[0])
    expect(empty).toMatchObject({
      cause: 'share_for_now',
      receivedSeconds: 4 * 3600,
      shareSeconds: 4 * 3600,
      askedSeconds: 6 * 3600,
      claims: 2,
    })
    expect(empty?.sentence).toContain('Your share for now is used')
  })

  test('is left to those who can do nothing else, while there is other work for the rest', async () => {
    const scarce = await hours(4, { language: 'br', priority: 5 })
    const plenty = await hours(100, { language: 'fr' })
    const both = await aSitter({ languages: ['br', 'fr'] })
    const onlyBreton = await aSitter({ languages: ['br'] })
    await shareWork(canut.services)
    expect(await workOnce(both)).toBe(plenty.publicId)
    const chosen = await canut.as(both).json('/api/v1/work/leases', { batchId: scarce.publicId })
    expect(await chosen.json()).toMatchObject({ leases: [], empty: { cause: 'kept_for_others', claims: 2 } })
    expect(await workTimes(onlyBreton, 4)).toEqual(Array.from({ length: 4 }, () => scarce.publicId))
  })
})

describe('scarce work for somebody who was not counted yet', () => {
  test('is not brought, and it is said that the share is counted soon', async () => {
    await batch({ tasks: 4, redundancy: 1, estimateSeconds: 3600 })
    await aSitter()
    await shareWork(canut.services)
    const { leases, empty } = await bring(await aSitter())
    expect(leases).toEqual([])
    expect(empty?.cause).not.toBe('nothing_matches')
    expect(empty?.sentence).toContain('Your share is counted within a minute')
  })
})

describe('work of which some tasks stop early', () => {
  test('counts as what those before it took, and as one response for each open task at least', async () => {
    const sure = await batch({ tasks: 100, redundancy: 5 })
    await canut.services.db
      .updateTable('batches')
      .set({ stop_rule: 'until_confident', redundancy_min: 2, confidence: 0.9 })
      .where('id', '=', sure.id)
      .execute()
    const seconds = async () => {
      await shareWork(canut.services)
      const row = await canut.services.db
        .selectFrom('batch_supply')
        .select('open_seconds')
        .where('batch_id', '=', sure.id)
        .executeTakeFirst()
      return Number(row?.open_seconds ?? 0) / 20
    }
    const tally = (submitted: number, tasksDone: number) => addToTally(canut.services.db, sure.id, { submitted, tasksDone }, 0)
    expect(await seconds()).toBe(200)
    await tally(150, 50)
    expect(await seconds()).toBe(150)
    await tally(150, 40)
    // 300 responses for 90 tasks so far, so 334 in all
    expect(await seconds()).toBe(34)
    await tally(190, 0)
    expect(await seconds()).toBe(54 - 44)
  })
})

test('the database fits work to what was asked for as the rules say', async () => {
  const offers = []
  for (const language of ['fr', 'br', undefined])
    offers.push({ language: language ?? null, made: await batch(language === undefined ? {} : { language }) })
  const lists = { taskTypes: [null, ['text-class'], ['image-class']], languages: [null, ['fr'], ['br', 'en']] }
  for (const taskTypes of lists.taskTypes)
    for (const languages of lists.languages)
      for (const projectIds of [null, [offers[0]?.made.projectId ?? ''], offers.map(({ made }) => made.projectId)]) {
        const person = await canut.signUp()
        const wish = { personId: person.id, secondsWanted: 3600, taskTypes, languages, projectIds }
        expect((await subscribe(canut.services, wish)).ok).toBe(true)
        const found = await listCandidates(canut.services.db, {
          personId: person.id,
          passed: [],
          now: canut.clock(),
          newSince: canut.clock(),
          openSince: canut.clock(),
          limit: 8,
        })
        const fitting = offers.filter(({ made, language }) =>
          matchesWork(wish, { projectId: made.projectId, taskType: 'text-class', language }),
        )
        expect(found.map(({ batchId }) => batchId).toSorted()).toEqual(fitting.map(({ made }) => made.id).toSorted())
      }
})

describe('nothing is brought, and it is said why,', () => {
  test('without a request, and without an open sitting', async () => {
    await batch()
    const ada = await canut.signUp()
    expect(await bring(ada)).toMatchObject({ leases: [], empty: { cause: 'no_subscription' }, taskType: null, price: null })
    await canut.as(ada).json('/api/v1/me/subscription', { hoursPerWeek: 6 }, 'PUT')
    expect(await bring(ada)).toMatchObject({ leases: [], empty: { cause: 'no_sitting' } })
    await canut.as(ada).json('/api/v1/me/sitting', {})
    canut.clock.advance({ minutes: 31 })
    expect(await bring(ada)).toMatchObject({ leases: [], empty: { cause: 'no_sitting' } })
  })

  test('when others hold every task, with the time at which the next may come free; and again when asked again', async () => {
    const one = await batch({ tasks: 1 })
    const basile = await canut.signUp()
    await canut.as(basile).json('/api/v1/work/leases', { batchId: one.publicId })
    const ada = await aSitter()
    for (let i = 0; i < 3; i++)
      expect(await bring(ada)).toMatchObject({ empty: { cause: 'all_taken', heldByOthers: 1, nextFreeAt: '2026-03-04T09:03:00.000Z' } })
  })

  test('when the batch was paused meanwhile', async () => {
    const one = await batch()
    const ada = await aSitter()
    await workOnce(ada)
    await canut.services.db.updateTable('batches').set({ state: 'paused', paused_at: canut.clock() }).where('id', '=', one.id).execute()
    expect(await bring(ada)).toMatchObject({ leases: [], empty: { cause: 'paused' } })
  })
})

describe('a request for leases', () => {
  test.each([
    ['neither a batch nor the subscription', {}],
    ['a batch and the subscription', { batchId: `bat_${'0'.repeat(32)}`, subscription: true }],
    ['certain tasks of whatever is brought', { subscription: true, tasks: [1] }],
    ['no tasks', { subscription: true, count: 0 }],
    ['a negative number of tasks', { subscription: true, count: -1 }],
    ['a billion tasks', { subscription: true, count: 1e9 }],
    ['a subscription that is none', { subscription: false }],
  ])('is refused when it names %s', async (_what, body) => {
    const answer = await canut.as(await aSitter()).json('/api/v1/work/leases', body)
    expect(answer.status).toBe(422)
  })
})
