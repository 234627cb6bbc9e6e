import { AggregationError } from '../aggregation-error.ts'
import { intervalsFor, setBeta, type Intervals } from '../intervals.ts'
import type { Responses } from '../responses.ts'
import { checkCells } from '../vote-shares.ts'
import { isList } from './is-list.ts'

/**
 * The pixels of an object, row by row from the top left, as run lengths: so many outside, so many inside, so many outside, and so on.
 * The first run may be 0; the runs sum to width × height.
 */
export interface Mask {
  readonly width: number
  readonly height: number
  readonly runs: readonly number[]
}

/** What every method for masks returns: one mask per task. */
export interface Masks {
  readonly method: string
  readonly tasks: readonly string[]
  /** A pixel that the method cannot tell is left outside, and counted in `tiedPixels`. */
  readonly masks: readonly Mask[]
  readonly tiedPixels: Float64Array
  /** Per task, over the pixels that anybody marked: the mean of the method's share or probability of its decision; 1 if there are none. */
  readonly confidence: Float64Array
  readonly workers: readonly string[]
  readonly workerParameters: {
    /**
     * Mean overlap (intersection over union) of the worker's masks with the answers, as a Beta of that many successes in as many
     * tries as tasks, beginning with one of two: its 90 % interval is rather too wide than too narrow.
     */
    readonly overlap: Intervals
  }
}

/** One task's masks, cut into the pieces on which every worker says one thing, and the pieces into patterns of who says inside. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** The workers, in the order of the responses. */
  readonly workers: Int32Array
  /** Per piece, its pixels and its pattern. */
  readonly pieces: { readonly length: Float64Array; readonly pattern: Int32Array }
  /** Patterns × workers: 1 where the worker says inside. */
  readonly says: Uint8Array
  /** Pixels of each pattern. */
  readonly pixels: Float64Array
}

/** What every method for masks takes. */
export interface MaskOptions {
  /**
   * Above this many pieces × masks of one picture it is refused, a piece being a run of pixels on which every worker says one thing;
   * 2²⁶ unless told.
   */
  readonly maxCells?: number
}

export function picturesOf({ tasks, workers, byTask }: Responses<Mask>, maxCells: number | undefined): Picture[] {
  const { start, worker, value } = byTask
  return tasks.map((task, t) => {
    const [from, to] = [start[t]!, start[t + 1]!]
    const first = value[from]
    for (let i = from; i < to; i++) {
      const defect = defectOf(value[i], first)
      if (defect !== null) throw new AggregationError({ kind: 'invalid_value', task, worker: workers[worker[i]!]!, ...defect })
    }
    return pictureOf(value.slice(from, to), worker.slice(from, to), maxCells)
  })
}

/** Masks come from outside: their types are a hope. */
function defectOf(mask: Mask | null | undefined, first: Mask | null | undefined): { expected: string; received: string } | null {
  const isSide = (side: unknown) => Number.isInteger(side) && Number(side) >= 1
  if (mask === undefined || mask === null || !isSide(mask.width) || !isSide(mask.height) || !(mask.width * mask.height <= 2 ** 40)) {
    return { expected: 'a mask of whole width and height, up to 2^40 pixels', received: `${mask?.width} x ${mask?.height}` }
  }
  if (mask.width !== first?.width || mask.height !== first.height) {
    const expected = `a mask of ${first?.width} x ${first?.height}, as the task's first`
    return { expected, received: `${mask.width} x ${mask.height}` }
  }
  const expected = `runs of whole numbers from 0 that sum to ${mask.width * mask.height}`
  if (!isList(mask.runs)) return { expected, received: String(mask.runs) }
  const odd = mask.runs.find((run) => !Number.isInteger(run) || run < 0)
  if (odd !== undefined) return { expected, received: `a run of ${odd}` }
  const sum = mask.runs.reduce((pixels, run) => pixels + run, 0)
  return sum === mask.width * mask.height ? null : { expected, received: `a sum of ${sum}` }
}

/** @throws AggregationError `too_large`. */
export function pictureOf(masks: readonly Mask[], workers: Int32Array, maxCells?: number): Picture {
  const { width, height } = masks[0]!
  const ends = endsOf(masks)
  const pieces = ends.length
  checkCells('The table of pieces by masks of one picture', pieces * masks.length, maxCells)
  let pattern = new Int32Array(pieces)
  let patterns = 1
  const inside = masks.map((mask) => insideOf(mask, ends))
  for (const own of inside) {
    const child = new Int32Array(2 * patterns).fill(-1)
    patterns = 0
    pattern = pattern.map((each, piece) => {
      const cell = 2 * each + own[piece]!
      if (child[cell] === -1) child[cell] = patterns++
      return child[cell]!
    })
  }
  const says = new Uint8Array(patterns * masks.length)
  const pixels = new Float64Array(patterns)
  const length = new Float64Array(pieces)
  for (let piece = 0; piece < pieces; piece++) {
    length[piece] = ends[piece]! - (piece === 0 ? 0 : ends[piece - 1]!)
    pixels[pattern[piece]!]! += length[piece]!
    for (const [w, own] of inside.entries()) says[pattern[piece]! * masks.length + w] = own[piece]!
  }
  return { width, height, workers, pieces: { length, pattern }, says, pixels }
}

/** Where anybody's run ends, rising, each once. */
function endsOf(masks: readonly Mask[]): Float64Array {
  const all = new Float64Array(masks.reduce((sum, { runs }) => sum + runs.length, 0))
  let at = 0
  for (const { runs } of masks) {
    let end = 0
    for (const run of runs) all[at++] = end += run
  }
  all.sort()
  return all.filter((end, n) => end > 0 && end !== all[n - 1])
}

function insideOf({ runs }: Mask, ends: Float64Array): Uint8Array {
  const inside = new Uint8Array(ends.length)
  let [run, end] = [0, runs[0]!]
  for (let piece = 0; piece < ends.length; piece++) {
    while (end < ends[piece]!) end += runs[++run]!
    inside[piece] = run % 2
  }
  return inside
}

/** The mask of the patterns that are inside: 1, or outside: 0. */
export function maskOf({ width, height, pieces }: Picture, isInside: Uint8Array): Mask {
  const runs = [0]
  for (const [piece, length] of pieces.length.entries()) {
    const inside = isInside[pieces.pattern[piece]!]!
    if ((runs.length - 1) % 2 === inside) runs[runs.length - 1]! += length
    else runs.push(length)
  }
  return { width, height, runs }
}

/** Intersection over union of each worker's mask with the answer; 1 where both are empty. */
export function overlapsWith({ workers, says, pixels }: Picture, isInside: Uint8Array): Float64Array {
  const n = workers.length
  return Float64Array.from(workers, (_, w) => {
    let [both, either] = [0, 0]
    for (const [pattern, size] of pixels.entries()) {
      const [own, answer] = [says[pattern * n + w]!, isInside[pattern]!]
      both += own * answer * size
      either += (own | answer) * size
    }
    return either === 0 ? 1 : both / either
  })
}

/** Shares within 10⁻⁹ of one half tie. */
export function decide(shares: Float64Array): Uint8Array {
  return Uint8Array.from(shares, (share) => (share > 0.5 + 1e-9 ? 1 : 0))
}

/** @param shares per picture, of each pattern: how much of the weight, or with which probability, it is inside. */
export function masksOf(
  { tasks, workers }: Responses<Mask>,
  pictures: readonly Picture[],
  shares: readonly Float64Array[],
): Omit<Masks, 'method'> {
  const [tiedPixels, confidence] = [new Float64Array(tasks.length), new Float64Array(tasks.length)]
  const [sum, times] = [new Float64Array(workers.length), new Float64Array(workers.length)]
  const masks = pictures.map((picture, t) => {
    const isInside = decide(shares[t]!)
    let [marked, sure] = [0, 0]
    for (const [pattern, share] of shares[t]!.entries()) {
      const size = picture.pixels[pattern]!
      if (Math.abs(share - 0.5) <= 1e-9) tiedPixels[t]! += size
      if (!isMarked(picture, pattern)) continue
      marked += size
      sure += size * Math.max(share, 1 - share)
    }
    confidence[t] = marked === 0 ? 1 : sure / marked
    for (const [w, overlap] of overlapsWith(picture, isInside).entries()) {
      sum[picture.workers[w]!]! += overlap
      times[picture.workers[w]!]!++
    }
    return maskOf(picture, isInside)
  })
  const overlap = intervalsFor(workers.length)
  for (const [w, n] of times.entries()) setBeta(overlap, w, 1 + sum[w]!, 1 + n - sum[w]!)
  return { tasks, masks, tiedPixels, confidence, workers, workerParameters: { overlap } }
}

/** Whether anybody says inside. */
export function isMarked({ workers, says }: Picture, pattern: number): boolean {
  return says.subarray(pattern * workers.length, (pattern + 1) * workers.length).includes(1)
}

/** The share of the weight that says inside, per pattern; @param weight per worker of the picture. */
export function weightedShares({ workers, says, pixels }: Picture, weight: Float64Array): Float64Array {
  const n = workers.length
  const total = weight.reduce((a, b) => a + b, 0)
  return pixels.map((_, pattern) => {
    let sum = 0
    for (let w = 0; w < n; w++) sum += weight[w]! * says[pattern * n + w]!
    return sum / total
  })
}
