import { checkOption } from '../check-option.ts'
import { intervalsFor, setBeta, type Intervals } from '../intervals.ts'
import type { Responses } from '../responses.ts'
import { editDistances, type Run } from './edit-distance.ts'
import { roverTasks } from './rover-tasks.ts'
import { startVote, vote, writeOut, type Vote } from './rover-vote.ts'
import type { TextAggregate } from './text-aggregate.ts'
import { tokenised } from './tokens.ts'

/** Options of {@link rover}. */
export interface RoverOptions {
  /**
   * What a response counts in the vote.
   * - `responses` (default): more, the more it is like the other responses to its task. Nothing is assumed about the worker.
   * - `workers`: more, the fewer words its worker gets wrong over all tasks; for workers with many responses (transcription).
   * - `both`: the product of the two.  - `equal`: 1, the plain vote.
   */
  readonly weights?: 'responses' | 'workers' | 'both' | 'equal'
  /** How much likeness counts: a response with likeness s in [0, 1] counts exp(sharpness × s). 10 unless told. */
  readonly sharpness?: number
  /** Of the prior on a worker's error rate, in words: its mean is that of the whole crowd. 20 unless told. */
  readonly priorWords?: number
  /** Default 20. With `responses` and `equal`, one is enough. */
  readonly maxIterations?: number
  /** What an alignment of two texts may need at most, in words times words. 2²⁶ unless told. */
  readonly maxCells?: number
}

/** What {@link rover} returns. */
export interface Rover extends TextAggregate {
  readonly method: 'rover'
  /** Per task, how many places of the text were a tie. The word wins over no word, then the first in code-unit order. */
  readonly tiedPlaces: Int32Array
  /** The words of task `t` are `words.key[i]`, with their share of the weight, for `words.start[t] <= i < words.start[t + 1]`. */
  readonly words: { readonly start: Int32Array; readonly key: readonly string[]; readonly share: Float64Array }
  /** A worker's word error rate against the result, from tasks that others did too; the crowd's where there are none. */
  readonly errorRate: Intervals
  readonly iterations: number
  /** False when the texts still changed in the last of `maxIterations`. */
  readonly converged: boolean
  /** Per iteration, log posterior of texts and weights without its constant; empty without worker weights. Never falls. */
  readonly objective: readonly number[]
}

/**
 * ROVER: all responses to a task are aligned word by word in one network, and every place of it is put to the vote,
 *
 *   ĉₛ = argmax_v Σᵢ ωᵢ [response i has v in slot s],   v a word or no word at all.
 *
 * Responses enter the network one at a time: first the medoid (the one with the least weighted distance to all), then the others
 * from near to far. Each follows the cheapest alignment with the whole network: a word costs the share of its slot that is not
 * this word, leaving a slot out the share that is not "no word", a new slot costs 1 (its earlier share goes to "no word"). Between
 * equal alignments, words stand beside words of the same letters.
 *
 * Weights: with `responses`, ωᵢ = exp(κ sᵢ), sᵢ the mean similarity of i to the other responses of the task, i itself left out
 * (cosine of counts of words and of pairs of neighbours), κ the `sharpness`. With `workers`, word errors have one scale per
 * worker, P(y | c, w) ∝ λw^n exp(−λw d(y, c)), d the word edit distance and n the longer length, λw ~ Gamma(m, m μ); in turns
 *
 *   texts:    ĉₜ by the vote with ωᵢ = λw (a new text is taken only when Σᵢ ωᵢ d(yᵢ, ĉₜ) is less than with the old one)
 *   weights:  λw = (Σ n + m) / (Σ d + m μ), the inverse of a word error rate; μ is the crowd's after the first, equal vote.
 *
 * Assumes that responses are versions of one text. Do not use it for free answers or for translations of which every one is good
 * in its own way, unless a mixture of them will do: see `textMedoid` and `textRasa`, which always give a text that somebody wrote.
 *
 * @returns per task the words that won, each as most of those who gave it wrote it; see {@link Rover}. Confidence is the mean
 *   share of the winners over the slots; 1 when nobody wrote a word, and then the text is empty. One response is its own result.
 *   Words are compared as the README says; a text without words votes for no word everywhere.
 * @throws AggregationError `invalid_value` when a response is not a string, `invalid_option`, `too_large`. Row order does not matter.
 *
 * Time O(iterations × Σ over tasks of responses × length²), memory O(words + Σ over tasks of responses × min(responses, 64)).
 *
 * Reference: Fiscus, ASRU 1997; doi:10.1109/ASRU.1997.659110. The weights are ours.
 */
export function rover(responses: Responses<string>, options: RoverOptions = {}): Rover {
  const { weights = 'responses', sharpness = 10, priorWords = 20, maxIterations = 20, maxCells = 2 ** 26 } = options
  checkOption('weights', weights, "'responses', 'workers', 'both' or 'equal'", ['responses', 'workers', 'both', 'equal'].includes(weights))
  checkOption('sharpness', sharpness, 'a number from 0 to 15', sharpness >= 0 && sharpness <= 15)
  checkOption('priorWords', priorWords, 'a number above 0, to 1000000', priorWords > 0 && priorWords <= 1_000_000)
  checkOption('maxIterations', maxIterations, 'a whole number from 1', Number.isInteger(maxIterations) && maxIterations >= 1)
  checkOption('maxCells', maxCells, 'a number from 1 to 2147483648', maxCells >= 1 && maxCells <= 2 ** 31)

  const texts = tokenised(responses)
  const state = startVote(responses, texts, roverTasks(responses, texts, maxCells))
  const likeness = weights === 'responses' || weights === 'both' ? sharpness : 0
  const run = iterate(state, { likeness, byWorker: weights === 'workers' || weights === 'both', priorWords, maxIterations })
  return { method: 'rover', tasks: responses.tasks, workers: responses.workers, ...writeOut(state), ...run }
}

interface Iterating {
  readonly likeness: number
  readonly byWorker: boolean
  readonly priorWords: number
  readonly maxIterations: number
}

function iterate(state: Vote, { likeness, byWorker, priorWords, maxIterations }: Iterating) {
  const errors = errorCounter(state)
  const objective: number[] = []
  const scale = new Float64Array(state.responses.workers.length).fill(1)
  vote(state, scale, likeness)
  let counted = errors()
  const mean = counted.words === 0 ? 0 : counted.wrong / counted.words
  // A crowd without any error has no scale: all its workers weigh the same.
  const prior = { words: priorWords, wrong: priorWords * Math.max(mean, 1e-3) }
  let [iterations, converged] = [1, !byWorker]
  while (byWorker && iterations < maxIterations && !converged) {
    for (let w = 0; w < scale.length; w++) scale[w] = (counted.of[w]! + prior.words) / (counted.in[w]! + prior.wrong)
    converged = vote(state, scale, likeness) === 0
    counted = errors()
    objective.push(logPosterior(scale, counted, prior))
    iterations++
  }
  const errorRate = intervalsFor(scale.length)
  for (let w = 0; w < scale.length; w++) {
    const wrong = counted.in[w]! + priorWords * Math.min(Math.max(mean, 1e-3), 1 - 1e-3)
    setBeta(errorRate, w, wrong, counted.of[w]! + priorWords - wrong)
  }
  return { errorRate, iterations, converged, objective }
}

/** Words wrong and words given, per worker, against the texts of the last vote, over tasks with two responses or more. */
interface Errors {
  readonly in: Float64Array
  readonly of: Float64Array
  wrong: number
  words: number
}

function errorCounter({ responses: { byTask, workers }, tasks, consensus }: Vote): () => Errors {
  const distanceOf = editDistances()
  const errors: Errors = { in: new Float64Array(workers.length), of: new Float64Array(workers.length), wrong: 0, words: 0 }
  const count = (worker: number, run: Run, text: Run) => {
    const wrong = distanceOf(run, text)
    const words = Math.max(run.to - run.from, text.to - text.from)
    errors.in[worker]! += wrong
    errors.of[worker]! += words
    errors.wrong += wrong
    errors.words += words
  }
  return () => {
    errors.in.fill(0)
    errors.of.fill(0)
    errors.wrong = 0
    errors.words = 0
    for (const [t, { from, of, runs }] of tasks.entries()) {
      if (of.length > 1) for (let i = 0; i < of.length; i++) count(byTask.worker[from + i]!, runs[of[i]!]!, consensus[t]!)
    }
    return errors
  }
}

function logPosterior(scale: Float64Array, errors: Errors, prior: { readonly words: number; readonly wrong: number }): number {
  let sum = 0
  for (let w = 0; w < scale.length; w++) {
    sum += (errors.of[w]! + prior.words) * Math.log(scale[w]!) - scale[w]! * (errors.in[w]! + prior.wrong)
  }
  return sum
}
