import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import type { ExportFile } from './open-export.ts'

/** A reader that takes nothing for so long is gone, or asleep; it must not hold a connection for ever. */
const STALLED_AFTER_MS = 120_000
const RETRY_AFTER_SECONDS = 15

const running = new WeakMap<Services, number>()

/**
 * Answers with the file while it is read from the database. A slow reader slows the database down instead of filling
 * memory; one who goes away ends the query. If the database fails midway the transfer is broken off, so that nobody takes
 * half a file for the whole. Each export holds a connection, so a quarter of them at most is for exports.
 */
export async function streamExport(services: Services, file: ExportFile, about: string): Promise<Response> {
  const most = Math.max(1, Math.floor(services.config.poolSize / 4))
  const now = running.get(services) ?? 0
  if (now >= most) refuse({ kind: 'too_many_requests', retryAfterSeconds: RETRY_AFTER_SECONDS })
  running.set(services, now + 1)
  const release = once(() => running.set(services, (running.get(services) ?? 1) - 1))

  const pieces = file.pieces()
  // what fails before the first row is answered as an error, not as an empty file
  const first = await pieces.next().catch((error: unknown) => {
    release()
    throw error
  })
  return new Response(bodyOf(pieces, first, release), { headers: headersOf(file, about) })
}

export function headersOf(file: ExportFile, about: string): Record<string, string> {
  return {
    'Content-Type': file.mediaType,
    'Content-Disposition': `attachment; filename="${file.name}"`,
    'Cache-Control': 'no-store',
    // law 9: who made these data, and under which conditions
    Link: `<${about}>; rel="describedby"; type="application/json"`,
  }
}

function bodyOf(
  pieces: ReturnType<ExportFile['pieces']>,
  first: IteratorResult<string | Uint8Array, void>,
  release: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let next: IteratorResult<string | Uint8Array, void> | null = first
  let timer: NodeJS.Timeout | undefined
  const end = async () => {
    clearTimeout(timer)
    await pieces.return()
    release()
  }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        clearTimeout(timer)
        try {
          const piece = next ?? (await pieces.next())
          next = null
          if (piece.done === true) {
            release()
            return controller.close()
          }
          controller.enqueue(typeof piece.value === 'string' ? encoder.encode(piece.value) : piece.value)
        } catch (error) {
          release()
          throw error
        }
        timer = setTimeout(() => {
          controller.error(new Error('the reader of an export took nothing for too long'))
          void end()
        }, STALLED_AFTER_MS).unref()
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  )
}

function once(work: () => void): () => void {
  let done = false
  return () => {
    if (done) return
    done = true
    work()
  }
}
