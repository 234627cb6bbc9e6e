import { TemplateName } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { findStaffRole, signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, issuesIn } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { publicId } from '../platform/ids.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { issueSentence, type Issue } from '../task-types/index.ts'
import { copyTemplate, createTemplate, renameTemplate, restoreVersion, saveVersion } from './save-template.ts'
import { messages } from './saved-templates.messages.ts'
import { findTemplateName, findVersion, listBatchesOfTemplate, listTemplates, listVersions } from './saved-templates.store.ts'
import { NewTemplate, TemplateList, TemplatePage } from './saved-templates.view.tsx'
import { numberOf, projectIdOf, templateOf, templateType } from './template-of.pages.tsx'

const PAGE_SIZE = 50
const BATCHES_SHOWN = 20

/** What somebody typed, which comes back as it was, and what is wrong with it. */
interface Typed {
  readonly settings?: unknown
  readonly name?: string
  readonly problems?: readonly FormProblem[]
  readonly issues?: readonly Issue[]
}

export function savedTemplatePages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/projects/:project/templates', allow('templates.see'), (c) => showList(services, c))
  routes.get('/projects/:project/templates/new', allow('templates.edit'), (c) => showNew(services, c, {}))

  routes.post('/projects/:project/templates', allow('templates.edit'), async (c) => {
    const form = await readForm(c)
    const typed = { settings: templateType().settingsFromForm(form), name: textOf(form, 'name') }
    if (textOf(form, 'do') === 'compute') return showNew(services, c, typed)
    const { name, problems } = readName(c, typed.name)
    const checked = templateType().setUp(typed.settings)
    if (name === null || !checked.ok) return showNew(services, c, { ...typed, problems, issues: checked.ok ? [] : checked.error })
    const of = { projectId: projectIdOf(c), by: signedIn(c).id }
    const { template } = await createTemplate(services, { ...of, name, settings: checked.value.settings })
    return c.redirect(`${pathOf(of.projectId)}/${template}?done=created`, 303)
  })

  routes.get('/projects/:project/templates/:template', allow('templates.see'), (c) => showTemplate(services, c, {}))
  routes.post('/projects/:project/templates/:template', allow('templates.edit'), (c) => change(services, c))
  return routes
}

const pathOf = (projectId: string) => `/projects/${publicId('prj', projectId)}/templates`

async function change(services: Services, c: Context<AppEnv>): Promise<Response> {
  const form = await readForm(c)
  const of = { projectId: projectIdOf(c), template: templateOf(c), by: signedIn(c).id }
  const to = (template: number, done: string) => c.redirect(`${pathOf(of.projectId)}/${template}?done=${done}`, 303)
  switch (textOf(form, 'do')) {
    case 'rename': {
      const { name, problems } = readName(c, textOf(form, 'name'))
      if (name === null) return showTemplate(services, c, { name: textOf(form, 'name'), problems })
      demand(await renameTemplate(services, { ...of, name }))
      return to(of.template, 'renamed')
    }
    case 'copy': {
      const name = (await findTemplateName(services.db, of.projectId, of.template)) ?? refuse({ kind: 'not_found' })
      const copied = demand(
        await copyTemplate(services, { ...of, name: messages[c.var.locale].copyOf({ name: name.slice(0, 180).toWellFormed() }) }),
      )
      return to(copied.template, 'copied')
    }
    case 'restore': {
      const version = numberOf(textOf(form, 'version')) ?? refuse({ kind: 'not_found' })
      demand(await restoreVersion(services, { ...of, version }))
      return to(of.template, 'restored')
    }
    default: {
      const settings = templateType().settingsFromForm(form)
      if (textOf(form, 'do') === 'compute') return showTemplate(services, c, { settings })
      const checked = templateType().setUp(settings)
      if (!checked.ok) return showTemplate(services, c, { settings, issues: checked.error })
      const before = await findVersion(services.db, of.projectId, of.template)
      const saved = demand(await saveVersion(services, { ...of, settings: checked.value.settings }))
      return to(of.template, saved.version === before?.version ? 'same' : 'saved')
    }
  }
}

function demand<T>(result: { ok: true; value: T } | { ok: false; error: { kind: 'not_found' } }): T {
  return result.ok ? result.value : refuse(result.error)
}

function readName(c: Context<AppEnv>, typed: string): { name: string | null; problems: readonly FormProblem[] } {
  const read = TemplateName.safeParse(typed)
  if (read.success) return { name: read.data, problems: [] }
  return { name: null, problems: issuesIn(read.error.issues, c.var.locale).map(({ message }) => ({ field: 'name', message })) }
}

function problemsOf({ problems = [], issues = [] }: Typed, c: Context<AppEnv>): FormProblem[] {
  const ofSettings = issues.map((issue) => ({
    field: issue.path === '' ? undefined : issue.path,
    message: issueSentence(issue, c.var.locale),
  }))
  return [...problems, ...ofSettings]
}

function flashOf(c: Context<AppEnv>) {
  const { done } = messages[c.var.locale]
  const code = c.req.query('done') ?? ''
  return Object.hasOwn(done, code) ? ({ tone: 'ok', text: done[code as keyof typeof done] } as const) : null
}

async function projectOf(services: Services, c: Context<AppEnv>) {
  const project = await getDisclosure(services.db, projectIdOf(c))
  const role = await findStaffRole(services.db, project.organisationId, signedIn(c).id)
  return {
    id: project.id,
    shown: { name: project.name, path: `/projects/${publicId('prj', project.id)}` },
    mayEdit: role === 'owner' || role === 'manager',
  }
}

async function showList(services: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const project = await projectOf(services, c)
  const templates = await listTemplates(services.db, project.id, { before: numberOf(c.req.query('before') ?? ''), limit: PAGE_SIZE })
  return shell(
    c,
    { title: messages[locale].title },
    <TemplateList locale={locale} project={project.shown} templates={templates} mayEdit={project.mayEdit} />,
  )
}

async function showNew(services: Services, c: Context<AppEnv>, typed: Typed) {
  const { locale } = c.var
  const type = templateType()
  const problems = problemsOf(typed, c)
  const { shown } = await projectOf(services, c)
  return shell(
    c,
    { title: messages[locale].newTitle, variant: 'wide', scripts: type.settingsScripts ?? [], status: problems.length > 0 ? 422 : 200 },
    <NewTemplate
      locale={locale}
      project={shown}
      type={type}
      name={typed.name ?? ''}
      settings={typed.settings ?? type.sample.settings}
      issues={typed.issues ?? []}
      problems={problems}
    />,
  )
}

async function showTemplate(services: Services, c: Context<AppEnv>, typed: Typed) {
  const { locale } = c.var
  const type = templateType()
  const template = templateOf(c)
  const project = await projectOf(services, c)
  const asked = c.req.query('version')
  const [name, newest, shown, versions, batches] = await Promise.all([
    findTemplateName(services.db, project.id, template),
    findVersion(services.db, project.id, template),
    findVersion(services.db, project.id, template, asked === undefined ? null : (numberOf(asked) ?? 0)),
    listVersions(services.db, project.id, template, { before: numberOf(c.req.query('before') ?? ''), limit: PAGE_SIZE }),
    listBatchesOfTemplate(services.db, project.id, template, BATCHES_SHOWN),
  ])
  if (name === null || newest === null || shown === null) return refuse({ kind: 'not_found' })
  const problems = problemsOf(typed, c)
  return shell(
    c,
    { title: name, variant: 'wide', scripts: type.settingsScripts ?? [], status: problems.length > 0 ? 422 : 200, flash: flashOf(c) },
    <TemplatePage
      locale={locale}
      project={project.shown}
      type={type}
      template={template}
      name={name}
      typedName={typed.name ?? name}
      version={shown.version}
      newest={newest.version}
      settings={typed.settings ?? shown.settings}
      issues={typed.issues ?? []}
      problems={problems}
      versions={versions}
      batches={batches}
      mayEdit={project.mayEdit}
      source={sourceOf(shown.settings)}
    />,
  )
}

function sourceOf(settings: unknown): string {
  return typeof settings === 'object' && settings !== null && 'source' in settings && typeof settings.source === 'string'
    ? settings.source
    : ''
}
