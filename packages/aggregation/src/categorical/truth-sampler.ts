import type { Crowd } from '../crowd.ts'
import { logGamma } from '../special-functions.ts'
import { coloursOf, numbersOf, toldApart, type Colours, type Numbers } from './colours.ts'
import { counted } from './counted.ts'
import { drawPool, logRising } from './draw-pool.ts'
import { drawsFrom, type Draws } from './random-draws.ts'
import { classPseudoTasks, type ClassPrior, type Start } from './starting-posteriors.ts'
import type { Pool } from './worker-intervals.ts'

/**
 * One draw from what may be true, to be drawn anew again and again. Tasks, workers and labels have numbers of their own here, see
 * `numbersOf`; K labels.
 */
export interface TruthSampler {
  readonly draws: Draws
  readonly labels: number
  /** The responses to task t are those from `start[t]` on: where the run of its worker and label starts in `counts`, of its worker in `totals`. */
  readonly start: Int32Array
  readonly runs: Int32Array
  readonly rows: Int32Array
  readonly truth: Int32Array
  /** Tasks whose truth is drawn: neither gold nor without responses. */
  readonly open: Int32Array
  /** Tasks per truth. */
  readonly mass: Float64Array
  /** Pseudo-tasks per truth. */
  readonly classPrior: Float64Array
  /** Responses: [worker][given][truth], and [worker][truth]. */
  readonly counts: Float64Array
  readonly totals: Float64Array
  /** Pseudo-responses s (aw, or (1 − aw) qₖₗ): laid out as `counts`; s in all per worker and truth. */
  readonly pseudo: Float64Array
  strength: number
  /** qₖₗ: [given][truth]. */
  readonly profile: Float64Array
  pool: Pool
  /** Tables per worker, those of them where the response is right, and per cell that all workers share. */
  readonly tables: Float64Array
  readonly rightTables: Float64Array
  readonly sharedTables: Float64Array
  /** Of the crowd's tasks, workers and labels. */
  readonly numbers: Readonly<Record<'task' | 'worker' | 'label', Numbers>>
  /** The same for those that nothing tells apart. */
  readonly colours: Colours
  /** One task's, while it is drawn. */
  readonly weights: Float64Array
}

/** Begins at truths drawn from what is believed of each task. */
export function startSampler(crowd: Crowd, { labels, gold, posteriors }: Start, seed = 0, prior: ClassPrior = 1): TruthSampler {
  const k = labels.length
  const colours = coloursOf(crowd, 0)
  const apart = toldApart(crowd, colours)
  const [task, worker, label] = [numbersOf(apart.task, crowd.tasks), numbersOf(apart.worker, crowd.workers), numbersOf(apart.label, labels)]
  const pool = { alpha: 7.5, beta: 2.5 }
  const pseudoTasks = classPseudoTasks(crowd, { labels, gold }, prior)
  const counts = new Float64Array(crowd.workers.length * k * k)
  const sampler: TruthSampler = {
    draws: drawsFrom(seed),
    labels: k,
    ...runsInOrder(crowd, { task, worker, label }, k),
    truth: new Int32Array(crowd.tasks.length).fill(-1),
    open: openTasks(crowd, gold, task),
    mass: new Float64Array(k),
    classPrior: Float64Array.from(label.order, (l) => pseudoTasks[l]!),
    counts,
    totals: new Float64Array(crowd.workers.length * k),
    pseudo: new Float64Array(counts.length),
    strength: Math.exp(logStrength.mean),
    profile: new Float64Array(k * k).fill(1 / Math.max(1, k - 1)),
    pool,
    tables: new Float64Array(crowd.workers.length),
    rightTables: new Float64Array(crowd.workers.length),
    sharedTables: new Float64Array(k * k),
    numbers: { task, worker, label },
    colours,
    weights: new Float64Array(k),
  }
  for (const [number, t] of task.order.entries()) {
    if (sampler.start[number] === sampler.start[number + 1]) continue
    for (let each = 0; each < k; each++) sampler.weights[each] = posteriors[t * k + label.order[each]!]!
    assign(sampler, number, gold[t] === -1 ? drawOf(sampler) : label.numbers[gold[t]!]!)
  }
  setPseudo(sampler, () => pool.alpha / (pool.alpha + pool.beta))
  return sampler
}

function openTasks({ byTask: { start } }: Crowd, gold: Int32Array, { order }: Numbers): Int32Array {
  const isOpen = (t: number) => gold[t] === -1 && start[t]! < start[t + 1]!
  return Int32Array.from(order.keys()).filter((number) => isOpen(order[number]!))
}

/** The responses to each task by worker, for products too depend on their order. */
function runsInOrder(
  { byTask, byWorker, size }: Crowd,
  { task, worker, label }: Readonly<Record<'task' | 'worker' | 'label', Numbers>>,
  k: number,
) {
  const start = new Int32Array(task.order.length + 1)
  for (const [number, t] of task.order.entries()) start[number + 1] = start[number]! + byTask.start[t + 1]! - byTask.start[t]!
  const next = start.slice(0, -1)
  const [runs, rows] = [new Int32Array(size), new Int32Array(size)]
  for (const [number, who] of worker.order.entries()) {
    for (let i = byWorker.start[who]!; i < byWorker.start[who + 1]!; i++) {
      const at = next[task.numbers[byWorker.task[i]!]!]!++
      rows[at] = number * k
      runs[at] = (number * k + label.numbers[byWorker.label[i]!]!) * k
    }
  }
  return { start, runs, rows }
}

/** A label, each as likely as its weight says. */
function drawOf({ draws, weights }: TruthSampler): number {
  let sum = 0
  for (let each = 0; each < weights.length; each++) sum += weights[each]!
  let left = draws.uniform() * sum
  let each = 0
  while (each < weights.length - 1 && (left -= weights[each]!) > 0) each++
  return each
}

function assign(sampler: TruthSampler, task: number, truth: number): void {
  if (sampler.truth[task] !== -1) add(sampler, task, sampler.truth[task]!, -1)
  add(sampler, task, truth, 1)
  sampler.truth[task] = truth
}

function add({ start, runs, rows, mass, counts, totals }: TruthSampler, task: number, truth: number, by: 1 | -1): void {
  mass[truth]! += by
  for (let i = start[task]!; i < start[task + 1]!; i++) {
    counts[runs[i]! + truth]! += by
    totals[rows[i]! + truth]! += by
  }
}

/**
 * Draws the truth of each open task given those of all others: P(k) ∝ (tasks of k + pseudo-tasks of k) Π_w (nwₖₗ + s Pwₖₗ) / (nwₖ + s), l = yₜw. Adds
 * these P to `sums`, laid out [task][truth].
 */
export function drawTruths(sampler: TruthSampler, sums: Float64Array | null = null): void {
  const { labels: k, start, runs, rows, truth, open, mass, classPrior, counts, totals, pseudo, strength, weights } = sampler
  for (const task of open) {
    add(sampler, task, truth[task]!, -1)
    for (let each = 0; each < k; each++) weights[each] = mass[each]! + classPrior[each]!
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const run = runs[i]!
      const row = rows[i]!
      let most = 0
      for (let each = 0; each < k; each++) {
        const weight = (weights[each]! * (counts[run + each]! + pseudo[run + each]!)) / (totals[row + each]! + strength)
        weights[each] = weight
        if (weight > most) most = weight
      }
      if (most < 1e-150) for (let each = 0; each < k; each++) weights[each]! *= 1e150
    }
    if (sums !== null) addShares(weights, sums, task * k)
    truth[task] = drawOf(sampler)
    add(sampler, task, truth[task], 1)
  }
}

function addShares(weights: Float64Array, sums: Float64Array, row: number): void {
  let sum = 0
  for (const weight of weights) sum += weight
  for (let each = 0; each < weights.length; each++) sums[row + each]! += weights[each]! / sum
}

/** Rows of a worker that differ less than such a strength lets them are all one coin. */
const strengthMost = 10_000
/** Accuracies stay this far from 0 and 1, so that no response rules a label out. */
const apart = 1e-9
/** What is expected of ln s. */
const logStrength = { mean: Math.log(50), deviation: 2 }
/** The strength moves slowly and takes long to draw. */
const strengthEvery = 4

/**
 * Draws what workers are like given the truths. Of the n responses in a cell with p pseudo-responses, the j-th opens a table with
 * probability p / (p + j − 1); tables, unlike responses, are drawn from aw and qₖ themselves (Teh et al., Journal of the American
 * Statistical Association 101(476), 2006, doi:10.1198/016214506000000302). qₖ is not drawn, but set to its mean.
 *
 *   ln s ~ N(ln 50, 2²);   for α and β see `drawPool`
 */
export function drawWorkers(sampler: TruthSampler, round: number): void {
  const { labels: k, draws, tables, rightTables, sharedTables, profile } = sampler
  if (round % strengthEvery === 0) drawStrength(sampler)
  seatResponses(sampler)
  sampler.pool = drawPool(draws, sampler.pool, rightTables, tables)
  for (let truth = 0; truth < k; truth++) {
    let wrong = 0
    for (let given = 0; given < k; given++) if (given !== truth) wrong += sharedTables[given * k + truth]! + 1
    for (let given = 0; given < k; given++) profile[given * k + truth] = (sharedTables[given * k + truth]! + 1) / wrong
  }
  const { alpha, beta } = sampler.pool
  // of a worker without responses there is nothing to draw, and nobody else's draws may depend on them
  const accuracyOf = (who: number) => draws.beta(rightTables[who]! + alpha, tables[who]! - rightTables[who]! + beta)
  setPseudo(sampler, (who) => (tables[who] === 0 ? alpha / (alpha + beta) : accuracyOf(who)))
}

function setPseudo({ labels: k, tables, strength, profile, pseudo }: TruthSampler, accuracyOf: (who: number) => number): void {
  for (let who = 0; who < tables.length; who++) {
    const right = Math.min(1 - apart, Math.max(apart, accuracyOf(who))) * strength
    for (let given = 0; given < k; given++) {
      const run = (who * k + given) * k
      for (let truth = 0; truth < k; truth++)
        pseudo[run + truth] = given === truth ? right : (strength - right) * profile[given * k + truth]!
    }
  }
}

function drawStrength(sampler: TruthSampler): void {
  const { draws, counts, totals, pseudo, strength } = sampler
  const used = Int32Array.from(counts.keys()).filter((at) => counts[at]! > 0)
  const sizes = counted(totals)
  const logDensity = (log: number) => {
    const next = Math.exp(log)
    if (next > strengthMost) return -Infinity
    const prior = -(((log - logStrength.mean) / logStrength.deviation) ** 2) / 2
    return prior + logOfCells(counts, pseudo, used, next / strength) - logRising(sizes, next)
  }
  const next = Math.exp(draws.slice(logDensity, Math.log(strength), 0.5))
  for (let at = 0; at < pseudo.length; at++) pseudo[at]! *= next / strength
  sampler.strength = next
}

/** With more responses in a cell, Γ costs less than a product. */
const factorsMost = 16

/** Σ ln Γ(n + p) / Γ(p) over these cells, with p so many times the pseudo-responses; most are products of a few factors. */
function logOfCells(counts: Float64Array, pseudo: Float64Array, cells: Int32Array, times: number): number {
  let [sum, product] = [0, 1]
  for (const at of cells) {
    const [responses, part] = [counts[at]!, pseudo[at]! * times]
    if (responses > factorsMost) sum += logGamma(responses + part) - logGamma(part)
    else {
      for (let j = 0; j < responses; j++) product *= part + j
      if (product < 1e-100 || product > 1e100) {
        sum += Math.log(product)
        product = 1
      }
    }
  }
  return sum + Math.log(product)
}

function seatResponses({ labels: k, draws, counts, pseudo, tables, rightTables, sharedTables }: TruthSampler): void {
  for (const each of [tables, rightTables, sharedTables]) each.fill(0)
  for (let at = 0; at < counts.length; at++) {
    const responses = counts[at]!
    if (responses === 0) continue
    let opened = 1
    for (let j = 1; j < responses; j++) if (draws.uniform() * (pseudo[at]! + j) < pseudo[at]!) opened++
    const cell = at % (k * k)
    const who = (at - cell) / (k * k)
    tables[who]! += opened
    if (cell % (k + 1) === 0) rightTables[who]! += opened
    else sharedTables[cell]! += opened
  }
}
