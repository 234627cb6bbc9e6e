import { Readable } from 'node:stream'
import { FileMissing, type ByteRange } from '../platform/files/file-store.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { findMedia, type MediaRow } from './media.store.ts'

const YEAR_SECONDS = 31_536_000

/** Where a file is shown from. Nobody has to sign in, and nobody can guess it. */
export function mediaPath({ id, name }: Pick<MediaRow, 'id' | 'name'>): string {
  return `/media/${publicId('med', id)}/${encodeURIComponent(name.split('/').at(-1) ?? name)}`
}

/** A file as it lies in the store. */
export type StoredFile = Pick<MediaRow, 'name' | 'contentType' | 'bytes' | 'sha256' | 'storageKey'>

export async function serveMedia(services: Pick<Services, 'db' | 'files'>, mediaId: string | null, request: Request): Promise<Response> {
  return serveFile(
    services,
    (await findMedia(services.db, mediaId ?? refuse({ kind: 'not_found' }))) ?? refuse({ kind: 'not_found' }),
    request,
  )
}

/**
 * Answers with the file and nothing that a browser could run: the type is the one that was found in its bytes, and no page
 * of another site can embed it. It never changes, so it is never asked for twice.
 */
export async function serveFile(services: Pick<Services, 'files'>, media: StoredFile, request: Request): Promise<Response> {
  const etag = `"${media.sha256.toString('base64url').slice(0, 22)}"`
  const headers = new Headers({
    'Content-Type': media.contentType,
    'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(media.name.split('/').at(-1) ?? media.name)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    // private: what tasks show may be somebody's, and shared caches are not ours to clean
    'Cache-Control': `private, max-age=${YEAR_SECONDS}, immutable`,
    'Accept-Ranges': 'bytes',
    ETag: etag,
  })
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })

  const range = rangeOf(request.headers.get('range'), media.bytes)
  if (range === 'outside') {
    headers.set('Content-Range', `bytes */${media.bytes}`)
    return new Response(null, { status: 416, headers })
  }
  if (range !== null) headers.set('Content-Range', `bytes ${range.first}-${range.last}/${media.bytes}`)
  headers.set('Content-Length', String(range === null ? media.bytes : range.last - range.first + 1))
  const status = range === null ? 200 : 206
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  const content = await services.files.open(media.storageKey, range ?? undefined).catch((error: unknown) => {
    // removed between the two reads
    if (error instanceof FileMissing) return refuse({ kind: 'not_found' })
    throw error
  })
  return new Response(Readable.toWeb(content) as ReadableStream<Uint8Array>, { status, headers })
}

/** One range, as players of sound ask for; several at once, or something else, are answered with the whole file. */
export function rangeOf(header: string | null, bytes: number): ByteRange | 'outside' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '')
  if (match === null) return null
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return null
  if (first === '') {
    const length = Math.min(Number(last), bytes)
    return length === 0 ? 'outside' : { first: bytes - length, last: bytes - 1 }
  }
  const range = { first: Number(first), last: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) }
  if (range.first >= bytes) return 'outside'
  return range.last < range.first ? null : range
}
