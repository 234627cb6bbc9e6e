import { err, ok, type Result } from '@canut/domain'
import { keepContent, mediaProblem, usableName, withSpooled, type MediaProblem, type Spooled } from '../media/index.ts'
import { inTransaction } from '../platform/db/transaction.ts'
import { FileMissing } from '../platform/files/file-store.ts'
import { newId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { sniffBytes } from '../platform/uploads/index.ts'
import type { WantedFiles } from '../task-types/index.ts'
import { measureTrack } from './measure-track.ts'
import {
  deleteUnnamed,
  findWorkFile,
  insertWorkFile,
  listParts,
  makeWhole,
  type FileHolder,
  type StoredContent,
  type WorkFileRow,
} from './work-files.store.ts'

type Needs = Pick<Services, 'db' | 'files' | 'now' | 'config' | 'log'>

/** More than a response may have: of several attempts only the last is named. */
export const filesMost = ({ most }: WantedFiles): number => most * 3 + 7

/**
 * Takes a file of a worker in one piece: kept whole, or not at all. Photos are turned upright and lose where they were taken,
 * unless the task asks for it and the worker agrees (`keepExif`).
 *
 * @returns the id of the file, for the response to name.
 * @throws what `content` throws, and what the database or the file store throws.
 */
export async function receiveWorkerFile(
  services: Needs,
  to: { holder: FileHolder; wanted: WantedFiles },
  file: { name: string; keepExif: boolean; content: AsyncIterable<Uint8Array> },
): Promise<Result<string, MediaProblem>> {
  const { maxBytes } = to.wanted
  return withSpooled({ content: file.content, maxBytes, headBytes: sniffBytes, dataDir: services.config.dataDir }, async (spooled) => {
    if (!spooled.isWhole) return err(mediaProblem(file.name, 'file_too_large', { limit: maxBytes }))
    if (spooled.bytes === 0) return err(mediaProblem(file.name, 'empty_file'))
    const row = { id: newId(), name: nameOf(file.name), declaredBytes: spooled.bytes, keepExif: file.keepExif, now: services.now() }
    if (!(await insertWorkFile(services.db, to.holder, row, filesMost(to.wanted)))) return err(tooMany(to.wanted))
    const kept = await keepWhole(services, row, to.wanted, spooled)
    return kept.ok ? ok(row.id) : kept
  })
}

export const tooMany = (wanted: WantedFiles): MediaProblem => mediaProblem(null, 'too_many_files', { limit: filesMost(wanted) })

/** A name that can be shown; what cannot is no reason to lose a recording. */
export const nameOf = (sent: string): string => usableName(sent) ?? 'file'

/**
 * Makes one file of the pieces that arrived. Doing it twice, or in two processes at once, is doing it once: the pieces stay
 * until the row says that the file is whole. A file with a problem is forgotten.
 */
export async function finishFile(services: Needs, file: WorkFileRow, wanted: WantedFiles): Promise<Result<void, MediaProblem>> {
  if (file.state === 'whole') return ok(undefined)
  const parts = await listParts(services.db, file.id)
  const content = { content: joined(services, parts), maxBytes: wanted.maxBytes, headBytes: sniffBytes, dataDir: services.config.dataDir }
  try {
    return await joinParts()
  } catch (error) {
    // another process made it whole, and removed the pieces, while this one was reading them
    if (error instanceof FileMissing && (await findWorkFile(services.db, file.id))?.state === 'whole') return ok(undefined)
    throw error
  }

  async function joinParts(): Promise<Result<void, MediaProblem>> {
    const kept = await withSpooled(content, (spooled) => keepWhole(services, file, wanted, spooled))
    if (kept.ok) for (const key of parts) await services.files.remove(key)
    return kept
  }
}

async function* joined(services: Needs, keys: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const key of keys) yield* (await services.files.open(key)) as AsyncIterable<Uint8Array>
}

async function keepWhole(
  services: Needs,
  file: Pick<WorkFileRow, 'id' | 'name' | 'keepExif'>,
  wanted: WantedFiles,
  spooled: Spooled,
): Promise<Result<void, MediaProblem>> {
  const storageKey = `work-files/${file.id}`
  const kept = await keepContent(services, spooled, { storageKey, kinds: wanted.kinds, keepExif: file.keepExif && wanted.mayKeepExif })
  const track = kept.ok ? trackOf(kept.value.contentType) : null
  const seconds = track === null ? null : await measureTrack(spooled.path, track)
  // that a film is whole was looked at when it was kept
  if (!kept.ok || (track === 'audio' && seconds === null)) {
    await forgetFile(services, file.id)
    if (kept.ok) await services.files.remove(storageKey)
    return err(kept.ok ? mediaProblem(file.name, 'audio_unreadable') : mediaProblem(file.name, kept.code, kept.params))
  }
  const stored: StoredContent = { ...kept.value, storageKey, seconds }
  await inTransaction(services.db, (tx) => makeWhole(tx, file.id, stored, services.now()))
  services.log.info({ fileId: file.id, bytes: stored.bytes }, 'work_file_received')
  return ok(undefined)
}

/** The track whose length is that of the file; null for pictures. */
function trackOf(mime: string): 'audio' | 'video' | null {
  const [kind] = mime.split('/')
  return kind === 'audio' || kind === 'video' ? kind : null
}

/** Removes a file that no stored response names; the rows first, since a row without its file would be a broken recording. */
export async function forgetFile(
  services: Pick<Services, 'db' | 'files' | 'now'>,
  id: string,
  untouchedSince: Date = services.now(),
): Promise<void> {
  const keys = await inTransaction(services.db, (tx) => deleteUnnamed(tx, id, untouchedSince))
  for (const key of keys ?? []) await services.files.remove(key)
}
