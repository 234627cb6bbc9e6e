import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Services } from '../services.ts'
import type { AppEnv } from './env.ts'

/** One line in the log and one observation for each request. */
export function recordRequests({ log, metrics }: Pick<Services, 'log' | 'metrics'>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = performance.now()
    await next()
    const ms = performance.now() - startedAt
    const { status } = c.res
    metrics.observeRequest({ method: c.req.method, route: routeOf(c), status, seconds: ms / 1000 })
    if (log.isLevelEnabled('debug'))
      log.debug({ requestId: c.var.requestId, method: c.req.method, path: c.req.path, status, ms: Math.round(ms) }, 'request')
  }
}

/** The pattern of the route that answered; all paths without one count together, or anybody could fill the memory with them. */
function routeOf(c: Context<AppEnv>): string {
  return matchedRoutes(c).findLast(({ method, path }) => method !== 'ALL' && !/^\/?\*$/.test(path))?.path ?? 'none'
}
