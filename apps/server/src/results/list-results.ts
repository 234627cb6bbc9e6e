import { answers, crowd, majorityVote } from '@canut/aggregation'
import type { BatchRow } from '../batches/index.ts'
import type { Db } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { getTaskSetup, type TaskSetup } from '../task-types/index.ts'
import { listAdjudications, type Adjudication } from './adjudications.store.ts'
import {
  listGiven,
  listLeastSure,
  listStored,
  listTasks,
  type GivenLabel,
  type ShownTask,
  type StoredResult,
  type SurePlace,
} from './results.store.ts'
import type { RunRow } from './runs.store.ts'

export interface ShownAnswer {
  readonly label: string | null
  readonly tied: readonly string[]
  readonly confidence: number
}

/** What a task is held to be. */
export interface Outcome {
  /** as the last run used it, or `adjudicated` */
  readonly method: string
  readonly label: string | null
  readonly tied: readonly string[]
  /** null where the label is all */
  readonly response: unknown
  /** of the computation; null where the method says nothing of it, or a person settled it */
  readonly confidence: number | null
  /** that the computation knew */
  readonly responses: number
  readonly adjudication: { readonly by: string; readonly at: Date } | null
}

export interface ShownResult {
  readonly number: number
  readonly payload: unknown
  /** the label that its known response stands for; null where responses of its kind have none */
  readonly truth: string | null
  /** the known response of a gold task; null for all others */
  readonly known: unknown
  readonly responses: number
  readonly majority: ShownAnswer | null
  readonly outcome: Outcome | null
  readonly given: readonly GivenLabel[]
  /** those who gave another label than the majority */
  readonly disagreed: readonly string[]
}

export interface ResultsWanted {
  readonly order: 'task' | 'least_sure'
  readonly below: number | null
  /** the cursor of the page before */
  readonly after: SurePlace | null
  readonly limit: number
  /** only tasks whose responses say different things; in the order `least_sure` */
  readonly divided?: boolean
}

/**
 * One page of results. The majority is computed from the responses as they are now, of this page only; what tasks are held
 * to be is from the last run, or from a person who settled it.
 */
export async function listResults(db: Db, batch: BatchRow, run: RunRow | null, wanted: ResultsWanted): Promise<ListPage<ShownResult>> {
  const page = await pageOfTasks(db, batch.id, wanted)
  return { items: await showResults(db, batch, run, page.items), nextCursor: page.nextCursor }
}

/** These tasks with everything that is known of their results. */
export async function showResults(db: Db, batch: BatchRow, run: RunRow | null, tasks: readonly ShownTask[]): Promise<ShownResult[]> {
  const numbers = tasks.map(({ number }) => number)
  const given = Map.groupBy(await listGiven(db, batch.id, numbers), ({ number }) => number)
  const stored = await listStored(db, batch.id, numbers)
  const adjudications = await listAdjudications(db, batch.id, numbers)
  const majorities = majoritiesOf([...given.values()].flat())
  const setup = getTaskSetup(batch.task_type, batch.settings)

  return tasks.map((task) => {
    const own = given.get(task.number) ?? []
    const majority = majorities.get(task.number) ?? null
    return {
      number: task.number,
      payload: task.payload,
      truth: task.truth === null ? null : setup.truthLabel(task.truth),
      known: task.truth,
      responses: own.length,
      majority,
      outcome: outcomeOf(stored.get(task.number), adjudications.get(task.number), run),
      given: own,
      disagreed:
        majority === null || majority.label === null
          ? []
          : own.filter(({ label }) => label !== majority.label).map(({ pseudonym }) => pseudonym),
    }
  })
}

async function pageOfTasks(db: Db, batchId: string, wanted: ResultsWanted): Promise<ListPage<ShownTask>> {
  const limit = wanted.limit + 1
  if (wanted.order === 'task') {
    const tasks = await listTasks(db, batchId, wanted.after?.number ?? 0, limit)
    return toPage(tasks, wanted.limit, ({ number }) => encodePlace({ confidence: 0, number }))
  }
  const { after, below, divided = false } = wanted
  return toPage(await listLeastSure(db, batchId, { after, below, limit, divided }), wanted.limit, encodePlace)
}

function majoritiesOf(given: readonly GivenLabel[]): Map<number, ShownAnswer> {
  const labelled = given.flatMap(({ number, pseudonym, label }) =>
    label === null ? [] : [{ task: String(number), worker: pseudonym, label }],
  )
  return new Map([...answers(majorityVote(crowd(labelled)))].map(({ task, ...answer }) => [Number(task), answer]))
}

/** A person's answer stands before the computed one. */
function outcomeOf(stored: StoredResult | undefined, settled: Adjudication | undefined, run: RunRow | null): Outcome | null {
  if (settled !== undefined) {
    const { label, response, by, at } = settled
    return {
      method: 'adjudicated',
      label,
      tied: [],
      response,
      confidence: null,
      responses: stored?.responses ?? 0,
      adjudication: { by, at },
    }
  }
  if (stored === undefined) return null
  const { label, tied, response, confidence, responses } = stored
  return { method: run?.method ?? 'none', label, tied: tied ?? [], response, confidence, responses, adjudication: null }
}

/** What a person reads: labels by the words of the task type, which it finds in any response that has the label. */
export function describeLabel(setup: TaskSetup, label: string, given: readonly GivenLabel[], locale: Locale): string {
  const found = given.find((each) => each.label === label)
  return found === undefined ? label : setup.describe(found.response, locale)
}

function encodePlace({ confidence, number }: SurePlace): string {
  return `${number}.${Buffer.from(Float64Array.of(confidence).buffer).toString('hex')}`
}

/** Undefined when the text is no cursor of ours. */
export function decodePlace(cursor: string): SurePlace | undefined {
  const match = /^(\d{1,10})\.([0-9a-f]{16})$/.exec(cursor)
  if (match === null) return undefined
  const number = Number(match[1])
  const confidence = Buffer.from(match[2] ?? '', 'hex').readDoubleLE()
  return number <= 2_147_483_647 && Number.isFinite(confidence) ? { number, confidence } : undefined
}
