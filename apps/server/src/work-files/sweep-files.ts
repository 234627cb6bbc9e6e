import type { Services } from '../platform/services.ts'
import { forgetFile } from './receive-file.ts'
import { PLACE_QUEUE, takePlaceOut } from './withdraw-place.ts'
import { sortUntouched } from './work-files.store.ts'

/** As long as a device keeps a draft that may name the file, twice. */
const UNNAMED_DAYS = 28
const FILES_A_STEP = 200
const HOUR_SECONDS = 3600

export function startFileTasks(services: Services): void {
  services.jobs.every('sweep-work-files', HOUR_SECONDS, () => sweepFiles(services))
  services.jobs.handle(PLACE_QUEUE, ({ fileId }: { fileId: string }) => takePlaceOut(services, fileId))
}

/** Removes what was sent and never named by a response. What a response names stays as long as the response. */
export async function sweepFiles(services: Services): Promise<void> {
  const before = new Date(services.now().getTime() - UNNAMED_DAYS * 24 * HOUR_SECONDS * 1000)
  const ids = await sortUntouched(services.db, before, FILES_A_STEP)
  for (const id of ids) await forgetFile(services, id, before)
  if (ids.length > 0) services.log.info({ swept: ids.length }, 'work_files_swept')
}
