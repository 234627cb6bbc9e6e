import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { escrowOf } from '../ledger/index.ts'
import { aBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses } from '../testing/responses-builder.ts'
import { closeBatch, settleClosedBatches } from './close-batch.ts'
import { listClosedWithEscrow } from './settle.store.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

it('settles every closed batch that holds money, however many others wait for late responses', { timeout: 60_000 }, async () => {
  const { services } = canut
  for (let i = 0; i < 100; i += 1) {
    const waiting = await aBatch(canut, { tasks: 1, redundancy: 1 })
    canut.clock.advance({ seconds: 1 })
    await sql`update batches set state = 'closed', closed_at = ${services.now()} where id = ${waiting.id}`.execute(services.db)
    // a slot that a late response may still take
    await sql`update batch_frontiers set opened = 1, next_number = 2, next_position = 2 where batch_id = ${waiting.id}`.execute(services.db)
    await sql`insert into task_slots (batch_id, number, open, wanted, position) values (${waiting.id}, 1, 1, 1, 1)`.execute(services.db)
  }
  const last = await aBatch(canut, { tasks: 1, redundancy: 1 })
  await someResponses(canut, last, [['yes']])
  await closeBatch(services, { batchId: last.id, by: last.ownerId })
  // nothing is owed for it any more
  await sql`update assignments set state = 'returned' where batch_id = ${last.id}`.execute(services.db)
  await settleClosedBatches(services)
  expect(await escrowOf(services.db, last.id)).toBe(0n)
  expect(await listClosedWithEscrow(services.db, null, 200)).toHaveLength(100)
})
