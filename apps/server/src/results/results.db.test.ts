import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff } from '../testing/responses-builder.ts'
import { rejectResponse } from '../reviews/index.ts'
import { setMethod } from './runs.store.ts'
import { AGGREGATE_QUEUE, aggregateBatch, requestAggregation, sweepAggregations } from './aggregate-batch.ts'

interface Answer {
  label: string | null
  tied: string[]
  confidence: number
  responses?: number
  method?: string
  adjudicatedAt?: string | null
}
interface Page {
  items: {
    taskNumber: number
    truth: string | null
    responses: number
    majorityVote: Answer | null
    result: Answer | null
    disagreed: string[]
  }[]
  nextCursor: string | null
  run: Run | null
  newest: Run | null
}
interface Run {
  id: string
  state: string
  responses: number
  tasks: number
  workers: number
  agreement: number
  converged: boolean
  goldTasks: number
  method: string | null
  methodAsked: string | null
  alpha: { value: number; low: number | null; high: number | null } | null
  rowsChanged: number | null
  accuracy: { majorityVote: number | null; method: number | null }
  failure: string | null
}

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp({ idleQueues: [AGGREGATE_QUEUE] })
})
afterAll(() => canut.close())

async function staffOf(batch: BuiltBatch) {
  const send = canut.as(await someStaff(canut, batch, 'reviewer'))
  return {
    send,
    results: async (query = '') => (await (await send(`/api/v1/batches/${batch.publicId}/results${query}`)).json()) as Page,
  }
}

/** Three people on four tasks, the first of which is gold (its truth is yes): 3 of 3 yes · 2 of 3 no · 2 of 3 no · one answer. */
async function aJudgedBatch() {
  const batch = await aBatch(canut, { tasks: 5, gold: [1] })
  const responses = await someResponses(canut, batch, [
    ['yes', 'no', 'no', 'yes'],
    ['yes', 'no', 'yes'],
    ['yes', 'yes', 'no'],
  ])
  return { batch, responses }
}

describe('results', () => {
  it('shows the majority of now, and what the method of the batch holds once a run has ended', async () => {
    const { batch } = await aJudgedBatch()
    const { results } = await staffOf(batch)
    const before = await results()
    expect(before.items.map(({ majorityVote }) => majorityVote)).toEqual([
      { label: 'yes', tied: [], confidence: 1 },
      { label: 'no', tied: [], confidence: 2 / 3 },
      { label: 'no', tied: [], confidence: 2 / 3 },
      { label: 'yes', tied: [], confidence: 1 },
      null,
    ])
    expect(before.items.map(({ responses }) => responses)).toEqual([3, 3, 3, 1, 0])
    expect(before.items.map(({ disagreed }) => disagreed.length)).toEqual([0, 1, 1, 0, 0])
    expect(before.items[0]?.truth).toBe('yes')
    expect(before.run).toBeNull()
    expect(before.newest?.state).toBe('waiting')

    await aggregateBatch(canut.services, batch.id)
    const after = await results()
    expect(after.run).toMatchObject({
      id: before.newest?.id,
      state: 'done',
      responses: 10,
      tasks: 4,
      workers: 3,
      goldTasks: 1,
      accuracy: { majorityVote: 1, method: 1 },
      methodAsked: 'auto',
      method: 'majority-vote',
      rowsChanged: 4,
      failure: null,
    })
    expect(after.run?.agreement).toBeCloseTo((1 + 1 / 3 + 1 / 3) / 3)
    expect(after.newest?.id).toBe(after.run?.id)
    expect(after.items.map(({ result }) => result?.responses)).toEqual([3, 3, 3, 1, undefined])
    expect(after.items[0]?.result?.label).toBe('yes')
  })

  it('reports a tie and breaks none', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    await someResponses(canut, batch, [['yes'], ['no']])
    await requestAggregation(canut.services, batch.id)
    await aggregateBatch(canut.services, batch.id)
    const { items } = await (await staffOf(batch)).results()
    expect(items[0]?.majorityVote).toEqual({ label: null, tied: ['no', 'yes'], confidence: 0.5 })
    expect(items[0]?.disagreed).toEqual([])
    const { rows } = await sql<{
      tied: string[]
    }>`select tied from results where batch_id = ${batch.id}`.execute(canut.services.db)
    expect(rows).toEqual([{ tied: ['no', 'yes'] }])
  })

  it('leaves rejected responses out, and asks for a new run because of them', async () => {
    const { batch, responses } = await aJudgedBatch()
    const { results } = await staffOf(batch)
    await results()
    await aggregateBatch(canut.services, batch.id)
    const [first] = responses
    if (first === undefined) throw new Error('no response')
    const rejected = await rejectResponse(canut.services, {
      assignment: { id: first.id, batchId: batch.id },
      grounds: { reason: 'other', instructionLine: 'Read the text.', explanation: 'This was not read at all.' },
      by: batch.ownerId,
    })
    expect(rejected.ok).toBe(true)
    canut.clock.advance({ minutes: 1 })
    const page = await results()
    expect(page.items[0]?.responses).toBe(2)
    expect(page.newest).toMatchObject({ state: 'waiting' })
    expect(page.newest?.id).not.toBe(page.run?.id)
    await aggregateBatch(canut.services, batch.id)
    expect((await results()).run).toMatchObject({ responses: 9 })
  })

  it('pages through all tasks by number and by confidence, each once', async () => {
    const batch = await aBatch(canut, { tasks: 130, redundancy: 2 })
    const given = (every: number) => Array.from({ length: 130 }, (_, i) => (i % every === 0 ? 'no' : 'yes'))
    await someResponses(canut, batch, [given(2), given(5)])
    await requestAggregation(canut.services, batch.id)
    await aggregateBatch(canut.services, batch.id)
    const { results, send } = await staffOf(batch)
    for (const order of ['task', 'least_sure']) {
      const seen: Page['items'] = []
      for (let cursor: string | null = '', guard = 0; cursor !== null && guard < 10; guard++) {
        const page: Page = await results(`?order=${order}&cursor=${cursor}`)
        seen.push(...page.items)
        cursor = page.nextCursor
      }
      expect(new Set(seen.map(({ taskNumber }) => taskNumber)).size).toBe(130)
      expect(seen).toHaveLength(130)
      const sorted = seen.map((item) => (order === 'task' ? item.taskNumber : (item.result?.confidence ?? 2)))
      expect(sorted).toEqual(sorted.toSorted((a, b) => a - b))
    }
    const unsure = await results('?order=least_sure&below=0.9')
    expect(unsure.items.every(({ result }) => (result?.confidence ?? 1) < 0.9)).toBe(true)
    for (const wrong of ['cursor=abc', 'order=best', 'below=2', 'below=x', 'cursor=99999999999.0000000000000000'])
      expect((await send(`/api/v1/batches/${batch.publicId}/results?${wrong}`)).status).toBe(422)
  })

  it('gives a majority only where there are too many labels for the method', async () => {
    const batch = await aBatch(canut, { tasks: 5000, redundancy: 1 })
    const worker = await canut.signUp()
    await sql`
      with made as (
        insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at, submitted_at)
        select ${batch.id}, n, ${worker.id}, gen_random_uuid(), 'submitted', 1, 1, 1, ${canut.clock()}, ${canut.clock()}, ${canut.clock()} from generate_series(1, 5000) n
        returning number)
      insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
      select ${batch.id}, number, ${worker.id}, '{}', E'free \\\\ "text"\t' || number || E'\n', 1, ${canut.clock()}, '' from made`.execute(
      canut.services.db,
    )
    await setMethod(canut.services.db, batch.id, 'dawid-skene')
    await requestAggregation(canut.services, batch.id)
    await aggregateBatch(canut.services, batch.id)
    const { results } = await staffOf(batch)
    const page = await results()
    expect(page.run).toMatchObject({ state: 'done', method: 'majority-vote', failure: 'too_large', responses: 5000, converged: null })
    const { rows } = await sql<{ label: string; count: number }>`
      select min(label) as label, count(*)::int as count from results r join responses s using (batch_id, number, label) where r.batch_id = ${batch.id}`.execute(
      canut.services.db,
    )
    expect(rows).toEqual([{ label: 'free \\ "text"\t1\n', count: 5000 }])
    expect((await results('?order=least_sure')).items).toHaveLength(100)
  })
})

describe('runs', () => {
  it('are one when many ask at the same time, and one at a time', async () => {
    const { batch } = await aJudgedBatch()
    const { send } = await staffOf(batch)
    const asked = await Promise.all(
      Array.from({ length: 6 }, async () => send(`/api/v1/batches/${batch.publicId}/aggregations`, { method: 'POST' })),
    )
    expect(asked.map(({ status }) => status)).toEqual(Array(6).fill(202))
    const ids = new Set(((await Promise.all(asked.map((answer) => answer.json()))) as Run[]).map(({ id }) => id))
    expect(ids.size).toBe(1)
    await Promise.all([aggregateBatch(canut.services, batch.id), aggregateBatch(canut.services, batch.id)])
    const run = (await (await send(`/api/v1/batches/${batch.publicId}/aggregations/${[...ids][0]}`)).json()) as Run
    expect(run.state).toBe('done')
    const other = await aBatch(canut, { tasks: 1 })
    expect((await canut.as({ id: other.ownerId })(`/api/v1/batches/${other.publicId}/aggregations/${run.id}`)).status).toBe(404)
    expect((await canut.as({ id: other.ownerId })(`/api/v1/batches/${batch.publicId}/results`)).status).toBe(403)
  })

  it('are asked for when a batch is done, and done again when their process was lost', async () => {
    const batch = await aBatch(canut, { tasks: 2, redundancy: 1 })
    await someResponses(canut, batch, [['yes', 'no']])
    const runs = async () =>
      (await sql<{ state: string }>`select state from aggregation_runs where batch_id = ${batch.id}`.execute(canut.services.db)).rows
    await sweepAggregations(canut.services)
    expect(await runs()).toEqual([{ state: 'waiting' }])
    await sql`update aggregation_runs set state = 'running' where batch_id = ${batch.id}`.execute(canut.services.db)
    canut.clock.advance({ minutes: 1 })
    await sweepAggregations(canut.services)
    expect(await runs()).toEqual([{ state: 'done' }])
    await sweepAggregations(canut.services)
    expect(await runs()).toHaveLength(1)
  })
})
