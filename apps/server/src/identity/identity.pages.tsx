import { OpenAPIHono } from '@hono/zod-openapi'
import type { Allow } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import type { Auth } from './auth.ts'

export function identityRoutes(_services: Services, _allow: Allow, _auth: Auth): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>()
}
