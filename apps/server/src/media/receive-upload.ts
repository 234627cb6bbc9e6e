import { sniffBytes, unpackZip } from '../platform/uploads/index.ts'
import { readMultipart, type UploadedFile } from '../platform/http/multipart.ts'
import type { Services } from '../platform/services.ts'
import { MEDIA_LIMITS } from './media-limits.ts'
import { mediaProblem, type MediaProblem } from './media-problem.ts'
import type { MediaRow } from './media.store.ts'
import { withSpooled, type Spooled } from './spool.ts'
import { storeMedia, storeSpooled } from './store-media.ts'

export interface UploadReport {
  readonly stored: readonly MediaRow[]
  readonly problems: readonly MediaProblem[]
}

/**
 * Takes the files of a posted form one after the other as they arrive, and unpacks zip archives among them. Each file is
 * either kept whole or named with what is wrong; the others are not touched by it.
 */
export async function receiveUpload(services: Services, projectId: string, request: Request): Promise<UploadReport> {
  const stored: MediaRow[] = []
  const problems: MediaProblem[] = []
  const take = async (name: string, spooled: Spooled): Promise<void> => {
    if (isZip(spooled.head)) return takeZip(name, spooled)
    const result = await storeSpooled(services, projectId, name, spooled)
    if (result.ok) stored.push(result.media)
    else problems.push(result.problem)
  }
  const takeZip = async (name: string, spooled: Spooled): Promise<void> => {
    if (!spooled.isWhole) return void problems.push(mediaProblem(name, 'zip_too_large', { limit: MEDIA_LIMITS.zipMaxBytes }))
    const unpacked = await unpackZip(spooled.path, {
      limits: { maxEntryBytes: Math.max(MEDIA_LIMITS.audioMaxBytes, MEDIA_LIMITS.videoMaxBytes) },
      async save(file, content) {
        const result = await storeMedia(services, projectId, file.name, content)
        if (result.ok) stored.push(result.media)
        else problems.push(result.problem)
      },
    })
    problems.push(...unpacked.problems.map((problem) => ({ ...problem, name: problem.name ?? name.slice(0, 200) })))
  }
  const { filesLeftOut } = await readMultipart(
    request,
    // one byte more than is accepted: what is cut there is known to be too large
    { filesMax: MEDIA_LIMITS.filesMax, fileMaxBytes: MEDIA_LIMITS.zipMaxBytes + 1 },
    (file) => (wasLeftEmpty(file) ? Promise.resolve() : spoolUpload(services, file, (spooled) => take(file.fileName, spooled))),
  )
  if (filesLeftOut) problems.push(mediaProblem(null, 'too_many_files', { limit: MEDIA_LIMITS.filesMax }))
  return { stored, problems }
}

/** Browsers send a field without a file as a file without a name. */
const wasLeftEmpty = (file: UploadedFile) => file.fileName === ''

async function spoolUpload(services: Services, file: UploadedFile, work: (spooled: Spooled) => Promise<void>): Promise<void> {
  // leaving the loop early must not destroy the stream: the parser would wait for it for ever
  const content = file.content.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  await withSpooled({ content, maxBytes: MEDIA_LIMITS.zipMaxBytes, headBytes: sniffBytes, dataDir: services.config.dataDir }, work)
}

function isZip(head: Uint8Array): boolean {
  const start = Buffer.from(head.subarray(0, 4)).toString('hex')
  return start === '504b0304' || start === '504b0506'
}
