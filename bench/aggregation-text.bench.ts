/**
 * How many words does each text method get wrong on recorded crowds, and how long does it take, beside the figures of Crowd-Kit
 * 1.4.1 on the same sets?
 *
 *   npx node bench/aggregation-text.bench.ts [--data ../shared/data/crowd] [--rounds 3]
 *
 * The data are not part of this repository: without the folder nothing is measured, and that is said. Ends with 2 when a set's best
 * method of ours errs more than the best of the reference, or ROVER is not thirty times faster, 0 otherwise.
 */
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  responsesOf,
  rover,
  textHrrasa,
  textMedoid,
  textRasa,
  truthPairs,
  wordErrorRate,
  type Responses,
  type TextAggregate,
} from '../packages/aggregation/src/index.ts'
import { printTable, saveResults } from './bench-results.ts'

const options = {
  data: { type: 'string', default: join(import.meta.dirname, '../../shared/data/crowd') },
  rounds: { type: 'string', default: '3' },
} as const
const { values: given } = parseArgs({ options })
const SPEED_UP_MIN = 30

/** Corpus word error rate and seconds of `fit` in Crowd-Kit 1.4.1; null where it did not finish. */
const REFERENCE = {
  crowdwsa_t1: { ROVER: [0.5075, 1], TextRASA: [0.4849, 0.48], TextHRRASA: [0.4792, 4.32] },
  crowdwsa_j1: { ROVER: [0.6016, 3.72], TextRASA: [0.6534, 1.12], TextHRRASA: [0.6593, 9.17] },
  crowdspeech_dev_clean: { ROVER: [0.059, 95.96], TextRASA: [0.0635, 21.83], TextHRRASA: [null, null] },
  crowdspeech_test_other: { ROVER: [0.1147, 93.47], TextRASA: [0.1269, 25.68], TextHRRASA: [null, null] },
} as const
type Name = keyof typeof REFERENCE

const METHODS: Readonly<
  Record<string, { readonly like?: 'ROVER' | 'TextRASA' | 'TextHRRASA'; readonly run: (r: Responses<string>) => TextAggregate }>
> = {
  rover: { like: 'ROVER', run: (responses) => rover(responses) },
  'rover, worker weights': { like: 'ROVER', run: (responses) => rover(responses, { weights: 'workers' }) },
  'rover, both': { like: 'ROVER', run: (responses) => rover(responses, { weights: 'both' }) },
  'rover, equal weights': { like: 'ROVER', run: (responses) => rover(responses, { weights: 'equal' }) },
  'medoid by WER': { run: (responses) => textMedoid(responses) },
  'medoid by CER': { run: (responses) => textMedoid(responses, { distance: 'cer' }) },
  'medoid by chrF': { run: (responses) => textMedoid(responses, { distance: 'chrf' }) },
  textRasa: { like: 'TextRASA', run: (responses) => textRasa(responses) },
  textHrrasa: { like: 'TextHRRASA', run: (responses) => textHrrasa(responses) },
}

if (existsSync(given.data)) measureAll()
else process.stderr.write(`Nothing measured: there is no folder ${given.data} with recorded crowds (option --data).\n`)

function measureAll(): void {
  const figures = (Object.keys(REFERENCE) as Name[]).flatMap((name) => measureSet(name))
  const failures = (Object.keys(REFERENCE) as Name[]).filter((name) => {
    const best = Math.min(...figures.filter(({ set }) => set === name).map(({ wer }) => wer))
    return round(best) > bestReference(name)
  })
  const speedUp = figures.find(({ set, method }) => set === 'crowdspeech_dev_clean' && method === 'rover')?.speedUp ?? 0
  const bars = (Object.keys(REFERENCE) as Name[]).flatMap((name) => [
    { label: `${name}, best reference`, value: bestReference(name), group: 'Crowd-Kit 1.4.1' },
    ...figures
      .filter(({ set, method }) => set === name && ['rover', 'rover, both', 'textRasa'].includes(method))
      .map(({ method, wer }) => ({ label: `${name}, ${method}`, value: round(wer), group: 'Canut' })),
  ])
  const note = `${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), Node ${process.version}`
  saveResults(
    'aggregation-text',
    { note, speedUpOfRover: speedUp, failures, figures },
    { title: 'Words wrong in aggregated texts', note, unit: 'corpus word error rate', bars },
  )
  process.exitCode = failures.length > 0 || speedUp < SPEED_UP_MIN ? 2 : 0
}

function measureSet(set: Name) {
  const rows = readCsv(join(given.data, set, 'labels.csv')).map(([task, worker, value]) => ({
    task: task!,
    worker: worker!,
    value: value!,
  }))
  const truth = new Map(readCsv(join(given.data, set, 'truth.csv')).map(([task, text]) => [task!, text!]))
  const responses = responsesOf(rows)
  const figures = Object.entries(METHODS).map(([method, { like, run }]) => {
    const runs = Array.from({ length: Number(given.rounds) }, () => timed(() => run(responses)))
    const seconds = runs.map((each) => each.seconds).toSorted((a, b) => a - b)[runs.length >> 1]!
    const own = wordErrorRate(truthPairs(runs[0]!.value, truth))
    const { rate, mean, exact, pairs } = wordErrorRate(asReference(truthPairs(runs[0]!.value, truth)))
    const [reference, referenceSeconds] = like === undefined ? [null, null] : REFERENCE[set][like]
    const speedUp = referenceSeconds === null ? null : Math.round((10 * referenceSeconds) / seconds) / 10
    return {
      set,
      method,
      wer: rate!,
      meanWer: mean!,
      exact: exact / pairs,
      ownWords: own.rate!,
      reference,
      seconds,
      referenceSeconds,
      speedUp,
    }
  })
  printTable(
    `${set}: best of the reference ${bestReference(set)}`,
    figures.map(({ method, wer, meanWer, exact, ownWords, reference, seconds, speedUp }) => ({
      method,
      WER: wer.toFixed(4),
      reference: reference ?? '–',
      'mean WER': meanWer.toFixed(4),
      exact: exact.toFixed(3),
      'WER, our words': ownWords.toFixed(4),
      'CPU s': seconds.toFixed(2),
      'times faster': speedUp ?? '–',
    })),
  )
  return figures
}

function bestReference(set: Name): number {
  const figures: readonly (readonly [number | null, number | null])[] = Object.values(REFERENCE[set])
  return Math.min(...figures.map(([wer]) => wer ?? Infinity))
}

/** The words that the reference figures were counted in: a to z, digits and apostrophes, everything else a space. */
function* asReference(pairs: Iterable<{ readonly text: string; readonly truth: string }>) {
  const words = (text: string) =>
    text
      .toLowerCase()
      .replaceAll('’', "'")
      .replace(/[^a-z0-9']+/gu, ' ')
      // Our own words leave out an apostrophe at an edge, theirs keep it.
      .replaceAll("'", 'ʹ')
  for (const { text, truth } of pairs) yield { text: words(text), truth: words(truth) }
}

function timed<T>(run: () => T): { readonly value: T; readonly seconds: number } {
  const before = process.cpuUsage()
  const value = run()
  const { user, system } = process.cpuUsage(before)
  return { value, seconds: (user + system) / 1e6 }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

/** Comma-separated rows without the header, fields in quotation marks included. */
function readCsv(file: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of readFileSync(file, 'utf8').matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gu)) {
    rows.at(-1)!.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    if (end !== ',') rows.push([])
  }
  return rows.slice(1).filter((row) => row.length > 1)
}
