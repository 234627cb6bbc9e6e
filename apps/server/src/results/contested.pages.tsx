import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Allow } from '../access/index.ts'
import { BatchHeader, batchOf, type BatchRow } from '../batches/index.ts'
import { apiRoutes, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatNumber } from '../platform/i18n/index.ts'
import { Empty, LinkButton, Pager } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { getTaskSetup } from '../task-types/index.ts'
import { decodePlace, listResults } from './list-results.ts'
import { filesOf } from './files-of.ts'
import { resultsPath } from './results.view.tsx'
import { findLatestRuns } from './runs.store.ts'
import { messages } from './settle.messages.ts'
import { SideBySide } from './side-by-side.view.tsx'
import { taskPath } from './words-of-result.ts'

/** Screens of whole responses are heavy: a page has up to six of each task. */
const TASKS_SHOWN = 10
const WHOLE_SHOWN = 5

/** The tasks that divide people most, with the responses side by side. */
export function contestedPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/batches/:batch/results/contested', allow('results.see'), async (c) => showContested(services, c, await batchOf(services, c)))
  return routes
}

const contestedPath = (batchId: string, cursor: string | null = null) =>
  `${resultsPath(batchId)}/contested${cursor === null ? '' : `?cursor=${cursor}`}`

async function showContested(services: Services, c: Context<AppEnv>, batch: BatchRow) {
  const { locale } = c.var
  const t = messages[locale]
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const cursor = c.req.query('cursor') ?? ''
  const after = cursor === '' ? null : (decodePlace(cursor) ?? refuseField('cursor', 'cursor_unknown', locale))
  const { done } = await findLatestRuns(services.db, batch.id)
  const limit = setup.consolidation?.kind === 'responses' ? WHOLE_SHOWN : TASKS_SHOWN
  const page = await listResults(services.db, batch, done, { order: 'least_sure', below: null, after, limit, divided: true })
  const files = await filesOf(services, batch, page.items)
  const project = await getDisclosure(services.db, batch.project_id)
  return shell(
    c,
    { title: `${t.contested.title} · ${batch.name}`, variant: 'wide', scripts: setup.scripts },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="results" />
      <p>
        <a href={resultsPath(batch.id)}>← {t.contested.back}</a>
      </p>
      <h2>{t.contested.title}</h2>
      {page.items.length === 0 ? (
        <Empty
          title={done === null ? t.contested.nothingYet : t.contested.none}
          why={<p>{done === null ? t.contested.notYet : t.contested.noneWhy}</p>}
        >
          <LinkButton href={resultsPath(batch.id)}>{t.contested.back}</LinkButton>
        </Empty>
      ) : (
        <>
          <p class="measure">{t.contested.what}</p>
          {page.items.map((row) => (
            <section class="card stack">
              <h3>{t.task({ number: formatNumber(row.number, locale) })}</h3>
              <SideBySide locale={locale} setup={setup} row={row} files={files} />
              <p>
                <a href={taskPath(batch.id, row.number)}>
                  {t.contested.settle}
                  <span class="visually-hidden">: {t.task({ number: formatNumber(row.number, locale) })}</span>
                </a>
              </p>
            </section>
          ))}
        </>
      )}
      <Pager
        locale={locale}
        previous={after === null ? null : contestedPath(batch.id)}
        next={page.nextCursor === null ? null : contestedPath(batch.id, page.nextCursor)}
      />
    </div>,
  )
}
