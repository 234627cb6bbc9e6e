import { LedgerVerificationView, ReplayAccountsRequest, ReplayAccountsView } from '@canut/contract'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { verifyLedger, type LedgerReport } from '../ledger/index.ts'
import { apiRoutes, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { makeReplayAccounts } from './make-replay-accounts.ts'

const tags = ['steward']

export function stewardApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/steward/ledger',
      tags,
      summary: 'Recompute every balance, and check every payment and the chain of events, as they are now',
      middleware: [allow('steward.see')] as const,
      responses: { 200: { description: 'What was found', content: json(LedgerVerificationView) } },
    }),
    async (c) => c.json(viewOf(await verifyLedger(services.db)), 200),
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/steward/replay-accounts',
      tags,
      summary: 'Make accounts for the workers of a recorded crowd, marked as demo, with tokens that work for a day',
      middleware: [allow('steward.make_replay_accounts')] as const,
      request: { body: { required: true, content: json(ReplayAccountsRequest) } },
      responses: { 201: { description: 'The accounts; their tokens are shown now or never', content: json(ReplayAccountsView) } },
    }),
    async (c) => {
      const { accounts, expiresAt } = await makeReplayAccounts(services, { ...c.req.valid('json'), by: signedIn(c).id })
      const views = accounts.map(({ id, name, token }) => ({ id: publicId('per', id), name, token }))
      c.header('Cache-Control', 'no-store')
      return c.json({ accounts: views, expiresAt: expiresAt.toISOString() }, 201)
    },
  )
  return routes
}

function viewOf({ ok, counts, holdings, problemCount, problems, events }: LedgerReport): LedgerVerificationView {
  return {
    ok,
    counts: {
      accounts: counts.accounts,
      transfers: counts.transfers,
      entries: counts.entries,
      approved: counts.approved,
      payments: counts.payments,
    },
    holdings: holdings.map((held) => ({
      currency: held.currency,
      bank: held.bank.toString(),
      organisations: held.organisations.toString(),
      escrow: held.escrow.toString(),
      workers: held.workers.toString(),
      fees: held.fees.toString(),
      commons: held.commons.toString(),
    })),
    problemCount,
    problems: problems.map(({ kind, subject, details }) => ({ kind, subject, details })),
    events: { count: events.events, intact: events.brokenAt === null },
  }
}
