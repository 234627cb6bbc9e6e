import { err, ok, type ProjectError, type Result } from '@canut/domain'
import { inTransaction } from '../platform/db/transaction.ts'
import type { Services } from '../platform/services.ts'
import { lockProject } from '../projects/index.ts'
import { deleteMedia, findBatchUsing, findMedia, hasUnfinishedImport } from './media.store.ts'

/** Removes a file that no task needs. Removing it a second time does nothing. */
export async function removeMedia(
  services: Pick<Services, 'db' | 'files' | 'log'>,
  of: { mediaId: string; by: string },
): Promise<Result<void, ProjectError>> {
  const media = await findMedia(services.db, of.mediaId)
  if (media === null) return ok(undefined)
  const removed = await inTransaction(services.db, async (tx): Promise<Result<void, ProjectError>> => {
    await lockProject(tx, media.projectId)
    if (await hasUnfinishedImport(tx, media.projectId)) return err({ kind: 'media_wanted_by_import', name: media.name })
    const batch = await findBatchUsing(tx, media.projectId, media.name)
    if (batch !== null) return err({ kind: 'media_in_use', name: media.name, batch })
    await deleteMedia(tx, media.id)
    return ok(undefined)
  })
  if (!removed.ok) return removed
  // after the commit: a row without its file would be a broken image, a file without its row harms nobody
  await services.files.remove(media.storageKey)
  services.log.info({ mediaId: media.id, projectId: media.projectId, by: of.by }, 'media_removed')
  return ok(undefined)
}
