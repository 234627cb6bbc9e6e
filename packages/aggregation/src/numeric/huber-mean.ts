import { checkIterating, checkOption } from '../check-option.ts'
import type { Responses } from '../responses.ts'
import { checkNumbers, middleOf, sortedByTask, type Estimates } from './numbers.ts'

/** Options of {@link huberMean}. */
export interface HuberMeanOptions {
  /** Deviations from which a response pulls no harder; 1.345 unless told, which costs 5 % where all errors are normal. */
  readonly bend?: number
  /** Stop when a value moves by at most this share of its scale; 1e-9 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 200 unless told. */
  readonly maxIterations?: number
}

/** What {@link huberMean} returns. */
export interface HuberMean extends Estimates {
  readonly method: 'huber-mean'
  /** The robust standard deviation that each task's responses were measured with. */
  readonly scale: Float64Array
  /** The largest number of iterations that a task took. */
  readonly iterations: number
  readonly converged: boolean
}

/**
 * Huber's robust mean: a mean to which responses far from the others count less,
 *
 *   ŷₜ = argmin_m Σ_w ρ((yₜw − m) / sₜ),   ρ(u) = u² / 2 if |u| ≤ c, else c |u| − c² / 2
 *
 * by reweighting, from the median: m ← Σ uᵢ yᵢ / Σ uᵢ, uᵢ = min(1, c sₜ / |yᵢ − m|). The scale is 1.4826 times the median distance
 * from the median, of the task's distances and, so that a task with few responses does not believe itself exact, of all
 * tasks' distances: sₜ² = (nₜ dₜ² + 4 d²) / (nₜ + 4). Where more than half of all distances are 0, the mean distance stands in for
 * their median d; where all are 0, the value is the median.
 *
 * Assumes errors that are symmetric, with some nonsense among them. Do not use it when more than about a third is nonsense
 * (`numericMedian`), or when workers are each off in their own way (`gaussianWorkers`).
 *
 * @returns see {@link HuberMean}; one response is its own mean. No responses give an empty value. Row order does not matter.
 * @throws AggregationError `invalid_value` for what is not a finite number, `invalid_option`.
 *
 * Time O(iterations × responses).
 *
 * Reference: Huber, Annals of Mathematical Statistics 35(1), 1964; doi:10.1214/aoms/1177703732.
 */
export function huberMean(responses: Responses<number>, options: HuberMeanOptions = {}): HuberMean {
  const { bend = 1.345, tolerance = 1e-9, maxIterations = 200 } = options
  checkOption('bend', bend, 'a number above 0', bend > 0)
  checkIterating({ tolerance, maxIterations })
  checkNumbers(responses)

  const {
    tasks,
    byTask: { start },
  } = responses
  const sorted = sortedByTask(responses)
  const { scale, values } = startValues(sorted, start)
  let [iterations, converged] = [0, true]
  for (let task = 0; task < tasks.length; task++) {
    if (scale[task] === 0) continue
    const own = sorted.subarray(start[task], start[task + 1])
    let [step, moved] = [0, Infinity]
    while (step < maxIterations && moved > tolerance) {
      const before = values[task]!
      values[task] = reweighted(own, before, bend * scale[task]!)
      moved = Math.abs(values[task]! - before) / scale[task]!
      step++
    }
    iterations = Math.max(iterations, step)
    converged &&= moved <= tolerance
  }
  return { method: 'huber-mean', tasks, values, scale, iterations, converged }
}

/** Medians to begin with, and scales. */
function startValues(sorted: Float64Array, start: Int32Array) {
  const tasks = start.length - 1
  const values = new Float64Array(tasks)
  const distances = sorted.slice()
  for (let task = 0; task < tasks; task++) {
    values[task] = middleOf(sorted.subarray(start[task], start[task + 1]))
    for (let i = start[task]!; i < start[task + 1]!; i++) distances[i] = Math.abs(sorted[i]! - values[task]!)
  }
  const pooled = sorted.length === 0 ? 0 : middleOf(distances.toSorted()) || meanOf(distances)
  const scale = new Float64Array(tasks)
  for (let task = 0; task < tasks; task++) {
    const own = distances.subarray(start[task], start[task + 1]).toSorted()
    // Not squares of the distances themselves, which may be large: of their shares of the greater.
    const greatest = Math.max(middleOf(own), pooled)
    if (greatest === 0) continue
    const mixed = (own.length * (middleOf(own) / greatest) ** 2 + 4 * (pooled / greatest) ** 2) / (own.length + 4)
    scale[task] = 1.4826 * greatest * Math.sqrt(mixed)
  }
  return { scale, values }
}

/** Of their sorted shares of the greatest: neither the order of rows nor the size of numbers matters. */
function meanOf(distances: Float64Array): number {
  const sorted = distances.toSorted()
  const greatest = sorted.at(-1)!
  return greatest === 0 ? 0 : greatest * sorted.reduce((sum, each) => sum + each / greatest / sorted.length, 0)
}

function reweighted(own: Float64Array, around: number, reach: number): number {
  let [weights, sum] = [0, 0]
  for (const each of own) {
    const distance = Math.abs(each - around)
    const weight = distance <= reach ? 1 : reach / distance
    weights += weight
    sum += weight * (each - around)
  }
  return around + sum / weights
}
