import { fileNamesOf, earlierLabel, isManifestLine, problemsOfLine } from '../ground-truth/index.ts'
import { isLabelStudioTask, readTask } from '../label-studio/index.ts'
import { listIn, membersOf, textIn, textsOf, type Members } from '../platform/members.ts'
import type { TableRow } from '../platform/tables/index.ts'
import type { TaskSetup } from '../task-types/index.ts'
import type { RowProblem } from './row-problem.ts'

/** A row by the columns of the task type, and what else of it is handed on to exports; null where that is the row's other columns. */
export interface KnownRow extends TableRow {
  readonly passed: Members | null
}

export interface Translation {
  readonly setup: TaskSetup
  readonly taskType: string
  readonly findMedia: (names: readonly string[]) => Promise<ReadonlySet<string>>
}

/** Columns that name a file of the project; other programs have addresses there. */
const MEDIA_COLUMNS = ['image', 'audio', 'video', 'media']

/**
 * Rows of Ground Truth manifests and tasks of Label Studio, as rows of this type. A row that has the type's own columns is
 * left as it is: the files of other programs are told by what they lack.
 */
export async function translateRows(rows: readonly TableRow[], of: Translation): Promise<{ rows: KnownRow[]; problems: RowProblem[] }> {
  const problems: RowProblem[] = []
  const known = rows.flatMap((row): KnownRow[] => {
    const values = membersOf(row.values)
    const { required } = of.setup.columns
    if (required.length > 0 && required.every((column) => column in values)) return [{ ...row, passed: null }]
    if (required.length > 0 && isCoco(values)) {
      problems.push({ line: row.line, endLine: row.line, source: 'row', column: null, code: 'coco_not_read', params: {} })
      return []
    }
    if (isLabelStudioTask(values)) {
      const task = fromLabelStudio(row, values, of)
      if (task !== null) return [task]
      problems.push({ line: row.line, endLine: row.line, source: 'row', column: 'annotations', code: 'truth_unreadable', params: {} })
      return []
    }
    // a page of a requester may show any column, so nothing tells a manifest from a table with a column called "source"
    if (required.length === 0) return [{ ...row, passed: null }]
    if (!isManifestLine(values)) return [{ ...row, passed: null }]
    for (const problem of problemsOfLine(values)) problems.push({ line: row.line, endLine: row.line, source: 'row', ...problem })
    return [fromManifest(row, values, of)]
  })
  const bad = new Set(problems.map(({ line }) => line))
  return {
    rows: await withFiles(
      known.filter(({ line }) => !bad.has(line)),
      of,
    ),
    problems,
  }
}

/** A whole set of data in one object, which is no row. */
function isCoco({ images, annotations }: Members): boolean {
  return Array.isArray(images) && Array.isArray(annotations)
}

function fromManifest(row: TableRow, line: Members, { setup, taskType }: Translation): KnownRow {
  const missing = setup.columns.required.filter((column) => !(column in line))
  const source = textIn(line, 'source-ref', 'source')
  const begun = earlierLabel(line, taskType, labelValues(setup.settings))?.response ?? null
  return {
    ...row,
    values: { ...line, ...(missing.length === 1 ? { [missing[0] ?? '']: source } : {}), ...predictionCells(begun, setup, taskType) },
    passed: line,
  }
}

/** Null when its known answer cannot be read. */
function fromLabelStudio(row: TableRow, task: Members, { setup, taskType }: Translation): KnownRow | null {
  const { columns, prediction, truth, isTruthUnreadable, passed } = readTask(task, {
    taskType,
    settings: setup.settings,
    columns: setup.columns,
  })
  if (isTruthUnreadable) return null
  const known = truth === null ? {} : truthCells(truth, setup, taskType)
  return { ...row, values: { ...columns, ...predictionCells(prediction, setup, taskType), ...known }, passed }
}

const labelValues = (settings: unknown): string[] => listIn(settings, 'labels').map((label) => textIn(label, 'value'))

/** What a worker begins from, in the column that the type has for it. Labels of which the batch has none answer another question. */
function predictionCells(prediction: unknown, { columns, settings }: TaskSetup, taskType: string): Members {
  const all = [...columns.required, ...columns.optional]
  const column = ['prediction', 'draft'].find((name) => all.includes(name))
  if (prediction === null || column === undefined) return {}
  if (taskType === 'collect') return { [column]: prediction }
  const [known, said] = [new Set([...labelValues(settings), 'none']), labelsOf(prediction)]
  return said.length > 0 && !said.some((label) => known.has(label)) ? {} : answerCells(prediction, column, columns)
}

function labelsOf(response: unknown): string[] {
  const { label, labels } = membersOf(response)
  return typeof label === 'string' ? [label] : textsOf(labels)
}

/** What is known. A form has a column for each of its fields. */
function truthCells(truth: unknown, { columns, toRow }: TaskSetup, taskType: string): Members {
  const { truth: column, optional } = columns
  if (column === null) return {}
  if (taskType !== 'collect') return answerCells(truth, column, columns)
  const filledIn = Object.entries(toRow(truth)).filter(([, cell]) => cell !== '')
  return Object.fromEntries(
    filledIn.map(([field, cell]) => [optional.includes(`${column}_${field}`) ? `${column}_${field}` : column, cell]),
  )
}

/** An answer in the columns that the type has for it: most have one, a ranking one for each of its dimensions. */
function answerCells(answer: unknown, column: string, { optional }: TaskSetup['columns']): Members {
  const { dimensions, rating } = membersOf(answer)
  if (Array.isArray(dimensions)) {
    const cells = dimensions
      .map(membersOf)
      .map(({ name, ranks }, place) => [place === 0 ? column : `${column}_${String(name)}`, ranks] as const)
    return Object.fromEntries(cells.map(([own, ranks]) => [own, Array.isArray(ranks) ? ranks.join(', ') : ranks]))
  }
  const ratingColumn = `${column}_rating`
  return {
    [column]: cellOf(answer),
    ...(typeof rating === 'number' && optional.includes(ratingColumn) ? { [ratingColumn]: String(rating) } : {}),
  }
}

/** A label, a choice or a text is a cell by itself; anything else is the response as it stands. */
function cellOf(response: unknown): unknown {
  const { label, labels, choice, text } = membersOf(response)
  return label ?? labels ?? choice ?? text ?? response
}

/** Addresses of pictures and sounds become the names of files that the project has; one that it has not keeps its last part. */
async function withFiles(rows: readonly KnownRow[], { findMedia }: Translation): Promise<KnownRow[]> {
  const names = rows.map(({ values, passed }) =>
    passed === null ? [] : MEDIA_COLUMNS.flatMap((column) => fileNamesOf(textIn(values, column))),
  )
  const wanted = new Set(names.flat())
  if (wanted.size === 0) return [...rows]
  const there = await findMedia([...wanted])
  return rows.map((row) => {
    if (row.passed === null) return row
    const values = membersOf(row.values)
    const found = MEDIA_COLUMNS.flatMap((column) => {
      const candidates = fileNamesOf(textIn(values, column))
      const name = candidates.find((each) => there.has(each)) ?? candidates.at(-1)
      return name === undefined ? [] : [[column, name] as const]
    })
    return { ...row, values: { ...values, ...Object.fromEntries(found) } }
  })
}
