import { crowdBuilder, responsesOf, type ResponseOf } from '@canut/aggregation'
import { eachNamedRow, problemAt, refusalOf, textOf, type FoundProblem, type NamedColumns, type NamedRow } from '../imports/index.ts'
import type { Sentences } from '../platform/startup-problem.ts'
import { aggregateMessages as messages } from './aggregate.messages.ts'
import type { Truth } from './compute.ts'
import type { Kind } from '../methods/index.ts'
import type { Given } from '../methods/index.ts'

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

export interface ReadResponses {
  readonly given: Given
  readonly truth: Truth | null
  readonly gold: ReadonlyMap<string, string> | null
  /** rows of the truth, and of the gold, about tasks that have no response */
  readonly truthWithoutTask: number
  readonly goldWithoutTask: number
}

type Value = string | number

/**
 * Reads responses (columns task, worker, and `label` or `text`), and what is known about their tasks. A label loses the spaces
 * around it and is brought to one form of Unicode, as in batches; ids and texts stay as they are.
 *
 * @throws StartupProblem that names every bad line of all the files, twenty of them in full.
 */
export async function readResponses(files: ResponseFiles): Promise<ReadResponses> {
  const found: FoundProblem[] = []
  const { add, build } = collector(files)
  const tasks = new Set<string>()
  await eachResponse(files, found, (task, worker, value) => {
    tasks.add(task)
    add(task, worker, value)
  })
  const truth = files.truth === null ? null : await readKnown(files, files.truth, found, tasks)
  const gold = files.gold === null ? null : await readKnown(files, files.gold, found, tasks)
  // a file that is bad all over has no tasks, which says nothing about the truth
  if (found.length === 0 && files.truth !== null && truth !== null && truth.values.size === 0)
    found.push(problemAt(files.truth, null, (locale) => messages[locale].read.truthElsewhere))
  if (found.length > 0) throw refusalOf(found, { en: messages.en.read.notUsable, fr: messages.fr.read.notUsable })
  return {
    given: build(),
    truth: truth === null ? null : (truth.values as Truth),
    gold: gold === null ? null : (gold.values as ReadonlyMap<string, string>),
    truthWithoutTask: truth?.withoutTask ?? 0,
    goldWithoutTask: gold?.withoutTask ?? 0,
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

async function readKnown(files: ResponseFiles, file: string, found: FoundProblem[], tasks: ReadonlySet<string>) {
  const values = new Map<string, Value>()
  let withoutTask = 0
  const from = { ...source(files, file, found), columns: ['task', columnOf(files.kind)] }
  await eachNamedRow(from, (row) => {
    const task = textOf(row, 'task', ID_MAX_CHARS, from)
    const value = valueOf(row, files.kind, from)
    if (task === null || value === null) return
    if (!tasks.has(task)) withoutTask += 1
    else if ((values.get(task) ?? value) !== value)
      found.push(problemAt(file, row.line, (locale) => messages[locale].read.twoTruths({ task })))
    else values.set(task, value)
  })
  return { values, withoutTask }
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

interface Collector {
  add(task: string, worker: string, value: Value): void
  build(): Given
}

function collector({ kind, repeats }: Pick<ResponseFiles, 'kind' | 'repeats'>): Collector {
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
