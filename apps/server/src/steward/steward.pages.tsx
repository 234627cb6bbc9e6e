import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Allow } from '../access/index.ts'
import { listDeposits, readHoldings, type CurrencyFigures } from '../ledger/index.ts'
import { apiRoutes, idInCursor } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatDuration, formatInstant, formatMoney, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Empty, Facts, Instant, LinkButton, Money, Pager, Table } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { shell } from '../shell/index.ts'
import { DepositsTable, flashOf } from './deposits.view.tsx'
import { listLeases, readFigures, type InstanceFigures } from './figures.store.ts'
import { messages } from './steward.messages.ts'

const LAST_DEPOSITS = 5
const LEASES_A_PAGE = 50

export function stewardPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/steward', allow('steward.see'), (c) => showInstance(services, c))
  routes.get('/steward/leases', allow('steward.see'), (c) => showLeases(services, c))
  return routes
}

async function showInstance(services: Services, c: Context<AppEnv>) {
  const { db } = services
  const { locale } = c.var
  const t = messages[locale]
  const now = services.now()
  const [figures, holdings, deposits] = await Promise.all([
    readFigures(db, now),
    readHoldings(db),
    listDeposits(db, { before: null, limit: LAST_DEPOSITS }),
  ])
  return shell(
    c,
    { title: t.title, flash: flashOf(c) },
    <>
      <div class="page-title">
        <h1>{t.title}</h1>
        <LinkButton href="/steward/deposits/new">{t.deposits.record}</LinkButton>
      </div>
      <p class="lead">{t.lead}</p>
      <section class="stack">
        <h2>{t.figures}</h2>
        <Figures figures={figures} now={now} locale={locale} />
      </section>
      <section class="stack">
        <h2>{t.accounts}</h2>
        <p class="muted">{t.accountsLead}</p>
        {holdings.length === 0 ? <p>{t.noAccounts}</p> : <Holdings holdings={holdings} locale={locale} />}
      </section>
      <section class="stack">
        <h2>{t.deposits.last}</h2>
        <DepositsTable locale={locale} deposits={deposits.items} />
        {deposits.nextCursor !== null && (
          <p>
            <a href="/steward/deposits">{t.deposits.all}</a>
          </p>
        )}
      </section>
    </>,
  )
}

function Figures({ figures, now, locale }: { figures: InstanceFigures; now: Date; locale: Locale }) {
  const t = messages[locale]
  const number = (value: number) => <span class="tabular">{formatNumber(value, locale)}</span>
  const { oldestJobSince } = figures
  const waits = oldestJobSince === null ? null : formatDuration(Math.max(0, now.getTime() - oldestJobSince.getTime()) / 1000, locale)
  return (
    <Facts
      locale={locale}
      facts={[
        { label: t.people, value: number(figures.people) },
        { label: t.organisations, value: number(figures.organisations) },
        { label: t.openBatches, value: number(figures.openBatches) },
        { label: t.pausedBatches, value: number(figures.pausedBatches) },
        { label: t.importsRunning, value: number(figures.importsRunning) },
        {
          label: t.leasesHeld,
          value: number(figures.leasesHeld),
          explanation: (
            <p>
              {t.leasesHow} <a href="/steward/leases">{t.leasesLink}</a>
            </p>
          ),
        },
        { label: t.toReview, value: number(figures.responsesToReview), explanation: <p>{t.toReviewHow}</p> },
        {
          label: t.jobs,
          value: number(figures.jobsWaiting),
          explanation: <p>{waits === null ? t.noJob : t.oldest({ duration: waits })}</p>,
        },
      ]}
    />
  )
}

function Holdings({ holdings, locale }: { holdings: readonly CurrencyFigures[]; locale: Locale }) {
  const { columns } = messages[locale]
  const kinds = ['bank', 'organisations', 'escrow', 'workers', 'fees', 'commons'] as const
  return (
    <Table
      caption={messages[locale].accounts}
      captionHidden
      rows={holdings}
      columns={[
        { label: columns.currency, heading: true, cell: ({ currency }) => currency },
        ...kinds.map((kind) => ({
          label: columns[kind],
          numeric: true,
          cell: (row: CurrencyFigures) => <Money text={formatMoney(row[kind], row.currency, locale)} />,
        })),
      ]}
    />
  )
}

async function showLeases({ db }: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const t = messages[locale].leases
  const after = idInCursor('asg', c.req.query('cursor'), locale)
  const page = await listLeases(db, { after, limit: LEASES_A_PAGE })
  return shell(
    c,
    { title: t.title },
    <>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      {page.items.length === 0 ? (
        <Empty title={t.none} why={<p>{t.noneWhy}</p>} />
      ) : (
        <Table
          caption={t.title}
          captionHidden
          rows={page.items}
          columns={[
            { label: t.columns.worker, heading: true, cell: ({ workerName }) => workerName },
            { label: t.columns.batch, cell: ({ batchName }) => batchName },
            { label: t.columns.task, numeric: true, cell: ({ number }) => formatNumber(number, locale) },
            { label: t.columns.since, cell: ({ leasedAt }) => <Instant at={leasedAt} text={formatInstant(leasedAt, locale)} /> },
            { label: t.columns.until, cell: ({ expiresAt }) => <Instant at={expiresAt} text={formatInstant(expiresAt, locale)} /> },
          ]}
        />
      )}
      <Pager
        locale={locale}
        previous={null}
        next={page.nextCursor === null ? null : `/steward/leases?cursor=${publicId('asg', page.nextCursor)}`}
      />
    </>,
  )
}
