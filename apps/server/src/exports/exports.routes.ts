import { AboutExportView, ExportParams, ExportQuery } from '@canut/contract'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Allow } from '../access/index.ts'
import { getBatch, type BatchRow } from '../batches/index.ts'
import { apiRoutes, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Locale } from '../platform/i18n/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { aboutExport } from './about-export.ts'
import { messages } from './exports.messages.ts'
import { aboutAddress, openExport, type ExportFile } from './open-export.ts'
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
        summary: 'All responses, or all results, in any format that fits the kind of task; sent while they are read',
        middleware: [allow('exports.read')] as const,
        request: { params: ExportParams, query: ExportQuery },
        responses: {
          200: { description: 'The file', content: { 'text/csv': File, 'application/jsonl': File, 'application/octet-stream': File } },
        },
      }),
      async (c) => {
        const batch = await batchOf(services, c)
        const file = fileOf(services, batch, c.req.valid('param').file, { ...c.req.valid('query'), locale: c.var.locale })
        const about = aboutAddress(services, batch)
        // who asks for the headers only never reads, nor gives up, what would be sent
        if (c.req.raw.method === 'HEAD') return new Response(null, { headers: headersOf(file, about) })
        return streamExport(services, file, about)
      },
    )
  }
  return routes
}

/** "results.coco.json" is the results as COCO. Refuses what the kind of task has no place for, and says what it has. */
function fileOf(services: Services, batch: BatchRow, file: string, of: z.infer<typeof ExportQuery> & { locale: Locale }): ExportFile {
  const answers = file.startsWith('results.') ? 'results' : 'responses'
  const name = file.slice(answers.length + 1)
  const opened = openExport(services, batch, { answers, format: name, style: { guardFormulas: of.for === 'spreadsheet' }, shape: of.shape })
  if (opened.ok) return opened.value
  const message = messages[of.locale].doesNotFit({
    file: of.shape === 'nested' ? file : `${file}?shape=${of.shape}`,
    fitting: opened.error.join(', '),
  })
  return refuse({ kind: 'invalid_request', issues: [{ path: 'file', message }] })
}

async function batchOf(services: Services, c: Context<AppEnv>) {
  return getBatch(services.db, c.var.subject.batchId ?? refuse({ kind: 'not_found' }))
}
