import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { balanceOfOrganisation } from '../ledger/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { Notice, type FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { sentenceOf } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { readParameters } from '../rules/index.ts'
import { shell } from '../shell/index.ts'
import { findTaskType, issueSentence, type Issue, type TaskType } from '../task-types/index.ts'
import { costOf } from './batch-cost.ts'
import { batchFigures } from './batch-figures.ts'
import { fieldOfRefusal, readBatch, typedFrom, typedOf, type BatchTyped } from './batch-form.ts'
import { BatchForm } from './batch-form.view.tsx'
import { BatchHeader, batchPath } from './batch-header.tsx'
import { batchOf, mayChange } from './batch-of.pages.tsx'
import { hasRunningImport, type BatchRow } from './batches.store.ts'
import { completionOfForm } from './completion-of.ts'
import { DraftView } from './draft.view.tsx'
import { editBatch } from './edit-batch.ts'
import { messages as formMessages } from './form.messages.ts'
import { LiveView } from './live.view.tsx'
import { messages } from './overview.messages.ts'
import { instructionsPages } from './instructions.pages.tsx'
import { peoplePages } from './people.pages.tsx'
import { stepPages } from './steps.pages.tsx'
import { TemplateNotice, templateOfBatch } from './template-of-batch.tsx'
import { tryPages } from './try.pages.tsx'

export function batchPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/batches/:batch', allow('batches.see'), async (c) => {
    const batch = await batchOf(services, c)
    return batch.state === 'draft' ? showDraft(services, c, batch) : showLive(services, c, batch)
  })

  routes.get('/batches/:batch/settings', allow('batches.see'), async (c) => {
    const batch = await batchOf(services, c)
    const typed = typedOf(batch, c.var.locale)
    const template = c.req.query('template') === 'newest' && batch.task_count === 0 ? await templateOfBatch(services, batch) : null
    return showSettings(services, c, batch, template === null ? typed : { ...typed, settings: template.newestSettings })
  })

  routes.post('/batches/:batch/settings', allow('batches.edit'), async (c) => {
    const batch = await batchOf(services, c)
    const type = typeOf(batch.task_type)
    const form = await readForm(c)
    const read = typedFrom(form, type)
    // the fields of the task settings are not in the form when tasks were checked against them
    const typed = batch.task_count > 0 ? { ...read, settings: batch.settings } : read
    if (textOf(form, 'do') === 'compute') return showSettings(services, c, batch, typed)
    const { terms, problems } = readBatch(typed, c.var.locale)
    const checked = type.setUp(typed.settings)
    if (terms === null || !checked.ok) return showSettings(services, c, batch, typed, problems, checked.ok ? [] : checked.error)
    const edited = await editBatch(
      services,
      { batchId: batch.id, by: signedIn(c).id },
      batch.task_count > 0 ? { ...terms, settings: undefined } : terms,
    )
    if (edited.ok) return c.redirect(`${batchPath(batch.id)}?done=saved`, 303)
    if (edited.error.kind === 'settings_not_valid') return showSettings(services, c, batch, typed, [], edited.error.issues)
    return showSettings(services, c, batch, typed, [
      { field: fieldOfRefusal(edited.error), message: sentenceOf(edited.error, c.var.locale) },
    ])
  })

  routes.route('/', instructionsPages(services, allow))
  routes.route('/', stepPages(services, allow))
  routes.route('/', peoplePages(services, allow))
  routes.route('/', tryPages(services, allow))
  return routes
}

function typeOf(name: string): TaskType {
  const type = findTaskType(name)
  if (type === null) throw new Error(`a project has the unknown task type ${name}`)
  return type
}

async function showSettings(
  services: Services,
  c: Context<AppEnv>,
  batch: BatchRow,
  typed: BatchTyped,
  problems: readonly FormProblem[] = [],
  issues: readonly Issue[] = [],
) {
  const { locale } = c.var
  const t = formMessages[locale]
  const project = await getDisclosure(services.db, batch.project_id)
  const template = await templateOfBatch(services, batch)
  const change = await mayChange(services, c, batch)
  const notice = template === null ? null : <TemplateNotice locale={locale} batch={batch} template={template} />
  return shell(
    c,
    { title: t.editTitle, scripts: typeOf(batch.task_type).settingsScripts ?? [], status: problems.length + issues.length > 0 ? 422 : 200 },
    <div class="stack narrow">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="settings" />
      <h2 class="visually-hidden">{t.editTitle}</h2>
      {batch.state === 'draft' && change ? (
        <BatchForm
          locale={locale}
          action={`${batchPath(batch.id)}/settings`}
          submit={t.save}
          type={typeOf(batch.task_type)}
          typed={typed}
          problems={allProblems(problems, issues, c)}
          issues={issues}
          tasks={batch.task_count}
          template={notice}
          effect={await completionOfForm(services, { project, taskType: batch.task_type }, typed, batch)}
        />
      ) : (
        <>
          <Notice tone="info" locale={locale}>
            {batch.state === 'draft' ? t.notYours : t.published}
          </Notice>
          {notice}
        </>
      )}
    </div>,
  )
}

function allProblems(problems: readonly FormProblem[], issues: readonly Issue[], c: Context<AppEnv>): FormProblem[] {
  return [
    ...problems,
    ...issues.map((issue) => ({ field: issue.path === '' ? undefined : issue.path, message: issueSentence(issue, c.var.locale) })),
  ]
}

async function showDraft(services: Services, c: Context<AppEnv>, batch: BatchRow) {
  const { locale } = c.var
  const [project, parameters, balance, importRunning, change] = await Promise.all([
    getDisclosure(services.db, batch.project_id),
    readParameters(services.db),
    balanceOfOrganisation(services.db, batch.organisation_id, batch.currency),
    hasRunningImport(services.db, batch.id),
    mayChange(services, c, batch),
  ])
  return shell(
    c,
    { title: batch.name, flash: flashOf(c) },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="overview" />
      <DraftView
        locale={locale}
        batch={batch}
        project={project}
        cost={costOf(batch, parameters)}
        parameters={parameters}
        balance={balance}
        importRunning={importRunning}
        mayChange={change}
      />
    </div>,
  )
}

const REFRESH_SECONDS = 10

async function showLive(services: Services, c: Context<AppEnv>, batch: BatchRow) {
  const { locale } = c.var
  const now = services.now()
  const refreshes = batch.state === 'open' && c.req.query('refresh') !== undefined
  if (refreshes) c.header('Refresh', String(REFRESH_SECONDS))
  const [project, figures, change] = await Promise.all([
    getDisclosure(services.db, batch.project_id),
    batchFigures(services.db, batch.id, now),
    mayChange(services, c, batch),
  ])
  return shell(
    c,
    { title: batch.name, flash: flashOf(c) },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="overview" />
      <LiveView locale={locale} batch={batch} figures={figures} now={now} refreshes={refreshes} mayChange={change} />
    </div>,
  )
}

function flashOf(c: Context<AppEnv>) {
  const { done } = messages[c.var.locale]
  const code = c.req.query('done') ?? ''
  return Object.hasOwn(done, code) ? ({ tone: 'ok', text: done[code as keyof typeof done] } as const) : null
}
