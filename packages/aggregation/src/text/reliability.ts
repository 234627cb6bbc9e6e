import { intervalsFor, type Intervals } from '../intervals.ts'
import { gammaQuantile } from '../special-functions.ts'
import type { Responses } from '../responses.ts'
import type { Represented } from './embeddings.ts'
import type { SparseVector } from './word-vectors.ts'

/** Above the rounding of sums over thousands of components, so that what is equally near in exact arithmetic ties. */
const tieWithin = 1e-9
/** Squared distances below this are rounding: texts that all agree. */
const leastSquare = 1e-9

interface Iterating {
  readonly priorResponses: number
  readonly tolerance: number
  readonly maxIterations: number
}

interface State {
  readonly responses: Responses<string>
  readonly represented: Represented
  /** Per response, a weight besides its worker's; null for 1. */
  readonly local: Float64Array | null
  readonly precision: Float64Array
  /** Per response. */
  readonly square: Float64Array
  readonly centre: Float64Array
}

interface Reliabilities {
  readonly tasks: readonly string[]
  readonly workers: readonly string[]
  readonly precision: Intervals
  readonly iterations: number
  readonly converged: boolean
  readonly objective: readonly number[]
  readonly texts: readonly string[]
  readonly tied: readonly (readonly string[])[]
  readonly confidence: Float64Array
}

/** The two steps of RASA in turns, then the nearest texts: what `textRasa` and `textHrrasa` have in common. */
export function reliabilities(
  responses: Responses<string>,
  represented: Represented,
  local: Float64Array | null,
  { priorResponses, tolerance, maxIterations }: Iterating,
): Reliabilities {
  const { tasks, workers, size } = responses
  const state: State = {
    responses,
    represented,
    local,
    precision: new Float64Array(workers.length).fill(1),
    square: new Float64Array(size),
    centre: new Float64Array(represented.dimensions),
  }
  measureAll(state)
  const counts = countInformative(state)
  const prior = { count: priorResponses, square: priorResponses * Math.max(leastSquare, meanSquare(state, counts.total)) }
  const squares = new Float64Array(workers.length)
  const objective: number[] = []
  let [iterations, converged] = [0, size === 0]
  while (iterations < maxIterations && !converged) {
    iterations++
    sumSquares(state, squares)
    const moved = setPrecisions(state.precision, counts.of, squares, prior)
    measureAll(state)
    sumSquares(state, squares)
    if (local === null) objective.push(logPosterior(state.precision, counts.of, squares, prior))
    converged = moved <= tolerance
  }
  return {
    tasks,
    workers,
    ...nearestTexts(state),
    precision: precisionIntervals(counts.of, squares, prior),
    iterations,
    converged,
    objective,
  }
}

interface Prior {
  readonly count: number
  readonly square: number
}

function weightOf({ responses, local, precision }: State, i: number): number {
  return precision[responses.byTask.worker[i]!]! * (local === null ? 1 : local[i]!)
}

/** Squared distance of every response from its task's centre. */
function measureAll(state: State): void {
  const { start } = state.responses.byTask
  for (let task = 0; task < state.responses.tasks.length; task++) {
    const length = fillCentre(state, task)
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const vector = state.represented.vectors[i]!
      const own = squaredLength(vector)
      state.square[i] = Math.max(0, own - 2 * project(vector, state.centre) + length)
    }
    clearCentre(state, task)
  }
}

/** Returns the squared length of the centre. */
function fillCentre(state: State, task: number): number {
  const { start } = state.responses.byTask
  let total = 0
  for (let i = start[task]!; i < start[task + 1]!; i++) total += weightOf(state, i)
  for (let i = start[task]!; i < start[task + 1]!; i++) {
    const { index, value } = state.represented.vectors[i]!
    const share = weightOf(state, i) / total
    for (let at = 0; at < index.length; at++) state.centre[index[at]!]! += share * value[at]!
  }
  let length = 0
  for (let i = start[task]!; i < start[task + 1]!; i++) {
    length += (weightOf(state, i) / total) * project(state.represented.vectors[i]!, state.centre)
  }
  return length
}

function clearCentre({ responses: { byTask }, represented, centre }: State, task: number): void {
  for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) for (const at of represented.vectors[i]!.index) centre[at] = 0
}

function project({ index, value }: SparseVector, centre: Float64Array): number {
  let sum = 0
  for (let at = 0; at < index.length; at++) sum += value[at]! * centre[index[at]!]!
  return sum
}

function squaredLength({ value }: SparseVector): number {
  let sum = 0
  for (const each of value) sum += each * each
  return sum
}

/** Responses per worker to tasks that somebody else did too: alone, a response is its own centre and says nothing. */
function countInformative({ responses: { byTask, tasks, workers } }: State) {
  const of = new Float64Array(workers.length)
  let total = 0
  for (let task = 0; task < tasks.length; task++) {
    const [from, to] = [byTask.start[task]!, byTask.start[task + 1]!]
    if (to - from < 2) continue
    for (let i = from; i < to; i++) of[byTask.worker[i]!]!++
    total += to - from
  }
  return { of, total }
}

/** Weighed where there are weights for responses: what hardly counts in the centre hardly counts against its worker. */
function sumSquares({ responses: { byTask }, local, square }: State, sums: Float64Array): void {
  sums.fill(0)
  for (let i = 0; i < square.length; i++) sums[byTask.worker[i]!]! += square[i]! * (local === null ? 1 : local[i]!)
}

function meanSquare(state: State, count: number): number {
  const sums = new Float64Array(state.precision.length)
  sumSquares(state, sums)
  return count === 0 ? 1 : sums.reduce((sum, each) => sum + each, 0) / count
}

function setPrecisions(precision: Float64Array, counts: Float64Array, squares: Float64Array, prior: Prior): number {
  let moved = 0
  for (let w = 0; w < precision.length; w++) {
    const now = (counts[w]! + prior.count) / (squares[w]! + prior.square)
    moved = Math.max(moved, Math.abs(now - precision[w]!) / now)
    precision[w] = now
  }
  return moved
}

function logPosterior(precision: Float64Array, counts: Float64Array, squares: Float64Array, prior: Prior): number {
  let sum = 0
  for (let w = 0; w < precision.length; w++) {
    sum += 0.5 * ((counts[w]! + prior.count) * Math.log(precision[w]!) - precision[w]! * (squares[w]! + prior.square))
  }
  return sum
}

/** Given the centres, a precision is Gamma((n + m) / 2, (Σ |e − c|² + m σ²) / 2). */
function precisionIntervals(counts: Float64Array, squares: Float64Array, prior: Prior): Intervals {
  const intervals = intervalsFor(counts.length)
  for (let w = 0; w < counts.length; w++) {
    const [shape, rate] = [(counts[w]! + prior.count) / 2, (squares[w]! + prior.square) / 2]
    intervals.mean[w] = shape / rate
    intervals.low[w] = gammaQuantile(0.05, shape) / rate
    intervals.high[w] = gammaQuantile(0.95, shape) / rate
  }
  return intervals
}

function nearestTexts(state: State) {
  const { tasks, byTask } = state.responses
  const texts: string[] = []
  const tied: (readonly string[])[] = []
  const confidence = new Float64Array(tasks.length)
  for (let task = 0; task < tasks.length; task++) {
    const [from, to] = [byTask.start[task]!, byTask.start[task + 1]!]
    let least = Infinity
    for (let i = from; i < to; i++) least = Math.min(least, state.square[i]!)
    const near = new Set<string>()
    for (let i = from; i < to; i++) if (state.square[i]! <= least + tieWithin) near.add(byTask.value[i]!)
    const sorted = [...near].toSorted()
    texts.push(sorted[0]!)
    tied.push(sorted.length > 1 ? sorted : [])
    const chosen = byTask.value.indexOf(sorted[0]!, from)
    const length = Math.sqrt(fillCentre(state, task) * squaredLength(state.represented.vectors[chosen]!))
    // Vectors of zeros only: all texts are alike to the embedding.
    confidence[task] = length === 0 ? 1 : Math.min(1, Math.max(0, project(state.represented.vectors[chosen]!, state.centre) / length))
    clearCentre(state, task)
  }
  return { texts, tied, confidence }
}
