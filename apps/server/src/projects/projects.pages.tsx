import { missingDisclosures, type ProjectError } from '@canut/domain'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { findStaffRole, signedIn, type Allow } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm } from '../platform/http/form.ts'
import { publicId } from '../platform/ids.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse, sentenceOf } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { linkFieldName, readProject, typedFrom, typedOf, type ProjectTyped } from './project-form.ts'
import { ProjectForm } from './project-form.view.tsx'
import { ProjectPage } from './project.view.tsx'
import { messages } from './projects.messages.ts'
import { getDisclosure, listNewestBatches, listNewestTemplates } from './projects.store.ts'
import { createProject, editProject, EMPTY_PROJECT } from './save-project.ts'

const BATCHES_SHOWN = 20
const TEMPLATES_SHOWN = 5
const pathOf = (id: string) => `/projects/${publicId('prj', id)}`

export function projectPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = new OpenAPIHono<AppEnv>()

  routes.get('/organisations/:organisation/projects/new', allow('projects.create'), (c) => {
    const person = signedIn(c)
    const empty = typedOf({ ...EMPTY_PROJECT, contactName: person.name, contactEmail: person.email }, c.var.locale)
    return showNew(c, empty, [])
  })

  routes.post('/organisations/:organisation/projects', allow('projects.create'), async (c) => {
    const typed = typedFrom(await readForm(c))
    const { content, problems } = readProject(typed, c.var.locale)
    if (content === null) return showNew(c, typed, problems)
    const organisationId = c.var.subject.organisationId ?? refuse({ kind: 'not_found' })
    const created = await createProject(services, { organisationId, by: signedIn(c).id }, { ...EMPTY_PROJECT, ...content })
    return created.ok ? c.redirect(`${pathOf(created.value)}?done=created`, 303) : showNew(c, typed, problemsOf(created.error, c))
  })

  routes.get('/projects/:project', allow('projects.see'), (c) => showProject(services, c))

  routes.get('/projects/:project/edit', allow('projects.edit'), async (c) => {
    const project = await getDisclosure(services.db, projectOf(c))
    return showEdit(c, project, typedOf(project, c.var.locale), [])
  })

  routes.post('/projects/:project', allow('projects.edit'), async (c) => {
    const typed = typedFrom(await readForm(c))
    const projectId = projectOf(c)
    const { content, problems } = readProject(typed, c.var.locale)
    if (content === null) return showEdit(c, await getDisclosure(services.db, projectId), typed, problems)
    const edited = await editProject(services, { projectId, by: signedIn(c).id }, content)
    if (!edited.ok) return showEdit(c, await getDisclosure(services.db, projectId), typed, problemsOf(edited.error, c))
    return c.redirect(`${pathOf(projectId)}?done=saved`, 303)
  })
  return routes
}

const projectOf = (c: Context<AppEnv>): string => c.var.subject.projectId ?? refuse({ kind: 'not_found' })

async function showProject(services: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const projectId = projectOf(c)
  const [project, batches, templates] = await Promise.all([
    getDisclosure(services.db, projectId),
    listNewestBatches(services.db, projectId, BATCHES_SHOWN),
    listNewestTemplates(services.db, projectId, TEMPLATES_SHOWN),
  ])
  const role = await findStaffRole(services.db, project.organisationId, signedIn(c).id)
  const done: Readonly<Record<string, string>> = messages[locale].done
  const code = c.req.query('done') ?? ''
  const text = Object.hasOwn(done, code) ? done[code] : undefined
  return shell(
    c,
    { title: project.name, flash: text === undefined ? null : { tone: 'ok', text } },
    <ProjectPage
      locale={locale}
      project={project}
      batches={batches}
      templates={templates}
      missing={missingDisclosures(project)}
      mayEdit={role === 'owner' || role === 'manager'}
    />,
  )
}

function showNew(c: Context<AppEnv>, typed: ProjectTyped, problems: readonly FormProblem[]) {
  const { locale } = c.var
  const title = messages[locale].form.newTitle
  const action = `/organisations/${c.req.param('organisation') ?? ''}/projects`
  return shell(c, withStatus(title, problems), <ProjectForm {...{ locale, title, action, typed, problems }} />)
}

function showEdit(c: Context<AppEnv>, project: { id: string; name: string }, typed: ProjectTyped, problems: readonly FormProblem[]) {
  const { locale } = c.var
  const title = messages[locale].form.editTitle({ name: project.name })
  return shell(c, withStatus(title, problems), <ProjectForm {...{ locale, title, action: pathOf(project.id), typed, problems }} />)
}

const withStatus = (title: string, problems: readonly FormProblem[]) => ({ title, ...(problems.length > 0 ? { status: 422 } : {}) })

function problemsOf(error: ProjectError, c: Context<AppEnv>): FormProblem[] {
  const message = sentenceOf(error, c.var.locale)
  return [error.kind === 'chain_shares_above_100' ? { field: linkFieldName(0, 'share'), message } : { message }]
}
