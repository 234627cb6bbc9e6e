import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Allow } from '../access/index.ts'
import { BatchHeader, batchOf, mayChange } from '../batches/index.ts'
import { apiRoutes, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { parsePublicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { refreshAggregation, requestAggregation } from './aggregate-batch.ts'
import { listConfidenceCounts } from './confidence-counts.store.ts'
import { decodePlace, listResults } from './list-results.ts'
import { contestedPages } from './contested.pages.tsx'
import { messages as moreMessages } from './more.messages.ts'
import { morePages } from './more.pages.tsx'
import { ownComparisonPages } from './own-comparison.pages.tsx'
import { messages } from './results.messages.ts'
import { messages as runMessages } from './run.messages.ts'
import { settlePages } from './settle.pages.tsx'
import { cancelAggregation, chooseMethod } from './steer-runs.ts'
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

  routes.post('/batches/:batch/aggregations/:run/cancel', allow('results.decide'), async (c) => {
    const batchId = c.var.subject.batchId ?? refuse({ kind: 'not_found' })
    const id = parsePublicId('run', c.req.param('run')) ?? refuse({ kind: 'not_found' })
    const run = (await cancelAggregation(services, batchId, id)) ?? refuse({ kind: 'not_found' })
    return c.redirect(`${resultsPath(batchId)}${run.state === 'cancelled' ? '?done=cancelled' : ''}`, 303)
  })

  routes.post('/batches/:batch/aggregation-method', allow('results.decide'), async (c) => {
    const batch = await batchOf(services, c)
    const method = textOf(await readForm(c), 'method')
    const run = await chooseMethod(services, batch, method === '' ? null : method)
    if (run === null) refuseField('method', 'method_not_offered', c.var.locale)
    return c.redirect(`${resultsPath(batch.id)}?done=method`, 303)
  })

  routes.route('/', contestedPages(services, allow))
  routes.route('/', morePages(services, allow))
  routes.route('/', settlePages(services, allow))
  routes.route('/', ownComparisonPages(services, allow))
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
  const [page, counts, project, mayAsk] = await Promise.all([
    listResults(services.db, batch, runs.done, { order, below, after, limit: PAGE_SIZE }),
    listConfidenceCounts(services.db, batch.id),
    getDisclosure(services.db, batch.project_id),
    mayChange(services, c, batch),
  ])
  const isRunning = runs.newest !== null && runs.newest.finished_at === null
  if (isRunning)
    c.header('Refresh', `${REFRESH_SECONDS};url=${resultsPath(batch.id, { order, below, cursor: cursor === '' ? null : cursor })}`)
  return shell(
    c,
    {
      title: `${t.title} · ${batch.name}`,
      variant: 'wide',
      scripts: ['/assets/results.js'],
      flash: flashOf(c, isRunning),
    },
    <>
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="results" />
      <ResultsView
        locale={locale}
        batch={batch}
        runs={runs}
        page={page}
        counts={counts}
        order={order}
        below={below}
        isFirst={after === null}
        mayAsk={mayAsk}
      />
    </>,
  )
}

function flashOf(c: Context<AppEnv>, isRunning: boolean) {
  const t = runMessages[c.var.locale]
  const texts: Readonly<Record<string, string>> = {
    ...(isRunning ? { asked: t.done, method: t.doneMethod } : {}),
    cancelled: t.doneCancelled,
    more: moreMessages[c.var.locale].done,
  }
  const text = texts[c.req.query('done') ?? '']
  return text === undefined ? null : ({ tone: 'ok', text } as const)
}
