import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { raw } from 'hono/html'
import type { Allow } from '../access/index.ts'
import { readScreenFiles } from '../work-files/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { permissionsPolicy } from '../platform/http/security.ts'
import { formatNumber, type Locale } from '../platform/i18n/index.ts'
import { Button, Empty, ErrorSummary, Facts, LinkButton, State, TaskHeader } from '../platform/layout/index.ts'
import { renderMarkdown } from '../platform/markdown/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { getTaskSetup, issueSentence, type TaskSetup } from '../task-types/index.ts'
import { BatchHeader, batchPath } from './batch-header.tsx'
import { batchOf } from './batch-of.pages.tsx'
import { findTask, type BatchRow } from './batches.store.ts'
import { findInstructions } from './instructions.store.ts'
import { messages } from './try.messages.ts'
import { tryResponse, type Trial } from './try-response.ts'

/** The real screen with real tasks, for staff: it says what a response would become, and stores nothing. */
export function tryPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/batches/:batch/try', allow('batches.try'), async (c) => {
    const batch = await batchOf(services, c)
    return batch.task_count === 0 ? showNothing(services, c, batch) : showTrial(services, c, batch, rowOf(c.req.query('row') ?? '1'), null)
  })

  routes.post('/batches/:batch/try', allow('batches.try'), async (c) => {
    const batch = await batchOf(services, c)
    const form = await readForm(c)
    const number = rowOf(textOf(form, 'row'))
    const trial = (await tryResponse(services.db, batch, number, (setup) => setup.fromForm(form))) ?? refuse({ kind: 'not_found' })
    return showTrial(services, c, batch, number, trial)
  })
  return routes
}

function rowOf(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : refuse({ kind: 'not_found' })
}

async function showNothing(services: Services, c: Context<AppEnv>, batch: BatchRow) {
  const { locale } = c.var
  const t = messages[locale]
  const project = await getDisclosure(services.db, batch.project_id)
  return shell(
    c,
    { title: batch.name },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="try" />
      <Empty title={batch.name} why={<p>{t.noTasks}</p>}>
        <LinkButton href={`${batchPath(batch.id)}/imports`}>{t.back}</LinkButton>
      </Empty>
    </div>,
  )
}

async function showTrial(services: Services, c: Context<AppEnv>, batch: BatchRow, number: number, tried: Trial | null) {
  const { locale } = c.var
  const t = messages[locale]
  const { db } = services
  const task = (await findTask(db, batch.id, number)) ?? refuse({ kind: 'not_found' })
  const setup = getTaskSetup(batch.task_type, batch.settings)
  const filesFor = await readScreenFiles(services, batch.project_id, setup.mediaNames(task.payload), setup.framed === true)
  const instructions = await findInstructions(db, batch.id, batch.instructions_version)
  const path = batchPath(batch.id)
  const text = { number: formatNumber(number, locale), count: formatNumber(batch.task_count, locale) }
  c.header('Permissions-Policy', permissionsPolicy(setup.permissions ?? []))
  const isRefused = tried !== null && tried.issues.length > 0
  return shell(
    c,
    { title: t.title(text), variant: 'task', scripts: setup.scripts, status: isRefused ? 422 : 200 },
    <>
      <TaskHeader
        back={{ href: path, label: t.back }}
        title={batch.name}
        purpose={t.purpose}
        figures={<span>{t.of(text)}</span>}
        {...(instructions === null
          ? {}
          : { guide: { label: t.instructions, content: raw(renderMarkdown(instructions.markdown)), open: false } })}
      />
      <form class="task-form" method="post" action={`${path}/try`}>
        <input type="hidden" name="row" value={number} />
        <main id="main" class="task-area" tabindex={-1}>
          {tried !== null && !isRefused && <Outcome locale={locale} trial={tried} />}
          {isRefused && (
            <ErrorSummary
              locale={locale}
              problems={tried.issues.map((issue) => ({ field: issue.path, message: issueSentence(issue, locale) }))}
            />
          )}
          <setup.Screen
            id="f"
            seed={String(number)}
            payload={task.payload}
            response={tried?.response ?? null}
            locale={locale}
            {...filesFor('staff')}
            issues={tried?.issues ?? []}
          />
        </main>
        <footer class="task-actions">
          {number > 1 && (
            <LinkButton look="quiet" href={`${path}/try?row=${number - 1}`}>
              {t.previous}
            </LinkButton>
          )}
          {number < batch.task_count && (
            <LinkButton look="quiet" href={`${path}/try?row=${number + 1}`}>
              {t.next}
            </LinkButton>
          )}
          <span class="task-status" role="status"></span>
          <Button>{t.submit}</Button>
        </footer>
      </form>
    </>,
  )
}

function Outcome({ locale, trial: { setup, task, response, label } }: { locale: Locale; trial: Trial }) {
  const t = messages[locale]
  return (
    <section class="card" aria-label={t.result} role="status">
      <h2>{t.result}</h2>
      <p>
        <State tone="ok">{t.valid}</State>
      </p>
      <Facts
        locale={locale}
        arrange="list"
        facts={[
          { label: t.reads, value: setup.describe(response, locale) },
          { label: t.label, value: label === null ? t.noLabel : <code>{label}</code> },
          ...(task.truth === null ? [] : [{ label: t.gold, value: <Known {...{ locale, setup, response }} truth={task.truth} /> }]),
          { label: t.stored, value: <code class="pre">{JSON.stringify(response, null, 2)}</code> },
        ]}
      />
    </section>
  )
}

function Known({ locale, setup, response, truth }: { locale: Locale; setup: TaskSetup; response: unknown; truth: unknown }) {
  const t = messages[locale]
  const judged = setup.judge(response, truth)
  return (
    <>
      <span class="pre" dir="auto">
        {setup.describe(truth, locale)}
      </span>{' '}
      {judged !== null && <State tone={judged.right ? 'ok' : 'warning'}>{judged.right ? t.same : t.different}</State>}
    </>
  )
}
