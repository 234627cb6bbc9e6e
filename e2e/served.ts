import { serve } from '@hono/node-server'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { openSession } from '../apps/server/src/identity/index.ts'
import type { Person } from '../apps/server/src/platform/http/env.ts'
import { startTestApp, type TestApp } from '../apps/server/src/testing/index.ts'
import { launchBrowser } from './browser.ts'

const DAY_SECONDS = 24 * 3600

export interface Served {
  readonly canut: TestApp
  readonly url: string
  readonly browser: Browser
  /** A browser window of its own, signed in as this person. */
  as(person: Pick<Person, 'id'> | null, options?: BrowserContextOptions): Promise<BrowserContext>
  close(): Promise<void>
}

/** A whole Canut behind a real port, and a real browser. The clock is the machine's: browsers cannot be told another time. */
export async function startServed(browserSwitches: readonly string[] = []): Promise<Served> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const canut = await startTestApp({ now: new Date(), env: { PUBLIC_URL: url, PORT: String(port) } })
  const server = serve({ fetch: canut.app.fetch, hostname: '127.0.0.1', port }) as Server
  await once(server, 'listening')
  const browser = await launchBrowser(browserSwitches)
  return {
    canut,
    url,
    browser,
    async as(person, options = {}) {
      const context = await browser.newContext({ baseURL: url, locale: 'en-GB', reducedMotion: 'reduce', ...options })
      // a busy machine is no failure
      context.setDefaultTimeout(60_000)
      if (person !== null) {
        const cookie = await openSession(canut.services, canut.secret, person.id, DAY_SECONDS)
        const [name = '', ...value] = cookie.split('=')
        await context.addCookies([{ name, value: value.join('='), url }])
      }
      return context
    },
    async close() {
      await browser.close()
      server.close()
      server.closeAllConnections()
      await canut.close()
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
