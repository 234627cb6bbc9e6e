import type { TaskChunk } from '@canut/aggregation'
import { open } from 'node:fs/promises'

/** Read at a time; a task with more responses than fit in it is read whole all the same. */
const CHUNK_BYTES = 1 << 20
/** Of the number of responses and the gold label; and of a pair of worker and label. */
const HEADER_BYTES = 8
const PAIR_BYTES = 8

/** What `mergeTasks` wrote, some tens of thousands of tasks at a time. */
export async function* readTaskChunks(file: string, signal: AbortSignal): AsyncGenerator<TaskChunk, void, undefined> {
  const handle = await open(file)
  try {
    let buffer = new Uint8Array(CHUNK_BYTES)
    let filled = 0
    for (;;) {
      signal.throwIfAborted()
      const { bytesRead } = await handle.read(buffer, filled)
      if (bytesRead === 0 && filled === 0) return
      filled += bytesRead
      const { chunk, end } = chunkOf(new DataView(buffer.buffer, 0, filled))
      if (end === 0 && bytesRead === 0) throw new RangeError('a task of the spool ends before its end')
      if (end > 0) yield chunk
      const rest = buffer.subarray(end, filled)
      if (end === 0 && filled === buffer.length) buffer = new Uint8Array(2 * buffer.length)
      buffer.set(rest)
      filled = rest.length
    }
  } finally {
    await handle.close()
  }
}

/** The whole tasks at the beginning, and where they end. */
function chunkOf(bytes: DataView): { readonly chunk: TaskChunk; readonly end: number } {
  const integerAt = (at: number) => bytes.getInt32(at, true)
  let [tasks, responses, end] = [0, 0, 0]
  while (end + HEADER_BYTES <= bytes.byteLength) {
    const count = integerAt(end)
    if (end + HEADER_BYTES + PAIR_BYTES * count > bytes.byteLength) break
    tasks++
    responses += count
    end += HEADER_BYTES + PAIR_BYTES * count
  }
  const chunk = {
    start: new Int32Array(tasks + 1),
    worker: new Int32Array(responses),
    label: new Int32Array(responses),
    gold: new Int32Array(tasks),
  }
  for (let task = 0, at = 0, i = 0; task < tasks; task++) {
    const count = integerAt(at)
    chunk.gold[task] = integerAt(at + 4)
    at += HEADER_BYTES
    for (const to = i + count; i < to; i++, at += PAIR_BYTES) {
      chunk.worker[i] = integerAt(at)
      chunk.label[i] = integerAt(at + 4)
    }
    chunk.start[task + 1] = i
  }
  return { chunk, end }
}
