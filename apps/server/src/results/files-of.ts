import type { BatchRow } from '../batches/index.ts'
import type { Services } from '../platform/services.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { readScreenFiles, type ScreenFiles } from '../work-files/index.ts'

export interface ShownWithMedia {
  readonly payload: unknown
  /** responses that are shown with the task */
  readonly given: readonly { readonly response: unknown }[]
}

/** Addresses of the files that these tasks refer to, and of those that workers sent with the responses, for their screens. */
export async function filesOf(
  services: Pick<Services, 'db' | 'now'>,
  batch: BatchRow,
  tasks: readonly ShownWithMedia[],
): Promise<ScreenFiles> {
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const names = tasks.flatMap(({ payload, given }) => [
    ...setup.mediaNames(payload),
    ...given.flatMap(({ response }) => (setup.files?.named(response) ?? []).map(({ file }) => file)),
  ])
  return (await readScreenFiles(services, batch.project_id, names, setup.framed === true))('staff')
}
