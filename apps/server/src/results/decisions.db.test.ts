import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBatchTasks } from '../batches/index.ts'
import { escrowOf, recordDeposit, verifyLedger } from '../ledger/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff } from '../testing/responses-builder.ts'
import { leaseTasks, submitResponses } from '../work/index.ts'
import { AGGREGATE_QUEUE, aggregateBatch, requestAggregation, sweepAggregations } from './aggregate-batch.ts'
import { findLatestRuns, setMethod } from './runs.store.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
  startBatchTasks(canut.services)
  canut.services.jobs.handle(AGGREGATE_QUEUE, async () => undefined)
  await canut.services.jobs.start()
})
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

interface Item {
  taskNumber: number
  result: { method: string; label: string | null; confidence: number | null; adjudicatedAt: string | null } | null
}

/** Task 1 is sure, task 2 is gold and divided, tasks 3 and 4 are divided; three responses each. */
async function aDividedBatch() {
  const batch = await aBatch(canut, { tasks: 4, gold: [2] })
  const responses = await someResponses(canut, batch, [
    ['yes', 'yes', 'yes', 'no'],
    ['yes', 'no', 'no', 'yes'],
    ['yes', 'no', 'yes', 'no'],
  ])
  await setMethod(canut.services.db, batch.id, 'majority-vote')
  await compute(batch)
  const send = canut.as(await someStaff(canut, batch, 'manager'))
  const items = async () => ((await (await send(`/api/v1/batches/${batch.publicId}/results`)).json()) as { items: Item[] }).items
  return { batch, responses, send, items }
}

async function compute(batch: BuiltBatch) {
  await requestAggregation(canut.services, batch.id)
  await aggregateBatch(canut.services, batch.id)
}

const deposit = (batch: BuiltBatch, reference: string) =>
  recordDeposit(canut.services, {
    organisationId: batch.organisationId,
    currency: 'EUR',
    amount: 10_000_000_000n,
    reference: `${reference} ${batch.id}`,
    by: batch.ownerId,
  })

describe('the method of a batch', () => {
  it('is the first that the task type offers, or another one of these, and is computed at once', async () => {
    const { batch, send } = await aDividedBatch()
    const path = `/api/v1/batches/${batch.publicId}/aggregation-method`
    expect(await (await send(path)).json()).toMatchObject({
      method: 'majority-vote',
      offered: ['auto', 'dawid-skene', 'one-coin', 'majority-vote'],
    })
    expect((await send.json(path, { method: 'astrology' }, 'PUT')).status).toBe(422)
    const chosen = await send.json(path, { method: 'one-coin' }, 'PUT')
    expect(await chosen.json()).toMatchObject({ method: 'one-coin', run: { state: 'waiting' } })
    await aggregateBatch(canut.services, batch.id)
    const { done } = await findLatestRuns(canut.services.db, batch.id)
    expect(done).toMatchObject({ method_asked: 'one-coin', method: 'one-coin-dawid-skene', failure: null })
    expect(done?.parameters).toHaveProperty('tolerance')
    expect(done?.alpha).toBeLessThan(1)
  })
})

describe('a run', () => {
  it('writes only what changed', async () => {
    const { batch } = await aDividedBatch()
    const rowsChanged = async () => (await findLatestRuns(canut.services.db, batch.id)).done?.rows_changed
    expect(await rowsChanged()).toBe(4)
    await compute(batch)
    expect(await rowsChanged()).toBe(0)
    await sql`update responses set label = 'yes' where batch_id = ${batch.id} and number = 3`.execute(canut.services.db)
    await compute(batch)
    expect(await rowsChanged()).toBe(1)
  })

  it('that was cancelled changes nothing, says so, and is asked for again only by new responses', async () => {
    const { batch, send } = await aDividedBatch()
    const { rows: before } = await sql`select * from results where batch_id = ${batch.id} order by number`.execute(canut.services.db)
    await sql`update responses set label = 'no' where batch_id = ${batch.id}`.execute(canut.services.db)
    const asked = (await (await send(`/api/v1/batches/${batch.publicId}/aggregations`, { method: 'POST' })).json()) as { id: string }
    const cancel = () => send(`/api/v1/batches/${batch.publicId}/aggregations/${asked.id}/cancel`, { method: 'POST' })
    expect(await (await cancel()).json()).toMatchObject({ state: 'cancelled' })
    expect(await (await cancel()).json()).toMatchObject({ state: 'cancelled' })
    await aggregateBatch(canut.services, batch.id)
    canut.clock.advance({ minutes: 1 })
    await sweepAggregations(canut.services)
    const { newest } = await findLatestRuns(canut.services.db, batch.id)
    expect(newest?.state).toBe('cancelled')
    const { rows: after } = await sql`select * from results where batch_id = ${batch.id} order by number`.execute(canut.services.db)
    expect(after).toEqual(before)
    const page = await (await send(`/batches/${batch.publicId}/results`)).text()
    expect(page).toContain('The last computation was cancelled.')
  })

  it('that is cancelled while it is under way leaves the results as they were', async () => {
    const { batch } = await aDividedBatch()
    await sql`update responses set label = 'no' where batch_id = ${batch.id}`.execute(canut.services.db)
    const run = await requestAggregation(canut.services, batch.id)
    // it does not come past the responses before it is cancelled
    const reader = await canut.services.pool.connect()
    await reader.query('begin; lock table responses in access exclusive mode')
    const aggregating = aggregateBatch(canut.services, batch.id)
    const cancel = async () =>
      (
        await sql`update aggregation_runs set state = 'cancelled', finished_at = now() where id = ${run.id} and state = 'running'`.execute(
          canut.services.db,
        )
      ).numAffectedRows
    await expect.poll(cancel).toBe(1n)
    await reader.query('rollback')
    reader.release()
    await aggregating
    const { rows } = await sql<{ label: string }>`select label from results where batch_id = ${batch.id} and number = 1`.execute(
      canut.services.db,
    )
    expect(rows).toEqual([{ label: 'yes' }])
  })
})

describe('what a person settles', () => {
  it('stands in results and exports with its method, and the computed result stands again when it is undone', async () => {
    const { batch, send, items } = await aDividedBatch()
    const path = `/api/v1/batches/${batch.publicId}/adjudications/3`
    expect((await send.json(path, { response: { label: 'maybe' } }, 'PUT')).status).toBe(422)
    expect((await send.json(path.replace(/3$/, '99'), { response: { label: 'no' } }, 'PUT')).status).toBe(404)
    const settled = await send.json(path, { response: { label: 'no' } }, 'PUT')
    expect(await settled.json()).toMatchObject({ taskNumber: 3, label: 'no', response: { label: 'no' } })
    expect((await items())[2]?.result).toMatchObject({ method: 'adjudicated', label: 'no', confidence: null })
    expect((await items())[0]?.result).toMatchObject({ method: 'majority-vote', label: 'yes', confidence: 1, adjudicatedAt: null })

    const exported = await (await send(`/api/v1/batches/${batch.publicId}/exports/results.jsonl`)).text()
    const rows = exported
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { result: Record<string, unknown> })
    expect(rows[2]?.result).toMatchObject({ method: 'adjudicated', label: 'no', response: { label: 'no' }, confidence: null })
    expect(rows[0]?.result).toMatchObject({ method: 'majority-vote', confidence: 1, adjudicated_at: null })
    expect(rows[0]?.result['version']).toEqual(expect.any(String))
    const about = (await (await send(`/api/v1/batches/${batch.publicId}/exports/about.json`)).json()) as Record<string, unknown>
    expect(about).toMatchObject({ adjudicated: 1, run: { method: 'majority-vote', parameters: {} } })

    const { rows: events } = await sql<{
      kind: string
    }>`select kind from events where subject = ${batch.publicId} order by position`.execute(canut.services.db)
    expect(events.at(-1)?.kind).toBe('task_adjudicated')
    expect((await send(path, { method: 'DELETE' })).status).toBe(204)
    expect((await send(path, { method: 'DELETE' })).status).toBe(204)
    expect((await items())[2]?.result).toMatchObject({ method: 'majority-vote', label: 'yes' })
  })

  it('changes nothing that those who responded are paid, nor how they are reviewed', async () => {
    const { batch, send } = await aDividedBatch()
    const people = async () =>
      (
        await sql`select number, worker_id, state, decision, price_micros, review_closes_at from assignments where batch_id = ${batch.id}
          order by number, worker_id`.execute(canut.services.db)
      ).rows
    const before = await people()
    await send.json(`/api/v1/batches/${batch.publicId}/adjudications/1`, { response: { label: 'no' } }, 'PUT')
    await compute(batch)
    expect(await people()).toEqual(before)
    // what agrees with the computed results is approved, as if nobody had settled anything
    await send.json(`/api/v1/batches/${batch.publicId}/approvals`, { agreeing: 'last_run' })
    const { rows } = await sql`select 1 from results where batch_id = ${batch.id} and number = 1 and label = 'yes'`.execute(
      canut.services.db,
    )
    expect(rows).toHaveLength(1)
  })

  it('is done on a page that shows the responses side by side and names whoever did it', async () => {
    const { batch, send } = await aDividedBatch()
    const path = `/batches/${batch.publicId}/results/3`
    const page = await (await send(path)).text()
    expect(page).toContain('Text 3')
    expect(page).toContain('2 responses')
    const wrong = await send.form(path, {})
    expect(wrong.status).toBe(422)
    const done = await send.form(path, { 'response.label': 'no' })
    expect(done.headers.get('location')).toBe(`${path}?done=settled`)
    expect(await (await send(path)).text()).toMatch(/Settled by Person \d+/)
    expect((await send.form(`${path}/undo`, {})).headers.get('location')).toBe(`${path}?done=undone`)
    expect((await send(`/batches/${batch.publicId}/results/99`)).status).toBe(404)
  })
})

describe('more responses where it is not sure', () => {
  it('are asked for exactly the unsure tasks that are no gold and nobody settled, paid for once, and handed out', async () => {
    const { batch, send } = await aDividedBatch()
    const path = `/api/v1/batches/${batch.publicId}/more-responses`
    expect(await (await send(`${path}?below=60`)).json()).toMatchObject({ tasks: 0, waiting: 0 })
    expect((await send.json(path, { below: 60, more: 2, tasks: 1 })).status).toBe(409)
    const plan = (await (await send(`${path}?below=90&more=2`)).json()) as {
      tasks: number
      total: { micros: string }
      pay: { micros: string }
    }
    expect(plan).toMatchObject({ tasks: 2, more: 2, pay: { micros: '200000' }, fee: { micros: '20000' } })

    const poor = await send.json(path, { below: 90, more: 2, tasks: 2 })
    expect([poor.status, await poor.json()]).toMatchObject([409, { code: 'balance_too_low' }])
    await deposit(batch, 'more')
    const left = await escrowOf(canut.services.db, batch.id)
    expect((await send.json(path, { below: 90, more: 2, tasks: 1 })).status).toBe(409)
    expect((await send.json(path, { below: 90, more: 2, tasks: 2 })).status).toBe(200)
    expect((await escrowOf(canut.services.db, batch.id)) - left).toBe(BigInt(plan.total.micros))
    const { rows } = await sql<{ number: number; open: number; wanted: number }>`
      select number, open, wanted from task_slots where batch_id = ${batch.id} order by number`.execute(canut.services.db)
    expect(rows).toEqual([
      { number: 1, open: 0, wanted: 3 },
      { number: 2, open: 0, wanted: 3 },
      { number: 3, open: 2, wanted: 5 },
      { number: 4, open: 2, wanted: 5 },
    ])
    expect(await (await send(`${path}?below=90`)).json()).toMatchObject({ tasks: 0, waiting: 2 })

    const worker = await canut.signUp()
    const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId: worker.id, count: 5 })
    if (!leased.ok) throw new Error(leased.error.kind)
    expect(leased.value.leases.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([3, 4])
    await submitResponses(
      canut.services,
      worker.id,
      leased.value.leases.map(({ assignmentId }) => ({ assignmentId, response: { label: 'yes' }, workMs: 1 })),
    )
    const figures = (await (await send(`/api/v1/batches/${batch.publicId}`)).json()) as { figures: Record<string, unknown> }
    expect(figures.figures).toMatchObject({ tasksDone: 2 })
    expect((await verifyLedger(canut.services.db)).ok).toBe(true)
  })

  it('are opened by a job where there are many tasks, each once', async () => {
    const batch = await aBatch(canut, { tasks: 6000, redundancy: 1 })
    await deposit(batch, 'many')
    const { db } = canut.services
    await sql`insert into task_slots (batch_id, number, open, submitted, wanted, position) select ${batch.id}, n, 0, 1, 1, n from generate_series(1, 6000) n`.execute(
      db,
    )
    await sql`update batch_frontiers set opened = 6000, next_number = 6001, next_position = 6001 where batch_id = ${batch.id}`.execute(db)
    const run = await requestAggregation(canut.services, batch.id)
    await sql`insert into results (batch_id, number, label, confidence, responses, run_id) select ${batch.id}, n, 'yes', 0.5, 1, ${run.id} from generate_series(1, 6000) n`.execute(
      db,
    )
    const send = canut.as({ id: batch.ownerId })
    const asked = await send.json(`/api/v1/batches/${batch.publicId}/more-responses`, { below: 80, more: 3, tasks: 6000 })
    expect(asked.status).toBe(200)
    const wanted = async () =>
      (await sql<{ wanted: number }>`select sum(wanted)::int as wanted from task_slots where batch_id = ${batch.id}`.execute(db)).rows[0]
        ?.wanted
    await expect.poll(wanted).toBe(24_000)
    const request = async () =>
      (
        await sql<{ opened: number; finished: boolean }>`
          select opened, finished_at is not null as finished from response_requests where batch_id = ${batch.id}`.execute(db)
      ).rows
    await expect.poll(request).toEqual([{ opened: 6000, finished: true }])
  })

  it('are confirmed on a page that shows the cost first', async () => {
    const { batch, send } = await aDividedBatch()
    await deposit(batch, 'page')
    const path = `/batches/${batch.publicId}/results/more`
    const page = await (await send(`${path}?below=90&more=1`)).text()
    expect(page).toContain('Ask for them, and set €0.1155 aside')
    expect((await send(`${path}?below=zero`)).status).toBe(422)
    expect((await send.form(path, { below: '90', more: '1', tasks: '1' })).status).toBe(409)
    const done = await send.form(path, { below: '90', more: '1', tasks: '2' })
    expect(done.headers.get('location')).toBe(`/batches/${batch.publicId}/results?done=more`)
    const reviewer = canut.as(await someStaff(canut, batch, 'reviewer'))
    expect((await reviewer(path)).status).toBe(403)
  })
})
