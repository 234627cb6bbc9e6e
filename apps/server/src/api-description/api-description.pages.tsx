import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Allow } from '../access/index.ts'
import { apiRoutes, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { shell } from '../shell/index.ts'
import { messages } from './api-description.messages.ts'
import { ApiReference } from './api-description.view.tsx'
import { describeApi, type ApiDescription } from './openapi-document.ts'

/** The API as a document for programs and as a page for people. `app` is the whole application: it is read at the first request. */
export function apiDescription(app: OpenAPIHono<AppEnv>, services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  let description: ApiDescription | undefined
  const described = () => (description ??= describeApi(app, services.config.publicUrl))

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/openapi.json',
      tags: ['api'],
      summary: 'This description, as OpenAPI 3.1',
      middleware: [allow('api.see')] as const,
      responses: { 200: { description: 'The document', content: json(z.object({ openapi: z.string() })) } },
    }),
    (c) => {
      const document: { openapi: string } = described().document
      return c.json(document, 200)
    },
  )

  routes.get('/api', allow('api.see'), (c) => {
    const { locale } = c.var
    const { title, description: summary } = messages[locale]
    return shell(
      c,
      { title, description: summary },
      <ApiReference locale={locale} operations={described().operations} publicUrl={services.config.publicUrl} />,
    )
  })
  return routes
}
