import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { wantsJson } from '../platform/http/problem.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import type { Bringer } from './bringer.ts'
import type { Empty } from './empty.ts'
import { findHeldInSitting } from './offers.store.ts'
import { sentenceOfNothingBrought } from './work.views.ts'

/** From one brought batch to the next: a task, or why there is none now. */
export function nextPages(services: Services, allow: Allow, bringer: Bringer): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  // looking does not take a task: only the button does
  routes.get('/work/next', allow('work.lease'), (c) => nextPage(c, bringer, null))
  routes.post('/work/next', allow('work.lease'), async (c) => {
    const { batchId, empty } = await bringNext(services, bringer, signedIn(c).id)
    const href = batchId === null ? null : `/work/${publicId('bat', batchId)}/task`
    if (wantsJson(c.req.raw)) return c.json({ href, sentence: empty === null ? null : sentenceOfNothingBrought(empty, c.var.locale) })
    return href === null ? nextPage(c, bringer, empty) : c.redirect(href, 303)
  })
  return routes
}

type Next = { readonly batchId: string; readonly empty: null } | { readonly batchId: null; readonly empty: Empty }

/** Makes sure that the worker holds a task of the batch that is brought: one that they hold already, or a new one. */
export async function bringNext(services: Services, bringer: Bringer, workerId: string): Promise<Next> {
  const held = await findHeldInSitting(services.db, workerId)
  if (held !== null) return { batchId: held, empty: null }
  const brought = await bringer.bring({ workerId, count: 1 })
  if (!brought.ok) refuse(brought.error)
  const { value } = brought
  return value.batchId === null ? { batchId: null, empty: value.empty } : { batchId: value.batchId, empty: null }
}

export async function nextPage(
  c: Context<AppEnv>,
  bringer: Bringer,
  empty: Empty | null,
  flash: { tone: 'ok'; text: string } | null = null,
): Promise<Response> {
  const { title, content, scripts } = await bringer.explain(c.var.locale, signedIn(c).id, empty)
  return shell(c, { title, scripts, flash, path: '/work/next' }, content)
}
