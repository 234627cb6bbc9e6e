import { codedCrowd, type StreamedCrowd } from '@canut/aggregation'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { mergeTasks } from './merge-tasks.ts'
import { readTaskChunks } from './read-task-chunks.ts'
import { RecordReader, RecordWriter } from './spool-records.ts'

/** Rows of one task fall into one bucket, and one bucket at a time fits in memory: at 10⁹ rows it has some four million. */
const BUCKETS = 256

/** Responses on disk, by task in the order in which tasks first appeared. */
export interface SpooledCrowd extends StreamedCrowd {
  /** Rows left out because a later one had the same task and worker. */
  readonly replaced: number
  /** Labels that workers gave; gold labels that nobody gave come after them in `labels`. */
  readonly classes: number
  /** The ids of the tasks that `read` gives as numbers. */
  readIds(): Generator<string, void, undefined>
}

export interface Spool {
  add(task: string, worker: string, label: string): void
  /** Groups by task; a pair of task and worker that comes again is treated as `crowd` of the package does. */
  sort(gold: ReadonlyMap<string, string>, signal: AbortSignal): Promise<SpooledCrowd>
  /** Lets go of its files, sorted or not. */
  close(): void
}

/**
 * Takes responses without keeping them in memory: they are dealt out to files in an empty folder by their task. In memory are the ids
 * of workers and labels, and later one of 256 files at a time. The caller removes the folder.
 */
export function createSpool(folder: string, repeats: 'last' | 'all'): Spool {
  const path = (bucket: number) => join(folder, `rows-${bucket}`)
  const buckets = new Map<number, RecordWriter>()
  const workers = new Map<string, number>()
  const labels = new Map<string, number>()
  let rows = 0
  const close = () => {
    for (const writer of buckets.values()) writer.close()
    buckets.clear()
  }
  return {
    close,
    add(task, worker, label) {
      const bucket = bucketOf(task)
      const writer = buckets.get(bucket) ?? new RecordWriter(path(bucket))
      buckets.set(bucket, writer)
      writer.text(task)
      writer.number(rows++)
      writer.integer(numberOf(workers, worker))
      writer.integer(numberOf(labels, label))
    },
    async sort(gold, signal) {
      const used = [...buckets.keys()]
      close()
      const found = { tasks: 0, size: 0, given: new Uint8Array(labels.size) }
      const codes = { workers: codesOf(workers.size), labels: codesOf(labels.size) }
      for (const bucket of used) {
        // between two of them a Ctrl-C is heard
        await setImmediate(undefined, { signal })
        groupBucket(path(bucket), join(folder, `tasks-${bucket}`), { ...codes, repeats, found })
        rmSync(path(bucket))
      }
      const given = [...labels.keys()].filter((_, label) => found.given[label] === 1)
      const files = { responses: join(folder, 'responses'), ids: join(folder, 'ids') }
      let next = 0
      const renumbered = Int32Array.from(found.given, (isGiven) => (isGiven === 1 ? next++ : -1))
      const from = used.map((bucket) => join(folder, `tasks-${bucket}`))
      const known = await mergeTasks({ from, files, renumbered, labels: given, gold, signal })
      return {
        tasks: found.tasks,
        size: found.size,
        replaced: rows - found.size,
        classes: given.length,
        workers: [...workers.keys()],
        labels: known,
        read: () => readTaskChunks(files.responses, signal),
        readIds: () => readIds(files.ids),
      }
    },
  }
}

interface Grouping {
  readonly workers: readonly string[]
  readonly labels: readonly string[]
  readonly repeats: 'last' | 'all'
  readonly found: { tasks: number; size: number; readonly given: Uint8Array }
}

/** Writes each task once: the row where it first appeared, its id, and its responses. Tasks stay in the order of those rows. */
function groupBucket(rowsFile: string, tasksFile: string, { workers, labels, repeats, found }: Grouping): void {
  const numbers = new Map<string, number>()
  const firstRow: number[] = []
  const columns = { task: [] as number[], worker: [] as number[], label: [] as number[] }
  const reader = new RecordReader(rowsFile)
  try {
    while (!reader.isAtEnd) {
      const task = numberOf(numbers, reader.text())
      const row = reader.number()
      if (task === firstRow.length) firstRow.push(row)
      columns.task.push(task)
      columns.worker.push(reader.integer())
      columns.label.push(reader.integer())
    }
  } finally {
    reader.close()
  }

  const coded = { task: Int32Array.from(columns.task), worker: Int32Array.from(columns.worker), label: Int32Array.from(columns.label) }
  const crowd = codedCrowd({ ...coded, tasks: [...numbers.keys()], workers, labels }, { repeats })
  const writer = new RecordWriter(tasksFile)
  const { start, worker, label } = crowd.byTask
  for (const [task, id] of crowd.tasks.entries()) {
    writer.number(firstRow[task]!)
    writer.text(id)
    writer.integer(start[task + 1]! - start[task]!)
    for (let i = start[task]!; i < start[task + 1]!; i++) {
      const given = Number(crowd.labels[label[i]!])
      found.given[given] = 1
      writer.integer(Number(crowd.workers[worker[i]!]))
      writer.integer(given)
    }
  }
  writer.close()
  found.tasks += crowd.tasks.length
  found.size += crowd.size
}

function* readIds(file: string): Generator<string, void, undefined> {
  const reader = new RecordReader(file)
  try {
    while (!reader.isAtEnd) yield reader.text()
  } finally {
    reader.close()
  }
}

/** FNV-1a, folded: the same task, the same bucket. */
function bucketOf(task: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < task.length; at++) hash = Math.imul(hash ^ task.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (BUCKETS - 1)
}

function numberOf(numbers: Map<string, number>, id: string): number {
  let number = numbers.get(id)
  if (number === undefined) {
    number = numbers.size
    numbers.set(id, number)
  }
  return number
}

/** Numbers as ids, so that what `codedCrowd` numbers anew is found again. */
const codesOf = (length: number): string[] => Array.from({ length }, (_, number) => String(number))
