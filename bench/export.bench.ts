/**
 * How long until the first byte of an export, how many rows a second, and how much memory does the server need, beside
 * PostgreSQL's own COPY of the same query into nothing, in the same run on the same machine?
 *
 *   npx node bench/export.bench.ts [--rows 1000000] [--rounds 3]
 *
 * Ends with 0 when every file has all rows, the first byte came within a second and memory stayed flat, 2 when not.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import type * as Exports from '../apps/server/src/exports/exports.store.ts'
import { watchMemory } from './memory-of.ts'
import { abortOnInterrupt, loadReplay, queryOnce, tell, uuidOf } from './own-canut.ts'

const options = { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } } as const
const { values: given } = parseArgs({ options })
const [rows, rounds] = [Number(given.rows), Number(given.rounds)]
const REDUNDANCY = 5
const FIRST_BYTE_MAX_MS = 1000
/** what a server may grow by while it sends a file of any size */
const GROWTH_MAX_MEGABYTES = 100

const { startOwnInstance } = await loadReplay()
const { responsesQuery } = (await import(join(import.meta.dirname, '../apps/server/dist/exports/exports.store.js'))) as typeof Exports
const instance = await startOwnInstance({ signal: abortOnInterrupt() })
try {
  const batch = await makeBatch()
  await fill(uuidOf(batch))
  const copies: Read[] = []
  const files: Record<'csv' | 'jsonl', Exported[]> = { csv: [], jsonl: [] }
  for (let round = 1; round <= rounds; round += 1) {
    copies.push(await copyQuery(uuidOf(batch)))
    for (const format of ['csv', 'jsonl'] as const) files[format].push(await download(batch, format))
  }
  const copySeconds = median(copies.map(({ seconds }) => seconds))
  const all = [...files.csv, ...files.jsonl]
  const isRight =
    files.csv.every(({ lines }) => lines === rows + 1) &&
    files.jsonl.every(({ lines }) => lines === rows) &&
    all.every(({ firstByteMs }) => firstByteMs < FIRST_BYTE_MAX_MS) &&
    all.every(({ before, peak }) => peak - before < GROWTH_MAX_MEGABYTES)
  tell(`Export of ${rows} responses, median of ${rounds} rounds`, {
    copySeconds,
    copyMegabytes: Math.round((copies[0]?.bytes ?? 0) / 1e6),
    copyFirstByteMs: median(copies.map(({ firstByteMs }) => firstByteMs)),
    ...figuresOf('csv', files.csv, copySeconds),
    ...figuresOf('jsonl', files.jsonl, copySeconds),
    serverMegabytesBefore: Math.max(...all.map(({ before }) => before)),
    serverMegabytesPeak: Math.max(...all.map(({ peak }) => peak)),
    allRight: isRight,
  })
  process.exitCode = isRight ? 0 : 2
} finally {
  await instance.stop()
}

function figuresOf(format: string, of: readonly Exported[], copySeconds: number): Record<string, number> {
  const seconds = median(of.map((each) => each.seconds))
  return {
    [`${format}Seconds`]: seconds,
    [`${format}FirstByteMs`]: median(of.map(({ firstByteMs }) => firstByteMs)),
    [`${format}FirstByteMsWorst`]: Math.max(...of.map(({ firstByteMs }) => firstByteMs)),
    [`${format}RowsPerSecond`]: Math.round(rows / seconds),
    [`${format}Megabytes`]: Math.round((of[0]?.bytes ?? 0) / 1e6),
    [`${format}Ratio`]: round2(seconds / copySeconds),
  }
}

async function makeBatch(): Promise<string> {
  const organisation = await post<{ id: string }>('/api/v1/organisations', { name: 'Bench', country: 'FR' })
  const project = await post<{ id: string }>(`/api/v1/organisations/${organisation.id}/projects`, { name: 'Bench', taskType: 'text-class' })
  const settings = { labels: ['pleased', 'neutral', 'displeased'].map((value) => ({ value })) }
  const price = { micros: '50000', currency: 'XTS' }
  const batch = await post<{ id: string }>(`/api/v1/projects/${project.id}/batches`, {
    name: 'Bench',
    settings,
    price,
    redundancy: REDUNDANCY,
  })
  return batch.id
}

/** What a crowd of a thousand would leave behind, written at once: it is the reading that is measured. */
async function fill(batchId: string): Promise<void> {
  const tasks = Math.ceil(rows / REDUNDANCY)
  await queryOnce(
    instance.databaseUrl(),
    `insert into tasks (batch_id, number, payload, truth, source_line)
     select $1, n, jsonb_build_object('text', 'Sentence ' || n || ' says that the café on the corner was open.'),
       case when n % 100 = 0 then '{"label":"pleased"}'::jsonb end, n + 1 from generate_series(1, $2::int) n`,
    [batchId, tasks],
  )
  await queryOnce(
    instance.databaseUrl(),
    `with made as (
       insert into assignments (batch_id, number, worker_id, id, state, price_micros, fee_micros, instructions_version, leased_at, lease_expires_at,
         submitted_at, review_closes_at, decided_at, decision)
       select $1, 1 + i / ${REDUNDANCY}, ('00000000-0000-4000-8000-' || lpad(((i / ${REDUNDANCY}) * 7 + (i % ${REDUNDANCY}) * 199) % 1000 || '', 12, '0'))::uuid,
         gen_random_uuid(), 'approved', 50000, 5000, 1, now(), now(), now(), now(), now(), 'silence'
       from generate_series(0, $2::int - 1) i returning number, worker_id)
     insert into responses (batch_id, number, worker_id, body, label, work_ms, submitted_at, receipt_hash)
     select $1, number, worker_id, '{"label":"pleased"}', 'pleased', 4200, now(), sha256(uuid_send(worker_id)) from made`,
    [batchId, rows],
  )
  await queryOnce(instance.databaseUrl(), 'analyze tasks, assignments, responses', [])
}

interface Read {
  readonly seconds: number
  readonly firstByteMs: number
  readonly bytes: number
}

/** As psql would with `copy (…) to '/dev/null'`: the bytes cross the connection and are dropped. */
async function copyQuery(batchId: string): Promise<Read> {
  const client = new pg.Client({ connectionString: instance.databaseUrl() })
  await client.connect()
  try {
    const started = performance.now()
    let firstByteMs = Number.NaN
    let bytes = 0
    for await (const piece of client.query(copyTo(`copy (${responsesQuery(batchId)}) to stdout`))) {
      if (bytes === 0) firstByteMs = Math.round(performance.now() - started)
      bytes += (piece as Buffer).length
    }
    return { seconds: round2((performance.now() - started) / 1000), firstByteMs, bytes }
  } finally {
    await client.end()
  }
}

interface Exported extends Read {
  readonly lines: number
  readonly before: number
  readonly peak: number
}

async function download(batch: string, format: 'csv' | 'jsonl'): Promise<Exported> {
  const memory = watchMemory(instance.serverPid() ?? Number.NaN)
  const started = performance.now()
  const headers = { Authorization: `Bearer ${instance.token}` }
  const response = await fetch(`${instance.url}/api/v1/batches/${batch}/exports/responses.${format}`, { headers })
  if (!response.ok || response.body === null) throw new Error(`${response.status} ${await response.text()}`)
  let [lines, bytes, firstByteMs] = [0, 0, Number.NaN]
  for await (const piece of response.body) {
    if (Number.isNaN(firstByteMs)) firstByteMs = Math.round(performance.now() - started)
    bytes += piece.length
    for (let at = piece.indexOf(10); at >= 0; at = piece.indexOf(10, at + 1)) lines += 1
  }
  const seconds = round2((performance.now() - started) / 1000)
  memory.stop()
  return { seconds, firstByteMs, lines, bytes, before: memory.beforeMegabytes, peak: memory.peakMegabytes() }
}

async function post<T>(path: string, body: object): Promise<T> {
  const headers = { Authorization: `Bearer ${instance.token}`, 'Content-Type': 'application/json' }
  const response = await fetch(instance.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

function round2(value: number): number {
  return Math.round(value * 100) / 100
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
