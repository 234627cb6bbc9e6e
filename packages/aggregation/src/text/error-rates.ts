import { AggregationError } from '../aggregation-error.ts'
import { checkMap, checkResponses, kindOf } from '../check-option.ts'
import { editDistances, runOf } from './edit-distance.ts'
import type { TextAggregate } from './text-aggregate.ts'
import { tokensOf } from './tokens.ts'

/** A text and what it should be. */
export interface TextPair {
  readonly text: string
  readonly truth: string
}

/** How much of some texts is wrong. */
export interface ErrorRate {
  /** Errors over the length of all truths, which may be above 1; null when they have no words. */
  readonly rate: number | null
  /** The mean of each pair's own rate, over truths that have words; null when there is none. */
  readonly mean: number | null
  /** Insertions, deletions and substitutions. */
  readonly errors: number
  /** Words (or characters) of the truths. */
  readonly length: number
  readonly pairs: number
  /** Pairs without any error. */
  readonly exact: number
}

/**
 * Word error rate: the fewest insertions, deletions and substitutions of words that turn the texts into the truths,
 *
 *   WER = Σ d(textᵢ, truthᵢ) / Σ |truthᵢ|.
 *
 * Words are compared as the README says: case, punctuation and spaces do not count.
 *
 * @throws AggregationError `invalid_row` for a pair without two texts. No pairs have no rate. Time O(Σ words²).
 *
 * Reference: Wagner and Fischer, Journal of the ACM 21(1), 1974; doi:10.1145/321796.321811.
 */
export function wordErrorRate(pairs: Iterable<TextPair>): ErrorRate {
  return errorRate(pairs, (text) => tokensOf(text).map(({ key }) => key))
}

/** The same over characters (code points) of the words, one space between two; see {@link wordErrorRate}. */
export function characterErrorRate(pairs: Iterable<TextPair>): ErrorRate {
  return errorRate(pairs, charactersOf)
}

/** What a result says beside the truth, for the tasks that have one. */
export function* truthPairs({ tasks, texts }: TextAggregate, truth: ReadonlyMap<string, string>): Generator<TextPair, void, undefined> {
  checkMap('truth', truth, 'a map from task to text')
  for (const [t, task] of tasks.entries()) {
    const expected = truth.get(task)
    if (expected !== undefined) yield { text: texts[t]!, truth: expected }
  }
}

export function charactersOf(text: string): string[] {
  return Array.from(
    tokensOf(text)
      .map(({ key }) => key)
      .join(' '),
  )
}

/** Pairs come from outside: their types are a hope. */
function textsOf(pair: Partial<TextPair> | null, row: number): TextPair {
  const { text, truth } = pair ?? {}
  if (typeof text === 'string' && typeof truth === 'string') return { text, truth }
  const received = `${kindOf(text)} and ${kindOf(truth)}`
  throw new AggregationError({ kind: 'invalid_row', row, expected: 'text and truth, two texts', received })
}

function errorRate(pairs: Iterable<TextPair>, unitsOf: (text: string) => readonly string[]): ErrorRate {
  const distanceOf = editDistances()
  let [errors, length, count, exact, sum, rated] = [0, 0, 0, 0, 0, 0]
  checkResponses(pairs)
  for (const pair of pairs) {
    const { text, truth } = textsOf(pair, count)
    const numbers = new Map<string, number>()
    const number = (unit: string) => numbers.get(unit) ?? numbers.set(unit, numbers.size).size - 1
    const expected = runOf(unitsOf(truth).map(number))
    const wrong = distanceOf(runOf(unitsOf(text).map(number)), expected)
    errors += wrong
    length += expected.to
    count++
    if (wrong === 0) exact++
    if (expected.to === 0) continue
    sum += wrong / expected.to
    rated++
  }
  return { rate: length === 0 ? null : errors / length, mean: rated === 0 ? null : sum / rated, errors, length, pairs: count, exact }
}
