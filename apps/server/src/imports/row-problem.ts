import type { Issue } from '../task-types/index.ts'
import type { TableProblem } from '../platform/tables/index.ts'

/**
 * One thing wrong with a file, from whoever found it: the reader of the file (`file` ends the reading, `row` leaves a
 * record out), the task type (`task`), or the look for media (`media`).
 */
export interface RowProblem {
  readonly line: number
  readonly endLine: number
  /** the column's name, or its position from 1 where it has no name; null when the whole row is meant */
  readonly column: string | null
  readonly source: 'file' | 'row' | 'task' | 'media'
  readonly code: string
  readonly params: Readonly<Record<string, string | number>>
}

export function fromTable({ line, endLine, column, scope, code, params }: TableProblem): RowProblem {
  return { line, endLine, column: column === null ? null : String(column), source: scope, code, params }
}

export function fromTask(line: number, { path, code, params }: Issue): RowProblem {
  return { line, endLine: line, column: path === '' ? null : path, source: 'task', code, params }
}
