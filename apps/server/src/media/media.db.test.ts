import { MediaUploadView, MediaView, pageOf } from '@canut/contract'
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildZip } from '../platform/uploads/zip.builders.ts'
import { createOrganisation } from '../organisations/index.ts'
import type { Person } from '../platform/http/env.ts'
import { newId, parsePublicId, publicId } from '../platform/ids.ts'
import { createProject, EMPTY_PROJECT } from '../projects/index.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'

let canut: TestApp
let owner: Person
let outsider: Person
let organisationId: string
let projects = 0

beforeAll(async () => {
  canut = await startTestApp()
  owner = await canut.signUp()
  outsider = await canut.signUp()
  const created = await createOrganisation(canut.services, owner.id, { name: 'Weavers', country: 'FR', website: null })
  if (!created.ok) throw new Error(created.error.kind)
  organisationId = created.value.id
})
afterAll(() => canut.close())

async function aProject(): Promise<string> {
  projects += 1
  const content = { ...EMPTY_PROJECT, name: `Project ${projects}`, taskType: 'image-class' }
  const made = await createProject(canut.services, { organisationId, by: owner.id }, content)
  if (!made.ok) throw new Error(made.error.kind)
  return publicId('prj', made.value)
}

type Files = readonly (readonly [name: string, content: Uint8Array])[]

function formOf(files: Files): FormData {
  const form = new FormData()
  for (const [name, content] of files) form.append('files', new Blob([new Uint8Array(content)], { type: 'text/html' }), name)
  return form
}

async function upload(project: string, files: Files) {
  const answer = await canut.as(owner)(`/api/v1/projects/${project}/media`, { method: 'POST', body: formOf(files) })
  return { status: answer.status, ...MediaUploadView.parse(await answer.json()) }
}

const picture = (width = 40, height = 30) => sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 90 } } })
const png = () => picture().png().toBuffer()
const codes = (report: MediaUploadView) => report.problems.map(({ name, code }) => [name, code])

/** Silence, eight thousand bytes a second. */
function wav(bytes = 1000): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + bytes, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(8000, 24)
  header.writeUInt32LE(8000, 28)
  header.writeUInt16LE(1, 32)
  header.writeUInt16LE(8, 34)
  header.write('data', 36)
  header.writeUInt32LE(bytes, 40)
  return Buffer.concat([header, Buffer.alloc(bytes, 128)])
}

async function storedFiles(): Promise<string[]> {
  return readdir(join(canut.services.config.dataDir, 'files/media'))
}

describe('uploading', () => {
  test('a picture loses what was written inside it, is turned upright, and is shown without signing in', async () => {
    const photo = await picture()
      .withExif({ IFD0: { Copyright: 'SECRET-OWNER' }, IFD3: { GPSLatitude: '45/1 45/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect(photo.includes('SECRET-OWNER')).toBe(true)
    const { status, stored } = await upload(await aProject(), [['photo é.jpg', photo]])
    expect(status).toBe(201)
    expect(stored[0]).toMatchObject({ name: 'photo é.jpg', contentType: 'image/jpeg' })

    const shown = await canut.nobody(stored[0]?.url ?? '')
    const bytes = Buffer.from(await shown.arrayBuffer())
    expect(shown.status).toBe(200)
    expect(bytes.length).toBe(stored[0]?.bytes)
    expect(bytes.includes('SECRET-OWNER')).toBe(false)
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 30, height: 40 })
    expect((await sharp(bytes).metadata()).exif).toBeUndefined()
  })

  test('it is served with headers under which nothing runs and no cookie is set', async () => {
    const { stored } = await upload(await aProject(), [['a.png', await png()]])
    const { headers } = await canut.nobody(stored[0]?.url ?? '')
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=31536000, immutable',
    })
    expect(headers.get('set-cookie')).toBeNull()
    const again = await canut.nobody(stored[0]?.url ?? '', { headers: { 'If-None-Match': headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  test('every kind of picture keeps its format, an animation its frames', async () => {
    const frames = await sharp(Buffer.concat([Buffer.alloc(30 * 30 * 3, 10), Buffer.alloc(30 * 30 * 3, 200)]), {
      raw: { width: 30, height: 60, channels: 3, pageHeight: 30 },
    })
      .gif({ delay: [100, 100] })
      .toBuffer()
    const files: Files = [
      ['a.webp', await picture().webp().toBuffer()],
      ['a.avif', await picture().avif().toBuffer()],
      ['a.gif', frames],
    ]
    const { stored, problems } = await upload(await aProject(), files)
    expect(problems).toEqual([])
    expect(stored.map(({ contentType }) => contentType)).toEqual(['image/webp', 'image/avif', 'image/gif'])
    const gif = Buffer.from(await (await canut.nobody(stored[2]?.url ?? '')).arrayBuffer())
    expect((await sharp(gif).metadata()).pages).toBe(2)
  })

  test('a sound is kept byte for byte and can be played from its middle', async () => {
    const sound = wav()
    const { stored } = await upload(await aProject(), [['a.wav', sound]])
    const path = stored[0]?.url ?? ''
    expect(Buffer.from(await (await canut.nobody(path)).arrayBuffer()).equals(sound)).toBe(true)
    const middle = await canut.nobody(path, { headers: { Range: 'bytes=44-53' } })
    expect([middle.status, middle.headers.get('content-range')]).toEqual([206, `bytes 44-53/${sound.length}`])
    expect(Buffer.from(await middle.arrayBuffer()).equals(sound.subarray(44, 54))).toBe(true)
    expect((await canut.nobody(path, { headers: { Range: 'bytes=5000-' } })).status).toBe(416)
  })

  test('each bad file is named with its reason, the good ones are kept, and nothing is kept half', async () => {
    const before = (await storedFiles()).length
    const project = await aProject()
    const good = await png()
    const report = await upload(project, [
      ['good.png', good],
      ['page.png', Buffer.from('<html><script>alert(1)</script>')],
      ['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
      ['empty.png', Buffer.alloc(0)],
      ['cut.png', good.subarray(0, good.length - 20)],
      ['head.jpg', Buffer.concat([Buffer.from('ffd8ffe000104a46494600', 'hex'), randomBytes(500)])],
      ['a'.repeat(300) + '.png', good],
      ['loud.wav', wav(50_000_001)],
      ['paper.pdf', Buffer.from('%PDF-1.7\n%âãÏÓ\n')],
    ])
    expect(report.status).toBe(200)
    expect(report.stored.map(({ name }) => name)).toEqual(['good.png'])
    expect(codes(report)).toEqual([
      ['page.png', 'unknown_type'],
      ['drawing.svg', expect.stringMatching(/unknown_type|type_not_accepted/)],
      ['empty.png', 'empty_file'],
      ['cut.png', 'image_unreadable'],
      ['head.jpg', 'image_unreadable'],
      ['a'.repeat(200), 'name_unusable'],
      ['loud.wav', 'audio_too_large'],
      ['paper.pdf', 'type_not_accepted'],
    ])
    expect(await storedFiles()).toHaveLength(before + 1)
    expect(await readdir(join(canut.services.config.dataDir, 'uploads'))).toEqual([])
  })

  test('a picture that would fill the memory is refused by its pixels', async () => {
    const huge = await picture(10_000, 10_001).png({ compressionLevel: 9 }).toBuffer()
    expect(huge.length).toBeLessThan(2_000_000)
    const report = await upload(await aProject(), [['huge.png', huge]])
    expect(codes(report)).toEqual([['huge.png', 'too_many_pixels']])
    expect(report.problems[0]?.message).toContain('100,010,000 pixels; at most 100,000,000')
  })

  test('an image above its size is refused although a sound of that size is not', async () => {
    const fat = Buffer.concat([await png(), randomBytes(20_000_000)])
    expect(codes(await upload(await aProject(), [['fat.png', fat]]))).toEqual([['fat.png', 'image_too_large']])
  })

  test('a zip gives its images and sounds under their paths, and names what is wrong inside', async () => {
    const zip = buildZip([
      { name: 'set 1/a.png', content: await png() },
      { name: 'set 2/a.png', content: await picture(10, 10).png().toBuffer() },
      { name: 'b.wav', content: wav() },
      { name: '../evil.png', content: await png() },
      { name: 'page.html', content: Buffer.from('<p>') },
      { name: 'broken.png', content: await png(), claimedCrc: 1 },
    ])
    const report = await upload(await aProject(), [['all.zip', zip]])
    expect(report.stored.map(({ name }) => name)).toEqual(['set 1/a.png', 'set 2/a.png', 'b.wav'])
    expect(codes(report)).toEqual([
      ['../evil.png', 'unsafe_path'],
      ['page.html', 'unknown_type'],
      ['broken.png', 'damaged_entry'],
    ])
  })

  test('a zip bomb gives nothing', async () => {
    const bomb = buildZip([{ name: 'a.wav', content: Buffer.alloc(30_000_000) }])
    const report = await upload(await aProject(), [['bomb.zip', bomb]])
    expect([report.status, codes(report)]).toEqual([422, [['bomb.zip', 'ratio_too_high']]])
  })

  test('a name belongs to one file: the same content again is no problem, another content is one', async () => {
    const project = await aProject()
    const first = await upload(project, [['a.png', await png()]])
    const same = await upload(project, [['a.png', await png()]])
    const other = await upload(project, [['a.png', await picture(9, 9).png().toBuffer()]])
    expect(same.stored).toEqual(first.stored)
    expect(codes(other)).toEqual([['a.png', 'name_taken']])
    const elsewhere = await upload(await aProject(), [['a.png', await png()]])
    expect(elsewhere.status).toBe(201)
  })

  test('the same name sent ten times at once is kept once', async () => {
    const project = await aProject()
    const before = (await storedFiles()).length
    const content = await png()
    const reports = await Promise.all(Array.from({ length: 10 }, () => upload(project, [['a.png', content]])))
    expect(new Set(reports.map(({ stored }) => stored[0]?.id)).size).toBe(1)
    expect(await storedFiles()).toHaveLength(before + 1)
  })

  test.each([
    ['no file', '--x--\r\n', 'multipart/form-data; boundary=x', 422],
    [
      'a body that breaks off',
      '--x\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n\x89PNG',
      'multipart/form-data; boundary=x',
      422,
    ],
    ['no boundary', 'x', 'multipart/form-data', 415],
    ['JSON', '{}', 'application/json', 415],
  ])('%s is a clear refusal', async (_what, body, type, status) => {
    const project = await aProject()
    const before = (await storedFiles()).length
    const api = await canut.as(owner)(`/api/v1/projects/${project}/media`, { method: 'POST', body, headers: { 'Content-Type': type } })
    const page = await canut.as(owner)(`/projects/${project}/media`, { method: 'POST', body, headers: { 'Content-Type': type } })
    expect([api.status, page.status]).toEqual([status, status])
    expect(await storedFiles()).toHaveLength(before)
  })
})

describe('a connection that ends in the middle of a file', () => {
  test('leaves nothing behind, and what came whole before stays', async () => {
    const project = await aProject()
    const before = (await storedFiles()).length
    const part = (name: string) => Buffer.from(`--x\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n`)
    const pieces = [part('whole.png'), await png(), Buffer.from('\r\n'), part('half.wav'), wav(100_000).subarray(0, 60_000)]
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        const piece = pieces.shift()
        if (piece === undefined) controller.error(new Error('connection reset'))
        else controller.enqueue(piece)
      },
    })
    const init = { method: 'POST', body, headers: { 'Content-Type': 'multipart/form-data; boundary=x' }, duplex: 'half' } as RequestInit
    const answer = await canut.as(owner)(`/api/v1/projects/${project}/media`, init)
    expect(answer.status).toBe(422)
    const Page = pageOf(MediaView)
    const { items } = Page.parse(await (await canut.as(owner)(`/api/v1/projects/${project}/media`)).json())
    expect(items.map(({ name }) => name)).toEqual(['whole.png'])
    expect(await storedFiles()).toHaveLength(before + 1)
    expect(await readdir(join(canut.services.config.dataDir, 'uploads'))).toEqual([])
  })
})

describe('the page of files', () => {
  test('says what was kept, lists it, and removes what no task needs', async () => {
    const project = await aProject()
    const path = `/projects/${project}/media`
    const sent = await canut.as(owner)(path, { method: 'POST', body: formOf([['<b>.png', await png()]]) })
    expect(sent.headers.get('location')).toBe(`${path}?stored=1`)
    const html = await (await canut.as(owner)(`${path}?stored=1`)).text()
    expect(html).toContain('One file was kept.')
    expect(html).toContain('&lt;b&gt;.png')
    const remove = /action="(\/media\/[^"]+\/remove)"/.exec(html)?.[1] ?? ''
    const removed = await canut.as(owner).form(remove, {})
    expect(removed.headers.get('location')).toBe(`${path}?done=removed`)
    expect(await (await canut.as(owner)(path)).text()).toContain('No file yet')
    expect((await canut.as(owner).form(remove, {})).status).toBe(404)
  })

  test('names what was not kept in the reader’s language', async () => {
    const sent = await canut.as(owner)(`/projects/${await aProject()}/media`, {
      method: 'POST',
      body: formOf([['note.txt', Buffer.from('hello')]]),
      headers: { 'Accept-Language': 'fr' },
    })
    expect(sent.status).toBe(422)
    expect(await sent.text()).toContain('Ce n’est ni une image, ni un son, ni un film')
  })

  test('a file that a task shows, or that an unfinished import may need, stays', async () => {
    const project = await aProject()
    const { stored } = await upload(project, [['cat.png', await png()]])
    const id = stored[0]?.id ?? ''
    const batchId = newId()
    await canut.services.pool.query(
      `insert into batches (id, project_id, organisation_id, name, task_type, settings, pseudonym_salt, created_by)
       values ($1, $2, $3, 'Cats', 'image-class', '{}', 'salt', $4)`,
      [batchId, parsePublicId('prj', project), organisationId, owner.id],
    )
    await canut.services.pool.query(
      `insert into imports (id, batch_id, state, file_name, storage_key, bytes_total, created_by) values ($1, $2, 'checked', 'a.csv', 'imports/x', 1, $3)`,
      [newId(), batchId, owner.id],
    )
    const waiting = await canut.as(owner).json(`/api/v1/media/${id}`, undefined, 'DELETE')
    expect([waiting.status, await waiting.json()]).toEqual([409, expect.objectContaining({ code: 'media_wanted_by_import' })])

    await canut.services.pool.query(`update imports set state = 'done' where batch_id = $1`, [batchId])
    await canut.services.pool.query(`insert into tasks (batch_id, number, payload) values ($1, 1, '{"item": {"image": "cat.png"}}')`, [
      batchId,
    ])
    const used = await canut.as(owner).json(`/api/v1/media/${id}`, undefined, 'DELETE')
    expect([used.status, await used.json()]).toEqual([409, expect.objectContaining({ code: 'media_in_use' })])
    expect((await canut.nobody(stored[0]?.url ?? '')).status).toBe(200)

    await canut.services.pool.query('delete from tasks where batch_id = $1', [batchId])
    expect((await canut.as(owner).json(`/api/v1/media/${id}`, undefined, 'DELETE')).status).toBe(204)
    expect((await canut.nobody(stored[0]?.url ?? '')).status).toBe(404)
  })

  test('lists page after page, each file once', async () => {
    const project = await aProject()
    const uuid = parsePublicId('prj', project)
    await canut.services.pool.query(
      `insert into media (id, project_id, name, content_type, bytes, sha256, storage_key)
       select gen_random_uuid(), $1, 'é ' || n || '.png', 'image/png', 1, 'x', 'media/none' from generate_series(1, 203) n`,
      [uuid],
    )
    const Page = pageOf(MediaView)
    const path = `/api/v1/projects/${project}/media`
    const first = Page.parse(await (await canut.as(owner)(path)).json())
    const second = Page.parse(await (await canut.as(owner)(`${path}?cursor=${first.nextCursor}`)).json())
    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([200, 3, null])
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(203)
    expect((await canut.as(owner)(`${path}?cursor=AA`)).status).toBe(422)
    expect((await canut.as(owner)(`/projects/${project}/media`)).status).toBe(200)
    // a row whose file is gone is no reason for a 500
    expect((await canut.nobody(first.items[0]?.url ?? '')).status).toBe(404)
  })
})

describe('who may', () => {
  test('a person of another organisation neither lists nor uploads nor removes', async () => {
    const project = await aProject()
    const { stored } = await upload(project, [['a.png', await png()]])
    const stranger = canut.as(outsider)
    const form = formOf([['b.png', await png()]])
    const answers = await Promise.all([
      stranger(`/projects/${project}/media`),
      stranger(`/api/v1/projects/${project}/media`),
      stranger(`/projects/${project}/media`, { method: 'POST', body: form }),
      stranger(`/api/v1/projects/${project}/media`, { method: 'POST', body: form }),
      stranger.form(`/media/${stored[0]?.id}/remove`, {}),
      stranger.json(`/api/v1/media/${stored[0]?.id}`, undefined, 'DELETE'),
      canut.nobody.json(`/api/v1/media/${stored[0]?.id}`, undefined, 'DELETE'),
      canut.nobody(`/media/${publicId('med', newId())}/a.png`),
    ])
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403, 403, 401, 404])
    expect((await canut.nobody(stored[0]?.url ?? '')).status).toBe(200)
  })
})
