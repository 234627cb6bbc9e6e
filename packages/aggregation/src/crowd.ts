import { AggregationError } from './aggregation-error.ts'
import { checkColumns, checkRepeats, checkResponses } from './check-option.ts'
import { Column, Dictionary, rowOf } from './columns.ts'

/** One worker's label for one task. Ids are compared code unit by code unit: case, spaces and normalisation count. */
export interface Response {
  readonly task: string
  readonly worker: string
  readonly label: string
}

/** The same, one array per column; all three of one length. */
export interface ResponseColumns {
  readonly task: ArrayLike<string>
  readonly worker: ArrayLike<string>
  readonly label: ArrayLike<string>
}

/** Options of {@link crowd}, {@link crowdBuilder} and {@link codedCrowd}. */
export interface CrowdOptions {
  /**
   * What to do when a worker has labelled a task more than once.
   * - `last` (default): the last row wins, as when a person corrects a response.
   * - `all`: every row counts, as when a worker was asked to judge the same task again (Dawid and Skene's own data).
   */
  readonly repeats?: 'last' | 'all'
}

/**
 * Every response, indexed both ways. Tasks, workers and labels are numbered in the order in which they first appear.
 * The responses to task `t` are `byTask.worker[i]`, `byTask.label[i]` for `byTask.start[t] <= i < byTask.start[t + 1]`;
 * those of worker `w` are found the same way in `byWorker`.
 */
export interface Crowd {
  readonly tasks: readonly string[]
  readonly workers: readonly string[]
  readonly labels: readonly string[]
  /** Responses kept. */
  readonly size: number
  /** Rows dropped because a later row had the same task and worker. */
  readonly replaced: number
  readonly byTask: { readonly start: Int32Array; readonly worker: Int32Array; readonly label: Int32Array }
  readonly byWorker: { readonly start: Int32Array; readonly task: Int32Array; readonly label: Int32Array }
}

/** Takes responses one at a time, for sources that cannot be iterated synchronously (a database cursor, a stream). */
export interface CrowdBuilder {
  add(task: string, worker: string, label: string): void
  build(): Crowd
}

/**
 * Indexes responses for the methods of this package; build it once, run several methods on it.
 *
 * @param responses rows (any iterable) or columns. No responses give an empty crowd, which every method accepts.
 * @returns dictionaries and two compressed indexes (CSR), 16 bytes per response besides the ids. The input is not kept.
 * @throws AggregationError `missing_id` when an id is absent, empty or not a string; `unequal_columns`; `invalid_option` for what are
 *   neither rows nor columns.
 *   Row order decides only the numbering and, with `repeats: 'last'`, which of a worker's repeated labels is kept.
 *
 * Time O(rows). At most 2³¹ − 1 responses.
 */
export function crowd(responses: Iterable<Response> | ResponseColumns, options: CrowdOptions = {}): Crowd {
  checkResponses(responses, { orColumns: true })
  const builder = crowdBuilder(options)
  if (Symbol.iterator in responses) {
    for (const row of responses) {
      const { task, worker, label } = rowOf(row)
      builder.add(task!, worker!, label!)
    }
    return builder.build()
  }

  checkColumns({ ...responses }, ['task', 'worker', 'label'])
  const { task, worker, label } = responses
  if (task.length !== worker.length || task.length !== label.length) {
    throw new AggregationError({ kind: 'unequal_columns', task: task.length, worker: worker.length, label: label.length })
  }
  for (let row = 0; row < task.length; row++) builder.add(task[row]!, worker[row]!, label[row]!)
  return builder.build()
}

/** The streaming form of {@link crowd}: same rules, same result; `add` throws `missing_id` with the number of the row. */
export function crowdBuilder(options: CrowdOptions = {}): CrowdBuilder {
  const repeats = checkRepeats(options)
  const tasks = new Dictionary('task')
  const workers = new Dictionary('worker')
  const labels = new Dictionary('label')
  const task = new Column()
  const worker = new Column()
  const label = new Column()

  return {
    add(taskId, workerId, labelId) {
      const row = task.length
      tasks.check(taskId, row)
      workers.check(workerId, row)
      labels.check(labelId, row)
      task.push(tasks.number(taskId))
      worker.push(workers.number(workerId))
      label.push(labels.number(labelId))
    },
    build() {
      const numbers = { task: task.values(), worker: worker.values(), label: label.values() }
      return indexed(numbers, { tasks: tasks.ids(), workers: workers.ids(), labels: labels.ids() }, repeats)
    },
  }
}

interface Numbers {
  readonly task: Int32Array
  readonly worker: Int32Array
  readonly label: Int32Array
}

/** Rows of numbers below the lengths of their lists of ids; each id of a task or worker occurs. */
export function indexed(
  { task, worker, label }: Numbers,
  { tasks, workers, labels }: Pick<Crowd, 'tasks' | 'workers' | 'labels'>,
  repeats: 'last' | 'all',
): Crowd {
  const grouped = groupBy(task, tasks.length, worker, label)
  const byTask = repeats === 'last' ? keepLast(grouped, workers.length) : grouped
  const given = renumberGiven(byTask.second, labels)
  const byWorker = groupBy(byTask.first, workers.length, taskOfEach(byTask.start), byTask.second)
  return {
    tasks,
    workers,
    labels: given,
    size: byTask.first.length,
    replaced: task.length - byTask.first.length,
    byTask: { start: byTask.start, worker: byTask.first, label: byTask.second },
    byWorker: { start: byWorker.start, task: byWorker.first, label: byWorker.second },
  }
}

interface Grouped {
  readonly start: Int32Array
  readonly first: Int32Array
  readonly second: Int32Array
}

/** A counting sort, so stable: within a group, rows keep their order. `keepLast` relies on that. */
function groupBy(key: Int32Array, groups: number, first: Int32Array, second: Int32Array): Grouped {
  const start = new Int32Array(groups + 1)
  for (let row = 0; row < key.length; row++) start[key[row]! + 1]!++
  for (let group = 0; group < groups; group++) start[group + 1]! += start[group]!

  const next = start.slice(0, groups)
  const grouped = { start, first: new Int32Array(key.length), second: new Int32Array(key.length) }
  for (let row = 0; row < key.length; row++) {
    const at = next[key[row]!]!++
    grouped.first[at] = first[row]!
    grouped.second[at] = second[row]!
  }
  return grouped
}

function keepLast({ start, first: worker, second: label }: Grouped, workers: number): Grouped {
  const kept = new Int32Array(start.length)
  const slot = new Int32Array(workers).fill(-1)
  let length = 0
  for (let task = 0; task + 1 < start.length; task++) {
    const from = length
    for (let row = start[task]!; row < start[task + 1]!; row++) {
      const who = worker[row]!
      // A slot before `from` belongs to an earlier task: this is the worker's first response here.
      if (slot[who]! < from) slot[who] = length++
      worker[slot[who]!] = who
      label[slot[who]!] = label[row]!
    }
    kept[task + 1] = length
  }
  const whole = length === worker.length
  return { start: kept, first: whole ? worker : worker.slice(0, length), second: whole ? label : label.slice(0, length) }
}

/** Drops labels that only replaced rows had, so that a corrected slip leaves no class behind. Renumbers in place. */
function renumberGiven(label: Int32Array, ids: readonly string[]): readonly string[] {
  const renumbered = new Int32Array(ids.length)
  for (const each of label) renumbered[each] = 1
  const given = ids.filter((_, each) => renumbered[each] === 1)
  if (given.length === ids.length) return ids

  for (let each = 0, next = 0; each < ids.length; each++) if (renumbered[each] === 1) renumbered[each] = next++
  for (let i = 0; i < label.length; i++) label[i] = renumbered[label[i]!]!
  return given
}

function taskOfEach(start: Int32Array): Int32Array {
  const task = new Int32Array(start[start.length - 1]!)
  for (let t = 0; t + 1 < start.length; t++) task.fill(t, start[t], start[t + 1])
  return task
}
