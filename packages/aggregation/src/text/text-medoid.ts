import { checkOption } from '../check-option.ts'
import type { Responses } from '../responses.ts'
import { distinctOf } from './distinct.ts'
import { editDistances, runOf } from './edit-distance.ts'
import { charactersOf } from './error-rates.ts'
import { chrFOf, chrFPreparer } from './text-similarity.ts'
import type { TextAggregate } from './text-aggregate.ts'
import { textsOf, tokensOf } from './tokens.ts'

/** Options of {@link textMedoid}. */
export interface TextMedoidOptions {
  /**
   * What is least between the chosen text and the others. Default `wer`.
   * - `wer`, `cer`: word or character edit distance over the length of the longer text.  - `chrf`: 1 − chrF, the other as the truth.
   * - a function of your own: 0 for equal texts, rising with difference, at most 1 where confidence is to mean something.
   */
  readonly distance?: 'wer' | 'cer' | 'chrf' | ((text: string, truth: string) => number)
}

/** What {@link textMedoid} returns. */
export interface TextMedoid extends TextAggregate {
  readonly method: 'text-medoid'
  /** Per task, the texts that are equally near to all, in code-unit order, when there are several; `texts` has the first. */
  readonly tied: readonly (readonly string[])[]
}

/** Above the rounding of a mean of rates. */
const tieWithin = 1e-12

/**
 * The medoid: of the texts that a task received, the one that would be least wrong if each of them, as often as it was given, were
 * the truth,
 *
 *   ĉₜ = argmin_{c ∈ yₜ} (1 / n) Σᵢ d(c, yᵢ).
 *
 * Assumes that good responses are alike and bad ones are not; all workers count the same. Always a text that somebody wrote, so
 * fit for translations. Do not use it where every response has a slip of its own, as in transcription: see `rover`.
 *
 * @returns per task the text, unchanged; confidence is 1 less the mean distance, at least 0. One response is its own medoid, with
 *   confidence 1; two different ones tie with symmetric distances. Ties are reported, and `texts` has the first in code-unit order.
 * @throws AggregationError `invalid_value` when a response is not a string or a distance is not a number of at least 0,
 *   `invalid_option`. Row order does not matter.
 *
 * Time O(Σ over tasks of responses × min(responses, 64) × length²): distances are taken to the 64 most frequent texts of a task.
 *
 * Reference: Kohonen, Pattern Recognition Letters 3(5), 1985; doi:10.1016/0167-8655(85)90061-3.
 */
export function textMedoid(responses: Responses<string>, options: TextMedoidOptions = {}): TextMedoid {
  const { distance = 'wer' } = options
  const known = typeof distance === 'function' || ['wer', 'cer', 'chrf'].includes(distance)
  checkOption('distance', distance, "'wer', 'cer', 'chrf' or a function", known)
  const { tasks, workers, byTask } = responses
  const texts = textsOf(responses)
  const distanceOf = preparedDistance(distance)
  const tied: (readonly string[])[] = []
  const best: string[] = []
  const confidence = new Float64Array(tasks.length)
  for (let task = 0; task < tasks.length; task++) {
    const given = texts.slice(byTask.start[task], byTask.start[task + 1])
    const nearest = nearestOf(given, distanceOf)
    best.push(nearest.texts[0]!)
    tied.push(nearest.texts.length > 1 ? nearest.texts : [])
    confidence[task] = Math.max(0, 1 - nearest.mean)
  }
  return { method: 'text-medoid', tasks, texts: best, confidence, workers, tied }
}

function nearestOf(given: readonly string[], prepare: (texts: readonly string[]) => (d: number, r: number) => number) {
  const { example, count, references } = distinctOf(given)
  const different = Array.from(example, (i) => given[i]!)
  const distanceOf = prepare(different)
  const means = different.map((_, d) => {
    let [sum, compared] = [0, 0]
    for (let r = 0; r < references; r++) {
      if (r !== d) sum += count[r]! * checked(distanceOf(d, r))
      compared += count[r]!
    }
    return sum / compared
  })
  const least = means.reduce((a, b) => Math.min(a, b), Infinity)
  return { mean: least, texts: different.filter((_, d) => means[d]! <= least + tieWithin).toSorted() }
}

function checked(distance: number): number {
  checkOption('distance', distance, 'a function that gives numbers of at least 0', distance >= 0 && distance < Infinity)
  return distance
}

/** Splits every text once instead of once per comparison. */
function preparedDistance(distance: NonNullable<TextMedoidOptions['distance']>) {
  if (typeof distance === 'function') return (texts: readonly string[]) => (d: number, r: number) => distance(texts[d]!, texts[r]!)
  if (distance === 'chrf') {
    return (texts: readonly string[]) => {
      const grams = texts.map(chrFPreparer())
      return (d: number, r: number) => 1 - chrFOf(grams[d]!, grams[r]!)
    }
  }

  const between = editDistances()
  const unitsOf = distance === 'cer' ? charactersOf : (text: string) => tokensOf(text).map(({ key }) => key)
  return (texts: readonly string[]) => {
    const numbers = new Map<string, number>()
    const runs = texts.map((text) => runOf(unitsOf(text).map((unit) => numbers.get(unit) ?? numbers.set(unit, numbers.size).size - 1)))
    // By the longer one: by the truth's length, a response of few words would decide over all others.
    return (d: number, r: number) => between(runs[d]!, runs[r]!) / Math.max(1, runs[d]!.to, runs[r]!.to)
  }
}
