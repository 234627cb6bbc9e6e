import { checkOption } from '../check-option.ts'
import type { Intervals } from '../intervals.ts'
import type { Responses } from '../responses.ts'
import { sampledRates, type MarkingRates } from '../presence/sampled-rates.ts'
import { matchedBy, readRegions, startOfTasks, type Matched } from './candidates.ts'
import { presenceOf, type Presence } from './presence.ts'
import { whenAsked } from '../when-asked.ts'
import { weighCoordinates } from './weigh-coordinates.ts'

/** A named point in pixels of the picture; a worker leaves out the points that cannot be seen. */
export interface Keypoint {
  readonly label: string
  readonly x: number
  readonly y: number
}

/** Options of {@link keypoints}. */
export interface KeypointsOptions {
  /** A point further from the answer than this many of its worker's usual deviations is an outlier; 4 unless told. */
  readonly outlierAt?: number
  /** Sizes of pictures by task: points must lie inside, edges included. A task that is not there has no bounds. */
  readonly pictures?: ReadonlyMap<string, { readonly width: number; readonly height: number }>
}

/** One point that {@link keypoints} found. */
export interface AgreedKeypoint extends Keypoint {
  /** The probability that the point can be seen; above one half it can. */
  readonly presence: number
  /** Workers who marked it. */
  readonly votes: number
  /** Workers whose point is an outlier, in code-unit order: their points moved the answer little, and may be another thing. */
  readonly outliers: readonly string[]
}

/** What {@link keypoints} returns. */
export interface Keypoints extends Pick<Presence, 'iterations' | 'converged' | 'objective'> {
  readonly method: 'keypoints'
  readonly tasks: readonly string[]
  /** The points of task `t` are `keypoints[i]` for `start[t] <= i < start[t + 1]`, in code-unit order of labels. */
  readonly start: Int32Array
  readonly keypoints: readonly AgreedKeypoint[]
  readonly workers: readonly string[]
  readonly workerParameters: MarkingRates & {
    /** Standard deviation of the worker's points along either axis, in pixels. */
    readonly deviation: Intervals
  }
}

/**
 * Named points that several workers marked in the same pictures. Each is placed at the weighted geometric median of its marks,
 *
 *   m = argmin Σ_w |x_w − m| / σ_w                     (Weiszfeld's iteration, in Vardi and Zhang's form)
 *
 * which half of the weight may leave without moving it beyond the others. σ_w is measured from robust means, of which the worker's own
 * share is allowed for: see weigh-coordinates.ts. Whether a point can be seen is judged as in `boxes`, by who
 * marked it and who did not.
 *
 * Assumes that labels name the same things for all, and errors alike in all directions. With two marks the median is between
 * them, at the more exact worker's when weights differ.
 *
 * @returns see {@link Keypoints}. No responses give an empty value; one worker's points are the answer. Row order moves values by
 *   rounding only.
 * @throws AggregationError `invalid_value` for a point that is not finite, has no label, has the label of another point of its response,
 *   or lies outside the picture; `invalid_option`.
 *
 * Time O(iterations × marks).
 *
 * References: Vardi and Zhang, PNAS 97(4), 2000; doi:10.1073/pnas.97.4.1423. Dawid and Skene, Applied Statistics 28(1), 1979; doi:10.2307/2346806.
 */
export function keypoints(responses: Responses<readonly Keypoint[]>, options: KeypointsOptions = {}): Keypoints {
  const { outlierAt = 4, pictures } = options
  checkOption('outlierAt', outlierAt, 'a number above 0', outlierAt > 0)
  const expected = 'a list of points with finite x and y inside the picture, and labels of their own'
  const read = readRegions(responses, expected, (point, task) => defectOf(point, pictures?.get(task)) ?? point)
  refuseRepeats(responses, expected)

  const matched = byLabel(responses, read)
  const { presence, ...run } = presenceOf(matched, responses.byTask, responses.workers.length)
  const rates = whenAsked(() => sampledRates(matched, responses.byTask, responses))
  const coordinates = Float64Array.from(matched.regions.flatMap(({ x, y }) => [x, y]))
  const { deviation } = weighCoordinates(matched, coordinates, new Float64Array(matched.task.length).fill(1), responses.workers.length)
  return {
    method: 'keypoints',
    tasks: responses.tasks,
    start: startOfTasks(matched.task, responses.tasks.length),
    keypoints: Array.from(matched.task, (_, c): AgreedKeypoint => {
      const [from, to] = [matched.start[c]!, matched.start[c + 1]!]
      const marks = matched.regions.slice(from, to)
      const usual = Array.from(matched.worker.subarray(from, to), (w) => deviation.mean[w]!)
      const { x, y } = geometricMedian(
        marks,
        usual.map((each) => (each === 0 ? 1 : 1 / each)),
      )
      const isFar = (n: number) => Math.hypot(marks[n]!.x - x, marks[n]!.y - y) > outlierAt * usual[n]!
      const far = Array.from(matched.worker.subarray(from, to), (w) => responses.workers[w]!).filter((_worker, n) => isFar(n))
      return { label: marks[0]!.label, x, y, presence: presence[c]!, votes: marks.length, outliers: far.toSorted() }
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

function defectOf(point: Keypoint | undefined, picture: { readonly width: number; readonly height: number } | undefined): string | null {
  if (point === undefined || point === null) return String(point)
  const { label, x, y } = point
  if (typeof label !== 'string' || label === '') return `a label ${JSON.stringify(label)}`
  if (!(Math.abs(x) <= 1e100 && Math.abs(y) <= 1e100)) return `${label} at ${x}, ${y}`
  const isOutside = picture !== undefined && !(x >= 0 && y >= 0 && x <= picture.width && y <= picture.height)
  return isOutside ? `${label} at ${x}, ${y}, outside the picture` : null
}

function refuseRepeats(responses: Responses<readonly Keypoint[]>, expected: string): void {
  const { value } = responses.byTask
  // Counted anew for each response: two of them may be one and the same list.
  const twice = value.map((points) => {
    const seen = new Set<string>()
    return points.find(({ label }) => seen.size === seen.add(label).size)
  })
  readRegions(
    { ...responses, byTask: { ...responses.byTask, value: twice.map((point) => (point === undefined ? [] : [point])) } },
    expected,
    ({ label }) => `${label} twice`,
  )
}

/** A candidate per label; where workers were asked again, one of everybody's first marks, one of their second, and so on. */
function byLabel(responses: Responses<readonly Keypoint[]>, read: readonly (readonly Keypoint[])[]): Matched<Keypoint> {
  const compare = (a: Keypoint, b: Keypoint) => (a.label < b.label ? -1 : Number(a.label !== b.label)) || a.x - b.x || a.y - b.y
  return matchedBy(responses, read, compare, (sorted) => {
    const [number, marks] = [new Map<string, number>(), new Map<string, number>()]
    return sorted.map(({ region: { label }, worker }) => {
      const mark = `${worker} ${label}`
      const turn = marks.get(mark) ?? 0
      marks.set(mark, turn + 1)
      const candidate = `${turn} ${label}`
      if (!number.has(candidate)) number.set(candidate, number.size)
      return number.get(candidate)!
    })
  })
}

interface Point {
  readonly x: number
  readonly y: number
}

/** Between two points of equal weight everything is a minimum: halfway, where the iteration begins and stays. */
function geometricMedian(points: readonly Point[], weights: readonly number[]): Point {
  const total = weights.reduce((a, b) => a + b, 0)
  let x = points.reduce((sum, point, n) => sum + (weights[n]! / total) * point.x, 0)
  let y = points.reduce((sum, point, n) => sum + (weights[n]! / total) * point.y, 0)
  const size = points.reduce((most, point) => Math.max(most, Math.hypot(point.x - x, point.y - y)), 0)
  for (let step = 0; step < 1000; step++) {
    let [pull, toX, toY, here] = [0, 0, 0, 0]
    for (const [n, point] of points.entries()) {
      const distance = Math.hypot(point.x - x, point.y - y)
      if (distance <= 1e-12 * size) {
        here += weights[n]!
        continue
      }
      pull += weights[n]! / distance
      toX += (weights[n]! * (point.x - x)) / distance
      toY += (weights[n]! * (point.y - y)) / distance
    }
    // Standing on a point, the others must pull harder than it holds.
    const force = Math.hypot(toX, toY)
    if (pull === 0 || force <= here) break
    const stride = (1 - here / force) / pull
    x += stride * toX
    y += stride * toY
    if (stride * force <= 1e-9 * size) break
  }
  return { x, y }
}
