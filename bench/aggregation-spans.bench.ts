/**
 * How right are the spans that each method finds in generated crowds of known truth, beside those of single workers, and do the
 * intervals of workers hold what they promise?
 *
 *   npx node bench/aggregation-spans.bench.ts [--seeds 10] [--tasks 200]
 *
 * F1 of names in texts (the same boundaries and label) and of sounds in recordings (label and an intersection over union of 0.7).
 * Intervals are judged on four times the crowds, of several sizes, beside what each worker does in a thousand other tasks.
 * Ends with 0 when every method is above the mean worker and, with five workers each, one is above the best worker; 2 when not.
 */
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import {
  responsesOf,
  spanAgreement,
  spanClusters,
  spanScore,
  spanVote,
  tokenDawidSkene,
  type Intervals,
  type Responses,
  type Span,
  type SpanAggregate,
} from '../packages/aggregation/src/index.ts'
import { printTable, saveResults } from './bench-results.ts'
import { audioCrowd, textCrowd, type SpanCrowd } from './span-crowds.ts'

const options = { seeds: { type: 'string', default: '10' }, tasks: { type: 'string', default: '200' } } as const
const { values: given } = parseArgs({ options })
const [seeds, tasks] = [Number(given.seeds), Number(given.tasks)]

type Method = (responses: Responses<readonly Span[]>, crowd: SpanCrowd) => SpanAggregate
const COMMON: Readonly<Record<string, Method>> = {
  spanVote: (responses) => spanVote(responses),
  spanClusters: (responses) => spanClusters(responses),
}
const KINDS = {
  'names in texts': {
    make: textCrowd,
    overlap: 1,
    methods: { ...COMMON, tokenDawidSkene: (responses, { texts }) => tokenDawidSkene(responses, texts) },
  },
  'sounds in recordings': { make: audioCrowd, overlap: 0.7, methods: COMMON },
} as const satisfies Record<string, { make: typeof textCrowd; overlap: number; methods: Readonly<Record<string, Method>> }>

const SHAPES = [
  { tasks: 200, workers: 20, redundancy: 2 },
  { tasks: 200, workers: 20, redundancy: 3 },
  { tasks: 200, workers: 20, redundancy: 5 },
  { tasks: 60, workers: 20, redundancy: 3 },
  { tasks: 300, workers: 60, redundancy: 3 },
  { tasks: 40, workers: 8, redundancy: 4 },
] as const

const figures = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) => [3, 5].map((redundancy) => measure(kind, redundancy)))
const intervals = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap(measureIntervals)
const note = `${seeds} crowds of ${tasks} tasks and 20 workers each; ${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`
const bars = figures.flatMap(({ kind, redundancy, mean, best, methods }) => [
  { label: `${kind}, ${redundancy} each: mean worker`, value: mean, group: 'one worker' },
  { label: `${kind}, ${redundancy} each: best worker`, value: best, group: 'one worker' },
  ...methods.map(({ method, f1 }) => ({ label: `${kind}, ${redundancy} each: ${method}`, value: f1, group: 'aggregated' })),
])
saveResults('aggregation-spans', { note, figures, intervals }, { title: 'Spans found in generated crowds', note, unit: 'F1', bars })
const isBetter = figures.every(({ redundancy, mean, best, methods }) => {
  return methods.every(({ f1 }) => f1 > mean) && (redundancy < 5 || methods.some(({ f1 }) => f1 > best))
})
process.exitCode = isBetter ? 0 : 2

function measure(kind: keyof typeof KINDS, redundancy: number) {
  const { make, overlap } = KINDS[kind]
  const methods: Readonly<Record<string, Method>> = KINDS[kind].methods
  const crowds = Array.from({ length: seeds }, (_, n) => make({ seed: n + 1, tasks, workers: 20, redundancy }))
  const singles = crowds.map((crowd) => singleScores(crowd, overlap))
  const results = Object.entries(methods).map(([method, run]) => {
    const before = process.cpuUsage()
    const found = crowds.map((crowd) => run(responsesOf(crowd.rows), crowd))
    const { user, system } = process.cpuUsage(before)
    const scores = found.map((result, n) =>
      spanScore(new Map(result.tasks.map((task, t) => [task, result.spans[t]!])), crowds[n]!.truth, { minOverlap: overlap }),
    )
    const [f1, precision, recall] = [
      average(scores.map((s) => s.f1!)),
      average(scores.map((s) => s.precision!)),
      average(scores.map((s) => s.recall!)),
    ]
    return { method, f1, precision, recall, secondsPerCrowd: round((user + system) / 1e6 / seeds) }
  })
  const agreement = average(crowds.map(({ rows }) => spanAgreement(responsesOf(rows)).extent!))
  const row = {
    kind,
    redundancy,
    agreement,
    mean: average(singles.map((each) => average(each))),
    best: average(singles.map((each) => Math.max(...each))),
    methods: results,
  }
  printTable(`${kind}, ${redundancy} workers each (F1 of extent between workers ${agreement})`, [
    { who: 'mean worker', F1: row.mean, precision: '', recall: '', 'CPU s': '' },
    { who: 'best worker', F1: row.best, precision: '', recall: '', 'CPU s': '' },
    ...results.map(({ method, f1, precision, recall, secondsPerCrowd }) => ({
      who: method,
      F1: f1,
      precision,
      recall,
      'CPU s': secondsPerCrowd,
    })),
  ])
  return row
}

/** F1 of each worker, over the tasks that they did. */
function singleScores({ rows, truth, found }: SpanCrowd, overlap: number): number[] {
  return Array.from(found.keys(), (worker) => {
    const own = new Map(rows.filter((row) => row.worker === worker).map(({ task, value }) => [task, value]))
    const known = new Map([...truth].filter(([task]) => own.has(task)))
    return spanScore(own, known, { minOverlap: overlap }).f1 ?? 0
  })
}

/** The share of workers whose 90 % interval holds what they do elsewhere. */
function measureIntervals(kind: keyof typeof KINDS) {
  const lines = SHAPES.map((shape) => {
    const judged = Array.from({ length: 4 * seeds }, (_, n) => {
      const { rows, found, falseAlarms } = KINDS[kind].make({ seed: n + 1, ...shape })
      const { workers, sensitivity, falseAlarm } = spanClusters(responsesOf(rows))
      return { sensitivity: heldBy(sensitivity, workers, found), falseAlarm: heldBy(falseAlarm, workers, falseAlarms) }
    })
    const shareOf = (which: 'sensitivity' | 'falseAlarm') => average(judged.flatMap((each) => each[which]).map(Number))
    return { kind, ...shape, sensitivity: shareOf('sensitivity'), falseAlarm: shareOf('falseAlarm') }
  })
  printTable(
    `${kind}: share of 90 % intervals that hold the truth, ${4 * seeds} crowds each`,
    lines.map(({ kind: _kind, ...line }) => line),
  )
  return lines
}

function heldBy({ low, high }: Intervals, workers: readonly string[], truth: ReadonlyMap<string, number>): boolean[] {
  return workers.map((worker, w) => low[w]! <= truth.get(worker)! && truth.get(worker)! <= high[w]!)
}

function average(values: readonly number[]): number {
  return round(values.reduce((sum, each) => sum + each, 0) / values.length)
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}
