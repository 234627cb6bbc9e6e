import { OwnSubscriptionView, SittingView, SubscriptionRequest } from '@canut/contract'
import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { answer, apiRoutes, json, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { hasUnknownTaskType, toSave } from './read-request.ts'
import { beginSitting, endSitting, readSitting, type Sitting } from './sit.ts'
import { readStanding, type Standing } from './standing.ts'
import { subscribe, unsubscribe } from './subscribe.ts'

const tags = ['subscriptions']

/** What a worker asks to be brought, and when they are available. */
export function subscriptionApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  addSubscription(routes, services, allow)
  addSitting(routes, services, allow)
  return routes
}

function addSubscription(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const of = { tags, path: '/api/v1/me/subscription', middleware: allow('subscriptions.own') }
  const view = async (c: Context<AppEnv>) => viewOfStanding(await readStanding(services, signedIn(c).id))
  const found = { 200: answer('What you ask for, and your share', OwnSubscriptionView) }

  routes.openapi(
    createRoute({
      ...of,
      method: 'get',
      summary: 'The work that you ask Canut to bring, and where you stand in the sharing of the week',
      responses: found,
    }),
    async (c) => c.json(await view(c), 200),
  )
  routes.openapi(
    createRoute({
      ...of,
      method: 'put',
      summary: 'Ask for work: hours a week, task types, languages, projects',
      request: { body: { required: true, content: json(SubscriptionRequest) } },
      responses: found,
    }),
    async (c) => {
      const request = c.req.valid('json')
      if (hasUnknownTaskType(request)) refuseField('taskTypes', 'task_type_unknown', c.var.locale)
      const saved = await subscribe(services, toSave(signedIn(c).id, request))
      if (!saved.ok) refuse(saved.error)
      return c.json(await view(c), 200)
    },
  )
  routes.openapi(
    createRoute({
      ...of,
      method: 'delete',
      summary: 'Ask for no work to be brought any more',
      responses: { 204: { description: 'Nothing is brought any more' } },
    }),
    async (c) => {
      await unsubscribe(services, signedIn(c).id)
      return c.body(null, 204)
    },
  )
}

function addSitting(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const of = { tags, path: '/api/v1/me/sitting', middleware: allow('subscriptions.own') }
  const view = async (c: Context<AppEnv>) => viewOfSitting(await readSitting(services, signedIn(c).id))
  const found = { 200: answer('Your sitting', SittingView) }

  routes.openapi(
    createRoute({ ...of, method: 'get', summary: 'Whether your sitting is open, and since when', responses: found }),
    async (c) => c.json(await view(c), 200),
  )
  routes.openapi(
    createRoute({ ...of, method: 'post', summary: 'Open a sitting: from then on Canut brings you tasks', responses: found }),
    async (c) => {
      const opened = await beginSitting(services, signedIn(c).id)
      if (!opened.ok) refuse(opened.error)
      return c.json(await view(c), 200)
    },
  )
  routes.openapi(
    createRoute({
      ...of,
      method: 'delete',
      summary: 'Close your sitting; nothing is recorded any more',
      responses: { 204: { description: 'No sitting is open' } },
    }),
    async (c) => {
      await endSitting(services, signedIn(c).id)
      return c.body(null, 204)
    },
  )
}

function viewOfStanding({ subscription, week }: Standing): z.infer<typeof OwnSubscriptionView> {
  return {
    subscription:
      subscription === null
        ? null
        : {
            hoursPerWeek: subscription.secondsWanted / 3600,
            taskTypes: subscription.taskTypes === null ? null : [...subscription.taskTypes],
            languages: subscription.languages === null ? null : [...subscription.languages],
            projectIds: subscription.projectIds?.map((id) => publicId('prj', id)) ?? null,
            changedAt: subscription.changedAt.toISOString(),
          },
    week: { ...week, computedAt: week.computedAt?.toISOString() ?? null },
  }
}

function viewOfSitting(sitting: Sitting | null): z.infer<typeof SittingView> {
  if (sitting === null) return { open: false, openedAt: null, endsAt: null, batchId: null }
  const { openedAt, endsAt, batchId } = sitting
  return {
    open: true,
    openedAt: openedAt.toISOString(),
    endsAt: endsAt.toISOString(),
    batchId: batchId === null ? null : publicId('bat', batchId),
  }
}
