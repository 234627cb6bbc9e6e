import {
  ApprovalRequest,
  ApprovalView,
  AssignmentsQuery,
  publicIdOf,
  RejectionRequest,
  RejectionView,
  ReviewedAssignmentsView,
} from '@canut/contract'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { getBatch } from '../batches/index.ts'
import { toPage } from '../platform/db/page.ts'
import { apiRoutes, customIssue, idInCursor, issuesIn, json } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { approveMany, approveResponses } from './approve-responses.ts'
import { findApproval } from './approvals.store.ts'
import { listReviewed } from './board.store.ts'
import { rejectResponse } from './reject-response.ts'
import { viewOfApproval, viewOfApproved, viewOfReviewed } from './reviews.views.ts'

const PAGE_SIZE = 100
const tags = ['reviews']
const BatchParams = z.object({ batch: publicIdOf('bat') })

export function reviewApi(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  addList(routes, services, allow)
  addApprovals(routes, services, allow)
  addRejections(routes, services, allow)
  return routes
}

function addList(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/batches/{batch}/assignments',
      tags,
      summary: 'Responses under review, oldest first; or those approved or rejected, in the order of the tasks',
      middleware: [allow('reviews.see')] as const,
      request: { params: BatchParams, query: AssignmentsQuery },
      responses: { 200: { description: 'One page of responses', content: json(ReviewedAssignmentsView) } },
    }),
    async (c) => {
      const { state, cursor } = c.req.valid('query')
      const after = idInCursor('asg', cursor, c.var.locale)
      const batch = await getBatch(services.db, c.var.subject.batchId ?? refuse({ kind: 'not_found' }))
      const rows = await listReviewed(services.db, batch.id, { state, after, limit: PAGE_SIZE + 1 })
      const page = toPage(rows, PAGE_SIZE, (row) => publicId('asg', row.id))
      return c.json({ items: page.items.map((row) => viewOfReviewed(row, batch.currency)), nextCursor: page.nextCursor }, 200)
    },
  )
}

function addApprovals(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/batches/{batch}/approvals',
      tags,
      summary: 'Approve and pay responses: by id, all, or those that agree. Repeating it pays nothing twice',
      middleware: [allow('reviews.decide')] as const,
      request: { params: BatchParams, body: { required: true, content: json(ApprovalRequest) } },
      responses: {
        200: { description: 'All is approved and paid', content: json(ApprovalView) },
        202: { description: 'Some are; the rest goes on, see the address of this approval', content: json(ApprovalView) },
      },
    }),
    async (c) => {
      const { assignmentIds, agreeing } = c.req.valid('json')
      const by = signedIn(c).id
      const batch = await getBatch(services.db, c.var.subject.batchId ?? refuse({ kind: 'not_found' }))
      if (assignmentIds === undefined) {
        const approval = await approveMany(services, { batchId: batch.id, selection: agreeing ?? 'all', by })
        return c.json(viewOfApproval(approval, batch.currency), approval.finished_at === null ? 202 : 200)
      }
      const ids = assignmentIds.map((id) => parsePublicId('asg', id) ?? refuse({ kind: 'not_found' }))
      const approved = await approveResponses(services, { batchId: batch.id, ids, by })
      if (!approved.ok) {
        if (approved.error.kind === 'own_response') refuse(approved.error)
        const unknown = new Set(approved.error.ids)
        const issues = ids.flatMap((id, index) => (unknown.has(id) ? [customIssue(`assignmentIds.${index}`, 'not_of_this_batch')] : []))
        refuse({ kind: 'invalid_request', issues: issuesIn(issues, c.var.locale) })
      }
      return c.json(viewOfApproved(ids.length, approved.value, batch.currency), 200)
    },
  )

  routes.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/batches/{batch}/approvals/{approval}',
      tags,
      summary: 'How far an approval of many responses is',
      middleware: [allow('reviews.see')] as const,
      request: { params: BatchParams.extend({ approval: publicIdOf('apv') }) },
      responses: { 200: { description: 'The approval', content: json(ApprovalView) } },
    }),
    async (c) => {
      const id = parsePublicId('apv', c.req.valid('param').approval)
      const approval = id === null ? null : await findApproval(services.db, id)
      if (approval === null || approval.batch_id !== c.var.subject.batchId) refuse({ kind: 'not_found' })
      const { currency } = await getBatch(services.db, approval.batch_id)
      return c.json(viewOfApproval(approval, currency), 200)
    },
  )
}

function addRejections(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  routes.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/assignments/{assignment}/rejection',
      tags,
      summary: 'Reject a response with its grounds, which the worker sees; the task is offered again',
      middleware: [allow('reviews.decide')] as const,
      request: { params: z.object({ assignment: publicIdOf('asg') }), body: { required: true, content: json(RejectionRequest) } },
      responses: { 200: { description: 'It is rejected', content: json(RejectionView) } },
    }),
    async (c) => {
      const assignment = c.var.subject.assignment ?? refuse({ kind: 'not_found' })
      const rejected = await rejectResponse(services, { assignment, grounds: c.req.valid('json'), by: signedIn(c).id })
      if (!rejected.ok) refuse(rejected.error)
      const { rejectedAt } = rejected.value
      return c.json({ assignmentId: publicId('asg', assignment.id), state: 'rejected' as const, rejectedAt: rejectedAt.toISOString() }, 200)
    },
  )
}
