import { OrganisationInput, OrganisationView, PageQuery, pageOf } from '@canut/contract'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { findStaffRole, signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, idInCursor, json, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { parseCountry } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { createOrganisation } from './create-organisation.ts'
import { getOrganisation, listOrganisationsOf, type OrganisationRow } from './organisations.store.ts'

const PAGE_SIZE = 50

export function organisationApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const tags = ['organisations']

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/organisations',
      tags,
      summary: 'The organisations you belong to, by name',
      middleware: [allow('organisations.list_own')] as const,
      request: { query: PageQuery },
      responses: { 200: { description: 'One page of organisations', content: json(pageOf(OrganisationView)) } },
    }),
    async (c) => {
      const after = idInCursor('org', c.req.valid('query').cursor, c.var.locale)
      const page = await listOrganisationsOf(services.db, signedIn(c).id, { after, limit: PAGE_SIZE })
      return c.json({ items: page.items.map((row) => viewOf(row, row.role)), nextCursor: page.nextCursor }, 200)
    },
  )

  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/organisations',
      tags,
      summary: 'Create an organisation; you become its owner',
      middleware: [allow('organisations.create')] as const,
      request: { body: { required: true, content: json(OrganisationInput) } },
      responses: { 201: { description: 'The new organisation', content: json(OrganisationView) } },
    }),
    async (c) => {
      const { name, country, website } = c.req.valid('json')
      if (parseCountry(country) === null) refuseField('country', 'country_unknown', c.var.locale)
      const created = await createOrganisation(services, signedIn(c).id, { name, country, website: website ?? null })
      if (!created.ok) refuse(created.error)
      return c.json(viewOf(created.value, 'owner'), 201)
    },
  )

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/organisations/{organisation}',
      tags,
      summary: 'One organisation',
      middleware: [allow('organisations.see')] as const,
      responses: { 200: { description: 'The organisation', content: json(OrganisationView) } },
    }),
    async (c) => {
      const id = c.var.subject.organisationId ?? refuse({ kind: 'not_found' })
      const role = await findStaffRole(services.db, id, signedIn(c).id)
      return c.json(viewOf(await getOrganisation(services.db, id), role), 200)
    },
  )
  return routes
}

function viewOf(row: OrganisationRow, role: OrganisationView['role']): OrganisationView {
  return {
    id: publicId('org', row.id),
    name: row.name,
    country: row.country,
    website: row.website,
    createdAt: row.createdAt.toISOString(),
    role,
  }
}
