import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBatch } from '../apps/server/src/testing/batch-builder.ts'
import { startServed, type Served } from './served.ts'
import { tasksFetched } from './waits.ts'

/** What the pages may weigh: workers on a phone with a poor line are the first audience. */
const TASK_SCREEN_BYTES_MAX = 60_000
const WORK_LIST_BYTES_MAX = 15_000
/** fetched ahead of the task on screen */
const READY_AHEAD = 2

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

interface Script {
  readonly url: string
  /** as they crossed the network, headers included */
  readonly bytes: number
  readonly encoding: string
}

/** Every script that a page loads, and what stands in the page itself. */
async function scriptsOf(page: Page, load: () => Promise<unknown>): Promise<readonly Script[]> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const asked = new Map<string, { url: string; encoding: string; bytes: number }>()
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    const encoding = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-encoding')?.[1] ?? 'none'
    if (type === 'Script' || /javascript/.test(response.mimeType)) asked.set(requestId, { url: response.url, encoding, bytes: 0 })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const script = asked.get(requestId)
    if (script !== undefined) script.bytes = encodedDataLength
  })
  await load()
  await page.waitForLoadState('networkidle')
  const inline = await page.evaluate(() => [...document.scripts].filter(({ src }) => src === '').map(({ text }) => text.length))
  return [...asked.values(), ...inline.map((bytes) => ({ url: 'inline', bytes, encoding: 'none' }))]
}

const weight = (scripts: readonly Script[]) => scripts.reduce((sum, { bytes }) => sum + bytes, 0)

async function startWorking(page: Page, batch: string): Promise<void> {
  await page.goto(`/work/${batch}`)
  await tasksFetched(page, batch, () => page.getByRole('button', { name: 'Start' }).first().click())
}

describe('what a worker’s browser is sent', () => {
  it('is at most 60 kB of compressed scripts for the task screen, and 15 kB for the work list', async () => {
    const batch = await aBatch(served.canut, { tasks: 30 })
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()

    const list = await scriptsOf(page, () => page.goto('/work'))
    expect(weight(list)).toBeLessThanOrEqual(WORK_LIST_BYTES_MAX)

    const screen = await scriptsOf(page, () => startWorking(page, batch.publicId))
    // without any, the measurement is broken or the browser's scripts are not built
    expect(screen.length).toBeGreaterThan(0)
    // those that the pages before loaded too are only asked about again: such an answer has no content, and no encoding
    const whole = screen.filter(({ bytes }) => bytes > 1000)
    expect(whole.length).toBeGreaterThan(0)
    expect(whole.filter(({ encoding }) => encoding !== 'br' && encoding !== 'gzip')).toEqual([])
    expect(weight(screen)).toBeLessThanOrEqual(TASK_SCREEN_BYTES_MAX)
    await context.close()
  })
})

describe('the next task', () => {
  it('is there before the server has answered anything about the last ones', async () => {
    const batch = await aBatch(served.canut, { tasks: 30 })
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    await startWorking(page, batch.publicId)
    const held = () => served.canut.services.db.selectFrom('assignments').select('id').where('batch_id', '=', batch.id).execute()
    await expect.poll(async () => (await held()).length).toBe(1 + READY_AHEAD)
    await page.waitForLoadState('networkidle')

    // from here on nothing that the page asks is answered
    const waiting: string[] = []
    let answerAll = () => {}
    const answered = new Promise<void>((resolve) => {
      answerAll = resolve
    })
    await page.route('**/work/**', async (route) => {
      waiting.push(route.request().method())
      await answered
      await route.continue()
    })
    for (let number = 1; number <= READY_AHEAD; number++) {
      await page.keyboard.press('1')
      await page.keyboard.press('Enter')
      await page.waitForSelector(`form[data-number="${number + 1}"]`)
    }
    const responses = () => served.canut.services.db.selectFrom('responses').select('number').where('batch_id', '=', batch.id).execute()
    expect(await responses()).toEqual([])
    await expect.poll(() => waiting.includes('POST')).toBe(true)

    answerAll()
    await expect.poll(async () => (await responses()).length).toBe(READY_AHEAD)
    await context.close()
  })
})
