import { AnswerReportRequest, HeldTasksView, PageQuery, TrialRequest, TrialView, WorkerReportsView } from '@canut/contract'
import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { toPage } from '../platform/db/page.ts'
import { apiRoutes, idInCursor, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { issueSentence } from '../task-types/index.ts'
import { getBatch } from './batches.store.ts'
import { answerReportRow, findPlace, listLeases, listReports, type ReportRow } from './people.store.ts'
import { tryResponse } from './try-response.ts'

const PAGE_SIZE = 50
const tags = ['batches']
const batchIdOf = (c: Context<AppEnv>) => c.var.subject.batchId ?? refuse({ kind: 'not_found' })

/** Who holds which task, what workers reported, and a trial that stores nothing. */
export function peopleApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const { db } = services
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/batches/{batch}/leases',
      tags,
      summary: 'Tasks in somebody’s hands, the first to come back first',
      middleware: [allow('batches.see')] as const,
      request: { query: PageQuery },
      responses: { 200: { description: 'One page of leases', content: json(HeldTasksView) } },
    }),
    async (c) => {
      const batchId = batchIdOf(c)
      const cursor = idInCursor('asg', c.req.valid('query').cursor, c.var.locale)
      const after = cursor === null ? null : await findPlace(db, 'assignments', batchId, cursor)
      const page = toPage(await listLeases(db, batchId, after, PAGE_SIZE + 1), PAGE_SIZE, (row) => publicId('asg', row.id))
      const items = page.items.map((row) => ({
        assignmentId: publicId('asg', row.id),
        taskNumber: row.number,
        pseudonym: row.pseudonym,
        leasedAt: row.leased_at.toISOString(),
        leaseExpiresAt: row.lease_expires_at.toISOString(),
      }))
      return c.json({ items, nextCursor: page.nextCursor }, 200)
    },
  )
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/batches/{batch}/reports',
      tags,
      summary: 'What workers reported, newest first, with the answers',
      middleware: [allow('batches.see')] as const,
      request: { query: PageQuery },
      responses: { 200: { description: 'One page of reports', content: json(WorkerReportsView) } },
    }),
    async (c) => {
      const batchId = batchIdOf(c)
      const cursor = idInCursor('rep', c.req.valid('query').cursor, c.var.locale)
      const before = cursor === null ? null : await findPlace(db, 'reports', batchId, cursor)
      const page = toPage(await listReports(db, batchId, before, PAGE_SIZE + 1), PAGE_SIZE, (row) => publicId('rep', row.id))
      return c.json({ items: page.items.map(viewOfReport), nextCursor: page.nextCursor }, 200)
    },
  )
  answersAndTrials(routes, services, allow)
  return routes
}

function answersAndTrials(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'put',
      path: '/api/v1/batches/{batch}/reports/{report}/answer',
      tags,
      summary: 'Answer a worker’s report; another answer takes the place of the first',
      middleware: [allow('batches.answer_report')] as const,
      request: { body: { required: true, content: json(AnswerReportRequest) } },
      responses: { 204: { description: 'The worker sees the answer' } },
    }),
    async (c) => {
      const reportId = parsePublicId('rep', c.req.param('report')) ?? refuse({ kind: 'not_found' })
      const { answer } = c.req.valid('json')
      const of = { batchId: batchIdOf(c), reportId, answer, by: signedIn(c).id, now: services.now() }
      if (!(await answerReportRow(services.db, of))) refuse({ kind: 'not_found' })
      return c.body(null, 204)
    },
  )
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/batches/{batch}/trials',
      tags,
      summary: 'What a response to a task would become; nothing is stored and nobody is paid',
      middleware: [allow('batches.try')] as const,
      request: { body: { required: true, content: json(TrialRequest) } },
      responses: { 200: { description: 'Whether it is valid, and how it compares', content: json(TrialView) } },
    }),
    async (c) => {
      const { taskNumber, response } = c.req.valid('json')
      const batch = await getBatch(services.db, batchIdOf(c))
      const trial = (await tryResponse(services.db, batch, taskNumber, () => response)) ?? refuse({ kind: 'not_found' })
      const valid = trial.issues.length === 0
      const issues = trial.issues.map((issue) => ({ path: issue.path, message: issueSentence(issue, c.var.locale) }))
      return c.json({ valid, issues, response: valid ? trial.response : null, label: trial.label, goldLabel: trial.goldLabel }, 200)
    },
  )
}

function viewOfReport(row: ReportRow) {
  return {
    id: publicId('rep', row.id),
    taskNumber: row.number,
    pseudonym: row.pseudonym,
    reason: row.reason,
    comment: row.comment,
    createdAt: row.created_at.toISOString(),
    answer: row.answer,
    answeredAt: row.answered_at?.toISOString() ?? null,
  }
}
