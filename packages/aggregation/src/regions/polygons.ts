import { checkOption } from '../check-option.ts'
import { intervalsFor, setBeta, type Intervals } from '../intervals.ts'
import type { Responses } from '../responses.ts'
import type { RegionOptions } from './boxes.ts'
import { sampledRates, type MarkingRates } from '../presence/sampled-rates.ts'
import { matchRegions, readRegions, startOfTasks, type Matched } from './candidates.ts'
import { isList } from './is-list.ts'
import { decide, maskOf, overlapsWith, pictureOf, weightedShares, type Picture } from './masks.ts'
import { gridOver, overlapMeasure, rasterise, shapeOf, unionOf, type Corner, type Grid, type Shape } from './polygon-raster.ts'
import { presenceOf, type Presence } from './presence.ts'
import { alike, voteLabel, type VotedLabel } from './region-labels.ts'
import { traceOutline } from './trace-outline.ts'
import { whenAsked } from '../when-asked.ts'

/** A closed outline in pixels of the picture, its last corner joined to its first. Where it crosses itself, the even-odd rule holds. */
export interface Polygon {
  readonly points: readonly Corner[]
  readonly label?: string
}

/** Options of {@link polygons}. */
export interface PolygonsOptions extends Pick<RegionOptions, 'minOverlap' | 'maxCells' | 'pictures'> {
  /** Cells along the longer side of an object on which workers' outlines are voted: the answer is right to one cell; 256 unless told. */
  readonly resolution?: number
}

/** One object that {@link polygons} found. */
export interface AgreedPolygon extends VotedLabel {
  /** Clockwise as seen on a screen; fewer than three only if no cell has a majority. */
  readonly points: readonly Corner[]
  readonly presence: number
  readonly votes: number
}

/** What {@link polygons} returns. */
export interface Polygons extends Pick<Presence, 'iterations' | 'converged' | 'objective'> {
  readonly method: 'polygons'
  readonly tasks: readonly string[]
  /** The candidates of task `t` are `polygons[i]` for `start[t] <= i < start[t + 1]`. Keep those of a presence above one half. */
  readonly start: Int32Array
  readonly polygons: readonly AgreedPolygon[]
  readonly workers: readonly string[]
  readonly workerParameters: MarkingRates & {
    /** Mean overlap with the answers, of objects that at least three drew; see `maskMajority` for its intervals. */
    readonly overlap: Intervals
  }
}

/**
 * Outlines that several workers drew in the same pictures. Matching, presence and labels as in `boxes`, overlaps being measured along 64 lines. The
 * outline of a cluster is that of the cells which more than half of the weight has inside: each worker's polygon becomes run
 * lengths on a grid over the cluster, `resolution` cells along its longer side (a cell is inside when its middle is),
 *
 *   inside(cell) ⇔ Σ_w v_w [w has it inside] > ½ Σ_w v_w,   v_w ∝ 1 / (1 − mean overlap of w + 0.02),
 *
 * with means measured against the plain majority of objects that at least three drew, four of everybody's added. The outline of
 * the largest part is traced and its corners within one cell of a straight line left out: the answer is right to about one cell.
 * Holes, and parts beside the largest, are lost; for these use masks.
 *
 * @returns see {@link Polygons}. No responses give an empty value; one worker's polygons are the answer, on the grid. Row order
 *   changes nothing but rounding; ids of workers matter only where two drew the very same outline. A cell that ties is outside.
 * @throws AggregationError `invalid_value` for an outline with fewer than three corners, without extent, not finite, or with a corner
 *   outside its picture; `invalid_option`; `too_large`.
 *
 * Time O(Σ polygons² × (64 + corners) + clusters × (polygons + cells)), memory as `boxes`.
 *
 * References: as `boxes`, and Douglas and Peucker, Cartographica 10(2), 1973; doi:10.3138/FM57-6770-U75U-7727.
 */
export function polygons(responses: Responses<readonly Polygon[]>, options: PolygonsOptions = {}): Polygons {
  const { minOverlap = 0.4, resolution = 256, pictures, maxCells } = options
  checkOption('minOverlap', minOverlap, 'a number above 0, up to 1', minOverlap > 0 && minOverlap <= 1)
  const isSize = Number.isInteger(resolution) && resolution >= 8 && resolution <= 4096
  checkOption('resolution', resolution, 'a whole number from 8 to 4096', isSize)
  const expected = 'a list of outlines of at least three corners, with an extent, inside the picture'
  const read = readRegions(responses, expected, (each, task) => shapeFrom(each, pictures?.get(task)))
  const overlapOf = overlapMeasure(read.flat().reduce((most, { points }) => Math.max(most, points.length), 0))
  const similarity = (a: Shape, b: Shape) => alike(overlapOf(a, b), a.label, b.label)
  const matched = matchRegions(responses, read, { similarity, extentOf: ({ extent }) => extent, compare, threshold: minOverlap, maxCells })

  const limits = { resolution, maxCells }
  const workers = responses.workers.length
  const { presence, ...run } = presenceOf(matched, responses.byTask, workers)
  const rates = whenAsked(() => sampledRates(matched, responses.byTask, responses))
  const overlap = overlapIntervals(matched, workers, limits)
  return {
    method: 'polygons',
    tasks: responses.tasks,
    start: startOfTasks(matched.task, responses.tasks.length),
    polygons: Array.from(matched.task, (_, c): AgreedPolygon => {
      const { picture, grid } = drawn(matched, c, limits)
      const weight = Float64Array.from(picture.workers, (w) => 1 / (1 - overlap.mean[w]! + 0.02))
      const inside = decide(weightedShares(picture, weight))
      const outline = traceOutline(maskOf(picture, inside), 1)
      const own = matched.regions.slice(matched.start[c], matched.start[c + 1])
      return {
        points: outline.map(([x, y]): Corner => [grid.left + x * grid.cellWidth, grid.top + y * grid.cellHeight]),
        ...voteLabel(own.map(({ label }) => label)),
        presence: presence[c]!,
        votes: own.length,
      }
    }),
    workers: responses.workers,
    workerParameters: {
      get hits() {
        return rates().hits
      },
      get falseAlarms() {
        return rates().falseAlarms
      },
      overlap,
    },
    ...run,
  }
}

interface Limits {
  readonly resolution: number
  readonly maxCells: number | undefined
}

/** One cluster's outlines on a grid of their own; drawn again when needed rather than kept, for a batch may have very many. */
function drawn({ start, worker, regions }: Matched<Shape>, c: number, { resolution, maxCells }: Limits): { picture: Picture; grid: Grid } {
  const own = regions.slice(start[c], start[c + 1])
  const grid = gridOver(unionOf(own.map(({ extent }) => extent)), resolution)
  const masks = own.map(({ points }) => rasterise(points, grid))
  return { picture: pictureOf(masks, worker.slice(start[c], start[c + 1]), maxCells), grid }
}

function overlapIntervals(matched: Matched<Shape>, workers: number, limits: Limits): Intervals {
  const [sum, times] = [new Float64Array(workers), new Float64Array(workers)]
  let [all, count] = [0, 0]
  for (let c = 0; c + 1 < matched.start.length; c++) {
    if (matched.start[c + 1]! - matched.start[c]! < 3) continue
    const { picture } = drawn(matched, c, limits)
    const majority = decide(weightedShares(picture, new Float64Array(picture.workers.length).fill(1)))
    for (const [n, overlap] of overlapsWith(picture, majority).entries()) {
      sum[picture.workers[n]!]! += overlap
      times[picture.workers[n]!]!++
      all += overlap
      count++
    }
  }
  const mean = count === 0 ? 0.5 : all / count
  const intervals = intervalsFor(workers)
  for (let w = 0; w < workers; w++) {
    const right = sum[w]! + 4 * mean
    // Never quite 0 or 1, where a Beta has no width.
    setBeta(intervals, w, Math.max(right, 1e-3), Math.max(times[w]! + 4 - right, 1e-3))
  }
  return intervals
}

function shapeFrom(polygon: Polygon | undefined, picture: { readonly width: number; readonly height: number } | undefined): Shape | string {
  if (polygon === undefined || polygon === null || !isList(polygon.points)) return `corners ${String(polygon?.points)}`
  const { points, label } = polygon
  if (points.length < 3) return `${points.length} corners`
  if (label !== undefined && typeof label !== 'string') return `a label ${String(label)}`
  const isCorner = (corner: Corner) => isList(corner) && corner.length === 2 && corner.every((each) => Math.abs(each) <= 1e100)
  const odd = points.find((corner) => !isCorner(corner))
  if (odd !== undefined) return `a corner ${String(odd)}`
  const shape = shapeOf(points, label)
  const { left, top, right, bottom } = shape.extent
  if (!(right > left && bottom > top && shape.area > 0)) return 'an outline without extent'
  const isInside = picture === undefined || (left >= 0 && top >= 0 && right <= picture.width && bottom <= picture.height)
  return isInside ? shape : `an outline from ${left}, ${top} to ${right}, ${bottom}, outside the picture`
}

function compare(a: Shape, b: Shape): number {
  const [p, q] = [a.extent, b.extent]
  const order = p.left - q.left || p.top - q.top || p.right - q.right || p.bottom - q.bottom
  if (order !== 0) return order
  const [one, other] = [a, b].map(({ points, label }) => JSON.stringify([points, label])) as [string, string]
  return one < other ? -1 : Number(one !== other)
}
