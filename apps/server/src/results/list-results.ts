import { answers, crowd, majorityVote } from '@canut/aggregation'
import type { BatchRow } from '../batches/index.ts'
import type { Db } from '../platform/db/database.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'
import { getTaskSetup } from '../task-types/index.ts'
import {
  listAnswers,
  listGiven,
  listLeastSure,
  listTasks,
  type GivenLabel,
  type Method,
  type ShownTask,
  type StoredAnswer,
  type SurePlace,
} from './results.store.ts'
import type { RunRow } from './runs.store.ts'

export interface ShownAnswer {
  readonly label: string | null
  readonly tied: readonly string[]
  readonly confidence: number
}

export interface ShownResult {
  readonly number: number
  readonly payload: unknown
  readonly truth: string | null
  readonly responses: number
  readonly majority: ShownAnswer | null
  readonly dawidSkene: (ShownAnswer & { readonly responses: number }) | null
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
}

/**
 * One page of results. The majority is computed from the responses as they are now, of this page only; Dawid-Skene's
 * labels are those of the last run.
 */
export async function listResults(db: Db, batch: BatchRow, run: RunRow | null, wanted: ResultsWanted): Promise<ListPage<ShownResult>> {
  const page = await pageOfTasks(db, batch.id, run, wanted)
  const numbers = page.items.map(({ number }) => number)
  const given = Map.groupBy(await listGiven(db, batch.id, numbers), ({ number }) => number)
  const sure = await listAnswers(db, batch.id, 'dawid_skene', numbers)
  const majorities = majoritiesOf([...given.values()].flat())
  const setup = getTaskSetup(batch.task_type, batch.settings)

  const items = page.items.map((task) => {
    const own = given.get(task.number) ?? []
    const majority = majorities.get(task.number) ?? null
    return {
      number: task.number,
      payload: task.payload,
      truth: task.truth === null ? null : setup.truthLabel(task.truth),
      responses: own.length,
      majority,
      dawidSkene: shownOf(sure.get(task.number)),
      given: own,
      disagreed:
        majority === null || majority.label === null
          ? []
          : own.filter(({ label }) => label !== majority.label).map(({ pseudonym }) => pseudonym),
    }
  })
  return { items, nextCursor: page.nextCursor }
}

async function pageOfTasks(db: Db, batchId: string, run: RunRow | null, wanted: ResultsWanted): Promise<ListPage<ShownTask>> {
  const limit = wanted.limit + 1
  if (wanted.order === 'task') {
    const tasks = await listTasks(db, batchId, wanted.after?.number ?? 0, limit)
    return toPage(tasks, wanted.limit, ({ number }) => encodePlace({ confidence: 0, number }))
  }
  // without labels of Dawid-Skene the majority of the run says where to look first
  const method: Method = run?.failure === 'too_large' ? 'majority_vote' : 'dawid_skene'
  const tasks = await listLeastSure(db, batchId, { method, after: wanted.after, below: wanted.below, limit })
  return toPage(tasks, wanted.limit, encodePlace)
}

function majoritiesOf(given: readonly GivenLabel[]): Map<number, ShownAnswer> {
  const labelled = given.flatMap(({ number, pseudonym, label }) =>
    label === null ? [] : [{ task: String(number), worker: pseudonym, label }],
  )
  return new Map([...answers(majorityVote(crowd(labelled)))].map(({ task, ...answer }) => [Number(task), answer]))
}

function shownOf(stored: StoredAnswer | undefined): (ShownAnswer & { responses: number }) | null {
  if (stored === undefined) return null
  return { label: stored.label, tied: stored.tied ?? [], confidence: stored.confidence, responses: stored.responses }
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
