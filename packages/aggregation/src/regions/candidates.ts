import { AggregationError } from '../aggregation-error.ts'
import type { Responses } from '../responses.ts'
import { clusterRegions } from './cluster-regions.ts'
import { isList } from './is-list.ts'
import type { Candidates } from './presence.ts'

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
  /** In [0, 1]. */
  readonly similarity: (a: R, b: R) => number
  /** A total order by what is drawn. Where two are drawn alike, ids of workers decide. */
  readonly compare: (a: R, b: R) => number
  readonly threshold: number
  readonly maxCells: number | undefined
}

/** Matches the regions of each task across workers; a response is a list of regions, maybe of none. */
export function matchRegions<R>(
  { tasks, workers, byTask: { start, worker } }: Responses<unknown>,
  regionsOf: readonly (readonly R[])[],
  { similarity, compare, threshold, maxCells }: Matching<R>,
): Matched<R> {
  const [taskOf, starts, drawnBy, regions] = [[] as number[], [0], [] as number[], [] as R[]]
  for (let task = 0; task < tasks.length; task++) {
    const drawn: Drawn<R>[] = []
    for (let i = start[task]!; i < start[task + 1]!; i++) for (const region of regionsOf[i]!) drawn.push({ region, worker: worker[i]! })
    const byWorker = (a: Drawn<R>, b: Drawn<R>) => (workers[a.worker]! < workers[b.worker]! ? -1 : Number(a.worker !== b.worker))
    const sorted = drawn.toSorted((a, b) => compare(a.region, b.region) || byWorker(a, b))
    const { cluster, clusters } = clusterRegions(
      Int32Array.from(sorted, (each) => each.worker),
      (a, b) => similarity(sorted[a]!.region, sorted[b]!.region),
      threshold,
      maxCells,
    )
    for (let c = 0; c < clusters; c++) {
      for (const [n, each] of sorted.entries()) {
        if (cluster[n] !== c) continue
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
