import { AnswerReportRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { toPage, type ListPage } from '../platform/db/page.ts'
import { apiRoutes, idInCursor, issuesIn } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { formatInstant, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import { Button, Field, Instant, Pager, State, Table } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { BatchHeader, batchPath } from './batch-header.tsx'
import { batchOf } from './batch-of.pages.tsx'
import type { BatchRow } from './batches.store.ts'
import { messages } from './people.messages.ts'
import { answerReportRow, findPlace, listLeases, listReports, type LeaseRow, type ReportRow } from './people.store.ts'

const LEASES_SHOWN = 50
const REPORTS_SHOWN = 20

interface Refused {
  readonly reportId: string
  readonly typed: string
  readonly errors: readonly string[]
}

export function peoplePages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/batches/:batch/people', allow('batches.see'), async (c) => showPeople(services, c, null))

  routes.post('/batches/:batch/reports/:report/answer', allow('batches.answer_report'), async (c) => {
    const batchId = c.var.subject.batchId ?? refuse({ kind: 'not_found' })
    const reportId = parsePublicId('rep', c.req.param('report')) ?? refuse({ kind: 'not_found' })
    const typed = textOf(await readForm(c), 'answer')
    const answer = AnswerReportRequest.shape.answer.safeParse(typed)
    if (!answer.success) {
      const errors = issuesIn(answer.error.issues, c.var.locale).map(({ message }) => message)
      return showPeople(services, c, { reportId, typed, errors })
    }
    const answered = await answerReportRow(services.db, { batchId, reportId, answer: answer.data, by: signedIn(c).id, now: services.now() })
    if (!answered) refuse({ kind: 'not_found' })
    return c.redirect(`${batchPath(batchId)}/people?done=answered`, 303)
  })
  return routes
}

async function showPeople(services: Services, c: Context<AppEnv>, refused: Refused | null) {
  const { locale } = c.var
  const { db } = services
  const t = messages[locale]
  const batch = await batchOf(services, c)
  const [leaseCursor, reportCursor] = [idInCursor('asg', c.req.query('leases'), locale), idInCursor('rep', c.req.query('reports'), locale)]
  const leasePlace = leaseCursor === null ? null : await findPlace(db, 'assignments', batch.id, leaseCursor)
  const reportPlace = reportCursor === null ? null : await findPlace(db, 'reports', batch.id, reportCursor)
  const leases = toPage(await listLeases(db, batch.id, leasePlace, LEASES_SHOWN + 1), LEASES_SHOWN, (row) => publicId('asg', row.id))
  const reports = toPage(await listReports(db, batch.id, reportPlace, REPORTS_SHOWN + 1), REPORTS_SHOWN, (row) => publicId('rep', row.id))
  const project = await getDisclosure(db, batch.project_id)
  const flash = c.req.query('done') === 'answered' ? ({ tone: 'ok', text: t.done } as const) : null
  return shell(
    c,
    { title: t.title, status: refused === null ? 200 : 422, flash },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="people" />
      <p class="muted measure">{t.pseudonyms}</p>
      <Reports locale={locale} batch={batch} reports={reports} isFirst={reportPlace === null} refused={refused} />
      <Leases locale={locale} batch={batch} leases={leases} isFirst={leasePlace === null} />
    </div>,
  )
}

function Leases({ locale, batch, leases, isFirst }: { locale: Locale; batch: BatchRow; leases: ListPage<LeaseRow>; isFirst: boolean }) {
  const t = messages[locale]
  const path = `${batchPath(batch.id)}/people`
  const instant = (at: Date) => <Instant at={at} text={formatInstant(at, locale)} />
  return (
    <section class="stack">
      <h2>{t.leases}</h2>
      <p class="muted">{leases.items.length === 0 ? t.noLeases : t.leasesWhy}</p>
      {leases.items.length > 0 && (
        <Table
          caption={t.leases}
          captionHidden
          columns={[
            { label: t.task, cell: (row) => <TaskLink batch={batch} number={row.number} locale={locale} />, heading: true },
            { label: t.worker, cell: (row) => <code>{row.pseudonym}</code> },
            { label: t.since, cell: (row) => instant(row.leased_at) },
            { label: t.until, cell: (row) => instant(row.lease_expires_at) },
          ]}
          rows={leases.items}
        />
      )}
      <Pager
        locale={locale}
        previous={isFirst ? null : path}
        next={leases.nextCursor === null ? null : `${path}?leases=${leases.nextCursor}`}
      />
    </section>
  )
}

function TaskLink({ batch, number, locale }: { batch: BatchRow; number: number; locale: Locale }) {
  return <a href={`${batchPath(batch.id)}/try?row=${number}`}>{messages[locale].taskNumber({ number: formatNumber(number, locale) })}</a>
}

interface ReportsProps {
  readonly locale: Locale
  readonly batch: BatchRow
  readonly reports: ListPage<ReportRow>
  readonly isFirst: boolean
  readonly refused: Refused | null
}

function Reports({ locale, batch, reports, isFirst, refused }: ReportsProps) {
  const t = messages[locale]
  const path = `${batchPath(batch.id)}/people`
  return (
    <section class="stack">
      <h2>{t.reports}</h2>
      {reports.items.length === 0 && <p class="muted">{t.noReports}</p>}
      {reports.items.map((report) => (
        <Report locale={locale} batch={batch} report={report} refused={refused?.reportId === report.id ? refused : null} />
      ))}
      <Pager
        locale={locale}
        previous={isFirst ? null : path}
        next={reports.nextCursor === null ? null : `${path}?reports=${reports.nextCursor}`}
      />
    </section>
  )
}

function Report({ locale, batch, report, refused }: { locale: Locale; batch: BatchRow; report: ReportRow; refused: Refused | null }) {
  const t = messages[locale]
  const id = publicId('rep', report.id)
  const time = formatInstant(report.created_at, locale)
  return (
    <article class="card">
      <h3>
        <TaskLink batch={batch} number={report.number} locale={locale} /> <State tone="warning">{t.reasons[report.reason]}</State>
      </h3>
      <p class="muted">{t.reported({ worker: report.pseudonym, time })}</p>
      {report.comment !== '' && <blockquote class="pre">{report.comment}</blockquote>}
      {report.answered_at !== null && (
        <p class="muted">{t.answered({ who: report.answered_by ?? '', time: formatInstant(report.answered_at, locale) })}</p>
      )}
      <form class="form" method="post" action={`${batchPath(batch.id)}/reports/${id}/answer`}>
        <Field
          locale={locale}
          kind="textarea"
          // the label names the task: several such forms are on the page
          name="answer"
          label={
            <>
              {t.answer}
              <span class="visually-hidden"> ({t.taskNumber({ number: formatNumber(report.number, locale) })})</span>
            </>
          }
          hint={t.answerHint}
          value={refused?.typed ?? report.answer ?? ''}
          rows={2}
          required
          maxlength={2000}
          errors={refused?.errors ?? []}
        />
        <Button look="quiet">{report.answer === null ? t.send : t.change}</Button>
      </form>
    </article>
  )
}
