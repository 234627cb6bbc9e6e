import { readTasks, type ReadyTask, type RowProblem } from '../imports/index.ts'
import type { Db } from '../platform/db/database.ts'
import { csvLine } from '../platform/tables/index.ts'
import type { SampleSet, TaskSetup } from '../task-types/index.ts'
import type { Services } from '../platform/services.ts'
import { findKnownMedia, readScreenFiles, type ScreenFiles } from '../work-files/index.ts'

/** What is looked at of a text: a preview needs a few rows, and a person corrects a few problems at a time. */
const ROWS_KEPT = 50
const PROBLEMS_KEPT = 20

export interface FirstRows {
  /** rows that can become tasks, but for files that the project does not have */
  readonly tasks: readonly ReadyTask[]
  readonly good: number
  /** the first ones */
  readonly problems: readonly RowProblem[]
  readonly problemsFound: number
}

export const NO_ROWS: FirstRows = { tasks: [], good: 0, problems: [], problemsFound: 0 }

/**
 * Reads pasted rows as an import would. A file that is missing is told, and the row is shown all the same: it may be
 * uploaded later.
 *
 * @param isWhole false for the beginning of a file, whose last row may be cut off.
 */
export async function readFirstRows(
  db: Db,
  of: {
    readonly projectId: string
    readonly taskType: string
    readonly setup: TaskSetup
    readonly text: string
    readonly isWhole: boolean
  },
): Promise<FirstRows> {
  const text = of.isWhole ? of.text : of.text.slice(0, of.text.lastIndexOf('\n') + 1)
  if (text.trim() === '') return NO_ROWS
  const tasks: ReadyTask[] = []
  const problems: RowProblem[] = []
  let [good, problemsFound] = [0, 0]
  const wanted: { line: number; name: string }[] = []
  const chunks = readTasks(oneBlock(text), {
    setup: of.setup,
    taskType: of.taskType,
    findMedia: async (names) => new Set(names),
  })
  for await (const chunk of chunks) {
    good += chunk.tasks.length
    problemsFound += chunk.problems.length
    for (const task of chunk.tasks) for (const name of of.setup.mediaNames(task.payload)) wanted.push({ line: task.line, name })
    tasks.push(...chunk.tasks.slice(0, ROWS_KEPT - tasks.length))
    problems.push(...chunk.problems.slice(0, PROBLEMS_KEPT - problems.length))
  }
  const there = await findKnownMedia(db, of.projectId, [...new Set(wanted.map(({ name }) => name))])
  const missing = wanted.filter(({ name }) => !there.has(name)).map(({ line, name }) => missingMedia(line, name))
  return {
    tasks,
    good,
    problems: [...problems, ...missing].toSorted((a, b) => a.line - b.line).slice(0, PROBLEMS_KEPT),
    problemsFound: problemsFound + missing.length,
  }
}

const missingMedia = (line: number, name: string): RowProblem => ({
  line,
  endLine: line,
  column: null,
  source: 'media',
  code: 'media_missing',
  params: { name: name.slice(0, 200) },
})

async function* oneBlock(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

/** The rows of a sample as tasks, for whoever has no rows yet. */
export function sampleTasks(setup: TaskSetup, sample: SampleSet): ReadyTask[] {
  return sample.rows.flatMap((row, line) => {
    const read = setup.readRow(row)
    return read.ok ? [{ line, payload: read.value.payload, truth: null }] : []
  })
}

/** The name under which the rows of a sample are served, beside its sounds and films. */
export const SAMPLE_ROWS = 'example.csv'

/** The rows of a sample as a file that an import reads, known answers included. */
export function sampleTable({ rows }: SampleSet): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return [columns, ...rows.map((row) => columns.map((name) => row[name] ?? ''))].map((cells) => csvLine(cells)).join('')
}

/** Where the files of a task are shown from: the project's own, else the drawings, sounds and films of the sample. */
export async function filesOf(
  services: Pick<Services, 'db' | 'now'>,
  projectId: string,
  names: readonly string[],
  { sample, filesAt, framed }: { readonly sample: SampleSet; readonly filesAt: string; readonly framed: boolean },
): Promise<ScreenFiles> {
  const own = (await readScreenFiles(services, projectId, names, framed))('staff')
  const drawn = new Map(sample.drawings.map(({ name, svg }) => [name, svgAddress(svg)]))
  const made = new Set([...(sample.sounds ?? []), ...(sample.films ?? [])].map(({ name }) => name))
  const mediaUrl = (name: string) =>
    own.mediaUrl(name) ?? drawn.get(name) ?? (made.has(name) ? `${filesAt}/${encodeURIComponent(name)}` : null)
  return { ...own, mediaUrl }
}

export const svgAddress = (svg: string): string => `data:image/svg+xml,${encodeURIComponent(svg)}`
