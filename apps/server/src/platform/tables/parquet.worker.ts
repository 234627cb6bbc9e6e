import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema, type Compressors } from 'hyparquet'
import { parentPort, workerData } from 'node:worker_threads'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { isOfSystem } from '../reason-of-error.ts'
import type { FromParquetWorker, ParquetRequest } from './read-parquet.ts'

/** A thread of its own: some damaged files keep the reader busy for ever, and then it must be possible to end it. */
const port = parentPort
if (port === null) throw new Error('this file is run as a worker thread')
const say = (message: FromParquetWorker) => port.postMessage(message)

/** The reader itself knows Snappy. LZ4 is not here: few write it, and Node does not read it. */
const compressors: Compressors = {
  GZIP: (input, maxOutputLength) => gunzipSync(input, { maxOutputLength }),
  ZSTD: (input, maxOutputLength) => zstdDecompressSync(input, { maxOutputLength }),
  BROTLI: (input, maxOutputLength) => brotliDecompressSync(input, { maxOutputLength }),
}

const { path, wanted } = workerData as ParquetRequest
/** Each wanted column of one row group; the next one is read when it is asked for. */
async function* messages(): AsyncGenerator<FromParquetWorker> {
  const file = await asyncBufferFromFile(path)
  const metadata = await parquetMetadataAsync(file)
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name)
  yield { kind: 'columns', columns }
  const present = wanted.filter((name) => columns.includes(name))
  let rowStart = 0
  for (const { num_rows } of metadata.row_groups) {
    const rowEnd = rowStart + Number(num_rows)
    const rows = await parquetReadObjects({ file, metadata, columns: present, rowStart, rowEnd, compressors })
    yield { kind: 'rows', from: rowStart, rows: rows.length, values: present.map((name) => rows.map((row) => plain(row[name]))) }
    rowStart = rowEnd
  }
  yield { kind: 'end' }
}

/** Whole numbers of 64 bits become texts, so that ids keep all their digits; what is no single value is no value here. */
const plain = (value: unknown): string | number | boolean | null => {
  if (typeof value === 'bigint') return String(value)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

const pieces = messages()
port.on('message', () => {
  void pieces.next().then(
    ({ value }) => say((value as FromParquetWorker | undefined) ?? { kind: 'end' }),
    (error: unknown) =>
      say({
        kind: 'failed',
        message: error instanceof Error ? error.message : String(error),
        code: isOfSystem(error) ? (error.code ?? null) : null,
      }),
  )
})
