import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBatchTasks, extendBatch, raiseAllSlots, settleClosedBatches, closeBatch } from './index.ts'
import { escrowOf, recordDeposit, verifyLedger } from '../ledger/index.ts'
import { aBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { leaseTasks, returnAssignment, submitResponses } from '../work/index.ts'

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

async function lease(batchId: string, count: number) {
  const worker = await canut.signUp()
  const leased = await leaseTasks(canut.services, { batchId, workerId: worker.id, count })
  if (!leased.ok) throw new Error(leased.error.kind)
  return { workerId: worker.id, leases: leased.value.leases }
}

async function slots(batchId: string): Promise<{ rows: number; open: number; wanted: number }> {
  const { rows } = await sql<{ rows: number; open: number; wanted: number }>`
    select count(*)::int as rows, sum(open)::int as open, sum(wanted)::int as wanted from task_slots where batch_id = ${batchId}`.execute(
    canut.services.db,
  )
  return rows[0] as { rows: number; open: number; wanted: number }
}

describe('raising the redundancy', () => {
  it('of many open tasks is done by a job, each task once, however often it runs', async () => {
    const { db } = canut.services
    const batch = await aBatch(canut, { tasks: 6000, redundancy: 1 })
    await recordDeposit(canut.services, {
      organisationId: batch.organisationId,
      currency: 'EUR',
      amount: 10_000_000_000n,
      reference: 'more',
      by: batch.ownerId,
    })
    await sql`insert into task_slots (batch_id, number, open, wanted, position) select ${batch.id}, n, 1, 1, n from generate_series(1, 6000) n`.execute(
      db,
    )
    await sql`update batch_frontiers set opened = 6000, next_number = 6001, next_position = 6001 where batch_id = ${batch.id}`.execute(db)
    const { leases, workerId } = await lease(batch.id, 5)
    await submitResponses(
      canut.services,
      workerId,
      leases.map(({ assignmentId }) => ({ assignmentId, response: { label: 'yes' }, workMs: 1 })),
    )
    const extended = await extendBatch(canut.services, { batchId: batch.id, redundancy: 3, by: batch.ownerId })
    expect(extended.ok).toBe(true)
    await expect.poll(() => slots(batch.id)).toEqual({ rows: 6000, open: 18_000 - 5, wanted: 18_000 })
    await raiseAllSlots(canut.services, batch.id)
    expect(await slots(batch.id)).toEqual({ rows: 6000, open: 18_000 - 5, wanted: 18_000 })
    const { rows } = await sql<{
      done: number
    }>`select sum(tasks_done)::int as done from batch_tallies where batch_id = ${batch.id}`.execute(db)
    expect(rows).toEqual([{ done: 0 }])
  })

  it('misses no task that is being opened at the same instant', async () => {
    const batch = await aBatch(canut, { tasks: 400, redundancy: 1 })
    await recordDeposit(canut.services, {
      organisationId: batch.organisationId,
      currency: 'EUR',
      amount: 10_000_000_000n,
      reference: 'race',
      by: batch.ownerId,
    })
    await Promise.all([
      lease(batch.id, 3),
      lease(batch.id, 3),
      extendBatch(canut.services, { batchId: batch.id, redundancy: 2, by: batch.ownerId }),
      lease(batch.id, 3),
    ])
    const { rows, open, wanted } = await slots(batch.id)
    expect(wanted).toBe(rows * 2)
    expect(open).toBe(rows * 2 - 9)
  })
})

describe('closing', () => {
  it('never owes what it did not keep, whatever people do at the same instant', async () => {
    const batch = await aBatch(canut, { tasks: 50, redundancy: 2 })
    const holders = await Promise.all(Array.from({ length: 5 }, () => lease(batch.id, 4)))
    await Promise.all([
      closeBatch(canut.services, { batchId: batch.id, by: batch.ownerId }),
      ...holders.flatMap(({ workerId, leases }) =>
        leases.map(async ({ assignmentId }, i) =>
          i % 2 === 0
            ? submitResponses(canut.services, workerId, [{ assignmentId, response: { label: 'yes' }, workMs: 1 }])
            : returnAssignment(canut.services, { assignmentId, workerId }, null),
        ),
      ),
      lease(batch.id, 4),
    ])
    const owed = await sql<{ owed: bigint }>`
      select ((select count(*) from assignments where batch_id = ${batch.id} and state in ('submitted', 'leased') and not surplus)
        + (select coalesce(sum(open), 0) from task_slots where batch_id = ${batch.id})) * 55000 as owed`.execute(canut.services.db)
    expect(await escrowOf(canut.services.db, batch.id)).toBeGreaterThanOrEqual(BigInt(owed.rows[0]?.owed ?? -1))
    expect(await verifyLedger(canut.services.db)).toMatchObject({ ok: true })
  })

  it('returns the rest once the late have had their day', async () => {
    const batch = await aBatch(canut, { tasks: 10, redundancy: 1 })
    const { leases, workerId } = await lease(batch.id, 2)
    await closeBatch(canut.services, { batchId: batch.id, by: batch.ownerId })
    expect(await escrowOf(canut.services.db, batch.id)).toBe(110_000n)
    for (const { assignmentId } of leases) await returnAssignment(canut.services, { assignmentId, workerId }, null)
    await settleClosedBatches(canut.services)
    expect(await escrowOf(canut.services.db, batch.id)).toBe(110_000n)
    canut.clock.advance({ hours: 25 })
    await settleClosedBatches(canut.services)
    expect(await escrowOf(canut.services.db, batch.id)).toBe(0n)
  })
})
