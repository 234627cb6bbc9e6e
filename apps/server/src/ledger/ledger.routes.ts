import { DepositRequest, DepositView, EarningsView, PageQuery, publicIdOf, StatementView } from '@canut/contract'
import { MAX_AMOUNT_MICROS, writeAmount } from '@canut/domain'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, idInCursor, json, refuseField } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { isCurrency } from './currencies.ts'
import { earningsOf, listEarnings, listMonths } from './earnings.store.ts'
import { viewOfEarnings, viewOfStatement } from './ledger.views.ts'
import { recordDeposit } from './record-deposit.ts'
import { findOrganisation, listStatement, moneyOfOrganisation } from './statement.store.ts'

const PAGE_SIZE = 100
const tags = ['ledger']

export function ledgerApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  addStatements(routes, services, allow)
  addDeposits(routes, services, allow)
  return routes
}

function addStatements(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/me/earnings',
      tags,
      summary: 'What you earned and wait for, with every line',
      middleware: [allow('ledger.own_statement')] as const,
      request: { query: PageQuery },
      responses: { 200: { description: 'Your earnings, and one page of lines', content: json(EarningsView) } },
    }),
    async (c) => {
      const { db } = services
      const before = idInCursor('trf', c.req.valid('query').cursor, c.var.locale)
      const { id } = signedIn(c)
      const [balances, months, page] = await Promise.all([
        earningsOf(db, id),
        listMonths(db, id),
        listEarnings(db, id, { before, limit: PAGE_SIZE }),
      ])
      return c.json(viewOfEarnings(balances, months, page), 200)
    },
  )

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/organisations/{organisation}/statement',
      tags,
      summary: 'What an organisation deposited, set aside and spent, with every line',
      middleware: [allow('ledger.organisation_statement')] as const,
      request: { params: z.object({ organisation: publicIdOf('org') }), query: PageQuery },
      responses: { 200: { description: 'The balances, and one page of lines', content: json(StatementView) } },
    }),
    async (c) => {
      const { db } = services
      const before = idInCursor('trf', c.req.valid('query').cursor, c.var.locale)
      const id = c.var.subject.organisationId ?? refuse({ kind: 'not_found' })
      const [balances, page] = await Promise.all([moneyOfOrganisation(db, id), listStatement(db, id, { before, limit: PAGE_SIZE })])
      return c.json(viewOfStatement(id, balances, page), 200)
    },
  )
}

function addDeposits(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/steward/deposits',
      tags,
      summary: 'Record a deposit that reached the bank account',
      middleware: [allow('ledger.deposit')] as const,
      request: { body: { required: true, content: json(DepositRequest) } },
      responses: {
        200: { description: 'This very deposit was recorded before; nothing was written', content: json(DepositView) },
        201: { description: 'The deposit is recorded', content: json(DepositView) },
      },
    }),
    async (c) => {
      const { organisationId: publicOrganisationId, amount: digits, currency, reference } = c.req.valid('json')
      const organisationId = parsePublicId('org', publicOrganisationId) ?? refuse({ kind: 'not_found' })
      if (!isCurrency(currency)) refuseField('currency', 'currency_unknown', c.var.locale)
      const amount = BigInt(digits)
      if (amount > MAX_AMOUNT_MICROS) refuse({ kind: 'amount_out_of_range', received: writeAmount(amount), max: MAX_AMOUNT_MICROS })
      if ((await findOrganisation(services.db, organisationId)) === null) refuse({ kind: 'not_found' })
      const recorded = await recordDeposit(services, { organisationId, amount, currency, reference, by: signedIn(c).id })
      if (!recorded.ok) return refuse(recorded.error)
      const { transferId, repeated } = recorded.value
      return c.json({ transferId: publicId('trf', transferId), repeated }, repeated ? 200 : 201)
    },
  )
}
