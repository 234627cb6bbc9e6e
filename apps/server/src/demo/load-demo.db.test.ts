import { ChainView } from '@canut/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addBackgroundWork } from '../main.ts'
import { verifyLedger } from '../ledger/index.ts'
import { publicId } from '../platform/ids.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { REQUESTER } from './demo-people.ts'
import { loadDemo } from './load-demo.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
  addBackgroundWork(canut.services)
  await canut.services.jobs.start()
  await loadDemo(canut.services)
}, 300_000)
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

test('the demonstration has a chain under way: recorded, transcribed, checked, each step with work left', async () => {
  const { db } = canut.services
  const { id: projectId } = await db.selectFrom('projects').select('id').where('task_type', '=', 'voice').executeTakeFirstOrThrow()
  const { id } = await db.selectFrom('people').select('id').where('email', '=', REQUESTER.email).executeTakeFirstOrThrow()
  const answer = await canut.as({ id })(`/api/v1/projects/${publicId('prj', projectId)}/chain`)
  const chain = ChainView.parse(await answer.json())
  expect(chain.steps.map(({ taskType, state, tasks, tasksDone }) => ({ taskType, state, tasks, tasksDone }))).toEqual([
    { taskType: 'voice', state: 'open', tasks: 6, tasksDone: 4 },
    { taskType: 'transcribe', state: 'open', tasks: 8, tasksDone: 5 },
    { taskType: 'check', state: 'open', tasks: 5, tasksDone: 3 },
  ])
  expect(chain.passages.map(({ unit, passed, unfit, heldBy }) => ({ unit, passed, unfit, heldBy }))).toEqual([
    { unit: 'response', passed: 8, unfit: 0, heldBy: null },
    { unit: 'result', passed: 5, unfit: 0, heldBy: null },
  ])
  const { payload } = await db
    .selectFrom('tasks')
    .innerJoin('batches', 'batches.id', 'tasks.batch_id')
    .select('payload')
    .where('batches.task_type', '=', 'check')
    .where('number', '=', 1)
    .executeTakeFirstOrThrow()
  expect(payload).toMatchObject({ audio: expect.stringMatching(/^fil_/) as string, draft: 'a i o' })
})

test('a newcomer to the demonstration finds pictures to draw on', async () => {
  const { db } = canut.services
  const newcomer = canut.as(await canut.signUp())
  const { id } = await db
    .selectFrom('batches')
    .select('id')
    .where('task_type', '=', 'bbox')
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  const batch = publicId('bat', id)
  expect(await (await newcomer('/work')).text()).toContain(batch)
  expect((await newcomer.form(`/work/${batch}/start`, {})).headers.get('location')).toBe(`/work/${batch}/task`)
  const page = await (await newcomer(`/work/${batch}/task`)).text()
  expect(page).toContain('<canut-drawing')
  const picture = /data-image="([^"]+)"/.exec(page)?.[1] ?? ''
  expect((await newcomer(picture)).headers.get('content-type')).toBe('image/png')
})

test('the demonstration’s ledger balances', async () => {
  expect(await verifyLedger(canut.services.db)).toMatchObject({ ok: true, problemCount: 0 })
})
