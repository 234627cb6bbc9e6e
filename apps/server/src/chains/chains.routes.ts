import { ChainView, CreatePassageRequest, EditPassageRequest, OriginView, PassageView } from '@canut/contract'
import type { Result } from '@canut/domain'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { batchOf } from '../batches/index.ts'
import { answer, apiRoutes, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse, type Refusal } from '../problems/index.ts'
import { deletePassage, type PassageRow } from './passages.store.ts'
import { passageOf, projectOf, taskOf } from './passage-of.pages.tsx'
import { listOrigin } from './provenance.store.ts'
import { readChain, readPassage, viewOfChain, viewOfPassage } from './read-chain.ts'
import { createPassage, editPassage, requestPassing } from './save-passage.ts'
import { streamOrigins } from './stream-origins.ts'

const tags = ['chains']

export function chainApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  wholeChain(routes, services, allow)
  onePassage(routes, services, allow)
  origins(routes, services, allow)
  return routes
}

function wholeChain(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/projects/{project}/chain',
      tags,
      summary: 'The steps of a project’s chains, what passes between them, how far they are and what they cost',
      middleware: [allow('chains.see')] as const,
      responses: { 200: answer('The whole chain', ChainView) },
    }),
    async (c) => {
      const { projectId, organisationId } = projectOf(c)
      return c.json(viewOfChain(await readChain(services.db, projectId, organisationId, services.now())), 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/projects/{project}/passages',
      tags,
      summary: 'Join two batches: what the earlier one brings becomes tasks of the later one, as it becomes final',
      middleware: [allow('chains.edit')] as const,
      request: { body: { required: true, content: json(CreatePassageRequest) } },
      responses: { 201: answer('The new passage', PassageView) },
    }),
    async (c) => {
      const { from, to, mapping, unit, ...rule } = c.req.valid('json')
      const created = await createPassage(services, {
        projectId: projectOf(c).projectId,
        from: parsePublicId('bat', from) ?? refuse({ kind: 'not_found' }),
        to: parsePublicId('bat', to) ?? refuse({ kind: 'not_found' }),
        rule: { ...rule, unit },
        mapping,
        by: signedIn(c).id,
      })
      return c.json(await viewed(services, demand(created)), 201)
    },
  )
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/batches/{batch}/tasks/{number}/origin',
      tags,
      summary: 'Where a task came from: the tasks, batches and responses of the steps before it',
      middleware: [allow('chains.see')] as const,
      responses: { 200: answer('The nearest step first; empty for a task that was imported', OriginView) },
    }),
    async (c) => {
      const { batch, task } = await taskOf(services, c)
      return c.json({ task: task.number, trail: (await listOrigin(services.db, batch.id, task.number)).map(viewOfOrigin) }, 200)
    },
  )
}

/** The same file at the address of the page and of the API. */
function origins(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  for (const prefix of ['', '/api/v1'] as const)
    routes.openapi(
      createRoute({
        method: 'get',
        path: `${prefix}/batches/{batch}/origins.jsonl`,
        tags,
        hide: prefix === '',
        summary: 'Where the tasks of a batch came from, a line for each that came from an earlier step',
        middleware: [allow('exports.read')] as const,
        responses: { 200: { description: 'JSON Lines (application/jsonl)' } },
      }),
      async (c) => {
        const { id } = await batchOf(services, c)
        return new Response(streamOrigins(services.db, id), {
          headers: {
            'Content-Type': 'application/jsonl; charset=utf-8',
            'Content-Disposition': `attachment; filename="canut-${publicId('bat', id)}-origins.jsonl"`,
            'Cache-Control': 'no-store',
          },
        })
      },
    )
}

function viewOfOrigin(step: Awaited<ReturnType<typeof listOrigin>>[number]): OriginView['trail'][number] {
  return {
    passage: publicId('pas', step.passageId),
    batch: publicId('bat', step.batchId),
    batchName: step.batchName,
    task: step.number,
    assignment: step.assignmentId === null ? null : publicId('asg', step.assignmentId),
    confidence: step.confidence,
    responses: step.responses,
    passedAt: step.passedAt.toISOString(),
  }
}

function onePassage(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const path = '/api/v1/projects/{project}/passages/{passage}'
  routes.openapi(
    createRoute({
      method: 'get',
      path,
      tags,
      summary: 'One passage, with what passed and what did not',
      middleware: [allow('chains.see')] as const,
      responses: { 200: answer('The passage', PassageView) },
    }),
    async (c) => c.json(await viewed(services, await passageOf(services, c)), 200),
  )
  routes.openapi(
    createRoute({
      method: 'patch',
      path,
      tags,
      summary: 'Change what passes from now on, or switch the passage off or on; what passed stays as it is',
      middleware: [allow('chains.edit')] as const,
      request: { body: { required: true, content: json(EditPassageRequest) } },
      responses: { 200: answer('The passage as it now is', PassageView) },
    }),
    async (c) => {
      const { mapping, isOn, ...rule } = c.req.valid('json')
      const { id } = await passageOf(services, c)
      return c.json(await viewed(services, demand(await editPassage(services, id, { rule, mapping, isOn, by: signedIn(c).id }))), 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'delete',
      path,
      tags,
      summary: 'Take a passage away; the tasks that passed stay, and no longer say where they came from',
      middleware: [allow('chains.edit')] as const,
      responses: { 204: { description: 'Gone' } },
    }),
    async (c) => {
      await deletePassage(services.db, (await passageOf(services, c)).id)
      return c.body(null, 204)
    },
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path: `${path}/run` as const,
      tags,
      summary: 'Have the passage looked through now; it happens every few seconds anyway',
      middleware: [allow('chains.edit')] as const,
      responses: { 202: answer('The passage as it was before', PassageView) },
    }),
    async (c) => {
      const passage = await passageOf(services, c)
      await requestPassing(services, passage.id)
      return c.json(await viewed(services, passage), 202)
    },
  )
}

const viewed = async (services: Services, passage: PassageRow) => viewOfPassage(await readPassage(services.db, passage))

function demand<T>(result: Result<T, Refusal>): T {
  return result.ok ? result.value : refuse(result.error)
}
