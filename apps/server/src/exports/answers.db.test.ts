import { sql } from 'kysely'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregateBatch } from '../results/index.ts'
import { rejectResponse } from '../reviews/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff } from '../testing/responses-builder.ts'

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

async function staffOf(batch: BuiltBatch) {
  const send = canut.as(await someStaff(canut, batch, 'reviewer'))
  const file = (name: string) => send(`/api/v1/batches/${batch.publicId}/exports/${name}`)
  const lines = async (name: string) =>
    (await (await file(name)).text())
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>)
  return { send, file, lines }
}

/** Two workers on tasks 1 and 2, one on task 3, none on task 4; the second response to task 2 is rejected. */
async function anAnsweredBatch(): Promise<BuiltBatch> {
  const batch = await aBatch(canut, { tasks: 4, gold: [1] })
  const responses = await someResponses(canut, batch, [
    ['yes', 'no', 'no'],
    ['yes', 'yes'],
  ])
  const wrong = responses[4]
  if (wrong === undefined) throw new Error('no response')
  const rejected = await rejectResponse(canut.services, {
    assignment: { id: wrong.id, batchId: batch.id },
    grounds: { reason: 'other', instructionLine: 'Read the text.', explanation: 'Not read, clearly not read.' },
    by: batch.ownerId,
  })
  if (!rejected.ok) throw new Error(rejected.error.kind)
  await sql`update tasks set passed = '{"source": "Text 1", "sku": "A9"}' where batch_id = ${batch.id} and number = 1`.execute(
    canut.services.db,
  )
  return batch
}

async function aggregated(batch: BuiltBatch): Promise<BuiltBatch> {
  await sql`insert into aggregation_runs (id, batch_id, state, requested_at) values (gen_random_uuid(), ${batch.id}, 'waiting', ${canut.clock()})`.execute(
    canut.services.db,
  )
  await aggregateBatch(canut.services, batch.id)
  return batch
}

describe('answers', () => {
  it('of each worker are those that count, under the pseudonyms of every other export', async () => {
    const batch = await anAnsweredBatch()
    const { file, lines } = await staffOf(batch)
    const bytes = await (await file('responses.parquet')).arrayBuffer()
    const rows = await parquetReadObjects({ file: bytes })
    expect(rows.map(({ task, label, passed_on: passed }): unknown[] => [Number(task), label, passed])).toEqual([
      [1, 'yes', { source: 'Text 1', sku: 'A9' }],
      [1, 'yes', { source: 'Text 1', sku: 'A9' }],
      [2, 'no', null],
      [3, 'no', null],
    ])
    const known = new Set((await lines('responses.jsonl')).map(({ worker }) => worker))
    expect(rows.every(({ worker }) => known.has(worker))).toBe(true)
  })

  it('of all together are those of the last run, and a task with one response has that one', async () => {
    const batch = await anAnsweredBatch()
    const { file, lines } = await staffOf(batch)
    const before = (await lines('results.manifest.jsonl')).map(
      (line) => (line['First-batch-metadata'] as { 'class-name': string } | undefined)?.['class-name'],
    )
    expect(before).toEqual([undefined, 'no', 'no', undefined])

    await aggregated(batch)
    const after = await lines('results.manifest.jsonl')
    expect(after.map((line) => (line['First-batch-metadata'] as { 'class-name': string } | undefined)?.['class-name'])).toEqual([
      'yes',
      'no',
      'no',
      undefined,
    ])
    expect(after[0]).toMatchObject({ source: 'Text 1', sku: 'A9', 'First-batch': 0 })
    expect(after[3]).toEqual({ source: 'Text 4' })
    const answer = await file('results.label-studio.json')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="canut-${batch.publicId}-results.label-studio.json"`,
      link: expect.stringContaining('/exports/about.json'),
    })
    expect(((await answer.json()) as unknown[]).length).toBe(4)
  })

  it('that a format has no place for are refused with what can be had', async () => {
    const { file } = await staffOf(await aBatch(canut, { tasks: 1 }))
    const answer = await file('results.coco.json')
    const problem = JSON.stringify(await answer.json())
    expect(answer.status).toBe(422)
    expect(problem).toContain('results.manifest.jsonl')
    expect(problem).toContain('results.csv')
    expect((await file('results.nonsense')).status).toBe(422)
    expect((await file('responses.manifest.jsonl')).status).toBe(422)
  })

  it('that nobody reads to the end are no longer asked for', async () => {
    const batch = await aBatch(canut, { tasks: 40_000, redundancy: 1, priceMicros: 1n, feeMicros: 0n })
    const worker = await canut.signUp()
    await sql`
      with made as (
        insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at, submitted_at)
        select ${batch.id}, n, ${worker.id}, gen_random_uuid(), 'submitted', 1, 0, 1, ${canut.clock()}, ${canut.clock()}, ${canut.clock()} from generate_series(1, 40000) n
        returning number)
      insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
      select ${batch.id}, number, ${worker.id}, '{"label":"yes"}', 'yes', 1000, ${canut.clock()}, '' from made`.execute(canut.services.db)
    const { file } = await staffOf(batch)
    const busy = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from pg_stat_activity where datname = current_database() and query like 'copy (%' and state <> 'idle'`.execute(
        canut.services.db,
      )
      return rows[0]?.count ?? 0
    }
    const reader = (await file('responses.label-studio.json')).body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    expect(await busy()).toBe(1)
    await reader?.cancel()
    await expect.poll(busy).toBe(0)
    expect(JSON.parse(await (await file('responses.label-studio.json')).text())).toHaveLength(40_000)
  })
})

describe('the page', () => {
  it('lists what fits the kind of task, with a sentence on each, in both languages', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { send } = await staffOf(batch)
    const english = await (await send(`/batches/${batch.publicId}/exports`)).text()
    for (const file of [
      'results.qrels',
      'results.manifest.jsonl',
      'results.parquet',
      'responses.label-studio.json',
      'responses.csv',
      'about.json',
    ])
      expect(english).toContain(`/batches/${batch.publicId}/exports/${file}"`)
    for (const absent of ['coco', 'yolo', 'srt', 'conll', 'responses.manifest']) expect(english).not.toContain(`exports/results.${absent}`)
    const french = await (await send(`/batches/${batch.publicId}/exports`, { headers: { 'Accept-Language': 'fr' } })).text()
    expect(french).toContain('Une note par requête et document')
    expect(french).toContain('Personne n’a encore répondu')
    expect(english).toContain('Nobody has answered yet')
    await someResponses(canut, batch, [['yes']])
    const answered = await (await send(`/batches/${batch.publicId}/exports`)).text()
    expect(answered).not.toContain('Nobody has answered yet')
    expect(answered).toContain('Results were not computed yet')
    await sql`insert into aggregation_runs (id, batch_id, state, requested_at) values (gen_random_uuid(), ${batch.id}, 'waiting', ${canut.clock()})`.execute(
      canut.services.db,
    )
    await aggregateBatch(canut.services, batch.id)
    expect(await (await send(`/batches/${batch.publicId}/exports`)).text()).not.toContain('Results were not computed yet')
    expect((await canut.as(await canut.signUp())(`/batches/${batch.publicId}/exports`)).status).toBe(403)
  })
})
