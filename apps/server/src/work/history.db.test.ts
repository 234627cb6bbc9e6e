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

it('tells a worker why a response was rejected: the reason, the line, the words, and who signed it when', async () => {
  const batch = await aBatch(canut, { tasks: 1 })
  const [ann, reviewer] = [await canut.signUp(), await canut.signUp({ name: 'Rose Review' })]
  await canut.services.db
    .insertInto('staff')
    .values({ organisation_id: batch.organisationId, person_id: reviewer.id, role: 'reviewer' })
    .execute()
  const leased = await canut.as(ann).json('/api/v1/work/leases', { batchId: batch.publicId })
  const { leases } = (await leased.json()) as { leases: { assignmentId: string }[] }
  await canut.as(ann).json(`/api/v1/assignments/${leases[0]?.assignmentId}/response`, { response: { label: 'yes' }, workMs: 2000 })
  const rejection = {
    reason: 'instructions_not_followed',
    instructionLine: 'Choose yes if it is kind.',
    explanation: 'The text is an insult, so it is not kind at all.',
  }
  const rejected = await canut.as(reviewer).json(`/api/v1/assignments/${leases[0]?.assignmentId}/rejection`, rejection)
  expect(rejected.status).toBe(200)

  const page = (await (await canut.as(ann)('/me/work')).text()).replaceAll('&#39;', '’')
  expect(page).toContain('The instructions were not followed')
  expect(page).toContain('Choose yes if it is kind.')
  expect(page).toContain('The text is an insult')
  expect(page).toContain('Signed by Rose Review on 2 March 2026')
  const inFrench = await (await canut.as(ann)('/me/work', { headers: { 'accept-language': 'fr' } })).text()
  expect(inFrench).toContain('Les consignes n’ont pas été suivies')
})

it('gives a worker a file of all they answered, with what they said and why it was rejected, and nobody else’s', async () => {
  const batch = await aBatch(canut, { tasks: 2 })
  const [ann, bob] = [await canut.signUp(), await canut.signUp()]
  for (const person of [ann, bob]) {
    const leased = await canut.as(person).json('/api/v1/work/leases', { batchId: batch.publicId, count: 2 })
    const { leases } = (await leased.json()) as { leases: { assignmentId: string }[] }
    for (const { assignmentId } of leases)
      await canut
        .as(person)
        .json(`/api/v1/assignments/${assignmentId}/response`, { response: { label: person === ann ? 'yes' : 'no' }, workMs: 2500 })
  }
  const file = await canut.as(ann)('/me/work.csv')
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="my-work-2026-03-02.csv"')
  const [head, ...lines] = (await file.text()).trim().split(/\r?\n/)
  expect(head).toContain('response (JSON)')
  expect(lines).toHaveLength(2)
  for (const line of lines) {
    expect(line).toContain('waiting for review,0.050000,EUR')
    expect(line).toContain('{""label"":""yes""}')
  }
})
