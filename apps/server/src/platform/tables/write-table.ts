export type Cell = string | number | bigint | boolean | null | undefined

export interface CsvStyle {
  readonly delimiter?: ',' | ';' | '\t'
  /**
   * Spreadsheets run a cell that begins with = + - @ as a formula, also one that a stranger typed. Off by default: an
   * export is data, and a changed cell is a wrong cell for every program that is not a spreadsheet. When a person asks for
   * a file "for spreadsheets", turn it on: such texts get an apostrophe in front, which spreadsheets take as "this is text".
   */
  readonly guardFormulas?: boolean
}

/** What must be quoted to be read back as it is, whichever delimiter the reader settles on; a BOM inside a cell included. */
const needsQuotes = /[",;\t\r\n\ufeff]/
/** Tab and CR too: some spreadsheets drop them and then see what follows. */
const looksLikeFormula = /^[=+\-@\t\r]/
const plainNumber = /^[+-]?\d+([.,]\d+)?$/

/**
 * One line of CSV (RFC 4180), ended by LF, which every reader takes and no line-based tool stumbles over.
 *
 * Null and undefined are an empty cell, the empty text is `""`, as in PostgreSQL's COPY; `readTable` reads both as ''.
 * Numbers are written as JavaScript writes them: pass money as text.
 */
export function csvLine(cells: readonly Cell[], { delimiter = ',', guardFormulas = false }: CsvStyle = {}): string {
  // A blank line is no row for any reader.
  if (cells.length === 1 && (cells[0] === null || cells[0] === undefined)) return '""\n'
  return cells.map((cell) => csvCell(cell, guardFormulas)).join(delimiter) + '\n'
}

function csvCell(cell: Cell, guardFormulas: boolean): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell !== 'string') return String(cell)
  if (cell === '') return '""'
  const text = guardFormulas && looksLikeFormula.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One line of JSON Lines. JSON escapes every line end inside a text, so the line is one physical line. */
export function jsonLine(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(value) + '\n'
}
