import type { Aggregate } from '../aggregate.ts'
import { AggregationError } from '../aggregation-error.ts'
import { Column } from '../columns.ts'
import type { Crowd } from '../crowd.ts'
import { checkOption, checkSeed } from '../check-option.ts'
import { coloursOf, mixed, uniformOf } from './colours.ts'

/** Options of {@link kos}. */
export interface KosOptions {
  /** Rounds of messages; 100 unless told. */
  readonly maxIterations?: number
  /** Chooses the first messages; 0 unless told. */
  readonly seed?: number
}

/** What {@link kos} returns. */
export interface Kos extends Aggregate {
  readonly method: 'kos'
  readonly workers: readonly string[]
  /** Per task the sum of messages, scaled to [−1, 1]: above 0 for the first label in code-unit order, below 0 for the second. */
  readonly scores: Float64Array
  /** Per worker the mean of their messages, scaled alike: below 0 for one whose responses count the other way round. */
  readonly reliabilities: Float64Array
}

const tieWithin = 1e-9

/**
 * Karger, Oh and Shah's message passing, for two labels taken for +1 and −1. From y ~ N(1, 1), in turn
 *
 *   xₜ→w = Σ_{v ≠ w} Aₜᵥ yᵥ→ₜ,   y_w→t = Σ_{s ≠ t} A_sw x_s→w,   answer = sign Σ_w Aₜw y_w→t.
 *
 * Messages are scaled by the greatest after each round, which changes no sign and keeps them finite. When all are zero (no
 * task has two responses, or no worker two tasks) nothing can be learnt, and the answer is majority vote's. A score within 10⁻⁹
 * of 0 is a tie. Confidence is ½ (1 + |Σ A y| / Σ |y|), not a probability.
 *
 * Assumes tasks given to workers at random, many per worker, and workers better than chance on average. Do not use it on a crowd
 * where a few workers answered most tasks: it may then follow them in the wrong direction.
 *
 * @returns see {@link Kos}. Fewer than two labels, or an empty crowd: what was given, if anything. Never NaN.
 * @throws AggregationError `invalid_option`, or `too_many_labels` when there are more than two. The same responses and seed give
 *   the same result, whatever the order of rows and the names of tasks and workers.
 *
 * Time O(iterations × responses), memory 16 bytes per response.
 *
 * Reference: Karger, Oh and Shah, Operations Research 62(1), 2014; doi:10.1287/opre.2013.1235.
 */
export function kos(crowd: Crowd, options: KosOptions = {}): Kos {
  const { maxIterations = 100, seed = 0 } = options
  checkOption(
    'maxIterations',
    maxIterations,
    'a whole number from 1 to 100000',
    Number.isInteger(maxIterations) && maxIterations >= 1 && maxIterations <= 1e5,
  )
  checkSeed(seed)
  if (crowd.labels.length > 2) throw new AggregationError({ kind: 'too_many_labels', labels: crowd.labels.length, most: 2 })

  const { tasks, workers, labels, byTask } = crowd
  const first = labels.length < 2 || labels[0]! < labels[1]! ? 0 : 1
  const sign = Float64Array.from(byTask.label, (label) => (label === first ? 1 : -1))
  const messages = firstMessages(crowd, seed)
  if (!pass(crowd, sign, messages, maxIterations)) messages.fill(1)

  const scores = new Float64Array(tasks.length)
  const weight = new Float64Array(tasks.length)
  const reliabilities = new Float64Array(workers.length)
  for (let task = 0; task < tasks.length; task++) {
    for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) {
      scores[task]! += sign[i]! * messages[i]!
      weight[task]! += Math.abs(messages[i]!)
      reliabilities[byTask.worker[i]!]! += messages[i]!
    }
    // A part of the crowd whose messages have died out beside those of another part has its votes.
    if (weight[task] === 0) for (let i = byTask.start[task]!; i < byTask.start[task + 1]!; i++) scores[task]! += sign[i]!
    scores[task]! /= weight[task]! > 0 ? weight[task]! : Math.max(1, byTask.start[task + 1]! - byTask.start[task]!)
  }
  const own = crowd.byWorker.start
  for (let who = 0; who < workers.length; who++) reliabilities[who]! /= Math.max(1, own[who + 1]! - own[who]!)
  return { method: 'kos', tasks, workers, labels, ...answersOf(scores, first, labels.length), scores, reliabilities }
}

/** N(1, 1) by Box and Muller, from who answered what. */
function firstMessages(crowd: Crowd, seed: number): Float64Array {
  const colours = coloursOf(crowd, seed)
  const { start, worker, label } = crowd.byTask
  const messages = new Float64Array(crowd.size)
  for (let task = 0; task < crowd.tasks.length; task++) {
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const colour = mixed(mixed(colours.task[task]!, colours.worker[worker[i]!]!), colours.label[label[i]!]!)
      const radius = Math.sqrt(-2 * Math.log(uniformOf(mixed(colour, 1))))
      messages[i] = 1 + radius * Math.cos(2 * Math.PI * uniformOf(mixed(colour, 2)))
    }
  }
  return messages
}

/** False when the messages have all become zero. */
function pass(crowd: Crowd, sign: Float64Array, messages: Float64Array, iterations: number): boolean {
  const { start, worker } = crowd.byTask
  const sums = new Float64Array(crowd.workers.length)
  for (let round = 0; round < iterations; round++) {
    sums.fill(0)
    for (let task = 0; task < crowd.tasks.length; task++) {
      let sum = 0
      for (let i = start[task]!; i < start[task + 1]!; i++) sum += sign[i]! * messages[i]!
      for (let i = start[task]!; i < start[task + 1]!; i++) {
        // x to this worker, times the sign of the response: what it adds to the worker's sum
        messages[i] = sign[i]! * sum - messages[i]!
        sums[worker[i]!]! += messages[i]!
      }
    }
    let greatest = 0
    for (let i = 0; i < messages.length; i++) {
      messages[i] = sums[worker[i]!]! - messages[i]!
      greatest = Math.max(greatest, Math.abs(messages[i]!))
    }
    if (!(greatest > 1e-300)) return false
    for (let i = 0; i < messages.length; i++) messages[i]! /= greatest
  }
  return true
}

function answersOf(scores: Float64Array, first: number, labels: number) {
  const start = new Int32Array(scores.length + 1)
  const label = new Column()
  const confidence = new Float64Array(scores.length)
  for (let task = 0; task < scores.length; task++) {
    const score = scores[task]!
    if (score > -tieWithin || labels < 2) label.push(first)
    if (score < tieWithin && labels === 2) label.push(1 - first)
    confidence[task] = (1 + Math.abs(score)) / 2
    start[task + 1] = label.length
  }
  return { top: { start, label: label.values().slice() }, confidence }
}
