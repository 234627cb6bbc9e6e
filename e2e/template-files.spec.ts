import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { BrowserContext } from 'playwright-core'
import { aBatch } from '../apps/server/src/testing/batch-builder.ts'
import { startServed, type Served } from './served.ts'
import { taskIsOn } from './waits.ts'
import { BLUE_PNG, LOADER, showTemplate, type ToShow } from './template-harness.ts'

/** Fields for files in pages of requesters: the file comes out of the frame, and the task screen sends it. */

let served: Served
let context: BrowserContext
beforeAll(async () => {
  served = await startServed()
  context = await served.as(null)
})
afterAll(() => served?.close())

const FORM = `${LOADER}<crowd-form><label>Photo <input type="file" name="photo" required></label>
  <crowd-input type="file" name="sounds" label="Sounds" multiple></crowd-input></crowd-form>`
const show = (source: string, of: ToShow = {}) => showTemplate(context, served.url, source, of)
const PHOTO = { name: 'front door.png', mimeType: 'image/png', buffer: Buffer.from('a picture') }
const sound = (name: string) => ({ name, mimeType: 'audio/wav', buffer: Buffer.from(name) })
const LOCAL = /^local:[0-9a-f-]{36}$/

describe('a field for files', () => {
  it('hands its file out of the frame, and answers with what it is called', async () => {
    const shown = await show(FORM)
    await shown.inside.getByLabel('Photo').setInputFiles(PHOTO)
    await shown.inside.getByLabel('Sounds').setInputFiles([sound('one.wav'), sound('two.wav')])
    await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
    const uploadId = expect.stringMatching(LOCAL) as string
    expect(await shown.answer()).toEqual({
      photo: { uploadId, name: 'front door.png', type: 'image/png', size: 9 },
      sounds: [
        { uploadId, name: 'one.wav', type: 'audio/wav', size: 7 },
        { uploadId, name: 'two.wav', type: 'audio/wav', size: 7 },
      ],
    })
    const files = await shown.files()
    expect(files.map(({ text }) => text).toSorted()).toEqual(['a picture', 'one.wav', 'two.wav'])
    expect(new Set(files.map(({ key }) => key)).size).toBe(3)
    expect(shown.errors).toEqual([])
    await shown.page.close()
  })

  it('says at once what cannot be sent, and sends nothing while it is chosen', async () => {
    const shown = await show(FORM)
    const photo = shown.inside.getByLabel('Photo')
    const said = () => photo.evaluate((input) => (input as HTMLInputElement).validationMessage)
    await photo.setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
    expect(await said()).toContain('“notes.txt” is neither a picture nor a sound')
    await photo.setInputFiles({ name: 'big.png', mimeType: 'image/png', buffer: Buffer.alloc(20_000_001) })
    expect(await said()).toContain('larger than 20 MB')
    await photo.setInputFiles({ name: 'empty.png', mimeType: 'image/png', buffer: Buffer.alloc(0) })
    expect(await said()).toContain('is empty')
    await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
    await shown.page.waitForTimeout(300)
    expect([(await shown.sent()).submissions, await shown.files()]).toEqual([[], []])

    await photo.setInputFiles(PHOTO)
    await shown.inside.getByLabel('Sounds').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from('x') })
    await shown.inside.getByText('“a.pdf” is neither a picture nor a sound').waitFor()
    await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
    await shown.page.waitForTimeout(300)
    expect((await shown.sent()).submissions).toEqual([])
    await shown.page.close()
  })

  it('shows the names of a draft again, and answers with the same files', async () => {
    const first = await show(FORM)
    await first.inside.getByLabel('Photo').setInputFiles(PHOTO)
    await first.inside.getByLabel('Sounds').setInputFiles([sound('one.wav')])
    await expect.poll(first.value).toContain('one.wav')
    await expect.poll(first.files).toHaveLength(2)
    const [value, kept] = [await first.value(), await first.files()]
    await first.page.close()

    const second = await show(FORM, { value })
    const names = (input: Element) => [...((input as HTMLInputElement).files ?? [])].map(({ name }) => name)
    expect(await second.inside.getByLabel('Photo').evaluate(names)).toEqual(['front door.png'])
    await second.inside.getByRole('button', { name: 'Submit', exact: true }).click()
    const answer = (await second.answer()) as { photo: { uploadId: string }; sounds: { uploadId: string }[] }
    expect(new Set([answer.photo.uploadId, answer.sounds[0]?.uploadId])).toEqual(new Set(kept.map(({ key }) => key)))
    expect(await second.files()).toEqual([])
    await second.page.close()
  })

  it('is flat in a layout that asks for it, and a list of one where it takes several', async () => {
    const source = `${LOADER}<crowd-form answer-format="flatten-objects"><label>P <input type="file" name="p"></label></crowd-form>`
    const shown = await show(source, { dialect: 'mturk' })
    await shown.inside.getByLabel('P').setInputFiles(PHOTO)
    await shown.inside.getByRole('button', { name: 'Submit', exact: true }).click()
    expect(await shown.answer()).toEqual({
      'p.uploadId': expect.stringMatching(LOCAL),
      'p.name': 'front door.png',
      'p.type': 'image/png',
      'p.size': 9,
    })
    await shown.page.close()
  })

  it('of a hostile page keeps nothing but files, not too many, and under keys of ours only', async () => {
    // the page has no other way out than its fields: it makes files, and a new one for each draft
    const source = `${LOADER}<crowd-form><label>P <input type="file" name="p" id="p"></label></crowd-form><script>
      addEventListener('all-crowd-elements-ready', async () => { for (let i = 0; i < 60; i++) {
        const all = new DataTransfer(); all.items.add(new File(['x' + i], 'x.png', { type: 'image/png' })); p.files = all.files
        p.dispatchEvent(new Event('change', { bubbles: true })); await new Promise((go) => setTimeout(go, 350)) } document.title = 'done' }, true)
      </script>`
    const shown = await show(source)
    await expect.poll(async () => (await shown.frame()).title(), { timeout: 100_000 }).toBe('done')
    const files = await shown.files()
    expect(files.length).toBeLessThanOrEqual(37)
    expect(files.every(({ key }) => LOCAL.test(key))).toBe(true)
    await shown.page.close()
  })
})

async function fileBatch() {
  const { db } = served.canut.services
  const batch = await aBatch(served.canut, { tasks: 1, redundancy: 1 })
  const source = `${LOADER}<crowd-form><label>Photo <input type="file" name="photo" required></label></crowd-form>`
  const settings = { dialect: 'liquid', source, inputs: '', files: [], example: '' }
  await db
    .updateTable('batches')
    .set({ task_type: 'template', settings: JSON.stringify(settings) })
    .where('id', '=', batch.id)
    .execute()
  const worker = await served.as(await served.canut.signUp())
  const page = await worker.newPage()
  await page.goto(`/work/${batch.publicId}`)
  await page.getByRole('button', { name: 'Start' }).first().click()
  await page.waitForSelector('canut-template-frame[own-submit]')
  await taskIsOn(page)
  const responses = () => db.selectFrom('responses').select('body').where('batch_id', '=', batch.id).execute()
  return { batch, page, inside: page.locator('iframe').contentFrame(), responses }
}

describe('a task with a field for files', () => {
  it('sends the photo first, then the response that names it; the staff can look at it', async () => {
    const { batch, page, inside, responses } = await fileBatch()
    const png = Buffer.from(BLUE_PNG, 'base64')
    await inside.getByLabel('Photo').setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: png })
    await inside.getByRole('button', { name: 'Submit', exact: true }).click()
    await expect.poll(responses).toHaveLength(1)
    const [response] = await responses()
    const uploadId = expect.stringMatching(/^fil_[0-9a-f]{32}$/) as string
    expect(response?.body).toEqual({ answer: { photo: { uploadId, name: 'door.png', type: 'image/png', size: png.length } } })
    await page.context().close()

    const staff = await served.as({ id: batch.ownerId })
    const board = await staff.newPage()
    await board.goto(`/batches/${batch.publicId}/review`)
    const address = (await board.locator('a', { hasText: 'door.png' }).first().getAttribute('href')) ?? ''
    const file = await board.request.get(`${served.url}${address}`)
    expect([file.status(), file.headers()['content-type']]).toEqual([200, 'image/png'])
    await staff.close()
  })

  it('brings the task back with the reason where the file is not what it says', async () => {
    const { page, inside, responses } = await fileBatch()
    await inside.getByLabel('Photo').setInputFiles({ name: 'not.png', mimeType: 'image/png', buffer: Buffer.from('only words') })
    await inside.getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByText('It is no image, sound or film').first().waitFor()
    expect(await page.locator('canut-template-frame').count()).toBe(1)
    expect(await responses()).toEqual([])
    await page.context().close()
  })
})
