import type { OpenAPIHono } from '@hono/zod-openapi'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import { csvAttachment } from '../platform/http/csv-attachment.ts'
import { decodeCursor, encodeCursor } from '../platform/http/cursor.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatInstant, formatMoney, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Empty, Instant, LinkButton, Pager, State, Table } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { readParameters } from '../rules/index.ts'
import { shell } from '../shell/index.ts'
import { listDoneWork, listOwnReports, type DoneWork, type OwnReport } from './offers.store.ts'
import { ownWorkFile } from './own-work-file.ts'
import { messages } from './pages.messages.ts'
import { rejectionReasons } from './rejection-reasons.messages.ts'
import { messages as reportMessages } from './report.messages.ts'
import { sentenceOfPaid } from './report.view.tsx'
import { Unsent, UNSENT_SCRIPT } from './unsent.view.tsx'

const PAGE = 50
const REPORTS = 20
const TONES = { submitted: 'active', approved: 'ok', rejected: 'error' } as const

/** What a worker submitted, with the receipts. */
export function historyPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/me/work', allow('work.history'), async (c) => {
    const { locale } = c.var
    const t = messages[locale].history
    const after = decodeCursor(c.req.query('after'))
    const found = await listDoneWork(services.db, signedIn(c).id, after === null ? null : { submittedAt: after.at, id: after.id }, PAGE + 1)
    const shown = found.slice(0, PAGE)
    const last = shown.at(-1)
    const next = found.length > PAGE && last !== undefined ? `/me/work?after=${encodeCursor(last.submittedAt, last.id)}` : null
    return shell(
      c,
      { title: t.title, variant: 'wide', scripts: [UNSENT_SCRIPT] },
      <>
        <div class="page-title">
          <h1>{t.title}</h1>
          {shown.length > 0 && (
            <LinkButton look="quiet" href="/me/work.csv" download>
              {t.file.label}
            </LinkButton>
          )}
        </div>
        <p class="lead">{t.lead}</p>
        <Unsent locale={locale} workerId={signedIn(c).id} />
        {shown.length === 0 ? (
          <Empty title={t.emptyTitle} why={t.emptyWhy}>
            <LinkButton href="/work">{t.toWork}</LinkButton>
          </Empty>
        ) : (
          <>
            <Comparisons rows={shown} locale={locale} />
            <DoneTable rows={shown} changeable={after === null ? await idsToChange(services, shown) : new Set()} locale={locale} />
          </>
        )}
        {after === null && <Reports rows={await listOwnReports(services.db, signedIn(c).id, REPORTS)} locale={locale} />}
        <Pager locale={locale} previous={after === null ? null : '/me/work'} next={next} />
      </>,
    )
  })

  routes.get('/me/work.csv', allow('work.history'), (c) => {
    const { locale } = c.var
    return csvAttachment(messages[locale].history.file.name, services.now(), ownWorkFile(services.db, signedIn(c).id, locale))
  })
  return routes
}

/** The latest responses of each batch, as long as nobody reviewed them; only the first page of the list can have them all. */
async function idsToChange(services: Services, newestFirst: readonly DoneWork[]): Promise<ReadonlySet<string>> {
  const { undoResponses } = await readParameters(services.db)
  const seen = new Map<string, number>()
  const found = new Set<string>()
  for (const { id, batchId, state } of newestFirst) {
    const later = seen.get(batchId) ?? 0
    seen.set(batchId, later + 1)
    if (state === 'submitted' && later < undoResponses) found.add(id)
  }
  return found
}

interface DoneTableProps {
  readonly rows: readonly DoneWork[]
  readonly changeable: ReadonlySet<string>
  readonly locale: Locale
}

function Reports({ rows, locale }: { rows: readonly OwnReport[]; locale: Locale }) {
  const t = messages[locale].history
  if (rows.length === 0) return null
  return (
    <section>
      <h2>{t.reports}</h2>
      <ul class="results">
        {rows.map((row) => (
          <li class="card">
            <p>
              <a href={`/work/${publicId('bat', row.batchId)}`}>{row.batchName}</a>, {messages[locale].task.title({ number: row.number })} ·{' '}
              <Instant at={row.createdAt} text={formatInstant(row.createdAt, locale)} />
            </p>
            <p>{reportMessages[locale].reasons[row.reason]}</p>
            {row.comment !== '' && <p class="lines">{row.comment}</p>}
            {row.workMs !== null && row.payMicros !== null && (
              <p>{sentenceOfPaid({ workMs: row.workMs, pay: row.payMicros }, row.currency, locale)}</p>
            )}
            {row.answer === null || row.answeredAt === null ? (
              <p class="soft">{t.unanswered}</p>
            ) : (
              <p class="lines">
                <strong>{t.answered({ at: row.answeredAt })}</strong> {row.answer}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function DoneTable({ rows, changeable, locale }: DoneTableProps) {
  const t = messages[locale].history
  return (
    <Table
      caption={t.title}
      captionHidden
      rows={rows}
      columns={[
        { label: t.columns.when, cell: (row) => <Instant at={row.submittedAt} text={formatInstant(row.submittedAt, locale)} /> },
        {
          label: t.columns.what,
          heading: true,
          cell: (row) => (
            <span>
              <a href={`/work/${publicId('bat', row.batchId)}`}>{row.batchName}</a>, {messages[locale].task.title({ number: row.number })}
            </span>
          ),
        },
        { label: t.columns.state, cell: (row) => <DecisionCell row={row} mayChange={changeable.has(row.id)} locale={locale} /> },
        { label: t.columns.price, numeric: true, cell: (row) => formatMoney(row.priceMicros, row.currency, locale) },
        { label: t.columns.receipt, cell: (row) => <ReceiptCell row={row} locale={locale} /> },
      ]}
    />
  )
}

/** Each batch of the page once: how the own responses compare there. */
function Comparisons({ rows, locale }: { rows: readonly DoneWork[]; locale: Locale }) {
  const batches = new Map(rows.map(({ batchId, batchName }) => [batchId, batchName]))
  return (
    <p class="small">
      {messages[locale].history.compare}{' '}
      {[...batches].map(([id, name], i) => (
        <>
          {i > 0 && ', '}
          <a href={`/me/work/${publicId('bat', id)}`}>{name}</a>
        </>
      ))}
    </p>
  )
}

function DecisionCell({ row, mayChange, locale }: { row: DoneWork; mayChange: boolean; locale: Locale }) {
  const t = messages[locale].history
  return (
    <>
      <State tone={TONES[row.state]}>{t.states[row.state]}</State>
      {row.state === 'submitted' && row.reviewClosesAt !== null && <p class="small">{t.closes({ at: row.reviewClosesAt })}</p>}
      {mayChange && (
        <p class="small">
          <a href={`/work/tasks/${publicId('asg', row.id)}`}>
            {t.change}
            <span class="visually-hidden"> : {messages[locale].task.title({ number: row.number })}</span>
          </a>
        </p>
      )}
      {row.decision === 'silence' && <p class="small">{t.silence}</p>}
      {row.surplus && <p class="small">{t.surplus}</p>}
      {row.rejection !== null && (
        <p class="small">
          <strong>{rejectionReasons[locale][row.rejection.reason]}.</strong> {t.rejectedFor(row.rejection)} {t.rejectedBy(row.rejection)}
        </p>
      )}
    </>
  )
}

function ReceiptCell({ row, locale }: { row: DoneWork; locale: Locale }) {
  const t = messages[locale].history
  const hash = row.receiptHash.toString('hex')
  return (
    <details>
      <summary>
        <code>{hash.slice(0, 12)}</code>
      </summary>
      <p class="small lines">
        {t.receiptDetails({ hash, version: row.instructionsVersion, at: row.submittedAt, time: row.workMs / 1000 })}
      </p>
    </details>
  )
}
