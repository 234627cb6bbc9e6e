import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregateBatch } from '../results/index.ts'
import { approveMany, rejectResponse } from '../reviews/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someResponses, someStaff } from '../testing/responses-builder.ts'

type Row = Record<string, string>

let canut: TestApp
beforeAll(async () => {
  canut = await startTestApp()
})
afterAll(() => canut.close())

/** The status of an answer whose content nobody wants: an export that is not read to its end must be given up. */
async function statusOf(answer: Response): Promise<number> {
  await answer.body?.cancel()
  return answer.status
}

async function staffOf(batch: BuiltBatch) {
  const send = canut.as(await someStaff(canut, batch, 'reviewer'))
  const file = (name: string, query = '') => send(`/api/v1/batches/${batch.publicId}/exports/${name}${query}`)
  return {
    send,
    file,
    csv: async (name: string, query = '') => parse<Row>(await (await file(name, query)).text(), { columns: true }),
    jsonl: async (name: string) =>
      (await (await file(name)).text())
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  }
}

/** Six responses: one rejected, the others approved; task 1 is gold. */
async function aReviewedBatch() {
  const batch = await aBatch(canut, { tasks: 3, gold: [1] })
  const responses = await someResponses(canut, batch, [
    ['yes', 'no'],
    ['yes', 'no'],
    ['no', 'yes'],
  ])
  const [, , , , fifth] = responses
  if (fifth === undefined) throw new Error('no response')
  const rejected = await rejectResponse(canut.services, {
    assignment: { id: fifth.id, batchId: batch.id },
    grounds: { reason: 'other', instructionLine: 'Read the text.', explanation: 'Not read;\n"clearly", not read.' },
    by: batch.ownerId,
  })
  if (!rejected.ok) throw new Error(rejected.error.kind)
  await approveMany(canut.services, { batchId: batch.id, selection: 'all', by: batch.ownerId })
  await sql`insert into aggregation_runs (id, batch_id, state, requested_at) values (gen_random_uuid(), ${batch.id}, 'waiting', ${canut.clock()})`.execute(
    canut.services.db,
  )
  await aggregateBatch(canut.services, batch.id)
  return { batch, responses }
}

/** Many small responses of one worker, written at once: what the use cases would take minutes for. */
async function aLargeBatch(count: number): Promise<BuiltBatch> {
  const batch = await aBatch(canut, { tasks: count, redundancy: 1, priceMicros: 1n, feeMicros: 0n })
  const worker = await canut.signUp()
  await sql`
    with made as (
      insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at, submitted_at)
      select ${batch.id}, n, ${worker.id}, gen_random_uuid(), 'submitted', 1, 0, 1, ${canut.clock()}, ${canut.clock()}, ${canut.clock()} from generate_series(1, ${count}::int) n
      returning number)
    insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
    select ${batch.id}, number, ${worker.id}, '{"label":"yes"}', 'yes', 1000, ${canut.clock()}, '' from made`.execute(canut.services.db)
  return batch
}

describe('responses', () => {
  it('are the table, row for row, in both formats', async () => {
    const { batch, responses } = await aReviewedBatch()
    const { csv, jsonl } = await staffOf(batch)
    const rows = await csv('responses.csv')
    const objects = await jsonl('responses.jsonl')
    const { rows: table } = await sql<{
      id: string
      number: number
      label: string
      state: string
      work_ms: number
      at: Date
      hash: string
    }>`
      select a.id, a.number, r.label, a.state, r.work_ms, a.submitted_at as at, encode(sha256(b.pseudonym_salt || uuid_send(a.worker_id)), 'hex') as hash
      from assignments a join responses r using (batch_id, number, worker_id) join batches b on b.id = a.batch_id
      where a.batch_id = ${batch.id} order by a.number, a.worker_id`.execute(canut.services.db)
    expect(table).toHaveLength(responses.length)
    const expected = table.map((row) => ({
      assignment: `asg_${row.id.replaceAll('-', '')}`,
      task: row.number,
      worker: `w-${row.hash.slice(0, 12)}`,
      state: row.state,
      label: row.label,
      work_ms: row.work_ms,
      submitted_at: row.at.toISOString(),
    }))
    expect(objects.map((object) => Object.fromEntries(Object.keys(expected[0] ?? {}).map((key) => [key, object[key]])))).toEqual(expected)
    expect(rows.map((row) => Object.fromEntries(Object.keys(expected[0] ?? {}).map((key) => [key, row[key]])))).toEqual(
      expected.map((row) => ({ ...row, task: String(row.task), work_ms: String(row.work_ms) })),
    )
    expect(new Set(rows.map((row) => `${row['price']} ${row['fee']} ${row['currency']}`))).toEqual(new Set(['0.050000 0.005000 EUR']))
    const rejected = objects.find((object) => object['state'] === 'rejected')
    expect(rejected?.['rejection']).toEqual({
      reason: 'other',
      instruction_line: 'Read the text.',
      explanation: 'Not read;\n"clearly", not read.',
    })
    expect(rows.find((row) => row['state'] === 'rejected')?.['rejection_explanation']).toBe('Not read;\n"clearly", not read.')
    expect(objects.map((object) => [object['task'], object['truth']])).toContainEqual([1, 'yes'])
    expect(objects.map((object) => [object['task'], object['truth']])).toContainEqual([2, null])
  })

  it('name no worker', async () => {
    const { batch, responses } = await aReviewedBatch()
    const { file } = await staffOf(batch)
    const texts = await Promise.all(
      ['responses.csv', 'responses.jsonl', 'results.jsonl', 'about.json'].map(async (name) => (await file(name)).text()),
    )
    for (const { worker } of responses) {
      for (const secret of [worker.name, worker.email, worker.id, worker.id.replaceAll('-', '')])
        expect(texts.some((text) => text.includes(`"${secret}"`) || text.includes(`,${secret},`) || text.includes(worker.email))).toBe(
          false,
        )
    }
  })

  it('keep every character of a hostile text, and guard formulas when a spreadsheet will read them', async () => {
    const hostile = '=HYPERLINK("http://evil.example";"x"),\r\n\t\\N\\.\n"quoted" <script>alert(1)</script> é 🧵 \u2028'
    const batch = await aBatch(canut, { tasks: 1 })
    await someResponses(canut, batch, [['yes']])
    await sql`update responses set label = ${hostile}, body = ${JSON.stringify({ label: hostile })}::jsonb where batch_id = ${batch.id}`.execute(
      canut.services.db,
    )
    const { csv, jsonl } = await staffOf(batch)
    const [row] = await csv('responses.csv')
    expect(row?.['label']).toBe(hostile)
    expect(JSON.parse(row?.['response'] ?? '')).toEqual({ label: hostile })
    expect((await jsonl('responses.jsonl'))[0]).toMatchObject({ label: hostile, response: { label: hostile } })
    const [guarded] = await csv('responses.csv', '?for=spreadsheet')
    expect(guarded?.['label']).toBe(`'${hostile}`)
  })

  it('tell a spreadsheet, and nobody else, that they are UTF-8', async () => {
    const { file } = await staffOf(await aBatch(canut, { tasks: 1 }))
    const begins = async (query: string) =>
      Buffer.from(await (await file('responses.csv', query)).arrayBuffer())
        .toString('utf8')
        .slice(0, 3)
    expect(await begins('?for=spreadsheet')).toBe('\ufeffas')
    expect(await begins('')).toBe('ass')
  })

  it('have a header and nothing else when there are none', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const { file } = await staffOf(batch)
    expect(await (await file('responses.csv')).text()).toMatch(/^assignment,task,.*\n$/)
    expect(await (await file('responses.jsonl')).text()).toBe('')
  })

  it('spread the columns of the task type', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    await someResponses(canut, batch, [['yes']])
    const settings = JSON.stringify({ labels: [{ value: 'yes' }, { value: 'no' }], multiple: true, none: false })
    await sql`update batches set settings = ${settings}::jsonb where id = ${batch.id}`.execute(canut.services.db)
    await sql`update responses set body = '{"labels":["no"]}' where batch_id = ${batch.id}`.execute(canut.services.db)
    const { csv } = await staffOf(batch)
    expect((await csv('responses.csv'))[0]).toMatchObject({
      'response.label:yes': '0',
      'response.label:no': '1',
      response: '{"labels": ["no"]}',
    })
  })
})

describe('results', () => {
  it('have a row for every task, with what the last run found', async () => {
    const { batch } = await aReviewedBatch()
    const { csv, jsonl } = await staffOf(batch)
    const objects = await jsonl('results.jsonl')
    expect(objects).toMatchObject([
      {
        task: 1,
        content: { text: 'Text 1' },
        truth: 'yes',
        responses: 2,
        result: { label: 'yes', tied: [], confidence: 1, method: 'majority-vote', version: expect.any(String), parameters: { folds: 4 } },
      },
      { task: 2, truth: null, responses: 3, result: { label: 'no', confidence: 2 / 3, method: 'majority-vote' } },
      { task: 3, responses: 0, result: null },
    ])
    const rows = await csv('results.csv')
    expect(rows.map((row) => [row['task'], row['label'], row['confidence'], row['truth']])).toEqual([
      ['1', 'yes', '1', 'yes'],
      ['2', 'no', '0.6666666666666666', ''],
      ['3', '', '', ''],
    ])
    expect(objects[0]?.['result']).toMatchObject({ label: rows[0]?.['label'], method: rows[0]?.['method'], run: rows[0]?.['run'] })
    expect(rows[0]?.['run']).toMatch(/^run_[0-9a-f]{32}$/)
    expect(rows.map((row) => row['parameters'])).toEqual(['{"folds": 4}', '{"folds": 4}', ''])
  })
})

describe('about', () => {
  it('says that people made it, how many, and under which conditions', async () => {
    const { batch } = await aReviewedBatch()
    const { file, send } = await staffOf(batch)
    const answer = await file('responses.csv')
    const link = answer.headers.get('link') ?? ''
    await answer.text()
    const address = /<([^>]+)>; rel="describedby"/.exec(link)?.[1] ?? ''
    const about: unknown = await (await send(new URL(address).pathname)).json()
    expect(about).toMatchObject({
      madeBy: 'people',
      people: 3,
      project: { finalClient: 'The town library', purpose: 'To see whether comments are kind' },
      chain: [{ party: 'The town library', role: 'final client', country: 'FR', sharePercent: 0 }],
      responses: { underReview: 0, approved: 5, rejected: 1, keptAside: 0, rejectionReasons: { other: 1 } },
      pay: { perResponse: { micros: '50000', currency: 'EUR' }, paid: { micros: '250000' } },
    })
  })

  it('gives the median pay per hour from the time that responses took', async () => {
    const batch = await aBatch(canut, { tasks: 3 })
    await someResponses(canut, batch, [['yes', 'yes', 'yes']])
    await sql`update responses set work_ms = number * 10000 where batch_id = ${batch.id}`.execute(canut.services.db)
    const about = (await (await (await staffOf(batch)).file('about.json')).json()) as {
      pay: { medianPerHour: unknown; medianWorkMs: number }
    }
    // 0.05 € for 20 s is 9 € an hour
    expect(about.pay).toMatchObject({ medianPerHour: { micros: '9000000', currency: 'EUR' }, medianWorkMs: 20_000 })
  })
})

describe('the stream', () => {
  it('is refused to others, and for files that there are not', async () => {
    const batch = await aBatch(canut, { tasks: 1 })
    const other = await aBatch(canut, { tasks: 1 })
    for (const path of [`/api/v1/batches/${batch.publicId}/exports/`, `/batches/${batch.publicId}/exports/`]) {
      expect(await statusOf(await canut.as({ id: other.ownerId })(`${path}responses.csv`))).toBe(403)
      expect((await canut.as({ id: other.ownerId })(`${path}about.json`)).status).toBe(403)
      const { send } = await staffOf(batch)
      expect(await statusOf(await send(`${path}responses.csv`))).toBe(200)
      expect((await send(`${path}responses.csv`, { method: 'HEAD' })).headers.get('content-type')).toContain('text/csv')
      expect((await send(`${path}responses.exe`)).status).toBe(422)
      expect((await send(`${path}responses.csv?for=me`)).status).toBe(422)
    }
    expect((await canut.nobody(`/api/v1/batches/${batch.publicId}/exports/responses.csv`)).status).toBe(401)
  })

  it('holds the database back for a slow reader, and lets the connection go when the reader goes', async () => {
    const batch = await aLargeBatch(60_000)
    const { file } = await staffOf(batch)
    const busy = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from pg_stat_activity where datname = current_database() and query like 'copy (%' and state <> 'idle'`.execute(
        canut.services.db,
      )
      return rows[0]?.count ?? 0
    }
    const before = process.memoryUsage().rss
    const answer = await file('responses.jsonl')
    const reader = answer.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 300))
    // 20 MB are not read: they are not here either
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000)
    expect(await busy()).toBe(1)
    await reader?.cancel()
    await expect.poll(busy).toBe(0)
    expect((await (await file('responses.csv')).text()).split('\n')).toHaveLength(60_002)
  })

  it('says to come back when too many are running, and has room again afterwards', async () => {
    const batch = await aLargeBatch(30_000)
    const { file } = await staffOf(batch)
    // the pool of a test has six connections, so one export at a time
    const first = await file('responses.jsonl')
    const second = await file('responses.jsonl')
    expect([first.status, second.status]).toEqual([200, 429])
    expect(second.headers.get('retry-after')).toBe('15')
    expect((await first.text()).split('\n')).toHaveLength(30_001)
    expect(await statusOf(await file('responses.csv'))).toBe(200)
    expect(await statusOf(await file('responses.csv'))).toBe(200)
  })

  it('breaks off instead of ending early when the database fails midway', async () => {
    const batch = await aLargeBatch(60_000)
    const { file } = await staffOf(batch)
    const answer = await file('responses.jsonl')
    expect(answer.status).toBe(200)
    const reader = answer.body?.getReader()
    await reader?.read()
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy (%' and state <> 'idle'`.execute(
      canut.services.db,
    )
    const rest = async () => {
      for (;;) if ((await reader?.read())?.done === true) return
    }
    await expect(rest()).rejects.toThrow(/terminat/)
    const again = await file('responses.csv')
    expect(again.status).toBe(200)
    expect((await again.text()).split('\n')).toHaveLength(60_002)
  })
})
