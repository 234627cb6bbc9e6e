import { Hono } from 'hono'
import type { Allow } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import type { Services } from '../platform/services.ts'
import { createExposition } from './metrics.ts'
import { checkReadiness } from './readiness.ts'

const FRESH = { 'Cache-Control': 'no-store' }

/** For the machines that look after this one. */
export function operationRoutes(services: Services, allow: Allow): Hono<AppEnv> {
  const exposition = createExposition(services)
  return (
    new Hono<AppEnv>()
      // the process answers; it says nothing of the database, or an orchestrator would restart Canut for a fault that is not its own
      .get('/healthz', allow('operation.health'), (c) => c.json({ status: 'ok' }, 200, FRESH))
      .get('/readyz', allow('operation.health'), async (c) => {
        const { ready, checks } = await checkReadiness(services)
        return c.json({ status: ready ? 'ready' : 'not_ready', checks }, ready ? 200 : 503, FRESH)
      })
      .get('/metrics', allow('operation.metrics'), async (c) =>
        c.body(await exposition.text(), 200, { ...FRESH, 'Content-Type': exposition.contentType }),
      )
  )
}
