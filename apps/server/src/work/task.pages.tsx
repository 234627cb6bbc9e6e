import { DraftRequest, ReportRequest } from '@canut/contract'
import { RETURN_REASONS, type ReturnReason } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { html } from 'hono/html'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, issuesIn } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { wantsJson } from '../platform/http/problem.ts'
import { findOpenBreak } from '../breaks/index.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import { Button, LinkButton } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { readParameters } from '../rules/index.ts'
import { shell } from '../shell/index.ts'
import { getTaskSetup, issueSentence, type Issue } from '../task-types/index.ts'
import type { Bringer } from './bringer.ts'
import { releaseAssignment, returnAssignment, reviseResponse, saveDraft, type Holder } from './keep-assignment.ts'
import { leaseTasks } from './lease-tasks.ts'
import { pauseOf } from './list.pages.tsx'
import { bringNext, nextPage } from './next.pages.tsx'
import { getOffer, offerPage, takeNextTask } from './offer.pages.tsx'
import { findOffer, isBrought, listHeld, type OfferOfBatch } from './offers.store.ts'
import { messages } from './report.messages.ts'
import { findReportTerms, reportTask } from './report-task.ts'
import { ReportFields, sentenceAfter, sentenceBefore } from './report.view.tsx'
import { submitResponses } from './submit-responses.ts'
import { readForms, TaskForm } from './task-form.tsx'
import { flashOf, taskScreen } from './task-screen.pages.tsx'
import { sentenceOfEmpty, viewOfEmpty, viewOfReceipt, viewOfReported } from './work.views.ts'

const NAMED_MAX = 50

/** The task screen. Every step is a plain form; the script only makes them faster. */
export function taskPages(services: Services, allow: Allow, bringer: Bringer): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/work/:batch/task', allow('work.lease'), async (c) => {
    const offer = await getOffer(c, services)
    const open = await findOpenBreak(services.db, signedIn(c).id)
    if (open !== null) return c.redirect(`/work/${publicId('bat', open.batchId)}/break`, 303)
    const [held] = await listHeld(services.db, offer.batchId, signedIn(c).id, 1)
    return taskScreen(c, services, offer, held ?? null)
  })

  routes.post('/work/:batch/next', allow('work.lease'), async (c) => c.json(await nextForms(c, services)))

  routes.get('/work/tasks/:assignment', allow('work.own_assignment'), async (c) => {
    const { assignmentId } = holderOf(c)
    const offer = await offerOfAssignment(c, services)
    if (!wantsJson(c.req.raw)) return taskScreen(c, services, offer, assignmentId)
    const [form] = await htmlForms(c, services, offer, [assignmentId])
    return c.json(form ?? refuse({ kind: 'not_found' }))
  })

  routes.post('/work/tasks/:assignment', allow('work.own_assignment'), async (c) => {
    const form = await readForm(c)
    switch (textOf(form, 'do')) {
      case 'skip':
        return skip(c, services, bringer, form)
      case 'report':
        return report(c, services, bringer, form)
      case 'release':
        await releaseAssignment(services, holderOf(c))
        return c.body(null, 204)
      case 'draft':
        return draft(c, services, form)
      default:
        return submit(c, services, bringer, form)
    }
  })

  routes.get('/work/tasks/:assignment/report', allow('work.own_assignment'), (c) => reportPage(c, services))
  return routes
}

/** Assignments that the script names in a field; more than it can have are not read. */
function idsIn(form: FormData, name: string): ReadonlySet<string> {
  const named = textOf(form, name).split(',').slice(0, NAMED_MAX)
  return new Set(named.flatMap((id) => parsePublicId('asg', id) ?? []))
}

/**
 * For the script: what this worker holds and does not have on screen yet (`have`) nor on its way to us (`sent`), then new
 * tasks, up to what may be fetched ahead.
 */
async function nextForms(c: Context<AppEnv>, services: Services) {
  const offer = await getOffer(c, services)
  const { id: workerId } = signedIn(c)
  const form = await readForm(c)
  const have = idsIn(form, 'have')
  const sent = idsIn(form, 'sent')
  const { prefetchTasks, packetTasks } = await readParameters(services.db)
  const isInPackets = getTaskSetup(offer.taskType, offer.settings).inPackets === true
  const wanted = (isInPackets ? Math.max(packetTasks, prefetchTasks) : prefetchTasks) + 1 - have.size
  if (wanted <= 0) return { tasks: [], empty: null }

  const all = await listHeld(services.db, offer.batchId, workerId, have.size + sent.size + wanted)
  const held = all.filter((id) => !have.has(id) && !sent.has(id)).slice(0, wanted)
  const missing = wanted - held.length
  const leased = missing > 0 ? await leaseTasks(services, { batchId: offer.batchId, workerId, count: missing }) : null
  if (leased !== null && !leased.ok && held.length === 0) refuse(leased.error)
  const fresh = leased?.ok === true ? leased.value : null
  const ids = [...held, ...(fresh?.leases ?? []).map(({ assignmentId }) => assignmentId)]
  return {
    tasks: await htmlForms(c, services, offer, ids),
    empty: fresh === null || fresh.empty === null ? null : viewOfEmpty(fresh.empty, sentenceOfEmpty(fresh.empty, c.var.locale)),
  }
}

async function htmlForms(c: Context<AppEnv>, services: Services, offer: OfferOfBatch, ids: readonly string[]) {
  if (ids.length === 0) return []
  const { tasks, ...forms } = await readForms(services, { offer, workerId: signedIn(c).id, locale: c.var.locale }, ids)
  const shown = tasks.map(async (task) => {
    const form = (
      <TaskForm {...forms} files={forms.filesOf(task)} task={task} locale={c.var.locale} response={task.draft ?? task.response} />
    )
    return { assignmentId: publicId('asg', task.id), html: (await html`${form}`).toString() }
  })
  return Promise.all(shown)
}

async function submit(c: Context<AppEnv>, services: Services, bringer: Bringer, form: FormData): Promise<Response> {
  const offer = await offerOfAssignment(c, services)
  const response = getTaskSetup(offer.taskType, offer.settings).fromForm(form)
  const workMs = workMsOf(form)
  const holder = holderOf(c)
  if (textOf(form, 'change') === 'yes') return change(c, services, bringer, offer, { response, workMs })

  const [outcome] = await submitResponses(services, holder.workerId, [{ assignmentId: holder.assignmentId, response, workMs }])
  if (outcome === undefined) throw new Error('a submission had no outcome')
  if (!outcome.ok)
    return outcome.error.kind === 'response_not_valid'
      ? askAgain(c, services, offer, response, outcome.error.issues)
      : refuse(outcome.error)
  if (wantsJson(c.req.raw)) return c.json(viewOfReceipt(outcome.receipt))
  return goOn(c, services, bringer, offer, `submitted&receipt=${outcome.receipt.hash.slice(0, 12)}`)
}

async function change(
  c: Context<AppEnv>,
  services: Services,
  bringer: Bringer,
  offer: OfferOfBatch,
  revision: { response: unknown; workMs: number | null },
): Promise<Response> {
  const revised = await reviseResponse(services, holderOf(c), { response: revision.response, workMs: revision.workMs ?? 0 })
  if (!revised.ok)
    return revised.error.kind === 'response_not_valid'
      ? askAgain(c, services, offer, revision.response, revised.error.issues)
      : refuse(revised.error)
  if (wantsJson(c.req.raw)) return c.json({ assignmentId: publicId('asg', holderOf(c).assignmentId), hash: revised.value.hash })
  return goOn(c, services, bringer, offer, `changed&receipt=${revised.value.hash.slice(0, 12)}`)
}

/** The same form again, with what was filled in and what is wrong with it. */
function askAgain(
  c: Context<AppEnv>,
  services: Services,
  offer: OfferOfBatch,
  response: unknown,
  issues: readonly Issue[],
): Response | Promise<Response> {
  const { locale } = c.var
  if (wantsJson(c.req.raw))
    refuse({ kind: 'invalid_request', issues: issues.map((issue) => ({ path: issue.path, message: issueSentence(issue, locale) })) })
  return taskScreen(c, services, offer, holderOf(c).assignmentId, { response, issues })
}

async function skip(c: Context<AppEnv>, services: Services, bringer: Bringer, form: FormData): Promise<Response> {
  const reason = textOf(form, 'reason')
  const known = (RETURN_REASONS as readonly string[]).includes(reason) ? (reason as ReturnReason) : null
  const returned = await returnAssignment(services, holderOf(c), known)
  if (!returned.ok) refuse(returned.error)
  return wantsJson(c.req.raw) ? c.body(null, 204) : goOn(c, services, bringer, await offerOfAssignment(c, services), 'skipped')
}

async function report(c: Context<AppEnv>, services: Services, bringer: Bringer, form: FormData): Promise<Response> {
  const read = ReportRequest.safeParse({ reason: textOf(form, 'reason'), comment: textOf(form, 'comment'), workMs: workMsOf(form) })
  if (!read.success) refuse({ kind: 'invalid_request', issues: issuesIn(read.error.issues, c.var.locale) })
  const reported = await reportTask(services, holderOf(c), read.data)
  if (!reported.ok) refuse(reported.error)
  if (wantsJson(c.req.raw)) return c.json({ ...viewOfReported(reported.value), sentence: sentenceAfter(reported.value, c.var.locale) })
  const done = `reported&task=${publicId('asg', holderOf(c).assignmentId)}`
  return goOn(c, services, bringer, await offerOfAssignment(c, services), done)
}

async function draft(c: Context<AppEnv>, services: Services, form: FormData): Promise<Response> {
  const offer = await offerOfAssignment(c, services)
  const body = getTaskSetup(offer.taskType, offer.settings).fromForm(form)
  const read = DraftRequest.safeParse({ body, version: Number(textOf(form, 'version')) })
  if (!read.success) refuse({ kind: 'invalid_request', issues: issuesIn(read.error.issues, c.var.locale) })
  const saved = await saveDraft(services, holderOf(c), { body, version: read.data.version })
  if (!saved.ok) refuse(saved.error)
  return c.json({ saved: saved.value.saved, version: saved.value.draft.version })
}

/**
 * Without script: straight to the next task, of this batch or of the one that is brought next; or to the page that says why
 * there is none.
 */
async function goOn(c: Context<AppEnv>, services: Services, bringer: Bringer, offer: OfferOfBatch, done: string): Promise<Response> {
  const { id: workerId } = signedIn(c)
  const task = (batchId: string) => c.redirect(`/work/${publicId('bat', batchId)}/task?done=${done}`, 303)
  if (await isBrought(services.db, offer.batchId, workerId)) {
    const { batchId, empty } = await bringNext(services, bringer, workerId)
    return batchId === null
      ? nextPage(c, bringer, empty, await flashOf(services, workerId, new URLSearchParams(`done=${done}`), c.var.locale))
      : task(batchId)
  }
  const empty = offer.state === 'open' ? await takeNextTask(services, offer.batchId, workerId) : pauseOf(offer)
  if (empty === null) return task(offer.batchId)
  return offerPage(c, services, offer.state === 'closed' ? { cause: 'closed' } : empty)
}

/** For the script, what would be paid now: the dialog over the task may have been open since many tasks. */
async function reportPage(c: Context<AppEnv>, services: Services): Promise<Response> {
  const { locale } = c.var
  const t = messages[locale]
  const terms = (await findReportTerms(services, holderOf(c))) ?? refuse({ kind: 'not_found' })
  if (wantsJson(c.req.raw)) return c.json({ sentence: sentenceBefore(terms, locale) })
  const address = `/work/tasks/${publicId('asg', holderOf(c).assignmentId)}`
  return shell(
    c,
    { title: t.title },
    <section class="narrow">
      <h1>{t.title}</h1>
      <form class="form" method="post" action={address}>
        <ReportFields locale={locale} terms={terms} />
        <div class="actions">
          <Button>{t.send}</Button>
          <LinkButton href={address} look="quiet">
            {t.cancel}
          </LinkButton>
        </div>
      </form>
    </section>,
  )
}

async function offerOfAssignment(c: Context<AppEnv>, services: Services): Promise<OfferOfBatch> {
  const { batchId } = c.var.subject
  const offer = batchId === null ? null : await findOffer(services.db, batchId, signedIn(c).id)
  return offer ?? refuse({ kind: 'not_found' })
}

function workMsOf(form: FormData): number | null {
  const text = textOf(form, 'workMs')
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

function holderOf(c: Context<AppEnv>): Holder {
  const { assignment } = c.var.subject
  if (assignment === null) throw new Error('the guard found no assignment in the path')
  return { assignmentId: assignment.id, workerId: signedIn(c).id }
}
