import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { batchFigures, closeBatch, extendBatch, raiseAllSlots } from '../batches/index.ts'
import { escrowOf, recordDeposit, verifyLedger } from '../ledger/index.ts'
import { rejectResponse } from '../reviews/index.ts'
import { aBatch, type BatchToBuild, type BuiltBatch } from '../testing/batch-builder.ts'
import { shareWork } from '../subscriptions/index.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { reviseResponse } from './keep-assignment.ts'
import { lapseExpired } from './lapse-leases.ts'
import { leaseTasks } from './lease-tasks.ts'
import { findOffer } from './offers.store.ts'
import { submitResponses } from './submit-responses.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(async () => {
  await canut.close()
})

/** New workers are held to be right three times in four: two who agree make 0.9, three 0.964, and two who differ cancel out. */
const rule = { minimum: 2, threshold: 0.95 }
const aRuledBatch = async (of: Partial<BatchToBuild> = {}) => aBatch(canut, { tasks: 1, redundancy: 5, stopRule: rule, ...of })

async function lease(batch: BuiltBatch, workerId: string, count = 1) {
  const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId, count })
  if (!leased.ok) throw new Error(leased.error.kind)
  return leased.value.leases
}

async function submit(workerId: string, assignmentId: string, label: string) {
  const [outcome] = await submitResponses(canut.services, workerId, [{ assignmentId, response: { label }, workMs: 10 }])
  if (outcome?.ok !== true) throw new Error('it was not taken in')
  return outcome.receipt
}

/** One new worker for each label, who does one task; how many found one is told. */
async function answer(batch: BuiltBatch, labels: readonly string[]) {
  const done: { workerId: string; assignmentId: string }[] = []
  for (const label of labels) {
    const { id: workerId } = await canut.signUp()
    const [leased] = await lease(batch, workerId)
    if (leased === undefined) break
    await submit(workerId, leased.assignmentId, label)
    done.push({ workerId, assignmentId: leased.assignmentId })
  }
  return done
}

async function slotOf(batch: BuiltBatch, number = 1) {
  const { rows } = await sql<{ open: number; submitted: number; wanted: number }>`
    select open, submitted, wanted from task_slots where batch_id = ${batch.id} and number = ${number}`.execute(canut.services.db)
  return rows[0]
}

const tasksDone = async (batch: BuiltBatch) => (await batchFigures(canut.services.db, batch.id, canut.services.now())).tasksDone

async function depositMore(batch: BuiltBatch): Promise<void> {
  const { organisationId, ownerId: by } = batch
  await recordDeposit(canut.services, { organisationId, currency: 'EUR', amount: 1_000_000_000n, reference: `more ${batch.id}`, by })
}

describe('a task that stops as soon as its answer is sure', () => {
  it('opens with the fewest responses only', async () => {
    const batch = await aRuledBatch()
    await answer(batch, ['yes'])
    expect(await slotOf(batch)).toEqual({ open: 1, submitted: 1, wanted: 2 })
  })

  it('asks for a third when two agree but are not sure enough, and is done with three', async () => {
    const batch = await aRuledBatch()
    await answer(batch, ['yes', 'yes'])
    expect(await slotOf(batch)).toEqual({ open: 1, submitted: 2, wanted: 3 })
    expect(await tasksDone(batch)).toBe(0)
    expect(await answer(batch, ['yes', 'yes'])).toHaveLength(1)
    expect(await slotOf(batch)).toEqual({ open: 0, submitted: 3, wanted: 3 })
    expect(await tasksDone(batch)).toBe(1)
  })

  it('asks on while people disagree, and never for more than the most', async () => {
    const batch = await aRuledBatch()
    expect(await answer(batch, ['yes', 'no', 'yes', 'no', 'yes', 'no'])).toHaveLength(5)
    expect(await slotOf(batch)).toEqual({ open: 0, submitted: 5, wanted: 5 })
    expect(await tasksDone(batch)).toBe(1)
  })

  it('needs fewer from people whose responses agreed with the others before', async () => {
    const batch = await aRuledBatch({ tasks: 12 })
    const workers = [(await canut.signUp()).id, (await canut.signUp()).id, (await canut.signUp()).id]
    for (let n = 0; n < 12; n += 1) {
      for (const worker of workers) {
        for (const { assignmentId } of await lease(batch, worker)) await submit(worker, assignmentId, 'yes')
      }
    }
    const { rows } = await sql<{ wanted: number; count: number }>`
      select wanted, count(*)::int as count from task_slots where batch_id = ${batch.id} and submitted = wanted group by 1 order by 1`.execute(
      canut.services.db,
    )
    expect(rows.map((row) => row.wanted)).toEqual([2, 3])
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(12)
    expect(await tasksDone(batch)).toBe(12)
  })

  it('is sure of a gold task, which then teaches whom to believe', async () => {
    const batch = await aRuledBatch({ gold: [1] })
    const [first, second] = await answer(batch, ['yes', 'no'])
    expect(await slotOf(batch)).toEqual({ open: 0, submitted: 2, wanted: 2 })
    const { rows } = await sql`select worker_id, correct, answered from worker_estimates where batch_id = ${batch.id}`.execute(
      canut.services.db,
    )
    expect(rows).toEqual(
      expect.arrayContaining([
        { worker_id: first?.workerId, correct: 1, answered: 1 },
        { worker_id: second?.workerId, correct: 0, answered: 1 },
      ]),
    )
  })

  it('pays nothing and keeps nothing for batches with a fixed number', async () => {
    const batch = await aBatch(canut, { tasks: 1, redundancy: 3 })
    await answer(batch, ['yes', 'yes', 'yes'])
    const { rows } = await sql`select from task_confidences where batch_id = ${batch.id}`.execute(canut.services.db)
    expect(rows).toEqual([])
  })
})

describe('what happens to such a task afterwards', () => {
  it('asks again when a response is changed so that the answer is in doubt', async () => {
    const batch = await aRuledBatch()
    const [, , third] = await answer(batch, ['yes', 'yes', 'yes'])
    expect(await tasksDone(batch)).toBe(1)
    await reviseResponse(canut.services, third as { workerId: string; assignmentId: string }, { response: { label: 'no' }, workMs: 1 })
    expect(await slotOf(batch)).toEqual({ open: 1, submitted: 3, wanted: 4 })
    expect(await tasksDone(batch)).toBe(0)
  })

  it('has a rejected response asked for again, which no longer counts as evidence', async () => {
    const batch = await aRuledBatch()
    const [first] = await answer(batch, ['no', 'yes', 'yes', 'yes', 'yes'])
    expect(await slotOf(batch)).toMatchObject({ open: 0, submitted: 5, wanted: 5 })
    const rejected = await rejectResponse(canut.services, {
      assignment: { id: first?.assignmentId ?? '', batchId: batch.id },
      grounds: {
        reason: 'instructions_not_followed',
        instructionLine: 'Choose yes if it is kind.',
        explanation: 'The text is kind, as its second sentence says.',
      },
      by: batch.ownerId,
    })
    expect(rejected.ok).toBe(true)
    expect(await slotOf(batch)).toEqual({ open: 1, submitted: 4, wanted: 5 })
    await answer(batch, ['yes'])
    const { rows } = await sql<{ confidence: number; workers: number }>`
      select confidence, (select count(*)::int from jsonb_object_keys(credits)) as workers from task_confidences where batch_id = ${batch.id}`.execute(
      canut.services.db,
    )
    expect(rows).toMatchObject([{ workers: 5 }])
    expect(rows[0]?.confidence).toBeCloseTo(243 / 244, 2)
    const estimates = await sql<{ answered: number }>`
      select answered from worker_estimates where batch_id = ${batch.id} and worker_id = ${first?.workerId}`.execute(canut.services.db)
    expect(estimates.rows).toEqual([{ answered: 0 }])
  })

  it('gets the slot of a lapsed lease back without asking for one more', async () => {
    const batch = await aRuledBatch()
    await lease(batch, (await canut.signUp()).id)
    canut.clock.advance({ hours: 1 })
    await lapseExpired(canut.services)
    expect(await slotOf(batch)).toEqual({ open: 2, submitted: 0, wanted: 2 })
  })

  it('opens again under a higher limit only when it ended in doubt, and once', async () => {
    const batch = await aRuledBatch({ tasks: 2, redundancy: 3 })
    await depositMore(batch)
    // the first task ends sure with three, the second in doubt with three
    await answer(batch, ['yes', 'yes', 'yes', 'no', 'yes', 'no'])
    expect(await tasksDone(batch)).toBe(2)
    const extended = await extendBatch(canut.services, { batchId: batch.id, redundancy: 5, by: batch.ownerId })
    expect(extended.ok).toBe(true)
    await raiseAllSlots(canut.services, batch.id)
    const slots = [await slotOf(batch, 1), await slotOf(batch, 2)]
    expect(slots).toEqual([
      { open: 0, submitted: 3, wanted: 3 },
      { open: 1, submitted: 3, wanted: 4 },
    ])
    expect(await tasksDone(batch)).toBe(1)
  })

  it('gives back what was not used when the batch is closed, and what was held of people is deleted', async () => {
    const batch = await aRuledBatch()
    await answer(batch, ['yes', 'yes', 'yes'])
    const closed = await closeBatch(canut.services, { batchId: batch.id, by: batch.ownerId })
    expect(closed.ok).toBe(true)
    expect(await escrowOf(canut.services.db, batch.id)).toBe(3n * 55_000n)
    expect(await verifyLedger(canut.services.db)).toMatchObject({ ok: true })
    const { rows } = await sql`select from worker_estimates where batch_id = ${batch.id}`.execute(canut.services.db)
    expect(rows).toEqual([])
  })

  it('asks for nothing more after a late response to a closed batch', async () => {
    const batch = await aRuledBatch()
    await answer(batch, ['yes'])
    const { id: late } = await canut.signUp()
    const [leased] = await lease(batch, late)
    await closeBatch(canut.services, { batchId: batch.id, by: batch.ownerId })
    await submit(late, leased?.assignmentId ?? '', 'no')
    expect(await slotOf(batch)).toEqual({ open: 0, submitted: 2, wanted: 2 })
  })
})

describe('what people are told', () => {
  it('is the most that is still wanted, and nothing when every answer is sure', async () => {
    const batch = await aRuledBatch({ tasks: 2 })
    const offer = () => findOffer(canut.services.db, batch.id, null)
    expect(await offer()).toMatchObject({ wanted: 10, stopsWhenSure: true })
    const workers = [(await canut.signUp()).id, (await canut.signUp()).id, (await canut.signUp()).id]
    for (const worker of workers) {
      for (const { assignmentId } of [...(await lease(batch, worker)), ...(await lease(batch, worker))])
        await submit(worker, assignmentId, 'yes')
    }
    expect(await tasksDone(batch)).toBe(2)
    expect(await offer()).toMatchObject({ wanted: 0 })
  })
})

describe('what is shared out', () => {
  it('is only what is certainly still wanted, and nothing once every answer is sure', async () => {
    const supply = async () => {
      await shareWork(canut.services)
      const { rows } = await sql<{ tasks: number }>`
        select (open_seconds / 20)::int as tasks from batch_supply where batch_id = ${batch.id}`.execute(canut.services.db)
      return rows[0]?.tasks ?? 0
    }
    const batch = await aRuledBatch({ tasks: 2 })
    expect(await supply()).toBe(4)
    // both are open now: one is in doubt, one has no response yet
    await answer(batch, ['yes', 'no'])
    expect(await supply()).toBe(2)
    const workers = [(await canut.signUp()).id, (await canut.signUp()).id, (await canut.signUp()).id]
    for (let round = 0; round < 4; round += 1) {
      for (const worker of workers) {
        for (const { assignmentId } of await lease(batch, worker)) await submit(worker, assignmentId, 'yes')
      }
    }
    expect(await tasksDone(batch)).toBe(2)
    expect(await supply()).toBe(0)
  })
})

describe('many at once', () => {
  it('never get more of a task than the most, and leave every task sure or full', { timeout: 60_000 }, async () => {
    const batch = await aRuledBatch({ tasks: 12, redundancy: 4 })
    const people = await Promise.all(Array.from({ length: 12 }, () => canut.signUp()))
    // a second object groups its requests apart, as a second process would
    const processes = [canut.services, { ...canut.services }]
    const work = async (workerId: string, n: number): Promise<void> => {
      const services = processes[n % 2] ?? canut.services
      for (let round = 0; round < 40; round += 1) {
        const leases = await lease(batch, workerId, 3)
        const responses = leases.map(({ assignmentId, number }) => ({
          assignmentId,
          response: { label: (n * 7 + number) % 4 === 0 ? 'no' : 'yes' },
          workMs: 1,
        }))
        const outcomes = await submitResponses(services, workerId, responses)
        if (outcomes.some(({ ok }) => !ok)) throw new Error('a response was refused')
      }
    }
    await Promise.all(people.map(({ id }, n) => work(id, n)))
    const { rows } = await sql<{ open: number; submitted: number; wanted: number; sure: boolean; responses: number }>`
      select s.open, s.submitted, s.wanted, c.confidence >= 0.95 as sure,
        (select count(*)::int from responses r where r.batch_id = s.batch_id and r.number = s.number) as responses
      from task_slots s join task_confidences c using (batch_id, number) where batch_id = ${batch.id}`.execute(canut.services.db)
    expect(rows).toHaveLength(12)
    for (const { open, submitted, wanted, sure, responses } of rows) {
      expect({ open, responses }).toEqual({ open: 0, responses: submitted })
      expect(submitted).toBe(wanted)
      expect(wanted <= 4 && (sure || wanted === 4)).toBe(true)
    }
    expect(await tasksDone(batch)).toBe(12)
    const { rows: sums } = await sql<{ right: boolean }>`
      select bool_and(e.answered = c.answered and abs(e.correct - c.correct) < 1e-9) as right
      from worker_estimates e join (
        select k.key::uuid as worker_id, count(*)::int as answered, sum(k.value::float8) as correct
        from task_confidences t, jsonb_each_text(t.credits) k where t.batch_id = ${batch.id} group by 1) c using (worker_id)
      where e.batch_id = ${batch.id}`.execute(canut.services.db)
    expect(sums).toEqual([{ right: true }])
  })
})
