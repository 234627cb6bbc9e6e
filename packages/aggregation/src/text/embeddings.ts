import { checkOption } from '../check-option.ts'
import { invalidResponse } from '../invalid-response.ts'
import type { Responses } from '../responses.ts'
import { tokenised } from './tokens.ts'
import { wordPairVectors, type SparseVector } from './word-vectors.ts'

/** How texts become vectors. */
export interface EmbeddingOptions {
  /** A text's vector, from a model of yours; all of one length. Scaled to length 1 here. Default: counts of words and of pairs. */
  readonly embed?: (text: string) => ArrayLike<number>
}

export interface Represented {
  readonly vectors: readonly SparseVector[]
  readonly dimensions: number
}

/** @throws AggregationError `invalid_value`. A vector of zeros stays one. */
export function representTexts(responses: Responses<string>, { embed }: EmbeddingOptions): Represented {
  const texts = tokenised(responses)
  if (embed === undefined) {
    const vectorOf = wordPairVectors(texts.keys.length)
    const vectors = Array.from(responses.byTask.value, (_, i) =>
      vectorOf({ of: texts.key, from: texts.start[i]!, to: texts.start[i + 1]! }),
    )
    return { vectors, dimensions: vectors.reduce((most, { index }) => Math.max(most, index.at(-1)! + 1), 0) }
  }

  checkOption('embed', typeof embed, 'a function from text to numbers', typeof embed === 'function')
  const dense = responses.byTask.value.map((text) => Float64Array.from(embed(text)))
  const dimensions = dense[0]?.length ?? 0
  const bad = dense.findIndex((vector) => vector.length !== dimensions || !vector.every(Number.isFinite))
  if (bad !== -1) {
    const received = dense[bad]!.length === dimensions ? 'one that is not finite' : `${dense[bad]!.length} numbers`
    throw invalidResponse(responses, bad, `an embedding of ${dimensions} finite numbers`, received)
  }
  const index = Int32Array.from({ length: dimensions }, (_, i) => i)
  return { vectors: dense.map((vector) => ({ index, value: scaled(vector) })), dimensions }
}

function scaled(vector: Float64Array): Float64Array {
  // Divided by the greatest first, so that squares neither overflow nor vanish.
  const greatest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (greatest === 0) return vector
  const near = vector.map((value) => value / greatest)
  const norm = Math.sqrt(near.reduce((sum, value) => sum + value * value, 0))
  return near.map((value) => value / norm)
}
