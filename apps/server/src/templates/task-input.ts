/** One line of what an author adds to each row: a name, and a constant or the column that it is taken from. */
export type InputLine =
  | { readonly name: string; readonly constant: unknown }
  | { readonly name: string; readonly column: string; readonly asJson: boolean }

/**
 * What a template sees as `task.input`: the whole row, `taskObject` (its `source`, else its `source-ref`), `manifestLine`
 * (the row once more, for adjustment templates), and what the author added.
 */
export function buildTaskInput(row: Readonly<Record<string, unknown>>, inputs: readonly InputLine[]): Record<string, unknown> {
  const input: Record<string, unknown> = { ...row, manifestLine: row }
  const taskObject = row['taskObject'] ?? row['source'] ?? row['source-ref']
  if (taskObject !== undefined) input['taskObject'] = taskObject
  return addInputs(input, row, inputs)
}

/** What the author added to a row, besides what is there. */
export function addInputs(
  there: Readonly<Record<string, unknown>>,
  row: Readonly<Record<string, unknown>>,
  inputs: readonly InputLine[],
): Record<string, unknown> {
  const added = inputs.map((line) => [line.name, 'constant' in line ? line.constant : columnValue(row, line)] as const)
  return { ...there, ...Object.fromEntries(added) }
}

function columnValue(row: Readonly<Record<string, unknown>>, { column, asJson }: { column: string; asJson: boolean }): unknown {
  const value = Object.hasOwn(row, column) ? row[column] : undefined
  if (!asJson || typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    // the row was checked when it came in; a text stays a text
    return value
  }
}

const NAME = /^[A-Za-z_][\w-]{0,99}$/

/**
 * Reads lines such as `labels = ["Cat", "Dog"]`, `taskObject = image_url` and `blocks = blocks as json`.
 *
 * @returns the lines, or the number (from 1) of the first that cannot be read.
 */
export function readInputLines(text: string): { lines: InputLine[]; wrongLine: number | null } {
  const lines: InputLine[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const read = readInputLine(line)
    if (read === null) return { lines, wrongLine: index + 1 }
    lines.push(read)
  }
  return { lines, wrongLine: null }
}

function readInputLine(line: string): InputLine | null {
  const equals = line.indexOf('=')
  const name = line.slice(0, Math.max(equals, 0)).trim()
  const value = line.slice(equals + 1).trim()
  if (equals === -1 || !NAME.test(name) || value === '') return null
  if (/^["[{\d-]|^(true|false|null)$/.test(value)) {
    try {
      return { name, constant: JSON.parse(value) as unknown }
    } catch {
      return null
    }
  }
  const asJson = / as json$/i.test(value)
  const column = asJson ? value.slice(0, -8).trim() : value
  return column === '' ? null : { name, column, asJson }
}
