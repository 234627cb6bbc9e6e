import { publicIdOf, ResultsQuery, ResultsView, RunView } from '@canut/contract'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Allow } from '../access/index.ts'
import { getBatch } from '../batches/index.ts'
import { apiRoutes, json, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { parsePublicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { refreshAggregation, requestAggregation } from './aggregate-batch.ts'
import { decisionApi } from './decisions.routes.ts'
import { decodePlace, listResults } from './list-results.ts'
import { viewOfResult, viewOfRun } from './results.views.ts'
import { findRun } from './runs.store.ts'

const PAGE_SIZE = 100
const tags = ['results']
const BatchParams = z.object({ batch: publicIdOf('bat') })

export function resultApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/batches/{batch}/aggregations',
      tags,
      summary: 'Compute the results of a batch from all its responses. A request while one waits is the same request',
      middleware: [allow('results.see')] as const,
      request: { params: BatchParams },
      responses: { 202: { description: 'The run, which goes on; see its address', content: json(RunView) } },
    }),
    async (c) => {
      const run = await requestAggregation(services, c.var.subject.batchId ?? refuse({ kind: 'not_found' }))
      return c.json(viewOfRun(run), 202)
    },
  )

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/batches/{batch}/aggregations/{run}',
      tags,
      summary: 'How far a computation of results is, and its figures',
      middleware: [allow('results.see')] as const,
      request: { params: BatchParams.extend({ run: publicIdOf('run') }) },
      responses: { 200: { description: 'The run', content: json(RunView) } },
    }),
    async (c) => {
      const id = parsePublicId('run', c.req.valid('param').run)
      const run = id === null ? null : await findRun(services.db, id)
      if (run === null || run.batch_id !== c.var.subject.batchId) refuse({ kind: 'not_found' })
      return c.json(viewOfRun(run), 200)
    },
  )

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/batches/{batch}/results',
      tags,
      summary: 'Results per task: the majority of now, and what the task is held to be by the last run or by a person who settled it',
      middleware: [allow('results.see')] as const,
      request: { params: BatchParams, query: ResultsQuery },
      responses: { 200: { description: 'One page of results', content: json(ResultsView) } },
    }),
    async (c) => {
      const { order, below, cursor } = c.req.valid('query')
      const after =
        cursor === undefined || cursor === '' ? null : (decodePlace(cursor) ?? refuseField('cursor', 'cursor_unknown', c.var.locale))
      const batch = await getBatch(services.db, c.var.subject.batchId ?? refuse({ kind: 'not_found' }))
      const { newest, done } = await refreshAggregation(services, batch.id)
      const page = await listResults(services.db, batch, done, { order, below: below ?? null, after, limit: PAGE_SIZE })
      return c.json(
        {
          items: page.items.map(viewOfResult),
          nextCursor: page.nextCursor,
          run: done === null ? null : viewOfRun(done),
          newest: newest === null ? null : viewOfRun(newest),
        },
        200,
      )
    },
  )
  routes.route('/', decisionApi(services, allow))
  return routes
}
