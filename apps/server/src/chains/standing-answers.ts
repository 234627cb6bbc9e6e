import type { BatchRow } from '../batches/index.ts'
import type { Db } from '../platform/db/database.ts'
import { getTaskSetup, type TaskSetup } from '../task-types/index.ts'
import { listCounted, type CountedResponse } from './passed.store.ts'

/** What all responses to a task say together. */
export interface StandingAnswer {
  /** null when they say nothing that could be taken for one response, as when labels are tied */
  readonly response: unknown
  readonly label: string | null
  readonly confidence: number | null
}

/**
 * What the responses to these tasks say together, by the first method of the task type. A task without responses that count
 * is absent.
 */
export async function readStanding(db: Db, batch: BatchRow, numbers: readonly number[]): Promise<Map<number, StandingAnswer>> {
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const given = await listCounted(db, batch.id, numbers)
  return setup.consolidation?.kind === 'responses' ? together(setup, given) : majorities(given)
}

function together(setup: TaskSetup, given: readonly CountedResponse[]): Map<number, StandingAnswer> {
  const { consolidation } = setup
  if (consolidation?.kind !== 'responses') return new Map()
  const { tasks } = consolidation.consolidate(
    consolidation.methods[0] ?? '',
    given.map(({ number, workerId, body }) => ({ task: String(number), worker: workerId, response: body })),
  )
  return new Map(
    tasks.map(({ task, response, confidence }) => [
      Number(task),
      { response, label: response === null ? null : setup.label(response), confidence },
    ]),
  )
}

function majorities(given: readonly CountedResponse[]): Map<number, StandingAnswer> {
  const standing = new Map<number, StandingAnswer>()
  for (const [number, responses] of Map.groupBy(given, (response) => response.number)) {
    const byLabel = Map.groupBy(responses, ({ label }) => label)
    const [first, second] = [...byLabel.values()].toSorted((a, b) => b.length - a.length)
    const chosen = first?.[0]
    if (first === undefined || chosen === undefined) continue
    const isTied = first.length === second?.length
    const { body, label } = isTied ? { body: null, label: null } : chosen
    standing.set(number, { response: body, label, confidence: first.length / responses.length })
  }
  return standing
}
