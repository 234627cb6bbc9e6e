import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { VoiceResponse } from '@canut/contract'
import type { Page } from 'playwright-core'
import { findTaskType } from '../apps/server/src/task-types/index.ts'
import { singVowels } from '../apps/server/src/task-types/shared/sounds.ts'
import { aSoundBatch, lengthIsKnown, openTasks, recorded, responsesIn, storedSound } from './audio-tasks.ts'
import { startServed, type Served } from './served.ts'
import { placeAtRest, taskIsOn } from './waits.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PHONE = { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true }
const sentence = (text: string) => ({ sentence: text, locale: 'fr-FR', min_seconds: '0.5' })

let served: Served
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'canut-voice-'))
  const voice = join(folder, 'voice.wav')
  writeFileSync(voice, singVowels(['a', 'i', 'o']))
  served = await startServed([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${voice}`,
    '--autoplay-policy=no-user-gesture-required',
  ])
})
afterEach(() => served.cutLine(false))
afterAll(async () => {
  await served?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Serious findings of axe, also inside of our elements. Loading style sheets ahead, it would write styles that the policy of the page refuses. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: { preload: boolean }): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run({ preload: false })
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  })
}

async function aWorker(options = {}): Promise<{ page: Page; errors: string[]; close(): Promise<void> }> {
  const context = await served.as(await served.canut.signUp(), options)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  return { page, errors, close: () => context.close() }
}

async function record(page: Page, press: () => Promise<void>): Promise<void> {
  await press()
  await recorded(page, 1.2)
  await press()
  await page.getByText('kept on this device').waitFor()
}

/** A WAV file of an encoding that does not exist. */
function unknownEncoding(wave: Uint8Array): Uint8Array {
  const changed = Buffer.from(wave)
  changed.writeUInt16LE(0x1234, 20)
  return changed
}

describe('a voice', () => {
  it('is recorded by keyboard alone, transcribed by another, and checked by a third', { timeout: 300_000 }, async () => {
    const recording = await aSoundBatch(served, 'voice', [sentence('Allume la lumière.'), sentence('Éteins la lumière.')])
    const speaker = await aWorker()
    await openTasks(speaker.page, recording)
    await record(speaker.page, () => speaker.page.keyboard.press('Space'))
    expect(await findings(speaker.page)).toEqual([])
    await speaker.page.keyboard.press('Enter')
    await speaker.page.waitForSelector('form[data-number="2"]')
    await expect.poll(async () => (await responsesIn(served, recording)).length).toBe(1)
    const [spoken] = await responsesIn(served, recording)
    const voice = spoken?.body as VoiceResponse
    expect(voice).toMatchObject({ audio: expect.stringMatching(/^fil_/), clipped: false })
    expect(voice.duration).toBeGreaterThan(1)
    expect(voice.peakDb).toBeGreaterThan(-30)
    expect(speaker.errors).toEqual([])
    await speaker.close()

    const writing = await aSoundBatch(served, 'transcribe', [{ audio: voice.audio, duration: voice.duration }], { beside: recording })
    const writer = await aWorker()
    await openTasks(writer.page, writing)
    await lengthIsKnown(writer.page)
    await writer.page.getByRole('button', { name: 'Add a segment' }).click()
    await writer.page.keyboard.type('a i o')
    await writer.page.keyboard.press('F8')
    await expect
      .poll(() => writer.page.evaluate(() => document.querySelector('canut-transcriber')?.shadowRoot?.querySelector('.time')?.textContent))
      .not.toMatch(/^0:00\.0/)
    expect(await findings(writer.page)).toEqual([])
    await writer.page.keyboard.press('Control+Enter')
    await expect.poll(async () => (await responsesIn(served, writing)).length).toBe(1)
    const [written] = await responsesIn(served, writing)
    expect(written?.body).toMatchObject({ segments: [{ start: 0, text: 'a i o' }] })
    expect(writer.errors).toEqual([])
    await writer.close()

    const checking = await aSoundBatch(served, 'check', [{ audio: voice.audio, draft: 'a i o' }], { beside: recording })
    const checker = await aWorker()
    await openTasks(checker.page, checking)
    expect(await findings(checker.page)).toEqual([])
    await checker.page.keyboard.press('Enter')
    await expect.poll(async () => (await responsesIn(served, checking)).length).toBe(1)
    expect((await responsesIn(served, checking))[0]?.body).toEqual({ ok: true, text: 'a i o' })
    expect(checker.errors).toEqual([])
    await checker.close()
  })

  it.each([
    ['WAV', 'wav', 'audio/wav', 200_000],
    ['Opus', 'opus', 'audio/webm', 10_000],
  ] as const)(
    'is recorded in %s without a line, kept on the device, and sent once when the line is back',
    async (_, format, type, rateMost) => {
      const batch = await aSoundBatch(served, 'voice', [sentence('Un.'), sentence('Deux.'), sentence('Trois.')], { settings: { format } })
      const { page, close } = await aWorker(PHONE)
      const before = served.answered.length
      await openTasks(page, batch)
      // before the line is gone, all is there that a recording needs
      await expect.poll(() => served.answered.slice(before)).toContain('/assets/recorder-worklet.js')
      served.cutLine(true)
      await page.context().setOffline(true)
      const press = async () => page.locator('canut-recorder button.main').tap()
      for (const number of [1, 2, 3]) {
        await taskIsOn(page, number)
        await record(page, press)
        await page.getByRole('button', { name: 'Submit' }).tap()
      }
      await page.getByText('no more tasks on this device').waitFor()
      expect(await responsesIn(served, batch)).toEqual([])
      served.cutLine(false)
      await page.context().setOffline(false)
      await expect.poll(async () => (await responsesIn(served, batch)).length, { timeout: 90_000 }).toBe(3)
      const voices = (await responsesIn(served, batch)).map(({ body }) => body as VoiceResponse)
      const files = await served.canut.services.db
        .selectFrom('work_files')
        .select(['content_type', 'bytes', 'seconds'])
        .where('batch_id', '=', batch.id)
        .orderBy('number')
        .execute()
      expect(new Set(voices.map(({ audio }) => audio)).size).toBe(3)
      expect(files.map((file) => file.content_type)).toEqual([type, type, type])
      for (const [i, { bytes, seconds }] of files.entries()) {
        expect(Math.abs(Number(seconds) - (voices[i]?.duration ?? 0))).toBeLessThan(0.3)
        expect(Number(bytes) / Number(seconds)).toBeLessThan(rateMost)
      }
      await close()
    },
  )

  it('is WAV after all where Opus is asked for and the browser cannot write it', async () => {
    const batch = await aSoundBatch(served, 'voice', [sentence('Un.')], { settings: { format: 'opus' } })
    const { page, errors, close } = await aWorker()
    await page.addInitScript(() => {
      MediaRecorder.isTypeSupported = () => false
    })
    await openTasks(page, batch)
    await record(page, () => page.keyboard.press('Space'))
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await responsesIn(served, batch)).length).toBe(1)
    const files = served.canut.services.db.selectFrom('work_files').select('content_type').where('batch_id', '=', batch.id)
    expect(await files.execute()).toEqual([{ content_type: 'audio/wav' }])
    expect(errors).toEqual([])
    await close()
  })

  it('that is not there, too short, or refused by the browser is said in words, and nothing is sent', async () => {
    const batch = await aSoundBatch(served, 'voice', [{ ...sentence('Bonjour.'), min_seconds: '5' }])
    const { page, close } = await aWorker()
    await openTasks(page, batch)
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.querySelector<HTMLInputElement>('canut-recorder')?.validationMessage)).toBe(
      'Record the sentence first.',
    )
    await page.keyboard.press('Space')
    await recorded(page, 0.5)
    await page.keyboard.press('Enter')
    await page.getByText('It is too short: at least 5 seconds').waitFor()
    await page.keyboard.press('Enter')

    await page.evaluate(() => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
    })
    await page.keyboard.press('a')
    await page.getByText('The browser did not give the microphone').waitFor()
    // by now whatever the key had sent would be there
    expect(await responsesIn(served, batch)).toEqual([])
    await close()
  })
})

describe('a recording to be transcribed', () => {
  it('is cut, dragged, corrected and undone by touch and mouse; a draft is there to begin with', async () => {
    const batch = await aSoundBatch(served, 'transcribe', [
      { audio: 'song.wav', duration: 1.95, draft: JSON.stringify([{ start: 0, end: 0.65, text: 'a' }]) },
      { audio: 'broken.wav' },
    ])
    await storedSound(served, batch.projectId, 'song.wav', singVowels(['a', 'i', 'o']))
    await storedSound(served, batch.projectId, 'broken.wav', unknownEncoding(singVowels(['a'])))
    const { page, errors, close } = await aWorker(PHONE)
    await openTasks(page, batch)
    expect(await page.getByLabel('Text of segment 1').inputValue()).toBe('a')
    const lane = page.locator('canut-transcriber .lane')
    await expect.poll(() => page.locator('canut-transcriber .time').textContent()).toContain('0:01.9')
    const box = await placeAtRest(lane)
    await page.mouse.move(box.x + box.width * 0.4, box.y + 10)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.9, box.y + 10)
    await page.mouse.up()
    await page.getByLabel('Text of segment 2').fill('i o')
    expect(Number(await page.getByLabel('Start of segment 2, in seconds').inputValue())).toBeCloseTo(0.78, 1)
    await page.getByLabel('End of segment 2, in seconds').fill('1.9')
    await page.getByRole('button', { name: 'Delete segment 1' }).tap()
    await page.getByRole('button', { name: 'Undo' }).tap()
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    await page.getByRole('button', { name: 'Submit' }).tap()
    await expect.poll(async () => (await responsesIn(served, batch)).length).toBe(1)
    expect((await responsesIn(served, batch))[0]?.body).toMatchObject({
      segments: [
        { start: 0, end: 0.65, text: 'a' },
        { end: 1.9, text: 'i o' },
      ],
    })
    await page.waitForSelector('form[data-number="2"]')
    await page.getByText('The recording cannot be played').waitFor()
    expect(errors.filter((text) => !/decode|Failed to load|NotSupported/i.test(text))).toEqual([])
    await close()
  })
})

describe('a film to be transcribed', () => {
  it('is seen while it is written down, by keyboard alone', async () => {
    const [film] = findTaskType('collect')?.presets.find(({ name }) => name === 'video-index')?.sample.films ?? []
    if (film === undefined) throw new Error('the preset has films')
    const settings = { material: 'video', speakers: ['A', 'B'] }
    const batch = await aSoundBatch(served, 'transcribe', [{ video: 'clip.webm' }], { settings })
    await storedSound(served, batch.projectId, 'clip.webm', film.webm())
    const { page, errors, close } = await aWorker()
    await openTasks(page, batch)
    const video = page.locator('canut-transcriber video')
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBeGreaterThan(0)
    expect((await video.boundingBox())?.height).toBeGreaterThan(50)
    expect(await findings(page)).toEqual([])
    await page.keyboard.press('Space')
    await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.currentTime)).toBeGreaterThan(0.2)
    await page.keyboard.press('F8')
    await page.getByRole('button', { name: 'Add a segment' }).press('Enter')
    await page.keyboard.type('nobody speaks')
    await page.keyboard.press('Control+Enter')
    await expect.poll(async () => (await responsesIn(served, batch)).length, { timeout: 20_000 }).toBe(1)
    expect((await responsesIn(served, batch))[0]?.body).toMatchObject({ segments: [{ speaker: 'A', text: 'nobody speaks' }] })
    // a film without a sound has no waveform
    expect(errors.filter((text) => !/decode/i.test(text))).toEqual([])
    await close()
  })
})

describe('a film with a draft', () => {
  it('begins with the film in sight on a phone, not with its first segment', async () => {
    const [film] = findTaskType('collect')?.presets.find(({ name }) => name === 'video-index')?.sample.films ?? []
    if (film === undefined) throw new Error('the preset has films')
    const draft = JSON.stringify([0, 0.5].map((start) => ({ start, end: start + 0.4, text: 'la navette passe', speaker: 'A' })))
    const settings = { material: 'video', speakers: ['A', 'B'] }
    const batch = await aSoundBatch(served, 'transcribe', [{ video: 'clip.webm', draft }], { settings })
    await storedSound(served, batch.projectId, 'clip.webm', film.webm())
    const { page, close } = await aWorker({ ...PHONE, viewport: { width: 360, height: 560 } })
    await openTasks(page, batch)
    await page.locator('canut-transcriber li.current').waitFor()
    const { y } = await placeAtRest(page.locator('canut-transcriber video'))
    expect(y).toBeGreaterThanOrEqual(0)
    await close()
  })
})

describe('a draft to be checked', () => {
  it('is right with one key, or corrected with few; by touch as well', async () => {
    const batch = await aSoundBatch(served, 'check', [
      { audio: 'song.wav', draft: 'a i o' },
      { audio: 'song.wav', draft: 'a i u' },
      { text: 'Le chat', draft: 'The dog' },
    ])
    await storedSound(served, batch.projectId, 'song.wav', singVowels(['a', 'i', 'o']))
    const { page, errors, close } = await aWorker(PHONE)
    await openTasks(page, batch)
    await page.keyboard.press('Enter')
    await taskIsOn(page, 2)
    await page.keyboard.press('e')
    await page.keyboard.press('Backspace')
    await page.keyboard.type('o')
    await page.getByText('Corrected.').waitFor()
    await page.keyboard.press('Control+Enter')
    await taskIsOn(page, 3)
    await page.getByRole('button', { name: 'Correct the text' }).tap()
    await page.getByLabel('What was written down').fill('The cat')
    await page.getByRole('button', { name: 'Submit' }).tap()
    await expect
      .poll(async () => (await responsesIn(served, batch)).map(({ body }) => body))
      .toEqual([
        { ok: true, text: 'a i o' },
        { ok: false, text: 'a i o' },
        { ok: false, text: 'The cat' },
      ])
    expect(errors).toEqual([])
    await close()
  })
})
