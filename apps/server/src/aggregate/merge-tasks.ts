import { setImmediate } from 'node:timers/promises'
import { RecordReader, RecordWriter } from './spool-records.ts'

/** Tasks between two looks at whether the work was stopped. */
const PAUSE_EVERY = 50_000

interface Merge {
  /** Files of tasks, each in the order of the rows where its tasks first appeared. */
  readonly from: readonly string[]
  /** Where responses and ids go: per task its number of responses, its gold label or −1, and pairs of worker and label. */
  readonly files: { readonly responses: string; readonly ids: string }
  /** The new number of each label. */
  readonly renumbered: Int32Array
  readonly labels: readonly string[]
  readonly gold: ReadonlyMap<string, string>
  readonly signal: AbortSignal
}

interface Source {
  readonly reader: RecordReader
  /** of its next task */
  row: number
}

/** Brings all tasks into the order in which they first appeared. Returns the labels with the gold labels that nobody gave. */
export async function mergeTasks({ from, files, renumbered, labels, gold, signal }: Merge): Promise<readonly string[]> {
  const known = new Map(labels.map((label, number) => [label, number]))
  const waiting: Source[] = []
  const readers = from.map((file) => new RecordReader(file))
  const responses = new RecordWriter(files.responses)
  const ids = new RecordWriter(files.ids)
  try {
    for (const reader of readers) if (!reader.isAtEnd) push(waiting, { reader, row: reader.number() })
    for (let tasks = 1; waiting.length > 0; tasks++) {
      const { reader } = waiting[0]!
      copyTask(reader, { responses, ids, renumbered, gold, known })
      if (reader.isAtEnd) removeFirst(waiting)
      else {
        waiting[0]!.row = reader.number()
        sink(waiting, 0)
      }
      if (tasks % PAUSE_EVERY === 0) await setImmediate(undefined, { signal })
    }
  } finally {
    for (const reader of readers) reader.close()
    responses.close()
    ids.close()
  }
  return [...known.keys()]
}

interface Copy extends Pick<Merge, 'renumbered' | 'gold'> {
  readonly responses: RecordWriter
  readonly ids: RecordWriter
  readonly known: Map<string, number>
}

function copyTask(reader: RecordReader, { responses, ids, renumbered, gold, known }: Copy): void {
  const id = reader.text()
  const truth = gold.get(id)
  if (truth !== undefined && !known.has(truth)) known.set(truth, known.size)
  const count = reader.integer()
  ids.text(id)
  responses.integer(count)
  responses.integer(truth === undefined ? -1 : known.get(truth)!)
  for (let each = 0; each < count; each++) {
    responses.integer(reader.integer())
    responses.integer(renumbered[reader.integer()]!)
  }
}

// A binary heap: the source whose next task appeared first is in front.

function push(heap: Source[], source: Source): void {
  heap.push(source)
  for (let at = heap.length - 1; at > 0;) {
    const above = (at - 1) >> 1
    if (heap[above]!.row < heap[at]!.row) return
    swap(heap, at, above)
    at = above
  }
}

function removeFirst(heap: Source[]): void {
  const last = heap.pop()!
  if (heap.length === 0) return
  heap[0] = last
  sink(heap, 0)
}

function sink(heap: Source[], from: number): void {
  for (let at = from; ;) {
    const [left, right] = [2 * at + 1, 2 * at + 2]
    let least = at
    if (left < heap.length && heap[left]!.row < heap[least]!.row) least = left
    if (right < heap.length && heap[right]!.row < heap[least]!.row) least = right
    if (least === at) return
    swap(heap, at, least)
    at = least
  }
}

function swap(heap: Source[], one: number, other: number): void {
  const kept = heap[one]!
  heap[one] = heap[other]!
  heap[other] = kept
}
