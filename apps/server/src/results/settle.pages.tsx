import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { BatchHeader, batchOf, findTask, type BatchRow } from '../batches/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm } from '../platform/http/form.ts'
import { formatNumber } from '../platform/i18n/index.ts'
import { ActionForm, Button, ErrorSummary } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse, STATUS } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { getTaskSetup, issueSentence, type Issue } from '../task-types/index.ts'
import { adjudicateTask, undoAdjudication } from './adjudicate.ts'
import { showResults } from './list-results.ts'
import { filesOf } from './files-of.ts'
import { resultsPath } from './results.view.tsx'
import { findLatestRuns } from './runs.store.ts'
import { messages } from './settle.messages.ts'
import { SideBySide } from './side-by-side.view.tsx'
import { taskPath } from './words-of-result.ts'

interface Tried {
  readonly response: unknown
  readonly issues: readonly Issue[]
}

/** One task with its responses side by side, where a person of the organisation may settle what it is held to be. */
export function settlePages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const path = '/batches/:batch/results/:number{[0-9]+}'

  routes.get(path, allow('results.see'), async (c) => showTask(services, c, await batchOf(services, c), null))

  routes.post(path, allow('results.decide'), async (c) => {
    const batch = await batchOf(services, c)
    const form = await readForm(c)
    const of = { batchId: batch.id, number: numberOf(c), by: signedIn(c).id }
    const settled = await adjudicateTask(services, { ...of, read: (setup) => setup.fromForm(form) })
    if (settled.ok) return c.redirect(`${taskPath(batch.id, of.number)}?done=settled`, 303)
    return settled.error.kind === 'response_not_valid' ? showTask(services, c, batch, settled.error) : refuse(settled.error)
  })

  routes.post(`${path}/undo`, allow('results.decide'), async (c) => {
    const batch = await batchOf(services, c)
    const number = numberOf(c)
    const undone = await undoAdjudication(services, { batchId: batch.id, number, by: signedIn(c).id })
    // undone by somebody else meanwhile: the page shows that it is so
    return undone.ok ? c.redirect(`${taskPath(batch.id, number)}?done=undone`, 303) : c.redirect(taskPath(batch.id, number), 303)
  })
  return routes
}

function numberOf(c: Context<AppEnv>): number {
  const text = c.req.param('number') ?? ''
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : refuse({ kind: 'not_found' })
}

async function showTask(services: Services, c: Context<AppEnv>, batch: BatchRow, tried: Tried | null) {
  const { locale } = c.var
  const t = messages[locale]
  const task = (await findTask(services.db, batch.id, numberOf(c))) ?? refuse({ kind: 'not_found' })
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const { done } = await findLatestRuns(services.db, batch.id)
  const row = (await showResults(services.db, batch, done, [task]))[0] ?? refuse({ kind: 'not_found' })
  const files = await filesOf(services, batch, [row])
  const project = await getDisclosure(services.db, batch.project_id)
  const title = t.task({ number: formatNumber(task.number, locale) })
  const held = row.outcome?.response ?? row.given.find(({ label }) => label === row.outcome?.label)?.response ?? null
  const isSettled = (row.outcome?.adjudication ?? null) !== null
  return shell(
    c,
    {
      title: `${title} · ${batch.name}`,
      variant: 'wide',
      scripts: setup.scripts,
      flash: flashOf(c),
      status: tried === null ? 200 : STATUS.invalid_request,
    },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="results" />
      <p>
        <a href={resultsPath(batch.id)}>← {t.contested.back}</a>
      </p>
      <h2>{title}</h2>
      <section class="card stack">
        <SideBySide locale={locale} setup={setup} row={row} files={files} />
        {isSettled && (
          <ActionForm look="quiet" action={`${taskPath(batch.id, task.number)}/undo`}>
            {t.settle.undo}
          </ActionForm>
        )}
      </section>
      <section class="card stack">
        <h3>{t.settle.title}</h3>
        <p class="measure">{t.settle.what}</p>
        {batch.state === 'draft' ? (
          <p>{t.settle.draft}</p>
        ) : (
          <form class="stack" method="post" action={taskPath(batch.id, task.number)}>
            <ErrorSummary
              locale={locale}
              problems={(tried?.issues ?? []).map((issue) => ({ field: issue.path, message: issueSentence(issue, locale) }))}
            />
            <setup.Screen
              id="f"
              seed={String(task.number)}
              payload={task.payload}
              response={tried?.response ?? held}
              locale={locale}
              {...files}
              issues={tried?.issues ?? []}
            />
            <div class="actions">
              <Button>{isSettled ? t.settle.again : t.settle.confirm}</Button>
            </div>
          </form>
        )}
      </section>
    </div>,
  )
}

function flashOf(c: Context<AppEnv>) {
  const { done } = messages[c.var.locale]
  const code = c.req.query('done') ?? ''
  return Object.hasOwn(done, code) ? ({ tone: 'ok', text: done[code as keyof typeof done] } as const) : null
}
