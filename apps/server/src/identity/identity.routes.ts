import { MeView } from '@canut/contract'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { personView } from './person-view.ts'

export function identityApi(allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/me',
      tags: ['identity'],
      summary: 'Who this session or token stands for',
      middleware: [allow('identity.me')] as const,
      responses: { 200: { description: 'The person', content: { 'application/json': { schema: MeView } } } },
    }),
    (c) => c.json({ person: personView(signedIn(c)), tokenScopes: c.var.tokenScopes === null ? null : [...c.var.tokenScopes] }, 200),
  )
  return routes
}
