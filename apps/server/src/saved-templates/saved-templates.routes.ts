import {
  CreateTemplateRequest,
  PageQuery,
  RenameTemplateRequest,
  SavedTemplatesView,
  SaveVersionRequest,
  TemplateVersionView,
  VersionQuery,
} from '@canut/contract'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, json, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { issueSentence } from '../task-types/index.ts'
import { createTemplate, renameTemplate, saveVersion } from './save-template.ts'
import { findTemplateName, findVersion, listTemplates } from './saved-templates.store.ts'
import { numberOf, projectIdOf, templateOf, templateType } from './template-of.pages.tsx'

const PAGE_SIZE = 50
const tags = ['templates']
const TEMPLATES = '/api/v1/projects/{project}/templates'
const TEMPLATE = `${TEMPLATES}/{template}`

/** The templates of a project: read, made, renamed, and saved as further versions. */
export function savedTemplateApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  addTemplates(routes, services, allow)
  addTemplate(routes, services, allow)
  return routes
}

function addTemplates(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: TEMPLATES,
      tags,
      summary: 'The templates of a project, newest first',
      middleware: [allow('templates.see')] as const,
      request: { query: PageQuery },
      responses: { 200: { description: 'One page of templates', content: json(SavedTemplatesView) } },
    }),
    async (c) => {
      const { cursor = '' } = c.req.valid('query')
      const before = cursor === '' ? null : (numberOf(cursor) ?? refuseField('cursor', 'cursor_unknown', c.var.locale))
      const { items, nextCursor } = await listTemplates(services.db, projectIdOf(c), { before, limit: PAGE_SIZE })
      const views = items.map(({ template, savedAt, ...same }) => ({ ...same, number: template, savedAt: savedAt.toISOString() }))
      return c.json({ items: views, nextCursor }, 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path: TEMPLATES,
      tags,
      summary: 'Save a page as a template of the project, whose first version it becomes',
      middleware: [allow('templates.edit')] as const,
      request: { body: { required: true, content: json(CreateTemplateRequest) } },
      responses: { 201: { description: 'The new template', content: json(TemplateVersionView) } },
    }),
    async (c) => {
      const { name, settings } = c.req.valid('json')
      const of = { projectId: projectIdOf(c), by: signedIn(c).id }
      const made = await createTemplate(services, { ...of, name, settings: checkedSettings(c, settings) })
      return c.json(await viewOf(services, of.projectId, made.template, made.version), 201)
    },
  )
}

function addTemplate(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: TEMPLATE,
      tags,
      summary: 'One version of a template, the newest unless told',
      middleware: [allow('templates.see')] as const,
      request: { query: VersionQuery },
      responses: { 200: { description: 'The version', content: json(TemplateVersionView) } },
    }),
    async (c) => c.json(await viewOf(services, projectIdOf(c), templateOf(c), c.req.valid('query').version ?? null), 200),
  )
  routes.openapi(
    createRoute({
      method: 'patch',
      path: TEMPLATE,
      tags,
      summary: 'Rename a template',
      middleware: [allow('templates.edit')] as const,
      request: { body: { required: true, content: json(RenameTemplateRequest) } },
      responses: { 200: { description: 'Its newest version', content: json(TemplateVersionView) } },
    }),
    async (c) => {
      const of = { projectId: projectIdOf(c), template: templateOf(c), by: signedIn(c).id }
      const renamed = await renameTemplate(services, { ...of, ...c.req.valid('json') })
      if (!renamed.ok) refuse(renamed.error)
      return c.json(await viewOf(services, of.projectId, of.template, null), 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path: `${TEMPLATE}/versions`,
      tags,
      summary: 'Save the next version of a template; batches keep the one that they have',
      middleware: [allow('templates.edit')] as const,
      request: { body: { required: true, content: json(SaveVersionRequest) } },
      responses: { 201: { description: 'The newest version', content: json(TemplateVersionView) } },
    }),
    async (c) => {
      const of = { projectId: projectIdOf(c), template: templateOf(c), by: signedIn(c).id }
      const saved = await saveVersion(services, { ...of, settings: checkedSettings(c, c.req.valid('json').settings) })
      if (!saved.ok) return refuse(saved.error)
      return c.json(await viewOf(services, of.projectId, of.template, saved.value.version), 201)
    },
  )
}

/** As they are stored: with the type's defaults filled in. */
function checkedSettings(c: Context<AppEnv>, settings: unknown): unknown {
  const checked = templateType().setUp(settings)
  if (checked.ok) return checked.value.settings
  const issues = checked.error.map((issue) => ({
    path: issue.path === '' ? 'settings' : `settings.${issue.path}`,
    message: issueSentence(issue, c.var.locale),
  }))
  return refuse({ kind: 'invalid_request', issues })
}

async function viewOf(services: Services, projectId: string, template: number, version: number | null): Promise<TemplateVersionView> {
  const [name, found] = await Promise.all([
    findTemplateName(services.db, projectId, template),
    findVersion(services.db, projectId, template, version),
  ])
  if (name === null || found === null) return refuse({ kind: 'not_found' })
  return { number: template, name, version: found.version, settings: found.settings }
}
