import type { Size } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import { readMediaName } from '../shared/media.tsx'
import { membersOf, readText } from '../shared/text-value.ts'
import type { Columns, Issue } from '../task-type.ts'
import { PIXELS_MAX, SIDE_MAX } from './drawing-settings.ts'

export interface DrawingPayload {
  /** name of an uploaded file of the project */
  readonly image: string
  readonly alt?: string
  /** natural size, where the file of rows says it: responses must have it too */
  readonly size?: Size
  /** a response to begin with */
  readonly prediction?: unknown
}

const ALT_MAX_LENGTH = 1000
/** of a cell with shapes, as text */
const JSON_MAX_LENGTH = 2_000_000

export const drawingColumns: Columns = { required: ['image'], optional: ['alt', 'width', 'height', 'prediction'], truth: 'truth' }

/** Checks a response as the task type does. */
type Check = (response: unknown, payload: unknown) => Result<unknown, Issue[]>

export function readDrawingRow(
  row: Readonly<Record<string, unknown>>,
  member: string,
  check: Check,
): Result<{ payload: DrawingPayload; truth: unknown }, Issue[]> {
  const issues: Issue[] = []
  const image = readMediaName(row['image'], 'image', { required: true }, issues)
  const alt = readText(row['alt'], 'alt', { max: ALT_MAX_LENGTH }, issues)
  const [w, h] = (['width', 'height'] as const).map((side) => readSide(row[side], side, issues))
  if ((w === null) !== (h === null)) issues.push({ path: w === null ? 'width' : 'height', code: 'missing_value', params: {} })
  const size = typeof w === 'number' && typeof h === 'number' ? { w, h } : null
  if (size !== null && size.w * size.h > PIXELS_MAX)
    issues.push({ path: 'width', code: 'picture_pixels', params: { given: `${size.w} × ${size.h}`, max: PIXELS_MAX / 1e6 } })
  const payload: DrawingPayload = { image, ...(alt === '' ? {} : { alt }), ...(size === null ? {} : { size }) }
  const prediction = readResponse(row['prediction'], 'prediction', member, payload, check, issues)
  const truth = readResponse(row['truth'], 'truth', member, payload, check, issues)
  if (issues.length > 0) return err(issues)
  return ok({ payload: prediction === null ? payload : { ...payload, prediction }, truth })
}

function readSide(cell: unknown, path: string, issues: Issue[]): number | null {
  const text = readText(cell, path, {}, issues)
  if (text === '') return null
  const side = Number(text)
  if (Number.isInteger(side) && side >= 1 && side <= SIDE_MAX) return side
  issues.push({ path, code: 'not_a_length', params: { max: SIDE_MAX } })
  return null
}

/** A response as JSON text, or as an object of JSON Lines. Ids and the size may be left out: they are made up, and taken from the row. */
function readResponse(cell: unknown, path: string, member: string, payload: DrawingPayload, check: Check, issues: Issue[]): unknown {
  if (cell === undefined || cell === null || cell === '') return null
  const given = typeof cell === 'string' ? parsed(cell) : cell
  const list = membersOf(given)[member]
  if (!Array.isArray(list)) {
    issues.push({ path, code: 'not_a_drawing', params: { member } })
    return null
  }
  const numbered = list.map((shape: unknown, index) => ({ id: `s${index + 1}`, ...membersOf(shape) }))
  const response = { ...(payload.size === undefined ? {} : { size: payload.size }), ...membersOf(given), [member]: numbered }
  const checked = check(response, payload)
  if (checked.ok) return checked.value
  issues.push(...checked.error.map(({ code, params }) => ({ path, code, params })))
  return null
}

function parsed(text: string): unknown {
  try {
    return text.length > JSON_MAX_LENGTH ? null : JSON.parse(text)
  } catch {
    // not JSON: said as "not a drawing"
    return null
  }
}
