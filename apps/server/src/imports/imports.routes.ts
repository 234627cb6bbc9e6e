import { ImportQuery, ImportView } from '@canut/contract'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { cancelImport } from './cancel-import.ts'
import { loadImport } from './import-job.ts'
import { messages } from './imports.messages.ts'
import { findImport } from './imports.store.ts'
import { viewImport } from './imports.views.ts'
import { streamImport } from './stream-import.ts'

const tags = ['imports']
const report = { 200: { description: 'The import with its report', content: json(ImportView) } }

export function importApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/batches/{batch}/imports',
      tags,
      summary: 'Read a table from the body of the request (CSV, TSV or JSON Lines) and load its rows as tasks, all good rows or none',
      middleware: [allow('imports.run')] as const,
      request: { query: ImportQuery },
      responses: report,
    }),
    async (c) => {
      const { format, mode, onBadRows, name = 'upload' } = c.req.valid('query')
      const length = Number(c.req.header('content-length'))
      const imported = await streamImport(services, {
        batchId: c.var.subject.batchId ?? refuse({ kind: 'not_found' }),
        source: bodyOf(c),
        bytesTotal: Number.isSafeInteger(length) && length > 0 ? length : null,
        fileName: name,
        format,
        mode,
        onBadRows,
        by: signedIn(c).id,
      })
      if (!imported.ok) refuse(imported.error)
      return c.json(await viewImport(services, imported.value, c.var.locale), 200)
    },
  )
  oneImport(routes, services, allow)
  return routes
}

function oneImport(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/imports/{import}',
      tags,
      summary: 'How far an import is, and what is wrong with the file',
      middleware: [allow('imports.see')] as const,
      responses: report,
    }),
    async (c) => c.json(await viewImport(services, await importOf(services, c), c.var.locale), 200),
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/imports/{import}/cancel',
      tags,
      summary: 'Stop an import; nothing of it is loaded',
      middleware: [allow('imports.run')] as const,
      responses: report,
    }),
    async (c) => {
      const cancelled = await cancelImport(services, importIdOf(c))
      if (!cancelled.ok) refuse(cancelled.error)
      return c.json(await viewImport(services, cancelled.value, c.var.locale), 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/imports/{import}/load',
      tags,
      summary: 'Load the good rows of an uploaded file that was checked; a job does it, ask for the import to see it end',
      middleware: [allow('imports.run')] as const,
      responses: report,
    }),
    async (c) => {
      const loading = await loadImport(services, importIdOf(c))
      if (!loading.ok) refuse(loading.error)
      return c.json(await viewImport(services, loading.value, c.var.locale), 200)
    },
  )
}

/** The body as it arrives. A sender that breaks off is no defect of ours. */
async function* bodyOf(c: Context<AppEnv>): AsyncGenerator<Uint8Array> {
  const { body } = c.req.raw
  if (body === null) return
  try {
    yield* body
  } catch {
    refuse({ kind: 'invalid_request', issues: [{ path: '', message: messages[c.var.locale].failures.interrupted }] })
  }
}

const importIdOf = (c: Context<AppEnv>) => c.var.subject.importId ?? refuse({ kind: 'not_found' })

async function importOf(services: Services, c: Context<AppEnv>) {
  return (await findImport(services.db, importIdOf(c))) ?? refuse({ kind: 'not_found' })
}
