/**
 * Dawid–Skene on many labels: by several threads beside one, and from the disk beside memory, on the same generated labels (5 per
 * task, 5 classes, 1 worker per 500 labels).
 *
 *   npx node bench/aggregation-large.bench.ts [--only threads,stream] [--sizes 1000000,10000000] [--threads 2] [--stream-size 10000000]
 *
 * Tables go to stderr, and JSON to bench/results/aggregation-large.json. Ends with 2 when two results that must be the same are not.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { withLanes } from '../apps/server/src/aggregate/run-in-threads.ts'
import { codedCrowd, dawidSkene, dawidSkeneParallel, type DawidSkene } from '../packages/aggregation/src/index.ts'
import { printTable } from './bench-results.ts'
import { generateCrowd } from './generated-crowd.ts'
import { watchMemory } from './memory-of.ts'

const { values: given } = parseArgs({
  options: {
    only: { type: 'string', default: 'threads,stream' },
    sizes: { type: 'string', default: '1000000,10000000' },
    threads: { type: 'string', default: '2' },
    'stream-size': { type: 'string', default: '10000000' },
  },
})
const CLI = join(import.meta.dirname, '../apps/server/bin/canut.js')

const columnsOf = (responses: number) =>
  generateCrowd({ responses, perTask: 5, classes: 5, workers: Math.max(20, responses / 500), accuracies: 'beta', errors: 'alike', seed: 1 })
    .columns

/** The better of two times each, in turn: others may use the machine. */
async function measureThreads(responses: number) {
  const built = codedCrowd(columnsOf(responses))
  const threads = Number(given.threads)
  const times = { one: Infinity, many: Infinity }
  let isSame = true
  for (let turn = 0; turn < 2; turn++) {
    const [one, alone] = await timed(() => dawidSkene(built))
    const [many, together] = await withLanes(threads, (lanes) => timed(() => dawidSkeneParallel(built, lanes)))
    times.one = Math.min(times.one, one)
    times.many = Math.min(times.many, many)
    isSame &&= isSameResult(alone, together)
  }
  return { responses: built.size, threads, ...times, faster: times.one / times.many, isSame }
}

function isSameResult(one: DawidSkene, other: DawidSkene): boolean {
  const tables = ['posteriors', 'confusion', 'priors', 'objective'] as const
  return tables.every((table) => one[table].length === other[table].length && one[table].every((value, at) => value === other[table][at]))
}

async function timed<T>(run: () => T | Promise<T>): Promise<readonly [seconds: number, result: T]> {
  const before = performance.now()
  const result = await run()
  return [(performance.now() - before) / 1000, result]
}

async function measureStream(responses: number) {
  const folder = mkdtempSync(join(tmpdir(), 'canut-bench-'))
  try {
    const file = join(folder, 'labels.csv')
    const { task, worker, label, tasks, workers, labels } = columnsOf(responses)
    function* lines() {
      yield 'task,worker,label\n'
      for (let from = 0; from < task.length; from += 10_000) {
        const rows = Array.from({ length: Math.min(10_000, task.length - from) }, (_, n) => from + n)
        yield rows.map((row) => `${tasks[task[row]!]},${workers[worker[row]!]},${labels[label[row]!]}\n`).join('')
      }
    }
    await pipeline(Readable.from(lines()), createWriteStream(file))
    const streamed = await aggregate(file, join(folder, 'streamed.csv'), ['--stream'])
    const inMemory = await aggregate(file, join(folder, 'in-memory.csv'), [])
    return {
      responses: task.length,
      fileMegabytes: Math.round(statSync(file).size / 1e6),
      streamed,
      inMemory,
      isSame: streamed.hash === inMemory.hash,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function aggregate(file: string, out: string, more: readonly string[]) {
  const child = spawn(process.execPath, [CLI, 'aggregate', file, '--method', 'dawid-skene', '--out', out, '--json', ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const watch = watchMemory(child.pid!)
  let said = ''
  child.stdout.on('data', (text) => (said += String(text)))
  const [code] = (await once(child, 'close')) as [number]
  watch.stop()
  if (code !== 0) throw new Error(`canut aggregate ended with ${code}`)
  const { seconds, readSeconds, iterations } = JSON.parse(said) as { seconds: number; readSeconds: number; iterations: number }
  const hash = createHash('sha256')
  await pipeline(createReadStream(out), hash)
  return { seconds, readSeconds, iterations, peakMegabytes: watch.peakMegabytes(), hash: hash.digest('hex') }
}

const file = join(import.meta.dirname, 'results/aggregation-large.json')
const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {}
const wanted = new Set(given.only.split(','))
const threads: Awaited<ReturnType<typeof measureThreads>>[] = []
if (wanted.has('threads')) for (const size of given.sizes.split(',')) threads.push(await measureThreads(Number(size)))
const stream = wanted.has('stream') ? await measureStream(Number(given['stream-size'])) : null
if (threads.length > 0) {
  printTable(
    'Dawid–Skene by one thread and by several, seconds of the wall',
    threads.map(({ one, many, faster, isSame, ...line }) => ({
      ...line,
      same: String(isSame),
      one: one.toFixed(2),
      many: many.toFixed(2),
      faster: `${faster.toFixed(2)} ×`,
    })),
  )
}
if (stream !== null) {
  const line = (name: string, { seconds, readSeconds, peakMegabytes, iterations }: (typeof stream)['streamed']) => ({
    where: name,
    responses: stream.responses,
    'read and sort': readSeconds.toFixed(1),
    compute: seconds.toFixed(1),
    iterations,
    'peak MB': peakMegabytes,
    same: String(stream.isSame),
  })
  printTable('canut aggregate, seconds of the wall', [line('from the disk', stream.streamed), line('in memory', stream.inMemory)])
}
const report = { ...kept, node: process.version, ...(threads.length > 0 ? { threads } : {}), ...(stream === null ? {} : { stream }) }
writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`)
process.exitCode = threads.every(({ isSame }) => isSame) && stream?.isSame !== false ? 0 : 2
