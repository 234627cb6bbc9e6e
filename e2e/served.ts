import { serve } from '@hono/node-server'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { openSession } from '../apps/server/src/identity/index.ts'
import type { Person } from '../apps/server/src/platform/http/env.ts'
import { startTestApp, type TestApp } from '../apps/server/src/testing/index.ts'
import { launchBrowser } from './browser.ts'
import { markFocusedTasks } from './waits.ts'

const DAY_SECONDS = 24 * 3600
/** A busy machine is no failure: what never comes is seen a little later. */
const PATIENCE_MS = 60_000

export interface Served {
  readonly canut: TestApp
  readonly url: string
  readonly browser: Browser
  /** A browser window of its own, signed in as this person. */
  as(person: Pick<Person, 'id'> | null, options?: BrowserContextOptions): Promise<BrowserContext>
  /** paths that were answered so far, also to what playwright does not see: worklets */
  readonly answered: readonly string[]
  /** Lets nothing of any browser through to the server any more, or again: what playwright calls offline still lets worklets ask. */
  cutLine(isCut: boolean): void
  close(): Promise<void>
}

/** A whole Canut behind a real port, and a real browser. The clock is the machine's: browsers cannot be told another time. */
export async function startServed(browserSwitches: readonly string[] = []): Promise<Served> {
  // the port first, which the app must know: one that is looked up and given back may be somebody else's by then
  const server = serve({ fetch: (request, env) => canut.app.fetch(request, env), hostname: '127.0.0.1', port: 0 }) as Server
  await once(server, 'listening')
  let lineIsCut = false
  server.on('connection', (socket) => {
    if (lineIsCut) socket.destroy()
  })
  const answered: string[] = []
  server.on('request', ({ url: path = '' }, response) => response.on('finish', () => answered.push(path)))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  const canut = await startTestApp({ now: new Date(), env: { PUBLIC_URL: url, PORT: String(port) } })
  const browser = await launchBrowser(browserSwitches)
  return {
    canut,
    url,
    browser,
    answered,
    async as(person, options = {}) {
      const context = await browser.newContext({ baseURL: url, locale: 'en-GB', reducedMotion: 'reduce', ...options })
      context.setDefaultTimeout(PATIENCE_MS)
      await context.addInitScript(markFocusedTasks)
      if (person !== null) {
        const cookie = await openSession(canut.services, canut.secret, person.id, DAY_SECONDS)
        const [name = '', ...value] = cookie.split('=')
        await context.addCookies([{ name, value: value.join('='), url }])
      }
      return context
    },
    cutLine(isCut) {
      lineIsCut = isCut
      if (isCut) server.closeAllConnections()
    },
    async close() {
      await browser.close()
      server.close()
      server.closeAllConnections()
      await canut.close()
    },
  }
}
