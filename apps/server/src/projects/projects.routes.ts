import { PageQuery, pageOf, ProjectInput, ProjectPatch, ProjectSummaryView, ProjectView } from '@canut/contract'
import { missingDisclosures } from '@canut/domain'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, customIssue, idInCursor, issuesIn, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Locale, ReadIssue } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { canonicalProject } from './canonical-project.ts'
import { getDisclosure, listProjects, type ProjectDisclosure, type ProjectSummary } from './projects.store.ts'
import { createProject, editProject, EMPTY_PROJECT } from './save-project.ts'

const PAGE_SIZE = 50
const tags = ['projects']

export function projectApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  addOrganisationRoutes(routes, services, allow)
  addProjectRoutes(routes, services, allow)
  return routes
}

function addOrganisationRoutes(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/organisations/{organisation}/projects',
      tags,
      summary: 'The projects of an organisation, newest first',
      middleware: [allow('organisations.see')] as const,
      request: { query: PageQuery },
      responses: { 200: { description: 'One page of projects', content: json(pageOf(ProjectSummaryView)) } },
    }),
    async (c) => {
      const organisationId = c.var.subject.organisationId ?? refuse({ kind: 'not_found' })
      const before = idInCursor('prj', c.req.valid('query').cursor, c.var.locale)
      const page = await listProjects(services.db, organisationId, { before, limit: PAGE_SIZE })
      return c.json({ items: page.items.map(summaryOf), nextCursor: page.nextCursor }, 200)
    },
  )

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/organisations/{organisation}/projects',
      tags,
      summary: 'Create a project; disclosures may still be missing, the answer lists them',
      middleware: [allow('projects.create')] as const,
      request: { body: { required: true, content: json(ProjectInput) } },
      responses: { 201: { description: 'The new project', content: json(ProjectView) } },
    }),
    async (c) => {
      const organisationId = c.var.subject.organisationId ?? refuse({ kind: 'not_found' })
      const input = checked(c.req.valid('json'), c.var.locale)
      const created = await createProject(services, { organisationId, by: signedIn(c).id }, { ...EMPTY_PROJECT, ...input })
      if (!created.ok) refuse(created.error)
      return c.json(viewOf(await getDisclosure(services.db, created.value)), 201)
    },
  )
}

function addProjectRoutes(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/projects/{project}',
      tags,
      summary: 'One project, with what is still missing before it can be published',
      middleware: [allow('projects.see')] as const,
      responses: { 200: { description: 'The project', content: json(ProjectView) } },
    }),
    async (c) => c.json(viewOf(await getDisclosure(services.db, c.var.subject.projectId ?? refuse({ kind: 'not_found' }))), 200),
  )

  routes.openapi(
    createRoute({
      method: 'patch',
      path: '/api/v1/projects/{project}',
      tags,
      summary: 'Change what the body names; the chain is replaced as a whole',
      middleware: [allow('projects.edit')] as const,
      request: { body: { required: true, content: json(ProjectPatch) } },
      responses: { 200: { description: 'The project as it now is', content: json(ProjectView) } },
    }),
    async (c) => {
      const projectId = c.var.subject.projectId ?? refuse({ kind: 'not_found' })
      const edited = await editProject(services, { projectId, by: signedIn(c).id }, checked(c.req.valid('json'), c.var.locale))
      if (!edited.ok) refuse(edited.error)
      return c.json(viewOf(await getDisclosure(services.db, projectId)), 200)
    },
  )
}

/** The same checks as the form's, against lists that a schema does not know. */
function checked<T extends ProjectInput | ProjectPatch>(input: T, locale: Locale) {
  const { content, problems } = canonicalProject(input)
  const issues: ReadIssue[] = problems.map(({ path, code }) => customIssue(path, code))
  if (issues.length > 0) refuse({ kind: 'invalid_request', issues: issuesIn(issues, locale) })
  return content
}

function summaryOf(row: ProjectSummary) {
  return {
    id: publicId('prj', row.id),
    name: row.name,
    taskType: row.taskType,
    finalClient: row.finalClient,
    createdAt: row.createdAt.toISOString(),
  }
}

function viewOf(project: ProjectDisclosure): ProjectView {
  return {
    ...summaryOf(project),
    organisationId: publicId('org', project.organisationId),
    purpose: project.purpose,
    resultUse: project.resultUse,
    resultUseDetail: project.resultUseDetail,
    dataDestination: project.dataDestination,
    dataRetention: project.dataRetention,
    sensitiveCategories: project.sensitiveCategories === null ? null : [...project.sensitiveCategories],
    contactName: project.contactName,
    contactEmail: project.contactEmail,
    language: project.language,
    chain: project.chain.map((link) => ({ ...link })),
    missing: missingDisclosures(project),
    updatedAt: project.updatedAt.toISOString(),
  }
}
