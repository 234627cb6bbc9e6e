import { keepContent, withSpooled } from '../media/index.ts'
import type { Tx } from '../platform/db/database.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { FileMissing } from '../platform/files/file-store.ts'
import type { Services } from '../platform/services.ts'
import { sniffBytes } from '../platform/uploads/index.ts'
import { endAgreements, findWorkFile, replaceContent, type StoredContent } from './work-files.store.ts'

type Needs = Pick<Services, 'db' | 'files' | 'config' | 'log'>

export const PLACE_QUEUE = 'take-place-out'

/**
 * After a response was changed: photos that were sent with the place where they were taken, and that it names no more, lose the
 * place. A worker who takes the agreement back sends the photo anew without it; the earlier one stays with the earlier response,
 * and without this the place would stay as well.
 */
export async function withdrawPlaces({ jobs }: Pick<Services, 'jobs'>, tx: Tx, assignmentId: string): Promise<void> {
  for (const fileId of await endAgreements(tx, assignmentId)) await jobs.send(tx, PLACE_QUEUE, { fileId })
}

/** Encodes a photo anew, so that only its pixels stay. Doing it twice, or in two processes at once, is doing it once. */
export async function takePlaceOut(services: Needs, fileId: string): Promise<void> {
  const stored = await storedWithPlace(services, fileId)
  if (stored === null) return
  try {
    await encodeAnew(services, fileId, stored)
  } catch (error) {
    // another process was faster, and removed what this one was reading
    if (error instanceof FileMissing && (await storedWithPlace(services, fileId)) === null) return
    throw error
  }
}

const keyWithoutPlace = (fileId: string) => `work-files/${fileId}-without-place`

async function storedWithPlace({ db }: Needs, fileId: string): Promise<StoredContent | null> {
  const file = await findWorkFile(db, fileId)
  return file === null || file.keepExif || file.stored?.storageKey === keyWithoutPlace(fileId) ? null : file.stored
}

async function encodeAnew(services: Needs, fileId: string, { storageKey: before, bytes }: StoredContent): Promise<void> {
  const content = (await services.files.open(before)) as AsyncIterable<Uint8Array>
  const of = { content, maxBytes: bytes, headBytes: sniffBytes, dataDir: services.config.dataDir }
  const storageKey = keyWithoutPlace(fileId)
  const kept = await withSpooled(of, (spooled) => keepContent(services, spooled, { storageKey, kinds: ['image'] }))
  if (!kept.ok) throw new Error(`the place could not be taken out of a photo: ${kept.code}`)
  await inTransaction(services.db, (tx) => replaceContent(tx, fileId, { ...kept.value, storageKey, seconds: null }))
  await services.files.remove(before)
  services.log.info({ fileId }, 'place_taken_out')
}
