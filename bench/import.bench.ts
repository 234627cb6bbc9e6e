/**
 * How much longer does importing a table take than PostgreSQL's own COPY of the same rows into a bare table, in the same
 * run on the same machine, and how much memory does the server need?
 *
 *   npx node bench/import.bench.ts [--rows 1000000] [--rounds 3]
 *
 * The imported file has one bad row, at line 700,001 of a million: it must be named, and all others loaded. The copied
 * file is the same without it, since COPY gives up at the first bad row.
 * Ends with 0 when the report is right, 2 when it is not; the times decide nothing.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { watchMemory } from './memory-of.ts'
import { abortOnInterrupt, loadReplay, queryOnce, tell, uuidOf } from './own-canut.ts'

const options = { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } } as const
const { values: given } = parseArgs({ options })
const [rows, rounds] = [Number(given.rows), Number(given.rounds)]
const badLine = Math.floor(rows * 0.7) + 1

const { startOwnInstance } = await loadReplay()
const folder = await mkdtemp(join(tmpdir(), 'canut-bench-'))
const instance = await startOwnInstance({ signal: abortOnInterrupt() })
try {
  const [file, bareFile] = [join(folder, 'rows.csv'), join(folder, 'bare.csv')]
  await writeTable(file, badLine)
  await writeTable(bareFile, null)
  const projectId = await makeProject()
  const copies: number[] = []
  const imports: Imported[] = []
  for (let round = 1; round <= rounds; round += 1) {
    copies.push(await copyBare(bareFile))
    imports.push(await importTable(projectId, file))
  }
  const [copySeconds, importSeconds] = [median(copies), median(imports.map(({ seconds }) => seconds))]
  const isRight = imports.every(({ loaded, problems }) => loaded === rows - 1 && problems.length === 1 && problems[0] === badLine)
  tell(`Import of ${rows} rows, median of ${rounds} rounds`, {
    fileMegabytes: Math.round((await stat(file)).size / 1e6),
    copySeconds,
    importSeconds,
    ratio: round2(importSeconds / copySeconds),
    ratios: imports.map(({ seconds }, i) => round2(seconds / (copies[i] ?? Number.NaN))),
    rowsPerSecond: Math.round(rows / importSeconds),
    reportNamesTheBadLine: isRight,
    serverMegabytesBefore: imports.map(({ before }) => before),
    serverMegabytesPeak: imports.map(({ peak }) => peak),
  })
  process.exitCode = isRight ? 0 : 2
} finally {
  await instance.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Sentences of some eighty characters, quotation marks and accents among them; one row in a hundred is gold. */
async function writeTable(path: string, badAt: number | null): Promise<void> {
  async function* lines(): AsyncGenerator<string> {
    let piece = 'text,truth\n'
    for (let i = 1; i <= rows; i += 1) {
      // line 1 is the header
      if (i + 1 === badAt) piece += 'one,value,too many\n'
      else
        piece += `"Sentence ${i} says that the ""café"" on the corner was open, warm and full of people.",${i % 100 === 0 ? 'pleased' : ''}\n`
      if (piece.length < 65_536) continue
      yield piece
      piece = ''
    }
    yield piece
  }
  await pipeline(Readable.from(lines()), createWriteStream(path))
}

async function copyBare(path: string): Promise<number> {
  const client = new pg.Client({ connectionString: instance.databaseUrl() })
  await client.connect()
  try {
    await client.query('drop table if exists bench_bare')
    await client.query('create table bench_bare (text text, truth text)')
    const started = performance.now()
    await pipeline(createReadStream(path), client.query(copyFrom('copy bench_bare from stdin (format csv, header true)')))
    return secondsSince(started)
  } finally {
    await client.query('drop table if exists bench_bare')
    await client.end()
  }
}

interface Imported {
  readonly seconds: number
  readonly loaded: number
  readonly problems: readonly number[]
  readonly before: number
  readonly peak: number
}

async function importTable(projectId: string, path: string): Promise<Imported> {
  const settings = { labels: ['pleased', 'neutral', 'displeased'].map((value) => ({ value })) }
  const batch = await post<{ id: string }>(`/api/v1/projects/${projectId}/batches`, {
    name: 'Bench',
    settings,
    price: { micros: '50000', currency: 'XTS' },
  })
  const memory = watchMemory(instance.serverPid() ?? Number.NaN)
  const started = performance.now()
  const response = await fetch(`${instance.url}/api/v1/batches/${batch.id}/imports?format=csv&onBadRows=skip`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${instance.token}` },
    body: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    duplex: 'half',
  } as RequestInit)
  const report = (await response.json()) as { problems: { line: number }[]; rowsLoaded: number }
  const seconds = secondsSince(started)
  memory.stop()
  const [counted] = await queryOnce<{ count: string }>(instance.databaseUrl(), 'select count(*) from tasks where batch_id = $1', [
    uuidOf(batch.id),
  ])
  await fetch(`${instance.url}/api/v1/batches/${batch.id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${instance.token}` } })
  const loaded = Number(counted?.count) === report.rowsLoaded ? report.rowsLoaded : Number.NaN
  return {
    seconds,
    loaded,
    problems: report.problems.map(({ line }) => line),
    before: memory.beforeMegabytes,
    peak: memory.peakMegabytes(),
  }
}

async function makeProject(): Promise<string> {
  const organisation = await post<{ id: string }>('/api/v1/organisations', { name: 'Bench', country: 'FR' })
  const project = await post<{ id: string }>(`/api/v1/organisations/${organisation.id}/projects`, { name: 'Bench', taskType: 'text-class' })
  return project.id
}

async function post<T>(path: string, body: object): Promise<T> {
  const headers = { Authorization: `Bearer ${instance.token}`, 'Content-Type': 'application/json' }
  const response = await fetch(instance.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}

function secondsSince(started: number): number {
  return round2((performance.now() - started) / 1000)
}

function round2(value: number): number {
  return Math.round(value * 100) / 100
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
