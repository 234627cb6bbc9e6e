import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { findStaffRole, signedIn, type Allow } from '../access/index.ts'
import { apiRoutes, idInCursor } from '../platform/http/api.ts'
import { csvAttachment } from '../platform/http/csv-attachment.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatInstant, formatMoney, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Empty, Facts, Instant, LinkButton, Money, Pager, Table, type Fact } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { messages } from './ledger.messages.ts'
import { paymentReference } from './payment-reference.ts'
import { statementFile } from './statement-files.ts'
import {
  findOrganisation,
  listReserved,
  listStatement,
  moneyOfOrganisation,
  type OrganisationMoney,
  type ReservedBatch,
  type StatementLine,
} from './statement.store.ts'

const PAGE_SIZE = 50
const RESERVED_SHOWN = 20

export function statementPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/organisations/:organisation/statement', allow('ledger.organisation_statement'), (c) => showStatement(services, c))
  routes.get('/organisations/:organisation/statement/lines.csv', allow('ledger.organisation_statement'), (c) => {
    const { locale } = c.var
    return csvAttachment(messages[locale].statement.fileName, services.now(), statementFile(services.db, organisationIn(c), locale))
  })
  return routes
}

const organisationIn = (c: Context<AppEnv>): string => c.var.subject.organisationId ?? refuse({ kind: 'not_found' })

async function showStatement({ db }: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const t = messages[locale].statement
  const before = idInCursor('trf', c.req.query('cursor'), locale)
  const id = organisationIn(c)
  const [organisation, role, balances, reserved, page] = await Promise.all([
    findOrganisation(db, id),
    findStaffRole(db, id, signedIn(c).id),
    moneyOfOrganisation(db, id),
    listReserved(db, id, RESERVED_SHOWN),
    listStatement(db, id, { before, limit: PAGE_SIZE }),
  ])
  if (organisation === null) return refuse({ kind: 'not_found' })
  const path = `/organisations/${publicId('org', id)}/statement`
  const isStaff = role !== null
  return shell(
    c,
    { title: t.titleOf({ name: organisation.name }) },
    <>
      <div class="page-title">
        <h1>{t.titleOf({ name: organisation.name })}</h1>
        {page.items.length > 0 && (
          <LinkButton look="quiet" href={`${path}/lines.csv`} download>
            {t.file}
          </LinkButton>
        )}
      </div>
      {balances.length > 0 && <Facts locale={locale} facts={balances.flatMap((money) => factsOf(money, locale))} />}
      {before === null && <HowToSend locale={locale} organisationId={id} />}
      {before === null && reserved.items.length > 0 && (
        <Reserved {...{ locale, isStaff }} batches={reserved.items} total={reserved.total} />
      )}
      {page.items.length === 0 ? <Empty title={t.none} why={<p>{t.noneWhy}</p>} /> : <Lines {...{ locale, isStaff }} lines={page.items} />}
      {before !== null && (
        <p>
          <a href={path}>{t.newest}</a>
        </p>
      )}
      <Pager
        locale={locale}
        previous={null}
        next={page.nextCursor === null ? null : `${path}?cursor=${publicId('trf', page.nextCursor)}`}
      />
    </>,
  )
}

function factsOf({ currency, available, reserved, spent, deposited }: OrganisationMoney, locale: Locale): Fact[] {
  const t = messages[locale].statement
  const fact = (label: string, amount: bigint, how: string): Fact => ({
    label,
    value: <Money text={formatMoney(amount, currency, locale)} />,
    explanation: <p>{how}</p>,
  })
  return [
    { ...fact(t.available({ currency }), available, t.availableHow), big: true },
    fact(t.reserved({ currency }), reserved, t.reservedHow),
    fact(t.spent({ currency }), spent, t.spentHow),
    fact(t.deposited({ currency }), deposited, t.depositedHow),
  ]
}

function HowToSend({ locale, organisationId }: { locale: Locale; organisationId: string }) {
  const t = messages[locale].statement
  return (
    <section class="card stack">
      <h2>{t.send}</h2>
      <p>{t.sendText}</p>
      <p>
        <strong class="tabular">{paymentReference(organisationId)}</strong>
      </p>
      <p class="muted">{t.sendAfter}</p>
    </section>
  )
}

/** A steward reads the statement too, but not the batches: to them a link would lead to a refusal. */
function BatchName({ isStaff, batchId, name }: { isStaff: boolean; batchId: string; name: string | null }) {
  return isStaff ? <a href={`/batches/${publicId('bat', batchId)}`}>{name}</a> : <>{name}</>
}

interface Reader {
  readonly locale: Locale
  readonly isStaff: boolean
}

function Reserved({ locale, isStaff, batches, total }: Reader & { batches: readonly ReservedBatch[]; total: number }) {
  const t = messages[locale].statement
  const states: Readonly<Record<string, string>> = t.states
  return (
    <section class="stack">
      <Table
        caption={t.held}
        rows={batches}
        columns={[
          {
            label: t.heldColumns.batch,
            heading: true,
            cell: ({ batchId, name }) => <BatchName {...{ isStaff, batchId, name }} />,
          },
          { label: t.heldColumns.project, cell: ({ projectName }) => projectName },
          { label: t.heldColumns.state, cell: ({ state }) => states[state] ?? state },
          { label: t.heldColumns.left, numeric: true, cell: ({ left, currency }) => <Money text={formatMoney(left, currency, locale)} /> },
        ]}
      />
      {total > batches.length && (
        <p class="muted">{t.heldMore({ shown: formatNumber(batches.length, locale), total: formatNumber(total, locale) })}</p>
      )}
    </section>
  )
}

function Lines({ locale, isStaff, lines }: Reader & { lines: readonly StatementLine[] }) {
  const t = messages[locale].statement
  return (
    <Table
      caption={t.lines}
      rows={lines}
      columns={[
        { label: t.columns.at, cell: ({ at }) => <Instant at={at} text={formatInstant(at, locale)} /> },
        { label: t.columns.what, heading: true, cell: (line) => <What {...{ locale, isStaff, line }} /> },
        { label: t.columns.by, cell: ({ by }) => by ?? t.byRule },
        { label: t.columns.amount, numeric: true, cell: ({ amount, currency }) => <Money text={formatMoney(amount, currency, locale)} /> },
      ]}
    />
  )
}

function What({ locale, isStaff, line }: Reader & { line: StatementLine }) {
  const { kinds } = messages[locale].statement
  if (line.kind === 'deposit' || line.kind === 'correction') return <>{kinds[line.kind]({ reference: line.reference })}</>
  return (
    // one element: on a phone the cell sets its parts side by side
    <span>
      {kinds[line.kind]} {line.batchId !== null && <BatchName isStaff={isStaff} batchId={line.batchId} name={line.batchName} />}
    </span>
  )
}
