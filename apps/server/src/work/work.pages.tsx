import { OpenAPIHono } from '@hono/zod-openapi'
import type { Allow } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { historyPages } from './history.pages.tsx'
import { listPages } from './list.pages.tsx'
import { offerPages } from './offer.pages.tsx'
import { taskPages } from './task.pages.tsx'

/** Everything a worker sees of work: the list, a batch, the task screen, what was done. */
export function workPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = new OpenAPIHono<AppEnv>()
  for (const pages of [listPages, taskPages, offerPages, historyPages]) routes.route('/', pages(services, allow))
  return routes
}
