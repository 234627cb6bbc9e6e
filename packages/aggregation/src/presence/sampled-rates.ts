import { groupedBy } from '../grouped-by.ts'
import { drawPool } from '../categorical/draw-pool.ts'
import { drawsFrom, type Draws } from '../categorical/random-draws.ts'
import { intervalsOf, type Pool } from '../categorical/worker-intervals.ts'
import { intervalsFor, type Intervals } from '../intervals.ts'
import { digamma, gammaQuantile, logGamma, trigamma } from '../special-functions.ts'
import type { Asked, Candidates } from './candidates.ts'
import { marksInOrder, type Ids, type MarksInOrder } from './marks-in-order.ts'

/** What workers are like who mark things, with 90 % credible intervals. */
export interface MarkingRates {
  /** The chance that a worker marks what is there. */
  readonly hits: Intervals
  /** How many things that are not there a worker marks for each one that is there. */
  readonly falseAlarms: Intervals
}

/**
 * What workers are like, over all that may be there, marked or not, and all that the other workers may be like. In task t are things as they
 * come (a Poisson number, of which no mean is more likely than another: density 1/μₜ), and worker w
 *
 *   marks each with probability h_w,   h_w ~ Beta(α, β),
 *   marks λ_w μₜ things that are not there (a Poisson number),   λ_w ~ Gamma(κ, κ/m);
 *
 * each of the others who were asked marks such a thing too with probability ε. α, β, κ, m and ε are learnt from all. Drawn again and again,
 * each given all else (Gibbs sampling), where M of a task's n workers T have marked a thing:
 *
 *   is it there   P ∝ Π_M h Π_{T∖M} (1 − h),   and not: P ∝ (Σ_M λ) ε^(|M| − 1) (1 − ε)^(n − |M|)
 *   unseen        how many things nobody marked: for each that somebody did a geometric number, as q / (1 + Σ_T λ), q = Π_T (1 − h)
 *   μₜ            ~ Gamma(things, seen or not, 1 + Σ_T λ)
 *   h_w, λ_w, ε   ~ Beta(α + hits, β + misses), Gamma(κ + false alarms, κ/m + Σₜ μₜ), Beta(1 + joined, 49 + not joined)
 *   α, β, κ, m    by slices, with h and λ integrated out; for what is expected of α and β see `drawPool`
 *
 * Intervals are those of the Beta distributions with the mean and the variance of h_w, and of the Gamma distributions with the means of λ_w and of
 * log λ_w, over all draws but the first.
 *
 * What is rated by what most marked, without the things that nobody did, seems surer to be found than it is: all the more, the fewer
 * workers per task. And an EM algorithm, which takes the others' rates for known, is too sure.
 *
 * Assumes that workers err independently, and as often in all tasks; that false alarms seldom coincide. A second mark on the same thing by the
 * same worker counts as a false alarm.
 *
 * @param drawsMost that count; after a quarter as many and ten that do not. With two workers per task they move
 *   slowly, and intervals hold the truth in four cases of five.
 * @returns in the order of `ids.workers`. Those of whom nothing is seen, having worked alone, have what is expected of anybody.
 *   The same marks, the same figures, whatever the order of rows and the names.
 *
 * Time O(draws × (marks + workers asked)), where draws are from 40 to 510, fewer for more marks.
 *
 * References: two classes of things: Dawid and Skene, Applied Statistics 28(1), 1979, doi:10.2307/2346806. Those that nobody saw: Castledine,
 * Biometrika 68(1), 1981, doi:10.1093/biomet/68.1.197 (capture and recapture).
 */
export function sampledRates(candidates: Candidates, asked: Asked, ids: Ids, drawsMost = 400): MarkingRates {
  const marks = marksInOrder(candidates, asked, ids)
  const sampler = startSampler(marks.alike.length)
  const size = marks.asked.values.length + marks.marked.values.length
  const draws = Math.min(drawsMost, Math.max(drawsLeast, Math.floor(visits / Math.max(1, size))))
  const sums = sumsFor(ids.workers.length)
  for (let draw = -Math.floor(draws / 4) - 10; draw < draws; draw++) {
    drawThings(sampler, marks)
    drawRates(sampler, draw)
    if (draw >= 0) addRates(sampler, marks, sums)
  }
  for (const sum of [sums.hit, sums.squares, sums.variance, sums.alarm, sums.logAlarm]) shareAlike(sum, marks)
  const meanOf = (sum: Float64Array) => sum.map((each) => each / draws)
  const [hit, squares, within] = [meanOf(sums.hit), meanOf(sums.squares), meanOf(sums.variance)]
  const variance = within.map((each, w) => each + (Math.max(0, squares[w]! - hit[w]! ** 2) * draws) / (draws - 1))
  return { hits: intervalsOf(hit, variance), falseAlarms: gammaIntervals(meanOf(sums.alarm), meanOf(sums.logAlarm)) }
}

const [drawsLeast, visits] = [24, 8_000_000]
/** What all have in common takes long to draw where tasks are few. */
const poolsEvery = 3
/** Rates stay this far from 0 and 1, so that no mark rules anything out. */
const apart = 1e-9
/** How often another marks what one has marked and is not there: of fifty once, weighing as much as fifty. */
const coinciding: Pool = { alpha: 1, beta: 49 }
/** What is expected of ln m and ln κ: many workers raise nearly no false alarms, a few raise most. */
const logMean = { mean: Math.log(0.1), deviation: 2 }
const logShape = { mean: Math.log(0.5), deviation: 0.5 }

interface Sampler {
  readonly draws: Draws
  /** Per person. */
  readonly hit: Float64Array
  readonly alarm: Float64Array
  coincidence: number
  pool: Pool
  /** κ and m. */
  alarms: { readonly shape: number; readonly mean: number }
  readonly counts: Counts
}

/** Of one draw. */
interface Counts {
  /** Per person, things that are there, seen or not, and those of them that the person marked. */
  readonly there: Float64Array
  readonly hits: Float64Array
  /** Per person, things that the person was the first to mark and that are not there, and Σ μₜ. */
  readonly falseAlarms: Float64Array
  readonly expected: Float64Array
  /** How often another has marked such a thing too, and how often not. */
  joined: number
  notJoined: number
}

function startSampler(people: number): Sampler {
  const table = (value = 0) => new Float64Array(people).fill(value)
  return {
    draws: drawsFrom(0),
    hit: table(0.75),
    alarm: table(0.1),
    coincidence: coinciding.alpha / (coinciding.alpha + coinciding.beta),
    pool: { alpha: 7.5, beta: 2.5 },
    alarms: { shape: 0.5, mean: 0.1 },
    counts: { there: table(), hits: table(), falseAlarms: table(), expected: table(), joined: 0, notJoined: 0 },
  }
}

/** Draws for each thing whether it is there, and for each task how many things nobody marked and how many are to be expected. */
function drawThings(sampler: Sampler, { asked, things, marked }: MarksInOrder): void {
  const { draws, hit, alarm, counts } = sampler
  for (const each of [counts.there, counts.hits, counts.falseAlarms, counts.expected]) each.fill(0)
  counts.joined = 0
  counts.notJoined = 0
  const logOdds = hit.map((each) => Math.log(each) - Math.log1p(-each))
  const logMiss = hit.map((each) => Math.log1p(-each))
  const [joins, stays] = [Math.log(sampler.coincidence), Math.log1p(-sampler.coincidence)]
  for (let task = 0; task + 1 < things.length; task++) {
    const [from, to] = [asked.start[task]!, asked.start[task + 1]!]
    let [none, alarms] = [0, 0]
    for (let i = from; i < to; i++) {
      none += logMiss[asked.values[i]!]!
      alarms += alarm[asked.values[i]!]!
    }
    const seen = things[task + 1]! - things[task]!
    let there = 0
    for (let thing = things[task]!; thing < things[task + 1]!; thing++) {
      const [first, end] = [marked.start[thing]!, marked.start[thing + 1]!]
      const [others, rest] = [end - first - 1, to - from - (end - first)]
      let [ifThere, ofAlarms] = [none, 0]
      for (let i = first; i < end; i++) {
        ifThere += logOdds[marked.values[i]!]!
        ofAlarms += alarm[marked.values[i]!]!
      }
      const ifNot = Math.log(ofAlarms) + others * joins + rest * stays
      if (draws.uniform() * (1 + Math.exp(ifNot - ifThere)) < 1) {
        there++
        for (let i = first; i < end; i++) counts.hits[marked.values[i]!]!++
      } else {
        counts.falseAlarms[firstToMark(sampler, marked.values.subarray(first, end), ofAlarms)]!++
        counts.joined += others
        counts.notJoined += rest
      }
    }
    const unseen = unseenIn(draws, seen, none - Math.log1p(alarms))
    const expected = draws.gamma(seen + unseen) / (1 + alarms)
    for (let i = from; i < to; i++) {
      counts.there[asked.values[i]!]! += there + unseen
      counts.expected[asked.values[i]!]! += expected
    }
  }
}

/** One of those who marked a thing that is not there, each as likely as they raise false alarms. */
function firstToMark({ draws, alarm }: Sampler, people: Int32Array, alarms: number): number {
  let left = draws.uniform() * alarms
  for (const person of people) {
    left -= alarm[person]!
    if (left <= 0) return person
  }
  return people.at(-1)!
}

/** A sum of geometric numbers. */
function unseenIn(draws: Draws, seen: number, logChance: number): number {
  let unseen = 0
  for (let n = 0; n < seen; n++) unseen += Math.floor(Math.log(draws.uniform()) / logChance)
  return unseen
}

function drawRates(sampler: Sampler, draw: number): void {
  const { draws, counts, hit, alarm } = sampler
  const { there, hits, falseAlarms, expected } = counts
  sampler.coincidence = draws.beta(counts.joined + coinciding.alpha, counts.notJoined + coinciding.beta)
  if (draw % poolsEvery === 0) {
    sampler.pool = drawPool(draws, sampler.pool, hits, there)
    sampler.alarms = drawAlarms(draws, sampler.alarms, counts)
  }
  const { alpha, beta } = sampler.pool
  const { shape, mean } = sampler.alarms
  for (let person = 0; person < hit.length; person++) {
    const drawn = draws.beta(hits[person]! + alpha, there[person]! - hits[person]! + beta)
    hit[person] = Math.min(1 - apart, Math.max(apart, drawn))
    alarm[person] = Math.max(apart, draws.gamma(falseAlarms[person]! + shape) / (expected[person]! + shape / mean))
  }
}

function drawAlarms(draws: Draws, { shape, mean }: Sampler['alarms'], { falseAlarms, expected }: Counts): Sampler['alarms'] {
  const logDensity = (log: number, logOfMean: number) => {
    const [kappa, rate] = [Math.exp(log), Math.exp(log - logOfMean)]
    const ofNone = kappa * (log - logOfMean) - logGamma(kappa)
    let sum = -(((log - logShape.mean) / logShape.deviation) ** 2) / 2 - ((logOfMean - logMean.mean) / logMean.deviation) ** 2 / 2
    for (let person = 0; person < expected.length; person++) {
      const all = kappa + falseAlarms[person]!
      sum += ofNone + logGamma(all) - all * Math.log(rate + expected[person]!)
    }
    return sum
  }
  let [log, logOfMean] = [Math.log(shape), Math.log(mean)]
  log = draws.slice((next) => logDensity(next, logOfMean), log, 0.5)
  logOfMean = draws.slice((next) => logDensity(log, next), logOfMean, 0.3)
  return { shape: Math.exp(log), mean: Math.exp(logOfMean) }
}

/** Per worker, over draws: E h and its square, Var h, E λ and E log λ, all given all else. */
interface Sums {
  readonly hit: Float64Array
  readonly squares: Float64Array
  readonly variance: Float64Array
  readonly alarm: Float64Array
  readonly logAlarm: Float64Array
}

function sumsFor(workers: number): Sums {
  const table = () => new Float64Array(workers)
  return { hit: table(), squares: table(), variance: table(), alarm: table(), logAlarm: table() }
}

function addRates({ pool, alarms, counts }: Sampler, { person }: MarksInOrder, sums: Sums): void {
  for (const [worker, who] of person.entries()) {
    const found = pool.alpha + (counts.hits[who] ?? 0)
    const all = pool.alpha + pool.beta + (counts.there[who] ?? 0)
    const [shape, rate] = [alarms.shape + (counts.falseAlarms[who] ?? 0), alarms.shape / alarms.mean + (counts.expected[who] ?? 0)]
    sums.hit[worker]! += found / all
    sums.squares[worker]! += (found / all) ** 2
    sums.variance[worker]! += (found * (all - found)) / (all ** 2 * (all + 1))
    sums.alarm[worker]! += shape / rate
    sums.logAlarm[worker]! += digamma(shape) - Math.log(rate)
  }
}

/** Workers whom nothing tells apart have had different luck in the draws: each gets the mean of theirs. */
function shareAlike(sum: Float64Array, { person, alike }: MarksInOrder): void {
  for (const workers of groupedBy(person.keys(), (worker) => alike[person[worker]!]).values()) {
    const inOrder = workers.toSorted((a, b) => person[a]! - person[b]!)
    const mean = inOrder.reduce((total, worker) => total + sum[worker]!, 0) / workers.length
    for (const worker of workers) sum[worker] = mean
  }
}

/** Intervals of Gamma distributions with these means and means of logarithms. */
function gammaIntervals(mean: Float64Array, meanOfLogs: Float64Array): Intervals {
  const intervals = intervalsFor(mean.length)
  for (const [worker, m] of mean.entries()) {
    const shape = shapeOf(Math.max(leastGap, Math.log(m) - meanOfLogs[worker]!))
    intervals.mean[worker] = m
    intervals.low[worker] = (m / shape) * gammaQuantile(0.05, shape)
    intervals.high[worker] = (m / shape) * gammaQuantile(0.95, shape)
  }
  return intervals
}

const leastGap = 1e-9

/** Of the Gamma distribution whose mean has a logarithm so far above the mean of its logarithms: log k − ψ(k) = gap, by Newton's method. */
function shapeOf(gap: number): number {
  let shape = (3 - gap + Math.sqrt((gap - 3) ** 2 + 24 * gap)) / (12 * gap)
  for (let step = 0; step < 6; step++) {
    const slope = 1 / shape - trigamma(shape)
    shape -= (Math.log(shape) - digamma(shape) - gap) / slope
  }
  return shape
}
