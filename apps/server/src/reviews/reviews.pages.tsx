import { ApprovalRequest, RejectionRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { BatchHeader, batchOf, findInstructions } from '../batches/index.ts'
import { apiRoutes, idInCursor, issuesIn } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf, textsOf } from '../platform/http/form.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import { ErrorSummary, type NoticeTone } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse, respondRefusal, sentenceOf } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { approveMany, approveResponses } from './approve-responses.ts'
import { findReviewed, instructionLines, type ReviewedState } from './board.store.ts'
import { boardPath, BoardView, hasForms } from './board.view.tsx'
import { readBoard } from './read-board.ts'
import { fieldOf, lineMeant, REJECTION_FIELDS, type RefusedRejection, type RejectionField } from './reject-form.view.tsx'
import { rejectResponse } from './reject-response.ts'
import { messages } from './reviews.messages.ts'

const REFRESH_SECONDS = 3

export function reviewPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/batches/:batch/review', allow('reviews.see'), async (c) => showBoard(services, c, c.req.query('cursor'), null))

  routes.post('/batches/:batch/approvals', allow('reviews.decide'), async (c) => {
    const batchId = c.var.subject.batchId ?? refuse({ kind: 'not_found' })
    const by = signedIn(c).id
    const form = await readForm(c)
    const what = textOf(form, 'do')
    const cursor = textOf(form, 'cursor')
    const back = (count: number | null) => c.redirect(withDone(boardPath(batchId, 'submitted', cursor === '' ? null : cursor), count), 303)
    if (what === 'all' || what === 'majority' || what === 'last_run') {
      const approval = await approveMany(services, { batchId, selection: what, by })
      return back(Number(approval.approved))
    }
    const ids = textsOf(form, what === 'shown' ? 'shown' : 'selected').map(
      (text) => parsePublicId('asg', text) ?? refuse({ kind: 'not_found' }),
    )
    if (ids.length === 0) return back(null)
    const within = ApprovalRequest.safeParse({ assignmentIds: ids.map((id) => publicId('asg', id)) })
    if (!within.success) refuse({ kind: 'invalid_request', issues: issuesIn(within.error.issues, c.var.locale) })
    const approved = await approveResponses(services, { batchId, ids, by })
    if (!approved.ok) return respondRefusal(c, approved.error.kind === 'own_response' ? approved.error : { kind: 'not_found' })
    return back(approved.value.ids.length)
  })

  routes.post('/batches/:batch/assignments/:assignment/rejection', allow('reviews.decide'), async (c) => {
    const assignment = c.var.subject.assignment ?? refuse({ kind: 'not_found' })
    const id = publicId('asg', assignment.id)
    const form = await readForm(c)
    const cursor = textOf(form, 'cursor')
    const typed = Object.fromEntries(REJECTION_FIELDS.map((field) => [field, textOf(form, fieldOf(field, id))])) as Record<
      RejectionField,
      string
    >
    const t = messages[c.var.locale]
    const lines = await linesShownTo(services, assignment)
    const grounds = RejectionRequest.safeParse({
      reason: typed.reason,
      instructionLine: lineMeant(typed.line, lines),
      explanation: typed.explanation,
    })
    if (!grounds.success) {
      const errors = Map.groupBy(issuesIn(grounds.error.issues, c.var.locale), ({ path }) => (path === 'instructionLine' ? 'line' : path))
      return showBoard(services, c, cursor, {
        assignment: id,
        typed,
        errors: Object.fromEntries(
          // the schema would list its codes, which the form shows as words
          [...errors].map(([field, own]) => [field, field === 'reason' ? [t.reject.choose] : own.map(({ message }) => message)]),
        ),
      })
    }
    const rejected = await rejectResponse(services, { assignment, grounds: grounds.data, by: signedIn(c).id })
    if (rejected.ok)
      return c.redirect(withDone(boardPath(assignment.batchId, 'submitted', cursor === '' ? null : cursor), null, 'rejected'), 303)
    const message = sentenceOf(rejected.error, c.var.locale)
    switch (rejected.error.kind) {
      case 'instruction_line_not_found':
        return showBoard(services, c, cursor, { assignment: id, typed, errors: { line: [message] } })
      case 'explanation_too_short':
        return showBoard(services, c, cursor, { assignment: id, typed, errors: { explanation: [message] } })
      default:
        return respondRefusal(c, rejected.error)
    }
  })
  return routes
}

async function linesShownTo(services: Services, assignment: { id: string; batchId: string }): Promise<readonly string[]> {
  const row = await findReviewed(services.db, assignment.id)
  const shown = row === null ? null : await findInstructions(services.db, assignment.batchId, row.instructions_version)
  return instructionLines(shown?.markdown ?? '')
}

/** `?done=…` says after the redirect what was done; without a count nothing was selected. */
function withDone(path: string, count: number | null, done = count === null ? 'nothing' : 'approved'): string {
  const query = new URLSearchParams({ done, ...(count === null ? {} : { count: String(count) }) })
  return `${path}${path.includes('?') ? '&' : '?'}${query.toString()}`
}

function flashOf(c: Context<AppEnv>): { tone: NoticeTone; text: string } | null {
  const t = messages[c.var.locale].done
  const done = c.req.query('done')
  if (done === 'rejected') return { tone: 'ok', text: t.rejected }
  if (done === 'nothing') return { tone: 'info', text: t.nothingSelected }
  const count = Number(c.req.query('count'))
  if (done !== 'approved' || !Number.isSafeInteger(count) || count < 0) return null
  return { tone: count === 0 ? 'info' : 'ok', text: t.approved({ count }) }
}

const STATES: readonly ReviewedState[] = ['submitted', 'approved', 'rejected']

async function showBoard(services: Services, c: Context<AppEnv>, cursor: string | undefined, refused: RefusedRejection | null) {
  const { locale } = c.var
  const batch = await batchOf(services, c)
  const state = STATES.find((each) => each === c.req.query('state')) ?? 'submitted'
  const after = idInCursor('asg', cursor, locale)
  const [board, project] = await Promise.all([readBoard(services, batch, state, after), getDisclosure(services.db, batch.project_id)])
  if (board.running !== null && !hasForms(board)) c.header('Refresh', `${REFRESH_SECONDS};url=${boardPath(batch.id, state, board.cursor)}`)
  const problems = Object.entries(refused?.errors ?? {}).flatMap(([field, own]) =>
    own.map((message) => ({ field: fieldOf(field as RejectionField, refused?.assignment ?? ''), message })),
  )
  return shell(
    c,
    {
      title: `${messages[locale].title} · ${batch.name}`,
      variant: 'wide',
      scripts: board.setup.scripts,
      status: refused === null ? 200 : 422,
      flash: flashOf(c),
    },
    <>
      <ErrorSummary locale={locale} problems={problems} />
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="review" />
      <BoardView locale={locale} board={board} now={services.now()} refused={refused} />
    </>,
  )
}
