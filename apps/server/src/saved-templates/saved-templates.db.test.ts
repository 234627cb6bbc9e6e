import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { someStaff } from '../testing/responses-builder.ts'
import { aBatch } from '../testing/batch-builder.ts'
import { aProject, startTestApp, type BuiltProject, type TestApp } from '../testing/index.ts'

let canut: TestApp
let project: BuiltProject
let api: string
beforeAll(async () => {
  canut = await startTestApp()
  project = await aProject(canut)
  api = `/api/v1/projects/${project.publicId}/templates`
})
afterAll(() => canut.close())

const page = (word: string) => ({
  dialect: 'liquid',
  source: `<crowd-form><crowd-input name="a" label="${word}"></crowd-input></crowd-form>`,
})
const PRICE = { micros: '50000', currency: 'EUR' }

interface Version {
  number: number
  name: string
  version: number
  settings: { source: string }
}

interface Batch {
  id: string
  settings: { source: string }
  template: { number: number; version: number } | null
}

const json = async <T>(address: string, body: unknown, method: 'POST' | 'PATCH' = 'POST'): Promise<T> => {
  const answer = await project.as.json(address, body, method)
  expect([address, answer.ok]).toEqual([address, true])
  return (await answer.json()) as T
}
const read = async <T>(address: string): Promise<T> => (await (await project.as(address)).json()) as T
const aTemplate = (name: string, word: string) => json<Version>(api, { name, settings: page(word) })
const save = (number: number, word: string) => json<Version>(`${api}/${number}/versions`, { settings: page(word) })
const makeBatch = (body: object) =>
  json<Batch>(`/api/v1/projects/${project.publicId}/batches`, { name: 'Batch', taskType: 'template', price: PRICE, ...body })
const batchOf = (id: string) => read<Batch>(`/api/v1/batches/${id}`)

describe('a template of a project', () => {
  it('gets a version each time it is saved with a change, and keeps the earlier ones as they were', async () => {
    const { number, version } = await aTemplate('Tone', 'one')
    expect(version).toBe(1)
    expect((await save(number, 'two')).version).toBe(2)
    expect((await save(number, 'two')).version).toBe(2)
    expect((await read<Version>(`${api}/${number}?version=1`)).settings.source).toContain('one')
    expect((await read<Version>(`${api}/${number}`)).settings.source).toContain('two')
  })

  it('is refused with every problem of its settings, and not saved', async () => {
    const { number } = await aTemplate('Broken', 'one')
    const answer = await project.as.json(`${api}/${number}/versions`, { settings: { dialect: 'liquid', source: '{% if %}' } })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('settings.source')
    expect((await read<Version>(`${api}/${number}`)).version).toBe(1)
  })

  it('is restored as a further version, copied, and renamed on its page', async () => {
    const { number } = await aTemplate('Page', 'first')
    await save(number, 'second')
    const address = `/projects/${project.publicId}/templates/${number}`
    const restored = await project.as.form(address, { do: 'restore', version: '1' })
    expect(restored.headers.get('location')).toBe(`${address}?done=restored`)
    const newest = await read<Version>(`${api}/${number}`)
    expect([newest.version, newest.settings.source.includes('first')]).toEqual([3, true])
    expect(await (await project.as(address)).text()).toContain('as version 1 was')

    const copied = await project.as.form(address, { do: 'copy' })
    const copy = Number(/templates\/(\d+)\?done=copied$/.exec(copied.headers.get('location') ?? '')?.[1])
    expect(await read<Version>(`${api}/${copy}`)).toMatchObject({ name: 'Page (copy)', version: 1, settings: newest.settings })
    await save(copy, 'third')
    expect((await read<Version>(`${api}/${number}`)).version).toBe(3)

    await project.as.form(address, { do: 'rename', name: 'Other <b>name</b>' })
    expect(await (await project.as(`/projects/${project.publicId}`)).text()).toContain('Other &lt;b&gt;name&lt;/b&gt;')
    expect((await project.as.form(address, { do: 'rename', name: ' ' })).status).toBe(422)
  })

  it.each(['0', '999', 'x', '1?version=77'])('is not found by %s', async (number) => {
    expect((await project.as(`${api}/${number}`)).status).toBe(404)
    expect((await project.as(`/projects/${project.publicId}/templates/${number}`)).status).toBe(404)
  })

  it('can be read but not changed by those who review', async () => {
    const built = await aBatch(canut, { tasks: 1 })
    const reviewer = canut.as(await someStaff(canut, built, 'reviewer'))
    const owner = canut.as({ id: built.ownerId })
    const of = `/api/v1/projects/${built.publicId.replace(/.*/, () => `prj_${built.projectId.replaceAll('-', '')}`)}/templates`
    expect((await owner.json(of, { name: 'Mine', settings: page('read me') })).status).toBe(201)
    expect((await reviewer.json(`${of}/1/versions`, { settings: page('x') })).status).toBe(403)
    const shown = await (await reviewer(`${of.replace('/api/v1', '')}/1`)).text()
    expect(shown).toContain('read me')
    expect(shown).not.toContain('value="save"')
  })
})

describe('a batch with a page of its own', () => {
  it('takes the newest version of the template that it names', async () => {
    const { number } = await aTemplate('Shared', 'v1')
    await save(number, 'v2')
    const batch = await makeBatch({ template: number })
    expect([batch.template, batch.settings.source.includes('v2')]).toEqual([{ number, version: 2 }, true])
    expect(
      (
        await project.as.json(`/api/v1/projects/${project.publicId}/batches`, {
          name: 'B',
          taskType: 'template',
          price: PRICE,
          template: 998,
        })
      ).status,
    ).toBe(422)
    const other = await project.as.json(`/api/v1/projects/${project.publicId}/batches`, { name: 'B', price: PRICE, template: number })
    expect([other.status, await other.text()]).toEqual([422, expect.stringContaining('template')])
  })

  it('makes a template of its page where it names none, once for the same page', async () => {
    const first = await makeBatch({ name: 'April', settings: page('made by a batch') })
    const second = await makeBatch({ name: 'May', settings: page('made by a batch') })
    expect(first.template).toEqual({ number: expect.any(Number) as number, version: 1 })
    expect(second.template).toEqual(first.template)
    expect((await read<Version>(`${api}/${first.template?.number}`)).name).toBe('April')
  })

  it('saves the next version when its page changes, and no other batch changes', async () => {
    const { number } = await aTemplate('Two batches', 'v1')
    const [one, two] = [await makeBatch({ template: number }), await makeBatch({ template: number })]
    const edited = await json<Batch>(`/api/v1/batches/${one.id}`, { settings: page('v2') }, 'PATCH')
    expect(edited.template).toEqual({ number, version: 2 })
    expect(await batchOf(two.id)).toMatchObject({ template: { number, version: 1 }, settings: two.settings })
    const kept = await json<Batch>(`/api/v1/batches/${one.id}`, { name: 'Another name' }, 'PATCH')
    expect(kept.template).toEqual({ number, version: 2 })
    const back = await json<Batch>(`/api/v1/batches/${one.id}`, { settings: page('v1') }, 'PATCH')
    expect(back.template).toEqual({ number, version: 1 })
  })

  it('keeps the version that it was published with, whatever becomes of the template', async () => {
    const { number } = await aTemplate('Published', 'v1')
    const { id, settings } = await makeBatch({ template: number })
    const { db } = canut.services
    const uuid = id.replace('bat_', '')
    await db.updateTable('batches').set({ state: 'open' }).where('id', '=', uuid).execute()
    await save(number, 'v2')
    expect((await project.as.json(`/api/v1/batches/${id}`, { settings: page('v2') }, 'PATCH')).status).toBe(409)
    expect(await batchOf(id)).toMatchObject({ template: { number, version: 1 }, settings })
    const shown = await (await project.as(`/batches/${id}/settings`)).text()
    expect(shown).toContain('“Published”, version 1')
    expect(shown).not.toContain('template=newest')
  })

  it('is offered the newest version on its page of settings while it is a draft', async () => {
    const { number } = await aTemplate('Newer', 'v1')
    const { id } = await makeBatch({ template: number })
    await save(number, 'the newest words')
    const address = `/batches/${id}/settings`
    const before = await (await project.as(address)).text()
    expect(before).toContain('There is a version 2.')
    expect(before).not.toContain('the newest words')
    expect(await (await project.as(`${address}?template=newest`)).text()).toContain('the newest words')
  })

  it('begins on the page of new batches with the template that the address names', async () => {
    const { number } = await aTemplate('For the wizard', 'wizard words')
    const address = `/projects/${project.publicId}/batches`
    expect(await (await project.as(`${address}/new`)).text()).toContain('For the wizard')
    const shown = await (await project.as(`${address}/new?type=template&template=${number}`)).text()
    expect(shown).toContain('wizard words')
    const fields = {
      taskType: 'template',
      template: String(number),
      name: 'From it',
      ...page('changed in the wizard'),
      inputs: '',
      files: '',
      example: '',
      do: 'create',
    }
    const made = await project.as.form(address, fields)
    const id = /bat_[0-9a-f]+/.exec(made.headers.get('location') ?? '')?.[0] ?? ''
    expect((await batchOf(id)).template).toEqual({ number, version: 2 })
    expect((await project.as(`${address}/new?type=template&template=997`)).status).toBe(404)
  })

  it('of many that are made at once for one page are all of one template', async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => makeBatch({ settings: page('at once') })))
    expect(new Set(made.map(({ template }) => JSON.stringify(template))).size).toBe(1)
  })
})
