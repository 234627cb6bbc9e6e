/** What keeps one row out. The codes are stable: catalogues and API clients name them. */
export type RowProblemCode =
  | 'wrong_column_count' // params: expected, found
  | 'unclosed_quote'
  | 'text_after_quote'
  | 'quote_in_unquoted_field'
  | 'invalid_utf8'
  | 'invalid_utf16'
  | 'nul_byte'
  | 'field_too_large' // params: limit (characters)
  | 'row_too_large' // params: limit (characters)
  | 'too_many_columns' // params: limit, found
  | 'not_json'
  | 'not_an_object' // params: found
  | 'invalid_unicode'
  | 'number_too_large'
  | 'too_deep' // params: limit

/** What stops the reading: without a usable header no row has a meaning. A row's code may stop it too, when it is the header's. */
export type FileProblemCode =
  | RowProblemCode
  | 'header_missing'
  | 'no_rows'
  | 'duplicate_column' // params: name, first (position)
  | 'empty_column_name'
  | 'column_name_too_long' // params: limit (characters)
  | 'not_text' // params: found
  | 'media_file'
  | 'json_array'

interface Problem {
  /** Physical line, from 1, on which the bad record starts. */
  readonly line: number
  /** Last physical line that was left out with it. */
  readonly endLine: number
  /** The column's name; its position from 1 where it has no name; null when the whole row is meant. */
  readonly column: string | number | null
  readonly params: Readonly<Record<string, string | number>>
}

export type TableProblem =
  | (Problem & { readonly scope: 'row'; readonly code: RowProblemCode })
  | (Problem & { readonly scope: 'file'; readonly code: FileProblemCode })

/** Lengths are counted in characters (UTF-16 units), which never depend on how the file was encoded or cut into chunks. */
export interface TableLimits {
  readonly maxFieldChars: number
  readonly maxRowChars: number
  readonly maxColumns: number
  readonly maxColumnNameChars: number
  readonly maxDepth: number
}

export const tableLimits: TableLimits = {
  maxFieldChars: 1_048_576,
  maxRowChars: 2_097_152,
  maxColumns: 200,
  maxColumnNameChars: 200,
  maxDepth: 32,
}
