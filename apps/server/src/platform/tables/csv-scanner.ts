import type { RowProblemCode, TableLimits } from './table-problem.ts'
import type { Search, TextBuffer } from './text-buffer.ts'

export type ScanResult = 'record' | 'more' | 'bad'

/**
 * Reads one delimited record (RFC 4180) at a time. The answer depends only on the text from the record's start to the row
 * limit, never on how the text was cut, and is left in the fields below: an object per record would cost as much as the scan.
 */
export class CsvScanner {
  /** The record's fields; as many as were read before the problem if it is bad. */
  readonly fields: string[] = []
  /** After the record's line end; for a bad one, a place on its last line. */
  end = 0
  /** Line ends in the record, its own included; for a bad one, those before `end`. */
  lines = 0
  /** Position, from 0, of the first field that goes over a line end, or -1. */
  multilineColumn = -1
  /** Whether a bad record was read to its end, all its quotes closed: only its size is wrong. */
  isWhole = false
  code: RowProblemCode = 'wrong_column_count'
  column: number | null = null
  private largeColumn = -1
  private readonly buffer: TextBuffer
  private readonly delimiter: string
  private readonly delimiters: Search
  private readonly quotes: Search
  private readonly limits: TableLimits
  /** In tab-separated files a quote inside a value is ordinary text; in CSV it is an error (RFC 4180 §2.5). */
  private readonly strictQuotes: boolean

  constructor(buffer: TextBuffer, delimiter: string, limits: TableLimits) {
    this.buffer = buffer
    this.delimiter = delimiter
    this.delimiters = buffer.searchFor(delimiter)
    this.quotes = buffer.searchFor('"')
    this.limits = limits
    this.strictQuotes = delimiter !== '\t'
  }

  scan(start: number): ScanResult {
    const { buffer, fields } = this
    fields.length = 0
    this.lines = 0
    this.multilineColumn = -1
    this.largeColumn = -1
    this.isWhole = false
    const eol = buffer.eol(start)
    if (this.quotes.next(start) < eol) return this.scanQuoted(start)
    if (eol - start > this.limits.maxFieldChars) return this.scanQuoted(start)
    if (!buffer.isSettled(eol)) return 'more'
    const { text } = buffer
    let at = start
    for (;;) {
      const stop = this.delimiters.next(at)
      if (stop >= eol) break
      fields.push(text.slice(at, stop))
      at = stop + 1
    }
    fields.push(text.slice(at, eol))
    this.end = buffer.afterEol(eol)
    this.lines = 1
    return 'record'
  }

  /** The careful way: quotes, and lines long enough to break a limit. */
  private scanQuoted(start: number): ScanResult {
    const { text } = this.buffer
    const limit = start + this.limits.maxRowChars
    let at = start
    for (;;) {
      const isQuoted = text[at] === '"'
      const stop = isQuoted ? this.scanQuotedField(at, start, limit) : this.scanPlainField(at, start, limit)
      if (typeof stop === 'string') return stop
      if (text[stop] === this.delimiter) {
        at = stop + 1
        continue
      }
      if (!this.buffer.isSettled(stop)) return 'more'
      if (this.largeColumn >= 0) {
        this.isWhole = true
        return this.bad('field_too_large', this.largeColumn, stop)
      }
      this.end = this.buffer.afterEol(stop)
      this.lines += 1
      return 'record'
    }
  }

  /** @returns where the field stops: its delimiter, its line end or the end of the text. */
  private scanPlainField(at: number, start: number, limit: number): number | ScanResult {
    const stop = Math.min(this.buffer.eol(at), this.delimiters.next(at))
    const quote = this.strictQuotes ? this.quotes.next(at) : stop
    if (Math.min(stop, quote) > limit) return this.overflow(at, start, limit)
    if (quote < stop) return this.bad('quote_in_unquoted_field', this.fields.length, quote)
    if (stop === this.buffer.text.length && !this.buffer.isLast) return 'more'
    this.keep(this.buffer.text.slice(at, stop), stop - at)
    return stop
  }

  private scanQuotedField(open: number, start: number, limit: number): number | ScanResult {
    const { buffer } = this
    const { text } = buffer
    let close = this.quotes.next(open + 1)
    let hasDoubled = false
    while (close <= limit && text[close + 1] === '"') {
      hasDoubled = true
      close = this.quotes.next(close + 2)
    }
    if (close > limit) return this.overflow(open + 1, start, limit)
    if (close + 1 >= text.length && !buffer.isLast) return 'more'
    const lines = buffer.countLines(open + 1, close)
    if (lines > 0 && this.multilineColumn < 0) this.multilineColumn = this.fields.length
    this.lines += lines
    if (close === text.length) return this.bad('unclosed_quote', this.fields.length, close)

    const raw = text.slice(open + 1, close)
    const after = text[close + 1]
    if (after !== undefined && after !== this.delimiter && after !== '\n' && after !== '\r') {
      return this.bad('text_after_quote', this.fields.length, close + 1)
    }
    this.keep(hasDoubled ? raw.replaceAll('""', '"') : raw, raw.length)
    return close + 1
  }

  private keep(value: string, rawChars: number): void {
    if (rawChars > this.limits.maxFieldChars && this.largeColumn < 0) this.largeColumn = this.fields.length
    this.fields.push(value)
  }

  /** The row limit was passed inside the field that starts at `at`. */
  private overflow(at: number, start: number, limit: number): ScanResult {
    if (limit - at > this.limits.maxFieldChars && this.largeColumn < 0) this.largeColumn = this.fields.length
    const { text } = this.buffer
    // The second half of a CRLF belongs to the line it ends, or the lines after would be numbered one too many.
    const end = text[limit - 1] === '\r' && text[limit] === '\n' ? limit + 1 : limit
    this.lines = this.buffer.countLines(start, end)
    if (this.lines > 0 && this.multilineColumn < 0) this.multilineColumn = this.fields.length
    return this.largeColumn >= 0 ? this.bad('field_too_large', this.largeColumn, end) : this.bad('row_too_large', null, end)
  }

  private bad(code: RowProblemCode, column: number | null, end: number): ScanResult {
    this.code = code
    this.column = column
    this.end = end
    return 'bad'
  }
}
