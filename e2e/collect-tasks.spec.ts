import type { SentFile } from '@canut/contract'
import type { FileChooser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SampleSet } from '../apps/server/src/task-types/index.ts'
import { aBatchOfType, type BuiltBatch } from '../apps/server/src/testing/batch-builder.ts'
import { phoneJpeg, plainJpeg } from '../apps/server/src/testing/plain-jpeg.ts'
import { barriersOn } from './barriers.ts'
import { startServed, type Served } from './served.ts'
import { HANDS, press, sampleOf, sit, tabTo, uncover, WELL_DONE, windowFor, type Hand, type Sitting } from './sittings.ts'
import { draftIsKept, taskIsOn } from './waits.ts'

let served: Served
let photo: Buffer
beforeAll(async () => {
  served = await startServed()
  photo = await phoneJpeg()
})
afterAll(() => served?.close())

const jpeg = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: photo })
const CHOOSE = /^(Choose|Choisir|En choisir)/
const valueOf = (page: Page) => files(page).evaluate((element) => (element as HTMLElement & { value: string }).value)
const files = (page: Page) => page.locator('canut-files')

/** Through the browser's own choice of files, as this hand opens it: on a phone, the camera. */
async function choose(page: Page, hand: Hand, ...chosen: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> {
  const chooser: Promise<FileChooser> = page.waitForEvent('filechooser')
  if (hand === 'keyboard') {
    await tabTo(page, 'Choose')
    await page.keyboard.press('Enter')
  } else if (hand === 'touch') await files(page).getByRole('button', { name: 'Prendre une photo' }).tap()
  else await files(page).getByRole('button', { name: CHOOSE }).click()
  await (await chooser).setFiles(chosen)
  for (const { name } of chosen) await expect.poll(() => valueOf(page)).toContain(name)
}

/** Types into a field, chooses a choice: `{ price: '2,10', currency: 'EUR' }`, in the order of the screen. */
async function fillIn(page: Page, hand: Hand, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const isChoice = (await page.locator(`input[type="radio"][name="response.${name}"]`).count()) > 0
    const radio = page.locator(`input[name="response.${name}"][value="${isChoice ? value : ''}"]`)
    if (hand === 'keyboard') {
      await tabTo(page, `response.${name}=`)
      if (isChoice) await page.keyboard.press('Space')
      for (let steps = 0; isChoice && steps < 9 && !(await radio.isChecked()); steps++) await page.keyboard.press('ArrowDown')
      if (!isChoice) await page.keyboard.type(value)
    } else if (isChoice) await press(page, hand, page.locator('.choice', { has: radio }))
    else {
      const field = page.locator(`[name="response.${name}"]`)
      await press(page, hand, field)
      await field.fill(value)
    }
  }
}

const priceTags: Sitting = {
  taskType: 'collect',
  preset: 'price-tag-photo',
  sample: sampleOf('collect', 'price-tag-photo'),
  async right(page, hand) {
    expect(await page.locator('[name="response.price_before"]').isVisible()).toBe(false)
    await choose(page, hand, jpeg('tag.jpg'))
    await fillIn(page, hand, { product: 'Farine', price: '1,15', currency: 'EUR', shop: 'market', reduced: 'yes', price_before: '1,40' })
  },
  async wrong(page, hand) {
    await choose(page, hand, jpeg('tag.jpg'))
    await fillIn(page, hand, { product: 'Lait', price: '1.09', currency: 'CHF', shop: 'supermarket', reduced: 'no' })
  },
}

const archive: Sitting = {
  taskType: 'collect',
  preset: 'archive-transcription',
  sample: sampleOf('collect', 'archive-transcription'),
  async right(page, hand) {
    const lines = (archive.sample.rows[0]?.['truth'] ?? '').toLowerCase()
    await fillIn(page, hand, { lines: lines.replace('jeanne', 'jeane'), year: '1834' })
  },
  async wrong(page, hand) {
    await fillIn(page, hand, { lines: 'Le 2 avril', year: '1834' })
  },
}

const video: Sitting = {
  taskType: 'collect',
  preset: 'video-index',
  sample: sampleOf('collect', 'video-index'),
  async right(page, hand) {
    await watch(page, hand)
    await fillIn(page, hand, { category: 'game', from: '2', to: '6,5', happening: 'Something jumps' })
  },
  async wrong(page, hand) {
    await watch(page, hand)
    await fillIn(page, hand, { category: 'journey', from: '3', to: '10', happening: 'A boat' })
  },
}

/** Whether it stands still until this hand plays it, and stops when asked. */
async function watch(page: Page, hand: Hand): Promise<void> {
  const film = page.locator('.task-media video')
  const state = () => film.evaluate((element: HTMLVideoElement) => [element.paused, element.duration])
  await expect.poll(state).toEqual([true, 10])
  const isPaused = () => film.evaluate((element: HTMLVideoElement) => element.paused)
  if (hand === 'keyboard') {
    await film.focus()
    await page.keyboard.press('Space')
  } else await film.evaluate((element: HTMLVideoElement) => element.play())
  await expect.poll(isPaused).toBe(false)
  await expect.poll(() => film.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(0.2)
  if (hand === 'keyboard') await page.keyboard.press('Space')
  else await film.evaluate((element: HTMLVideoElement) => element.pause())
  await expect.poll(isPaused).toBe(true)
}

const imageModeration: Sitting = {
  taskType: 'image-class',
  preset: 'image-moderation',
  sample: sampleOf('image-class', 'image-moderation'),
  async right(page, hand) {
    await uncover(page, hand, 'img')
    if (hand === 'keyboard') {
      await page.keyboard.press('2')
      await tabTo(page, 'response.reasons=triangles')
      await page.keyboard.press('Space')
      return
    }
    await press(page, hand, page.locator('.choice', { has: page.locator('input[value="remove"]') }))
    await press(page, hand, page.locator('.choice', { has: page.locator('input[value="triangles"]') }))
  },
  async wrong(page, hand) {
    await uncover(page, hand, 'img')
    if (hand === 'keyboard') await page.keyboard.press('3')
    else await press(page, hand, page.locator('.choice', { has: page.locator('input[value="unsure"]') }))
  },
}

const survey: SampleSet = {
  settings: {
    keepLocation: true,
    fields: [
      { name: 'photo', en: 'Photos of the bench', fr: 'Photos du banc', kind: 'photo', fewest: 2, most: 3 },
      { name: 'works', en: 'Is it whole?', fr: 'Est-il entier ?', kind: 'choice', choices: [{ value: 'yes' }, { value: 'no' }] },
      { name: 'broken', en: 'What is broken?', fr: 'Qu’est-ce qui est cassé ?', when: { field: 'works', value: 'no' } },
    ],
  },
  instructions: { en: 'Photograph a bench.', fr: 'Photographiez un banc.' },
  rows: [{ text: 'The bench by the fountain' }, { text: 'The bench by the school' }],
  drawings: [],
}

/** The first worker agrees that the place stays, and changes a photo; for the second task nothing is agreed. */
const collecting: Sitting = {
  taskType: 'collect',
  sample: survey,
  async right(page, hand) {
    await choose(page, hand, jpeg('one.jpg'))
    await choose(page, hand, jpeg('two.jpg'))
    await choose(page, hand, jpeg('three.jpg'))
    const remove = files(page).getByRole('button', { name: /^(Remove|Retirer) two\.jpg$/ })
    if (hand === 'keyboard') {
      await remove.focus()
      await page.keyboard.press('Enter')
    } else await press(page, hand, remove)
    await expect.poll(() => files(page).getByRole('listitem').count()).toBe(2)
    const agree = files(page).getByRole('checkbox')
    expect(await agree.isChecked()).toBe(false)
    if (hand === 'keyboard') {
      await agree.focus()
      await page.keyboard.press('Space')
    } else await press(page, hand, agree)
    await expect
      .poll(() => files(page).evaluate((element) => (element as HTMLElement & { value: string }).value))
      .toMatch(/keepsExif.*keepsExif/)
    await fillIn(page, hand, { works: 'no', broken: 'The back' })
  },
  async wrong(page, hand) {
    await choose(page, hand, jpeg('one.jpg'))
    await expect
      .poll(() => files(page).evaluate((element) => (element as HTMLElement & { validationMessage: string }).validationMessage))
      .toMatch(/2/)
    await choose(page, hand, jpeg('two.jpg'))
    await fillIn(page, hand, { works: 'yes' })
  },
}

describe.each(HANDS)('by %s', (hand) => {
  it('price tags are photographed', async () => expect(await sit(served, priceTags, hand)).toEqual({ ...WELL_DONE, judged: [null, null] }))
  it('an old page is transcribed', async () => expect(await sit(served, archive, hand)).toEqual(WELL_DONE))
  it('a film is watched and indexed', async () => expect(await sit(served, video, hand)).toEqual(WELL_DONE))
  it('an image is uncovered and moderated', async () => expect(await sit(served, imageModeration, hand)).toEqual(WELL_DONE))

  it('photos are taken and changed, with and without the agreement to keep their place', async () => {
    expect(await sit(served, collecting, hand)).toEqual({ ...WELL_DONE, judged: [null, null] })
    const responses = await served.canut.services.db.selectFrom('responses').select('body').orderBy('submitted_at').execute()
    const sent = responses.map(({ body }) => body as { works?: string; photo: readonly SentFile[] }).findLast(({ works }) => works === 'no')
    expect(sent?.photo.map(({ name, type, keepsExif }) => [name, type, keepsExif])).toEqual([
      // what a device calls its files stays there
      ['photo-1', 'image/jpeg', true],
      ['photo-2', 'image/jpeg', true],
    ])
  })
})

async function open(batch: BuiltBatch, hand: Hand = 'mouse'): Promise<Page> {
  const context = await served.as(await served.canut.signUp(), windowFor[hand])
  const page = await context.newPage()
  await page.goto(`/work/${batch.publicId}`)
  await page.locator('form[action$="/start"] button').first().click()
  await taskIsOn(page)
  return page
}

const aSurvey = (): Promise<BuiltBatch> => aBatchOfType(served.canut, 'collect', { settings: survey.settings as object, rows: survey.rows })

describe('photos of a form', () => {
  it('survive a reload of the page, with their previews', async () => {
    const page = await open(await aSurvey())
    await choose(page, 'mouse', jpeg('one.jpg'), jpeg('two.jpg'))
    await draftIsKept(page)
    await page.reload()
    await expect.poll(() => files(page).getByRole('img').count()).toBe(2)
    await page.context().close()
  })

  it.each([
    ['a text', { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }, /not of the kind/],
    ['no picture at all', { name: 'fake.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<html>') }, /cannot be opened/],
    ['nothing', { name: 'empty.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) }, /is empty/],
  ])('are not taken where the file is %s, and it is said at once', async (_what, file, sentence) => {
    const page = await open(await aSurvey())
    const chooser = page.waitForEvent('filechooser')
    await files(page).getByRole('button', { name: CHOOSE }).click()
    await (await chooser).setFiles(file)
    await files(page).getByRole('alert').filter({ hasText: sentence }).waitFor()
    expect(await files(page).getByRole('listitem').count()).toBe(0)
    expect(await barriersOn(page)).toEqual([])
    await page.context().close()
  })

  it('that the server refuses bring the task back with its sentence', async () => {
    const batch = await aSurvey()
    const page = await open(batch)
    // whole at its beginning, as far as a browser looks; the server looks at all of it
    const cut = { ...jpeg('cut.jpg'), buffer: (await plainJpeg(900, 900)).subarray(0, 700) }
    await choose(page, 'mouse', jpeg('one.jpg'), cut)
    await fillIn(page, 'mouse', { works: 'yes' })
    await page.locator('.task-actions button[value="submit"]').click()
    await page.getByText(/The image is damaged/).waitFor()
    await files(page).getByRole('button', { name: 'Remove cut.jpg' }).click()
    await choose(page, 'mouse', jpeg('good.jpg'))
    await page.locator('.task-actions button[value="submit"]').click()
    const { db } = served.canut.services
    const stored = () => db.selectFrom('responses').select('body').where('batch_id', '=', batch.id).executeTakeFirst()
    await expect.poll(stored).toBeDefined()
    const sent = (await stored())?.body as { photo: readonly SentFile[] } | undefined
    expect(sent?.photo.map(({ name }) => name)).toEqual(['photo-1', 'photo-2'])
    await page.context().close()
  })
})
