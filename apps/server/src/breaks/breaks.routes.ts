import { BreakView } from '@canut/contract'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { beginBreak } from './begin-break.ts'
import { viewOfBreak } from './break.views.ts'
import { endBreak } from './end-break.ts'
import { readBreak, type BreakOf } from './read-break.ts'

/** Paid breaks from content that may hurt, for whoever works through a program. */
export function breakApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const of = { tags: ['breaks'], middleware: allow('breaks.own') }
  const responses = { 200: { description: 'How you stand with paid breaks here', content: json(BreakView) } }
  const breakOf = (c: Context<AppEnv>): BreakOf => ({
    batchId: c.var.subject.batchId ?? refuse({ kind: 'not_found' }),
    workerId: signedIn(c).id,
  })
  const view = async (c: Context<AppEnv>) => {
    const read = await readBreak(services, breakOf(c))
    return read.ok ? viewOfBreak(read.value) : refuse(read.error)
  }

  routes.openapi(
    createRoute({
      ...of,
      method: 'get',
      path: '/api/v1/batches/{batch}/break',
      summary: 'What a paid break from this work pays, and how much is left',
      responses,
    }),
    async (c) => c.json(await view(c), 200),
  )
  routes.openapi(
    createRoute({
      ...of,
      method: 'post',
      path: '/api/v1/batches/{batch}/break',
      summary: 'Begin a paid break; the one that you are on goes on',
      responses,
    }),
    async (c) => {
      const begun = await beginBreak(services, breakOf(c))
      if (!begun.ok) refuse(begun.error)
      return c.json(await view(c), 200)
    },
  )
  routes.openapi(
    createRoute({
      ...of,
      method: 'post',
      path: '/api/v1/batches/{batch}/break/end',
      summary: 'End the break that you are on, which pays it',
      responses,
    }),
    async (c) => {
      await endBreak(services, signedIn(c).id)
      return c.json(await view(c), 200)
    },
  )
  return routes
}
