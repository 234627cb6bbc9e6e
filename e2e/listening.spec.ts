import type { TranscribeResponse } from '@canut/contract'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anOpus } from '../apps/server/src/testing/opus.ts'
import { aWave } from '../apps/server/src/testing/waves.ts'
import { aSoundBatch, openTasks, responsesIn, storedSound } from './audio-tasks.ts'
import { startServed, type Served } from './served.ts'
import { taskIsOn } from './waits.ts'

let served: Served
beforeAll(async () => {
  served = await startServed(['--autoplay-policy=no-user-gesture-required'])
})
afterAll(() => served?.close())

const SECONDS = 12
const segments = [
  { start: 0, end: 1, text: 'one' },
  { start: 11, end: 12, text: 'last' },
]

/** A worker at a sound of twelve seconds with two segments, of which the second ends with it. */
async function atSound(sound: Uint8Array = aWave({ seconds: SECONDS }), name = 'long.wav') {
  const batch = await aSoundBatch(served, 'transcribe', [{ audio: name, duration: SECONDS, draft: JSON.stringify(segments) }], {
    settings: { speakers: ['Ada', 'Blaise'] },
  })
  await storedSound(served, batch.projectId, name, sound)
  const context = await served.as(await served.canut.signUp(), { viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await openTasks(page, batch)
  const time = page.locator('canut-transcriber .time')
  await expect.poll(() => time.textContent()).toMatch(/\/ 0:1[12]\.\d$/)
  return { batch, page, at: () => positionOn(page), close: () => context.close() }
}

/** Where the sound is, in seconds, as it is written. */
async function positionOn(page: Page): Promise<number> {
  const [, minutes = '', seconds = ''] = /^(\d+):([\d.]+)/.exec((await page.locator('canut-transcriber .time').textContent()) ?? '') ?? []
  return Number(minutes) * 60 + Number(seconds)
}

interface Heard {
  /** where the sound was, in seconds, as it was written */
  readonly at: number
  /** when it was written, by the clock of the page */
  readonly ms: number
  /** how many frames the page had drawn by then */
  readonly frame: number
}

/** All that is written of where the sound is, the moment it is written, until it has gone on by so many seconds or gone back so often. */
function heard(page: Page, until: { readonly seconds: number } | { readonly backs: number }): Promise<Heard[]> {
  return page.evaluate((end) => {
    const time = document.querySelector('canut-transcriber')?.shadowRoot?.querySelector('.time')
    if (time === null || time === undefined) throw new Error('no time is shown')
    const samples: Heard[] = []
    let frame = 0
    let backs = 0
    return new Promise<Heard[]>((done) => {
      const count = () => {
        frame += 1
        requestAnimationFrame(count)
      }
      count()
      const observer = new MutationObserver(() => {
        const [minutes = 0, seconds = 0] = (time.textContent ?? '').split('/')[0]?.split(':').map(Number) ?? []
        const at = minutes * 60 + seconds
        if (at < (samples.at(-1)?.at ?? 0)) backs += 1
        samples.push({ at, ms: performance.now(), frame })
        if ('backs' in end ? backs < end.backs : at - (samples[0]?.at ?? at) < end.seconds) return
        observer.disconnect()
        done(samples)
      })
      observer.observe(time, { childList: true, characterData: true, subtree: true })
    })
  }, until)
}

/** During how many frames on end it was written that the sound is beyond this place. */
function framesBeyond(samples: readonly Heard[], end: number): number {
  let most = 0
  let first: Heard | null = null
  for (const sample of samples) {
    first = sample.at > end ? (first ?? sample) : null
    if (first !== null) most = Math.max(most, sample.frame - first.frame)
  }
  return most
}

const isPlaying = (page: Page): Promise<boolean> => page.getByRole('button', { name: 'Pause' }).isVisible()

describe('keys for a foot pedal', () => {
  it('play, go two seconds back and forth and divide while one writes, and write nothing', async () => {
    const { page, at, close } = await atSound()
    const text = page.getByLabel('Text of segment 1')
    await text.focus()
    for (const key of ['F9', 'MediaTrackNext', 'F9']) await page.keyboard.press(key)
    await expect.poll(at).toBe(6)
    for (const key of ['F7', 'MediaTrackPrevious']) await page.keyboard.press(key)
    await expect.poll(at).toBe(2)
    for (const key of ['F7', 'F7']) await page.keyboard.press(key)
    await expect.poll(at).toBe(0)
    for (const key of ['F8', 'MediaPlayPause']) {
      await page.keyboard.press(key)
      await expect.poll(() => isPlaying(page)).toBe(true)
      await page.keyboard.press(key)
      await expect.poll(() => isPlaying(page)).toBe(false)
    }
    expect(await text.inputValue()).toBe('one')
    for (let step = 0; step < 8; step++) await page.keyboard.press('F9')
    await expect.poll(at).toBe(SECONDS)
    await page.keyboard.press('F7')
    await page.keyboard.press('F7')
    await expect.poll(at).toBe(8)
    await page.keyboard.press('F2')
    await expect.poll(() => page.getByLabel('Start of segment 2, in seconds').inputValue()).toBe('8')
    await close()
  })

  it('are others when a person says so, stay so, and are none that write', async () => {
    const { page, close } = await atSound()
    const choose = async (key: string) => {
      await page.getByText('Keys and pedal').click()
      await page.getByRole('button', { name: /^Play or pause/ }).click()
      await page.keyboard.press(key)
    }
    await choose('x')
    await page.getByRole('button', { name: 'Play or pause F8' }).waitFor()
    await page.getByText('Keys and pedal').click()
    await choose('F10')
    await page.getByRole('button', { name: 'Play or pause F10' }).waitFor()
    await page.reload()
    await taskIsOn(page, 1)
    await page.getByLabel('Text of segment 1').focus()
    await page.keyboard.press('F10')
    await expect.poll(() => isPlaying(page)).toBe(true)
    await page.keyboard.press('F8')
    expect(await isPlaying(page)).toBe(true)
    await close()
  })
})

describe('a sound', () => {
  it('is heard faster and slower', async () => {
    const { page, at, close } = await atSound()
    const rate = async (speed: string) => {
      await page.getByLabel('Speed').selectOption(speed)
      await page.locator('.task-area').focus()
      await page.keyboard.press('Space')
      const before = await at()
      await expect.poll(at).toBeGreaterThan(before)
      const samples = await heard(page, { seconds: 2 })
      await page.keyboard.press('Space')
      const [first, last] = [samples[0], samples.at(-1)]
      if (first === undefined || last === undefined) throw new Error('nothing was heard')
      return (1000 * (last.at - first.at)) / (last.ms - first.ms)
    }
    expect(await rate('2')).toBeGreaterThan(1.6)
    expect(await rate('0.5')).toBeLessThan(0.7)
    await close()
  })

  it('goes two seconds back and forth by buttons and arrows', async () => {
    const { page, at, close } = await atSound()
    for (const [name, seconds] of [['2 s forward', 2] as const, ['2 s forward', 4] as const, ['2 s back', 2] as const]) {
      await page.getByRole('button', { name }).click()
      await expect.poll(at).toBe(seconds)
    }
    await page.locator('.task-area').focus()
    for (const [key, seconds] of [['ArrowRight', 4] as const, ['ArrowRight', 6] as const, ['ArrowLeft', 4] as const]) {
      await page.keyboard.press(key)
      await expect.poll(at).toBe(seconds)
    }
    await close()
  })

  it.each([
    [1, 0, 1],
    [2, 11, 12],
  ] as const)('is heard in segment %i over and over with Loop, and once without', async (number, start, end) => {
    const { page, at, close } = await atSound()
    await page.getByRole('button', { name: 'Loop' }).click()
    await page.getByRole('button', { name: `Play segment ${number}` }).click()
    await expect.poll(at).toBeGreaterThan(start)
    const samples = await heard(page, { backs: 2 })
    expect(Math.min(...samples.map((each) => each.at))).toBeGreaterThanOrEqual(start)
    // what is heard is looked at once a frame, and goes back with the first that is too far
    expect(framesBeyond(samples, end)).toBeLessThanOrEqual(1)
    await page.getByRole('button', { name: 'Loop' }).click()
    await expect.poll(() => isPlaying(page)).toBe(false)
    expect(await at()).toBeCloseTo(end, 0)
    await close()
  })

  it('has speakers: the first by itself, others chosen, and they are in the response', async () => {
    const { batch, page, close } = await atSound()
    await page.getByLabel('Speaker of segment 1').selectOption('Blaise')
    for (let step = 0; step < 2; step++) await page.getByRole('button', { name: '2 s forward' }).click()
    await page.getByRole('button', { name: 'Add a segment' }).click()
    await page.keyboard.type('two')
    await page.keyboard.press('Control+Enter')
    await expect.poll(async () => (await responsesIn(served, batch)).length).toBe(1)
    const [response] = await responsesIn(served, batch)
    expect((response?.body as TranscribeResponse | undefined)?.segments.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['Blaise', 'one'],
      ['Ada', 'two'],
      [undefined, 'last'],
    ])
    await close()
  })

  it('that comes late ends the segment that was added before it', async () => {
    const batch = await aSoundBatch(served, 'transcribe', [{ audio: 'short.wav' }])
    await storedSound(served, batch.projectId, 'short.wav', aWave({ seconds: 1 }))
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    let arrive = () => {}
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve
    })
    await page.route('**/media/**', async (route) => {
      await arrived
      await route.continue()
    })
    await page.goto(`/work/${batch.publicId}`)
    await page.getByRole('button', { name: 'Start' }).first().click()
    await taskIsOn(page, 1)
    await page.getByRole('button', { name: 'Add a segment' }).click()
    await page.keyboard.type('short')
    arrive()
    const end = page.getByLabel('End of segment 1, in seconds')
    await expect.poll(() => end.inputValue()).toBe('1')
    await page.keyboard.press('Control+Enter')
    await expect
      .poll(async () => (await responsesIn(served, batch)).map(({ body }) => (body as TranscribeResponse).segments))
      .toMatchObject([[{ start: 0, end: 1, text: 'short' }]])
    await context.close()
  })

  it('that a browser recorded in WebM without its length has one all the same', async () => {
    const { page, at, close } = await atSound(await anOpus({ seconds: SECONDS }), 'long.webm')
    await expect.poll(at).toBe(0)
    await page.getByRole('button', { name: '2 s forward' }).click()
    await expect.poll(at).toBe(2)
    await close()
  })
})
