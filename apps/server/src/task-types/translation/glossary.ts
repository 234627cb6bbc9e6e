import { readJson } from '../shared/read-json.ts'
import { excerpt, isWithin, membersOf, NOT_BLANK, readText } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'

/** How a term is to be translated. */
export interface Term {
  readonly source: string
  readonly target: string
}

const MOST_TERMS = 100
const TERM_MAX = 200

/**
 * Reads a glossary cell: `term = translation` per line, or a list of `{source, target}` in JSON.
 *
 * @returns an empty list when the cell is empty or has an issue.
 */
export function readGlossary(cell: unknown, path: string, issues: Issue[]): Term[] {
  const isJson = typeof cell !== 'string' || cell.trimStart().startsWith('[')
  const before = issues.length
  const terms = isJson ? fromJson(cell, path, issues) : fromLines(readText(cell, path, {}, issues), path, issues)
  if (issues.length > before) return []
  if (terms.length > MOST_TERMS) {
    issues.push({ path, code: 'too_many', params: { max: MOST_TERMS } })
    return []
  }
  return terms
}

function fromLines(text: string, path: string, issues: Issue[]): Term[] {
  return text
    .split('\n')
    .filter((line) => NOT_BLANK.test(line))
    .flatMap((line): Term[] => {
      const [source = '', ...target] = line.split('=')
      return checked(source, target.join('='), line, path, issues)
    })
}

function fromJson(cell: unknown, path: string, issues: Issue[]): Term[] {
  const read = readJson(cell, path, issues)
  if (read === null) return []
  return (Array.isArray(read) ? read : [read]).flatMap((each): Term[] => {
    const { source, target } = membersOf(each)
    return checked(source, target, each, path, issues)
  })
}

function checked(source: unknown, target: unknown, shown: unknown, path: string, issues: Issue[]): Term[] {
  const isTerm = [source, target].every(
    (part) => typeof part === 'string' && NOT_BLANK.test(part) && isWithin(part, TERM_MAX) && isStorable(part),
  )
  if (isTerm) return [{ source: String(source).trim(), target: String(target).trim() }]
  issues.push({ path, code: 'not_a_term', params: { value: excerpt(shown) } })
  return []
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000')
