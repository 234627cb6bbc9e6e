import { hourlyRate } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, idInCursor } from '../platform/http/api.ts'
import { csvAttachment } from '../platform/http/csv-attachment.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatDate, formatDuration, formatInstant, formatMoney, formatNumber, formatRate, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { BarChart, Empty, Facts, Instant, LinkButton, Money, Pager, Table, type Fact } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { shell } from '../shell/index.ts'
import {
  earningsOf,
  listEarnings,
  listMonths,
  type Earnings,
  type EarningsLine,
  type MonthOfEarnings,
  type PaidTime,
} from './earnings.store.ts'
import { messages } from './ledger.messages.ts'
import { earningsFile } from './statement-files.ts'

const PAGE_SIZE = 25
const MONTHS_SHOWN = 24

export function earningsPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/me/earnings', allow('ledger.own_statement'), (c) => showEarnings(services, c))
  routes.get('/me/earnings.csv', allow('ledger.own_statement'), (c) => {
    const { locale } = c.var
    return csvAttachment(messages[locale].earnings.fileName, services.now(), earningsFile(services.db, signedIn(c).id, locale))
  })
  return routes
}

async function showEarnings({ db }: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const t = messages[locale].earnings
  const before = idInCursor('trf', c.req.query('cursor'), locale)
  const { id } = signedIn(c)
  const [balances, months, page] = await Promise.all([
    earningsOf(db, id),
    listMonths(db, id),
    listEarnings(db, id, { before, limit: PAGE_SIZE }),
  ])
  return shell(
    c,
    { title: t.title },
    <>
      <div class="page-title">
        <h1>{t.title}</h1>
        {page.items.length > 0 && (
          <LinkButton look="quiet" href="/me/earnings.csv" download>
            {t.file}
          </LinkButton>
        )}
      </div>
      <p class="lead">{t.lead}</p>
      {balances.length > 0 && <Facts locale={locale} facts={balances.flatMap((earnings) => factsOf(earnings, locale))} />}
      {before === null && balances.map(({ currency }) => <Months locale={locale} currency={currency} months={months} />)}
      {page.items.length === 0 ? (
        <Empty title={t.none} why={<p>{t.noneWhy}</p>}>
          <LinkButton href="/work">{t.seeWork}</LinkButton>
        </Empty>
      ) : (
        <Lines locale={locale} lines={page.items} />
      )}
      {before !== null && (
        <p>
          <a href="/me/earnings">{t.newest}</a>
        </p>
      )}
      <Pager
        locale={locale}
        previous={null}
        next={page.nextCursor === null ? null : `/me/earnings?cursor=${publicId('trf', page.nextCursor)}`}
      />
    </>,
  )
}

function factsOf({ currency, paid, waiting, waitingResponses }: Earnings, locale: Locale): Fact[] {
  const t = messages[locale].earnings
  const responses = t.responses({ count: waitingResponses, text: formatNumber(waitingResponses, locale) })
  return [
    {
      label: t.paid({ currency }),
      value: <Money text={formatMoney(paid, currency, locale)} />,
      explanation: <p>{t.paidHow}</p>,
      big: true,
    },
    {
      label: t.waiting({ currency }),
      value: <Money text={formatMoney(waiting, currency, locale)} />,
      explanation: <p>{t.waitingHow({ responses })}</p>,
      big: true,
    },
  ]
}

function Months({ locale, currency, months }: { locale: Locale; currency: string; months: readonly MonthOfEarnings[] }) {
  const t = messages[locale].earnings
  const own = months.filter((month) => month.currency === currency)
  if (own.length === 0) return null
  const name = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return (
    <section class="stack">
      <BarChart
        caption={t.months({ currency })}
        labelHeading={t.month}
        valueHeading={t.amount}
        bars={own.slice(0, MONTHS_SHOWN).map(({ month, amount }) => ({
          label: name.format(new Date(`${month}-15T00:00:00Z`)),
          // only the length of the bar: the figure beside it is exact
          value: Math.max(0, Number(amount)),
          text: formatMoney(amount, currency, locale),
        }))}
      />
      {own.length > MONTHS_SHOWN && <p class="muted">{t.allMonths}</p>}
    </section>
  )
}

function Lines({ locale, lines }: { locale: Locale; lines: readonly EarningsLine[] }) {
  const t = messages[locale].earnings
  return (
    <Table
      caption={t.lines}
      rows={lines}
      columns={[
        { label: t.columns.at, cell: ({ at }) => <Day at={at} locale={locale} /> },
        { label: t.columns.what, heading: true, cell: (line) => taskOf(line, locale) },
        { label: t.columns.whom, cell: ({ projectName, organisationName }) => joined([projectName, organisationName]) },
        { label: t.columns.amount, numeric: true, cell: ({ amount, currency }) => <Money text={formatMoney(amount, currency, locale)} /> },
        { label: t.columns.receipt, cell: (line) => <Receipt locale={locale} line={line} /> },
      ]}
    />
  )
}

function Day({ at, locale }: { at: Date; locale: Locale }) {
  return (
    <span class="nowrap">
      <Instant at={at} text={formatDate(at, locale)} />
    </span>
  )
}

function taskOf(line: EarningsLine, locale: Locale): string {
  const t = messages[locale].earnings
  const task = line.taskNumber === null ? null : t.task({ number: formatNumber(line.taskNumber, locale) })
  return joined([line.batchName, task, line.kind === 'pay' ? null : t.kinds[line.kind], line.reference])
}

const joined = (texts: readonly (string | null)[]): string => texts.filter((text) => text !== null && text !== '').join(' · ')

function Receipt({ locale, line }: { locale: Locale; line: EarningsLine }) {
  if (line.time !== null) return <TimeReceipt locale={locale} line={line} time={line.time} />
  if (line.receiptHash === null) return null
  const hash = line.receiptHash.toString('hex')
  return (
    <details>
      <summary class="nowrap">
        <code>{hash.slice(0, 12)}</code>
      </summary>
      <p class="small">
        <code>{hash}</code> <a href="/me/work">{messages[locale].earnings.receipt}</a>
      </p>
    </details>
  )
}

/** What a break or the time on a broken task was paid for, so that its amount can be worked out again. */
function TimeReceipt({ locale, line, time: paid }: { locale: Locale; line: EarningsLine; time: PaidTime }) {
  const t = messages[locale].earnings
  const { timeAt, countedMs, priceMicros, estimateSeconds } = paid
  const time = formatDuration(countedMs / 1000, locale)
  const rate = formatRate(hourlyRate(priceMicros, estimateSeconds), line.currency, locale)
  const at = formatInstant(timeAt, locale)
  return (
    <details>
      <summary class="nowrap">{time}</summary>
      <p class="small">
        {line.kind === 'broken_pay'
          ? t.brokenReceipt({ at, time, rate, price: formatMoney(priceMicros, line.currency, locale) })
          : t.breakReceipt({ start: at, time, rate })}
      </p>
    </details>
  )
}
