import { judgeText } from '../shared/text-distance.ts'
import type { Judgement } from '../task-type.ts'
import { isTyped, type EntryField } from './collect.settings.ts'
import { canonicalResponse, comparable, type EntryValue } from './entry-values.ts'
import { hasFiles } from './sent-files.ts'

/**
 * Compares field by field, each within its tolerance; a field that is filled in on one side only is wrong. Files are not
 * compared. Right when every field is; the score is the mean of theirs. Null where neither side has anything to compare.
 */
export function judgeEntries(
  fields: readonly EntryField[],
  response: Readonly<Record<string, unknown>>,
  truth: Readonly<Record<string, unknown>>,
): Judgement | null {
  const [given, known] = [canonicalResponse(fields, response), canonicalResponse(fields, truth)]
  const judged = fields.flatMap((field): Judgement[] => {
    const [value, right] = [given[field.name], known[field.name]]
    if (hasFiles(field) || (value === undefined && right === undefined)) return []
    return [value === undefined || right === undefined ? WRONG : judgeValue(field, value, right)]
  })
  if (judged.length === 0) return null
  return { right: judged.every(({ right }) => right), score: judged.reduce((sum, { score }) => sum + score, 0) / judged.length }
}

const WRONG: Judgement = { right: false, score: 0 }
const RIGHT: Judgement = { right: true, score: 1 }

function judgeValue({ kind, tolerance }: EntryField, value: EntryValue, truth: EntryValue): Judgement {
  if (comparable(value) === comparable(truth)) return RIGHT
  if (tolerance === 0) return WRONG
  if (typeof value === 'number' && typeof truth === 'number')
    // what people write with decimals is not exact in binary
    return Math.abs(value - truth) <= tolerance * (1 + 1e-9) ? RIGHT : WRONG
  if (!isTyped(kind)) return WRONG
  return tolerance >= 100 ? RIGHT : judgeText(comparable(value), comparable(truth), 'characters', tolerance / 100)
}
