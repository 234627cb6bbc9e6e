/**
 * Pictures of the pages that people see most, from a temporary instance with the demonstration:
 *   node tools/screenshots.ts [folder] [--locale fr] [--page /rules]…
 * A narrow and a wide screen, light and dark. The wide light picture has the page's plain name and shows
 * what a window shows, for documents; the others show whole pages, for looking.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, BrowserContext } from 'playwright-core'
import { DEMO_PASSWORD, REQUESTER, WORKER } from '../apps/server/src/demo/demo-people.ts'
import { launchBrowser } from '../e2e/browser.ts'

const ROOT = resolve(import.meta.dirname, '..')
const START_MS = 120_000
const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
] as const
const THEMES = ['light', 'dark'] as const

interface Shot {
  readonly name: string
  readonly path: string
  readonly who: 'nobody' | 'worker' | 'requester'
  /** false for the task screen, which fills the viewport */
  readonly whole: boolean
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { locale: { type: 'string', default: 'en' }, page: { type: 'string', multiple: true, default: [] } },
  })
  const folder = resolve(positionals[0] ?? join(ROOT, 'docs/screenshots'))
  mkdirSync(folder, { recursive: true })

  const instance = await startInstance()
  const browser = await launchBrowser()
  try {
    const shots = await findShots(browser, instance.url, values.page)
    for (const size of SIZES) {
      for (const theme of THEMES) {
        await takeAll(browser, { url: instance.url, folder, size, theme, locale: values.locale }, shots)
      }
    }
  } finally {
    await browser.close()
    await instance.stop()
  }
  console.log(`Pictures are in ${folder}`)
}

interface Look {
  readonly url: string
  readonly folder: string
  readonly size: (typeof SIZES)[number]
  readonly theme: (typeof THEMES)[number]
  readonly locale: string
}

async function takeAll(browser: Browser, { url, folder, size, theme, locale }: Look, shots: readonly Shot[]): Promise<void> {
  const windows = new Map<Shot['who'], BrowserContext>()
  for (const { name, path, who, whole } of shots) {
    const context =
      windows.get(who) ?? (await browser.newContext({ baseURL: url, viewport: size, colorScheme: theme, locale, reducedMotion: 'reduce' }))
    if (!windows.has(who)) {
      windows.set(who, context)
      await signIn(context, who)
    }
    const page = await context.newPage()
    const answer = await page.goto(path, { waitUntil: 'networkidle' })
    if (answer?.status() !== 200) throw new Error(`${path} answered ${answer?.status()}`)
    const variant = size.width === 1280 && theme === 'light' ? '' : `-${size.width}-${theme}`
    await page.screenshot({ path: join(folder, `${name}${variant}.png`), fullPage: whole && variant !== '' })
    await page.close()
  }
  for (const context of windows.values()) await context.close()
}

async function signIn(context: BrowserContext, who: Shot['who']): Promise<void> {
  if (who === 'nobody') return
  const { email } = who === 'worker' ? WORKER : REQUESTER
  const answer = await context.request.post('/sign-in', { form: { email, password: DEMO_PASSWORD } })
  if (!answer.ok()) throw new Error(`signing in as ${email} answered ${answer.status()}`)
}

interface Named {
  readonly id: string
  readonly state?: string
}

/** Finds what the demonstration made through the API, and takes a task, so that there is one to show. */
async function findShots(browser: Browser, url: string, more: readonly string[]): Promise<Shot[]> {
  const requester = await browser.newContext({ baseURL: url })
  const worker = await browser.newContext({ baseURL: url })
  await signIn(requester, 'requester')
  await signIn(worker, 'worker')
  const list = async (path: string): Promise<readonly Named[]> => {
    const answer = await requester.request.get(`/api/v1${path}`)
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}`)
    return ((await answer.json()) as { items: Named[] }).items
  }

  const organisation = first(await list('/organisations'))
  // newest first: the last one is the sentences to judge
  const project = first((await list(`/organisations/${organisation.id}/projects`)).toReversed())
  const batch = first((await list(`/projects/${project.id}/batches`)).filter(({ state }) => state === 'open'))
  await worker.request.post(`/work/${batch.id}/start`, { form: {} })
  await requester.close()
  await worker.close()
  return [
    { name: 'home', path: '/', who: 'nobody', whole: true },
    { name: 'work-list', path: '/work', who: 'worker', whole: true },
    { name: 'task-screen', path: `/work/${batch.id}/task`, who: 'worker', whole: false },
    { name: 'batch', path: `/batches/${batch.id}`, who: 'requester', whole: true },
    { name: 'earnings', path: '/me/earnings', who: 'worker', whole: true },
    { name: 'statement', path: `/organisations/${organisation.id}/statement`, who: 'requester', whole: true },
    ...more.map((path): Shot => ({ name: path.replaceAll(/[^a-z0-9]+/gi, '-').replace(/^-/, ''), path, who: 'requester', whole: true })),
  ]
}

function first(list: readonly Named[]): Named {
  const [found] = list
  if (found === undefined) throw new Error('the demonstration has changed: what the pictures show is not there')
  return found
}

async function startInstance(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'canut-screenshots-'))
  const port = await freePort()
  const server = spawn(process.execPath, [join(ROOT, 'apps/server/bin/canut.js'), 'serve'], {
    env: { ...process.env, CANUT_DATA: dataDir, PORT: String(port), LOG_LEVEL: 'warn', DATABASE_URL: '', PUBLIC_URL: '', SMTP_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit')
  let output = ''
  await new Promise<void>((ready, failed) => {
    const timer = setTimeout(() => failed(new Error(`Canut was not ready after ${START_MS / 1000} s`)), START_MS)
    server.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('Canut is ready')) ready()
    })
    void ended.then(() => failed(new Error('Canut ended before it was ready')))
    void ended.then(() => clearTimeout(timer))
  })
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.kill('SIGTERM')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

await main()
