import type { Db } from '../platform/db/database.ts'
import { getTaskSetup, type Issue, type TaskSetup } from '../task-types/index.ts'
import { findTask, type BatchRow } from './batches.store.ts'

export interface Trial {
  readonly setup: TaskSetup
  readonly task: { readonly number: number; readonly payload: unknown; readonly truth: unknown }
  /** in its canonical form when it is valid, else as it came */
  readonly response: unknown
  readonly issues: readonly Issue[]
  readonly label: string | null
  /** null: not a gold task */
  readonly goldLabel: string | null
}

/** A trial sends no files: what stands for one on the device counts as one that has arrived. */
function asIfSent(response: unknown): unknown {
  const sent = JSON.stringify(response ?? null).replaceAll(/local:[0-9a-f-]{36}/g, `fil_${'0'.repeat(32)}`)
  return JSON.parse(sent) as unknown
}

/** What a response to a task would become; stores nothing. Null when there is no such task. */
export async function tryResponse(db: Db, batch: BatchRow, number: number, read: (setup: TaskSetup) => unknown): Promise<Trial | null> {
  const task = await findTask(db, batch.id, number)
  if (task === null) return null
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const given = setup.files === undefined ? read(setup) : asIfSent(read(setup))
  const checked = setup.check(given, task.payload)
  return {
    setup,
    task,
    response: checked.ok ? checked.value : given,
    issues: checked.ok ? [] : checked.error,
    label: checked.ok ? setup.label(checked.value) : null,
    goldLabel: task.truth === null ? null : setup.truthLabel(task.truth),
  }
}
