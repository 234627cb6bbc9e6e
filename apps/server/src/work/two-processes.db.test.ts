import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { lapseExpired } from './lapse-leases.ts'
import { leaseTasks } from './lease-tasks.ts'
import { submitResponses } from './submit-responses.ts'
import type { Services } from '../platform/services.ts'

/** Two processes of one instance: each has its own pool, its own groups and its own clock. */
let canut: TestApp
let other: Services
/** how far the clock of the second process is ahead */
let aheadMs = 0

beforeAll(async () => {
  canut = await startTestApp()
  other = canut.anotherProcess({ now: () => new Date(canut.clock().getTime() + aheadMs) })
})
afterAll(() => canut.close())

const both = () => [canut.services, other] as const
const aWorker = async () => (await canut.signUp()).id

async function lease(services: Services, batch: BuiltBatch, workerId: string, count = 1) {
  const leased = await leaseTasks(services, { batchId: batch.id, workerId, count })
  return leased.ok ? leased.value.leases : []
}

const submit = async (services: Services, workerId: string, assignmentId: string) =>
  (await submitResponses(services, workerId, [{ assignmentId, response: { label: 'yes' }, workMs: 1 }]))[0]

async function figuresOf(batch: BuiltBatch) {
  const { rows } = await sql<{ responses: number; over: number; repeats: number }>`
    select (select count(*)::int from responses where batch_id = ${batch.id}) as responses,
      (select count(*)::int from task_slots s where batch_id = ${batch.id} and (select count(*) from assignments a where a.batch_id = s.batch_id
        and a.number = s.number and a.state in ('leased', 'submitted') and not a.surplus) > s.wanted) as over,
      (select count(*)::int from (select from assignments where batch_id = ${batch.id} group by number, worker_id having count(*) > 1) t) as repeats`.execute(
    canut.services.db,
  )
  return rows[0]
}

describe('two processes', () => {
  it('take the same submission in once, when it reaches both at the same instant', async () => {
    const batch = await aBatch(canut, { tasks: 20 })
    const worker = await aWorker()
    for (const { assignmentId } of await lease(canut.services, batch, worker, 20)) {
      const outcomes = await Promise.all(both().map((services) => submit(services, worker, assignmentId)))
      const receipts = outcomes.map((outcome) => (outcome?.ok === true ? outcome.receipt : null))
      expect(receipts.filter((receipt) => receipt?.repeat === true)).toHaveLength(1)
      expect(receipts[0]?.hash).toBe(receipts[1]?.hash)
    }
    expect(await figuresOf(batch)).toMatchObject({ responses: 20, repeats: 0, over: 0 })
  })

  it('never hand out more than is wanted, nor a task twice to one person, nor more than one person may have', async () => {
    const batch = await aBatch(canut, { tasks: 60, redundancy: 2, maxPerWorker: 7 })
    const workers = await Promise.all(Array.from({ length: 12 }, aWorker))
    const asked = await Promise.all(
      workers.flatMap((worker) => both().flatMap((services) => [lease(services, batch, worker, 5), lease(services, batch, worker, 4)])),
    )
    const given = Map.groupBy(
      asked.flatMap((leases, i) => leases.map(() => workers[Math.floor(i / 4)])),
      (worker) => worker,
    )
    expect([...given.values()].map((own) => own.length)).toEqual(workers.map(() => 7))
    expect(await figuresOf(batch)).toMatchObject({ over: 0, repeats: 0 })
  })
})

describe('a clock that jumps', () => {
  it('ahead costs nobody work: what lapsed too early still counts, and nobody is asked for it twice', async () => {
    const batch = await aBatch(canut, { tasks: 3, redundancy: 1 })
    const worker = await aWorker()
    const leases = await lease(canut.services, batch, worker, 3)
    aheadMs = 6 * 3_600_000
    await lapseExpired(other)
    for (const { assignmentId } of leases) {
      const outcome = await submit(canut.services, worker, assignmentId)
      expect(outcome).toMatchObject({ ok: true, receipt: { surplus: false, repeat: false } })
    }
    aheadMs = 0
    expect(await figuresOf(batch)).toMatchObject({ responses: 3, over: 0 })
  })

  it('back lets nobody keep a task for longer than from the latest lease', async () => {
    const batch = await aBatch(canut, { tasks: 1, redundancy: 1 })
    aheadMs = -3_600_000
    const [early] = await lease(other, batch, await aWorker())
    expect(early).toBeDefined()
    aheadMs = 0
    await lapseExpired(canut.services)
    expect(await lease(canut.services, batch, await aWorker())).toHaveLength(1)
  })
})

it('somebody who leases and never submits holds a bounded number of tasks, and takes nothing from the others', async () => {
  const batch = await aBatch(canut, { tasks: 200, redundancy: 1 })
  const [greedy, worker] = [await aWorker(), await aWorker()]
  for (let i = 0; i < 30; i += 1) await lease(both()[i % 2] as Services, batch, greedy, 20)
  const refused = await leaseTasks(canut.services, { batchId: batch.id, workerId: greedy, count: 1 })
  expect(refused).toMatchObject({ ok: false, error: { kind: 'too_many_leases_held', held: 20, max: 20 } })
  expect(await lease(canut.services, batch, worker, 20)).toHaveLength(20)
})
