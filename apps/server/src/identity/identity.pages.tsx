import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import type { Auth } from './auth.ts'
import { identityApi } from './identity.routes.ts'
import { mePages } from './me.pages.tsx'
import { passwordPages } from './password.pages.tsx'
import { signInPages } from './sign-in.pages.tsx'
import { signUpPages } from './sign-up.pages.tsx'
import { tokenPages } from './token.pages.tsx'

export function identityRoutes(services: Services, allow: Allow, auth: Auth): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.route('/', signUpPages(services, allow, auth))
  routes.route('/', signInPages(services, allow, auth))
  routes.route('/', passwordPages(services, allow, auth))
  routes.route('/', mePages(services, allow, auth))
  routes.route('/', tokenPages(services, allow))
  routes.route('/', identityApi(allow))
  return routes
}
