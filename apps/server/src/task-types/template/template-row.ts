import type { TemplateResponse } from '@canut/contract'
import { err, ok, type Result } from '@canut/domain'
import type { InputLine } from '../../templates/index.ts'
import { membersOf, textOf } from '../shared/text-value.ts'
import type { Issue } from '../task-type.ts'
import { checkTemplateResponse, isKeepable } from './template-response.ts'

/** As manifests of Ground Truth allow: characters of a line, and of one of its values. */
const ROW_MAX = 100_000
const VALUE_MAX = 20_000
const DEEPEST = 12
const STORE = /^store:\/\//

type Row = Readonly<Record<string, unknown>>

/** A row of any columns becomes the payload as it is; `truth` is kept apart. All its problems at once. */
export function readTemplateRow(
  row: Row,
  required: readonly string[],
  inputs: readonly InputLine[],
): Result<{ payload: Row; truth: unknown }, Issue[]> {
  const issues: Issue[] = []
  const say = (path: string, code: string, params: Issue['params'] = {}) => issues.push({ path, code, params })

  const cells = Object.entries(row).filter(([name, value]) => name !== 'truth' && value !== null && value !== undefined && value !== '')
  for (const [name, value] of cells) {
    if (name.startsWith('$') || name === '__proto__') say(name, 'template_name', { value: name.slice(0, 60) })
    if (!isKeepable(value, DEEPEST)) say(name, typeof value === 'string' ? 'nul_character' : 'wrong_type')
    else if ((typeof value === 'string' ? value : JSON.stringify(value)).length > VALUE_MAX) say(name, 'too_long', { max: VALUE_MAX })
  }
  const payload = Object.fromEntries(cells)
  // an empty cell is what the requester has: only a column that is not there at all is a mistake
  for (const name of required) if (row[name] === undefined) say(name, 'missing_value')
  for (const line of inputs) if ('column' in line && line.asJson && !isJson(payload[line.column])) say(line.column, 'template_json')
  if (issues.length === 0 && JSON.stringify(payload).length > ROW_MAX) say('', 'row_too_long', { max: ROW_MAX })

  const truth = readTruth(row['truth'])
  if (truth === 'unreadable') say('truth', 'truth_not_answer')
  return issues.length > 0 ? err(issues) : ok({ payload, truth })
}

function isJson(value: unknown): boolean {
  if (typeof value !== 'string') return true
  try {
    JSON.parse(value)
    return true
  } catch {
    return false
  }
}

/** The bare answer, or the array of one that Ground Truth sends, becomes a response; null for an empty cell. */
function readTruth(cell: unknown): TemplateResponse | 'unreadable' | null {
  if (cell === undefined || cell === null || cell === '') return null
  let value: unknown = cell
  try {
    if (typeof cell === 'string') value = JSON.parse(cell) as unknown
  } catch {
    return 'unreadable'
  }
  const answer: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  const checked = checkTemplateResponse({ answer })
  return checked.ok && Object.keys(checked.value.answer).length > 0 ? checked.value : 'unreadable'
}

/** The uploaded files that a row names: in the columns for files, and wherever a value begins with store:// */
export function filesOfRow(payload: unknown, columns: readonly string[]): string[] {
  const names = new Set<string>()
  const members = membersOf(payload)
  for (const column of columns) {
    const name = textOf(members[column])
    if (name !== '' && fileName(name) !== null) names.add(fileName(name) ?? '')
  }
  const visit = (value: unknown): void => {
    if (typeof value === 'string' && STORE.test(value)) names.add(value.replace(STORE, ''))
    else if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) visit(member)
  }
  visit(payload)
  return [...names]
}

/** The name of an uploaded file that a text stands for; null for addresses of other places. */
export function fileName(uri: string): string | null {
  if (STORE.test(uri)) return uri.replace(STORE, '')
  return /^[a-z][a-z0-9+.-]*:|^\/\//i.test(uri) ? null : uri
}
