import type { BatchRow } from '../batches/index.ts'
import type { Db } from '../platform/db/database.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { findMediaAddresses } from '../work-files/index.ts'

export interface ShownWithMedia {
  readonly payload: unknown
  /** responses that are shown with the task */
  readonly given: readonly { readonly response: unknown }[]
}

/** Addresses of the files that these tasks refer to, and of those that workers sent with the responses, for their screens. */
export async function mediaOf(db: Db, batch: BatchRow, tasks: readonly ShownWithMedia[]): Promise<(name: string) => string | null> {
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const names = new Set(
    tasks.flatMap(({ payload, given }) => [
      ...setup.mediaNames(payload),
      ...given.flatMap(({ response }) => (setup.files?.named(response) ?? []).map(({ file }) => file)),
    ]),
  )
  const addresses = await findMediaAddresses(db, batch.project_id, [...names])
  return (name) => addresses.of(name, 'staff')
}
