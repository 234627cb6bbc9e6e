import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getTaskSetup, taskTypes } from '../apps/server/src/task-types/index.ts'
import { aBatchOfType } from '../apps/server/src/testing/batch-builder.ts'
import { startServed, type Served } from './served.ts'

/** What the screen of a task may weigh before its pictures and sounds, compressed: page, styles and scripts together. */
const MOST_BYTES = { text: 60_000, image: 110_000, audio: 110_000 } as const

/** What people work on. A new kind of task has to be placed here: one that is not is an error. */
const MATERIAL: Readonly<Record<string, keyof typeof MOST_BYTES>> = {
  'text-class': 'text',
  spans: 'text',
  translation: 'text',
  pairwise: 'text',
  ranking: 'text',
  collect: 'text',
  'image-class': 'image',
  bbox: 'image',
  polygon: 'image',
  mask: 'image',
  keypoints: 'image',
  // whatever its page needs: the elements that draw are among what a page may use
  template: 'image',
  transcribe: 'audio',
  check: 'audio',
  voice: 'audio',
}

/** In every screen, whatever the kind of task. */
const EVERYWHERE = ['/assets/task.js']
const SITE = join(import.meta.dirname, '../apps/browser/dist/site')

let served: Served
beforeAll(async () => {
  served = await startServed()
})
afterAll(() => served?.close())

interface Loaded {
  readonly path: string
  readonly kind: string
  /** as it crossed the network, headers included */
  readonly bytes: number
}

async function loadedBy(page: Page, load: () => Promise<unknown>): Promise<readonly Loaded[]> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const asked = new Map<string, { path: string; kind: string; bytes: number }>()
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    asked.set(requestId, { path: new URL(response.url).pathname, kind: type, bytes: 0 })
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = asked.get(requestId)
    if (one !== undefined) one.bytes = encodedDataLength
  })
  await load()
  await page.waitForLoadState('networkidle')
  return [...asked.values()]
}

const AT_ONCE = /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g
const LATER = /import\(\s*["'`]\.\/([\w.-]+\.js)["'`]/g

/** These scripts and all that they import, as they were built; also what they import later, where the task has files to send. */
function withImports(scripts: readonly string[], sendsFiles: boolean): Set<string> {
  const all = new Set<string>()
  const waiting = [...scripts]
  for (let script = waiting.pop(); script !== undefined; script = waiting.pop()) {
    if (all.has(script)) continue
    all.add(script)
    const code = readFileSync(join(SITE, script), 'utf8')
    for (const imported of sendsFiles ? [AT_ONCE, LATER] : [AT_ONCE])
      for (const [, name = ''] of code.matchAll(imported)) waiting.push(`/assets/${name}`)
  }
  return all
}

const CASES = taskTypes.flatMap(({ name, sample, presets }) => [
  { type: name, preset: undefined, called: name, sample },
  ...presets.map((preset) => ({ type: name, preset: preset.name, called: `${name}, ${preset.name}`, sample: preset.sample })),
])

describe('what the browser is sent', () => {
  it('is told of every kind of task, and of no other', () => {
    expect(Object.keys(MATERIAL).toSorted()).toEqual(taskTypes.map(({ name }) => name).toSorted())
    expect(readdirSync(join(SITE, 'assets')).filter((name) => name.endsWith('.js')).length).toBeGreaterThan(10)
  })

  it.each(CASES)('for $called is small, and nothing that it does not use', async ({ type, preset, called, sample }) => {
    const [row = {}] = sample.rows
    const batch = await aBatchOfType(served.canut, type, { rows: [row], ...(preset === undefined ? {} : { preset }) })
    const context = await served.as(await served.canut.signUp())
    const page = await context.newPage()
    await page.goto(`/work/${batch.publicId}`)
    const loaded = await loadedBy(page, async () => {
      // nothing of the page before is at hand
      await page
        .context()
        .newCDPSession(page)
        .then((session) => session.send('Network.setCacheDisabled', { cacheDisabled: true }))
      await page.locator('form[action$="/start"] button').first().click()
      await page.waitForSelector('form[data-number="1"]')
    })
    const code = loaded.filter(({ kind }) => ['Document', 'Stylesheet', 'Script', 'Font'].includes(kind))
    const bytes = code.reduce((sum, each) => sum + each.bytes, 0)
    console.log(`${called}: ${bytes} bytes in ${code.length} files`)
    const scripts = code.filter(({ kind }) => kind === 'Script').map(({ path }) => path)
    expect(scripts).toContain('/assets/task.js')
    const { scripts: own, framed = false, files } = getTaskSetup(type, sample.settings)
    const used = withImports([...EVERYWHERE, ...own, ...(framed ? ['/assets/crowd.js'] : [])], files !== undefined)
    expect(scripts.filter((path) => !used.has(path))).toEqual([])
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThanOrEqual(MOST_BYTES[MATERIAL[type] ?? 'text'])
    await context.close()
  })
})
