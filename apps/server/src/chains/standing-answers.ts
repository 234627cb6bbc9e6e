import type { Db } from '../platform/db/database.ts'
import { getTaskSetup } from '../task-types/index.ts'
import type { BatchRow } from '../batches/index.ts'
import { listFound, listOfLabel } from './passed.store.ts'

/** What all responses to a task say together. */
export interface StandingAnswer {
  /** null when they say nothing that could be taken for one response, as when labels are tied */
  readonly response: unknown
  readonly label: string | null
  /** 1 where a person settled it */
  readonly confidence: number | null
}

/**
 * What a person settled, or what the last run of aggregation found for these tasks. Where the method finds a label, the response
 * that passes is the first one that has it.
 */
export async function readStanding(db: Db, batch: BatchRow, numbers: readonly number[]): Promise<Map<number, StandingAnswer>> {
  const found = await listFound(db, batch.id, numbers)
  const labelled = found.filter(({ response, label }) => response === null && label !== null)
  const first = await listOfLabel(db, batch.id, labelled)
  const setup = getTaskSetup(batch.task_type, batch.settings)
  return new Map(
    found.map(({ number, isSettled, ...result }) => {
      const response = result.response ?? first.get(number) ?? null
      const label = result.label ?? (response === null ? null : setup.label(response))
      return [number, { response, label, confidence: isSettled ? 1 : result.confidence }]
    }),
  )
}
