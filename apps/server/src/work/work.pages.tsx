import { OpenAPIHono } from '@hono/zod-openapi'
import type { Allow } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import type { Bringer } from './bringer.ts'
import { historyPages } from './history.pages.tsx'
import { listPages } from './list.pages.tsx'
import { nextPages } from './next.pages.tsx'
import { offerPages } from './offer.pages.tsx'
import { taskPages } from './task.pages.tsx'

/** Everything a worker sees of work: the list, what is brought, a batch, the task screen, what was done. */
export function workPages(services: Services, allow: Allow, bringer: Bringer): OpenAPIHono<AppEnv> {
  const routes = new OpenAPIHono<AppEnv>()
  routes.route('/', listPages(services, allow, bringer))
  // before /work/:batch, which would take it for a batch
  routes.route('/', nextPages(services, allow, bringer))
  routes.route('/', taskPages(services, allow, bringer))
  for (const pages of [offerPages, historyPages]) routes.route('/', pages(services, allow))
  return routes
}
