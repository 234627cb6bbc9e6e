import { checkIterating, checkOption } from '../check-option.ts'
import type { Responses } from '../responses.ts'
import { isMarked, masksOf, picturesOf, weightedShares, type Mask, type MaskOptions, type Masks, type Picture } from './masks.ts'

/** Options of {@link maskEm}. */
export interface MaskEmOptions extends MaskOptions {
  /**
   * How much a worker's other masks count in judging one of theirs: 0 judges each mask by itself, 1 (default) by its own pixels and
   * the others' mean in equal parts.
   */
  readonly pooling?: number
  /** Stop when no reliability moves by more than this in an iteration; 1e-6 unless told. Negative: run `maxIterations`. */
  readonly tolerance?: number
  /** 200 unless told. */
  readonly maxIterations?: number
}

/** What {@link maskEm} returns. */
export interface MaskEm extends Masks {
  readonly method: 'mask-em'
  /** Per worker, the mean of their masks' reliabilities a. */
  readonly reliability: Float64Array
  readonly iterations: number
  readonly converged: boolean
  /** In nats, as if pixels were independent: of the parameters with which each iteration began. */
  readonly logLikelihood: readonly number[]
}

/**
 * One coin per mask, on the pixels that anybody marked (on the others all agree): mask w of picture t is right about a pixel at a rate
 * aₜw, and each such pixel is as likely inside as outside before any mask is seen,
 *
 *   P(says inside | inside) = P(says outside | outside) = aₜw.
 *
 * Rates are drawn towards the worker's own mean A_w over their pictures, and that towards everybody's (as two pictures of the mean). EM from
 * the shares of votes, on patterns of who says inside (run lengths, never pixels), with n the marked pixels of the picture:
 *
 *   E:  qₚ = Π_w a^{right if inside} (1 − a)^{wrong if inside} / (the same + the opposite)
 *   M:  aₜw = max(0.51, (Σ_pixels P(right) + κ n A_w + 1) / (n + κ n + 2)),   κ the `pooling`,
 *       A_w = (Σₜ share of pixels right + 2 Ā) / (pictures + 2)
 *
 * A mask may be worth nothing, but its opposite is never what is meant: hence 0.51. Pixels of one outline are not independent: probabilities are far too sure, and only which side of one half they are on is meant. The
 * picture's background is left out on purpose: with it, every worker is right about nearly everything.
 *
 * Assumes that masks err alike inside and outside. Do not use it with two workers (the shares decide). Ties, one worker, empty
 * input and errors as in `maskMajority`, and `invalid_option`. Row order moves rates by rounding only.
 *
 * Time O(runs × (log runs + workers) + iterations × patterns × workers).
 *
 * References: Warfield, Zou and Wells, IEEE Transactions on Medical Imaging 23(7), 2004; doi:10.1109/TMI.2004.828354. Jung-Lin Lee, Das Sarma and
 * Parameswaran, HCOMP 2018 Works in Progress, CEUR Workshop Proceedings 2173.
 */
export function maskEm(responses: Responses<Mask>, options: MaskEmOptions = {}): MaskEm {
  const { pooling = 1, tolerance = 1e-6, maxIterations = 200 } = options
  checkOption('pooling', pooling, 'a number from 0 to 1000', pooling >= 0 && pooling <= 1000)
  checkIterating({ tolerance, maxIterations })

  const pictures = picturesOf(responses, options.maxCells)
  const state = startState(pictures, responses.workers.length)
  const logLikelihood: number[] = []
  let moved = responses.size === 0 ? 0 : Infinity
  while (moved > tolerance && logLikelihood.length < maxIterations) {
    moved = maximisation(pictures, state, pooling)
    logLikelihood.push(expectation(pictures, state))
  }
  return {
    method: 'mask-em',
    ...masksOf(responses, pictures, state.inside),
    reliability: state.ofWorker,
    iterations: logLikelihood.length,
    converged: moved <= tolerance,
    logLikelihood,
  }
}

interface State {
  /** Per picture, of each pattern: the probability that it is inside. */
  readonly inside: readonly Float64Array[]
  /** Per picture, of each mask. */
  readonly rate: readonly Float64Array[]
  /** Per picture, the patterns that anybody marked, and their pixels. */
  readonly marked: readonly { readonly patterns: Int32Array; readonly pixels: number }[]
  readonly right: readonly Float64Array[]
  readonly ofWorker: Float64Array
  readonly times: Float64Array
}

function startState(pictures: readonly Picture[], workers: number): State {
  const times = new Float64Array(workers)
  const marked = pictures.map((picture) => {
    const patterns = Int32Array.from(picture.pixels.keys()).filter((pattern) => isMarked(picture, pattern))
    return { patterns, pixels: patterns.reduce((sum, pattern) => sum + picture.pixels[pattern]!, 0) }
  })
  for (const picture of pictures) for (const worker of picture.workers) times[worker]!++
  return {
    inside: pictures.map((picture) => weightedShares(picture, new Float64Array(picture.workers.length).fill(1))),
    rate: pictures.map(({ workers: { length } }) => new Float64Array(length).fill(0.5)),
    right: pictures.map(({ workers: { length } }) => new Float64Array(length)),
    marked,
    ofWorker: new Float64Array(workers),
    times,
  }
}

function maximisation(pictures: readonly Picture[], { inside, rate, marked, right, ofWorker, times }: State, pooling: number): number {
  ofWorker.fill(0)
  let [all, masks] = [0, 0]
  for (const [t, { workers, says, pixels }] of pictures.entries()) {
    const own = right[t]!
    own.fill(0)
    for (const pattern of marked[t]!.patterns) {
      const share = inside[t]![pattern]!
      for (let w = 0; w < own.length; w++) {
        own[w]! += pixels[pattern]! * (says[pattern * own.length + w] === 1 ? share : 1 - share)
      }
    }
    for (let w = 0; w < own.length; w++) {
      const share = marked[t]!.pixels === 0 ? 1 : own[w]! / marked[t]!.pixels
      ofWorker[workers[w]!]! += share
      all += share
      masks++
    }
  }
  for (let worker = 0; worker < ofWorker.length; worker++) ofWorker[worker] = (ofWorker[worker]! + (2 * all) / masks) / (times[worker]! + 2)

  let moved = 0
  for (const [t, { workers }] of pictures.entries()) {
    const n = marked[t]!.pixels
    for (let w = 0; w < workers.length; w++) {
      const before = rate[t]![w]!
      const now = Math.max(0.51, (right[t]![w]! + pooling * n * ofWorker[workers[w]!]! + 1) / (n + pooling * n + 2))
      rate[t]![w] = now
      moved = Math.max(moved, Math.abs(now - before))
    }
  }
  return moved
}

function expectation(pictures: readonly Picture[], { inside, rate, marked }: State): number {
  let logLikelihood = 0
  for (const [t, { workers, says, pixels }] of pictures.entries()) {
    const n = workers.length
    for (const pattern of marked[t]!.patterns) {
      let [ifInside, ifOutside] = [-Math.LN2, -Math.LN2]
      for (let w = 0; w < n; w++) {
        const [isRight, isWrong] = [Math.log(rate[t]![w]!), Math.log1p(-rate[t]![w]!)]
        ifInside += says[pattern * n + w] === 1 ? isRight : isWrong
        ifOutside += says[pattern * n + w] === 1 ? isWrong : isRight
      }
      const greatest = Math.max(ifInside, ifOutside)
      logLikelihood += pixels[pattern]! * (greatest + Math.log(Math.exp(ifInside - greatest) + Math.exp(ifOutside - greatest)))
      // To 32 bits, so that sums in another order do not tip a balance.
      inside[t]![pattern] = Math.fround(1 / (1 + Math.exp(ifOutside - ifInside)))
    }
  }
  return logLikelihood
}
