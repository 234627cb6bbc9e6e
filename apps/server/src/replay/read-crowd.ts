import { eachNamedRow, problemAt, refusalOf, textOf, type FoundProblem, type NamedRow } from '../imports/index.ts'
import { replayMessages } from './replay.messages.ts'

/** What a task type of labels and a batch allow; the instance says so too, but only after everything else was set up. */
const LABEL_MAX_CHARS = 100
const LABELS = { min: 2, max: 50 }
const REDUNDANCY_MAX = 99
const TASK_MAX_CHARS = 20_000

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

/**
 * Reads a recorded crowd (columns task, worker, label) and, when there is one, its truth (task, label). Labels lose the
 * spaces around them, as settings of a batch do.
 *
 * @throws StartupProblem that names every bad line, at most 20 of them.
 */
export async function readCrowd(labelsFile: string, truthFile: string | null): Promise<RecordedCrowd> {
  const found: FoundProblem[] = []
  const numbers = new Map<string, number>()
  const perWorker = new Map<string, Map<number, string>>()
  const labels = new Set<string>()
  let rows = 0
  const ofLabels = { file: labelsFile, columns: ['task', 'worker', 'label'], found }
  await eachNamedRow(ofLabels, (row) => {
    const task = textOf(row, 'task', TASK_MAX_CHARS, ofLabels)
    const worker = textOf(row, 'worker', TASK_MAX_CHARS, ofLabels)
    const label = labelOf(row, ofLabels)
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
    const ofTruth = { file: truthFile, columns: ['task', 'label'], found }
    await eachNamedRow(ofTruth, (row) => {
      const task = textOf(row, 'task', TASK_MAX_CHARS, ofTruth)
      const label = labelOf(row, ofTruth)
      if (task === null || label === null) return
      const number = numbers.get(task)
      if (number === undefined) truthWithoutTask += 1
      else if ((truth.get(number) ?? label) !== label)
        found.push(problemAt(truthFile, row.line, (locale) => replayMessages[locale].crowd.twoTruths({ task })))
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
  if (found.length > 0) throw refusalOf(found, { en: replayMessages.en.crowd.notUsable, fr: replayMessages.fr.crowd.notUsable })
  return { ...crowd, redundancy: busiest.responses }
}

function labelOf(row: NamedRow, from: { readonly file: string; readonly found: FoundProblem[] }): string | null {
  const label = textOf(row, 'label', LABEL_MAX_CHARS, from)?.trim().normalize('NFC') ?? null
  if (label === null || !/[|\r\n]/.test(label)) return label
  from.found.push(problemAt(from.file, row.line, (locale) => replayMessages[locale].crowd.labelCharacters))
  return null
}

function busiestTask({ tasks, workers }: Pick<RecordedCrowd, 'tasks' | 'workers'>): { task: string; responses: number } {
  const counts = new Uint32Array(tasks.length)
  for (const worker of workers) for (const { number } of worker.responses) counts[number - 1] = (counts[number - 1] ?? 0) + 1
  let busiest = 0
  for (let i = 1; i < counts.length; i++) if ((counts[i] ?? 0) > (counts[busiest] ?? 0)) busiest = i
  return { task: tasks[busiest] ?? '', responses: counts[busiest] ?? 0 }
}

function limitsBroken(
  { labels }: Pick<RecordedCrowd, 'labels'>,
  busiest: { task: string; responses: number },
  file: string,
): FoundProblem[] {
  const found: FoundProblem[] = []
  if (labels.length < LABELS.min || labels.length > LABELS.max)
    found.push(problemAt(file, null, (locale) => replayMessages[locale].crowd.labelCount({ count: labels.length, ...LABELS })))
  if (busiest.responses > REDUNDANCY_MAX)
    found.push(problemAt(file, null, (locale) => replayMessages[locale].crowd.tooRedundant({ ...busiest, max: REDUNDANCY_MAX })))
  return found
}
