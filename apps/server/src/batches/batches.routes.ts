import {
  BatchesView,
  BatchStepView,
  BatchView,
  BatchWithFiguresView,
  CreateBatchRequest,
  EditBatchRequest,
  ExtendBatchRequest,
  InstructionsRequest,
  InstructionsView,
  PageQuery,
} from '@canut/contract'
import type { Micros, Result } from '@canut/domain'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { answer, apiRoutes, idInCursor, json, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { toPage } from '../platform/db/page.ts'
import type { Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse, type Refusal } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { readParameters } from '../rules/index.ts'
import { balanceOfOrganisation } from '../ledger/index.ts'
import { findTaskType, issueSentence } from '../task-types/index.ts'
import { batchFigures } from './batch-figures.ts'
import { getBatch, listBatches, type BatchRow } from './batches.store.ts'
import { moneyView, viewBatch, viewOfBatch, viewOfFigures } from './batches.views.ts'
import type { SettingsNotValid } from './check-settings.ts'
import { closeBatch } from './close-batch.ts'
import { createBatch } from './create-batch.ts'
import { deleteBatch, editBatch, removeTasks } from './edit-batch.ts'
import { extendBatch } from './extend-batch.ts'
import { findInstructions } from './instructions.store.ts'
import { peopleApi } from './people.routes.ts'
import { publishBatch } from './publish-batch.ts'
import { pauseBatch, resumeBatch } from './steer-batch.ts'
import { checkPrice, termsOf } from './terms.ts'
import { writeInstructions } from './write-instructions.ts'

const PAGE_SIZE = 50
const tags = ['batches']

export function batchApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  batchesOfProject(routes, services, allow)
  oneBatch(routes, services, allow)
  removal(routes, services, allow)
  instructions(routes, services, allow)
  steps(routes, services, allow)
  routes.route('/', peopleApi(services, allow))
  return routes
}

function batchesOfProject(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/projects/{project}/batches',
      tags,
      summary: 'The batches of a project, newest first',
      middleware: [allow('projects.see')] as const,
      request: { query: PageQuery },
      responses: { 200: answer('One page of batches', BatchesView) },
    }),
    async (c) => {
      const before = idInCursor('bat', c.req.valid('query').cursor, c.var.locale)
      const rows = await listBatches(services.db, projectIdOf(c), before, PAGE_SIZE + 1)
      const page = toPage(rows, PAGE_SIZE, (row) => publicId('bat', row.id))
      return c.json({ items: await viewsOf(services, page.items), nextCursor: page.nextCursor }, 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/projects/{project}/batches',
      tags,
      summary: 'Create a batch as a draft; its settings are those of its task type, the project’s unless told',
      middleware: [allow('batches.create')] as const,
      request: { body: { required: true, content: json(CreateBatchRequest) } },
      responses: { 201: answer('The new batch', BatchView) },
    }),
    async (c) => {
      const { instructions: markdown = '', taskType, template, ...request } = c.req.valid('json')
      demandPrice(request.price, c.var.locale)
      // a project that was made without a kind has none until its first batch
      const kind = taskType ?? (await getDisclosure(services.db, projectIdOf(c))).taskType
      if (findTaskType(kind) === null) refuseField('taskType', 'task_type_unknown', c.var.locale)
      const terms = termsOf({ ...request, settings: request.settings })
      const created = await createBatch(services, {
        projectId: projectIdOf(c),
        taskType: kind,
        template,
        terms,
        instructions: markdown,
        by: signedIn(c).id,
      })
      return c.json(await viewBatch(services.db, demand(created, c.var.locale)), 201)
    },
  )
}

function oneBatch(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/batches/{batch}',
      tags,
      summary: 'One batch; once published, with its figures',
      middleware: [allow('batches.see')] as const,
      responses: { 200: answer('The batch', BatchWithFiguresView) },
    }),
    async (c) => {
      const batch = await getBatch(services.db, batchIdOf(c))
      const figures = batch.state === 'draft' ? null : viewOfFigures(await batchFigures(services.db, batch.id, services.now()))
      return c.json({ ...(await viewBatch(services.db, batch)), figures }, 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'patch',
      path: '/api/v1/batches/{batch}',
      tags,
      summary: 'Change the terms that the body names; only a draft can be changed',
      middleware: [allow('batches.edit')] as const,
      request: { body: { required: true, content: json(EditBatchRequest) } },
      responses: { 200: answer('The batch as it now is', BatchView) },
    }),
    async (c) => {
      const request = c.req.valid('json')
      if (request.price !== undefined) demandPrice(request.price, c.var.locale)
      const edited = await editBatch(services, { batchId: batchIdOf(c), by: signedIn(c).id }, termsOf(request))
      return c.json(await viewBatch(services.db, demand(edited, c.var.locale)), 200)
    },
  )
}

function removal(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/batches/{batch}',
      tags,
      summary: 'Delete a draft with all that was imported into it',
      middleware: [allow('batches.edit')] as const,
      responses: { 204: { description: 'Deleted' } },
    }),
    async (c) => {
      demand(await deleteBatch(services, batchIdOf(c)), c.var.locale)
      return c.body(null, 204)
    },
  )
  routes.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/batches/{batch}/tasks',
      tags,
      summary: 'Take all tasks out of a draft',
      middleware: [allow('batches.edit')] as const,
      responses: { 200: answer('The batch without tasks', BatchView) },
    }),
    async (c) => c.json(await viewBatch(services.db, demand(await removeTasks(services, batchIdOf(c)), c.var.locale)), 200),
  )
}

function instructions(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const path = '/api/v1/batches/{batch}/instructions'
  routes.openapi(
    createRoute({
      method: 'get',
      path,
      tags,
      summary: 'The instructions: the latest version, or the one that is asked for',
      middleware: [allow('batches.see')] as const,
      request: { query: z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647).optional() }) },
      responses: { 200: answer('One version', InstructionsView) },
    }),
    async (c) => {
      const batch = await getBatch(services.db, batchIdOf(c))
      const version = c.req.valid('query').version ?? batch.instructions_version
      const found = (await findInstructions(services.db, batch.id, version)) ?? refuse({ kind: 'not_found' })
      return c.json({ version, markdown: found.markdown, createdAt: found.created_at.toISOString() }, 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'put',
      path,
      tags,
      summary: 'Write the instructions; each other text is a new version, which workers are shown with its changes marked',
      middleware: [allow('batches.edit')] as const,
      request: { body: { required: true, content: json(InstructionsRequest) } },
      responses: { 200: answer('The version that now holds', InstructionsView) },
    }),
    async (c) => {
      const { markdown } = c.req.valid('json')
      if (markdown === '') refuseField('markdown', 'fill_in', c.var.locale)
      const written = demand(await writeInstructions(services, { batchId: batchIdOf(c), markdown, by: signedIn(c).id }), c.var.locale)
      return c.json({ version: written.version, markdown: written.markdown, createdAt: written.created_at.toISOString() }, 200)
    },
  )
}

function steps(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const moved = async (batch: BatchRow, amount: Micros) => ({
    batch: await viewBatch(services.db, batch),
    moved: moneyView(amount, batch.currency),
  })
  const step = (name: 'publish' | 'pause' | 'resume' | 'close', summary: string, description: string) =>
    createRoute({
      method: 'post',
      path: `/api/v1/batches/{batch}/${name}` as const,
      tags,
      summary,
      middleware: [allow(name === 'publish' ? 'batches.publish' : 'batches.steer')] as const,
      responses: { 200: answer(description, BatchStepView) },
    })
  const of = (c: Context<AppEnv>) => ({ batchId: batchIdOf(c), by: signedIn(c).id })

  routes.openapi(step('publish', 'Set the money aside and put the batch on offer', 'What was set aside'), async (c) => {
    const { batch, reserved } = demand(await publishBatch(services, of(c)), c.var.locale)
    return c.json(await moved(batch, reserved), 200)
  })
  routes.openapi(step('pause', 'Hand out no more tasks for now', 'Paused'), async (c) =>
    c.json(await moved(demand(await pauseBatch(services, of(c)), c.var.locale), 0n), 200),
  )
  routes.openapi(step('resume', 'Hand out tasks again', 'Open again'), async (c) =>
    c.json(await moved(demand(await resumeBatch(services, of(c)), c.var.locale), 0n), 200),
  )
  routes.openapi(step('close', 'End the batch and return what is not owed', 'What was returned'), async (c) => {
    const { batch, refunded } = demand(await closeBatch(services, of(c)), c.var.locale)
    return c.json(await moved(batch, refunded), 200)
  })
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/batches/{batch}/extend',
      tags,
      summary: 'Ask for more responses per task of a published batch, and set their money aside',
      middleware: [allow('batches.steer')] as const,
      request: { body: { required: true, content: json(ExtendBatchRequest) } },
      responses: { 200: answer('What was set aside', BatchStepView) },
    }),
    async (c) => {
      const { batch, reserved } = demand(await extendBatch(services, { ...of(c), ...c.req.valid('json') }), c.var.locale)
      return c.json(await moved(batch, reserved), 200)
    },
  )
}

/** One read of the rules, and one of the balance per currency, whatever the number of batches. */
async function viewsOf(services: Services, batches: readonly BatchRow[]): Promise<BatchView[]> {
  const parameters = await readParameters(services.db)
  const balances = new Map<string, Micros>()
  for (const { organisation_id, currency } of batches) {
    if (!balances.has(currency)) balances.set(currency, await balanceOfOrganisation(services.db, organisation_id, currency))
  }
  return batches.map((batch) => viewOfBatch(batch, parameters, balances.get(batch.currency) ?? 0n))
}

function demand<T>(result: Result<T, Refusal | SettingsNotValid>, locale: Locale): T {
  if (result.ok) return result.value
  if (result.error.kind !== 'settings_not_valid') return refuse(result.error)
  const issues = result.error.issues.map((issue) => ({
    path: issue.path === '' ? 'settings' : `settings.${issue.path}`,
    message: issueSentence(issue, locale),
  }))
  return refuse({ kind: 'invalid_request', issues })
}

function demandPrice(price: { micros: string; currency: string }, locale: Locale): void {
  const checked = checkPrice(BigInt(price.micros), price.currency)
  if (checked.ok) return
  if (checked.error.kind === 'currency_unknown') return refuseField('price.currency', 'currency_unknown', locale)
  return refuse(checked.error)
}

const projectIdOf = (c: Context<AppEnv>) => c.var.subject.projectId ?? refuse({ kind: 'not_found' })
const batchIdOf = (c: Context<AppEnv>) => c.var.subject.batchId ?? refuse({ kind: 'not_found' })
