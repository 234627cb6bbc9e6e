import { CsvReader } from './csv-reader.ts'
import { BlockDecoder, detectEncoding, regroup, type TextEncodingName } from './decode-text.ts'
import { detectFormat, detectNotText, type TableFormat } from './detect-table.ts'
import { JsonLinesReader } from './json-lines-reader.ts'
import { type TableLimits, type TableProblem, tableLimits } from './table-problem.ts'
import type { RowReader, TableRow } from './table-row.ts'

export interface ReadTableOptions {
  /** The file's name: its extension tells the format when `format` is not given. */
  readonly name?: string
  readonly format?: TableFormat
  readonly delimiter?: ',' | ';' | '\t'
  readonly limits?: Partial<TableLimits>
  /** How much is decoded and handed on at once. Changes nothing but speed and memory. */
  readonly blockBytes?: number
}

export interface TableDescription {
  readonly format: TableFormat
  readonly encoding: TextEncodingName
  /** Null for JSON Lines, and until the header is read. */
  readonly delimiter: string | null
  readonly columns: readonly string[] | null
}

export interface TableChunk {
  readonly table: TableDescription
  readonly rows: readonly TableRow[]
  readonly problems: readonly TableProblem[]
  /** Bytes of the file read so far, for progress. */
  readonly bytesRead: number
}

/**
 * Reads a table of any size at constant memory: a chunk holds the rows of about `blockBytes` of the file, and at most one
 * row of the maximum size waits in between.
 *
 * A bad row is left out and reported; reading goes on with the next. A problem of scope `file` (no header, a column twice, a
 * workbook) ends the reading. Rows and problems come in the order of the file; blank lines are stepped over; CSV and TSV
 * values are exactly what was between the delimiters, never trimmed. An empty file is `header_missing` (`no_rows` in JSON
 * Lines), a header alone `no_rows`. The rows and problems do not depend on the sizes of the source's chunks.
 *
 * @throws what the source throws, never because of what it contains. Leaving the loop early closes the source.
 */
export async function* readTable(source: AsyncIterable<Uint8Array>, options: ReadTableOptions = {}): AsyncGenerator<TableChunk> {
  const limits = { ...tableLimits, ...options.limits }
  let state: { decoder: BlockDecoder; reader: RowReader; format: TableFormat; encoding: TextEncodingName } | null = null
  let bytesRead = 0
  let found = 0
  const chunk = ({ reader, format, encoding }: NonNullable<typeof state>, piece: string, isLast: boolean): TableChunk => {
    const { rows, problems } = reader.push(piece, isLast)
    found += rows.length + problems.length
    if (isLast && found === 0) problems.push({ scope: 'file', line: 1, endLine: 1, column: null, code: 'no_rows', params: {} })
    return { table: { format, encoding, delimiter: reader.delimiter, columns: reader.columns }, rows, problems, bytesRead }
  }

  for await (const block of startingWhole(regroup(source, options.blockBytes ?? 65_536))) {
    bytesRead += block.length
    if (state !== null) {
      yield chunk(state, state.decoder.decode(block), false)
      if (state.reader.hasStopped) return
      continue
    }
    const notText = detectNotText(block)
    const { encoding, bomBytes } = detectEncoding(block)
    const decoder = new BlockDecoder(encoding)
    const text = decoder.decode(block.subarray(bomBytes))
    const format = options.format ?? detectFormat(options.name, text)
    if (notText !== null) {
      const problem: TableProblem = {
        scope: 'file',
        line: 1,
        endLine: 1,
        column: null,
        ...(notText === 'media' ? { code: 'media_file', params: {} } : { code: 'not_text', params: { found: notText } }),
      }
      yield { table: { format, encoding, delimiter: null, columns: null }, rows: [], problems: [problem], bytesRead }
      return
    }
    state = { decoder, reader: startReader(format, encoding, limits, options.delimiter), format, encoding }
    yield chunk(state, text, false)
    if (state.reader.hasStopped) return
  }
  const format = options.format ?? detectFormat(options.name, '')
  state ??= {
    decoder: new BlockDecoder('utf-8'),
    reader: startReader(format, 'utf-8', limits, options.delimiter),
    format,
    encoding: 'utf-8',
  }
  yield chunk(state, state.decoder.end(), true)
}

function startReader(format: TableFormat, encoding: TextEncodingName, limits: TableLimits, delimiter: string | undefined): RowReader {
  const invalidCode = encoding === 'utf-8' ? 'invalid_utf8' : 'invalid_utf16'
  if (format === 'jsonl') return new JsonLinesReader({ limits, invalidCode })
  return new CsvReader({ limits, invalidCode, delimiter: delimiter ?? (format === 'tsv' ? '\t' : null) })
}

/** The first block is what format and encoding are told from, so it must not be shorter than a mark or a name of a format. */
async function* startingWhole(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const enough = 16
  let first: Buffer | null = Buffer.alloc(0)
  for await (const block of blocks) {
    if (first === null) {
      yield block
      continue
    }
    first = Buffer.concat([first, block])
    if (first.length < enough) continue
    yield first
    first = null
  }
  if (first !== null && first.length > 0) yield first
}
