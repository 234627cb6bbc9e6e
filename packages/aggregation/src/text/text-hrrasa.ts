import { checkOption } from '../check-option.ts'
import type { Responses } from '../responses.ts'
import { againstReferences, distinctOf, meanLikeness } from './distinct.ts'
import { representTexts, type Represented } from './embeddings.ts'
import { reliabilities } from './reliability.ts'
import { checkRasa, type TextRasa, type TextRasaOptions } from './text-rasa.ts'
import { gleuOfWords } from './text-similarity.ts'
import { tokensOf } from './tokens.ts'
import { dot } from './word-vectors.ts'

/** Options of {@link textHrrasa}. */
export interface TextHrrasaOptions extends TextRasaOptions {
  /** How much of a response's own weight is likeness by embedding, the rest by GLEU; from 0 to 1, default 0.5. */
  readonly embeddingShare?: number
}

/**
 * HRRASA (hybrid reliability and representation): {@link textRasa} with a weight per response besides that of its worker, its mean
 * likeness to the other responses of the task, each other one counting the same,
 *
 *   γₜw = a meanᵥ (1 + cos(e(yₜw), e(yₜᵥ))) / 2 + (1 − a) meanᵥ GLEU(yₜw, yₜᵥ),   v ≠ w,   a the `embeddingShare`,
 *   cₜ = Σ βw γₜw e(yₜw) / Σ βw γₜw,   βw = (nw + m) / (Σₜ γₜw |e(yₜw) − cₜ|² + m σ²).
 *
 * GLEU compares words with words on both sides. Assumes what RASA assumes, and that a response unlike all others is rather a slip
 * than an insight. Do not use it with fewer than three responses per task: two are equally like each other.
 *
 * @returns, throws and ties as `textRasa`; a task with one response has γ = 1.
 *
 * Time O(Σ over tasks of responses × min(responses, 64) × length) more than RASA: likeness is to the 64 most frequent texts.
 *
 * Reference: Li, SIGIR 2020; doi:10.1145/3397271.3401239.
 */
export function textHrrasa(responses: Responses<string>, options: TextHrrasaOptions = {}): TextRasa {
  const { embeddingShare = 0.5 } = options
  checkOption('embeddingShare', embeddingShare, 'a number from 0 to 1', embeddingShare >= 0 && embeddingShare <= 1)
  const iterating = checkRasa(options)
  const represented = representTexts(responses, options)
  const local = localReliability(responses, represented, embeddingShare)
  return { method: 'text-hrrasa', ...reliabilities(responses, represented, local, iterating) }
}

/** Texts that have nothing in common with any other still count for something, so that no centre is 0/0. */
const leastReliability = 1e-3

function localReliability({ tasks, byTask }: Responses<string>, { vectors }: Represented, share: number): Float64Array {
  const local = new Float64Array(byTask.value.length)
  for (let task = 0; task < tasks.length; task++) {
    const from = byTask.start[task]!
    const given = byTask.value.slice(from, byTask.start[task + 1])
    const distinct = distinctOf(given)
    const words = Array.from(distinct.example, (i) => tokensOf(given[i]!).map(({ key }) => key))
    const likeness = againstReferences(distinct, 1, (d, r) => {
      const cosine = dot(vectors[from + distinct.example[d]!]!, vectors[from + distinct.example[r]!]!)
      return share * (0.5 + 0.5 * cosine) + (1 - share) * gleuOfWords(words[d]!, words[r]!)
    })
    for (let i = 0; i < given.length; i++) {
      local[from + i] = Math.max(leastReliability, meanLikeness(distinct, likeness, distinct.of[i]!))
    }
  }
  return local
}
