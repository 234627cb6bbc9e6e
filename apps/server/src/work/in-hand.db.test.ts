import { afterAll, beforeAll, expect, it } from 'vitest'
import { aBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

it('leads back to the tasks that a worker holds, also when their batch was paused, until they are sent', async () => {
  const batch = await aBatch(canut, { tasks: 3 })
  const worker = await canut.signUp()
  const list = async () => (await canut.as(worker)('/work')).text()
  expect(await list()).not.toContain('Tasks in your hands')

  const leased = await canut.as(worker).json('/api/v1/work/leases', { batchId: batch.publicId, count: 2 })
  const { leases } = (await leased.json()) as { leases: { assignmentId: string }[] }
  await canut.services.db.updateTable('batches').set({ state: 'paused', paused_at: canut.clock() }).where('id', '=', batch.id).execute()
  const held = await list()
  expect(held).toContain('Tasks in your hands')
  expect(held).toContain(`href="/work/${batch.publicId}/task"`)
  expect(held).toContain('2 tasks, kept for you until')
  expect((await canut.as(worker)(`/work/${batch.publicId}/task`)).status).toBe(200)

  for (const { assignmentId } of leases)
    await canut.as(worker).json(`/api/v1/assignments/${assignmentId}/response`, { response: { label: 'yes' }, workMs: 2000 })
  expect(await list()).not.toContain('Tasks in your hands')
  const nobody = await canut.signUp()
  expect(await (await canut.as(nobody)('/work')).text()).not.toContain('Tasks in your hands')
})

it('leads from the page that says why there is no task, loaded again or in another language, to its batch', async () => {
  const batch = await aBatch(canut, { tasks: 1, redundancy: 1 })
  const [first, second] = [await canut.signUp(), await canut.signUp()]
  await canut.as(first).json('/api/v1/work/leases', { batchId: batch.publicId })
  const page = await canut.as(second).form(`/work/${batch.publicId}/start`, {})
  expect(await page.text()).toContain(`name="back" value="/work/${batch.publicId}"`)
  const again = await canut.as(second)(`/work/${batch.publicId}/start`)
  expect([again.status, again.headers.get('location')]).toEqual([303, `/work/${batch.publicId}`])
})
