import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Person } from '../platform/http/env.ts'
import { aBatch, type BatchToBuild, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { leaseTasks } from '../work/index.ts'
import { mailDigest, sendDigests, startDigestTasks } from './send-digests.ts'

const MORNING = '2026-03-02T08:00:00Z' // 09:00 in Paris, in winter
let canut: TestApp

beforeAll(async () => {
  canut = await startTestApp()
  startDigestTasks(canut.services)
  await canut.services.jobs.start()
})
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})
beforeEach(async () => {
  canut.clock.set(MORNING)
  await canut.services.db.deleteFrom('digest_wishes').execute()
  await canut.services.db.deleteFrom('digests').execute()
})

/** Somebody who asked, on the page of the batch, to be told when there is work in it. */
async function wish(batch: BuiltBatch, person: Person): Promise<void> {
  const answer = await canut.as(person).form(`/work/${batch.publicId}/wish`, {})
  expect(answer.status).toBe(303)
}

async function aWish(of: Partial<BatchToBuild> = {}, person?: Person): Promise<{ batch: BuiltBatch; person: Person }> {
  const batch = await aBatch(canut, { tasks: 2, redundancy: 1, ...of })
  const asker = person ?? (await canut.signUp())
  await wish(batch, asker)
  return { batch, person: asker }
}

/** What these people were sent, once each of them was sent something. Mails of earlier tests may still arrive meanwhile. */
async function mailsTo(...people: readonly Person[]) {
  const sent = () => people.map(({ email }) => canut.mails.filter(({ to }) => to === email))
  await vi.waitFor(() => expect(sent().map(({ length }) => length > 0)).not.toContain(false), { timeout: 30_000 })
  return sent().flat()
}

const wishes = async () => (await canut.services.db.selectFrom('digest_wishes').select('batch_id').execute()).map((row) => row.batch_id)

async function jobs(): Promise<{ state: string; data: { batchIds: string[]; failures: number }; waits: number }[]> {
  const { rows } = await canut.services.pool.query<{
    state: string
    data: { batchIds: string[]; failures: number }
    waits: number
  }>(
    `select state, data, round(extract(epoch from start_after - created_on))::int as waits from jobs.job where name = 'mail-digest' order by created_on desc`,
  )
  return rows
}

describe('a digest', () => {
  test('tells once, in the language of the person, what they asked for, and forgets the request', async () => {
    const person = await canut.signUp({ name: 'Zoé', locale: 'fr' })
    const { batch } = await aWish({}, person)
    expect(await sendDigests(canut.services)).toBe(1)
    const [mail, second] = await mailsTo(person)
    expect(second).toBeUndefined()
    expect(mail?.subject).toMatch(/^Canut.: il y a du travail là où vous l’aviez demandé$/)
    expect(mail?.text).toContain('Bonjour Zoé,')
    expect(mail?.text).toContain('First batch (Kind or unkind), pour The town library')
    expect(mail?.text).toMatch(/0,05\s€ la réponse/)
    expect(mail?.text).toContain(`/work/${batch.publicId}`)
    expect(mail?.text).toContain('/me/wishes')
    expect(await wishes()).toEqual([])
    expect(await sendDigests(canut.services)).toBe(0)
  })

  test('puts all batches that have work into one mail, and comes once a day at most', async () => {
    const { person } = await aWish()
    await aWish({}, person)
    expect(await sendDigests(canut.services)).toBe(1)
    const [mail] = await mailsTo(person)
    expect(mail?.text.match(/\/work\/bat_/g)).toHaveLength(2)
    expect(mail?.subject).toBe('Canut: there is work where you asked')

    const later = await aWish({}, person)
    canut.clock.advance({ hours: 3 })
    expect(await sendDigests(canut.services)).toBe(0)
    expect(await wishes()).toEqual([later.batch.id])
    canut.clock.advance({ hours: 21 })
    expect(await sendDigests(canut.services)).toBe(1)
  })

  test.each([
    ['2026-03-02T07:59:59Z', 0], // 08:59:59
    ['2026-03-02T08:00:00Z', 1],
    ['2026-03-02T16:59:59Z', 1], // 17:59:59
    ['2026-03-02T17:00:00Z', 0],
    ['2026-07-01T07:00:00Z', 1], // 09:00 in summer
    ['2026-07-01T16:00:00Z', 0],
    ['2026-03-02T23:30:00Z', 0], // half past midnight, of the next day
  ])('is prepared by day as clocks in Paris show it: at %s, %i of them', async (instant, prepared) => {
    await aWish()
    canut.clock.set(instant)
    expect(await sendDigests(canut.services)).toBe(prepared)
    expect(await wishes()).toHaveLength(1 - prepared)
  })

  test('says nothing of batches that are paused, closed, full, used up or all seen', async () => {
    const person = await canut.signUp()
    await aWish({ state: 'paused' }, person)
    const { batch: shared } = await aWish({ maxPerWorker: 1 }, person)
    const { batch: seen } = await aWish({ tasks: 1, redundancy: 2 }, person)
    for (const batch of [shared, seen]) await leaseTasks(canut.services, { batchId: batch.id, workerId: person.id, count: 1 })
    const { batch: taken } = await aWish({ tasks: 1 }, person)
    const other = await canut.signUp()
    await leaseTasks(canut.services, { batchId: taken.id, workerId: other.id, count: 1 })
    expect(await sendDigests(canut.services)).toBe(0)
    expect(await wishes()).toHaveLength(4)
  })

  test('is prepared once when two processes look at the same instant', async () => {
    const people: Person[] = []
    for (let i = 0; i < 5; i++) people.push((await aWish()).person)
    const counts = await Promise.all([sendDigests(canut.services), sendDigests(canut.services), sendDigests(canut.services)])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5)
    expect(await mailsTo(...people)).toHaveLength(5)
  })
})

describe('a digest that cannot be sent', () => {
  const broken = () => ({
    ...canut.services,
    mailbox: { send: () => Promise.reject(new Error('the mail server is away')) },
  })

  test('is tried again later, and later each time', async () => {
    const { batch, person } = await aWish()
    const job = { personId: person.id, batchIds: [batch.id], failures: 0 }
    await mailDigest(broken(), job)
    expect((await jobs())[0]).toMatchObject({ state: 'created', waits: 60, data: { batchIds: [batch.id], failures: 1 } })
    await mailDigest(broken(), { ...job, failures: 3 })
    expect((await jobs())[0]).toMatchObject({ state: 'created', waits: 480, data: { failures: 4 } })
  })

  test('becomes a wish again in the evening, and when others took the work meanwhile', async () => {
    const { batch, person } = await aWish({ tasks: 1 })
    const job = { personId: person.id, batchIds: [batch.id], failures: 5 }
    await canut.services.db.deleteFrom('digest_wishes').execute()
    canut.clock.set('2026-03-02T18:00:00Z')
    await mailDigest(canut.services, job)
    expect(await wishes()).toEqual([batch.id])

    await canut.services.db.deleteFrom('digest_wishes').execute()
    canut.clock.set('2026-03-03T09:00:00Z')
    await leaseTasks(canut.services, { batchId: batch.id, workerId: (await canut.signUp()).id, count: 1 })
    await mailDigest(canut.services, job)
    expect(await wishes()).toEqual([batch.id])
    expect(canut.mails.filter(({ to }) => to === person.email)).toEqual([])
  })
})

describe('the page of wishes', () => {
  test('lists what a person asked for, in both languages, and takes it back', async () => {
    const { batch, person } = await aWish()
    const other = await aWish()
    const send = canut.as(person)
    const page = async (language: string) => (await send('/me/wishes', { headers: { 'Accept-Language': language } })).text()
    expect(await page('en')).toContain(`/work/${batch.publicId}`)
    expect(await page('fr')).toContain('Retirer la demande')
    expect(await page('en')).not.toContain(other.batch.publicId)

    expect((await send.form(`/me/wishes/${batch.publicId}/remove`, {})).status).toBe(303)
    // somebody else's wish stays
    await send.form(`/me/wishes/${other.batch.publicId}/remove`, {})
    expect(await page('en')).toContain('You asked for nothing')
    expect(await wishes()).toEqual([other.batch.id])
    expect((await canut.nobody('/me/wishes')).headers.get('location')).toBe('/sign-in?next=%2Fme%2Fwishes')
  })
})
