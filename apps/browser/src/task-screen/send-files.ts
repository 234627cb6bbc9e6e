import { LOCAL_FILE } from '@canut/elements/file-events'
import { SILENCE_MAX_MS } from './fetch-in-time.ts'
import type { DeviceStore, Fields, KeptFile } from './device-store.ts'

/** So that what arrived before a line broke is not sent again. */
const PIECE_BYTES = 256 * 1024
/** nobody, or somebody else, is signed in */
const NOT_SIGNED_IN = [401, 403]

export type FilesSent =
  | { readonly kind: 'sent'; readonly fields: Fields }
  | { readonly kind: 'offline' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'refused'; readonly sentence: string }

/** How one file is sent: resolves with the id by which a response names it. */
export type SendFile = (
  assignment: string,
  file: KeptFile,
  told: { onAddress(address: string): void; onProgress(percent: number): void },
) => Promise<SentFile>
export type SentFile = { readonly id: string } | Exclude<FilesSent, { kind: 'sent' }>

/**
 * Sends the files of the device that a response names, and returns the response with their ids in the place of the keys. What
 * was sent already is not sent twice, and goes on where it broke off.
 */
export async function sendFiles(
  store: DeviceStore,
  send: SendFile,
  { assignment, fields, onProgress }: { assignment: string; fields: Fields; onProgress(percent: number): void },
): Promise<FilesSent> {
  const keys = new Set(fields.flatMap(([, value]) => value.match(LOCAL_FILE) ?? []))
  const ids = new Map<string, string>()
  for (const key of keys) {
    const file = await store.findFile(key)
    // not of this device: the server says so, in the words of the task
    if (file === null) continue
    if (file.id === undefined) {
      const sent = await send(assignment, file, { onAddress: (address) => void store.saveFile({ ...file, address }), onProgress })
      if ('kind' in sent) return sent
      await store.saveFile({ ...file, id: sent.id })
      ids.set(key, sent.id)
    } else ids.set(key, file.id)
  }
  return { kind: 'sent', fields: fields.map(([name, value]) => [name, value.replaceAll(LOCAL_FILE, (key) => ids.get(key) ?? key)]) }
}

/** Loads what sends files, so that it is there when the line is not. */
export const loadTus = () => import('tus-js-client')

/** By the tus protocol. The library is fetched only where there is something to send. */
export const sendByTus: SendFile = async (assignment, file, { onAddress, onProgress }) => {
  const tus = await loadTus().catch(() => null)
  // the library did not come: neither would the file
  if (tus === null) return { kind: 'offline' }
  const { Upload } = tus
  return new Promise((resolve) => {
    let silence: ReturnType<typeof setTimeout> | undefined
    const settle = (sent: SentFile) => {
      clearTimeout(silence)
      resolve(sent)
    }
    // the library waits for ever on a line that says nothing; what arrived stays there, and the rest is sent later
    const expectNews = () => {
      clearTimeout(silence)
      silence = setTimeout(() => void upload.abort().then(() => resolve({ kind: 'offline' })), SILENCE_MAX_MS)
    }
    const upload = new Upload(file.blob, {
      endpoint: `/api/v1/assignments/${assignment}/files`,
      ...(file.address === undefined ? {} : { uploadUrl: file.address }),
      chunkSize: PIECE_BYTES,
      // the outbox has its own way to wait
      retryDelays: null,
      storeFingerprintForResuming: false,
      metadata: { filename: file.name, ...(file.keepExif === true ? { keepExif: 'yes' } : {}) },
      headers: { accept: 'application/json' },
      onUploadUrlAvailable: () => {
        if (upload.url !== null) onAddress(upload.url)
      },
      onProgress: (bytes, all) => {
        expectNews()
        // a file of one piece is there before anybody could read how much of it is
        if (all > PIECE_BYTES) onProgress(Math.floor((100 * bytes) / all))
      },
      onSuccess: () => settle({ id: upload.url?.split('/').at(-1) ?? '' }),
      onError: (error) => {
        const answer = 'originalResponse' in error ? error.originalResponse : null
        const status = answer?.getStatus() ?? 0
        if (NOT_SIGNED_IN.includes(status)) settle({ kind: 'signed_out' })
        else if (status === 0 || status >= 500 || status === 429) settle({ kind: 'offline' })
        else settle({ kind: 'refused', sentence: sentenceIn(answer?.getBody() ?? '') ?? `HTTP ${status}` })
      },
    })
    expectNews()
    upload.start()
  })
}

function sentenceIn(body: string): string | null {
  try {
    const problem = JSON.parse(body) as { detail?: string; errors?: { message: string }[] }
    return problem.errors?.[0]?.message ?? problem.detail ?? null
  } catch {
    // the protocol answers in plain text
    return null
  }
}
