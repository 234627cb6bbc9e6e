import { fileTypeFromBuffer } from 'file-type'

export const MEDIA_KINDS = ['image', 'audio', 'video'] as const
export type MediaKind = (typeof MEDIA_KINDS)[number]

export type SniffedMedia =
  | { readonly ok: true; readonly kind: MediaKind; readonly mime: string; readonly extension: string }
  | {
      readonly ok: false
      readonly reason: 'empty_file' | 'unknown_type' | 'type_not_accepted' | 'video_not_accepted'
      readonly found: string | null
    }

/** As many bytes from the start as `sniffMedia` looks at. */
export const sniffBytes = 16_384

/** By what `file-type` finds; each served under the MIME type that browsers play. SVG is absent on purpose: it can run scripts. */
const accepted: Readonly<Record<string, { kind: MediaKind; mime: string; extension: string }>> = {
  'image/png': { kind: 'image', mime: 'image/png', extension: 'png' },
  'image/apng': { kind: 'image', mime: 'image/png', extension: 'png' },
  'image/jpeg': { kind: 'image', mime: 'image/jpeg', extension: 'jpg' },
  'image/webp': { kind: 'image', mime: 'image/webp', extension: 'webp' },
  'image/gif': { kind: 'image', mime: 'image/gif', extension: 'gif' },
  'image/avif': { kind: 'image', mime: 'image/avif', extension: 'avif' },
  'audio/mpeg': { kind: 'audio', mime: 'audio/mpeg', extension: 'mp3' },
  'audio/wav': { kind: 'audio', mime: 'audio/wav', extension: 'wav' },
  'audio/ogg': { kind: 'audio', mime: 'audio/ogg', extension: 'ogg' },
  'audio/ogg; codecs=opus': { kind: 'audio', mime: 'audio/ogg', extension: 'opus' },
  'audio/x-m4a': { kind: 'audio', mime: 'audio/mp4', extension: 'm4a' },
  'audio/mp4': { kind: 'audio', mime: 'audio/mp4', extension: 'm4a' },
  'video/webm': { kind: 'audio', mime: 'audio/webm', extension: 'webm' },
  'video/mp4': { kind: 'video', mime: 'video/mp4', extension: 'mp4' },
  'video/x-m4v': { kind: 'video', mime: 'video/mp4', extension: 'm4v' },
}
const webmFilm = { ok: true, kind: 'video', mime: 'video/webm', extension: 'webm' } as const

/**
 * Whether a file is an image, a sound or a film that Canut shows to workers, told by its first bytes and never by its name or by
 * what the sender declares.
 *
 * @param firstBytes the first `sniffBytes` bytes, or the whole file if it is shorter.
 */
export async function sniffMedia(firstBytes: Uint8Array): Promise<SniffedMedia> {
  if (firstBytes.length === 0) return { ok: false, reason: 'empty_file', found: null }
  const found = await fileTypeFromBuffer(firstBytes.subarray(0, sniffBytes))
  if (found === undefined) return { ok: false, reason: 'unknown_type', found: null }
  // What browsers record as sound is WebM, like a film: only its tracks tell.
  if (found.mime === 'video/webm' && hasWebmPicture(firstBytes)) return webmFilm
  const type = Object.hasOwn(accepted, found.mime) ? accepted[found.mime] : undefined
  if (type !== undefined) return { ok: true, ...type }
  return { ok: false, reason: found.mime.startsWith('video/') ? 'video_not_accepted' : 'type_not_accepted', found: found.mime }
}

const tracksElement = Buffer.from([0x16, 0x54, 0xae, 0x6b])
/** TrackType (0x83), one byte long, 1: video. RFC 9559 §5.1.4.1.3. */
const videoTrack = Buffer.from([0x83, 0x81, 0x01])

/** A header too long to show its tracks counts as a film: a player of films plays sounds as well. */
function hasWebmPicture(firstBytes: Uint8Array): boolean {
  const bytes = Buffer.from(firstBytes.buffer, firstBytes.byteOffset, firstBytes.byteLength)
  const tracks = bytes.indexOf(tracksElement)
  if (tracks < 0) return true
  return bytes.indexOf(videoTrack, tracks) >= 0
}
