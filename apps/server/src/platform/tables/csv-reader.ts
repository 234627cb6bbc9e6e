import { checkHeader, detectDelimiter } from './csv-header.ts'
import { CsvScanner } from './csv-scanner.ts'
import type { RowProblemCode, TableLimits, TableProblem } from './table-problem.ts'
import { type RowReader, type TableRows, toValues } from './table-row.ts'
import { TextBuffer } from './text-buffer.ts'

export interface CsvReaderOptions {
  readonly limits: TableLimits
  /** Null: found in the header line. */
  readonly delimiter: string | null
  readonly invalidCode: 'invalid_utf8' | 'invalid_utf16'
}

/** How many lines are looked at, and how many of them must read as rows, to hold a quote for a mistake. */
const PROBE_LINES = 50
const PROBE_SHARE = 0.75

export class CsvReader implements RowReader {
  hasStopped = false
  columns: readonly string[] | null = null
  delimiter: string | null
  private readonly buffer = new TextBuffer()
  private readonly options: CsvReaderOptions
  private scanner: CsvScanner | null = null
  private isSkipping = false
  /** Whether the buffer holds a NUL or ill-formed text at all; only then are rows looked at one by one. */
  private isSuspect = false
  private out: TableRows = { rows: [], problems: [] }

  constructor(options: CsvReaderOptions) {
    this.options = options
    this.delimiter = options.delimiter
  }

  push(piece: string, isLast: boolean): TableRows {
    this.out = { rows: [], problems: [] }
    if (this.hasStopped || !this.buffer.add(piece, isLast)) return this.out
    const { text } = this.buffer
    this.isSuspect = text.includes('\0') || !text.isWellFormed()
    const scanner = this.startScanner()
    if (scanner !== null) while (!this.hasStopped && this.readRecord(scanner));
    if (isLast && !this.hasStopped) this.finish()
    return this.out
  }

  private startScanner(): CsvScanner | null {
    if (this.scanner !== null) return this.scanner
    this.delimiter ??= detectDelimiter(this.buffer, this.options.limits.maxRowChars)
    if (this.delimiter === null) return null
    this.scanner = new CsvScanner(this.buffer, this.delimiter, this.options.limits)
    return this.scanner
  }

  /** @returns whether a record, good or bad, was read; false when more text is needed. */
  private readRecord(scanner: CsvScanner): boolean {
    const { buffer } = this
    if (this.isSkipping) {
      if (!buffer.skipLine()) return false
      this.isSkipping = false
    }
    if (!buffer.skipBlankLines()) return false
    const result = scanner.scan(buffer.pos)
    if (result === 'more') return false
    if (result === 'bad') return this.takeBad(scanner)
    this.takeRecord(scanner)
    return true
  }

  private takeRecord(scanner: CsvScanner): void {
    const { buffer, columns } = this
    const { fields } = scanner
    if (columns === null) this.takeHeader(fields)
    else if (fields.length !== columns.length) {
      if (scanner.lines > 1 && this.isStrayQuote(scanner.end)) return this.leaveFirstLineOut(scanner)
      this.report('wrong_column_count', null, scanner.lines - 1, { expected: columns.length, found: fields.length })
    } else if (!this.isSuspect || !this.reportBadText(fields)) {
      this.out.rows.push({ line: buffer.line, values: toValues(columns, fields) })
    }
    this.advance(scanner)
  }

  private advance(scanner: CsvScanner): void {
    this.buffer.pos = scanner.end
    this.buffer.line += scanner.lines
  }

  private takeHeader(fields: readonly string[]): void {
    const { columns, problems } = checkHeader(fields, this.buffer.line, this.options)
    this.columns = columns
    this.out.problems.push(...problems)
    this.hasStopped = problems.length > 0
  }

  private takeBad(scanner: CsvScanner): boolean {
    const { buffer } = this
    const lineEnd = buffer.eol(scanner.end)
    const isRightCount = scanner.isWhole && scanner.fields.length === this.columns?.length
    if (scanner.lines > 0 && this.columns !== null && !isRightCount) {
      // The lines in question must be there to be looked at, as far as the row limit allows.
      if (!buffer.isSettled(lineEnd) && buffer.text.length - buffer.pos <= this.options.limits.maxRowChars) return false
      if (this.isStrayQuote(Math.min(lineEnd, buffer.pos + this.options.limits.maxRowChars))) {
        this.leaveFirstLineOut(scanner)
        return true
      }
    }
    const limit = scanner.code === 'field_too_large' ? this.options.limits.maxFieldChars : this.options.limits.maxRowChars
    const params: Record<string, number> = scanner.code.endsWith('_too_large') ? { limit } : {}
    // An unclosed quote runs to the end of the file, whose last line end starts no line.
    const extra = scanner.code === 'unclosed_quote' && /[\r\n]$/.test(buffer.text.slice(-1)) ? scanner.lines - 1 : scanner.lines
    this.report(scanner.code, scanner.column, extra, params)
    this.advance(scanner)
    this.isSkipping = true
    return true
  }

  /**
   * A record that goes over several lines and is wrong has two explanations: its text really has several lines, or a quote
   * was typed or lost by mistake and swallowed the rows after it. When those lines, read alone, are rows, it was a mistake:
   * only its own line is kept out. Otherwise all its lines are, so that no line of a text is taken for a row. A table of
   * one column gives no evidence: every line of a text would look like a row.
   */
  private isStrayQuote(end: number): boolean {
    const { buffer, columns, delimiter } = this
    if (columns === null || columns.length < 2 || delimiter === null) return false
    const lines = new TextBuffer()
    // Only what is looked at is copied: PROBE_LINES lines, each at most a row long.
    lines.add(buffer.text.slice(buffer.pos, end), true)
    lines.skipLine()
    let total = 0
    let whole = 0
    while (total < PROBE_LINES && lines.skipBlankLines()) {
      const eol = lines.eol(lines.pos)
      const one = new TextBuffer()
      one.add(lines.text.slice(lines.pos, eol), true)
      const probe = new CsvScanner(one, delimiter, this.options.limits)
      if (probe.scan(0) === 'record' && probe.fields.length === columns.length) whole += 1
      total += 1
      lines.skipLine()
    }
    return total > 0 && whole >= total * PROBE_SHARE
  }

  private leaveFirstLineOut(scanner: CsvScanner): void {
    this.report('unclosed_quote', Math.max(0, scanner.multilineColumn), 0)
    this.buffer.skipLine()
  }

  /** @returns whether something was wrong; every bad field is named. */
  private reportBadText(fields: readonly string[]): boolean {
    const before = this.out.problems.length
    fields.forEach((field, column) => {
      if (field.includes('\0')) this.report('nul_byte', column, 0)
      if (!field.isWellFormed()) this.report(this.options.invalidCode, column, 0)
    })
    return this.out.problems.length > before
  }

  private report(code: RowProblemCode, column: number | null, extraLines: number, params: TableProblem['params'] = {}): void {
    const { line } = this.buffer
    const name = column === null ? null : (this.columns?.[column] ?? column + 1)
    const problem = { line, endLine: line + extraLines, column: name, code, params }
    // Without a header no row has a meaning.
    this.hasStopped = this.columns === null
    this.out.problems.push(this.hasStopped ? { scope: 'file', ...problem } : { scope: 'row', ...problem })
  }

  private finish(): void {
    this.hasStopped = true
    if (this.columns !== null) return
    this.out.problems.push({ scope: 'file', line: 1, endLine: 1, column: null, code: 'header_missing', params: {} })
  }
}
