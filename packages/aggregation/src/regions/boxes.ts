import { checkOption } from '../check-option.ts'
import type { Intervals } from '../intervals.ts'
import type { Responses } from '../responses.ts'
import { sampledRates, type MarkingRates } from '../presence/sampled-rates.ts'
import { matchRegions, readRegions, startOfTasks } from './candidates.ts'
import { presenceOf, type Presence } from './presence.ts'
import { alike, voteLabel, type VotedLabel } from './region-labels.ts'
import { weighCoordinates } from './weigh-coordinates.ts'
import { whenAsked } from '../when-asked.ts'

/** A box in pixels of the picture, from its left upper corner; y grows downwards. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly label?: string
}

/** Options of {@link boxes}, and partly of other regions. */
export interface RegionOptions {
  /** Regions of two workers are one object when they overlap (intersection over union) by at least this on average; 0.4 unless told. */
  readonly minOverlap?: number
  /** Sizes of pictures by task: boxes are cut to them. A task that is not there has no bounds. */
  readonly pictures?: ReadonlyMap<string, { readonly width: number; readonly height: number }>
  /** Largest table of similarities to allocate, the regions of a task that overlaps connect squared; 2²⁶ unless told. */
  readonly maxCells?: number
}

/** One object that {@link boxes} found. */
export interface AgreedBox extends VotedLabel {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** The probability that an object is there; above one half it is. */
  readonly presence: number
  /** Workers who drew it. */
  readonly votes: number
}

/** What {@link boxes} returns. */
export interface Boxes extends Pick<Presence, 'iterations' | 'converged' | 'objective'> {
  readonly method: 'boxes'
  readonly tasks: readonly string[]
  /** The candidates of task `t` are `boxes[i]` for `start[t] <= i < start[t + 1]`: all that anybody drew. Keep those above one half. */
  readonly start: Int32Array
  readonly boxes: readonly AgreedBox[]
  readonly workers: readonly string[]
  /** Of them `hits` and `falseAlarms` are computed when first read. */
  readonly workerParameters: MarkingRates & {
    /** Standard deviation of the worker's edges, as a share of the box's size (√ of its area). */
    readonly deviation: Intervals
  }
}

/**
 * Boxes that several workers drew in the same pictures: which of them are the same object, whether it is there, where, and what.
 *
 * 1. Matching, per task: average linkage on overlap (intersection over union; × 0.7 where both have labels and these differ), at most
 *    one box of a worker to a cluster, down to `minOverlap`.
 * 2. Presence: EM on who drew each cluster and who did not, with a rate of hits and of false alarms per worker.
 * 3. Place: each edge is a robust mean, weighted by how exact each worker is (σ_w, as a share of the box's size).
 * 4. Label: the label most of the cluster's workers gave; a tie is reported.
 *
 * Formulas for 2 and 3 stand in presence.ts and weigh-coordinates.ts. A response of no boxes says that there are none, and counts.
 *
 * Assumes that workers were shown the whole picture, and boxes without rotation. Where objects of one kind overlap by more than
 * `minOverlap` themselves (a crowd of people), matching may mix neighbours: raise it.
 *
 * @returns see {@link Boxes}. No responses give an empty value; one worker's boxes are all candidates, each with what the priors say of
 *   it (above one half). Row order moves values by rounding only; ids of workers matter only where two workers drew the very same box.
 * @throws AggregationError `invalid_value` for a box that is not finite, has no size, or lies outside its picture altogether;
 *   `invalid_option`; `too_large`.
 *
 * Time O(Σ boxes² per task + iterations × (boxes + responses)), memory 8 bytes × the square of the most boxes of a task that overlaps
 * connect: one object that three thousand workers drew needs 72 MB.
 *
 * References: Sokal and Michener, University of Kansas Science Bulletin 38, 1958 (linkage). Dawid and Skene, Applied Statistics 28(1), 1979;
 * doi:10.2307/2346806. Huber, Annals of Mathematical Statistics 35(1), 1964; doi:10.1214/aoms/1177703732.
 */
export function boxes(responses: Responses<readonly Box[]>, options: RegionOptions = {}): Boxes {
  const { minOverlap = 0.4, pictures, maxCells } = options
  checkOption('minOverlap', minOverlap, 'a number above 0, up to 1', minOverlap > 0 && minOverlap <= 1)
  const expected = 'a list of boxes of finite x and y and positive width and height, inside the picture'
  const read = readRegions(responses, expected, (box, task) => edgesOf(box, pictures?.get(task)))
  const similarity = (a: Edges, b: Edges) => alike(overlapOf(a, b), a.label, b.label)
  const matched = matchRegions(responses, read, { similarity, extentOf: (edges) => edges, compare, threshold: minOverlap, maxCells })

  const workers = responses.workers.length
  const { presence, ...run } = presenceOf(matched, responses.byTask, workers)
  const rates = whenAsked(() => sampledRates(matched, responses.byTask, responses))
  const coordinates = Float64Array.from(matched.regions.flatMap(({ left, top, right, bottom }) => [left, top, right, bottom]))
  const of = (c: number) => matched.regions.slice(matched.start[c], matched.start[c + 1])
  const scale = Float64Array.from(matched.task, (_, c) => Math.sqrt(middleArea(of(c))))
  const { centres, deviation } = weighCoordinates(matched, coordinates, scale, workers)
  return {
    method: 'boxes',
    tasks: responses.tasks,
    start: startOfTasks(matched.task, responses.tasks.length),
    boxes: Array.from(matched.task, (_, c): AgreedBox => {
      const label = voteLabel(of(c).map((box) => box.label))
      return { ...boxAt(centres, c), ...label, presence: presence[c]!, votes: of(c).length }
    }),
    workers: responses.workers,
    workerParameters: {
      get hits() {
        return rates().hits
      },
      get falseAlarms() {
        return rates().falseAlarms
      },
      deviation,
    },
    ...run,
  }
}

interface Edges {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly label: string | undefined
}

function edgesOf(box: Box | undefined, picture: { readonly width: number; readonly height: number } | undefined): Edges | string {
  if (box === undefined || box === null) return String(box)
  const { x, y, width, height, label } = box
  // Ten to the 100th at most, so that areas stay finite.
  if (![x, y, width, height].every((each) => Math.abs(each) <= 1e100)) return `x ${x}, y ${y}, width ${width}, height ${height}`
  if (!(width * height > 0 && width > 0)) return `a size of ${width} x ${height}`
  if (label !== undefined && typeof label !== 'string') return `a label ${String(label)}`
  const [right, bottom] = [x + width, y + height]
  const cut = {
    left: picture === undefined ? x : Math.max(0, x),
    top: picture === undefined ? y : Math.max(0, y),
    right: picture === undefined ? right : Math.min(picture.width, right),
    bottom: picture === undefined ? bottom : Math.min(picture.height, bottom),
    label,
  }
  const isInside = cut.right > cut.left && cut.bottom > cut.top && areaOf(cut) > 0
  return isInside ? cut : `a box outside the picture: x ${x}, y ${y}, width ${width}, height ${height}`
}

/** A total order by what is drawn, so that no order of rows decides what is matched first. */
function compare(a: Edges, b: Edges): number {
  const [one, other] = [a.label ?? '', b.label ?? '']
  return a.left - b.left || a.top - b.top || a.right - b.right || a.bottom - b.bottom || (one < other ? -1 : Number(one !== other))
}

function boxAt(centres: Float64Array, c: number): Pick<AgreedBox, 'x' | 'y' | 'width' | 'height'> {
  const [left, top, right, bottom] = [0, 1, 2, 3].map((edge) => centres[4 * c + edge]!) as [number, number, number, number]
  // Edges are placed one by one: should two ever cross, the box is as thin as it is.
  return { x: Math.min(left, right), y: Math.min(top, bottom), width: Math.abs(right - left), height: Math.abs(bottom - top) }
}

function overlapOf(a: Edges, b: Edges): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  return (width * height) / (areaOf(a) + areaOf(b) - width * height)
}

function areaOf({ left, top, right, bottom }: Edges): number {
  return (right - left) * (bottom - top)
}

function middleArea(all: readonly Edges[]): number {
  const areas = all.map(areaOf).toSorted((a, b) => a - b)
  return areas[areas.length >> 1]!
}
