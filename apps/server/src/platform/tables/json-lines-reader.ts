import type { RowProblemCode, TableLimits, TableProblem } from './table-problem.ts'
import { detachedName, type JsonObject, type RowReader, type TableRows } from './table-row.ts'
import { TextBuffer } from './text-buffer.ts'

interface JsonLinesReaderOptions {
  readonly limits: TableLimits
  readonly invalidCode: 'invalid_utf8' | 'invalid_utf16'
}

/** Numbers that a JSON parser may change: sixteen digits in a row, or an exponent of three. Anything else is read as written. */
const riskyNumber = /\d{16}|[eE]\+?\d{3}/

export class JsonLinesReader implements RowReader {
  readonly columns = null
  readonly delimiter = null
  hasStopped = false
  private readonly buffer = new TextBuffer()
  private readonly options: JsonLinesReaderOptions
  private isSkipping = false
  private isFirst = true
  private isSuspect = false
  private out: TableRows = { rows: [], problems: [] }

  constructor(options: JsonLinesReaderOptions) {
    this.options = options
  }

  push(piece: string, isLast: boolean): TableRows {
    this.out = { rows: [], problems: [] }
    if (this.hasStopped || !this.buffer.add(piece, isLast)) return this.out
    const { text } = this.buffer
    this.isSuspect = text.includes('\0') || !text.isWellFormed()
    while (!this.hasStopped && this.readLine());
    if (isLast) this.hasStopped = true
    return this.out
  }

  private readLine(): boolean {
    const { buffer } = this
    const { maxRowChars } = this.options.limits
    if (this.isSkipping) {
      if (!buffer.skipLine()) return false
      this.isSkipping = false
    }
    if (!buffer.skipBlankLines()) return false
    const eol = buffer.eol(buffer.pos)
    if (eol - buffer.pos > maxRowChars) {
      this.report('row_too_large', null, { limit: maxRowChars })
      // What is dropped at once must not end between a CR and its LF.
      buffer.pos = eol
      this.isSkipping = true
      return true
    }
    if (!buffer.isSettled(eol)) return false
    this.takeLine(buffer.text.slice(buffer.pos, eol))
    if (!this.hasStopped) buffer.skipLine()
    return true
  }

  private takeLine(line: string): void {
    if (this.isFirst && /^\s*\[\s*(\{|$)/.test(line.slice(0, 100))) return this.stopAtArray()
    this.isFirst = false
    if (line.trim() === '') return
    if (this.isSuspect && line.includes('\0')) return this.report('nul_byte', null)
    if (this.isSuspect && !line.isWellFormed()) return this.report(this.options.invalidCode, null)

    const parsed = parseObject(line)
    if (!parsed.ok) return this.report(parsed.code, null, parsed.params)
    const before = this.out.problems.length
    this.checkObject(parsed.value, line)
    if (this.out.problems.length === before) this.out.rows.push({ line: this.buffer.line, values: parsed.value })
  }

  private checkObject(value: JsonObject, line: string): void {
    const { limits } = this.options
    const columns = Object.keys(value)
    if (columns.length > limits.maxColumns) {
      return this.report('too_many_columns', null, { limit: limits.maxColumns, found: columns.length })
    }
    const before = this.out.problems.length
    for (const column of columns) this.checkCell(column, value[column], line)
    // Last: what walks a value to its leaves must know that it is not too deep.
    if (this.out.problems.length > before || !riskyNumber.test(line)) return
    for (const column of columnsWithChangedNumbers(line)) this.report('number_too_large', column)
  }

  private checkCell(column: string, cell: unknown, line: string): void {
    const { maxDepth, maxFieldChars } = this.options.limits
    if (isDeeperThan(cell, maxDepth)) return this.report('too_deep', column, { limit: maxDepth })
    if (typeof cell === 'string' && cell.length > maxFieldChars) this.report('field_too_large', column, { limit: maxFieldChars })
    if (line.includes('\\u')) this.checkStrings(column, cell)
  }

  /** `\u0000` and half a surrogate pair are legal JSON, but no database text or file can hold them. */
  private checkStrings(column: string, cell: unknown): void {
    // JSON.stringify writes both as escapes again; after an escaped backslash the same letters are ordinary text.
    const escapes = JSON.stringify([column, cell]).replaceAll('\\\\', '')
    if (escapes.includes('\\u0000')) this.report('nul_byte', column)
    if (/\\ud[89a-f]/.test(escapes)) this.report('invalid_unicode', column)
  }

  private stopAtArray(): void {
    const { line } = this.buffer
    this.out.problems.push({ scope: 'file', line, endLine: line, column: null, code: 'json_array', params: {} })
    this.hasStopped = true
  }

  private report(code: RowProblemCode, column: string | null, params: TableProblem['params'] = {}): void {
    const { line } = this.buffer
    const name = column === null ? null : detachedName(column.slice(0, this.options.limits.maxColumnNameChars))
    this.out.problems.push({ scope: 'row', line, endLine: line, column: name, code, params })
  }
}

type Parsed =
  | { readonly ok: true; readonly value: JsonObject }
  | { readonly ok: false; readonly code: 'not_json' | 'not_an_object'; readonly params: TableProblem['params'] }

function parseObject(line: string): Parsed {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, code: 'not_json', params: {} }
    throw error
  }
  if (isObject(value)) return { ok: true, value }
  return { ok: false, code: 'not_an_object', params: { found: value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value } }
}

const isObject = (value: unknown): value is JsonObject => value !== null && typeof value === 'object' && !Array.isArray(value)

const changed = Symbol('changed number')

/** The columns with a number that is not kept as written: too large to be finite, or a whole number whose last digits would change. */
function columnsWithChangedNumbers(line: string): string[] {
  const marked: unknown = JSON.parse(line, markChanged)
  return isObject(marked) ? Object.keys(marked).filter((column) => holdsMark(marked[column])) : []
}

/** Node passes the source text (ECMA-262, JSON.parse source text access); TypeScript's library does not know it yet. */
function markChanged(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && isChanged(value, context?.source ?? '') ? changed : value
}

function isChanged(value: number, source: string): boolean {
  if (!Number.isFinite(value)) return true
  return !Number.isSafeInteger(value) && /^-?\d+$/.test(source) && String(value) !== source
}

function holdsMark(value: unknown): boolean {
  return value === changed || (typeof value === 'object' && value !== null && Object.values(value).some(holdsMark))
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false
  if (levels <= 0) return true
  return Object.values(value).some((inner) => isDeeperThan(inner, levels - 1))
}
