import { BlurRequest, ExposureRequest, ExposureView } from '@canut/contract'
import { NO_CHOICES } from '@canut/domain'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { findChoices, upsertBlur, upsertChoices } from './exposure.store.ts'

/** What a worker accepts to see, how much of it, and how blurred. */
export function exposureApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const of = { tags: ['exposure'], path: '/api/v1/me/exposure', middleware: allow('exposure.own') }
  const responses = { 200: { description: 'Your choices', content: json(ExposureView) } }
  const view = async (c: Context<AppEnv>) => {
    const found = await findChoices(services.db, signedIn(c).id, services.now())
    const { accepted, dailyMax, blurPercent, exposedToday } = found ?? { ...NO_CHOICES, exposedToday: 0 }
    return { accepted: [...accepted], dailyMax, blurPercent, exposedToday }
  }

  routes.openapi(
    createRoute({ ...of, method: 'get', summary: 'Which content that may hurt you accept, how much of it a day, how blurred', responses }),
    async (c) => c.json(await view(c), 200),
  )
  routes.openapi(
    createRoute({
      ...of,
      method: 'put',
      summary: 'Choose which content that may hurt you accept, how much of it a day, how blurred',
      request: { body: { required: true, content: json(ExposureRequest) } },
      responses,
    }),
    async (c) => {
      await upsertChoices(services.db, signedIn(c).id, c.req.valid('json'), services.now())
      return c.json(await view(c), 200)
    },
  )
  routes.openapi(
    createRoute({
      ...of,
      method: 'patch',
      summary: 'Keep how much content that may hurt is blurred',
      request: { body: { required: true, content: json(BlurRequest) } },
      responses,
    }),
    async (c) => {
      await upsertBlur(services.db, signedIn(c).id, c.req.valid('json').blurPercent, services.now())
      return c.json(await view(c), 200)
    },
  )
  return routes
}
