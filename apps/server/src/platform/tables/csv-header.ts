import type { TableLimits, TableProblem } from './table-problem.ts'
import { detachedName } from './table-row.ts'
import type { TextBuffer } from './text-buffer.ts'

/** At equal counts the rarer in names wins: "prix, en euros;nom" is two columns, as French spreadsheets write them. */
const delimiters = ['\t', ';', ','] as const

/**
 * The delimiter that the header line uses most outside quotes. A first line `sep=;` (which Excel writes and obeys) decides
 * and is stepped over. A header of one column has none: then it is the comma.
 * @returns null while the header line is not whole.
 */
export function detectDelimiter(buffer: TextBuffer, maxRowChars: number): string | null {
  if (!buffer.skipBlankLines()) return null
  const counts = new Map<string, number>(delimiters.map((delimiter) => [delimiter, 0]))
  const { text, pos } = buffer
  const limit = Math.min(text.length, pos + maxRowChars)
  let isQuoted = false
  let at = pos
  for (; at < limit; at++) {
    const char = text.charAt(at)
    if (char === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (char === '\n' || char === '\r') break
    else if (counts.has(char)) counts.set(char, (counts.get(char) ?? 0) + 1)
  }
  if (at < pos + maxRowChars && !buffer.isSettled(at)) return null

  const declared = /^sep=([,;\t])$/i.exec(text.slice(pos, Math.min(at, pos + 6)))?.[1]
  if (declared !== undefined && at === pos + 5) {
    buffer.skipLine()
    return declared
  }
  let best = ','
  let bestCount = 0
  for (const [delimiter, count] of counts) if (count > bestCount) [best, bestCount] = [delimiter, count]
  return best
}

interface HeaderOptions {
  readonly limits: TableLimits
  readonly invalidCode: 'invalid_utf8' | 'invalid_utf16'
}

/**
 * The column names, without the spaces around them (people type "task, text"; values keep theirs).
 * @returns all that is wrong at once; with any problem the file cannot be read, since a column without a name of its own
 *   would give its values to nobody.
 */
export function checkHeader(
  fields: readonly string[],
  line: number,
  { limits, invalidCode }: HeaderOptions,
): { columns: string[] | null; problems: TableProblem[] } {
  const problems: TableProblem[] = []
  const refuse = (code: Extract<TableProblem, { scope: 'file' }>['code'], column: number | null, params: TableProblem['params'] = {}) =>
    problems.push({ scope: 'file', line, endLine: line, column: column === null ? null : column + 1, code, params })

  if (fields.length > limits.maxColumns) {
    refuse('too_many_columns', null, { limit: limits.maxColumns, found: fields.length })
    return { columns: null, problems }
  }
  const positions = new Map<string, number>()
  const columns = fields.map((field, column) => {
    const name = field.trim()
    if (name === '') refuse('empty_column_name', column)
    else if (name.length > limits.maxColumnNameChars) refuse('column_name_too_long', column, { limit: limits.maxColumnNameChars })
    else if (name.includes('\0')) refuse('nul_byte', column)
    else if (!name.isWellFormed()) refuse(invalidCode, column)
    else if (positions.has(name)) refuse('duplicate_column', column, { name: detachedName(name), first: (positions.get(name) ?? 0) + 1 })
    else positions.set(name, column)
    return detachedName(name)
  })
  return { columns: problems.length === 0 ? columns : null, problems }
}
