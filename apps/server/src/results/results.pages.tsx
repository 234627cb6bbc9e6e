import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Allow } from '../access/index.ts'
import { BatchHeader, batchOf } from '../batches/index.ts'
import { apiRoutes, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { refreshAggregation, requestAggregation } from './aggregate-batch.ts'
import { decodePlace, listResults } from './list-results.ts'
import { messages } from './results.messages.ts'
import { LIMITS, resultsPath, ResultsView } from './results.view.tsx'

const PAGE_SIZE = 50
const REFRESH_SECONDS = 3

export function resultPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/batches/:batch/results', allow('results.see'), async (c) => showResults(services, c))

  routes.post('/batches/:batch/aggregations', allow('results.see'), async (c) => {
    const batchId = c.var.subject.batchId ?? refuse({ kind: 'not_found' })
    await requestAggregation(services, batchId)
    return c.redirect(`${resultsPath(batchId)}?done=asked`, 303)
  })
  return routes
}

async function showResults(services: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const t = messages[locale]
  const batch = await batchOf(services, c)
  const cursor = c.req.query('cursor') ?? ''
  const after = cursor === '' ? null : (decodePlace(cursor) ?? refuseField('cursor', 'cursor_unknown', locale))
  const below = LIMITS.find((limit) => String(limit) === c.req.query('below')) ?? null
  // a limit speaks of confidence, so it goes with that order
  const order = c.req.query('order') === 'least_sure' || below !== null ? 'least_sure' : 'task'
  const runs = await refreshAggregation(services, batch.id)
  const [page, project] = await Promise.all([
    listResults(services.db, batch, runs.done, { order, below, after, limit: PAGE_SIZE }),
    getDisclosure(services.db, batch.project_id),
  ])
  const isRunning = runs.newest !== null && runs.newest.finished_at === null
  if (isRunning)
    c.header('Refresh', `${REFRESH_SECONDS};url=${resultsPath(batch.id, { order, below, cursor: cursor === '' ? null : cursor })}`)
  return shell(
    c,
    {
      title: `${t.title} · ${batch.name}`,
      variant: 'wide',
      flash: c.req.query('done') === 'asked' && isRunning ? { tone: 'ok', text: t.done } : null,
    },
    <>
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="results" />
      <ResultsView locale={locale} batch={batch} runs={runs} page={page} order={order} below={below} isFirst={after === null} />
    </>,
  )
}
