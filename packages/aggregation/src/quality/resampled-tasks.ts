import { mixed, uniformOf } from '../categorical/colours.ts'
import { checkOption, checkSeed } from '../check-option.ts'

/** A figure of a whole crowd with its 90 % interval. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** How an interval is found by drawing tasks anew. */
export interface ResamplingOptions {
  /** How many times as many tasks are drawn anew, with replacement; 1000 unless told, 0 for no interval. */
  readonly resamples?: number
  /** Chooses the draws. 0 unless told. */
  readonly seed?: number
}

/**
 * The percentile bootstrap over tasks: the central 90 % of a figure over crowds made of tasks drawn with replacement, each with all
 * its responses. Tasks are drawn in the order of their ids, so that the order of rows changes nothing. Draws in which the figure
 * does not exist are left out.
 *
 * @param figure of the tasks, each counted `times[t]` times; null when it does not exist.
 * @returns null without resamples, or when fewer than half of the draws have the figure.
 *
 * Reference: Zapf et al., BMC Medical Research Methodology 16:93, 2016; doi:10.1186/s12874-016-0200-9.
 */
export function resampledInterval(
  tasks: readonly string[],
  { resamples = 1000, seed = 0 }: ResamplingOptions,
  figure: (times: Int32Array) => number | null,
): Interval | null {
  checkOption(
    'resamples',
    resamples,
    'a whole number from 0 to 100000',
    Number.isInteger(resamples) && resamples >= 0 && resamples <= 100_000,
  )
  checkSeed(seed)
  const inOrder = Int32Array.from(tasks, (_, t) => t).toSorted((a, b) => (tasks[a]! < tasks[b]! ? -1 : 1))
  const salt = mixed(seed % 4_294_967_296, Math.floor(seed / 4_294_967_296))
  const times = new Int32Array(tasks.length)
  const figures: number[] = []
  for (let draw = 0; draw < resamples && tasks.length > 0; draw++) {
    times.fill(0)
    const stream = mixed(salt, draw)
    for (let n = 0; n < tasks.length; n++) times[inOrder[Math.floor(uniformOf(mixed(stream, n)) * tasks.length)]!]!++
    const value = figure(times)
    if (value !== null) figures.push(value)
  }
  if (figures.length === 0 || figures.length * 2 < resamples) return null
  const sorted = Float64Array.from(figures).toSorted()
  return { low: quantile(sorted, 0.05), high: quantile(sorted, 0.95) }
}

/** Between the two nearest, in proportion. */
function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1)
  const below = Math.floor(at)
  const above = Math.min(sorted.length - 1, below + 1)
  return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!)
}
