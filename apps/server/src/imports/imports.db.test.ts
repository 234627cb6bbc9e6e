import type { BatchView, ImportView } from '@canut/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parsePublicId, publicId } from '../platform/ids.ts'
import { aProject, startTestApp, type BuiltProject, type TestApp } from '../testing/index.ts'
import { reviveImports, runStored, startImportTasks } from './import-job.ts'

let canut: TestApp
let project: BuiltProject
beforeAll(async () => {
  canut = await startTestApp()
  startImportTasks(canut.services)
  await canut.services.jobs.start()
  project = await aProject(canut)
})
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

async function draft(settings: object = { labels: [{ value: 'yes' }, { value: 'no' }] }): Promise<BatchView> {
  const body = { name: 'Imports', settings, price: { micros: '50000', currency: 'EUR' } }
  return (await (await project.as.json(`/api/v1/projects/${project.publicId}/batches`, body)).json()) as BatchView
}

const uuidOf = (batch: BatchView) => parsePublicId('bat', batch.id) as string
const tasksOf = (batch: BatchView) =>
  canut.services.db
    .selectFrom('tasks')
    .select(['number', 'payload', 'truth', 'source_line'])
    .where('batch_id', '=', uuidOf(batch))
    .orderBy('number')
    .execute()

async function send(batch: BatchView, body: string | Buffer, query = ''): Promise<{ status: number; report: ImportView }> {
  const answer = await project.as(`/api/v1/batches/${batch.id}/imports?${query}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
  return { status: answer.status, report: (await answer.json()) as ImportView }
}

describe('a table sent by the API', () => {
  it('becomes tasks in the order of its rows, gold where it has a truth', async () => {
    const batch = await draft()
    const { status, report } = await send(
      batch,
      'text,truth,other\nfirst,,x\n"second, with ""quotes""\nand a line\\",yes,y\n',
      'format=csv',
    )
    expect(status).toBe(200)
    expect(report).toMatchObject({
      state: 'done',
      rowsGood: 2,
      rowsGold: 1,
      rowsBad: 0,
      rowsLoaded: 2,
      problems: [],
      columns: ['text', 'truth', 'other'],
    })
    expect(await tasksOf(batch)).toEqual([
      { number: 1, payload: { text: 'first' }, truth: null, source_line: 2n },
      { number: 2, payload: { text: 'second, with "quotes"\nand a line\\' }, truth: { label: 'yes' }, source_line: 3n },
    ])
    await send(batch, '{"text":"third"}\n', 'format=jsonl')
    expect((await tasksOf(batch)).map(({ number }) => number)).toEqual([1, 2, 3])
    expect(await (await project.as(`/api/v1/batches/${batch.id}`)).json()).toMatchObject({ tasks: 3, goldTasks: 1 })
  })

  it('names every bad row by line and column, and loads nothing unless told to go on', async () => {
    const batch = await draft()
    const csv = 'text,truth\ngood,\n,\nbad truth,maybe\ngood,no\ntoo,many,values\n'
    const refused = await send(batch, csv)
    expect(refused.report).toMatchObject({ state: 'failed', rowsGood: 2, rowsBad: 3, rowsLoaded: 0, failure: { code: 'rows_refused' } })
    expect(refused.report.problems.map(({ line, column }) => [line, column])).toEqual([
      [3, 'text'],
      [4, 'truth'],
      [6, null],
    ])
    expect(await tasksOf(batch)).toEqual([])
    const skipped = await send(batch, csv, 'onBadRows=skip')
    expect(skipped.report).toMatchObject({ state: 'done', rowsLoaded: 2 })
    expect((await tasksOf(batch)).map(({ source_line }) => source_line)).toEqual([2n, 5n])
  })

  it('is only read when it is to be checked', async () => {
    const batch = await draft()
    const { report } = await send(batch, 'text\na\nb\n', 'mode=check')
    expect(report).toMatchObject({ state: 'checked', rowsGood: 2, rowsLoaded: 0 })
    expect(await tasksOf(batch)).toEqual([])
    expect((await project.as(`/api/v1/imports/${report.id}/load`, { method: 'POST' })).status).toBe(409)
  })

  const NUL = Buffer.from('text\na\0b\ngood\n')
  it.each<[string, string | Buffer, object]>([
    ['a BOM', Buffer.from('\ufefftext\na\n'), { state: 'done', rowsGood: 1 }],
    ['UTF-16', Buffer.from('\ufefftext\na\n', 'utf16le'), { state: 'done', rowsGood: 1 }],
    ['a NUL byte', NUL, { state: 'failed', rowsGood: 1, problems: [{ line: 2, column: 'text', code: 'nul_byte' }] }],
    ['Latin-1', Buffer.from('text\ncaf\xe9\n', 'latin1'), { state: 'failed', problems: [{ line: 2, code: 'invalid_utf8' }] }],
    [
      'a field of 10 MB',
      `text\n${'x'.repeat(10_000_000)}\ngood\n`,
      { state: 'failed', rowsGood: 1, problems: [{ line: 2, code: 'field_too_large' }] },
    ],
    ['an unclosed quotation mark', 'text\n"a\nb\n', { state: 'failed', problems: [{ line: 2, code: 'unclosed_quote' }] }],
    ['nothing at all', '', { state: 'failed', failure: { code: 'file_not_readable' }, problems: [{ code: 'header_missing' }] }],
    ['a header alone', 'text\n', { state: 'failed', problems: [{ code: 'no_rows' }] }],
    ['a missing column', 'txet\na\n', { state: 'failed', problems: [{ column: 'text', code: 'column_missing' }] }],
    ['a workbook', Buffer.from('PK\x03\x04rest of a workbook'), { state: 'failed', problems: [{ code: 'not_text' }] }],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]), { state: 'failed', problems: [{ code: 'media_file' }] }],
    [
      'a COCO file',
      Buffer.from('{"images":[],"annotations":[],"categories":[]}'),
      { state: 'failed', problems: [{ code: 'coco_not_read' }] },
    ],
    ['a column twice', 'text,text\na,b\n', { state: 'failed', problems: [{ code: 'duplicate_column' }] }],
    ['JSON that is no object', '{"text":"a"}\n[1]\n{"text"', { state: 'failed', rowsGood: 1, rowsBad: 2 }],
    ['half a character', '{"text":"\\ud800"}\n', { state: 'failed', rowsGood: 0, rowsBad: 1 }],
    ['a text of blanks', 'text\n"  "\n', { state: 'failed', rowsBad: 1 }],
    ['HTML', 'text\n<script>alert(1)</script>\n', { state: 'done', rowsGood: 1 }],
    ['a column named __proto__', 'text,__proto__\na,b\n', { state: 'done', rowsGood: 1 }],
  ])('is read or refused with its place when it has %s', async (_, body, expected) => {
    const batch = await draft()
    for (const locale of ['en', 'fr']) {
      await canut.services.db.updateTable('people').set({ locale }).where('id', '=', project.owner.id).execute()
      const { status, report } = await send(batch, body)
      expect(status).toBe(200)
      expect(report).toMatchObject(expected)
      for (const { sentence } of report.problems) expect(sentence.length).toBeGreaterThan(10)
    }
    const loaded = (expected as { state: string }).state === 'done' ? 2 : 0
    expect(await tasksOf(batch)).toHaveLength(loaded)
  })

  it('must name files that the project has', async () => {
    const images = await aProject(canut, { taskType: 'image-class' })
    const id = publicId('prj', images.id)
    const settings = { labels: [{ value: 'cat' }, { value: 'dog' }] }
    const made = await images.as.json(`/api/v1/projects/${id}/batches`, { name: 'Cats', settings, price: { micros: '1', currency: 'EUR' } })
    const batch = (await made.json()) as BatchView
    const answer = await images.as(`/api/v1/batches/${batch.id}/imports`, { method: 'POST', body: 'image\ncat.png\n' })
    expect(await answer.json()).toMatchObject({ state: 'failed', rowsBad: 1, problems: [{ line: 2, code: 'media_missing' }] })
  })

  it('leaves nothing when the sender breaks off', async () => {
    const batch = await draft()
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(Buffer.from('text\n' + 'row\n'.repeat(100_000)))
        controller.error(new Error('connection lost'))
      },
    })
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit
    const answer = await project.as(`/api/v1/batches/${batch.id}/imports`, init)
    expect(answer.status).toBe(422)
    expect(await tasksOf(batch)).toEqual([])
    const row = await canut.services.db
      .selectFrom('imports')
      .select(['state', 'failure'])
      .where('batch_id', '=', uuidOf(batch))
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ state: 'failed', failure: { code: 'interrupted' } })
    expect((await send(batch, 'text\na\n')).report.state).toBe('done')
  })

  it('can be cancelled while it arrives, and then leaves nothing', async () => {
    const batch = await draft()
    let cancelled: Promise<Response> | null = null
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        const [row] = await canut.services.db.selectFrom('imports').select('id').where('batch_id', '=', uuidOf(batch)).execute()
        if (row !== undefined) cancelled ??= project.as(`/api/v1/imports/${publicId('imp', row.id)}/cancel`, { method: 'POST' })
        controller.enqueue(Buffer.from('text\n' + 'row\n'.repeat(100_000)))
      },
    })
    const answer = await project.as(`/api/v1/batches/${batch.id}/imports`, { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(await answer.json()).toMatchObject({ state: 'cancelled', rowsLoaded: 0 })
    expect((await (cancelled as Promise<Response> | null))?.status).toBe(200)
    expect(await tasksOf(batch)).toEqual([])
  })

  it('is not loaded into a closed batch, nor by another organisation', async () => {
    const batch = await draft()
    const other = await aProject(canut)
    expect([403, 404]).toContain((await other.as(`/api/v1/batches/${batch.id}/imports`, { method: 'POST', body: 'text\na\n' })).status)
    await canut.services.db.updateTable('batches').set({ state: 'closed' }).where('id', '=', uuidOf(batch)).execute()
    expect((await send(batch, 'text\na\n')).status).toBe(409)
  })

  it('waits for no other: two at once load one after the other or are refused, never mixed', async () => {
    const batch = await draft()
    const big = 'text\n' + 'row\n'.repeat(20_000)
    const sent = await Promise.all([send(batch, big), send(batch, big), send(batch, big)])
    const loaded = sent.filter(({ status }) => status === 200).length
    expect(loaded).toBeGreaterThanOrEqual(1)
    for (const { status } of sent) expect([200, 409]).toContain(status)
    expect(await tasksOf(batch)).toHaveLength(loaded * 20_000)
    expect(await (await project.as(`/api/v1/batches/${batch.id}`)).json()).toMatchObject({ tasks: loaded * 20_000 })
  })
})

describe('a file sent by the page', () => {
  async function upload(batch: BatchView, content: string, name = 'rows.csv'): Promise<Response> {
    const form = new FormData()
    form.append('file', new File([content], name))
    return project.as(`/batches/${batch.id}/imports`, { method: 'POST', body: form })
  }
  async function uploaded(batch: BatchView, content: string): Promise<{ path: string; id: string }> {
    const answer = await upload(batch, content)
    expect(answer.status).toBe(303)
    const path = answer.headers.get('location') as string
    const id = parsePublicId('imp', path.split('/').at(-1) as string) as string
    await ended(id)
    return { path, id }
  }
  async function ended(id: string): Promise<string> {
    const find = () => canut.services.db.selectFrom('imports').select('state').where('id', '=', id).executeTakeFirstOrThrow()
    await expect.poll(async () => (await find()).state).not.toMatch(/uploaded|checking|loading/)
    return (await find()).state
  }

  it('is checked, previewed in the real screen, and loaded when the requester says so', async () => {
    const batch = await draft()
    const { path, id } = await uploaded(batch, 'text,truth\nA kind word,yes\n,\n<b>bold</b>,\n')
    const page = await (await project.as(path)).text()
    expect(page).toContain('A kind word')
    expect(page).not.toContain('<b>bold')
    expect(page).toMatch(/2 (good rows|lignes bonnes)/)
    expect(await tasksOf(batch)).toEqual([])

    const report = await project.as(`${path}/report.csv`)
    expect(report.headers.get('content-disposition')).toContain('attachment')
    const lines = (await report.text()).trim().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/^3,3,text,missing_value,/)

    const load = await project.as(`${path}/load`, { method: 'POST' })
    expect(load.status).toBe(303)
    expect(await ended(id)).toBe('done')
    expect(await tasksOf(batch)).toHaveLength(2)
    expect((await project.as(`${path}/load`, { method: 'POST' })).status).toBe(409)
  })

  it('says what to do where no row is good, and which columns go to exports only', async () => {
    const batch = await draft()
    const nothing = await (await project.as((await uploaded(batch, 'text,truth\nA,perhaps\n')).path)).text()
    expect(nothing).toMatch(/No row can become a task|Aucune ligne ne peut devenir/)
    const whole = await (await project.as((await uploaded(batch, 'text,sku\nA,7\n')).path)).text()
    expect(whole).not.toMatch(/No row can become a task|Aucune ligne ne peut devenir/)
    expect(whole).toMatch(/your exports have them|vos exports les ont/)
    expect(whole).toContain('sku')
    const unread = await (await project.as((await uploaded(batch, 'texte\nA\n')).path)).text()
    expect(unread).not.toMatch(/your exports have them|vos exports les ont/)
  })

  it('reports more problems than are kept', async () => {
    const batch = await draft()
    const { path } = await uploaded(batch, 'text,truth\n' + 'x,wrong\n'.repeat(1500) + 'good,\n')
    const lines = (await (await project.as(`${path}/report.csv`)).text()).trim().split('\n')
    expect(lines).toHaveLength(1501)
    const api = await project.as(`/api/v1/imports/${path.split('/').at(-1)}`)
    const report = (await api.json()) as ImportView
    expect(report).toMatchObject({ rowsBad: 1500, problemsFound: 1500 })
    expect(report.problems).toHaveLength(1000)
  })

  it('can be cancelled, and then loads nothing', async () => {
    const batch = await draft()
    const { path } = await uploaded(batch, 'text\na\n')
    expect((await project.as(`${path}/cancel`, { method: 'POST' })).status).toBe(303)
    expect((await project.as(`${path}/cancel`, { method: 'POST' })).status).toBe(409)
    expect((await project.as(`${path}/load`, { method: 'POST' })).status).toBe(409)
    expect(await tasksOf(batch)).toEqual([])
  })

  it('must be there', async () => {
    const batch = await draft()
    const empty = new FormData()
    empty.append('file', new File([], ''))
    expect((await project.as(`/batches/${batch.id}/imports`, { method: 'POST', body: empty })).status).toBe(422)
    expect((await project.as.form(`/batches/${batch.id}/imports`, { file: 'a' })).status).toBe(415)
  })

  it('is read again after the server stopped in the middle', async () => {
    const batch = await draft()
    const { id } = await uploaded(batch, 'text\na\nb\n')
    const { db } = canut.services
    await db.updateTable('imports').set({ state: 'loading', touched_at: canut.clock() }).where('id', '=', id).execute()
    canut.clock.advance({ minutes: 2 })
    await reviveImports(canut.services)
    expect(await ended(id)).toBe('done')
    expect(await tasksOf(batch)).toHaveLength(2)
    // a job that is delivered twice does nothing more
    await runStored(canut.services, id)
    expect(await tasksOf(batch)).toHaveLength(2)
  })
})
