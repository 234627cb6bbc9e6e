import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../platform/http/env.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { someStaff } from '../testing/responses-builder.ts'
import { findTaskType } from '../task-types/index.ts'
import { anOpus } from '../testing/opus.ts'
import { aWave } from '../testing/waves.ts'
import { leaseTasks } from '../work/index.ts'
import { publicId } from '../platform/ids.ts'
import { sweepFiles } from './sweep-files.ts'

let canut: TestApp
let batch: BuiltBatch
let worker: Person
let assignment: string

beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
})
afterAll(() => canut.close())
beforeEach(async () => {
  batch = await aVoiceBatch()
  worker = await canut.signUp()
  assignment = await lease(worker)
})

async function aVoiceBatch(): Promise<BuiltBatch> {
  const built = await aBatch(canut, { tasks: 5, redundancy: 2 })
  const { db } = canut.services
  await db
    .updateTable('batches')
    .set({ task_type: 'voice', settings: JSON.stringify(findTaskType('voice')?.sample.settings) })
    .where('id', '=', built.id)
    .execute()
  const payload = JSON.stringify({ sentence: 'Bonjour', locale: 'fr', minSeconds: 1, maxSeconds: 20 })
  await db.updateTable('tasks').set({ payload }).where('batch_id', '=', built.id).execute()
  return built
}

async function lease(person: Person): Promise<string> {
  const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId: person.id, count: 1 })
  const first = leased.ok ? leased.value.leases[0] : undefined
  if (first === undefined) throw new Error('nothing was leased')
  return publicId('asg', first.assignmentId)
}

const TUS = { 'Tus-Resumable': '1.0.0' }
const address = (of = assignment) => `/api/v1/assignments/${of}/files`

async function begin(person: Person, bytes: number, more: Record<string, string> = {}, of = assignment): Promise<Response> {
  return canut.as(person)(address(of), { method: 'POST', headers: { ...TUS, 'Upload-Length': String(bytes), ...more } })
}

async function sendPiece(person: Person, location: string, start: number, piece: Uint8Array): Promise<Response> {
  const headers = { ...TUS, 'Upload-Offset': String(start), 'Content-Type': 'application/offset+octet-stream' }
  return canut.as(person)(location, { method: 'PATCH', headers, body: new Uint8Array(piece) })
}

async function upload(person: Person, content: Uint8Array, of = assignment): Promise<{ status: number; file: string; answer: string }> {
  const begun = await begin(person, content.length, {}, of)
  const location = begun.headers.get('location') ?? ''
  const sent = await sendPiece(person, location, 0, content)
  return { status: sent.status, file: location.split('/').at(-1) ?? '', answer: await sent.text() }
}

const response = (audio: string, duration = 2) => ({ audio, duration, sampleRate: 16_000, peakDb: -6, clipped: false })

async function submit(person: Person, body: unknown, of = assignment) {
  const answer = await canut.as(person).json(`/api/v1/assignments/${of}/response`, { response: body })
  return { status: answer.status, text: await answer.text() }
}

async function storedFiles(): Promise<string[]> {
  const found = await readdir(join(canut.services.config.dataDir, 'files/work-files'), { recursive: true, withFileTypes: true })
  return found.filter((entry) => entry.isFile()).map(({ name }) => name)
}

describe('a recording that a worker sends', () => {
  test('arrives in pieces, is put together, and can be named by the response', async () => {
    const wave = aWave({ seconds: 2 })
    const begun = await begin(worker, wave.length, { 'Upload-Metadata': `filename ${Buffer.from('ma voix.wav').toString('base64')}` })
    expect(begun.status).toBe(201)
    const location = begun.headers.get('location') ?? ''
    expect(location).toMatch(/^\/api\/v1\/assignments\/asg_[0-9a-f]{32}\/files\/fil_[0-9a-f]{32}$/)
    expect((await sendPiece(worker, location, 0, wave.subarray(0, 10_000))).status).toBe(204)
    const head = await canut.as(worker)(location, { method: 'HEAD', headers: TUS })
    expect(head.headers.get('upload-offset')).toBe('10000')
    expect((await sendPiece(worker, location, 10_000, wave.subarray(10_000))).status).toBe(204)

    const heard = await canut.as(worker)(location)
    expect(heard.headers.get('content-type')).toBe('audio/wav')
    expect(heard.headers.get('content-disposition')).toContain('ma%20voix.wav')
    expect(Buffer.from(await heard.arrayBuffer()).equals(wave)).toBe(true)
    expect((await canut.as(worker)(location, { headers: { Range: 'bytes=0-3' } })).status).toBe(206)
    expect(await submit(worker, response(location.split('/').at(-1) ?? ''))).toMatchObject({ status: 200 })
  })

  test('may also come in one piece, as programs send it', async () => {
    const whole = await canut.as(worker)(`${address()}?name=voix.wav`, { method: 'POST', body: new Uint8Array(aWave({ seconds: 2 })) })
    expect(whole.status).toBe(201)
    const { id } = (await whole.json()) as { id: string }
    expect(await submit(worker, response(id))).toMatchObject({ status: 200 })
    for (const body of [Buffer.alloc(0), Buffer.from('no sound'), aWave({ seconds: 500 })]) {
      const refused = await canut.as(worker)(address(), { method: 'POST', body: new Uint8Array(body) })
      expect([refused.status, (await refused.json()) as unknown]).toEqual([422, expect.objectContaining({ code: 'invalid_request' })])
    }
  })

  test('goes on where it broke off: a piece that comes twice, or at the wrong place, changes nothing', async () => {
    const wave = aWave({ seconds: 1 })
    const location = (await begin(worker, wave.length)).headers.get('location') ?? ''
    const first = wave.subarray(0, 5000)
    const both = await Promise.all([sendPiece(worker, location, 0, first), sendPiece(worker, location, 0, first)])
    expect(new Set(both.map(({ status }) => status))).toEqual(new Set([204, 409]))
    expect((await sendPiece(worker, location, 9000, first)).status).toBe(409)
    expect((await sendPiece(worker, location, 5000, wave.subarray(5000))).status).toBe(204)
    expect(Buffer.from(await (await canut.as(worker)(location)).arrayBuffer()).equals(wave)).toBe(true)
  })

  test('is put together when somebody asks, if the process stopped after the last piece', async () => {
    const wave = aWave({ seconds: 1 })
    const { file } = await upload(worker, wave)
    const before = await storedFiles()
    // as it lay before the end: the pieces are there, the row says that all has arrived
    const { db, files } = canut.services
    const id = `${file.slice(4, 12)}-${file.slice(12, 16)}-${file.slice(16, 20)}-${file.slice(20, 24)}-${file.slice(24)}`
    await files.put('work-files/piece', (await import('node:stream')).Readable.from([wave]), 'x')
    await db
      .updateTable('work_files')
      .set({ state: 'arriving', content_type: null, bytes: null, sha256: null, storage_key: null })
      .where('id', '=', id)
      .execute()
    await db
      .insertInto('work_file_parts')
      .values({ file_id: id, start: 0n, bytes: BigInt(wave.length), storage_key: 'work-files/piece' })
      .execute()
    expect(await submit(worker, response(file, 1))).toMatchObject({ status: 422 })
    const head = await canut.as(worker)(`${address()}/${file}`, { method: 'HEAD', headers: TUS })
    expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(wave.length)])
    expect(await submit(worker, response(file, 1))).toMatchObject({ status: 200 })
    expect(await storedFiles()).toEqual(before)
  })

  test.each([
    ['a page', Buffer.from('<html><script>alert(1)</script></html>'), 'film that browsers can show'],
    ['a picture', Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(50)]), /no image|are asked for here/],
    ['a recording that is cut in its header', aWave({ seconds: 1 }).subarray(0, 30), /damaged|no image/],
  ])('%s is refused with a sentence, and nothing of it stays', async (_what, content, sentence) => {
    const before = await storedFiles().catch(() => [])
    const { status, answer, file } = await upload(worker, content)
    expect(status).toBe(422)
    expect(answer).toMatch(sentence)
    expect(await storedFiles()).toEqual(before)
    expect((await canut.as(worker)(`${address()}/${file}`)).status).toBe(404)
  })

  test('may be as large as the task says, and there may not be any number of them', async () => {
    expect((await begin(worker, 500_000_000)).status).toBe(413)
    expect((await begin(worker, 0)).status).toBe(400)
    expect((await begin(worker, -5)).status).toBe(400)
    const made = await Promise.all(Array.from({ length: 10 }, () => begin(worker, 10)))
    expect(made.map(({ status }) => status)).toEqual(Array(10).fill(201))
    expect((await begin(worker, 10)).status).toBe(422)
  })

  test('belongs to its assignment: no other worker sees it or names it, and nobody who is not signed in', async () => {
    const { file } = await upload(worker, aWave({ seconds: 2 }))
    const other = await canut.signUp()
    const theirs = await lease(other)
    expect((await canut.as(other)(`${address()}/${file}`)).status).toBe(403)
    expect((await canut.as(other)(`${address(theirs)}/${file}`)).status).toBe(404)
    expect((await canut.as(other)(`/api/v1/work-files/${file}`)).status).toBe(403)
    expect((await canut.nobody(`/api/v1/work-files/${file}`, { headers: { accept: 'application/json' } })).status).toBe(401)
    const named = await submit(other, response(file), theirs)
    expect([named.status, named.text]).toEqual([422, expect.stringContaining('sent for another task')])
    const reviewer = await someStaff(canut, batch, 'reviewer')
    expect((await canut.as(reviewer)(`/api/v1/work-files/${file}`)).status).toBe(200)
  })

  test('is what it is, whatever the device says of it', async () => {
    const { file } = await upload(worker, aWave({ seconds: 2 }))
    const said = await submit(worker, response(file, 9))
    expect([said.status, said.text]).toEqual([422, expect.stringContaining('not as long')])
  })

  test.each(['webm', 'ogg'] as const)('may be Opus in %s, of which the server measures the length as well', async (container) => {
    const content = await anOpus({ seconds: 3, container })
    const { status, file } = await upload(worker, content)
    expect(status).toBe(204)
    expect((await canut.as(worker)(`${address()}/${file}`)).headers.get('content-type')).toBe(`audio/${container}`)
    expect(await submit(worker, response(file, 9))).toMatchObject({ status: 422, text: expect.stringContaining('not as long') })
    expect(await submit(worker, response(file, 3))).toMatchObject({ status: 200 })

    const other = await canut.signUp()
    const theirs = await lease(other)
    const cut = await upload(other, content.subarray(0, content.length / 3), theirs)
    expect((await submit(other, response(cut.file, 3), theirs)).status).toBe(422)
  })

  test('is heard by those whose task shows it, in the same project only', async () => {
    const { file } = await upload(worker, aWave({ seconds: 2 }))
    expect(await submit(worker, response(file))).toMatchObject({ status: 200 })
    const next = await aBatch(canut, { tasks: 1, redundancy: 1, beside: batch })
    const settings = JSON.stringify(findTaskType('transcribe')?.sample.settings)
    const { db } = canut.services
    await db.updateTable('batches').set({ task_type: 'transcribe', settings }).where('id', '=', next.id).execute()
    await db
      .updateTable('tasks')
      .set({ payload: JSON.stringify({ audio: file }) })
      .where('batch_id', '=', next.id)
      .execute()
    const listener = await canut.signUp()
    batch = next
    const theirs = await lease(listener)
    const page = await (await canut.as(listener)(`/work/tasks/${theirs}`)).text()
    const src = /<canut-transcriber[^>]* src="([^"]+)"/.exec(page)?.[1] ?? ''
    expect(src).toBe(`/api/v1/assignments/${theirs}/files/${file}`)
    expect((await canut.as(listener)(src)).status).toBe(200)

    const elsewhere = await aBatch(canut, { tasks: 1, redundancy: 1 })
    await db.updateTable('batches').set({ task_type: 'transcribe', settings }).where('id', '=', elsewhere.id).execute()
    await db
      .updateTable('tasks')
      .set({ payload: JSON.stringify({ audio: file }) })
      .where('batch_id', '=', elsewhere.id)
      .execute()
    batch = elsewhere
    const foreign = await lease(listener)
    expect((await canut.as(listener)(`/api/v1/assignments/${foreign}/files/${file}`)).status).toBe(404)
  })
})

describe('the sweep', () => {
  test('takes what no response names, after four weeks and when nobody holds the task any more; what is named stays', async () => {
    const kept = await upload(worker, aWave({ seconds: 2 }))
    const dropped = await upload(worker, aWave({ seconds: 1 }))
    const half = (await begin(worker, 5000)).headers.get('location') ?? ''
    await sendPiece(worker, half, 0, randomBytes(100))
    expect(await submit(worker, response(kept.file))).toMatchObject({ status: 200 })
    const other = await canut.signUp()
    const held = await lease(other)
    const inHand = await upload(other, aWave({ seconds: 1 }), held)

    await sweepFiles(canut.services)
    expect((await canut.as(worker)(`${address()}/${dropped.file}`)).status).toBe(200)
    canut.clock.advance({ days: 29 })
    await sweepFiles(canut.services)
    const status = async (person: Person, path: string) => (await canut.as(person)(path)).status
    expect(await status(worker, `${address()}/${kept.file}`)).toBe(200)
    expect(await status(worker, `${address()}/${dropped.file}`)).toBe(404)
    expect(await status(other, `${address(held)}/${inHand.file}`)).toBe(200)
    expect((await canut.as(worker)(half, { method: 'HEAD', headers: TUS })).status).toBe(404)
    canut.clock.advance({ days: 29 })
    await sweepFiles(canut.services)
    expect(await status(worker, `${address()}/${kept.file}`)).toBe(200)
  })

  test('leaves a file that was changed away from: the response that stood is kept with what it names', async () => {
    const first = await upload(worker, aWave({ seconds: 2 }))
    expect(await submit(worker, response(first.file))).toMatchObject({ status: 200 })
    const second = await upload(worker, aWave({ seconds: 3 }))
    const revised = await canut.as(worker).json(`/api/v1/assignments/${assignment}/response`, { response: response(second.file, 3) }, 'PUT')
    expect(revised.status).toBe(200)
    canut.clock.advance({ days: 29 })
    await sweepFiles(canut.services)
    for (const { file } of [first, second]) expect((await canut.as(worker)(`${address()}/${file}`)).status).toBe(200)
  })
})
