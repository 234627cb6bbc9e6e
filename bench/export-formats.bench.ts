/**
 * How large is each export format, how long does it take to write, and does memory stay flat?
 *
 *   npx node bench/export-formats.bench.ts [--rows 100000] [--only yolo.zip]
 *
 * Writes generated answers to nowhere: each format once with a tenth of the rows, then with all of them. Memory is what is held
 * right after a collection of garbage, several times a second, and the median of the second half of the time: what is on its way
 * at one moment counts little, what piles up counts. By what that rises from the one to the other is what grows with the rows (of
 * archives, the names of their entries). A line each while it goes, and all as JSON at the end. Needs `npm run build`. Ends with 0
 * when no format rose by more than 20 MB; 2 when one did.
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { ExportFormat } from '../apps/server/src/exports/formats/format.ts'
import type * as Registry from '../apps/server/src/exports/formats/registry.ts'
import { numberOption } from './bench-options.ts'
import { ANSWERS, generatedRows, type GeneratedAnswers } from './generated-answers.ts'

const GROWTH_MAX_MEGABYTES = 20
const SAMPLE_MS = 250
/** a short sound */
const MEDIA = Buffer.alloc(2000, 7)
const options = {
  rows: { type: 'string', default: '100000' },
  only: { type: 'string' },
} as const
const { values: given } = parseArgs({ options })
const rows = numberOption('rows', given.rows, { min: 5, max: 100_000_000 })

interface Measured {
  readonly seconds: number
  readonly megabytes: number
  readonly heldMegabytes: number
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const { exportFormats } = (await import(join(import.meta.dirname, '../apps/server/dist/exports/formats/registry.js'))) as typeof Registry
const figures: (Measured & { readonly format: string; readonly type: string; readonly roseMegabytes: number })[] = []
for (const format of exportFormats) {
  if (given.only !== undefined && format.name !== given.only) continue
  for (const [type, answers] of Object.entries(ANSWERS)) {
    if (!(format.types?.includes(type) ?? type === 'text-class')) continue
    const few = await measure(format, type, answers, Math.ceil(rows / 10))
    const all = await measure(format, type, answers, rows)
    const figure = { format: format.name, type, ...all, roseMegabytes: all.heldMegabytes - few.heldMegabytes }
    figures.push(figure)
    process.stderr.write(`${JSON.stringify(figure)}\n`)
  }
}
process.stdout.write(`${JSON.stringify({ rows, node: process.version, figures }, null, 2)}\n`)
process.exitCode = figures.every(({ roseMegabytes }) => roseMegabytes < GROWTH_MAX_MEGABYTES) ? 0 : 2

async function measure(format: ExportFormat, type: string, answers: GeneratedAnswers, count: number): Promise<Measured> {
  const context: Parameters<ExportFormat['write']>[1] = {
    answers: 'results',
    batch: { id: 'bat_1', name: 'Bench', taskType: type, settings: answers.settings },
    language: 'en',
    run: { id: 'run_1', method: 'majority-vote', version: '0.1.0', parameters: {} },
    about: 'https://canut.example/about.json',
    now: new Date(0),
    scratchDir: join(tmpdir(), 'canut-export-bench'),
    answerKeys: [],
    listChecks: async () => [],
    openFile: async (file) => ({ name: file, contentType: 'audio/wav', bytes: MEDIA.length, content: mediaPieces() }),
  }
  const started = performance.now()
  const held: number[] = []
  let [bytes, sampled] = [0, performance.now()]
  for await (const piece of format.write(generatedRows(answers, count), context)) {
    bytes += typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length
    if (performance.now() - sampled < SAMPLE_MS) continue
    held.push(heldBytes())
    sampled = performance.now()
  }
  const seconds = round((performance.now() - started) / 1000)
  held.push(heldBytes())
  const later = held.slice(Math.floor(held.length / 2)).toSorted((a, b) => a - b)
  return { seconds, megabytes: round(bytes / 1e6), heldMegabytes: Math.round((later[Math.floor(later.length / 2)] ?? 0) / 1e6) }
}

function heldBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function* mediaPieces(): AsyncGenerator<Uint8Array, void, undefined> {
  yield MEDIA
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
