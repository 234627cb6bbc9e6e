import type { Responses } from '../responses.ts'
import { masksOf, picturesOf, weightedShares, type Mask, type MaskOptions, type Masks } from './masks.ts'

/** What {@link maskMajority} returns. */
export interface MaskMajority extends Masks {
  readonly method: 'mask-majority'
}

/**
 * Majority vote on pixels: inside is what more than half of the task's workers say is inside. On run lengths: pixels on which
 * all workers say the same are decided together, so that the time hangs on the outlines and not on the picture's size.
 *
 * Assumes workers of equal care, who err to either side. A pixel with as many for as against is left outside and counted
 * (`tiedPixels`), never drawn by lot. Where workers differ much, use `maskEm`.
 *
 * @returns see {@link Masks}; one worker's mask is the answer. No responses give an empty value. Row order does not matter.
 * @throws AggregationError `invalid_value` for masks of different sizes within a task, and for runs that are no whole numbers from
 *   0 or do not sum to the picture; `too_large`.
 *
 * Time O(runs × (log runs + workers of the task)), memory as much.
 *
 * Reference: Kittler, Hatef, Duin and Matas, IEEE Transactions on Pattern Analysis and Machine Intelligence 20(3), 1998;
 * doi:10.1109/34.667881.
 */
export function maskMajority(responses: Responses<Mask>, options: MaskOptions = {}): MaskMajority {
  const pictures = picturesOf(responses, options.maxCells)
  const shares = pictures.map((picture) => weightedShares(picture, new Float64Array(picture.workers.length).fill(1)))
  return { method: 'mask-majority', ...masksOf(responses, pictures, shares) }
}
