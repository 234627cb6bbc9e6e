import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { startWorker } from '../start-worker.ts'
import type { TableRow } from './table-row.ts'

export interface ParquetRequest {
  readonly path: string
  readonly wanted: readonly string[]
}

export type FromParquetWorker =
  | { readonly kind: 'columns'; readonly columns: readonly string[] }
  | { readonly kind: 'rows'; readonly from: number; readonly rows: number; readonly values: readonly (readonly unknown[])[] }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | null }
  | { readonly kind: 'end' }

/** What keeps a Parquet file from being read, in the words of the reader; nothing is known about its single rows. */
export class ParquetUnreadable extends Error {
  override readonly name = 'ParquetUnreadable'
  /** of the operating system, where it refused to read the file at all */
  readonly code: string | null

  constructor(message: string, code: string | null = null, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

export interface ParquetChunk {
  readonly columns: readonly string[]
  /** `line` is the number of the row, from 1. */
  readonly rows: readonly TableRow[]
}

export interface ReadParquetOptions {
  readonly signal?: AbortSignal | undefined
  /** How long one row group may take. Ten million rows take some twenty seconds; a damaged file may take for ever. */
  readonly groupTimeoutMs?: number
}

/**
 * Reads some columns of a Parquet file, one row group at a time; first a chunk without rows that names all columns. Columns that
 * are not there are left out. Whole numbers of 64 bits come as texts.
 *
 * @throws ParquetUnreadable for a file that is not there, is no Parquet, or is damaged; what the signal says when it is aborted.
 *   Leaving the loop early ends the reading.
 */
export async function* readParquet(
  path: string,
  wanted: readonly string[],
  { signal, groupTimeoutMs = 120_000 }: ReadParquetOptions = {},
): AsyncGenerator<ParquetChunk> {
  const worker = startWorker(import.meta.url, 'parquet', { path, wanted } satisfies ParquetRequest)
  try {
    let columns: readonly string[] = []
    for (;;) {
      const message = await ask(worker, signal, groupTimeoutMs)
      if (message.kind === 'end') return
      if (message.kind === 'failed') throw new ParquetUnreadable(message.message, message.code)
      if (message.kind === 'columns') {
        columns = message.columns
        yield { columns, rows: [] }
        continue
      }
      const present = wanted.filter((name) => columns.includes(name))
      yield { columns, rows: rowsOf(message, present) }
    }
  } finally {
    await worker.terminate()
  }
}

async function ask(worker: Worker, signal: AbortSignal | undefined, timeoutMs: number): Promise<FromParquetWorker> {
  const timeout = AbortSignal.timeout(timeoutMs)
  worker.postMessage('next')
  try {
    const [message] = (await once(worker, 'message', {
      signal: AbortSignal.any(signal === undefined ? [timeout] : [timeout, signal]),
    })) as [FromParquetWorker]
    return message
  } catch (error) {
    signal?.throwIfAborted()
    if (timeout.aborted)
      throw new ParquetUnreadable(`nothing came for ${timeoutMs / 1000} s; it seems to be damaged`, null, { cause: error })
    // out of memory, for instance, where a damaged file promises more than there is
    throw new ParquetUnreadable(error instanceof Error ? error.message : String(error), null, { cause: error })
  }
}

function rowsOf({ from, rows, values }: Extract<FromParquetWorker, { kind: 'rows' }>, names: readonly string[]): TableRow[] {
  return Array.from({ length: rows }, (_, at) => ({
    line: from + at + 1,
    values: Object.fromEntries(names.map((name, column) => [name, values[column]?.[at] ?? null])),
  }))
}
