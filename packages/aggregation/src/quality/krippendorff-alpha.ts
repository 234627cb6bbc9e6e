import { AggregationError } from '../aggregation-error.ts'
import { checkOption } from '../check-option.ts'
import type { Crowd } from '../crowd.ts'
import type { Responses } from '../responses.ts'
import { allocate } from '../vote-shares.ts'
import { checkPresent, codedValues, numbersOf, placesIn, type CodedValues } from './coded-values.ts'
import { resampledInterval, type Interval, type ResamplingOptions } from './resampled-tasks.ts'

/** Options of {@link krippendorffAlpha}. */
export interface KrippendorffAlphaOptions<V> extends ResamplingOptions {
  /**
   * What a difference between two values weighs.
   * - `nominal` (default): 1, whatever they are.
   * - `ordinal`: by how many responses lie between them on the scale `order`.
   * - `interval`: (a − b)², of numbers.
   * - `ratio`: ((a − b) / (a + b))², of numbers from 0.
   */
  readonly scale?: 'nominal' | 'ordinal' | 'interval' | 'ratio'
  /** For `ordinal`: all values, from one end to the other. Numbers need none. */
  readonly order?: readonly (V | string)[]
  /** A difference of your own, instead of a scale: 0 for equal values, symmetric, finite, not negative; square it if you want it squared. */
  readonly distance?: (a: V | string, b: V | string) => number
  /** Above this many pairs of different values, `ratio` and `distance` are refused; 2²⁶ unless told. */
  readonly maxCells?: number
}

/** What {@link krippendorffAlpha} returns. */
export interface KrippendorffAlpha {
  /** At most 1, which is agreement; 0 is what chance gives. Null when no two responses to a task exist, or all values are equal. */
  readonly alpha: number | null
  readonly interval: Interval | null
  /** Mean difference within tasks, and between all responses of these tasks. */
  readonly observed: number
  readonly expected: number
  /** Tasks with at least two responses, and their responses. */
  readonly tasks: number
  readonly responses: number
}

/**
 * Krippendorff's α: how much less responses to the same task differ than any two responses do,
 *
 *   α = 1 − D_o / D_e,   D_o = (1 / n) Σₜ Σ_{i ≠ j ∈ t} δ(yᵢ, yⱼ) / (nₜ − 1),   D_e = Σ_{i ≠ j} δ(yᵢ, yⱼ) / n (n − 1),
 *
 * over the n responses of tasks with at least two. For any number of workers, and any responses missing. `ordinal` puts each value
 * at the middle of the ranks of its responses and takes squares, which is Krippendorff's (Σ_{g=a}^{b} n_g − (n_a + n_b) / 2)².
 *
 * When not to use it: where nearly all responses have one value, α is near 0 or below, though people agree; look at `gwetAc1`
 * beside it. It says how far data can be trusted, not who is right.
 *
 * @param responses a crowd of labels, or `responsesOf` values of any kind; numbers for `interval` and `ratio`.
 * @returns see {@link KrippendorffAlpha}; the interval, 90 %, is that of {@link ResamplingOptions}: tasks are drawn anew, and both
 *   differences measured again. With fewer than some twenty tasks it is too narrow.
 * @throws AggregationError `invalid_option`; `invalid_value` for a value that is missing or that the scale cannot have; `too_large`.
 *   Neither the order of rows nor the names of workers or values matter; those of tasks choose the draws.
 *
 * Time O(resamples × responses), with `ratio` and `distance` O(resamples × (tasks + values²)); memory O(responses + values²).
 *
 * Reference: Krippendorff, Content Analysis, 4th edition, 2018; doi:10.4135/9781071878781. Hayes and Krippendorff, Communication
 * Methods and Measures 1(1), 2007; doi:10.1080/19312450709336664.
 */
export function krippendorffAlpha<V = string>(
  responses: Crowd | Responses<V>,
  options: KrippendorffAlphaOptions<V> = {},
): KrippendorffAlpha {
  const coded = codedValues(responses)
  const differences = differencesOf(responses, coded, options)
  const all = differences(new Int32Array(coded.tasks.length).fill(1))
  const interval = resampledInterval(coded.tasks, options, (times) => differences(times).alpha)
  return { ...all, interval: all.alpha === null ? null : interval }
}

type Figures = Omit<KrippendorffAlpha, 'interval'>
/** Of the tasks, each counted so many times. */
type Differences = (times: Int32Array) => Figures

function differencesOf<V>(
  responses: Crowd | Responses<V>,
  coded: CodedValues<V | string>,
  options: KrippendorffAlphaOptions<V>,
): Differences {
  const { scale = 'nominal', order, distance, maxCells } = options
  checkOption('scale', scale, "'nominal', 'ordinal', 'interval' or 'ratio'", ['nominal', 'ordinal', 'interval', 'ratio'].includes(scale))
  if (distance !== undefined || scale === 'nominal') checkPresent(responses, coded)
  if (distance !== undefined) return byTable(coded, tableOf(coded.values, distance, maxCells))
  switch (scale) {
    case 'nominal':
      return byCounts(coded)
    case 'interval': {
      const numbers = numbersOf(responses, coded, 'a finite number', Number.isFinite)
      const most = numbers.reduce((greatest, each) => Math.max(greatest, Math.abs(each)), 0) || 1
      return byPlaces(coded, (_, place) => place.set(numbers.map((each) => each / most)), most)
    }
    case 'ratio': {
      const numbers = numbersOf(responses, coded, 'a finite number from 0', (value) => Number.isFinite(value) && value >= 0)
      const ratio = (a: number, b: number) =>
        numbers[a] === numbers[b] ? 0 : ((numbers[a]! - numbers[b]!) / (numbers[a]! + numbers[b]!)) ** 2
      const numbered = numbers.map((_, n) => n)
      return byTable(coded, tableOf(Array.from(numbered), ratio, maxCells))
    }
    case 'ordinal': {
      const places =
        order === undefined
          ? Int32Array.from(ranksOf(numbersOf(responses, coded, 'a finite number', Number.isFinite)))
          : placesIn(order, coded.values)
      const upwards = places.map((_, n) => n).toSorted((a, b) => places[a]! - places[b]!)
      return byPlaces(coded, (counts, place) => setMiddles(upwards, counts, place), 1)
    }
  }
}

function ranksOf(numbers: Float64Array): number[] {
  const sorted = numbers.toSorted()
  return Array.from(numbers, (each) => sorted.indexOf(each))
}

/** Each value at the middle of its responses' ranks. */
function setMiddles(upwards: Int32Array, counts: Float64Array, place: Float64Array): void {
  let below = 0
  for (const value of upwards) {
    place[value] = below + counts[value]! / 2
    below += counts[value]!
  }
}

/** How often each value was given in tasks with two responses or more. */
function countValues({ start, code }: CodedValues<unknown>, times: Int32Array, counts: Float64Array) {
  counts.fill(0)
  let [tasks, responses] = [0, 0]
  for (let t = 0; t < times.length; t++) {
    const size = start[t + 1]! - start[t]!
    if (size < 2 || times[t] === 0) continue
    tasks += times[t]!
    responses += size * times[t]!
    for (let i = start[t]!; i < start[t + 1]!; i++) counts[code[i]!]! += times[t]!
  }
  return { tasks, responses }
}

/** Both differences as sums over ordered pairs, not yet divided by the number of responses. */
function figures(within: number, between: number, { tasks, responses }: { tasks: number; responses: number }, unit = 1): Figures {
  if (responses === 0) return { alpha: null, observed: 0, expected: 0, tasks, responses }
  const [observed, expected] = [within / responses, between / responses / (responses - 1)]
  return { alpha: expected > 0 ? 1 - observed / expected : null, observed: observed * unit, expected: expected * unit, tasks, responses }
}

function byCounts(coded: CodedValues<unknown>): Differences {
  const { start, code, tasks, values } = coded
  const count = new Float64Array(values.length)
  const within = Float64Array.from(tasks, (_, t) => {
    let same = 0
    for (let i = start[t]!; i < start[t + 1]!; i++) same += count[code[i]!]!++
    for (let i = start[t]!; i < start[t + 1]!; i++) count[code[i]!] = 0
    const size = start[t + 1]! - start[t]!
    return size < 2 ? 0 : size - (2 * same) / (size - 1)
  })
  return (times) => {
    const total = countValues(coded, times, count)
    let between = total.responses ** 2
    for (const each of count) between -= each ** 2
    return figures(sumOf(within, times), between, total)
  }
}

/** Squared distances of places on a line, by sums and sums of squares about the mean. */
function byPlaces(coded: CodedValues<unknown>, setPlaces: (counts: Float64Array, place: Float64Array) => void, unit: number): Differences {
  const { start, code, values } = coded
  const [count, place] = [new Float64Array(values.length), new Float64Array(values.length)]
  return (times) => {
    const total = countValues(coded, times, count)
    setPlaces(count, place)
    let within = 0
    for (let t = 0; t < times.length; t++) {
      const size = start[t + 1]! - start[t]!
      if (size < 2 || times[t] === 0) continue
      let [mean, squares] = [0, 0]
      for (let i = start[t]!; i < start[t + 1]!; i++) mean += place[code[i]!]! / size
      for (let i = start[t]!; i < start[t + 1]!; i++) squares += (place[code[i]!]! - mean) ** 2
      within += (times[t]! * 2 * size * squares) / (size - 1)
    }
    let [mean, squares] = [0, 0]
    for (const [value, each] of count.entries()) mean += (each * place[value]!) / Math.max(1, total.responses)
    for (const [value, each] of count.entries()) squares += each * (place[value]! - mean) ** 2
    // what rounding leaves of equal values is no difference
    const between = 2 * total.responses * squares
    const isOne = count.reduce((given, each) => given + Math.sign(each), 0) < 2
    return figures(within, isOne ? 0 : between, total, unit ** 2)
  }
}

interface Table {
  readonly cells: Float64Array
  readonly size: number
}

function tableOf<V>(values: readonly V[], distance: (a: V, b: V) => number, maxCells?: number): Table {
  const size = values.length
  const cells = allocate('The table of differences between values', size * size, maxCells)
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const apart = distance(values[a]!, values[b]!)
      if (!(apart >= 0 && apart < Infinity)) {
        throw new AggregationError({
          kind: 'invalid_option',
          option: 'distance',
          expected: 'a function to finite numbers from 0',
          received: String(apart),
        })
      }
      cells[a * size + b] = cells[b * size + a] = apart
    }
  }
  return { cells, size }
}

function byTable(coded: CodedValues<unknown>, { cells, size: width }: Table): Differences {
  const { start, code, tasks } = coded
  const count = new Float64Array(width)
  const within = Float64Array.from(tasks, (_, t) => {
    let apart = 0
    for (let i = start[t]!; i < start[t + 1]!; i++) for (let j = start[t]!; j < i; j++) apart += cells[code[i]! * width + code[j]!]!
    return (2 * apart) / Math.max(1, start[t + 1]! - start[t]! - 1)
  })
  return (times) => {
    const total = countValues(coded, times, count)
    let between = 0
    for (let a = 0; a < width; a++) {
      if (count[a] === 0) continue
      for (let b = 0; b < a; b++) between += 2 * count[a]! * count[b]! * cells[a * width + b]!
    }
    return figures(sumOf(within, times), between, total)
  }
}

function sumOf(values: Float64Array, times: Int32Array): number {
  let sum = 0
  for (let t = 0; t < times.length; t++) sum += times[t]! * values[t]!
  return sum
}
