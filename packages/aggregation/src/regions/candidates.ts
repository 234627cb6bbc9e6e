import { AggregationError } from '../aggregation-error.ts'
import type { Responses } from '../responses.ts'
import { clusterRegions } from './cluster-regions.ts'
import { isList } from './is-list.ts'
import type { Extent } from './polygon-raster.ts'
import type { Candidates } from '../presence/candidates.ts'

/** A region as its worker drew it, and which worker that is. */
export interface Drawn<R> {
  readonly region: R
  readonly worker: number
}

export interface Matched<R> extends Candidates {
  /** In the order of `worker`. */
  readonly regions: readonly R[]
}

export interface Matching<R> {
  /** In [0, 1]; 0 where extents have nothing in common. */
  readonly similarity: (a: R, b: R) => number
  readonly extentOf: (region: R) => Extent
  /** A total order by what is drawn, first of all by how far left it is. Where two are drawn alike, ids of workers decide. */
  readonly compare: (a: R, b: R) => number
  readonly threshold: number
  readonly maxCells: number | undefined
}

/** Matches the regions of each task across workers; a response is a list of regions, maybe of none. */
export function matchRegions<R>(responses: Responses<unknown>, regionsOf: readonly (readonly R[])[], matching: Matching<R>): Matched<R> {
  const { similarity, extentOf, compare, threshold, maxCells } = matching
  return matchedBy(responses, regionsOf, compare, (sorted) => {
    const extents = sorted.map(({ region }) => extentOf(region))
    const worker = Int32Array.from(sorted, (each) => each.worker)
    const likeness = (a: number, b: number) => similarity(sorted[a]!.region, sorted[b]!.region)
    return clusterRegions({ extents, worker, similarity: likeness }, threshold, maxCells).cluster
  })
}

/**
 * @param compare a total order by what is drawn; where two are drawn alike, ids of workers decide.
 * @param clustersOf the regions of one task in that order: for each, the number of its candidate.
 */
export function matchedBy<R>(
  { tasks, workers, byTask: { start, worker } }: Responses<unknown>,
  regionsOf: readonly (readonly R[])[],
  compare: (a: R, b: R) => number,
  clustersOf: (sorted: readonly Drawn<R>[]) => Iterable<number>,
): Matched<R> {
  const [taskOf, starts, drawnBy, regions] = [[] as number[], [0], [] as number[], [] as R[]]
  const byWorker = (a: Drawn<R>, b: Drawn<R>) => (workers[a.worker]! < workers[b.worker]! ? -1 : Number(a.worker !== b.worker))
  for (let task = 0; task < tasks.length; task++) {
    const drawn: Drawn<R>[] = []
    for (let i = start[task]!; i < start[task + 1]!; i++) for (const region of regionsOf[i]!) drawn.push({ region, worker: worker[i]! })
    const sorted = drawn.toSorted((a, b) => compare(a.region, b.region) || byWorker(a, b))
    const clusters: Drawn<R>[][] = []
    for (const [n, cluster] of Array.from(clustersOf(sorted)).entries()) (clusters[cluster] ??= []).push(sorted[n]!)
    for (const cluster of clusters) {
      for (const each of cluster) {
        drawnBy.push(each.worker)
        regions.push(each.region)
      }
      taskOf.push(task)
      starts.push(regions.length)
    }
  }
  return { task: Int32Array.from(taskOf), start: Int32Array.from(starts), worker: Int32Array.from(drawnBy), regions }
}

/** Per response, its regions as `read` takes them; `read` gives what is wrong with one as text. */
export function readRegions<V, R>(
  { tasks, workers, byTask: { start, worker, value } }: Responses<readonly V[]>,
  expected: string,
  read: (region: V, task: string) => R | string,
): readonly (readonly R[])[] {
  return tasks.flatMap((task, t) =>
    value.slice(start[t], start[t + 1]).map((given, n) => {
      const refuse = (received: string) =>
        new AggregationError({ kind: 'invalid_value', task, worker: workers[worker[start[t]! + n]!]!, expected, received })
      if (!isList(given)) throw refuse(String(given))
      return given.map((region) => {
        const taken = read(region, task)
        if (typeof taken === 'string') throw refuse(taken)
        return taken
      })
    }),
  )
}

/** Where the candidates of each task begin; they stand task by task. */
export function startOfTasks(task: Int32Array, tasks: number): Int32Array {
  const start = new Int32Array(tasks + 1)
  for (const each of task) start[each + 1]!++
  for (let t = 0; t < tasks; t++) start[t + 1]! += start[t]!
  return start
}
