import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline, Transform, type Readable } from 'node:stream'
import { sniffMedia } from '../platform/uploads/index.ts'
import type { Services } from '../platform/services.ts'
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
  /** kinds that are taken; both unless told */
  readonly kinds?: readonly ('image' | 'audio')[]
  /** what a camera wrote into an image stays, the place where it was taken included */
  readonly keepExif?: boolean
}

/**
 * Stores an image or a sound under a key, by what its bytes are: images are encoded anew, sounds stay as they are.
 *
 * @throws what the file store throws.
 */
export async function keepContent(services: Pick<Services, 'files'>, spooled: Spooled, options: KeepOptions): Promise<Kept> {
  const refused = (code: MediaProblemCode, params: MediaProblem['params'] = {}): Kept => ({ ok: false, code, params })
  const media = await sniffMedia(spooled.head)
  if (!media.ok) return refused(media.reason, media.found === null ? {} : { found: media.found })
  if (options.kinds !== undefined && !options.kinds.includes(media.kind)) return refused('type_not_accepted', { found: media.mime })
  const isImage = media.kind === 'image'
  const limit = isImage ? MEDIA_LIMITS.imageMaxBytes : MEDIA_LIMITS.audioMaxBytes
  if (!spooled.isWhole || spooled.bytes > limit) return refused(isImage ? 'image_too_large' : 'audio_too_large', { limit })

  const keep = (content: Readable) => putHashed(services, options.storageKey, content, media.mime)
  const kept = isImage
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
