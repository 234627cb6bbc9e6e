import { crowdBuilder, responsesOf, type ResponseOf } from '@canut/aggregation'
import { eachNamedRow, problemAt, refusalOf, textOf, type FoundProblem, type NamedColumns, type NamedRow } from '../imports/index.ts'
import type { Sentences } from '../platform/startup-problem.ts'
import { aggregateMessages as messages } from './aggregate.messages.ts'
import type { Truth } from './compute.ts'
import type { Given, Kind } from '../methods/index.ts'

const ID_MAX_CHARS = 20_000
const TEXT_MAX_CHARS = 200_000

export interface ResponseFiles {
  readonly kind: Kind
  readonly repeats: 'last' | 'all'
  readonly labels: string
  readonly truth: string | null
  readonly gold: string | null
  readonly signal: AbortSignal
  readonly onRead: (rows: number) => void
}

export interface ReadResponses<T> {
  readonly given: T
  readonly truth: Truth | null
  readonly gold: ReadonlyMap<string, string> | null
  /** rows of the truth, and of the gold, about tasks that have no response */
  readonly truthWithoutTask: number
  readonly goldWithoutTask: number
}

export type Value = string | number

/** Where responses go, one by one, and what they become. */
export interface Collector<T> {
  add(task: string, worker: string, value: Value): void
  build(): T
}

/**
 * Reads responses (columns task, worker, and `label` or `text`), and what is known about their tasks. A label loses the spaces
 * around it and is brought to one form of Unicode, as in batches; ids and texts stay as they are. Of the responses it keeps nothing
 * but what the collector keeps; what is known of tasks is held in memory.
 *
 * @throws StartupProblem that names every bad line of all the files, twenty of them in full.
 */
export async function readResponses<T>(files: ResponseFiles, { add, build }: Collector<T>): Promise<ReadResponses<T>> {
  const truth = files.truth === null ? null : await readKnown(files, files.truth)
  const gold = files.gold === null ? null : await readKnown(files, files.gold)
  const found: FoundProblem[] = []
  const tasks = new Set<string>()
  await eachResponse(files, found, (task, worker, value) => {
    if (truth?.values.has(task) === true || gold?.values.has(task) === true) tasks.add(task)
    add(task, worker, value)
  })
  const truthWithoutTask = truth === null ? 0 : keepTasks(truth, tasks, found)
  const goldWithoutTask = gold === null ? 0 : keepTasks(gold, tasks, found)
  // a file that is bad all over has no tasks, which says nothing about the truth
  if (found.length === 0 && files.truth !== null && truth !== null && truth.values.size === 0)
    found.push(problemAt(files.truth, null, (locale) => messages[locale].read.truthElsewhere))
  if (found.length > 0) throw refusalOf(found, { en: messages.en.read.notUsable, fr: messages.fr.read.notUsable })
  return {
    given: build(),
    truth: truth === null ? null : (truth.values as Truth),
    gold: gold === null ? null : (gold.values as Map<string, string>),
    truthWithoutTask,
    goldWithoutTask,
  }
}

async function eachResponse(files: ResponseFiles, found: FoundProblem[], take: (task: string, worker: string, value: Value) => void) {
  const column = columnOf(files.kind)
  const from = { ...source(files, files.labels, found), columns: ['task', 'worker', column], onRead: files.onRead }
  await eachNamedRow(from, (row) => {
    const task = textOf(row, 'task', ID_MAX_CHARS, from)
    const worker = textOf(row, 'worker', ID_MAX_CHARS, from)
    const value = valueOf(row, files.kind, from)
    if (task !== null && worker !== null && value !== null) take(task, worker, value)
  })
}

interface Known {
  readonly values: Map<string, Value>
  /** of tasks that have more rows than one, how many more */
  readonly moreRows: Map<string, number>
  /** what is wrong whichever tasks there are, and what is only if there is this task */
  readonly found: FoundProblem[]
  readonly foundOf: { readonly task: string; readonly problem: FoundProblem }[]
}

/** Read before the responses: of their tasks, only those known here need to be remembered. */
async function readKnown(files: ResponseFiles, file: string): Promise<Known> {
  const known: Known = { values: new Map(), moreRows: new Map(), found: [], foundOf: [] }
  const { values, moreRows, foundOf } = known
  const from = { ...source(files, file, known.found), columns: ['task', columnOf(files.kind)] }
  await eachNamedRow(from, (row) => {
    const task = textOf(row, 'task', ID_MAX_CHARS, from)
    const value = valueOf(row, files.kind, from)
    if (task === null || value === null) return
    const before = values.get(task)
    if (before === undefined) values.set(task, value)
    else moreRows.set(task, (moreRows.get(task) ?? 0) + 1)
    if (before !== undefined && before !== value)
      foundOf.push({ task, problem: problemAt(file, row.line, (locale) => messages[locale].read.twoTruths({ task })) })
  })
  return known
}

/** Leaves what is known of other tasks out; returns how many rows that was, and adds the problems that count. */
function keepTasks({ values, moreRows, ...known }: Known, tasks: ReadonlySet<string>, found: FoundProblem[]): number {
  const counted = known.foundOf.filter(({ task }) => tasks.has(task)).map(({ problem }) => problem)
  found.push(...[...known.found, ...counted].toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)))
  let withoutTask = 0
  for (const task of values.keys()) {
    if (tasks.has(task)) continue
    withoutTask += 1 + (moreRows.get(task) ?? 0)
    values.delete(task)
  }
  return withoutTask
}

function source({ kind, signal }: ResponseFiles, file: string, found: FoundProblem[]) {
  return { file, found, signal, hint: (columns: readonly string[]) => otherKind(kind, columns) }
}

/** A file of texts given to a method for labels is the usual reason for a missing column. */
function otherKind(kind: Kind, columns: readonly string[]): Sentences | null {
  if (kind !== 'texts' && columns.includes('text')) return { en: messages.en.read.hasTexts, fr: messages.fr.read.hasTexts }
  if (kind === 'texts' && columns.includes('label')) return { en: messages.en.read.hasLabels, fr: messages.fr.read.hasLabels }
  return null
}

const columnOf = (kind: Kind): 'text' | 'label' => (kind === 'texts' ? 'text' : 'label')

function valueOf(row: NamedRow, kind: Kind, from: Pick<NamedColumns, 'file' | 'found'>): Value | null {
  const text = textOf(row, columnOf(kind), TEXT_MAX_CHARS, from)
  if (text === null || kind === 'texts') return text
  if (kind === 'labels') return text.trim().normalize('NFC')
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : NaN
  // the methods square numbers: beyond this they refuse
  if (Math.abs(number) <= 1e150) return number
  const received = text.slice(0, 40)
  from.found.push(problemAt(from.file, row.line, (locale) => messages[locale].read.notANumber({ received })))
  return null
}

/** Keeps all responses in memory. */
export function inMemory({ kind, repeats }: Pick<ResponseFiles, 'kind' | 'repeats'>): Collector<Given> {
  if (kind === 'labels') {
    const builder = crowdBuilder({ repeats })
    return {
      add: (task, worker, value) => builder.add(task, worker, value as string),
      build: () => ({ kind, crowd: builder.build() }),
    }
  }
  const rows: ResponseOf<Value>[] = []
  return {
    add: (task, worker, value) => rows.push({ task, worker, value }),
    build: () =>
      kind === 'texts'
        ? { kind, responses: responsesOf(rows as ResponseOf<string>[], { repeats }) }
        : { kind, responses: responsesOf(rows as ResponseOf<number>[], { repeats }) },
  }
}
