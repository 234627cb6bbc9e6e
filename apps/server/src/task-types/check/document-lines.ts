import type { CheckedLine, CheckResponse, LineBox } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { z } from 'zod'
import { readJson } from '../shared/read-json.ts'
import { storableText } from '../shared/schemas.ts'
import { isWithin, readText, TEXT_MAX_LENGTH } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'

/** What a program read in a line of a document, and where. */
export interface DraftLine {
  readonly text: string
  readonly box?: LineBox
}

export const LINES_MAX = 500
const SIDE_MAX = 100_000

const pixels = (least: number) => z.int().min(least).max(SIDE_MAX)
export const lineBoxSchema = z.strictObject({ x: pixels(0), y: pixels(0), w: pixels(1), h: pixels(1) })
/** Programs say more of a line, such as how sure they are: that is theirs. */
const draftLineSchema = z.object({ text: storableText(TEXT_MAX_LENGTH), box: lineBoxSchema.nullish() })

/** Spaces at the ends are nobody's correction, and a line has no line break. */
const inOneLine = (text: string): string => text.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ')

export const textOfLines = (lines: readonly { readonly text: string }[]): string => lines.map(({ text }) => text).join('\n')

/** The lines of a row: a list of texts with their boxes, also as JSON text. Empty when the cell is. */
export function readDraftLines(cell: unknown, issues: Issue[]): DraftLine[] {
  const given = readJson(cell, 'lines', issues)
  if (given === null) return []
  if (!Array.isArray(given) || given.length === 0) {
    issues.push({ path: 'lines', code: 'not_lines', params: {} })
    return []
  }
  if (given.length > LINES_MAX) {
    issues.push({ path: 'lines', code: 'too_many', params: { max: LINES_MAX } })
    return []
  }
  const lines = given.flatMap((each: unknown, place): DraftLine[] => {
    const { data } = draftLineSchema.safeParse(each)
    if (data === undefined) {
      issues.push({ path: 'lines', code: 'not_lines', params: { line: place + 1 } })
      return []
    }
    return [{ text: inOneLine(data.text), ...(data.box === undefined || data.box === null ? {} : { box: data.box }) }]
  })
  if (!isWithin(textOfLines(lines), TEXT_MAX_LENGTH)) issues.push({ path: 'lines', code: 'too_long', params: { max: TEXT_MAX_LENGTH } })
  return lines
}

/** The known texts of the lines, in their order: a list, or a text with a line break between them. Null when the cell is empty. */
export function readKnownLines(cell: unknown, lines: readonly DraftLine[], issues: Issue[]): CheckResponse | null {
  const given = Array.isArray(cell) ? (cell as readonly unknown[]) : textLines(readText(cell, 'truth', {}, issues))
  if (given.length === 0) return null
  const known = given.filter((each) => typeof each === 'string')
  if (known.length !== given.length || known.length !== lines.length) {
    issues.push({ path: 'truth', code: 'truth_lines', params: { given: given.length, wanted: lines.length } })
    return null
  }
  const checked = checkLines(
    known.map((text) => ({ ok: true, text })),
    lines,
  )
  if (checked.ok) return checked.value
  issues.push(...checked.error.map((issue) => ({ ...issue, path: 'truth' })))
  return null
}

const textLines = (text: string): string[] => (text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/))

/**
 * A line is right when it was said to be and was left as it stood; a line with another text is corrected, whatever was said
 * of it. One of which neither holds is still open: nobody has looked at it.
 */
export function checkLines(given: readonly CheckedLine[], drafts: readonly DraftLine[]): Result<CheckResponse, Issue[]> {
  if (given.length !== drafts.length)
    return err([{ path: 'lines', code: 'line_count', params: { given: given.length, wanted: drafts.length } }])
  const issues: Issue[] = []
  const lines = drafts.map(({ text: draft, box }, place): CheckedLine => {
    const text = inOneLine(given[place]?.text ?? '')
    const isRight = text === draft
    if (isRight && given[place]?.ok !== true) issues.push({ path: `lines.${place}`, code: 'line_open', params: { line: place + 1 } })
    return { ok: isRight, text, ...(box === undefined ? {} : { box }) }
  })
  if (issues.length > 0) return err(issues)
  const text = textOfLines(lines)
  if (!isWithin(text, TEXT_MAX_LENGTH)) return err([{ path: 'lines', code: 'too_long', params: { max: TEXT_MAX_LENGTH } }])
  return ok({ ok: lines.every((line) => line.ok), text, lines })
}
