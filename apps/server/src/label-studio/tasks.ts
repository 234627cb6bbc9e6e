import { listOf, membersOf, numberOf, textIn, type Members } from '../platform/members.ts'
import { responseFrom, resultOf } from './results.ts'

/** A task of Label Studio: what it shows under `data`, and what people or models said of it. */
export function isLabelStudioTask(row: Members): boolean {
  const { data, annotations, predictions, completions } = row
  return (
    membersOf(data) === data && Object.keys(membersOf(data)).length > 0 && [annotations, predictions, completions].every(isListOrMissing)
  )
}

const isListOrMissing = (value: unknown): boolean => value === undefined || value === null || Array.isArray(value)

export interface ReadTask {
  /** what the task shows, by the columns of the task type */
  readonly columns: Members
  /** the best prediction, else an annotation, to begin from; null without either */
  readonly prediction: unknown
  /** an annotation that was marked as ground truth */
  readonly truth: unknown
  /** an annotation is marked as ground truth, and cannot be read: to go on without it would make another task of this one */
  readonly isTruthUnreadable: boolean
  /** of the task and of its data, what is handed on to exports */
  readonly passed: Members
}

export interface TaskReading {
  readonly taskType: string
  readonly settings: unknown
  /** the columns that the type reads */
  readonly columns: { readonly required: readonly string[]; readonly optional: readonly string[] }
}

/**
 * A task of an export or import file of Label Studio. Predictions, and annotations that are no ground truth, become what a
 * worker begins from and not responses: nobody here was paid for them, and a response is what a person here made.
 */
export function readTask(row: Members, { taskType, settings, columns: wanted }: TaskReading): ReadTask {
  const data = membersOf(row['data'])
  const { columns, used } = columnsOf(data, wanted)
  const read = (said: unknown) => responseFrom(membersOf(said)['result'], { taskType, settings, payload: columns })
  const annotations = listOf(row['annotations'] ?? row['completions']).filter((each) => membersOf(each)['was_cancelled'] !== true)
  const known = annotations.find((each) => membersOf(each)['ground_truth'] === true)
  const truth = known === undefined ? null : read(known)
  const first = [...listOf(row['predictions']).toSorted(byScore), ...annotations].find((each) => each !== known && read(each) !== null)
  return {
    columns,
    prediction: first === undefined ? null : read(first),
    truth,
    isTruthUnreadable: truth === null && REGIONS.includes(taskType) && listOf(membersOf(known)['result']).length > 0,
    passed: {
      ...(row['id'] === undefined ? {} : { id: row['id'] }),
      ...Object.fromEntries(Object.entries(data).filter(([name]) => !used.has(name))),
    },
  }
}

/** Of these a result holds nothing but regions; of others it may hold answers to questions that are not ours. */
const REGIONS = ['bbox', 'polygon', 'mask', 'keypoints']

const byScore = (a: unknown, b: unknown): number => (numberOf(membersOf(b)['score']) ?? 0) - (numberOf(membersOf(a)['score']) ?? 0)

/** By their names. A configuration may call its data anything: the one text that is left stands for the one needed column that is missing. */
function columnsOf(data: Members, { required, optional }: TaskReading['columns']): { columns: Members; used: ReadonlySet<string> } {
  const list = Object.entries(data).find(([, value]) => Array.isArray(value))
  if (list !== undefined && required.includes('item_1')) {
    const items = listOf(list[1]).map((item, place) => [`item_${place + 1}`, itemOf(item)] as const)
    const prompt = optional.filter((name) => typeof data[name] === 'string').map((name) => [name, data[name]] as const)
    return { columns: Object.fromEntries([...items, ...prompt]), used: new Set([list[0], ...prompt.map(([name]) => name)]) }
  }
  const names = [...required, ...optional].filter((name) => data[name] !== undefined && data[name] !== null)
  const columns = Object.fromEntries(names.map((name) => [name, data[name]]))
  const [missing, ...others] = required.filter((name) => !names.includes(name))
  const [left, ...more] = Object.keys(data).filter((name) => !names.includes(name) && typeof data[name] === 'string')
  if (missing === undefined || left === undefined || others.length + more.length > 0) return { columns, used: new Set(names) }
  return { columns: { ...columns, [missing]: data[left] }, used: new Set([...names, left]) }
}

/** An item of a list is a text, or has one under one of these names. */
const itemOf = (item: unknown): string => (typeof item === 'string' ? item : textIn(item, 'body', 'text', 'html', 'title'))

export interface TaskWriting {
  readonly id: number
  readonly taskType: string
  readonly settings: unknown
  readonly payload: Members
  readonly passed: Members | null
  readonly now: Date
}

export interface AnnotationWriting {
  readonly response: unknown
  /** who made it, or how: `completed_by` may name users of Label Studio only, and a file with others is refused there */
  readonly facts: Members
  readonly submittedAt: string | null
  readonly workMs: number | null
  readonly isTruth: boolean
}

/** More than a task has responses, so that each annotation has a number of its own. */
const ANNOTATIONS_MOST = 100_000

/** A task with what people said of it, as the editor imports it. */
export function writeTask(of: TaskWriting, annotations: readonly AnnotationWriting[]): Members {
  const { id, payload, passed, now } = of
  return {
    id,
    data: { ...passed, ...payload },
    annotations: annotations.map((each, place) => ({
      id: id * ANNOTATIONS_MOST + place + 1,
      result: resultOf(each.response, of),
      was_cancelled: false,
      ground_truth: each.isTruth,
      created_at: each.submittedAt ?? now.toISOString(),
      updated_at: each.submittedAt ?? now.toISOString(),
      lead_time: each.workMs === null ? null : each.workMs / 1000,
      meta: each.facts,
    })),
    predictions: [],
  }
}
