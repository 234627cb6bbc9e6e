/**
 * How long does a worker wait for the next task after submitting one, on a line where every answer takes 150 ms longer?
 * From the key to the frame that shows the next task, in Chromium, on a temporary instance.
 *
 *   npx node bench/task-screen.bench.ts [--tasks 20] [--delay 150]
 *
 * Ends with 0 when the next task was there within 100 ms (95 of 100 times) and the scripts weigh what they may, 2 when not.
 */
import { parseArgs } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { launchBrowser } from '../e2e/browser.ts'
import { abortOnInterrupt, loadReplay, tell } from './own-canut.ts'

const options = { tasks: { type: 'string', default: '20' }, delay: { type: 'string', default: '150' } } as const
const { values: given } = parseArgs({ options })
const [tasks, delayMs] = [Number(given.tasks), Number(given.delay)]
const NEXT_TASK_MAX_MS = 100
const TASK_SCREEN_BYTES_MAX = 60_000
const WORK_LIST_BYTES_MAX = 15_000
/** what a person needs at least to read a task; the next one is fetched meanwhile */
const READING_MS = 1200

const { createApiClient, setUpBatch, startOwnInstance } = await loadReplay()
const signal = abortOnInterrupt()
const instance = await startOwnInstance({ signal })
const browser = await launchBrowser()
try {
  const context = await browser.newContext({ baseURL: instance.url, locale: 'en-GB' })
  const page = await context.newPage()
  await join(page)
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: delayMs, downloadThroughput: -1, uploadThroughput: -1 })

  const listBytes = await scriptBytes(session, () => page.goto('/work', { waitUntil: 'networkidle' }))
  const batch = await makeBatch()
  const screenBytes = await scriptBytes(session, () => startWorking(page, batch))
  const waits: number[] = []
  for (let task = 0; task < tasks; task += 1) waits.push(await submitOne(page))

  const sorted = waits.toSorted((a, b) => a - b)
  const isRight = at(sorted, 0.95) <= NEXT_TASK_MAX_MS && screenBytes <= TASK_SCREEN_BYTES_MAX && listBytes <= WORK_LIST_BYTES_MAX
  tell(`The next task after ${tasks} submissions, every answer ${delayMs} ms late`, {
    nextTaskMsMedian: at(sorted, 0.5),
    nextTaskMsP95: at(sorted, 0.95),
    nextTaskMsWorst: at(sorted, 1),
    taskScreenScriptBytes: screenBytes,
    workListScriptBytes: listBytes,
    allRight: isRight,
  })
  process.exitCode = isRight ? 0 : 2
} finally {
  await browser.close()
  await instance.stop()
}

async function join(page: Page): Promise<void> {
  const form = { name: 'Bench', email: 'bench@bench.invalid', password: 'as long as a sentence', locale: 'en' }
  const answer = await page.context().request.post('/sign-up', { form })
  if (!answer.ok()) throw new Error(`joining answered ${answer.status()}`)
}

/** Texts to sort: what most people do. */
async function makeBatch(): Promise<string> {
  const api = createApiClient({ url: instance.url, connections: 1, signal })
  try {
    const texts = Array.from({ length: tasks + 5 }, (_, i) => `Sentence ${i + 1} says that the café on the corner was open.`)
    const of = {
      name: 'bench',
      tasks: texts,
      labels: ['pleased', 'neutral', 'displeased'],
      truth: new Map<number, string>(),
      redundancy: 1,
    }
    return (await setUpBatch(api, instance.token, of, new Date())).id
  } finally {
    api.close()
  }
}

/** Bytes of scripts as they crossed the network, compressed and with their headers. */
async function scriptBytes(session: CDPSession, load: () => Promise<unknown>): Promise<number> {
  const scripts = new Set<string>()
  let bytes = 0
  const received = ({ requestId, type }: { requestId: string; type: string }) => {
    if (type === 'Script') scripts.add(requestId)
  }
  const finished = ({ requestId, encodedDataLength }: { requestId: string; encodedDataLength: number }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  }
  session.on('Network.responseReceived', received)
  session.on('Network.loadingFinished', finished)
  await load()
  session.off('Network.responseReceived', received)
  session.off('Network.loadingFinished', finished)
  return bytes
}

async function startWorking(page: Page, batch: string): Promise<void> {
  await page.goto(`/work/${batch}`)
  await page.locator(`form[action="/work/${batch}/start"] button`).first().click()
  await page.waitForSelector('form[data-assignment]')
  await page.waitForLoadState('networkidle')
}

/** Milliseconds from the Enter key to the frame after the next task's form is in the page. */
async function submitOne(page: Page): Promise<number> {
  await page.waitForTimeout(READING_MS)
  await page.evaluate(() => {
    const shown = () => document.querySelector('form[data-assignment]')?.getAttribute('data-assignment')
    const measured = new Promise<number>((resolve) => {
      addEventListener(
        'keydown',
        (event) => {
          if (event.key !== 'Enter') return
          const [before, startedAt] = [shown(), event.timeStamp]
          const look = () => {
            if (shown() === before) requestAnimationFrame(look)
            // one frame later it has been painted
            else requestAnimationFrame(() => resolve(performance.now() - startedAt))
          }
          requestAnimationFrame(look)
        },
        { capture: true },
      )
    })
    Object.assign(globalThis, { measured })
  })
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
  return page.evaluate(() => (globalThis as unknown as { measured: Promise<number> }).measured)
}

function at(sorted: readonly number[], share: number): number {
  const index = Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)
  return Math.round((sorted[Math.max(0, index)] ?? Number.NaN) * 10) / 10
}
