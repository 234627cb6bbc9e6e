import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline, Transform, type Readable } from 'node:stream'
import { sniffMedia, type MediaKind } from '../platform/uploads/index.ts'
import type { Services } from '../platform/services.ts'
import { blankFilmNotes } from './blank-film-notes.ts'
import { isWholeFilm } from './is-whole-film.ts'
import { MEDIA_LIMITS } from './media-limits.ts'
import type { MediaProblem, MediaProblemCode } from './media-problem.ts'
import { reencodeImage } from './reencode-image.ts'
import type { Spooled } from './spool.ts'

export interface KeptContent {
  readonly contentType: string
  readonly bytes: number
  readonly sha256: Buffer
}

export type Kept =
  | { readonly ok: true; readonly value: KeptContent }
  | { readonly ok: false; readonly code: MediaProblemCode; readonly params: MediaProblem['params'] }

export interface KeepOptions {
  readonly storageKey: string
  /** kinds that are taken; all unless told */
  readonly kinds?: readonly MediaKind[]
  /** what a camera wrote into an image stays, the place where it was taken included */
  readonly keepExif?: boolean
}

/**
 * Stores an image, a sound or a film under a key, by what its bytes are: images are encoded anew, MP4 films and sounds
 * lose what was noted beside them, the others stay as they are.
 *
 * @throws what the file store throws.
 */
export async function keepContent(services: Pick<Services, 'files'>, spooled: Spooled, options: KeepOptions): Promise<Kept> {
  const refused = (code: MediaProblemCode, params: MediaProblem['params'] = {}): Kept => ({ ok: false, code, params })
  const media = await sniffMedia(spooled.head)
  if (!media.ok) return refused(media.reason, media.found === null ? {} : { found: media.found })
  if (options.kinds !== undefined && !options.kinds.includes(media.kind))
    return refused('kind_not_asked', { found: media.mime, kinds: options.kinds.join(' ') })
  const limit = MEDIA_LIMITS[`${media.kind}MaxBytes`]
  if (!spooled.isWhole || spooled.bytes > limit) return refused(`${media.kind}_too_large`, { limit })
  if (media.kind === 'video' && !(await isWholeFilm(spooled.path, media.mime))) return refused('video_unreadable')

  // also sounds: voice memos of phones are named after the place where they were recorded
  if (media.mime === 'video/mp4' || media.mime === 'audio/mp4') await blankFilmNotes(spooled.path)

  const keep = (content: Readable) => putHashed(services, options.storageKey, content, media.mime)
  const kept =
    media.kind === 'image'
      ? await reencodeImage({ path: spooled.path, mime: media.mime, keepExif: options.keepExif === true }, keep)
      : ({ ok: true, value: await keep(createReadStream(spooled.path)) } as const)
  return kept.ok ? { ok: true, value: { contentType: media.mime, ...kept.value } } : refused(kept.code, kept.params)
}

async function putHashed(services: Pick<Services, 'files'>, key: string, content: Readable, mime: string) {
  const hash = createHash('sha256')
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  // errors of the source arrive at the target through the pipeline; the callback has nothing to add
  pipeline(content, hashing, () => undefined)
  const bytes = await services.files.put(key, hashing, mime)
  return { bytes, sha256: hash.digest() }
}
