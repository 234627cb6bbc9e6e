import type { BatchRow } from '../batches/index.ts'
import { findMediaByNames, mediaPath } from '../media/index.ts'
import type { Db } from '../platform/db/database.ts'
import { getTaskSetup } from '../task-types/index.ts'

/** Addresses of the files that these tasks refer to, for their screens. */
export async function mediaOf(
  db: Db,
  batch: BatchRow,
  tasks: readonly { readonly payload: unknown }[],
): Promise<(name: string) => string | null> {
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const names = new Set(tasks.flatMap(({ payload }) => setup.mediaNames(payload)))
  const files = await findMediaByNames(db, batch.project_id, [...names])
  const paths = new Map(files.map((file) => [file.name, mediaPath(file)]))
  return (name) => paths.get(name) ?? null
}
