import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { storeMedia } from '../apps/server/src/media/index.ts'
import { aBatch, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import { startServed, type Served } from './served.ts'
import { draftIsKept, taskIsOn, tasksFetched } from './waits.ts'
import { BLUE_PNG } from './template-harness.ts'

/** A requester's own page as a worker meets it: leased, kept as a draft, submitted, reported. */

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

const LOADER = '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script>'
const CLASSIFIER = `${LOADER}<crowd-form><crowd-classifier name="mood" categories="['Positive','Negative']" header="Mood?">
  <classification-target>{{ task.input.source }}</classification-target></crowd-classifier><crowd-text-area name="why" label="Why?"></crowd-text-area></crowd-form>`

async function templateBatch(source: string, payloads: readonly unknown[]): Promise<BuiltBatch> {
  const { db } = served.canut.services
  const batch = await aBatch(served.canut, { tasks: payloads.length, redundancy: 1 })
  const settings = { dialect: 'liquid', source, inputs: '', files: ['source-ref'], example: '' }
  await db
    .updateTable('batches')
    .set({ task_type: 'template', settings: JSON.stringify(settings) })
    .where('id', '=', batch.id)
    .execute()
  for (const [index, payload] of payloads.entries())
    await db
      .updateTable('tasks')
      .set({ payload: JSON.stringify(payload) })
      .where('batch_id', '=', batch.id)
      .where('number', '=', index + 1)
      .execute()
  return batch
}

async function begin(batch: BuiltBatch): Promise<Page> {
  const context = await served.as(await served.canut.signUp())
  const page = await context.newPage()
  await page.goto(`/work/${batch.publicId}`)
  await page.getByRole('button', { name: 'Start' }).first().click()
  await page.waitForSelector('canut-template-frame[own-submit]')
  await taskIsOn(page)
  return page
}

const responses = async (batch: BuiltBatch) =>
  served.canut.services.db.selectFrom('responses').select(['body', 'label']).where('batch_id', '=', batch.id).orderBy('number').execute()

describe('a template as a task', () => {
  it('is loaded once, and keeps what is filled in before the script of the task screen is there', async () => {
    const batch = await templateBatch(CLASSIFIER, [{ source: 'Lovely' }])
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    const script = Promise.withResolvers<undefined>()
    await page.route('**/assets/task.js', (route) => script.promise.then(() => route.continue()))
    const frames: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/templates/frame')) frames.push(request.url())
    })
    await page.goto(`/work/${batch.publicId}`)
    await page.getByRole('button', { name: 'Start' }).first().click()
    await page.waitForSelector('canut-template-frame[own-submit]')
    await page.frameLocator('iframe').getByRole('radio', { name: 'Negative' }).check()
    await tasksFetched(page, batch.publicId, async () => script.resolve(undefined))
    await page.frameLocator('iframe').getByRole('button', { name: 'Submit', exact: true }).click()
    await expect.poll(() => responses(batch)).toMatchObject([{ body: { answer: { mood: { label: 'Negative' } } } }])
    expect(frames).toHaveLength(1)
    await context.close()
  })

  it('is done with its own Submit, one task after the other, and the answer is stored as it was sent', async () => {
    const batch = await templateBatch(CLASSIFIER, [{ source: 'Lovely' }, { source: 'Awful' }])
    const page = await begin(batch)
    const errors: string[] = []
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
    const inside = page.frameLocator('iframe')
    expect(await page.getByRole('button', { name: /^Submit/ }).count()).toBe(0)
    for (const [text, label] of [
      ['Lovely', 'Positive'],
      ['Awful', 'Negative'],
    ] as const) {
      await inside.getByText(text).waitFor()
      await inside.getByRole('radio', { name: label }).check()
      await inside.getByRole('button', { name: 'Submit', exact: true }).click()
      await expect.poll(async () => (await responses(batch)).at(-1)?.label).toContain(label)
    }
    expect((await responses(batch)).map(({ body }) => body)).toEqual([
      { answer: { mood: { label: 'Positive' } } },
      { answer: { mood: { label: 'Negative' } } },
    ])
    expect(errors).toEqual([])
    await page.context().close()
  })

  it('is submitted by the key of the task screen as well, after its own check', async () => {
    const batch = await templateBatch(CLASSIFIER, [{ source: 'Lovely' }])
    const page = await begin(batch)
    const inside = page.frameLocator('iframe')
    await page.locator('.task-area').focus()
    await page.keyboard.press('Enter')
    await inside.getByText('Choose one of the answers.').waitFor()
    expect(await responses(batch)).toEqual([])
    await inside.getByRole('radio', { name: 'Negative' }).check()
    await page.locator('.task-area').focus()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await responses(batch)).length).toBe(1)
    await page.context().close()
  })

  it('gives back what was filled in after a reload', async () => {
    const batch = await templateBatch(CLASSIFIER, [{ source: 'Lovely' }])
    const page = await begin(batch)
    await page.frameLocator('iframe').getByRole('radio', { name: 'Negative' }).check()
    await page.frameLocator('iframe').getByLabel('Why?').fill('because')
    await expect
      .poll(() => page.evaluate(() => (document.querySelector('canut-template-frame') as HTMLInputElement).value))
      .toContain('because')
    await draftIsKept(page)
    await page.reload()
    await page.waitForSelector('canut-template-frame[own-submit]')
    await taskIsOn(page)
    await expect.poll(() => page.frameLocator('iframe').getByLabel('Why?').inputValue()).toBe('because')
    await page.frameLocator('iframe').getByRole('button', { name: 'Submit', exact: true }).click()
    await expect.poll(async () => (await responses(batch))[0]?.body).toEqual({ answer: { mood: { label: 'Negative' }, why: 'because' } })
    await page.context().close()
  })

  it('shows a file of the project in its frame, also to a canvas, by an address that others cannot make', async () => {
    const source = `${LOADER}<crowd-form><img id="i" alt="x" crossorigin="anonymous" src="{{ task.input.source-ref | grant_read_access }}"><input type="hidden" name="px" id="px"></crowd-form>
      <script>document.querySelector('crowd-form').onsubmit = () => { const c = document.createElement('canvas'); c.width = c.height = 1
        const g = c.getContext('2d'); g.drawImage(i, 0, 0); px.value = [i.naturalWidth, ...g.getImageData(0, 0, 1, 1).data].join() }</script>`
    const batch = await templateBatch(source, [{ 'source-ref': 'blue.png' }])
    const png = Buffer.from(BLUE_PNG, 'base64')
    expect((await storeMedia(served.canut.services, batch.projectId, 'blue.png', Readable.from([png]))).ok).toBe(true)
    const page = await begin(batch)
    const address = (await page.frameLocator('iframe').locator('#i').getAttribute('src')) ?? ''
    expect(address).toMatch(/^\/media\/med_[^?]+\?until=\d+&seal=[\w-]{32}$/)
    await page
      .frameLocator('iframe')
      .locator('#i')
      .evaluate((image) => (image as HTMLImageElement).decode())
    await page.frameLocator('iframe').getByRole('button', { name: 'Submit', exact: true }).click()
    await expect.poll(async () => (await responses(batch))[0]?.body).toEqual({ answer: { px: '20,0,0,255,255' } })
    expect((await page.request.get(address.replace(/seal=./, 'seal=_'))).status()).toBe(404)
    await page.context().close()
  })

  it('that is broken says so, and is reported with what went wrong; and its time is paid', async () => {
    const batch = await templateBatch(
      `${LOADER}<crowd-form><crowd-classifier name="m" categories="[oops" header="?"></crowd-classifier></crowd-form>`,
      [{}],
    )
    const page = await begin(batch)
    await page.getByText('has a mistake, which is not yours').waitFor()
    await page.getByRole('button', { name: 'Report it as broken' }).click()
    await page.locator('#report').getByText('10 are left').waitFor()
    served.canut.clock.advance({ seconds: 8 })
    await page.locator('#report').getByRole('button', { name: 'Send' }).click()
    const reports = () =>
      served.canut.services.db.selectFrom('reports').select(['reason', 'comment', 'pay_micros']).where('batch_id', '=', batch.id).execute()
    await expect.poll(reports).toHaveLength(1)
    expect((await reports())[0]).toMatchObject({ reason: 'broken', comment: expect.stringContaining('categories') })
    expect((await reports())[0]?.pay_micros).toBeGreaterThan(0n)
    await page.context().close()
  })

  it('that cannot be rendered for a row shows a notice in its place', async () => {
    const batch = await templateBatch('<crowd-form>{% for i in (1..100000000) %}x{% endfor %}</crowd-form>', [{}])
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    await page.goto(`/work/${batch.publicId}`)
    await page.getByRole('button', { name: 'Start' }).first().click()
    await page.getByText('This page cannot be shown').waitFor()
    expect(await page.locator('[data-do="report"]').isVisible()).toBe(true)
    await context.close()
  })
})

describe('a requester', () => {
  it('tries the page, and sees what the response would become', async () => {
    const batch = await templateBatch(CLASSIFIER, [{ source: 'Lovely' }])
    const context = await served.as({ id: batch.ownerId })
    const page = await context.newPage()
    await page.goto(`/batches/${batch.publicId}/try`)
    await page.frameLocator('iframe').getByRole('radio', { name: 'Positive' }).check()
    await page.frameLocator('iframe').getByRole('button', { name: 'Submit', exact: true }).click()
    await page.getByText('"label": "Positive"').waitFor()
    expect(await responses(batch)).toEqual([])
    await context.close()
  })

  it('writes the page in an editor that shows it with a row, and what to look at', async () => {
    const batch = await templateBatch(CLASSIFIER, [{ source: 'Lovely' }])
    await served.canut.services.db.updateTable('projects').set({ task_type: 'template' }).where('id', '=', batch.projectId).execute()
    const context = await served.as({ id: batch.ownerId })
    const page = await context.newPage()
    const { publicId } = await import('../apps/server/src/platform/ids.ts')
    await page.goto(`/projects/${publicId('prj', batch.projectId)}/batches/new?type=template`)
    // the editor's own frame; beside it stands the screen with the first row of the batch
    const frame = page.locator('form iframe').first().contentFrame()
    await frame.getByText('How does this message sound?').first().waitFor()
    await page.locator('textarea[name="source"]').fill(`${LOADER}<crowd-form><p>{{ task.input.x }}</p><input name="q"></crowd-form>`)
    await page.locator('textarea[name="example"]').fill('{"x": "Seen at once"}')
    await frame.getByText('Seen at once').waitFor()
    await page.getByText('<input> has no label').waitFor()
    await page.locator('textarea[name="source"]').fill('<p>\n{% if x %}')
    await page.getByText(/Line 2, column 1: .*not closed/).waitFor()
    expect(await page.locator('[data-part="problem"]').isVisible()).toBe(true)
    await context.close()
  })
})
