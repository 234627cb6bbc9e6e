import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { getBatch } from '../batches/index.ts'
import { recordDeposit } from '../ledger/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses } from '../testing/responses-builder.ts'
import { adjudicateTask, undoAdjudication } from './adjudicate.ts'
import { AGGREGATE_QUEUE, aggregateBatch, requestAggregation } from './aggregate-batch.ts'
import { askWhereUnsure, planMore } from './ask-where-unsure.ts'
import { listConfidenceCounts, recountConfidences } from './confidence-counts.store.ts'
import { unsureBelow } from './confidence-counts.ts'
import { setMethod } from './runs.store.ts'
import { listUnsure } from './unsure.store.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp({ idleQueues: [AGGREGATE_QUEUE] })
})
afterAll(() => canut.close())

/** Task 1 is sure, task 2 is gold and divided, tasks 3 to 5 are divided; three responses each. */
async function aDividedBatch(): Promise<BuiltBatch> {
  const batch = await aBatch(canut, { tasks: 5, gold: [2] })
  await someResponses(canut, batch, [
    ['yes', 'yes', 'yes', 'no', 'no'],
    ['yes', 'no', 'no', 'yes', 'no'],
    ['yes', 'no', 'yes', 'no', 'yes'],
  ])
  await setMethod(canut.services.db, batch.id, 'majority-vote')
  await requestAggregation(canut.services, batch.id)
  await aggregateBatch(canut.services, batch.id)
  return batch
}

const plan = async (batch: BuiltBatch, below: number) => {
  const { tasks, waiting } = await planMore(canut.services, await getBatch(canut.services.db, batch.id), { below, more: 2 })
  return { tasks, waiting }
}
const settle = (batch: BuiltBatch, number: number, label: string) =>
  adjudicateTask(canut.services, { batchId: batch.id, number, by: batch.ownerId, read: () => ({ label }) })
const undo = (batch: BuiltBatch, number: number) => undoAdjudication(canut.services, { batchId: batch.id, number, by: batch.ownerId })

it('counts at every limit the very tasks that would be chosen, also those that are just as sure as the limit', async () => {
  const batch = await aDividedBatch()
  const { db } = canut.services
  const limits = Array.from({ length: 100 }, (_, i) => i + 1)
  for (const third of [1 / 3, 0.29, 0.57, 0.58, 0.95, 0.9499999999999, 1]) {
    await sql`update results set confidence = ${third}::float8 + 0 where batch_id = ${batch.id} and number > 2`.execute(db)
    await inTransaction(db, (tx) => recountConfidences(tx, batch.id))
    const counts = await listConfidenceCounts(db, batch.id)
    const counted = limits.map((below) => unsureBelow(counts, below).ready)
    const chosen: number[] = []
    for (const below of limits) chosen.push((await listUnsure(db, batch.id, { below, more: 1 })).length)
    expect(counted).toEqual(chosen)
  }
})

it('are read without looking at a single result', async () => {
  const batch = await aDividedBatch()
  await inTransaction(canut.services.db, async (tx) => {
    await sql`lock table results, task_slots, tasks in access exclusive mode`.execute(tx)
    expect(await plan(batch, 90)).toEqual({ tasks: 3, waiting: 0 })
  })
})

it('leave out what a person settled, once however often it is settled, and take it back when that is undone', async () => {
  const batch = await aDividedBatch()
  await settle(batch, 3, 'no')
  await settle(batch, 3, 'yes')
  await settle(batch, 2, 'yes')
  expect(await plan(batch, 90)).toEqual({ tasks: 2, waiting: 0 })
  await settle(batch, 4, 'no')
  await settle(batch, 5, 'no')
  await inTransaction(canut.services.db, (tx) => recountConfidences(tx, batch.id))
  expect(await plan(batch, 90)).toEqual({ tasks: 0, waiting: 0 })
  for (const number of [2, 3, 3, 5]) await undo(batch, number)
  expect(await plan(batch, 90)).toEqual({ tasks: 2, waiting: 0 })
  const counts = await listConfidenceCounts(canut.services.db, batch.id)
  expect(unsureBelow(counts, 90)).toEqual({ ready: 2, waiting: 0, responses: 3 })
})

it('move what was asked for to what waits, and nothing when the money was not there', async () => {
  const batch = await aDividedBatch()
  const ask = (shown: number) => askWhereUnsure(canut.services, { batchId: batch.id, below: 90, more: 2, shown, by: batch.ownerId })
  expect(await ask(3)).toMatchObject({ ok: false, error: { kind: 'balance_too_low' } })
  expect(await plan(batch, 90)).toEqual({ tasks: 3, waiting: 0 })
  await recordDeposit(canut.services, {
    organisationId: batch.organisationId,
    currency: 'EUR',
    amount: 10_000_000_000n,
    reference: `counts ${batch.id}`,
    by: batch.ownerId,
  })
  expect(await ask(3)).toMatchObject({ ok: true, value: { tasks: 3 } })
  expect(await plan(batch, 90)).toEqual({ tasks: 0, waiting: 3 })
})

it('are made anew when more would be asked for than was shown', async () => {
  const batch = await aDividedBatch()
  const { db } = canut.services
  await sql`update results set confidence = 0.7 where batch_id = ${batch.id} and number = 1`.execute(db)
  expect(await plan(batch, 90)).toEqual({ tasks: 3, waiting: 0 })
  const asked = await askWhereUnsure(canut.services, { batchId: batch.id, below: 90, more: 2, shown: 3, by: batch.ownerId })
  expect(asked).toMatchObject({ ok: false, error: { kind: 'selection_has_grown', shown: 3, tasks: 4 } })
  expect(await plan(batch, 90)).toEqual({ tasks: 4, waiting: 0 })
})
