import { err, ok, type Result } from '@canut/domain'
import type { Segment, TranscribeResponse } from '@canut/contract'
import { readMediaName } from '../shared/media.tsx'
import { excerpt, NOT_BLANK, readText, TEXT_MAX_LENGTH } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'
import { checkTranscription, segmentsOf, type TranscribePayload } from './transcribe-responses.ts'
import type { TranscribeSettings } from './transcribe.settings.ts'

type Row = Readonly<Record<string, unknown>>
const CELL_MAX_LENGTH = 10 * TEXT_MAX_LENGTH
const LONGEST_SECONDS = 24 * 3600

/**
 * A row: `audio` or, where the batch is about films, `video`; and where known `duration` in seconds, `draft` and `truth`. The last two are a text, or JSON of segments,
 * as a response has them.
 */
export function readTranscribeRow(
  row: Row,
  settings: TranscribeSettings,
): Result<{ payload: TranscribePayload; truth: TranscribeResponse | null }, Issue[]> {
  const issues: Issue[] = []
  const { material } = settings
  const media = { [material]: readMediaName(row[material], material, { required: true }, issues) }
  const duration = readDuration(row['duration'], issues)
  const length = duration === undefined ? {} : { duration }
  const draft = readSegments(row['draft'], 'draft', duration, issues)
  const truth = readSegments(row['truth'], 'truth', duration, issues)
  if (truth !== null) {
    const checked = checkTranscription({ segments: truth }, { ...media, ...length }, settings)
    if (!checked.ok) issues.push(...checked.error.map((issue) => ({ ...issue, path: 'truth' })))
  }
  if (issues.length > 0) return err(issues)
  return ok({ payload: { ...media, ...length, ...(draft === null ? {} : { draft }) }, truth: truth === null ? null : { segments: truth } })
}

function readDuration(cell: unknown, issues: Issue[]): number | undefined {
  const text = readText(cell, 'duration', { max: 30 }, issues).trim().replace(',', '.')
  if (text === '') return undefined
  const seconds = Number(text)
  if (seconds > 0 && seconds <= LONGEST_SECONDS) return Math.round(seconds * 1000) / 1000
  issues.push({ path: 'duration', code: 'not_a_duration', params: { value: excerpt(text) } })
  return undefined
}

/** null when the cell is empty. */
function readSegments(cell: unknown, path: string, duration: number | undefined, issues: Issue[]): readonly Segment[] | null {
  // a row of JSON Lines has the object itself
  const given = typeof cell === 'object' && cell !== null ? JSON.stringify(cell) : cell
  const text = readText(given, path, { max: CELL_MAX_LENGTH }, issues).trim()
  if (!NOT_BLANK.test(text)) return null
  if (!/^[[{]/.test(text)) return [{ start: 0, end: duration ?? 1, text }]
  const segments = parseSegments(text)
  if (segments === null) issues.push({ path, code: 'not_segments', params: {} })
  return segments
}

function parseSegments(text: string): readonly Segment[] | null {
  try {
    const value = JSON.parse(text) as unknown
    return segmentsOf(Array.isArray(value) ? { segments: value } : value)
  } catch {
    // said in our own words by the caller: those of the parser name characters that nobody counts
    return null
  }
}
