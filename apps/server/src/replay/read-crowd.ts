import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { fromTable, sentenceOfProblem } from '../imports/index.ts'
import { readTable } from '../platform/tables/index.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { StartupProblem } from '../platform/startup-problem.ts'
import { replayMessages } from './replay.messages.ts'

/** What a task type of labels and a batch allow; the instance says so too, but only after everything else was set up. */
const LABEL_MAX_CHARS = 100
const LABELS = { min: 2, max: 50 }
const REDUNDANCY_MAX = 99
const TASK_MAX_CHARS = 20_000
const LISTED_MAX = 20

/** A recorded response: the number of its task in the batch, from 1, and the label. */
export interface RecordedResponse {
  readonly number: number
  readonly label: string
}

/** Who answered what, once. Tasks are numbered in the order in which they first appear, as an import will number them. */
export interface RecordedCrowd {
  /** task ids by number − 1 */
  readonly tasks: readonly string[]
  readonly workers: readonly { readonly id: string; readonly responses: readonly RecordedResponse[] }[]
  /** all labels that occur, also in the truth; sorted */
  readonly labels: readonly string[]
  /** true labels by task number; empty when no truth was given */
  readonly truth: ReadonlyMap<number, string>
  readonly responses: number
  /** rows left out because a later row has the same task and worker */
  readonly dropped: number
  /** rows of the truth about tasks that nobody labelled */
  readonly truthWithoutTask: number
  /** the most responses that any task has */
  readonly redundancy: number
}

interface Row {
  readonly line: number
  readonly values: Readonly<Record<string, unknown>>
}

/** A problem in a file, as a sentence in each language. */
type Say = (locale: Locale) => string
interface Found {
  readonly file: string
  readonly line: number | null
  readonly say: Say
}

/**
 * Reads a recorded crowd (columns task, worker, label) and, when there is one, its truth (task, label). Labels lose the
 * spaces around them, as settings of a batch do.
 *
 * @throws StartupProblem that names every bad line, at most 20 of them.
 */
export async function readCrowd(labelsFile: string, truthFile: string | null): Promise<RecordedCrowd> {
  const found: Found[] = []
  const numbers = new Map<string, number>()
  const perWorker = new Map<string, Map<number, string>>()
  const labels = new Set<string>()
  let rows = 0
  await eachRow(labelsFile, ['task', 'worker', 'label'], found, (row) => {
    const task = textOf(row, 'task', labelsFile, found, TASK_MAX_CHARS)
    const worker = textOf(row, 'worker', labelsFile, found, TASK_MAX_CHARS)
    const label = labelOf(row, labelsFile, found)
    if (task === null || worker === null || label === null) return
    rows += 1
    labels.add(label)
    const number = numbers.get(task) ?? numbers.size + 1
    numbers.set(task, number)
    const own = perWorker.get(worker) ?? new Map<number, string>()
    perWorker.set(worker, own.set(number, label))
  })
  const truth = new Map<number, string>()
  let truthWithoutTask = 0
  if (truthFile !== null) {
    await eachRow(truthFile, ['task', 'label'], found, (row) => {
      const task = textOf(row, 'task', truthFile, found, TASK_MAX_CHARS)
      const label = labelOf(row, truthFile, found)
      if (task === null || label === null) return
      const number = numbers.get(task)
      if (number === undefined) truthWithoutTask += 1
      else if ((truth.get(number) ?? label) !== label)
        found.push(at(truthFile, row.line, (locale) => replayMessages[locale].crowd.twoTruths({ task })))
      else truth.set(number, label)
    })
  }
  const workers = Array.from(perWorker, ([id, own]) => ({ id, responses: Array.from(own, ([number, label]) => ({ number, label })) }))
  const responses = workers.reduce((sum, worker) => sum + worker.responses.length, 0)
  const tasks = [...numbers.keys()]
  const crowd = {
    tasks,
    workers,
    labels: [...new Set([...labels, ...truth.values()])].toSorted(),
    truth,
    responses,
    dropped: rows - responses,
    truthWithoutTask,
    redundancy: 0,
  }
  const busiest = busiestTask(crowd)
  if (found.length === 0) found.push(...limitsBroken(crowd, busiest, labelsFile))
  if (found.length > 0) throw problemOf(found)
  return { ...crowd, redundancy: busiest.responses }
}

async function eachRow(file: string, columns: readonly string[], found: Found[], take: (row: Row) => void): Promise<void> {
  const source = createReadStream(file)
  const before = found.length
  try {
    for await (const { table, rows, problems } of readTable(source, { name: file })) {
      for (const problem of problems) found.push(at(file, problem.line, (locale) => sentenceOfProblem(fromTable(problem), locale)))
      const missing = table.columns === null ? [] : columns.filter((name) => table.columns?.includes(name) === false)
      if (missing.length > 0) {
        const list = { columns: missing.join(', '), found: table.columns?.join(', ') ?? '' }
        found.push(at(file, 1, (locale) => replayMessages[locale].crowd.columnsMissing(list)))
        return
      }
      for (const row of rows) take(row)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    const reason = error.message
    throw new StartupProblem(
      'crowd_not_usable',
      {
        en: replayMessages.en.crowd.notReadable({ file, reason }),
        fr: replayMessages.fr.crowd.notReadable({ file, reason }),
      },
      { cause: error },
    )
  } finally {
    found.push(...found.splice(before).toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)))
  }
}

function textOf(row: Row, column: string, file: string, found: Found[], maxChars: number): string | null {
  const value = row.values[column]
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
  if (typeof text !== 'string' || text.trim() === '')
    found.push(at(file, row.line, (locale) => replayMessages[locale].crowd.empty({ column })))
  else if (text.length > maxChars)
    found.push(at(file, row.line, (locale) => replayMessages[locale].crowd.tooLong({ column, max: maxChars })))
  else return text
  return null
}

function labelOf(row: Row, file: string, found: Found[]): string | null {
  const label = textOf(row, 'label', file, found, LABEL_MAX_CHARS)?.trim().normalize('NFC') ?? null
  if (label === null || !/[|\r\n]/.test(label)) return label
  found.push(at(file, row.line, (locale) => replayMessages[locale].crowd.labelCharacters))
  return null
}

function busiestTask({ tasks, workers }: Pick<RecordedCrowd, 'tasks' | 'workers'>): { task: string; responses: number } {
  const counts = new Uint32Array(tasks.length)
  for (const worker of workers) for (const { number } of worker.responses) counts[number - 1] = (counts[number - 1] ?? 0) + 1
  let busiest = 0
  for (let i = 1; i < counts.length; i++) if ((counts[i] ?? 0) > (counts[busiest] ?? 0)) busiest = i
  return { task: tasks[busiest] ?? '', responses: counts[busiest] ?? 0 }
}

function limitsBroken({ labels }: Pick<RecordedCrowd, 'labels'>, busiest: { task: string; responses: number }, file: string): Found[] {
  const found: Found[] = []
  if (labels.length < LABELS.min || labels.length > LABELS.max)
    found.push(at(file, null, (locale) => replayMessages[locale].crowd.labelCount({ count: labels.length, ...LABELS })))
  if (busiest.responses > REDUNDANCY_MAX)
    found.push(at(file, null, (locale) => replayMessages[locale].crowd.tooRedundant({ ...busiest, max: REDUNDANCY_MAX })))
  return found
}

const at = (file: string, line: number | null, say: Say): Found => ({ file: basename(file), line, say })

function problemOf(found: readonly Found[]): StartupProblem {
  const inLanguage = (locale: Locale) => {
    const t = replayMessages[locale].crowd
    const lines = found.slice(0, LISTED_MAX).map(({ file, line, say }) => t.place({ file, line, sentence: say(locale) }))
    const more = found.length > LISTED_MAX ? `\n${t.more({ count: found.length - LISTED_MAX })}` : ''
    return `${t.notUsable}\n${lines.map((text) => `  - ${text}`).join('\n')}${more}`
  }
  return new StartupProblem('crowd_not_usable', { en: inLanguage('en'), fr: inLanguage('fr') })
}
