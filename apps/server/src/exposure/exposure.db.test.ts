import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { leaseTasks } from '../work/index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut?.close())

const PATH = '/api/v1/me/exposure'

async function aHarmfulBatch(categories: readonly string[], tasks = 30): Promise<BuiltBatch> {
  const batch = await aBatch(canut, { tasks })
  await canut.services.db
    .updateTable('projects')
    .set({ sensitive_categories: [...categories] })
    .where('id', '=', batch.projectId)
    .execute()
  return batch
}

async function leased(batch: BuiltBatch, workerId: string, count: number, numbers?: readonly number[]) {
  const outcome = await leaseTasks(canut.services, { batchId: batch.id, workerId, count, ...(numbers === undefined ? {} : { numbers }) })
  if (!outcome.ok) throw new Error(outcome.error.kind)
  return { count: outcome.value.leases.length, empty: outcome.value.empty }
}

const choose = async (worker: { id: string }, choices: object) => {
  const answer = await canut.as(worker).json(PATH, { accepted: [], dailyMax: null, blurPercent: 60, ...choices }, 'PUT')
  expect(answer.status).toBe(200)
}
const exposedToday = async (worker: { id: string }): Promise<unknown> =>
  ((await (await canut.as(worker)(PATH)).json()) as { exposedToday: unknown }).exposedToday

describe('work that may hurt', () => {
  it('is neither listed nor given to who has not accepted all of its kinds', async () => {
    const batch = await aHarmfulBatch(['violence', 'hate'])
    const worker = await canut.signUp()
    // as one to begin: tasks that are in hand stay so, with a way back to them
    const listed = async () => (await (await canut.as(worker)('/work')).text()).includes(`/work/${batch.publicId}/start`)
    expect(await listed()).toBe(false)
    expect(await leased(batch, worker.id, 2)).toEqual({ count: 0, empty: { cause: 'not_accepted', categories: ['violence', 'hate'] } })
    expect(await leased(batch, worker.id, 1, [1])).toMatchObject({ count: 0, empty: { cause: 'not_accepted' } })
    const page = await (await canut.as(worker)(`/work/${batch.publicId}`)).text()
    expect(page).toContain('This work may show: violence, hate or insults')
    // the way to what stands in the way, and no offer to be told of work that would not be given either
    expect(page).toContain('<a class="button button-primary" href="/me/exposure">')
    expect(page).not.toContain(`/work/${batch.publicId}/wish`)

    await choose(worker, { accepted: ['violence'] })
    expect(await leased(batch, worker.id, 2)).toMatchObject({ empty: { cause: 'not_accepted', categories: ['hate'] } })
    await choose(worker, { accepted: ['violence', 'hate'] })
    expect(await listed()).toBe(true)
    expect(await leased(batch, worker.id, 2)).toEqual({ count: 2, empty: null })

    await choose(worker, { accepted: [] })
    expect(await listed()).toBe(false)
    expect(await leased(batch, worker.id, 2)).toMatchObject({ count: 0, empty: { cause: 'not_accepted' } })
  })

  it('needs no consent where only personal data are declared, or nothing', async () => {
    const worker = await canut.signUp()
    expect(await leased(await aHarmfulBatch(['personal_data']), worker.id, 1)).toMatchObject({ count: 1 })
    expect(await leased(await aHarmfulBatch(['none']), worker.id, 1)).toMatchObject({ count: 1 })
    expect(await exposedToday(worker)).toBe(0)
  })

  it('stops at the limit that the worker set for a day, and begins anew the next day', async () => {
    const batch = await aHarmfulBatch(['sexual'])
    const worker = await canut.signUp()
    await choose(worker, { accepted: ['sexual'], dailyMax: 3 })
    expect(await leased(batch, worker.id, 2)).toMatchObject({ count: 2 })
    expect(await leased(batch, worker.id, 2)).toMatchObject({ count: 1 })
    expect(await leased(batch, worker.id, 2)).toEqual({ count: 0, empty: { cause: 'exposure_used', max: 3 } })
    expect(await leased(batch, worker.id, 1, [9])).toMatchObject({ count: 0, empty: { cause: 'exposure_used' } })
    expect(await exposedToday(worker)).toBe(3)
    canut.clock.advance({ days: 1 })
    expect(await exposedToday(worker)).toBe(0)
    expect(await leased(batch, worker.id, 1)).toMatchObject({ count: 1 })
  })

  it('counts only what was handed out, whatever was asked for', async () => {
    const batch = await aHarmfulBatch(['medical'], 2)
    const worker = await canut.signUp()
    await choose(worker, { accepted: ['medical'], dailyMax: 10 })
    expect(await leased(batch, worker.id, 5)).toMatchObject({ count: 2 })
    expect(await exposedToday(worker)).toBe(2)
  })

  it('never goes past the limit when requests come at once', async () => {
    const batches = await Promise.all(['hate', 'hate', 'hate', 'hate'].map((category) => aHarmfulBatch([category], 10)))
    const worker = await canut.signUp()
    await choose(worker, { accepted: ['hate'], dailyMax: 5 })
    const given = await Promise.all(batches.map((batch) => leased(batch, worker.id, 3)))
    expect(given.reduce((sum, { count }) => sum + count, 0)).toBe(5)
    expect(await exposedToday(worker)).toBe(5)
  })
})

describe('the choices', () => {
  it('are none until somebody chooses', async () => {
    const answer = await canut.as(await canut.signUp())(PATH)
    expect(await answer.json()).toEqual({ accepted: [], dailyMax: null, blurPercent: 60, exposedToday: 0 })
  })

  it('keep the blur of the slider and leave the rest', async () => {
    const worker = await canut.signUp()
    await choose(worker, { accepted: ['hate'], dailyMax: 8 })
    const answer = await canut.as(worker).json(PATH, { blurPercent: 15 }, 'PATCH')
    expect(await answer.json()).toEqual({ accepted: ['hate'], dailyMax: 8, blurPercent: 15, exposedToday: 0 })
  })

  it.each([{ accepted: ['none'] }, { dailyMax: 0 }, { blurPercent: 101 }, { blurPercent: null }])('refuse %j', async (wrong) => {
    const worker = await canut.signUp()
    const answer = await canut.as(worker).json(PATH, { accepted: [], dailyMax: null, blurPercent: 60, ...wrong }, 'PUT')
    expect(answer.status).toBe(422)
  })

  it('are made on a page, which says what is wrong and keeps what was typed', async () => {
    const worker = await canut.signUp()
    const wrong = await canut.as(worker).form('/me/exposure', { accepted: 'hate', dailyMax: 'many', blurPercent: '300' })
    expect(wrong.status).toBe(422)
    const html = await wrong.text()
    expect(html).toContain('value="many"')
    expect(html).toContain('Write a whole number from 0 to 100.')
    const right = await canut.as(worker).form('/me/exposure', { accepted: ['hate', 'nonsense'], dailyMax: '', blurPercent: '0' })
    expect(right.status).toBe(303)
    expect(await (await canut.as(worker)(PATH)).json()).toEqual({ accepted: ['hate'], dailyMax: null, blurPercent: 0, exposedToday: 0 })
  })
})
