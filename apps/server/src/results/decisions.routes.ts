import {
  AdjudicationRequest,
  AdjudicationView,
  MethodRequest,
  MethodView,
  MoreResponsesQuery,
  MoreResponsesRequest,
  MoreResponsesView,
  OwnComparisonView,
  publicIdOf,
  RunView,
} from '@canut/contract'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { getBatch } from '../batches/index.ts'
import { answer, apiRoutes, json, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { parsePublicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { issueSentence } from '../task-types/index.ts'
import { adjudicateTask, undoAdjudication } from './adjudicate.ts'
import { askWhereUnsure, planMore } from './ask-where-unsure.ts'
import { methodOf, methodsOf } from './methods-of-batch.ts'
import { readOwnComparison } from './read-own-comparison.ts'
import { viewOfMore, viewOfRun } from './results.views.ts'
import { findLatestRuns } from './runs.store.ts'
import { cancelAggregation, chooseMethod } from './steer-runs.ts'

const tags = ['results']
const BatchParams = z.object({ batch: publicIdOf('bat') })
const TaskParams = BatchParams.extend({ number: z.coerce.number().int().min(1).max(2_147_483_647) })
const batchIdOf = (c: Context<AppEnv>) => c.var.subject.batchId ?? refuse({ kind: 'not_found' })

/** What people decide about results: the method, the end of a run, what a task is held to be, and more responses. */
export function decisionApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  methods(routes, services, allow)
  adjudications(routes, services, allow)
  moreResponses(routes, services, allow)
  ownComparison(routes, services, allow)
  return routes
}

function methods(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/batches/{batch}/aggregations/{run}/cancel',
      tags,
      summary: 'End a computation that waits or is under way; results stay as they were',
      middleware: [allow('results.decide')] as const,
      request: { params: BatchParams.extend({ run: publicIdOf('run') }) },
      responses: { 200: answer('The run as it is now', RunView) },
    }),
    async (c) => {
      const id = parsePublicId('run', c.req.valid('param').run) ?? refuse({ kind: 'not_found' })
      return c.json(viewOfRun((await cancelAggregation(services, batchIdOf(c), id)) ?? refuse({ kind: 'not_found' })), 200)
    },
  )
  const path = '/api/v1/batches/{batch}/aggregation-method'
  routes.openapi(
    createRoute({
      method: 'get',
      path,
      tags,
      summary: 'The method by which responses become one, and those that the task type offers',
      middleware: [allow('results.see')] as const,
      request: { params: BatchParams },
      responses: { 200: answer('The method, and the last run that ended well', MethodView) },
    }),
    async (c) => {
      const batch = await getBatch(services.db, batchIdOf(c))
      const { done } = await findLatestRuns(services.db, batch.id)
      return c.json({ method: methodOf(batch), offered: [...methodsOf(batch)], run: done === null ? null : viewOfRun(done) }, 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'put',
      path,
      tags,
      summary: 'Choose the method; a computation by it is asked for at once',
      middleware: [allow('results.decide')] as const,
      request: { params: BatchParams, body: { required: true, content: json(MethodRequest) } },
      responses: { 200: answer('The method, and the run that was asked for', MethodView) },
    }),
    async (c) => {
      const batch = await getBatch(services.db, batchIdOf(c))
      const { method } = c.req.valid('json')
      const run = (await chooseMethod(services, batch, method)) ?? refuseField('method', 'method_not_offered', c.var.locale)
      return c.json(
        { method: methodOf({ ...batch, aggregation_method: method }), offered: [...methodsOf(batch)], run: viewOfRun(run) },
        200,
      )
    },
  )
}

function adjudications(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const path = '/api/v1/batches/{batch}/adjudications/{number}'
  routes.openapi(
    createRoute({
      method: 'put',
      path,
      tags,
      summary: 'Settle what a task is held to be, instead of the method; nothing follows from it for those who responded',
      middleware: [allow('results.decide')] as const,
      request: { params: TaskParams, body: { required: true, content: json(AdjudicationRequest) } },
      responses: { 200: answer('What stands now', AdjudicationView) },
    }),
    async (c) => {
      const { number } = c.req.valid('param')
      const { response } = c.req.valid('json')
      const settled = await adjudicateTask(services, { batchId: batchIdOf(c), number, by: signedIn(c).id, read: () => response })
      if (!settled.ok) {
        if (settled.error.kind !== 'response_not_valid') refuse(settled.error)
        const issues = settled.error.issues.map((issue) => ({
          path: issue.path === '' ? 'response' : `response.${issue.path}`,
          message: issueSentence(issue, c.var.locale),
        }))
        refuse({ kind: 'invalid_request', issues })
      }
      const { label, at } = settled.value
      return c.json({ taskNumber: number, response: settled.value.response, label, adjudicatedAt: at.toISOString() }, 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'delete',
      path,
      tags,
      summary: 'Let the computed result stand again',
      middleware: [allow('results.decide')] as const,
      request: { params: TaskParams },
      responses: { 204: { description: 'Undone, or nothing was settled' } },
    }),
    async (c) => {
      const { number } = c.req.valid('param')
      // nothing to undo is as good as undone: a repeated request gets the same answer
      await undoAdjudication(services, { batchId: batchIdOf(c), number, by: signedIn(c).id })
      return c.body(null, 204)
    },
  )
}

function moreResponses(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const path = '/api/v1/batches/{batch}/more-responses'
  routes.openapi(
    createRoute({
      method: 'get',
      path,
      tags,
      summary: 'How many tasks are less sure than a limit, and what more responses for them would cost',
      middleware: [allow('batches.steer')] as const,
      request: { params: BatchParams, query: MoreResponsesQuery },
      responses: { 200: answer('Tasks and cost', MoreResponsesView) },
    }),
    async (c) => {
      const batch = await getBatch(services.db, batchIdOf(c))
      const { below, more = null } = c.req.valid('query')
      return c.json(viewOfMore(await planMore(services, batch, { below, more }), batch.currency), 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path,
      tags,
      summary: 'Ask for more responses for exactly the tasks that are less sure than a limit, and set their money aside',
      middleware: [allow('batches.steer')] as const,
      request: { params: BatchParams, body: { required: true, content: json(MoreResponsesRequest) } },
      responses: { 200: answer('What is still to be asked for below the same limit', MoreResponsesView) },
    }),
    async (c) => {
      const { below, more, tasks: shown } = c.req.valid('json')
      const asked = await askWhereUnsure(services, { batchId: batchIdOf(c), below, more, shown, by: signedIn(c).id })
      if (!asked.ok) refuse(asked.error)
      const batch = await getBatch(services.db, batchIdOf(c))
      return c.json(viewOfMore(await planMore(services, batch, { below, more }), batch.currency), 200)
    },
  )
}

function ownComparison(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/me/work/{batch}',
      tags: ['work'],
      summary: 'How your own responses to a batch compare with what its tasks are held to be; for you only, and nothing follows from it',
      middleware: [allow('work.compare_own')] as const,
      request: { params: BatchParams },
      responses: { 200: answer('The comparison, with intervals', OwnComparisonView) },
    }),
    async (c) => {
      const view = (await readOwnComparison(services, batchIdOf(c), signedIn(c).id)) ?? refuse({ kind: 'not_found' })
      const { compared, agreed, low, high, everybody, gold, labels } = view.comparison
      const shownGold = gold === null ? null : { tasks: gold.tasks, right: gold.right, low: gold.low, high: gold.high }
      return c.json({ compared, agreed, low, high, everybody, gold: shownGold, labels: labels.map((each) => ({ ...each })) }, 200)
    },
  )
}
