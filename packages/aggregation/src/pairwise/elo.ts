import { checkOption } from '../check-option.ts'
import type { Comparisons } from './comparisons.ts'

/** Options of {@link elo}. */
export interface EloOptions {
  /** Every item's rating before its first comparison; 1000 unless told. */
  readonly initial?: number
  /** What an even comparison moves, twice over; 4 unless told. */
  readonly k?: number
}

/** What {@link elo} returns. */
export interface Elo {
  readonly method: 'elo'
  readonly items: readonly string[]
  /** On the customary scale: 400 points are odds of ten to one. */
  readonly scores: Float64Array
}

/**
 * Elo ratings: after each comparison of l and r, in the order of the rows,
 *
 *   Rₗ ← Rₗ + k (S − E),   Rᵣ ← Rᵣ − k (S − E),   E = 1 / (1 + 10^((Rᵣ − Rₗ) / 400)),   S = 1, ½ or 0.
 *
 * For display only, where people know the scale or wish to see ratings move. It is the one method here whose answer depends on the
 * order of rows, and it never converges: to judge items use `bradleyTerry`, and `onEloScale` to show its scores.
 *
 * @returns no comparisons give no items. The mean rating stays `initial`.
 * @throws AggregationError `invalid_option`. Time O(comparisons).
 *
 * Reference: Elo, The Rating of Chessplayers, Past and Present, 1978, ISBN 0-668-04721-6.
 */
export function elo({ items, size, left, right, points }: Comparisons, { initial = 1000, k = 4 }: EloOptions = {}): Elo {
  checkOption('initial', initial, 'a finite number', Number.isFinite(initial))
  checkOption('k', k, 'a number above 0, up to 1000', k > 0 && k <= 1000)
  const scores = new Float64Array(items.length).fill(initial)
  for (let row = 0; row < size; row++) {
    const [l, r] = [left[row]!, right[row]!]
    const moved = k * (points[row]! / 2 - 1 / (1 + 10 ** ((scores[r]! - scores[l]!) / 400)))
    scores[l]! += moved
    scores[r]! -= moved
  }
  return { method: 'elo', items, scores }
}

/** Log-strengths on the scale that players of chess know: mean `initial`, and 400 points for odds of ten to one. */
export function onEloScale(scores: Float64Array, initial = 1000): Float64Array {
  return scores.map((score) => initial + (400 / Math.LN10) * score)
}
