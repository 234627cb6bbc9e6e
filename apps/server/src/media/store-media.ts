import { sniffBytes } from '../platform/uploads/index.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { keepContent } from './keep-content.ts'
import { MEDIA_LIMITS } from './media-limits.ts'
import { mediaProblem, type MediaProblem, type MediaProblemCode } from './media-problem.ts'
import { findMediaByNames, insertMedia, type MediaRow } from './media.store.ts'
import { withSpooled, type Spooled } from './spool.ts'

export type Stored = { ok: true; media: MediaRow } | { ok: false; problem: MediaProblem }
type Needs = Pick<Services, 'db' | 'files' | 'now' | 'config' | 'log'>

/**
 * Keeps one image, sound or film whole, or nothing of it. A file that the project has already under this name, with the same
 * content, counts as kept: an upload that broke off can be sent again.
 *
 * @throws what `content` throws, and what the database or the file store throws.
 */
export async function storeMedia(services: Needs, projectId: string, name: string, content: AsyncIterable<Uint8Array>): Promise<Stored> {
  const of = {
    content,
    maxBytes: Math.max(MEDIA_LIMITS.audioMaxBytes, MEDIA_LIMITS.videoMaxBytes),
    headBytes: sniffBytes,
    dataDir: services.config.dataDir,
  }
  return withSpooled(of, (spooled) => storeSpooled(services, projectId, name, spooled))
}

export async function storeSpooled(services: Needs, projectId: string, sentName: string, spooled: Spooled): Promise<Stored> {
  const refused = (code: MediaProblemCode, params: MediaProblem['params'] = {}): Stored => ({
    ok: false,
    problem: mediaProblem(sentName, code, params),
  })
  const name = usableName(sentName)
  if (name === null) return refused('name_unusable', { limit: MEDIA_LIMITS.nameMaxLength })
  const id = newId()
  const storageKey = `media/${id}`
  const kept = await keepContent(services, spooled, { storageKey })
  if (!kept.ok) return refused(kept.code, kept.params)

  const row: MediaRow = { id, projectId, name, storageKey, createdAt: services.now(), ...kept.value }
  const known = await insertOrKnown(services, row)
  if (known === null) {
    services.log.info({ mediaId: id, projectId, bytes: row.bytes }, 'media_stored')
    return { ok: true, media: row }
  }
  return known.sha256.equals(row.sha256) ? { ok: true, media: known } : refused('name_taken')
}

/** The row is written once the file is whole; a file without its row is removed. @returns the row that has the name already. */
async function insertOrKnown(services: Needs, row: MediaRow): Promise<MediaRow | null> {
  try {
    if (await insertMedia(services.db, row)) return null
  } catch (error) {
    await services.files.remove(row.storageKey)
    throw error
  }
  await services.files.remove(row.storageKey)
  const [known] = await findMediaByNames(services.db, row.projectId, [row.name])
  return known ?? insertOrKnown(services, row)
}

/** A name as the rows of an import can write it: composed characters, no controls, not longer than a line. */
export function usableName(sent: string): string | null {
  const name = sent.normalize('NFC').trim()
  return name === '' || name.length > MEDIA_LIMITS.nameMaxLength || /[\p{Cc}\u2028\u2029]/u.test(name) || !name.isWellFormed() ? null : name
}
