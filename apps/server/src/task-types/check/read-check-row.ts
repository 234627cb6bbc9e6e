import { err, ok, type Result } from '@canut/domain'
import type { CheckResponse } from '@canut/contract'
import { readMediaName } from '../shared/media.tsx'
import { readText } from '../shared/text-value.ts'
import type { Columns, Issue } from '../task-type.ts'
import { checkCheck, type CheckPayload } from './check-responses.ts'
import type { CheckSettings } from './check.settings.ts'
import { readDraftLines, readKnownLines, textOfLines } from './document-lines.ts'

/** A document may come without a draft, as a whole or in lines. */
export function checkColumns({ kind }: CheckSettings): Columns {
  return kind === 'document'
    ? { required: [], optional: ['image', 'lines', 'draft', 'audio', 'text'], truth: 'truth' }
    : { required: ['draft'], optional: ['audio', 'image', 'text'], truth: 'truth' }
}

type CheckRow = Result<{ payload: CheckPayload; truth: CheckResponse | null }, Issue[]>

/** Where there are lines, they are what is checked: a draft beside them says the same at most. */
export function readCheckRow(row: Readonly<Record<string, unknown>>, { kind }: CheckSettings): CheckRow {
  const issues: Issue[] = []
  const audio = readMediaName(row['audio'], 'audio', {}, issues)
  const image = readMediaName(row['image'], 'image', {}, issues)
  const text = readText(row['text'], 'text', {}, issues)
  const lines = kind === 'document' ? readDraftLines(row['lines'], issues) : []
  const draft = lines.length > 0 ? textOfLines(lines) : readText(row['draft'], 'draft', {}, issues)
  if (lines.length > 0 && image === '' && issues.length === 0) issues.push({ path: 'image', code: 'lines_picture', params: {} })
  if (audio === '' && image === '' && text === '' && issues.length === 0)
    issues.push({ path: 'audio', code: 'original_missing', params: {} })
  const payload: CheckPayload = {
    draft,
    ...(audio === '' ? {} : { audio }),
    ...(image === '' ? {} : { image }),
    ...(text === '' ? {} : { text }),
    ...(lines.length === 0 ? {} : { lines }),
  }
  const truth = lines.length > 0 ? readKnownLines(row['truth'], lines, issues) : readKnownText(row['truth'], payload, issues)
  return issues.length > 0 ? err(issues) : ok({ payload, truth })
}

function readKnownText(cell: unknown, payload: CheckPayload, issues: Issue[]): CheckResponse | null {
  const known = readText(cell, 'truth', {}, issues)
  if (known === '') return null
  const truth = checkCheck({ ok: false, text: known }, payload)
  if (truth.ok) return truth.value
  issues.push(...truth.error.map((issue) => ({ ...issue, path: 'truth' })))
  return null
}
