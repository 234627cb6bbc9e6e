import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTasks, type ReadyTask } from '../imports/index.ts'
import { addBackgroundWork } from '../main.ts'
import { publicId } from '../platform/ids.ts'
import { taskTypes } from '../task-types/index.ts'
import { aBatch, type BuiltBatch } from '../testing/batch-builder.ts'
import { startTestApp, type TestApp } from '../testing/index.ts'

let canut: TestApp
let built: BuiltBatch
beforeAll(async () => {
  canut = await startTestApp()
  addBackgroundWork(canut.services)
  await canut.services.jobs.start()
  built = await aBatch(canut, { tasks: 1 })
})
afterAll(async () => {
  await canut.services.jobs.stop()
  await canut.close()
})

const owner = () => canut.as({ id: built.ownerId })
const path = () => `/projects/${publicId('prj', built.projectId)}/batches`
const FIELDS = {
  taskType: 'text-class',
  name: 'Fabrics',
  'question.en': 'Is it a fabric?',
  'question.fr': 'Est-ce un tissu ?',
  labels: 'yes | Yes | Oui\nno | No | Non',
}

/** The form as a browser sends it, the file last. */
function whole(fields: Record<string, string>, file?: { name: string; text: string }): RequestInit {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  body.append('file', new Blob([file?.text ?? '']), file?.name ?? '')
  return { method: 'POST', body }
}

const tasksOf = async (page: string) => {
  const answer = await owner()(`/api/v1${page.replace(/\/(settings|imports.*)$/, '')}`)
  return (await answer.json()) as { tasks: number; taskType: string; state: string; price: { micros: string } }
}

async function* oneBlock(file: Uint8Array): AsyncGenerator<Uint8Array> {
  yield file
}

describe('a new batch', () => {
  test('begins with the kinds of task, the project’s own first, in both languages', async () => {
    for (const locale of ['en', 'fr'] as const) {
      const page = await (await owner()(`${path()}/new`, { headers: { 'accept-language': locale } })).text()
      for (const type of taskTypes) {
        expect(page).toContain(`?type=${type.name}`)
        expect(page).toContain(type.title[locale].replaceAll('&', '&amp;'))
      }
      expect(page).not.toMatch(/<div class="kind-picture"[^>]*>(<p>\s*<\/p>)?<\/div>/)
    }
  })

  test('shows the real screen of every kind and preset with a sample, and loads its scripts', async () => {
    for (const type of taskTypes)
      for (const preset of ['', ...type.presets.map(({ name }) => name)]) {
        const page = await owner()(`${path()}/new?type=${type.name}&preset=${preset}`)
        expect([type.name, page.status]).toEqual([type.name, 200])
        const html = await page.text()
        expect(html).toContain('class="wizard-screen"')
        const setup = type.setUp((type.presets.find(({ name }) => name === preset) ?? type).sample.settings)
        for (const script of setup.ok ? setup.value.scripts : []) expect(html).toContain(`src="${script}"`)
      }
  })

  test('has an example file for every kind and preset, which an import reads whole, known answers included', async () => {
    for (const type of taskTypes)
      for (const { name, sample } of [{ name: '', sample: type.sample }, ...type.presets]) {
        const query = name === '' ? '' : `?preset=${name}`
        const page = await (await owner()(`${path()}/new?type=${type.name}&preset=${name}`)).text()
        const address = `/projects/${publicId('prj', built.projectId)}/samples/${type.name}/example.csv${query}`
        expect(page).toContain(`href="${address}"`)
        const answer = await owner()(address)
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
        const setup = type.setUp(sample.settings)
        if (!setup.ok) throw new Error(`the sample settings of ${type.name} ${name} are not valid`)
        const file = Buffer.from(await answer.arrayBuffer())
        const tasks: ReadyTask[] = []
        for await (const read of readTasks(oneBlock(file), {
          setup: setup.value,
          taskType: type.name,
          findMedia: async (names) => new Set(names),
        })) {
          expect([type.name, name, read.problems]).toEqual([type.name, name, []])
          tasks.push(...read.tasks)
        }
        expect([type.name, name, tasks.length]).toEqual([type.name, name, sample.rows.length])
        const known = sample.rows.filter((row) => (row['truth'] ?? '') !== '').length
        expect([type.name, name, tasks.filter(({ truth }) => truth !== null).length]).toEqual([type.name, name, known])
      }
  })

  test('shows the screen with one’s own first row, and says what is wrong with which row', async () => {
    const preview = await owner().form(`${path()}/preview`, { ...FIELDS, rows: 'text,truth\nVelours <b>,yes\nSatin,perhaps\n' })
    const html = await preview.text()
    expect(html).toContain('Velours &lt;b&gt;')
    expect(html).toContain('Row 1 of 1')
    expect(html).toMatch(/Line 3, “truth”/)
    const head = await owner().form(`${path()}/preview`, { ...FIELDS, rows: '', head: 'text\nTaffetas\nhalf a li' })
    expect(await head.text()).toContain('Taffetas')
    const unfinished = await owner().form(`${path()}/preview`, { ...FIELDS, labels: 'only one' })
    expect([unfinished.status, await unfinished.text()]).toMatchObject([200, expect.stringContaining('The screen is shown once')])
  })

  test('keeps all that was typed when the screen is shown without script', async () => {
    const shown = await owner()(`${path()}?do=show`, whole({ ...FIELDS, rows: 'text\nVelours\n' }))
    expect(shown.status).toBe(200)
    const html = await shown.text()
    expect(html).toContain('value="Fabrics"')
    expect(html).toContain('Row 1 of 1')
    const withFile = await owner()(`${path()}?do=show`, whole({ ...FIELDS, rows: '' }, { name: 'a.csv', text: 'text\nBrocart\n' }))
    expect(await withFile.text()).toContain('Brocart')
  })

  test('becomes a draft with the pasted rows as its tasks, and asks for the price next', async () => {
    const created = await owner()(path(), whole({ ...FIELDS, rows: 'text,truth\nVelours,yes\nSatin,\n' }))
    const next = created.headers.get('location') ?? ''
    expect([created.status, next]).toEqual([303, expect.stringMatching(/^\/batches\/bat_[0-9a-f]{32}\/settings$/)])
    expect(await tasksOf(next)).toMatchObject({ tasks: 2, taskType: 'text-class', state: 'draft', price: { micros: '0' } })
    expect((await owner()(next)).status).toBe(200)
  })

  test('may be of another kind than the project, and takes a whole file, which is checked', async () => {
    const fields = { ...FIELDS, taskType: 'image-class', rows: '' }
    const created = await owner()(path(), whole(fields, { name: 'rows.csv', text: 'image\na.png\n' }))
    const next = created.headers.get('location') ?? ''
    expect([created.status, next]).toEqual([303, expect.stringMatching(/\/imports\/imp_[0-9a-f]{32}$/)])
    expect(await tasksOf(next)).toMatchObject({ tasks: 0, taskType: 'image-class' })
  })

  test('that follows another one goes on to what passes', async () => {
    const created = await owner()(path(), whole({ ...FIELDS, after: built.publicId, rows: '' }))
    expect(created.headers.get('location')).toMatch(
      new RegExp(`^/projects/prj_[0-9a-f]{32}/passages/new\\?from=${built.publicId}&to=bat_[0-9a-f]{32}$`),
    )
    const form = await owner()(`${path()}/new?type=text-class&after=${built.publicId}`)
    expect(await form.text()).toContain('This step follows “First batch”')
  })

  test.each([
    ['without a name', { name: '' }],
    ['with one label', { labels: 'yes' }],
    ['with a bad row', { rows: 'text,truth\nSatin,perhaps\n' }],
    ['with rows that lack the column', { rows: 'words\nSatin\n' }],
  ])('%s is not created, and says why', async (_what, change) => {
    const before = await canut.services.db.selectFrom('batches').select('id').execute()
    const refused = await owner()(path(), whole({ ...FIELDS, rows: '', ...change }))
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('error-summary')
    const withFile = await owner()(path(), whole({ ...FIELDS, rows: '', ...change }, { name: 'a.csv', text: 'text\nA\n' }))
    expect(await withFile.text()).toContain('Choose the file again')
    expect(await canut.services.db.selectFrom('batches').select('id').execute()).toHaveLength(before.length)
  })

  test('of no known kind is no page', async () => {
    expect((await owner().form(path(), { ...FIELDS, taskType: 'telepathy' })).status).toBe(404)
    expect((await owner()(`${path()}/new?type=telepathy`)).status).toBe(200)
  })

  test('is not made of a form that is larger than forms are', async () => {
    const refused = await owner().form(path(), { ...FIELDS, rows: 'x'.repeat(2_000_000) })
    expect(refused.status).toBe(413)
  })
})
