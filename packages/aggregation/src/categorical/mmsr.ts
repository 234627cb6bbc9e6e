import type { Aggregate } from '../aggregate.ts'
import type { Crowd } from '../crowd.ts'
import { allocate } from '../vote-shares.ts'
import { checkIterating } from '../check-option.ts'
import { weightedVote } from './weighted-vote.ts'

/** Options of {@link mmsr}. */
export interface MmsrOptions {
  /** Stop when no factor moves by more than this; 1e-8 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 1000 unless told. */
  readonly maxIterations?: number
  /** Largest table to allocate, in numbers of 8 bytes; 2²⁶ unless told. */
  readonly maxCells?: number
}

/** What {@link mmsr} returns. */
export interface Mmsr extends Aggregate {
  readonly method: 'mmsr'
  readonly workers: readonly string[]
  /** P(worker w is right), within 1/√tasks of chance and of 1. */
  readonly accuracies: Float64Array
  /** What each vote weighs, ln ((K − 1) p / (1 − p)); below 0 for workers who are worse than chance. */
  readonly weights: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Matrix mean-subsequence-reduced algorithm: the agreement of two workers, cleared of chance, is the product of their skills,
 *
 *   C_vw = K/(K−1) × (share of common tasks on which v and w agree) − 1/(K−1) ≈ s_v s_w,   P(w right) = s_w (K−1)/K + 1/K,
 *
 * so that s is a rank-one completion of C over pairs with common tasks. From s = 1, in turn for each worker
 * (one who shares no task with anybody stays at chance)
 *
 *   s_w ← mean of |C_vw| / s_v over those v that remain when the F greatest and the F least quotients are left out
 *         (only such as are beyond the present s_w),   F = max(0, ⌊fewest neighbours / 2⌋ − 1),
 *
 * on two factors, as in the paper, which are joined at the end. Signs are those on which weighted pairs agree most, with the sum
 * of skills above 0; where it is 0 to within rounding, nothing tells which half of the crowd is right, and all stay at chance, so that
 * votes count alike. Then a majority vote with weights ln ((K−1) p / (1 − p)).
 *
 * Assumes that no more than F neighbours of a worker are adversarial. Do not use it where pairs of workers have few tasks in common:
 * C is then noise.
 *
 * @returns see {@link Mmsr}. An empty crowd gives an empty result; one class or no common tasks give majority vote. Never NaN.
 * @throws AggregationError `invalid_option`, or `too_large` when 2 workers² is above `maxCells`. No random start; row order
 *   does not matter.
 *
 * Time O(Σₜ nₜ² + iterations × workers² log workers), memory 16 workers² bytes.
 *
 * Reference: Ma and Olshevsky, NeurIPS 33, 2020; arXiv:2010.12181.
 */
export function mmsr(crowd: Crowd, options: MmsrOptions = {}): Mmsr {
  const { tolerance = 1e-8, maxIterations = 1000, maxCells } = options
  checkIterating({ tolerance, maxIterations })

  const { tasks, workers, labels } = crowd
  const common = commonTasks(crowd, maxCells)
  const run = complete(common, workers.length, tolerance, maxIterations)
  const signs = signsOf(common.covariance, run.skills)
  const margin = 1 / Math.sqrt(Math.max(1, tasks.length))
  const k = Math.max(2, labels.length)
  const accuracies = run.skills.map((skill, who) => {
    const inside = Math.max(-1 / (k - 1) + margin, Math.min(1 - margin, skill * signs[who]!))
    return Math.min(1 - 1e-10, Math.max(1e-10, (inside * (k - 1)) / k + 1 / k))
  })
  // at chance to within rounding is at chance
  const weights = accuracies.map((p) => (Math.abs(p * k - 1) < 1e-9 ? 0 : Math.log(((k - 1) * p) / (1 - p))))
  return {
    method: 'mmsr',
    tasks,
    workers,
    labels,
    ...weightedVote(crowd, weights),
    accuracies,
    weights,
    iterations: run.iterations,
    converged: run.converged,
  }
}

interface Common {
  /** Common tasks per pair; 0 on the diagonal. */
  readonly counts: Float64Array
  readonly covariance: Float64Array
}

function commonTasks({ tasks, workers, labels, byTask }: Crowd, maxCells: number | undefined): Common {
  const w = workers.length
  const { start, worker, label } = byTask
  const counts = allocate('The tables of workers by workers', w * w, maxCells)
  const covariance = allocate('The tables of workers by workers', w * w, maxCells)
  for (let task = 0; task < tasks.length; task++) {
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      for (let j = start[task]!; j < start[task + 1]!; j++) {
        if (worker[i] === worker[j]) continue
        const cell = worker[i]! * w + worker[j]!
        counts[cell]!++
        if (label[i] === label[j]) covariance[cell]!++
      }
    }
  }
  const k = labels.length
  for (let cell = 0; cell < counts.length; cell++) {
    const agreed = counts[cell]! > 0 && k > 1 ? covariance[cell]! / counts[cell]! : 0
    covariance[cell] = counts[cell]! > 0 && k > 1 ? (agreed * k - 1) / (k - 1) : 0
  }
  return { counts, covariance }
}

function complete({ counts, covariance }: Common, w: number, tolerance: number, maxIterations: number) {
  let fewest = w
  const [one, two] = [new Float64Array(w), new Float64Array(w)]
  for (let who = 0; who < w; who++) {
    let neighbours = 0
    for (let other = 0; other < w; other++) if (counts[who * w + other]! > 0) neighbours++
    // Of a worker who shares no task with anybody nothing is known; nor do they say how many adversaries the others can bear.
    if (neighbours === 0) continue
    fewest = Math.min(fewest, neighbours)
    one[who] = 1
    two[who] = 1
  }
  const left = Math.max(0, Math.floor(fewest / 2) - 1)
  const quotients = new Float64Array(w)
  const update = (target: Float64Array, source: Float64Array): number => {
    let moved = 0
    for (let who = 0; who < w; who++) {
      let length = 0
      for (let other = 0; other < w; other++) {
        const cell = who * w + other
        if (counts[cell]! > 0 && source[other]! > 0) quotients[length++] = Math.abs(covariance[cell]!) / source[other]!
      }
      const next = trimmedMean(quotients.subarray(0, length).toSorted(), left, target[who]!)
      moved = Math.max(moved, Math.abs(next - target[who]!))
      target[who] = next
    }
    return moved
  }
  let iterations = 0
  let moved = w === 0 ? 0 : Infinity
  while (iterations < maxIterations && moved > tolerance) {
    iterations++
    moved = update(two, one)
    moved = Math.max(moved, update(one, two))
  }
  return { skills: balanced(one, two), iterations, converged: moved <= tolerance }
}

/** Leaves out up to `left` values on either side of `present`; without any, `present` stays. Skills stay within [10⁻⁶, 10⁶]. */
function trimmedMean(sorted: Float64Array, left: number, present: number): number {
  let from = 0
  while (from < left && from < sorted.length && sorted[from]! < present) from++
  let to = sorted.length
  for (let dropped = 0; dropped < left && to > from && sorted[to - 1]! > present; dropped++) to--
  if (to === from) return present
  let sum = 0
  for (let at = from; at < to; at++) sum += sorted[at]!
  return Math.min(1e6, Math.max(1e-6, sum / (to - from)))
}

/** One factor, scaled so that both have the same norm. */
function balanced(one: Float64Array, two: Float64Array): Float64Array {
  const norm = (values: Float64Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
  const scale = norm(one) === 0 ? 1 : Math.sqrt(norm(two) / norm(one))
  return one.map((value) => value * scale)
}

/**
 * Turns the sign that most disagrees, and all that disagree as much, as long as there are any; each lone turn raises Σ C s s.
 * Turning the worst first makes the order of workers not matter; turning equals together may run in a circle, so rounds are bounded.
 */
function signsOf(covariance: Float64Array, skills: Float64Array): Float64Array {
  const w = skills.length
  const signs = new Float64Array(w).fill(1)
  const pulls = new Float64Array(w)
  for (let who = 0; who < w; who++) {
    for (let other = 0; other < w; other++) pulls[who]! += covariance[who * w + other]! * skills[other]!
  }
  for (let round = 0; round < 2 * w; round++) {
    let worst = 0
    for (let who = 0; who < w; who++) worst = Math.min(worst, pulls[who]! * signs[who]! * skills[who]!)
    if (worst > -1e-9) break
    const turned = skills.map((skill, who) => (pulls[who]! * signs[who]! * skill <= worst * (1 - 1e-9) ? 1 : 0))
    for (let who = 0; who < w; who++) {
      if (turned[who] === 0) continue
      signs[who] = -signs[who]!
      for (let other = 0; other < w; other++) pulls[other]! += 2 * covariance[other * w + who]! * skills[who]! * signs[who]!
    }
  }
  let [sum, all] = [0, 0]
  for (let who = 0; who < w; who++) {
    sum += signs[who]! * skills[who]!
    all += skills[who]!
  }
  // Zero but for the rounding of sums, which hangs on the order of workers.
  if (Math.abs(sum) <= 1e-9 * all) return signs.fill(0)
  return sum < 0 ? signs.map((sign) => -sign) : signs
}
