import { MediaUploadView } from '@canut/contract'
import { BufferSource, BufferTarget, Conversion, Input, Mp4OutputFormat, Output, WEBM } from 'mediabunny'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publicId } from '../platform/ids.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'

const webm = readFileSync(join(import.meta.dirname, '../../samples/clip-1.webm'))
let mp4: Buffer
let canut: TestApp
let batch: BuiltBatch

beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  batch = await aBatch(canut, { tasks: 1 })
  mp4 = await inMp4(webm)
})
afterAll(() => canut.close())

/** The same pictures in the other container: nothing is encoded anew. */
async function inMp4(film: Uint8Array): Promise<Buffer> {
  const input = new Input({ formats: [WEBM], source: new BufferSource(film) })
  const target = new BufferTarget()
  const conversion = await Conversion.init({ input, output: new Output({ format: new Mp4OutputFormat(), target }) })
  await conversion.execute()
  return Buffer.from(target.buffer ?? new ArrayBuffer(0))
}

async function upload(name: string, content: Uint8Array) {
  const form = new FormData()
  form.append('files', new Blob([new Uint8Array(content)]), name)
  const path = `/api/v1/projects/${publicId('prj', batch.projectId)}/media`
  const answer = await canut.as({ id: batch.ownerId })(path, { method: 'POST', body: form })
  return MediaUploadView.parse(await answer.json())
}

describe('a film', () => {
  test.each([
    ['WebM', 'video/webm', () => webm],
    ['MP4', 'video/mp4', () => mp4],
  ])('in %s is kept as it is, and served in ranges as players ask for them', async (kind, mime, film) => {
    const { stored, problems } = await upload(`film.${kind}`, film())
    expect(problems).toEqual([])
    expect(stored[0]).toMatchObject({ contentType: mime, bytes: film().length })
    const whole = await canut.nobody(stored[0]?.url ?? '')
    expect([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')]).toEqual([200, mime, 'bytes'])
    expect(Buffer.from(await whole.arrayBuffer()).equals(film())).toBe(true)
    const part = await canut.nobody(stored[0]?.url ?? '', { headers: { Range: 'bytes=100-199' } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-199/${film().length}`])
    expect(Buffer.from(await part.arrayBuffer()).equals(film().subarray(100, 200))).toBe(true)
  })

  test.each([
    ['an MP4 that was cut off', () => mp4.subarray(0, mp4.length - 500), 'video_unreadable'],
    ['an MP4 of which only the beginning is there', () => mp4.subarray(0, 40), 'video_unreadable'],
    ['an MP4 with a box longer than the file', () => withLength(mp4, 0x7f_ff_ff_ff), 'video_unreadable'],
    ['an MP4 with a box of no length', () => withLength(mp4, 4), 'video_unreadable'],
    ['a WebM of which only the header is there', () => webm.subarray(0, 60), 'video_unreadable'],
    ['a WebM with noise after its header', () => Buffer.concat([webm.subarray(0, 60), Buffer.alloc(3000, 0x5a)]), 'video_unreadable'],
    ['a film in QuickTime', () => quickTime(mp4), 'video_not_accepted'],
  ])('%s is refused with a sentence', async (_what, film, code) => {
    const { stored, problems } = await upload('film', film())
    expect([stored, problems[0]?.code]).toEqual([[], code])
    expect(problems[0]?.message).toMatch(/MP4 (and|or|as)|WebM/)
  })
})

/** The second box says another length than it has. */
function withLength(film: Buffer, length: number): Buffer {
  const changed = Buffer.from(film)
  changed.writeUInt32BE(length, changed.readUInt32BE(0))
  return changed
}

function quickTime(film: Buffer): Buffer {
  const changed = Buffer.from(film)
  changed.write('qt  ', 8, 'latin1')
  return changed
}
