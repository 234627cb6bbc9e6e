import { AboutExportView, ExportParams, ExportQuery } from '@canut/contract'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Allow } from '../access/index.ts'
import { getBatch } from '../batches/index.ts'
import { apiRoutes, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { aboutExport } from './about-export.ts'
import type { ExportFormat, ExportKind } from './export-lines.ts'
import { headersOf, streamExport } from './stream-export.ts'

const tags = ['exports']
const File = { schema: z.string() }

/** The same files at the addresses of the pages and of the API. */
export function exportRoutes(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  for (const prefix of ['', '/api/v1'] as const) {
    routes.openapi(
      createRoute({
        method: 'get',
        path: `${prefix}/batches/{batch}/exports/about.json`,
        tags,
        hide: prefix === '',
        summary: 'That people made these data, how many, for whom, and under which conditions',
        middleware: [allow('exports.read')] as const,
        request: { params: ExportParams.pick({ batch: true }) },
        responses: { 200: { description: 'About every export of this batch', content: json(AboutExportView) } },
      }),
      async (c) => c.json(await aboutExport(services.db, await batchOf(services, c), services.now()), 200),
    )

    routes.openapi(
      createRoute({
        method: 'get',
        path: `${prefix}/batches/{batch}/exports/{file}`,
        tags,
        hide: prefix === '',
        summary: 'All responses, or all results, as CSV or JSON Lines; sent while they are read',
        middleware: [allow('exports.read')] as const,
        request: { params: ExportParams, query: ExportQuery },
        responses: { 200: { description: 'The file', content: { 'text/csv': File, 'application/jsonl': File } } },
      }),
      async (c) => {
        const [kind, format] = c.req.valid('param').file.split('.') as [ExportKind, ExportFormat]
        const style = { guardFormulas: c.req.valid('query').for === 'spreadsheet' }
        const batch = await batchOf(services, c)
        const asked = { kind, format, style }
        // who asks for the headers only never reads, nor gives up, what would be sent
        if (c.req.raw.method === 'HEAD') return new Response(null, { headers: headersOf(services, batch, asked) })
        return streamExport(services, batch, asked)
      },
    )
  }
  return routes
}

async function batchOf(services: Services, c: Context<AppEnv>) {
  return getBatch(services.db, c.var.subject.batchId ?? refuse({ kind: 'not_found' }))
}
