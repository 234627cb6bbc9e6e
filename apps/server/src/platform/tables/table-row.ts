import type { TableProblem } from './table-problem.ts'

export type TableValues = Record<string, string>
export type JsonObject = Record<string, unknown>

export interface TableRow {
  /** Physical line, from 1, on which the record starts. */
  readonly line: number
  /** CSV and TSV: text by column name. JSON Lines: the parsed object. */
  readonly values: TableValues | JsonObject
}

/** What one piece of text gave: the rows that are whole, and what is wrong with the others, each in the order of the file. */
export interface TableRows {
  rows: TableRow[]
  problems: TableProblem[]
}

/** Reads pieces of text in order; the last call has `isLast`. After `hasStopped` there is nothing more to gain from the file. */
export interface RowReader {
  readonly hasStopped: boolean
  readonly columns: readonly string[] | null
  readonly delimiter: string | null
  push(piece: string, isLast: boolean): TableRows
}

/**
 * A record whose prototype chain does not reach Object.prototype: a column named `__proto__` is a column like another, and
 * `values.constructor` is undefined unless the file has such a column. (Object.create(null) does the same, three times slower.)
 */
class Values {
  [column: string]: string
}
Reflect.deleteProperty(Values.prototype, 'constructor')
Object.setPrototypeOf(Values.prototype, null)

/** Both lists must have the same length: the caller has refused the row otherwise. */
export function toValues(columns: readonly string[], fields: readonly string[]): TableValues {
  const values = new Values()
  for (let i = 0; i < columns.length; i++) values[columns[i] ?? ''] = fields[i] ?? ''
  return values
}

/** A copy that shares nothing with the text it was cut from (a slice keeps its whole block in memory), ready as a property name. */
export function detachedName(name: string): string {
  const copy = Buffer.from(name).toString()
  return Object.keys(toValues([copy], ['']))[0] ?? copy
}
