import { type ReadTableOptions, readTable, type TableDescription } from './read-table.ts'
import type { TableProblem } from './table-problem.ts'
import type { TableRow } from './table-row.ts'

interface WholeTable {
  table: TableDescription | null
  rows: TableRow[]
  problems: TableProblem[]
}

async function* inPieces(file: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size)
}

/** For tests: the whole of a small table, from a source of one byte at a time, parsed as often as that allows. */
export async function readAll(file: string | Buffer, options: ReadTableOptions = {}, pieceBytes = 1): Promise<WholeTable> {
  const all: WholeTable = { table: null, rows: [], problems: [] }
  const source = inPieces(typeof file === 'string' ? Buffer.from(file) : file, pieceBytes)
  for await (const { table, rows, problems } of readTable(source, { blockBytes: pieceBytes, ...options })) {
    all.table = table
    all.rows.push(...rows)
    all.problems.push(...problems)
  }
  return all
}
