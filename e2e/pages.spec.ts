import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addressOf, isApi, isRead, routesOf } from '../apps/server/src/testing/routes.ts'
import { anImage, aPassage, aRouteWorld, someoneWhoMayEverything } from '../apps/server/src/testing/route-world.ts'
import { someResponses } from '../apps/server/src/testing/responses-builder.ts'
import { aBatch } from '../apps/server/src/testing/batch-builder.ts'
import { taskTypes } from '../apps/server/src/task-types/index.ts'
import { barriersOn } from './barriers.ts'
import { startServed, type Served } from './served.ts'

interface Asked {
  readonly path: string
  /** null: nobody is signed in */
  readonly as: { readonly id: string } | null
  /** by itself, after some seconds */
  readonly loadsAgain?: boolean
}

/** Both languages, both colour schemes, a narrow phone and a wide screen. */
const LOOKS = [
  { locale: 'fr-FR', colorScheme: 'light', width: 360 },
  { locale: 'en-GB', colorScheme: 'dark', width: 360 },
  { locale: 'en-GB', colorScheme: 'light', width: 1280 },
] as const

/** What forms say when something is missing, and the pages that nobody wants to see. */
const ALSO = ['/nowhere', '/work?q=nothing+like+that', '/sign-in?next=%2Fwork', '/forgotten-password/sent', '/reset-password?token=expired']

let served: Served
let pages: readonly Asked[]

beforeAll(async () => {
  served = await startServed()
  const { canut } = served
  const world = await aRouteWorld(canut)
  await someResponses(canut, world.built, [['yes', 'no', 'yes'], ['yes', 'yes'], ['no']])
  const { person, assignments } = await someoneWhoMayEverything(canut, [world])
  const open = {
    ...world.values,
    assignment: assignments[0] ?? '',
    media: await anImage(canut, world),
    passage: await aPassage(canut, world),
  }
  const draft = { ...open, batch: await aDraft(person, world.values['project']) }
  const found = new Map<string, Asked>()
  const add = (path: string, as: Asked['as']) => found.set(`${path} ${as === null}`, { path, as })
  for (const route of routesOf(canut.app).filter((each) => isRead(each) && !isApi(each))) {
    if (route.actions[0] !== undefined && OPEN.has(route.actions[0])) add(addressOf(route, open), null)
    for (const values of [open, draft]) add(addressOf(route, values), person)
  }
  for (const type of taskTypes) add(`/projects/${world.values['project']}/batches/new?type=${type.name}`, person)
  for (const path of ALSO) add(path, null)
  const closed = await aBatch(canut, { tasks: 2, state: 'closed' })
  const newcomer = await canut.signUp()
  for (const path of ['/work', '/me/work', '/me/earnings', '/organisations', '/steward', `/work/${world.built.publicId}`])
    add(`${path}?newcomer`, newcomer)
  add(`/work/${closed.publicId}`, newcomer)
  const sitter = await canut.signUp()
  await canut.as(sitter).json('/api/v1/me/subscription', { hoursPerWeek: 6, taskTypes: ['text-class'] }, 'PUT')
  await canut.as(sitter).json('/api/v1/me/sitting', {})
  for (const path of ['/work?sitting', '/work/next?sitting', '/me/subscription?asked']) add(path, sitter)
  const hurting = await aBatch(canut, { tasks: 5, declares: ['violence'] })
  for (const isOnBreak of [false, true]) {
    const holder = await canut.signUp()
    await canut.as(holder).json('/api/v1/me/exposure', { accepted: ['violence'], dailyMax: null, blurPercent: 60 }, 'PUT')
    await canut.as(holder).json('/api/v1/work/leases', { batchId: hurting.publicId, count: 1 })
    if (isOnBreak) await canut.as(holder).json(`/api/v1/batches/${hurting.publicId}/break`, {})
    else add(`/work/${hurting.publicId}/task`, holder)
    add(`/work/${hurting.publicId}/break?${isOnBreak ? 'on' : 'before'}`, holder)
  }
  add(`/batches/${closed.publicId}`, { id: closed.ownerId })
  pages = await only(found.values())
}, 300_000)
afterAll(() => served?.close())

/** What somebody who has not joined sees. */
const OPEN = new Set(['home.see', 'identity.sign_in', 'rules.see', 'api.see'])

async function aDraft(person: { id: string }, project: string | undefined): Promise<string> {
  const answer = await served.canut.as(person).json(`/api/v1/projects/${project}/batches`, {
    name: 'Draft',
    settings: { labels: [{ value: 'yes' }, { value: 'no' }] },
    price: { micros: '50000', currency: 'EUR' },
  })
  return ((await answer.json()) as { id: string }).id
}

/** The addresses that answer with a page; files and figures are for programs. */
async function only(asked: Iterable<Asked>): Promise<Asked[]> {
  const found: Asked[] = []
  for (const each of asked) {
    const client = each.as === null ? served.canut.nobody : served.canut.as(each.as)
    const answer = await client(each.path)
    await answer.body?.cancel()
    if (answer.headers.get('content-type')?.startsWith('text/html') === true)
      found.push({ ...each, loadsAgain: answer.headers.has('refresh') })
  }
  return found
}

/** looked at side by side */
const WINDOWS = 3

const RIGHT = { barriers: [], sideways: 0, errors: [], policy: 'strict' }

/** Where scripts of requesters run: not a page of ours, and held by a policy of its own. */
const isFrame = (path: string): boolean => path.startsWith('/templates/frame')
const isContained = (policy: string): boolean =>
  policy.startsWith("default-src 'none'") && policy.includes("form-action 'none'") && /; sandbox (?!.*allow-(same-origin|top))/.test(policy)

/** A page that loads itself again would be gone while it is looked at. */
async function standStill(page: Page, path: string): Promise<void> {
  const address = new URL(path, served.url).href
  await page.route(
    ({ href }) => href === address,
    async (route) => {
      const response = await route.fetch()
      const { refresh: _, ...headers } = response.headers()
      await route.fulfill({ response, headers })
    },
  )
}

/** What is wrong with a page; equal to RIGHT when nothing is. */
async function inspect(
  context: BrowserContext,
  { path, loadsAgain = false }: Asked,
  spoil: (page: Page) => Promise<unknown> = async () => undefined,
) {
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('console', (message) => {
    // the browser says so of every page that is an error on purpose
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text())
  })
  if (loadsAgain) await standStill(page, path)
  const answer = await page.goto(path)
  if ((await page.locator('script[src]').count()) > 0) await page.waitForLoadState('networkidle')
  await spoil(page)
  const policy = answer?.headers()['content-security-policy'] ?? 'none'
  // read before axe looks: it copies styles of shadow trees to where no nonce lets them in
  const saidBefore = [...errors]
  const isStrict = isFrame(path)
    ? isContained(policy)
    : /script-src 'nonce-[^']+' 'strict-dynamic'/.test(policy) && !/unsafe-(inline|eval|hashes)/.test(policy)
  const found = {
    barriers: await barriersOn(page),
    sideways: await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    errors: saidBefore,
    policy: isStrict ? 'strict' : policy,
  }
  await page.close()
  return found
}

describe.each(LOOKS)('every page in $locale, $colorScheme, $width pixels wide', { timeout: 600_000 }, ({ width, ...look }) => {
  test('has no barrier, does not scroll sideways, and keeps to a strict content policy', async () => {
    expect(pages.length).toBeGreaterThan(40)
    const wrong: Record<string, object> = {}
    for (const as of new Set(pages.map((each) => each.as))) {
      const context = await served.as(as, { ...look, viewport: { width, height: 800 } })
      const left = pages.filter((each) => each.as === as)
      const inspectLeft = async () => {
        for (let asked = left.pop(); asked !== undefined; asked = left.pop()) {
          const found = await inspect(context, asked)
          if (JSON.stringify(found) !== JSON.stringify(RIGHT)) wrong[`${asked.path}${as === null ? ' signed out' : ''}`] = found
        }
      }
      await Promise.all(Array.from({ length: WINDOWS }, inspectLeft))
      await context.close()
    }
    expect(wrong).toEqual({})
  })
})

test('the inspection sees what it looks for', async () => {
  const context = await served.as(null, { viewport: { width: 360, height: 800 } })
  const found = await inspect(context, { path: '/', as: null }, async (page) => {
    const said = page.waitForEvent('console')
    await page.evaluate(() => {
      document.body.insertAdjacentHTML('beforeend', '<img src="/media/x"><p style="color: red">red</p>')
      document.body.style.minWidth = '900px'
    })
    await said
  })
  expect(found.barriers.join()).toContain('image-alt')
  expect(found.errors.join()).toContain('Content Security Policy')
  expect(found.sideways).toBeGreaterThan(0)
  await context.close()
})
