import { checkOption } from '../check-option.ts'
import type { Responses } from '../responses.ts'
import { decide, masksOf, overlapsWith, picturesOf, weightedShares, type Mask, type MaskOptions, type Masks } from './masks.ts'

/** Options of {@link maskRasa}. */
export interface MaskRasaOptions extends MaskOptions {
  /** 50 unless told. */
  readonly maxIterations?: number
}

/** What {@link maskRasa} returns. */
export interface MaskRasa extends Masks {
  readonly method: 'mask-rasa'
  /** Per worker: how much their masks weigh; 1 is the mean over workers. */
  readonly weight: Float64Array
  readonly iterations: number
  /** Whether the last iteration left every mask as it was. */
  readonly converged: boolean
}

/**
 * Reliability-aware aggregation of masks: by turns, the mask that more than half of the weight supports, and weights by how far each
 * worker's masks are from these,
 *
 *   mask:    pixel inside if Σ_w v_w [w says inside] > ½ Σ_w v_w
 *   weight:  v_w ∝ (n_w + 2) / (Σₜ (1 − IoU(maskₜ, own maskₜw)) + 2 d̄ + 10⁻³),
 *
 * d̄ the mean distance over all masks, so that a worker with few is taken to be like the others (and a stranger's picture moves it a little). On run lengths, as `maskMajority`.
 *
 * Assumes that workers are as careful in one picture as in the next. It may come to go round between two answers; it stops at
 * `maxIterations` then, and says so. Ties, one worker, empty input and errors as in `maskMajority`, and `invalid_option`.
 *
 * Time O(runs × (log runs + workers) + iterations × patterns × workers).
 *
 * Reference (for texts): Li and Fukumoto, AnnoNLP 2019; doi:10.18653/v1/D19-5904.
 */
export function maskRasa(responses: Responses<Mask>, options: MaskRasaOptions = {}): MaskRasa {
  const { maxIterations = 50 } = options
  checkOption('maxIterations', maxIterations, 'a whole number from 1', Number.isInteger(maxIterations) && maxIterations >= 1)

  const pictures = picturesOf(responses, options.maxCells)
  const weight = new Float64Array(responses.workers.length).fill(1)
  const vote = () =>
    pictures.map((picture) =>
      weightedShares(
        picture,
        Float64Array.from(picture.workers, (worker) => weight[worker]!),
      ),
    )
  let shares = vote()
  let [iterations, converged] = [0, responses.size === 0]
  while (!converged && iterations < maxIterations) {
    const answers = shares.map(decide)
    reweigh(
      weight,
      responses,
      pictures.map((picture, t) => overlapsWith(picture, answers[t]!)),
    )
    shares = vote()
    converged = shares.every((share, t) => decide(share).every((each, pattern) => each === answers[t]![pattern]))
    iterations++
  }
  return { method: 'mask-rasa', ...masksOf(responses, pictures, shares), weight, iterations, converged }
}

function reweigh(weight: Float64Array, { size, byTask, byWorker }: Responses<Mask>, overlaps: readonly Float64Array[]): void {
  const distance = new Float64Array(weight.length)
  let mean = 0
  for (const [t, own] of overlaps.entries()) {
    for (const [w, overlap] of own.entries()) {
      distance[byTask.worker[byTask.start[t]! + w]!]! += 1 - overlap
      mean += (1 - overlap) / size
    }
  }
  let sum = 0
  for (let worker = 0; worker < weight.length; worker++) {
    const n = byWorker.start[worker + 1]! - byWorker.start[worker]!
    const own = (n + 2) / (distance[worker]! + 2 * mean + 1e-3)
    weight[worker] = own
    sum += own
  }
  // To 32 bits, so that sums in another order do not tip a balance.
  for (let worker = 0; worker < weight.length; worker++) weight[worker] = Math.fround((weight[worker]! * weight.length) / sum)
}
