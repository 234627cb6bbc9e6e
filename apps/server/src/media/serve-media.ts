import { Readable } from 'node:stream'
import { FileMissing, type ByteRange } from '../platform/files/file-store.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { findMedia, readSealKey, type MediaRow } from './media.store.ts'
import { checkSeal } from './sealed-address.ts'

const YEAR_SECONDS = 31_536_000

/** Where a file is shown from. Nobody has to sign in, and nobody can guess it. */
export function mediaPath({ id, name }: Pick<MediaRow, 'id' | 'name'>): string {
  return `/media/${publicId('med', id)}/${encodeURIComponent(name.split('/').at(-1) ?? name)}`
}

/** A file as it lies in the store. */
export type StoredFile = Pick<MediaRow, 'name' | 'contentType' | 'bytes' | 'sha256' | 'storageKey'>

export async function serveMedia(
  services: Pick<Services, 'db' | 'files' | 'now'>,
  mediaId: string | null,
  request: Request,
): Promise<Response> {
  const media = (await findMedia(services.db, mediaId ?? refuse({ kind: 'not_found' }))) ?? refuse({ kind: 'not_found' })
  return serveFile(services, media, request, { isSealed: await hasSeal(services, new URL(request.url)) })
}

/**
 * Answers with the file and nothing that a browser could run: the type is the one that was found in its bytes, and no page
 * of another site can embed it, except by an address that was sealed for the frame of a template. It never changes, so it
 * is never asked for twice.
 */
export async function serveFile(
  services: Pick<Services, 'files'>,
  media: StoredFile,
  request: Request,
  { isSealed = false } = {},
): Promise<Response> {
  const etag = `"${media.sha256.toString('base64url').slice(0, 22)}"`
  const headers = new Headers({
    'Content-Type': media.contentType,
    'Content-Disposition': `inline; filename*=UTF-8''${encodeURIComponent(media.name.split('/').at(-1) ?? media.name)}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    // with a seal, also to pages without an origin, and to their canvases
    'Cross-Origin-Resource-Policy': isSealed ? 'cross-origin' : 'same-origin',
    ...(isSealed ? { 'Access-Control-Allow-Origin': '*' } : {}),
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

async function hasSeal(services: Pick<Services, 'db' | 'now'>, url: URL): Promise<boolean> {
  if (!url.searchParams.has('seal')) return false
  // over, or never ours: as if it were not there
  return checkSeal(url, await readSealKey(services.db), services.now()) === true || refuse({ kind: 'not_found' })
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
