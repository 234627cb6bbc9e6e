/**
 * How right, how fast and how honest are the methods for categories? Beside Crowd-Kit on recorded crowds, beside a plain
 * object-based Dawid–Skene on generated ones, beside the truth where it is known, and beside majority vote on crowds nobody has looked at.
 *
 *   npx node bench/aggregation-categorical.bench.ts [sets…] [--folder ../shared/data/crowd] [--only accuracy,parity,growth,intervals,unseen]
 *                                                    [--growth 10000,100000,1000000] [--seeds 1] [--json]
 *
 * `unseen` takes some minutes; sets are then also the families of crowd-families.ts and the shapes of crowd-shapes.ts. Recorded sets that are not in the folder are left out,
 * with a word on stderr. Tables go to stderr, and JSON to
 * bench/results/aggregation-categorical.json (with --json also to stdout). Ends with 2 when `auto` is less than a point above the best
 * single method of Crowd-Kit on average, or on a set more than a point below majority vote.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  accuracy,
  auto,
  bwa,
  crowd,
  dawidSkene,
  ebcc,
  glad,
  hierarchicalDawidSkene,
  ibcc,
  kos,
  mace,
  majorityVote,
  mmsr,
  oneCoinDawidSkene,
  sampledDawidSkene,
  wawa,
  zeroBasedSkill,
  type Aggregate,
  type Crowd,
} from '../packages/aggregation/src/index.ts'
import { printTable } from './bench-results.ts'
import { bestReference, crowdKitAccuracy, REASONS, RECORDED_SETS } from './crowd-kit-accuracy.ts'
import { compareWithCrowdKit } from './crowd-kit-parity.ts'
import { measureGrowth } from './aggregation-growth.ts'
import { measureIntervals } from './aggregation-intervals.ts'
import { measureUnseen } from './aggregation-unseen.ts'
import { readRecordedSet } from './recorded-crowd.ts'

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: join(import.meta.dirname, '../../shared/data/crowd') },
    only: { type: 'string', default: 'accuracy,parity,growth,intervals,unseen' },
    growth: { type: 'string', default: '10000,100000,1000000' },
    seeds: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
})
const wanted = new Set(given.only.split(','))

const METHODS: Readonly<Record<string, (crowd: Crowd) => Aggregate>> = {
  majorityVote,
  wawa,
  zeroBasedSkill,
  oneCoinDawidSkene,
  dawidSkene,
  hierarchicalDawidSkene,
  sampledDawidSkene,
  ibcc,
  bwa,
  ebcc,
  glad,
  mace,
  mmsr,
  kos,
  auto,
}

interface Cell {
  readonly accuracy: number
  readonly seconds: number
  readonly reference: number | null
  readonly chosen?: string
}

function measureSet(name: string) {
  const set = readRecordedSet(given.folder, name)
  if (set === null) {
    process.stderr.write(`${name}: not in ${given.folder}, left out\n`)
    return []
  }
  const built = crowd(set.tasks.flatMap(({ id, responses }) => responses.map((each) => ({ task: id, ...each }))))
  const cells: Record<string, Cell> = {}
  for (const [method, run] of Object.entries(METHODS)) {
    if (method === 'kos' && built.labels.length > 2) continue
    const before = process.cpuUsage()
    const result = run(built)
    const { user, system } = process.cpuUsage(before)
    const fraction = accuracy(result, set.truth).fraction ?? Number.NaN
    cells[method] = {
      accuracy: Math.round(fraction * 1e4) / 100,
      seconds: (user + system) / 1e6,
      reference: crowdKitAccuracy(name, method),
      ...('choice' in result ? { chosen: (result.choice as { method: string }).method } : {}),
    }
  }
  return [
    { set: name, responses: built.size, tasks: built.tasks.length, workers: built.workers.length, classes: built.labels.length, cells },
  ]
}

function measureAccuracy() {
  const sets = (positionals.length > 0 ? positionals : RECORDED_SETS).flatMap(measureSet)
  if (sets.length === 0) return null
  const names = Object.keys(METHODS)
  const cell = (of: (cell: Cell) => string) => (line: (typeof sets)[number]) => ({
    set: line.set,
    ...Object.fromEntries(
      names.map((name) => [name.replace('DawidSkene', 'DS'), line.cells[name] === undefined ? '–' : of(line.cells[name])]),
    ),
  })
  printTable('Accuracy in per cent; ties of m labels count 1/m', sets.map(cell((each) => each.accuracy.toFixed(1))))
  printTable(
    'The same less Crowd-Kit’s, in points',
    sets.map(cell((each) => (each.reference === null ? '–' : (each.accuracy - each.reference).toFixed(1)))),
  )
  for (const [method, reason] of Object.entries(REASONS)) process.stderr.write(`  ${method}: ${reason}\n`)
  printTable('Processor seconds', sets.map(cell((each) => each.seconds.toFixed(2))))
  const mean = (name: string) => sets.reduce((sum, line) => sum + line.cells[name]!.accuracy, 0) / sets.length
  const best = bestReference(sets.map(({ set }) => set))
  const chosen = mean('auto')
  const lowest = Math.min(...sets.map(({ cells }) => cells['auto']!.accuracy - cells['majorityVote']!.accuracy))
  process.stderr.write(`auto ${chosen.toFixed(2)} on average; best of Crowd-Kit ${best.method} ${best.mean.toFixed(2)}; `)
  process.stderr.write(`auto less majority vote is ${lowest.toFixed(2)} points or more on every set\n`)
  for (const { set, cells } of sets) process.stderr.write(`  ${set}: ${cells['auto']!.chosen}\n`)
  const means = Object.fromEntries(names.filter((name) => name !== 'kos').map((name) => [name, mean(name)]))
  return { sets, means, best, autoLessBest: chosen - best.mean, autoLessMajorityAtLeast: lowest }
}

function measureParity() {
  const lines = compareWithCrowdKit(given.folder)
  if (lines.length === 0) process.stderr.write(`No parity folder in ${given.folder}: left out\n`)
  else
    printTable(
      'Greatest difference from Crowd-Kit’s numbers',
      lines.map((line) => ({ ...line, difference: line.difference.toExponential(1) })),
    )
  return lines
}

const file = join(import.meta.dirname, 'results/aggregation-categorical.json')
const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as object) : {}
const accuracies = wanted.has('accuracy') ? measureAccuracy() : null
const report = {
  ...kept,
  node: process.version,
  reasons: REASONS,
  ...(accuracies === null ? {} : { accuracy: accuracies }),
  ...(wanted.has('parity') ? { parity: measureParity() } : {}),
  ...(wanted.has('growth') ? { growth: measureGrowth(given.growth.split(',').map(Number)) } : {}),
  ...(wanted.has('unseen') ? { unseen: measureUnseen(given.folder, given.seeds.split(',').map(Number), positionals) } : {}),
  ...(wanted.has('intervals') ? { intervals: measureIntervals() } : {}),
}
const json = `${JSON.stringify(report, null, 2)}\n`
mkdirSync(join(import.meta.dirname, 'results'), { recursive: true })
writeFileSync(file, json)
if (given.json) process.stdout.write(json)
const reached = accuracies === null || (accuracies.autoLessBest >= 1 && accuracies.autoLessMajorityAtLeast >= -1)
process.exitCode = reached ? 0 : 2
