import type { Readable } from 'node:stream'
import sharp, { type Sharp } from 'sharp'
import { MEDIA_LIMITS } from './media-limits.ts'
import type { MediaProblemCode } from './media-problem.ts'

/** Unpacked images are large: nothing of the last one is kept, and one is worked on after the other. */
sharp.cache(false)
let last: Promise<unknown> = Promise.resolve()

type Reencoded<T> = { ok: true; value: T } | { ok: false; code: MediaProblemCode; params: Record<string, number> }

export interface ImageToEncode {
  readonly path: string
  readonly mime: string
  /** false: only pixels survive */
  readonly keepExif: boolean
}

/**
 * Encodes an image anew in its own format, turned the way its camera held it. Unless asked, only pixels survive: where and
 * with what it was taken, and whatever else hides in a file, does not. Frames of an animation stay.
 *
 * @param keep takes the new file; what it throws comes through.
 */
export async function reencodeImage<T>(of: ImageToEncode, keep: (content: Readable) => Promise<T>): Promise<Reencoded<T>> {
  const turn = last.then(() => reencode(of, keep))
  last = turn.catch(() => undefined)
  return turn
}

async function reencode<T>({ path, mime, keepExif }: ImageToEncode, keep: (content: Readable) => Promise<T>): Promise<Reencoded<T>> {
  const unreadable = { ok: false, code: 'image_unreadable', params: {} } as const
  const isAnimated = mime === 'image/gif' || mime === 'image/webp'
  // the limit is checked below, with its figures
  const image = sharp(path, { limitInputPixels: false, animated: isAnimated, failOn: 'error' })
  const found = await image.metadata().catch(() => null)
  if (found === null) return unreadable
  const pixels = found.width * found.height
  if (pixels > MEDIA_LIMITS.pixelsMax)
    return { ok: false, code: 'too_many_pixels', params: { limit: MEDIA_LIMITS.pixelsMax, found: pixels } }
  const { pages: frames = 1 } = found
  if (frames > MEDIA_LIMITS.framesMax)
    return { ok: false, code: 'too_many_frames', params: { limit: MEDIA_LIMITS.framesMax, found: frames } }

  let failed = false
  const upright = isAnimated ? image : image.autoOrient()
  const encoded = inFormat(keepExif ? upright.keepExif() : upright, mime)
  encoded.on('error', () => {
    failed = true
  })
  try {
    return { ok: true, value: await keep(encoded) }
  } catch (error) {
    if (failed) return unreadable
    throw error
  }
}

function inFormat(image: Sharp, mime: string): Sharp {
  switch (mime) {
    case 'image/jpeg':
      return image.jpeg({ quality: 92 })
    case 'image/png':
      return image.png()
    case 'image/webp':
      return image.webp({ quality: 92 })
    case 'image/gif':
      return image.gif()
    case 'image/avif':
      return image.avif({ quality: 70, effort: 2 })
    default:
      throw new Error(`no encoder for ${mime}`)
  }
}
