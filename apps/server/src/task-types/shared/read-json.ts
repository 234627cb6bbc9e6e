import type { Issue } from '../task-type.ts'
import { membersOf } from './text-value.ts'

/**
 * A cell with structure: JSON text in a spreadsheet, the value itself in JSON Lines.
 *
 * @returns null when the cell is empty, or is neither a list nor an object (then with an issue).
 */
export function readJson(cell: unknown, path: string, issues: Issue[]): readonly unknown[] | Readonly<Record<string, unknown>> | null {
  if (cell === undefined || cell === null || cell === '') return null
  const value = typeof cell === 'string' ? parsed(cell) : cell
  if (Array.isArray(value)) return value as readonly unknown[]
  if (typeof value === 'object' && value !== null) return membersOf(value)
  issues.push({ path, code: 'not_json', params: {} })
  return null
}

function parsed(text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
