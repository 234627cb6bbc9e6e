import { checkRepeats, checkResponses } from './check-option.ts'
import { Column, Dictionary, rowOf } from './columns.ts'

/** One worker's response to one task, whatever its value: a number, a text, boxes, a mask. Ids are compared exactly. */
export interface ResponseOf<V> {
  readonly task: string
  readonly worker: string
  readonly value: V
}

/** Options of {@link responsesOf}. */
export interface ResponsesOptions {
  /**
   * What to do when a worker has responded to a task more than once.
   * - `last` (default): the last row wins, as when a person corrects a response.
   * - `all`: every row counts, as when a worker was asked the same again.
   */
  readonly repeats?: 'last' | 'all'
}

/**
 * Responses that are not categories, indexed both ways. Tasks and workers are numbered in the order in which they first appear.
 * The responses to task `t` are `byTask.worker[i]`, `byTask.value[i]` for `byTask.start[t] <= i < byTask.start[t + 1]`; those
 * of worker `w` are `byWorker.task[j]` and `byTask.value[byWorker.index[j]]` for `byWorker.start[w] <= j < byWorker.start[w + 1]`.
 */
export interface Responses<V> {
  readonly tasks: readonly string[]
  readonly workers: readonly string[]
  /** Responses kept. */
  readonly size: number
  /** Rows dropped because a later row had the same task and worker. */
  readonly replaced: number
  readonly byTask: { readonly start: Int32Array; readonly worker: Int32Array; readonly value: readonly V[] }
  /** `index` is each response's position in `byTask`. */
  readonly byWorker: { readonly start: Int32Array; readonly task: Int32Array; readonly index: Int32Array }
}

/**
 * Indexes responses of any kind for the methods that take them; the sister of `crowd`, which is for categories.
 *
 * @param rows any iterable, read once. No rows give an empty value, which every method accepts.
 * @returns the values themselves, not copies: do not change them afterwards. Values are checked by the methods, not here.
 * @throws AggregationError `missing_id` when an id is absent, empty or not a string; `invalid_option` for what are no rows. Row order decides only the numbering and,
 *   with `repeats: 'last'`, which of a worker's repeated responses is kept.
 *
 * Time O(rows). At most 2³¹ − 1 responses.
 */
export function responsesOf<V>(rows: Iterable<ResponseOf<V>>, options: ResponsesOptions = {}): Responses<V> {
  checkResponses(rows)
  const repeats = checkRepeats(options)
  const tasks = new Dictionary('task')
  const workers = new Dictionary('worker')
  const task = new Column()
  const worker = new Column()
  const values: V[] = []
  for (const row of rows) {
    const { task: taskId, worker: workerId } = rowOf(row)
    tasks.check(taskId, values.length)
    workers.check(workerId, values.length)
    task.push(tasks.number(row.task))
    worker.push(workers.number(row.worker))
    values.push(row.value)
  }

  const workerOf = worker.values()
  const grouped = positionsByKey(task.values(), tasks.size)
  const { start, position } = repeats === 'last' ? keepLast(grouped, workerOf, workers.size) : grouped
  const byTask = { start, worker: position.map((row) => workerOf[row]!), value: Array.from(position, (row) => values[row]!) }
  const byWorker = positionsByKey(byTask.worker, workers.size)
  const taskOf = new Int32Array(position.length)
  for (let t = 0; t < tasks.size; t++) taskOf.fill(t, start[t], start[t + 1])
  return {
    tasks: tasks.ids(),
    workers: workers.ids(),
    size: position.length,
    replaced: values.length - position.length,
    byTask,
    byWorker: { start: byWorker.start, task: byWorker.position.map((at) => taskOf[at]!), index: byWorker.position },
  }
}

interface Positions {
  readonly start: Int32Array
  readonly position: Int32Array
}

/** A counting sort, so stable: within a key, positions rise. `keepLast` relies on that. */
function positionsByKey(key: Int32Array, keys: number): Positions {
  const start = new Int32Array(keys + 1)
  for (const each of key) start[each + 1]!++
  for (let k = 0; k < keys; k++) start[k + 1]! += start[k]!
  const next = start.slice(0, keys)
  const position = new Int32Array(key.length)
  for (let row = 0; row < key.length; row++) position[next[key[row]!]!++] = row
  return { start, position }
}

/** Per task, each worker's last row, in the place of their first. */
function keepLast({ start, position }: Positions, workerOf: Int32Array, workers: number): Positions {
  const kept = new Int32Array(start.length)
  const slot = new Int32Array(workers).fill(-1)
  const last = new Int32Array(position.length)
  let length = 0
  for (let task = 0; task + 1 < start.length; task++) {
    const from = length
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const who = workerOf[position[i]!]!
      // A slot before `from` belongs to an earlier task: this is the worker's first response here.
      if (slot[who]! < from) slot[who] = length++
      last[slot[who]!] = position[i]!
    }
    kept[task + 1] = length
  }
  return { start: kept, position: last.slice(0, length) }
}
