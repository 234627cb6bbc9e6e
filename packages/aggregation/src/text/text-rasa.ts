import { checkIterating, checkOption } from '../check-option.ts'
import type { Intervals } from '../intervals.ts'
import type { Responses } from '../responses.ts'
import { representTexts, type EmbeddingOptions } from './embeddings.ts'
import { reliabilities } from './reliability.ts'
import type { TextAggregate } from './text-aggregate.ts'

/** Options of {@link textRasa}. */
export interface TextRasaOptions extends EmbeddingOptions {
  /** Of the prior on a worker's precision, in responses: its mean is that of the whole crowd. 5 unless told. */
  readonly priorResponses?: number
  /** Most that a worker's precision may change for the result to be converged, relative to it. 10⁻⁶ unless told. */
  readonly tolerance?: number
  /** 100 unless told. */
  readonly maxIterations?: number
}

/** What {@link textRasa} returns. */
export interface TextRasa extends TextAggregate {
  readonly method: 'text-rasa' | 'text-hrrasa'
  /** Per task, the texts that are equally near to the centre, in code-unit order, when there are several; `texts` has the first. */
  readonly tied: readonly (readonly string[])[]
  /** Per worker: 1 / mean squared distance from the centres, from tasks that others did too; the crowd's where there are none. */
  readonly precision: Intervals
  readonly iterations: number
  readonly converged: boolean
  /** Per iteration, log posterior of centres and precisions without its constant. Never falls; empty for HRRASA. */
  readonly objective: readonly number[]
}

/**
 * RASA (reliability-aware sequence aggregation): texts as vectors, workers with a precision, and for each task the text nearest to
 * the weighted centre,
 *
 *   e(yₜw) ~ N(cₜ, 1 / βw),   centres: cₜ = Σ_w βw e(yₜw) / Σ_w βw,   precisions: βw = (nw + m) / (Σₜ |e(yₜw) − cₜ|² + m σ²),
 *
 * in turns, m the `priorResponses` and σ² the crowd's mean squared distance in the first round. The text is that of the nearest
 * vector. A text's vector counts its words and pairs of neighbouring words, scaled to length 1, unless you give an embedding.
 *
 * Assumes a worker is about as good on every task, and that the embedding puts texts of like meaning near each other. Always a text
 * that somebody wrote. Do not use it where every response has a slip of its own, as in transcription: see `rover`.
 *
 * @returns per task the text, unchanged; confidence is the cosine between its vector and the centre, at least 0. One response is
 *   its own result, with confidence 1. Ties within 10⁻⁹ are reported, and `texts` has the first in code-unit order.
 * @throws AggregationError `invalid_value` when a response is not a string, or its embedding has another length than the first or
 *   is not finite; `invalid_option`. Row order does not matter.
 *
 * Time O(iterations × Σ components that are not 0), memory O(Σ of them).
 *
 * Reference: Li and Fukumoto, AnnoNLP 2019; doi:10.18653/v1/D19-5904. They weigh by a χ² quantile over Σ |e − c|², which is
 * infinite for a worker who always agrees; the prior instead pools workers with few responses towards the crowd.
 */
export function textRasa(responses: Responses<string>, options: TextRasaOptions = {}): TextRasa {
  const iterating = checkRasa(options)
  const represented = representTexts(responses, options)
  return { method: 'text-rasa', ...reliabilities(responses, represented, null, iterating) }
}

export function checkRasa({ priorResponses = 5, tolerance = 1e-6, maxIterations = 100 }: TextRasaOptions) {
  checkOption('priorResponses', priorResponses, 'a number above 0, to 1000000', priorResponses > 0 && priorResponses <= 1_000_000)
  checkIterating({ tolerance, maxIterations })
  return { priorResponses, tolerance, maxIterations }
}
