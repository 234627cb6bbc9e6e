import { checkOption } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'
import { allocate } from '../vote-shares.ts'
import { placesIn } from './coded-values.ts'
import { resampledInterval, type Interval, type ResamplingOptions } from './resampled-tasks.ts'

/** Options of {@link cohenKappa}. */
export interface CohenKappaOptions extends ResamplingOptions {
  /** What a disagreement weighs: 1 (`equal`, default), or its distance on the scale `order` (`linear`), or that squared (`quadratic`). */
  readonly weights?: 'equal' | 'linear' | 'quadratic'
  /** For `linear` and `quadratic`: all labels, from one end of the scale to the other. */
  readonly order?: readonly string[]
  readonly maxCells?: number
}

/** What {@link cohenKappa} returns. */
export interface CohenKappa {
  /** At most 1; 0 is what chance gives. Null when the two share no task, or when chance alone gives full agreement. */
  readonly kappa: number | null
  /** 90 %, by drawing tasks anew; see {@link ResamplingOptions}. */
  readonly interval: Interval | null
  /** Weighted disagreement, found and by chance, in [0, 1]. */
  readonly observed: number
  readonly expected: number
  /** Tasks that both labelled. */
  readonly tasks: number
}

/**
 * Cohen's κ of two workers: how much less they disagree than two would who give labels as often as each of them, but at random,
 *
 *   κ = 1 − Σ v_kl p_kl / Σ v_kl p_k· p_·l,   v = 1 for k ≠ l, or |k − l| / (K − 1), or its square (`weights`),
 *
 * where p_kl is the share of their common tasks with label k from one and l from the other. Quadratic weights make it nearly a
 * correlation. Of a worker's repeated labels (`repeats: 'all'`) each meets each of the other's.
 *
 * Assumes nothing of who is right. Two people with few common tasks have a wide interval; it is no judgement of either.
 *
 * @param first @param second ids of workers; of one who is not in the crowd there are no common tasks.
 * @returns see {@link CohenKappa}.
 * @throws AggregationError `invalid_option`, or `too_large` when labels² is above `maxCells`. Swapping the two changes nothing.
 *
 * Time O(responses of the two + resamples × (common tasks + labels²)).
 *
 * Reference: Cohen, Educational and Psychological Measurement 20(1), 1960; doi:10.1177/001316446002000104. With weights:
 * Psychological Bulletin 70(4), 1968; doi:10.1037/h0026256.
 */
export function cohenKappa(crowd: Crowd, first: string, second: string, options: CohenKappaOptions = {}): CohenKappa {
  const { weights = 'equal', order, maxCells } = options
  checkOption('weights', weights, "'equal', 'linear' or 'quadratic'", ['equal', 'linear', 'quadratic'].includes(weights))
  const k = crowd.labels.length
  const places = weights === 'equal' ? null : placesIn(order, crowd.labels)
  const apart = (a: number, b: number) => {
    if (places === null) return a === b ? 0 : 1
    const distance = Math.abs(places[a]! - places[b]!) / Math.max(1, order!.length - 1)
    return weights === 'linear' ? distance : distance ** 2
  }

  const pairs = commonPairs(crowd, crowd.workers.indexOf(first), crowd.workers.indexOf(second))
  const table = allocate('The table of pairs of labels', k * k, maxCells)
  const whole = figures(pairs, null, table, k, apart)
  const tasks = pairs.tasks.map((task) => crowd.tasks[task]!)
  const interval = resampledInterval(tasks, options, (times) => figures(pairs, times, table, k, apart).kappa)
  return { ...whole, interval: whole.kappa === null ? null : interval, tasks: tasks.length }
}

interface Pairs {
  readonly tasks: readonly number[]
  /** Per pair, its task's place in `tasks`, and the two labels. */
  readonly at: readonly number[]
  readonly one: readonly number[]
  readonly other: readonly number[]
}

function commonPairs({ byTask, byWorker }: Crowd, first: number, second: number): Pairs {
  const pairs = { tasks: [] as number[], at: [] as number[], one: [] as number[], other: [] as number[] }
  if (first === -1 || second === -1 || first === second) return pairs
  const visited = new Set(byWorker.task.subarray(byWorker.start[first], byWorker.start[first + 1]))
  for (const task of visited) {
    const labelsOf = (worker: number) => {
      const own: number[] = []
      for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) if (byTask.worker[i] === worker) own.push(byTask.label[i]!)
      return own
    }
    const others = labelsOf(second)
    if (others.length === 0) continue
    for (const one of labelsOf(first)) {
      for (const other of others) {
        pairs.at.push(pairs.tasks.length)
        pairs.one.push(one)
        pairs.other.push(other)
      }
    }
    pairs.tasks.push(task)
  }
  return pairs
}

function figures(
  { at, one, other }: Pairs,
  times: Int32Array | null,
  table: Float64Array,
  k: number,
  apart: (a: number, b: number) => number,
) {
  table.fill(0)
  const [rows, columns] = [new Float64Array(k), new Float64Array(k)]
  let total = 0
  for (let n = 0; n < at.length; n++) {
    const weight = times === null ? 1 : times[at[n]!]!
    table[one[n]! * k + other[n]!]! += weight
    rows[one[n]!]! += weight
    columns[other[n]!]! += weight
    total += weight
  }
  if (total === 0) return { kappa: null, observed: 0, expected: 0 }
  let [observed, expected] = [0, 0]
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      observed += (apart(a, b) * table[a * k + b]!) / total
      expected += (apart(a, b) * rows[a]! * columns[b]!) / total ** 2
    }
  }
  return { kappa: expected > 0 ? 1 - observed / expected : null, observed, expected }
}
