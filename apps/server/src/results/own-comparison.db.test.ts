import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff } from '../testing/responses-builder.ts'
import { AGGREGATE_QUEUE, aggregateBatch, requestAggregation } from './aggregate-batch.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp({ idleQueues: [AGGREGATE_QUEUE] })
})
afterAll(() => canut.close())

const times = (label: string, count: number): string[] => Array.from({ length: count }, () => label)

/** Five people on twelve tasks, the first gold: four always say yes, the last one says no to the first six. */
async function aComparedBatch() {
  const batch = await aBatch(canut, { tasks: 12, redundancy: 5, gold: [1] })
  const responses = await someResponses(canut, batch, [
    ...Array.from({ length: 4 }, () => times('yes', 12)),
    [...times('no', 6), ...times('yes', 6)],
  ])
  await requestAggregation(canut.services, batch.id)
  await aggregateBatch(canut.services, batch.id)
  const workers = [...new Map(responses.map(({ worker }) => [worker.id, worker])).values()]
  return { batch, workers }
}

describe('how my responses compare', () => {
  it('says how many are the result, with an interval and beside the average, to the worker alone', async () => {
    const { batch, workers } = await aComparedBatch()
    const [first, last] = [workers[0], workers.at(-1)]
    if (first === undefined || last === undefined) throw new Error('nobody responded')
    const path = `/me/work/${batch.publicId}`
    const api = (await (await canut.as(last)(`/api/v1${path}`)).json()) as Record<string, unknown>
    expect(api).toMatchObject({ compared: 11, agreed: 6, gold: null, labels: [{ label: 'yes', compared: 11, agreed: 6 }] })
    expect(api['everybody']).toBeCloseTo(1 - 6 / 60, 10)
    expect(api['low']).toBeLessThan(6 / 11)
    expect(api['high']).toBeGreaterThan(6 / 11)

    const page = await (await canut.as(last)(path)).text()
    expect(page).toContain(
      'Of 11 responses of yours to tasks that at least two others answered as well, 6 are what the task is now held to be.',
    )
    expect(page).toContain('less often than the average')
    expect(page).toContain('once the batch is closed')
    expect(await (await canut.as(first)(path)).text()).toContain('With 11 tasks we cannot tell you from the average.')
    expect(await (await canut.as(first)(path, { headers: { 'accept-language': 'fr' } })).text()).toContain(
      'on ne peut pas vous distinguer de la moyenne',
    )
    expect(await (await canut.as(last)('/me/work')).text()).toContain(`href="${path}"`)

    for (const role of ['reviewer', 'manager', 'owner'] as const)
      expect((await canut.as(await someStaff(canut, batch, role))(path)).status).toBe(404)
  })

  it('tells gold apart once the batch is closed', async () => {
    const { batch, workers } = await aComparedBatch()
    await canut.services.db.updateTable('batches').set({ state: 'closed', closed_at: canut.clock() }).where('id', '=', batch.id).execute()
    const last = workers.at(-1)
    if (last === undefined) throw new Error('nobody responded')
    expect(await (await canut.as(last)(`/api/v1/me/work/${batch.publicId}`)).json()).toMatchObject({ gold: { tasks: 1, right: 0 } })
  })

  it('says why there is nothing, before a computation', async () => {
    const batch = await aBatch(canut, { tasks: 2 })
    const [response] = await someResponses(canut, batch, [['yes']])
    if (response === undefined) throw new Error('nobody responded')
    expect(await (await canut.as(response.worker)(`/me/work/${batch.publicId}`)).text()).toContain('Nothing to compare yet')
  })
})
