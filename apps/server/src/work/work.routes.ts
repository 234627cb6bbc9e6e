import {
  DraftRequest,
  DraftView,
  LeaseRequest,
  LeasesView,
  publicIdOf,
  ReceiptsView,
  ReceiptView,
  RenewalView,
  ReportRequest,
  ReportView,
  ResponseRequest,
  ResponsesRequest,
  ReturnRequest,
  RevisionView,
} from '@canut/contract'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import type { Services } from '../platform/services.ts'
import { refuse, sentenceOf } from '../problems/index.ts'
import { issueSentence, type Issue } from '../task-types/index.ts'
import type { Bringer } from './bringer.ts'
import { renewAssignment, resumeAssignment, returnAssignment, reviseResponse, saveDraft, type Holder } from './keep-assignment.ts'
import { findLeaseTerms, listHeld, type LeaseTerms } from './dispatch.store.ts'
import { leaseTasks } from './lease-tasks.ts'
import { reportTask } from './report-task.ts'
import { submitResponses } from './submit-responses.ts'
import { viewOfLeases, viewOfNothingBrought, viewOfReceipt, viewOfReported } from './work.views.ts'

const tags = ['work']
const AssignmentParams = z.object({ assignment: publicIdOf('asg') })
const json = <S extends z.ZodType>(schema: S) => ({ content: { 'application/json': { schema } } })
const body = <S extends z.ZodType>(schema: S) => ({ body: { ...json(schema), required: true } })
const ok = <S extends z.ZodType>(description: string, schema: S) => ({ 200: { description, ...json(schema) } })

/** The one path by which work is handed out and taken in: pages and programs use the same. */
export function workRoutes(services: Services, allow: Allow, bringer: Pick<Bringer, 'bring'>): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  addLeasing(routes, services, allow, bringer)
  addSubmitting(routes, services, allow)
  addRevising(routes, services, allow)
  addHolding(routes, services, allow)
  addDrafts(routes, services, allow)
  return routes
}

function addLeasing(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow, bringer: Pick<Bringer, 'bring'>): void {
  const lease = createRoute({
    method: 'post',
    path: '/api/v1/work/leases',
    summary: 'Take the next tasks of a batch, certain ones, or those that Canut brings to your sitting; says why when there are none',
    tags,
    middleware: allow('work.lease'),
    request: body(LeaseRequest),
    responses: ok('The leased tasks, or why there are none', LeasesView),
  })
  routes.openapi(lease, async (c) => {
    const request = c.req.valid('json')
    const { id: workerId } = signedIn(c)
    if (request.batchId === undefined) return c.json(await broughtTo(c, bringer, { workerId, count: request.count }), 200)
    const batchId = uuidOf('bat', request.batchId)
    const leased = await leaseTasks(services, {
      batchId,
      workerId,
      count: request.tasks?.length ?? request.count,
      ...(request.tasks === undefined ? {} : { numbers: request.tasks }),
    })
    if (!leased.ok) refuse(leased.error)
    demandPublished(leased.value.terms)
    return c.json(viewOfLeases(leased.value, batchId, c.var.locale), 200)
  })

  const held = createRoute({
    method: 'get',
    path: '/api/v1/work/leases',
    summary: 'The tasks of a batch that you hold now, for a program that lost the answer or was started again',
    tags,
    middleware: allow('work.lease'),
    request: { query: z.object({ batchId: publicIdOf('bat') }) },
    responses: ok('The tasks that you hold', LeasesView),
  })
  routes.openapi(held, async (c) => {
    const batchId = uuidOf('bat', c.req.valid('query').batchId)
    const terms = (await findLeaseTerms(services.db, batchId)) ?? refuse({ kind: 'not_found' })
    demandPublished(terms)
    const rows = await listHeld(services.db, batchId, signedIn(c).id)
    const leases = rows.map(({ id, number, payload, expiresAt }) => ({ assignmentId: id, number, payload, leaseExpiresAt: expiresAt }))
    return c.json(viewOfLeases({ leases, empty: null, terms }, batchId, c.var.locale), 200)
  })
}

async function broughtTo(c: Context<AppEnv>, bringer: Pick<Bringer, 'bring'>, request: { workerId: string; count: number }) {
  const brought = await bringer.bring(request)
  if (!brought.ok) refuse(brought.error)
  const { value } = brought
  return value.batchId === null ? viewOfNothingBrought(value.empty, c.var.locale) : viewOfLeases(value.outcome, value.batchId, c.var.locale)
}

/** What a requester is still writing does not exist for workers. */
function demandPublished(terms: LeaseTerms): void {
  if (terms.state === 'draft') refuse({ kind: 'not_found' })
}

function addSubmitting(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const submitMany = createRoute({
    method: 'post',
    path: '/api/v1/work/responses',
    summary: 'Submit several responses at once, each with its own outcome',
    tags,
    middleware: allow('work.lease'),
    request: body(ResponsesRequest),
    responses: ok('One outcome per response, in the same order', ReceiptsView),
  })
  routes.openapi(submitMany, async (c) => {
    const { responses } = c.req.valid('json')
    const submissions = responses.map((r) => ({ assignmentId: uuidOf('asg', r.assignmentId), response: r.response, workMs: r.workMs }))
    const outcomes = await submitResponses(services, signedIn(c).id, submissions)
    return c.json(
      {
        outcomes: outcomes.map((outcome) => {
          if (outcome.ok) return { ok: true as const, receipt: viewOfReceipt(outcome.receipt) }
          const { error } = outcome
          const issues =
            error.kind === 'response_not_valid' ? sentencesOf(c, error.issues) : [{ path: '', message: sentenceOf(error, c.var.locale) }]
          return { ok: false as const, assignmentId: publicId('asg', outcome.assignmentId), code: error.kind, issues }
        }),
      },
      200,
    )
  })

  const submit = createRoute({
    method: 'post',
    path: '/api/v1/assignments/{assignment}/response',
    summary: 'Submit a response; repeating it gives the same receipt and pays once, another one is refused',
    tags,
    middleware: allow('work.own_assignment'),
    request: { params: AssignmentParams, ...body(ResponseRequest) },
    responses: ok('The receipt; the same one again when the response was submitted before', ReceiptView),
  })
  routes.openapi(submit, async (c) => {
    const { assignmentId, workerId } = holder(c)
    const [outcome] = await submitResponses(services, workerId, [{ assignmentId, ...submissionOf(c.req.valid('json')) }])
    if (outcome === undefined) throw new Error('a submission had no outcome')
    if (!outcome.ok) refuseResponse(c, outcome.error)
    return c.json(viewOfReceipt(outcome.receipt), 200)
  })
}

const at = <N extends string>(name: N) => `/api/v1/assignments/{assignment}/${name}` as const

function addRevising(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const revise = createRoute({
    method: 'put',
    path: at('response'),
    summary: 'Change a response until it is reviewed; only the last ones of a batch can be changed',
    tags,
    middleware: allow('work.own_assignment'),
    request: { params: AssignmentParams, ...body(ResponseRequest) },
    responses: ok('The new receipt', RevisionView),
  })
  routes.openapi(revise, async (c) => {
    const { response, workMs } = submissionOf(c.req.valid('json'))
    const revised = await reviseResponse(services, holder(c), { response, workMs: workMs ?? 0 })
    if (!revised.ok) refuseResponse(c, revised.error)
    return c.json({ ...revised.value, submittedAt: revised.value.submittedAt.toISOString() }, 200)
  })
}

function addHolding(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const guard = { tags, middleware: allow('work.own_assignment') }
  for (const [name, use, summary] of [
    ['renew', renewAssignment, 'Keep a task longer while it is open'],
    ['resume', resumeAssignment, 'Take back a task that was returned or has lapsed, while nobody else has it'],
  ] as const) {
    const route = createRoute({
      method: 'post',
      path: at(name),
      summary,
      ...guard,
      request: { params: AssignmentParams },
      responses: ok('The new end of the lease', RenewalView),
    })
    routes.openapi(route, async (c) => {
      const kept = await use(services, holder(c))
      if (!kept.ok) refuse(kept.error)
      return c.json({ leaseExpiresAt: kept.value.leaseExpiresAt.toISOString() }, 200)
    })
  }

  const giveBack = createRoute({
    method: 'post',
    path: at('return'),
    summary: 'Give a task back; this is free and never counted',
    ...guard,
    request: { params: AssignmentParams, ...body(ReturnRequest) },
    responses: { 204: { description: 'The task is free again' } },
  })
  routes.openapi(giveBack, async (c) => {
    const returned = await returnAssignment(services, holder(c), c.req.valid('json').reason)
    if (!returned.ok) refuse(returned.error)
    return c.body(null, 204)
  })

  const report = createRoute({
    method: 'post',
    path: at('report'),
    summary: 'Say that a task is broken or cannot be done; it is given back, and the time on a broken one is paid',
    ...guard,
    request: { params: AssignmentParams, ...body(ReportRequest) },
    responses: ok('How many others reported the task, and what its time was paid', ReportView),
  })
  routes.openapi(report, async (c) => {
    const reported = await reportTask(services, holder(c), c.req.valid('json'))
    if (!reported.ok) refuse(reported.error)
    return c.json(viewOfReported(reported.value), 200)
  })
}

function addDrafts(routes: OpenAPIHono<AppEnv>, services: Services, allow: Allow): void {
  const draft = createRoute({
    method: 'put',
    path: at('draft'),
    summary: 'Keep what was written so far; a newer draft is never replaced by an older one',
    tags,
    middleware: allow('work.own_assignment'),
    request: { params: AssignmentParams, ...body(DraftRequest) },
    responses: ok('The draft that stands; not saved when a newer one was there', DraftView),
  })
  routes.openapi(draft, async (c) => {
    const { body: content, version } = c.req.valid('json')
    const saved = await saveDraft(services, holder(c), { body: content ?? null, version })
    if (!saved.ok) refuse(saved.error)
    const { draft: standing } = saved.value
    return c.json(
      { saved: saved.value.saved, body: standing.body, version: standing.version, updatedAt: standing.updated_at.toISOString() },
      200,
    )
  })
}

type ResponseFailure = Parameters<typeof refuse>[0] | { kind: 'response_not_valid'; issues: readonly Issue[] }

function refuseResponse(c: Context<AppEnv>, error: ResponseFailure): never {
  if (error.kind === 'response_not_valid') refuse({ kind: 'invalid_request', issues: sentencesOf(c, error.issues) })
  refuse(error)
}

function sentencesOf(c: Context<AppEnv>, issues: readonly Issue[]): { path: string; message: string }[] {
  return issues.map((issue) => ({ path: issue.path, message: issueSentence(issue, c.var.locale) }))
}

const submissionOf = (request: z.infer<typeof ResponseRequest>) => ({ response: request.response ?? null, workMs: request.workMs })

function holder(c: Context<AppEnv>): Holder {
  const { assignment } = c.var.subject
  if (assignment === null) throw new Error('the guard found no assignment in the path')
  return { assignmentId: assignment.id, workerId: signedIn(c).id }
}

function uuidOf(prefix: 'bat' | 'asg', id: string): string {
  return parsePublicId(prefix, id) ?? refuse({ kind: 'not_found' })
}
