/**
 * How much better than single workers are the answers of many, where responses are numbers, pairs, masks, boxes, keypoints or outlines?
 * Recorded crowds beside the figures of Crowd-Kit 1.4.1 and Evalica, and generated crowds whose truth is known.
 *
 *   npx node bench/aggregation-regions.bench.ts [--folder ../shared/data/crowd] [--pictures 200] [--seed 1]
 *
 * Recorded sets that are not there are left out, and said so. Tables go to stderr; bench/results/aggregation-regions.json and .svg are written.
 * Ends with 0 when every answer of many is better than the mean single worker's and no recorded figure is below its reference, 2 when not.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  boxes,
  bradleyTerry,
  comparisonsOf,
  crowdBradleyTerry,
  davidson,
  elo,
  gaussianWorkers,
  huberMean,
  keypoints,
  maskEm,
  maskMajority,
  maskRasa,
  numericMedian,
  polygons,
  responsesOf,
  type Box,
  type Comparisons,
  type Keypoint,
  type Mask,
  type ResponseOf,
  type Responses,
} from '../packages/aggregation/src/index.ts'
import { shapeOf, shapeOverlap } from '../packages/aggregation/src/regions/polygon-raster.ts'
import { printTable, saveResults } from './bench-results.ts'
import { generateRegions } from './generated-regions.ts'

const { values: given } = parseArgs({
  options: {
    folder: { type: 'string', default: join(import.meta.dirname, '../../shared/data/crowd') },
    pictures: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
})

interface Figure {
  readonly set: string
  readonly method: string
  readonly measure: string
  readonly value: number
  readonly reference: number | null
  readonly seconds: number
}

const figures: Figure[] = []
const wrong: string[] = []

measureMasks()
measurePairs()
measureNumbers()
const drawings = measureDrawings()
printTable(
  'Recorded crowds',
  figures.map((each) => ({ ...each, value: each.value.toFixed(4), reference: each.reference ?? '–', seconds: each.seconds.toFixed(3) })),
)
printTable(
  'Generated crowds: F1 at an overlap of one half (keypoints: within 10 pixels), and how well what is there was placed',
  drawings.map((each) => ({ ...each, f1: each.f1.toFixed(4), placed: each.placed.toFixed(4), seconds: each.seconds.toFixed(3) })),
)
for (const line of wrong) process.stderr.write(`${line}\n`)
saveResults(
  'aggregation-regions',
  { seed: Number(given.seed), pictures: Number(given.pictures), recorded: figures, generated: drawings, wrong },
  {
    title: 'What is missing to a perfect answer: single workers and many together',
    note: `generated crowds of 20 people, 5 to a picture, 3 in 10 careless; ${given.pictures} pictures, seed ${given.seed}`,
    unit: '1 − F1',
    bars: drawings.map(({ what, who, f1 }) => ({
      label: `${what}, ${who}`,
      value: 1 - f1,
      group: who === 'together' ? who : 'single workers',
    })),
  },
)
process.exitCode = wrong.length === 0 ? 0 : 2

function rowsOf(...path: string[]): string[][] | null {
  const file = join(given.folder, ...path)
  if (!existsSync(file)) {
    process.stderr.write(`${path.join('/')} is not in ${given.folder}: left out\n`)
    return null
  }
  // Plain fields only: no set of this kind has quotes.
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.slice(1).map((line) => line.split(','))
}

function timed<T>(run: () => T): { result: T; seconds: number } {
  const from = performance.now()
  const result = run()
  return { result, seconds: (performance.now() - from) / 1000 }
}

function record(figure: Figure): void {
  figures.push(figure)
}

function expectAtLeast(what: string, value: number, reference: number): void {
  if (!(value >= reference)) wrong.push(`${what}: ${value.toFixed(4)} is below ${reference.toFixed(4)}`)
}

function measureMasks(): void {
  const [labels, truths] = [rowsOf('seg_syn64', 'labels.csv'), rowsOf('seg_syn64', 'truth.csv')]
  if (labels === null || truths === null) return
  const maskOf = (runs: string): Mask => ({ width: 64, height: 64, runs: runs.split(' ').map(Number) })
  const responses = responsesOf(labels.map(([task = '', worker = '', runs = '']) => ({ task, worker, value: maskOf(runs) })))
  const truth = new Map(truths.map(([task = '', runs = '']) => [task, maskOf(runs)]))
  const meanOverlap = (tasks: readonly string[], masks: readonly Mask[]) =>
    mean(tasks.map((task, t) => maskOverlap(masks[t] as Mask, truth.get(task) as Mask)))
  const singles = meanOverlap(
    responses.tasks.flatMap((task, t) =>
      responses.byTask.value.slice(responses.byTask.start[t], responses.byTask.start[t + 1]).map(() => task),
    ),
    responses.byTask.value,
  )
  const common = { set: 'seg_syn64', measure: 'mean IoU' }
  record({ ...common, method: 'single workers', value: singles, reference: null, seconds: 0 })
  const methods = { maskMajority: [maskMajority, 0.9259], maskEm: [maskEm, 0.9531], maskRasa: [maskRasa, 0.9439] } as const
  for (const [method, [run, reference]] of Object.entries(methods)) {
    const { result, seconds } = timed(() => run(responses))
    const value = meanOverlap(result.tasks, result.masks)
    record({ ...common, method, value, reference, seconds })
    expectAtLeast(`seg_syn64 ${method}`, value, reference - 5e-5)
  }
}

function maskOverlap(one: Mask, other: Mask): number {
  const cells = ({ runs }: Mask) => runs.flatMap((run, n) => Array.from({ length: run }, () => n % 2))
  const [a, b] = [cells(one), cells(other)]
  let [both, either] = [0, 0]
  for (const [n, cell] of a.entries()) {
    both += cell & (b[n] ?? 0)
    either += cell | (b[n] ?? 0)
  }
  return either === 0 ? 1 : both / either
}

function measurePairs(): void {
  const [small, scores] = [rowsOf('pairwise_syn_small', 'labels.csv'), rowsOf('pairwise_syn_small', 'truth.csv')]
  if (small !== null && scores !== null) {
    const comparisons = comparisonsOf(small.map(([worker = '', left = '', right = '', winner = '']) => ({ worker, left, right, winner })))
    const truth = new Map(scores.map(([item = '', score = '']) => [item, Number(score)]))
    const methods = {
      bradleyTerry: [bradleyTerry, 0.881],
      davidson: [davidson, null],
      crowdBradleyTerry: [crowdBradleyTerry, 0.8787],
    } as const
    for (const [method, [run, reference]] of Object.entries(methods)) {
      const { result, seconds } = timed(() => run(comparisons))
      const value = spearman(
        Array.from(result.scores),
        result.items.map((item) => truth.get(item) ?? 0),
      )
      record({ set: 'pairwise_syn_small', method, measure: 'Spearman', value, reference, seconds })
      // Four digits are given; Bradley and Terry's own model cannot know who did not look.
      expectAtLeast(`pairwise_syn_small ${method}`, value, method === 'crowdBradleyTerry' ? 0.8841 : 0.88095)
    }
    comparePairs('pairwise_syn_small', comparisons, rowsOf('parity', 'pairwise_syn_small-BradleyTerry-converged.csv'))
  }
  const recorded = rowsOf('llmfao_pairwise', 'labels.csv')
  const golden = rowsOf('llmfao_pairwise', 'evalica-golden.csv')
  if (recorded === null || golden === null) return
  const rows = recorded.map(([, worker = '', left = '', right = '', label = '']) => ({
    worker,
    left,
    right,
    winner: label === '' ? null : label,
  }))
  const scoresOf = (algorithm: string) => golden.filter(([name]) => name === algorithm).map(([, item = '', score = '']) => [item, score])
  comparePairs('llmfao_pairwise, Evalica', comparisonsOf(rows), scoresOf('bradley_terry'))
  comparePairs(
    'llmfao_pairwise, Crowd-Kit without ties',
    comparisonsOf(rows.filter(({ winner }) => winner !== null)),
    rowsOf('parity', 'llmfao_pairwise-BradleyTerry-converged.csv'),
  )
  const { result, seconds } = timed(() => elo(comparisonsOf(rows)))
  recordParity('llmfao_pairwise, Evalica', 'elo', result, result.scores, scoresOf('elo'), seconds)
}

function comparePairs(set: string, comparisons: Comparisons, reference: string[][] | null): void {
  if (reference === null) return
  const { result, seconds } = timed(() => bradleyTerry(comparisons, { prior: 0 }))
  const total = result.scores.reduce((sum, score) => sum + Math.exp(score), 0)
  recordParity(
    set,
    'bradleyTerry, no prior',
    result,
    result.scores.map((score) => Math.exp(score) / total),
    reference,
    seconds,
  )
}

function recordParity(
  set: string,
  method: string,
  { items }: { readonly items: readonly string[] },
  scores: Float64Array,
  reference: string[][],
  seconds: number,
): void {
  const expected = new Map(reference.map(([item = '', score = '']) => [item, Number(score)]))
  const value = Math.max(...items.map((item, i) => Math.abs((scores[i] ?? NaN) - (expected.get(item) ?? NaN))))
  record({ set, method, measure: 'largest difference', value, reference: 0, seconds })
  if (!(value <= 1e-6)) wrong.push(`${set} ${method}: differs by ${value}`)
}

function measureNumbers(): void {
  const [labels, truths] = [rowsOf('emotion_numeric', 'labels.csv'), rowsOf('emotion_numeric', 'truth.csv')]
  if (labels === null || truths === null) return
  const responses = responsesOf(labels.map(([task = '', worker = '', label = '']) => ({ task, worker, value: Number(label) })))
  const truth = new Map(truths.map(([task = '', label = '']) => [task, Number(label)]))
  const squares = responses.tasks.flatMap((task, t) =>
    responses.byTask.value
      .slice(responses.byTask.start[t], responses.byTask.start[t + 1])
      .map((value) => (value - (truth.get(task) ?? 0)) ** 2),
  )
  const common = { set: 'emotion_numeric', measure: 'RMSE', reference: null }
  const single = Math.sqrt(mean(squares))
  record({ ...common, method: 'single workers', value: single, seconds: 0 })
  const methods: Record<string, (input: Responses<number>) => { tasks: readonly string[]; values: Float64Array }> = {
    numericMedian,
    huberMean,
    'huberMean, bend ∞ (the mean)': (input) => huberMean(input, { bend: Infinity }),
    gaussianWorkers,
  }
  for (const [method, run] of Object.entries(methods)) {
    const { result, seconds } = timed(() => run(responses))
    const value = Math.sqrt(mean(result.tasks.map((task, t) => ((result.values[t] ?? NaN) - (truth.get(task) ?? 0)) ** 2)))
    record({ ...common, method, value, seconds })
    expectAtLeast(`emotion_numeric ${method}, RMSE`, -value, -single)
  }
}

interface Drawing {
  readonly what: string
  readonly who: string
  readonly f1: number
  readonly placed: number
  readonly seconds: number
}

/** What of the truth was found, how much of what was found is true, and the mean closeness of what was. */
function found<R>(pairs: readonly (readonly [readonly R[], readonly R[]])[], closeness: (a: R, b: R) => number, enough: number) {
  let [right, told, there, close] = [0, 0, 0, 0]
  for (const [answer, truth] of pairs) {
    told += answer.length
    there += truth.length
    const free = new Set(answer)
    for (const real of truth) {
      const best = [...free].map((each) => [closeness(each, real), each] as const).toSorted(([a], [b]) => b - a)[0]
      if (best === undefined || best[0] < enough) continue
      free.delete(best[1])
      right += 1
      close += best[0]
    }
  }
  return { f1: told + there === 0 ? 1 : (2 * right) / (told + there), placed: right === 0 ? 0 : close / right }
}

function measureDrawings(): Drawing[] {
  const made = generateRegions(Number(given.seed), Number(given.pictures), 20, 5)
  const [boxed, marked, outlined] = [made.boxes, made.keypoints, made.polygons].map(({ responses }) => responses) as [
    ResponseOf<readonly Box[]>[],
    ResponseOf<readonly Keypoint[]>[],
    typeof made.polygons.responses,
  ]
  const byBoxes = timed(() => boxes(responsesOf(boxed)))
  const byPoints = timed(() => keypoints(responsesOf(marked)))
  const byOutlines = timed(() => polygons(responsesOf(outlined)))
  const sameName = (a: { readonly label?: string | null }, b: { readonly label?: string | null }) => a.label === b.label
  const boxOverlap = (a: Pick<Box, 'x' | 'y' | 'width' | 'height'>, b: Box) => {
    const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
    const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
    const both = Math.max(0, width) * Math.max(0, height)
    return both / (a.width * a.height + b.width * b.height - both)
  }
  return [
    ...compare(
      'boxes',
      made.boxes,
      present(byBoxes.result, byBoxes.result.boxes),
      (a, b) => (sameName(a, b) ? boxOverlap(a, b) : 0),
      0.5,
      byBoxes.seconds,
    ),
    ...compare(
      'keypoints',
      made.keypoints,
      present(byPoints.result, byPoints.result.keypoints),
      // 1 at the point itself, 0.5 ten pixels from it.
      (a, b) => (sameName(a, b) ? 1 - Math.hypot(a.x - b.x, a.y - b.y) / 20 : 0),
      0.5,
      byPoints.seconds,
    ),
    ...compare(
      'outlines',
      made.polygons,
      present(byOutlines.result, byOutlines.result.polygons),
      (a, b) => (sameName(a, b) ? shapeOverlap(shapeOf(a.points, undefined), shapeOf(b.points, undefined)) : 0),
      0.5,
      byOutlines.seconds,
    ),
  ]
}

function present<A extends { readonly presence: number }>(
  { tasks, start }: { readonly tasks: readonly string[]; readonly start: Int32Array },
  regions: readonly A[],
): Map<string, readonly A[]> {
  return new Map(tasks.map((task, t) => [task, regions.slice(start[t], start[t + 1]).filter(({ presence }) => presence > 0.5)]))
}

function compare<R, A>(
  what: string,
  { truth, responses }: { readonly truth: ReadonlyMap<string, readonly R[]>; readonly responses: readonly ResponseOf<readonly R[]>[] },
  answers: ReadonlyMap<string, readonly A[]>,
  closeness: (a: A | R, b: R) => number,
  enough: number,
  seconds: number,
): Drawing[] {
  const workers = Map.groupBy(responses, ({ worker }) => worker)
  const ofWorkers = Array.from(workers.values(), (own) =>
    found<A | R>(
      own.map(({ task, value }) => [value, truth.get(task) ?? []]),
      closeness as never,
      enough,
    ),
  )
  const together = found<A | R>(
    Array.from(truth, ([task, real]) => [answers.get(task) ?? [], real]),
    closeness as never,
    enough,
  )
  const best = ofWorkers.toSorted((a, b) => b.f1 - a.f1)[0] ?? together
  const usual = { f1: mean(ofWorkers.map(({ f1 }) => f1)), placed: mean(ofWorkers.map(({ placed }) => placed)) }
  expectAtLeast(`${what}, F1 beside the mean worker's`, together.f1, usual.f1)
  expectAtLeast(`${what}, F1 beside the best worker's`, together.f1, best.f1)
  expectAtLeast(`${what}, placed beside the mean worker's`, together.placed, usual.placed)
  return [
    { what, who: 'mean worker', ...usual, seconds: 0 },
    { what, who: 'best worker', ...best, seconds: 0 },
    { what, who: 'together', ...together, seconds },
  ]
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function spearman(one: readonly number[], other: readonly number[]): number {
  const ranks = (values: readonly number[]) => {
    const order = values.map((_, n) => n).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
    return values.map((_, n) => order.indexOf(n))
  }
  const [a, b] = [ranks(one), ranks(other)]
  const squares = a.reduce((sum, rank, n) => sum + (rank - (b[n] ?? 0)) ** 2, 0)
  return 1 - (6 * squares) / (a.length * (a.length ** 2 - 1))
}
