import { sittingsSince } from '@canut/domain'
import { OpenAPIHono } from '@hono/zod-openapi'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { touchSitting } from './subscriptions.store.ts'

const NOTE_EVERY_MS = 60_000
const REMEMBERED_MAX = 20_000

/**
 * Keeps the sitting of whoever works open: any request about work notes, once a minute at most, that they are there. Where
 * no sitting is open nothing is written. The memory of this process only spares statements: without it, more are sent.
 */
export function notePresence(services: Services): OpenAPIHono<AppEnv> {
  const noted = new Map<string, number>()
  const note = createMiddleware<AppEnv>(async (c, next) => {
    const { person } = c.var
    const now = services.now()
    if (person !== null && now.getTime() - (noted.get(person.id) ?? -Infinity) >= NOTE_EVERY_MS) {
      if (noted.size >= REMEMBERED_MAX) noted.clear()
      noted.set(person.id, now.getTime())
      await touchSitting(services.db, person.id, now, sittingsSince(now, await readParameters(services.db)))
    }
    await next()
  })
  const routes = new OpenAPIHono<AppEnv>()
  for (const path of ['/work/*', '/api/v1/work/*', '/api/v1/assignments/*']) routes.use(path, note)
  return routes
}
