import { afterEach, expect, it, vi } from 'vitest'
import { SILENCE_MAX_MS } from './fetch-in-time.ts'
import { sendByTus } from './send-files.ts'

interface Told {
  onProgress(bytes: number, all: number): void
  onSuccess(): void
}

const uploads = vi.hoisted((): { told: Told; aborted: boolean }[] => [])
vi.mock('tus-js-client', () => ({
  Upload: class {
    readonly url = 'https://example.org/files/fil_1'
    readonly told: Told
    aborted = false
    constructor(_file: Blob, told: Told) {
      this.told = told
      uploads.push(this)
    }
    start() {
      this.aborted = false
    }
    async abort() {
      this.aborted = true
    }
  },
}))

afterEach(() => vi.useRealTimers())

/** A file on its way, on a clock that stands still. */
async function sending() {
  vi.useFakeTimers()
  const told = { onAddress: () => undefined, onProgress: () => undefined }
  const sent = sendByTus('asg_1', { key: 'local:1', blob: new Blob(['RIFF']), name: 'recording.wav', at: 0 }, told)
  await vi.dynamicImportSettled()
  const upload = uploads.at(-1)
  if (upload === undefined) throw new Error('nothing is being sent')
  return { sent, upload }
}

it('gives up a file on a line that says nothing, so that it is sent again later', async () => {
  const { sent, upload } = await sending()
  await vi.advanceTimersByTimeAsync(SILENCE_MAX_MS - 1)
  upload.told.onProgress(2, 4)
  await vi.advanceTimersByTimeAsync(SILENCE_MAX_MS - 1)
  expect(upload.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(await sent).toEqual({ kind: 'offline' })
  expect(upload.aborted).toBe(true)
})

it('gives up nothing that has arrived', async () => {
  const { sent, upload } = await sending()
  upload.told.onSuccess()
  expect(await sent).toEqual({ id: 'fil_1' })
  expect(vi.getTimerCount()).toBe(0)
})
