import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CollectResponse } from '@canut/contract'
import { parsePublicId, publicId } from '../platform/ids.ts'
import type { Person } from '../platform/http/env.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { phoneJpeg, plainJpeg } from '../testing/plain-jpeg.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'
import { someStaff } from '../testing/responses-builder.ts'
import { aWave } from '../testing/waves.ts'
import { leaseTasks } from '../work/index.ts'
import { startFileTasks } from './sweep-files.ts'
import { takePlaceOut } from './withdraw-place.ts'

let canut: TestApp
let batch: BuiltBatch
let worker: Person
let assignment: string

beforeAll(async () => {
  canut = await startTestApp({ env: { LOG_LEVEL: 'silent' } })
  startFileTasks(canut.services)
  await canut.services.jobs.start()
})
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})
beforeEach(() => begin(true))

async function begin(keepLocation: boolean): Promise<void> {
  const settings = {
    keepLocation,
    fields: [
      { name: 'photo', kind: 'photo', most: 3 },
      { name: 'price', kind: 'number' },
    ],
  }
  batch = await aBatch(canut, { tasks: 2, redundancy: 2, contents: { type: 'collect', settings, rows: [{ text: 'A' }, { text: 'B' }] } })
  worker = await canut.signUp()
  assignment = await lease(worker)
}

async function lease(person: Person): Promise<string> {
  const leased = await leaseTasks(canut.services, { batchId: batch.id, workerId: person.id, count: 1 })
  const first = leased.ok ? leased.value.leases[0] : undefined
  if (first === undefined) throw new Error('nothing was leased')
  return publicId('asg', first.assignmentId)
}

const address = () => `/api/v1/assignments/${assignment}/files`

async function send(content: Uint8Array, keepExif = false, person = worker) {
  const query = new URLSearchParams({ name: 'tag.jpg', ...(keepExif ? { keepExif: 'yes' } : {}) })
  const answer = await canut.as(person)(`${address()}?${query}`, { method: 'POST', body: new Uint8Array(content) })
  const text = await answer.text()
  return { status: answer.status, text, id: answer.ok ? (JSON.parse(text) as { id: string }).id : '' }
}

async function submit(ids: readonly string[], more: object = {}) {
  const response = { photo: ids.map((file) => ({ file, name: 'tag.jpg', ...more })), price: 3 }
  const answer = await canut.as(worker).json(`/api/v1/assignments/${assignment}/response`, { response })
  return { status: answer.status, text: await answer.text() }
}

async function stored(): Promise<CollectResponse> {
  const { body } = await canut.services.db.selectFrom('responses').select('body').where('batch_id', '=', batch.id).executeTakeFirstOrThrow()
  return body as CollectResponse
}

async function seenBy(person: Person, id: string): Promise<Buffer> {
  return Buffer.from(await (await canut.as(person)(`/api/v1/work-files/${id}`)).arrayBuffer())
}

describe('a photo for a form', () => {
  test('is turned upright and loses what the camera wrote, and the response says what arrived', async () => {
    const { id } = await send(await phoneJpeg())
    // what the device claims of it does not count
    expect(await submit([id], { type: 'image/x', size: 1, keepsExif: true })).toMatchObject({ status: 200 })
    const bytes = await seenBy(await someStaff(canut, batch, 'reviewer'), id)
    expect((await stored())['photo']).toEqual([{ file: id, name: 'photo-1', type: 'image/jpeg', size: bytes.length }])
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 30, height: 40 })
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
    expect(bytes.includes('SECRET-OWNER')).toBe(false)
  })

  test('keeps the place where the project asks and the worker agrees, and the response says so; it is upright once, not twice', async () => {
    const { id } = await send(await phoneJpeg(), true)
    expect(await submit([id])).toMatchObject({ status: 200 })
    expect((await stored())['photo']).toEqual([expect.objectContaining({ file: id, keepsExif: true })])
    const bytes = await seenBy(await someStaff(canut, batch, 'reviewer'), id)
    expect(bytes.includes('SECRET-OWNER')).toBe(true)
    const { width, height, orientation = 1 } = await sharp(bytes).metadata()
    expect({ width, height, orientation }).toEqual({ width: 30, height: 40, orientation: 1 })
  })

  test('loses the place where the project does not ask, even if the worker would agree', async () => {
    await begin(false)
    const { id } = await send(await phoneJpeg(), true)
    expect(await submit([id])).toMatchObject({ status: 200 })
    expect((await stored())['photo']).toEqual([expect.not.objectContaining({ keepsExif: true })])
    expect((await seenBy(await someStaff(canut, batch, 'reviewer'), id)).includes('SECRET-OWNER')).toBe(false)
  })

  test('comes out of the folder of images with the other fields', async () => {
    const { id } = await send(await phoneJpeg())
    expect(await submit([id])).toMatchObject({ status: 200 })
    const staff = canut.as(await someStaff(canut, batch, 'reviewer'))
    const archive = Buffer.from(await (await staff(`/api/v1/batches/${batch.publicId}/exports/responses.imagefolder.zip`)).arrayBuffer())
    expect(archive.toString('latin1')).toContain(`{"file_name":"data/000001.jpg","source":"${id}","field":"photo","fields":{"price":3}`)
    expect(archive.includes(Buffer.from('ffd8ff', 'hex'))).toBe(true)
  })

  test('is changed while the response may be, by another photo', async () => {
    const [first, second] = [await send(await phoneJpeg()), await send(await plainJpeg(20, 20))]
    expect(await submit([first.id])).toMatchObject({ status: 200 })
    const response = { photo: [{ file: second.id, name: 'b.jpg' }], price: 4 }
    const changed = await canut.as(worker).json(`/api/v1/assignments/${assignment}/response`, { response }, 'PUT')
    expect(changed.status).toBe(200)
    expect((await stored())['photo']).toEqual([expect.objectContaining({ file: second.id, type: 'image/jpeg' })])
  })
})

describe('taking the agreement back', () => {
  const change = (id: string) =>
    canut
      .as(worker)
      .json(`/api/v1/assignments/${assignment}/response`, { response: { photo: [{ file: id, name: 'tag.jpg' }], price: 3 } }, 'PUT')

  test('takes the place out of the photo that was sent with it, which the earlier response still names', async () => {
    const reviewer = await someStaff(canut, batch, 'reviewer')
    const { id: withPlace } = await send(await phoneJpeg(), true)
    expect(await submit([withPlace])).toMatchObject({ status: 200 })
    const { id: without } = await send(await phoneJpeg())
    expect((await change(without)).status).toBe(200)
    await expect.poll(async () => (await seenBy(reviewer, withPlace)).includes('SECRET-OWNER')).toBe(false)
    // what was sent is still there, but for the place
    expect(await sharp(await seenBy(reviewer, withPlace)).metadata()).toMatchObject({ width: 30, height: 40, format: 'jpeg' })

    // whoever goes back to the earlier photo cannot get the place back, and the response does not claim it
    expect((await change(withPlace)).status).toBe(200)
    expect((await stored())['photo']).toEqual([expect.not.objectContaining({ keepsExif: true })])
  })

  test('is not read into a change of something else: a photo that is still named keeps its place', async () => {
    const { id } = await send(await phoneJpeg(), true)
    expect(await submit([id])).toMatchObject({ status: 200 })
    expect((await change(id)).status).toBe(200)
    expect((await stored())['photo']).toEqual([expect.objectContaining({ file: id, keepsExif: true })])
  })

  test('twice, by a job that runs again, changes nothing more', async () => {
    const reviewer = await someStaff(canut, batch, 'reviewer')
    const { id } = await send(await phoneJpeg(), true)
    expect(await submit([id])).toMatchObject({ status: 200 })
    expect((await change((await send(await phoneJpeg())).id)).status).toBe(200)
    const fileId = parsePublicId('fil', id) ?? ''
    await takePlaceOut(canut.services, fileId)
    const once = await seenBy(reviewer, id)
    expect(once.includes('SECRET-OWNER')).toBe(false)
    await Promise.all([takePlaceOut(canut.services, fileId), takePlaceOut(canut.services, fileId)])
    expect((await seenBy(reviewer, id)).equals(once)).toBe(true)
  })
})

describe('what is refused, with a sentence', () => {
  test.each([
    ['a page', () => Promise.resolve(Buffer.from('<html><script>alert(1)</script></html>')), 'browsers can show'],
    ['a recording', () => Promise.resolve(aWave({ seconds: 1 })), 'It is audio/wav, and images are asked for'],
    ['a picture cut in half', async () => (await plainJpeg(900, 900)).subarray(0, 700), 'damaged'],
    ['nothing', () => Promise.resolve(Buffer.alloc(0)), 'empty'],
    ['a picture of 20,000 by 5,001 pixels', () => plainJpeg(20_000, 5001), '100,020,000 pixels'],
  ])('%s', async (_what, content, sentence) => {
    const { status, text } = await send(await content())
    expect([status, text]).toEqual([422, expect.stringContaining(sentence)])
  })

  test('a photo that another worker sent, one of another task, and one that was never sent', async () => {
    const other = await canut.signUp()
    const own = assignment
    assignment = await lease(other)
    const { id: theirs } = await send(await phoneJpeg(), false, other)
    assignment = own
    for (const id of [theirs, `fil_${'0'.repeat(32)}`])
      expect(await submit([id])).toEqual({ status: 422, text: expect.stringContaining('sent for another task') as string })
    const before = await send(await phoneJpeg())
    assignment = await lease(worker)
    expect(await submit([before.id])).toMatchObject({ status: 422 })
  })

  test('too many, none, and one that is still on a phone', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(async () => (await send(await plainJpeg(9, 9))).id))
    expect(await submit(ids)).toEqual({ status: 422, text: expect.stringContaining('at most 3') as string })
    expect(await submit([])).toMatchObject({ status: 422 })
    expect(await submit(['local:0b7a3f5e-58a5-4f0a-8c58-2a1f6a3f9f10'])).toEqual({
      status: 422,
      text: expect.stringContaining('still on the device') as string,
    })
  })
})
