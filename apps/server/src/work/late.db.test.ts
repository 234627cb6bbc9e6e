import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closeBatch, extendBatch, raiseAllSlots, settleClosedBatches, startBatchTasks } from '../batches/index.ts'
import { escrowOf, recordDeposit, verifyLedger } from '../ledger/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { resumeAssignment, returnAssignment } from './keep-assignment.ts'
import { lapseExpired } from './lapse-leases.ts'
import { leaseTasks } from './lease-tasks.ts'
import { submitResponses } from './submit-responses.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
  startBatchTasks(canut.services)
  await canut.services.jobs.start()
})
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

async function lease(batch: BuiltBatch, of: { workerId?: string; count?: number; numbers?: readonly number[] } = {}) {
  const workerId = of.workerId ?? (await canut.signUp()).id
  const { count = 1, numbers } = of
  const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId, count, ...(numbers === undefined ? {} : { numbers }) })
  if (!leased.ok) throw new Error(leased.error.kind)
  return { workerId, leases: leased.value.leases, empty: leased.value.empty }
}

async function submit(workerId: string, assignmentId: string) {
  const [outcome] = await submitResponses(canut.services, workerId, [{ assignmentId, response: { label: 'yes' }, workMs: 10 }])
  if (outcome?.ok !== true) throw new Error('it was not taken in')
  return outcome.receipt
}

const close = (batch: BuiltBatch) => closeBatch(canut.services, { batchId: batch.id, by: batch.ownerId })

describe('a task that somebody held when its batch was closed', () => {
  it('still counts when the response comes late, since its money was kept, and is surplus after a day', async () => {
    const batch = await aBatch(canut, { tasks: 2, redundancy: 1 })
    const { workerId, leases } = await lease(batch, { count: 2 })
    const [first, second] = leases.map(({ assignmentId }) => assignmentId)
    await close(batch)
    canut.clock.advance({ hours: 1 })
    await lapseExpired(canut.services)
    await settleClosedBatches(canut.services)
    expect(await submit(workerId, first ?? '')).toMatchObject({ surplus: false })

    canut.clock.advance({ hours: 24 })
    await settleClosedBatches(canut.services)
    expect(await submit(workerId, second ?? '')).toMatchObject({ surplus: true })
    expect(await escrowOf(canut.services.db, batch.id)).toBe(55_000n)
    expect(await verifyLedger(canut.services.db)).toMatchObject({ ok: true })
  })

  it('opens no slot any more when the batch was extended just before', async () => {
    const { services } = canut
    const batch = await aBatch(canut, { tasks: 6000, redundancy: 1 })
    const { organisationId, ownerId: by } = batch
    await recordDeposit(services, { organisationId, currency: 'EUR', amount: 10_000_000_000n, reference: batch.id, by })
    await sql`insert into task_slots (batch_id, number, open, wanted, position) select ${batch.id}, n, 1, 1, n from generate_series(1, 6000) n`.execute(
      services.db,
    )
    await sql`update batch_frontiers set opened = 6000, next_number = 6001, next_position = 6001 where batch_id = ${batch.id}`.execute(
      services.db,
    )
    await extendBatch(services, { batchId: batch.id, redundancy: 2, by })
    await close(batch)
    await raiseAllSlots(services, batch.id)
    const { rows } = await sql<{ open: number }>`select sum(open)::int as open from task_slots where batch_id = ${batch.id}`.execute(
      services.db,
    )
    expect(rows).toEqual([{ open: 0 }])
    expect(await escrowOf(services.db, batch.id)).toBe(0n)
  })
})

describe('taking a returned task back', () => {
  it('never goes beyond the share of one worker', async () => {
    const batch = await aBatch(canut, { tasks: 4, redundancy: 1, maxPerWorker: 2 })
    const { workerId, leases } = await lease(batch, { count: 2 })
    for (const { assignmentId } of leases) await returnAssignment(canut.services, { assignmentId, workerId }, null)
    expect((await lease(batch, { workerId, count: 2 })).leases).toHaveLength(2)
    const [returned] = leases
    const resumed = await resumeAssignment(canut.services, { assignmentId: returned?.assignmentId ?? '', workerId })
    expect(resumed).toEqual({ ok: false, error: { kind: 'task_not_available', number: 1 } })
  })

  it('never goes beyond what one may hold', async () => {
    const batch = await aBatch(canut, { tasks: 40, redundancy: 1 })
    const { workerId, leases } = await lease(batch, { count: 20 })
    const [returned] = leases
    const holder = { assignmentId: returned?.assignmentId ?? '', workerId }
    await returnAssignment(canut.services, holder, null)
    await lease(batch, { workerId, count: 1 })
    expect(await resumeAssignment(canut.services, holder)).toEqual({
      ok: false,
      error: { kind: 'too_many_leases_held', held: 20, max: 20 },
    })
  })
})

describe('asking for a certain task', () => {
  it('opens that task only, however far ahead it is, and the others later in their order', async () => {
    const batch = await aBatch(canut, { tasks: 3000, redundancy: 1 })
    const { leases } = await lease(batch, { count: 2, numbers: [2900, 5] })
    expect(leases.map(({ number }) => number)).toEqual([5, 2900])
    const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from task_slots where batch_id = ${batch.id}`.execute(
      canut.services.db,
    )
    expect(rows[0]?.rows).toBeLessThan(500)

    const seen = new Set<number>()
    for (;;) {
      const { leases: next, empty } = await lease(batch, { count: 20 })
      for (const { number } of next) seen.add(number)
      if (empty !== null) break
    }
    expect(seen.size).toBe(2998)
  })
})
