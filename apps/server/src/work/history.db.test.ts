import { afterAll, beforeAll, expect, it } from 'vitest'
import { aBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

it('shows a worker what they reported and what was answered, and nobody else’s', async () => {
  const batch = await aBatch(canut, { tasks: 2 })
  const [ann, bob] = [await canut.signUp(), await canut.signUp()]
  const leased = await canut.as(ann).json('/api/v1/work/leases', { batchId: batch.publicId })
  const { leases } = (await leased.json()) as { leases: { assignmentId: string }[] }
  await canut.as(ann).json(`/api/v1/assignments/${leases[0]?.assignmentId}/report`, { reason: 'unclear', comment: 'Which <b>text</b>?' })

  const before = await (await canut.as(ann)('/me/work')).text()
  expect(before).toContain('Which &lt;b&gt;text&lt;/b&gt;?')
  expect(before).toContain('has not answered yet')
  await canut.services.db
    .updateTable('reports')
    .set({ answer: 'The one above the answers.', answered_at: canut.clock(), answered_by: batch.ownerId })
    .where('worker_id', '=', ann.id)
    .execute()
  expect(await (await canut.as(ann)('/me/work')).text()).toContain('The one above the answers.')
  expect(await (await canut.as(bob)('/me/work')).text()).not.toContain('Which')
})
