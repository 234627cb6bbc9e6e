import type { TaskSetup } from '../task-types/index.ts'
import { membersOf, type Members } from '../platform/members.ts'
import { readTable, type TableFormat } from '../platform/tables/index.ts'
import { linesOfList } from './json-list.ts'
import { translateRows, type KnownRow } from './known-rows.ts'
import { fromTable, fromTask, type RowProblem } from './row-problem.ts'

export interface ReadyTask {
  readonly line: number
  readonly payload: unknown
  /** null: not a gold task */
  readonly truth: unknown
  /** what else the row had, such as an id of the requester's, to be handed on to exports; absent when there is nothing */
  readonly passed?: Members | null
}

export interface TasksChunk {
  readonly tasks: readonly ReadyTask[]
  /** in the order of the file */
  readonly problems: readonly RowProblem[]
  readonly badRows: number
  readonly bytesRead: number
  readonly format: TableFormat
  readonly columns: readonly string[] | null
}

export interface ReadTasksOptions {
  readonly setup: TaskSetup
  /** of the setup */
  readonly taskType: string
  /** Which of these names are files of the project. Asked once per chunk, and only for task types with media. */
  readonly findMedia: (names: readonly string[]) => Promise<ReadonlySet<string>>
  readonly format?: TableFormat | undefined
  readonly name?: string | undefined
}

/** Large enough that what is done once per chunk costs nothing, small enough that memory never notices. */
const BLOCK_BYTES = 256 * 1024

/** Reads a table of any size as tasks, at constant memory. A row with a problem is never half in: it is left out whole. */
export async function* readTasks(source: AsyncIterable<Uint8Array>, options: ReadTasksOptions): AsyncGenerator<TasksChunk> {
  const { setup, format, name } = options
  const table = { blockBytes: BLOCK_BYTES, ...(format === undefined ? {} : { format }), ...(name === undefined ? {} : { name }) }
  let headerChecked = false
  for await (const chunk of readTable(linesOfList(source), table)) {
    const { columns } = chunk.table
    const common = { bytesRead: chunk.bytesRead, format: chunk.table.format, columns }
    const problems = chunk.problems.map(fromTable)
    if (!headerChecked && columns !== null) {
      headerChecked = true
      const missing = missingColumns(setup, columns)
      if (missing.length > 0) {
        // every row would be bad for the same reason: one sentence says it better than a million
        yield { ...common, tasks: [], problems: [...problems, ...missing], badRows: 0 }
        return
      }
    }
    // the reader may report several problems of one record
    const badRecords = new Set(chunk.problems.filter(({ scope }) => scope === 'row').map(({ line }) => line)).size
    const known = await translateRows(chunk.rows, options)
    const read = readRows(setup, known.rows)
    const { tasks, missing } = await withMedia(setup, read.tasks, options.findMedia)
    const found = [...problems, ...known.problems, ...read.problems, ...missing]
    if (found.length > problems.length) found.sort((a, b) => a.line - b.line)
    yield { ...common, tasks, problems: found, badRows: badRecords + chunk.rows.length - tasks.length }
  }
}

function missingColumns(setup: TaskSetup, columns: readonly string[]): RowProblem[] {
  const there = new Set(columns)
  return setup.columns.required
    .filter((column) => !there.has(column))
    .map((column) => ({
      line: 1,
      endLine: 1,
      column,
      source: 'file',
      code: 'column_missing',
      params: { found: columns.join(', ').slice(0, 300) },
    }))
}

function readRows(setup: TaskSetup, rows: readonly KnownRow[]): { tasks: ReadyTask[]; problems: RowProblem[] } {
  const tasks: ReadyTask[] = []
  const problems: RowProblem[] = []
  const { required, optional, truth } = setup.columns
  const own = new Set([...required, ...optional, truth])
  for (const { line, values, passed: known } of rows) {
    const read = setup.readRow(values)
    if (!read.ok) {
      for (const issue of read.error) problems.push(fromTask(line, issue))
      continue
    }
    const { payload, truth: answer } = read.value
    const passed = known ?? othersOf(membersOf(values), own, membersOf(payload))
    tasks.push({ line, payload, truth: answer ?? null, ...(passed === null ? {} : { passed }) })
  }
  return { tasks, problems }
}

/** What is neither read nor shown, as long as it says something; null without any. A page of a requester's shows whatever it likes. */
function othersOf(values: Members, own: ReadonlySet<string | null>, payload: Members): Members | null {
  const others = Object.entries(values).filter(
    ([name, value]) => !own.has(name) && !Object.hasOwn(payload, name) && value !== '' && value !== null && value !== undefined,
  )
  return others.length === 0 ? null : Object.fromEntries(others)
}

async function withMedia(
  setup: TaskSetup,
  tasks: readonly ReadyTask[],
  findMedia: ReadTasksOptions['findMedia'],
): Promise<{ tasks: readonly ReadyTask[]; missing: RowProblem[] }> {
  const wanted = new Set<string>()
  for (const { payload } of tasks) for (const name of setup.mediaNames(payload)) wanted.add(name)
  if (wanted.size === 0) return { tasks, missing: [] }

  const there = await findMedia([...wanted])
  const missing: RowProblem[] = []
  const whole = tasks.filter(({ line, payload }) => {
    const absent = setup.mediaNames(payload).filter((name) => !there.has(name))
    for (const name of absent) {
      missing.push({ line, endLine: line, column: null, source: 'media', code: 'media_missing', params: { name: name.slice(0, 200) } })
    }
    return absent.length === 0
  })
  return { tasks: whole, missing }
}
