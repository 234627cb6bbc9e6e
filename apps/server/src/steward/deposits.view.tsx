import type { DepositRow } from '../ledger/index.ts'
import { paymentReference } from '../ledger/index.ts'
import { countryName, formatInstant, formatMoney, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import {
  Button,
  Empty,
  errorsOf,
  ErrorSummary,
  Facts,
  Field,
  HiddenFields,
  Instant,
  LinkButton,
  Money,
  Table,
  type FormProblem,
  type NoticeTone,
} from '../platform/layout/index.ts'
import type { FoundOrganisation } from './figures.store.ts'
import { messages } from './steward.messages.ts'

/** What was typed, as it was typed. */
export interface DepositFields {
  readonly organisation: string
  readonly amount: string
  readonly currency: string
  readonly reference: string
}

/** The sentence of `?done=…` after a post; anything else in it says nothing. */
export function flashOf(c: {
  var: { locale: Locale }
  req: { query(name: string): string | undefined }
}): { tone: NoticeTone; text: string } | null {
  const { done } = messages[c.var.locale]
  const code = c.req.query('done')
  if (code === 'recorded') return { tone: 'ok', text: done.recorded }
  return code === 'repeated' ? { tone: 'info', text: done.repeated } : null
}

export function DepositsTable({ locale, deposits }: { locale: Locale; deposits: readonly DepositRow[] }) {
  const t = messages[locale].deposits
  if (deposits.length === 0) return <Empty title={t.none} why={<p>{t.noneWhy}</p>} />
  return (
    <Table
      caption={t.title}
      captionHidden
      rows={deposits}
      columns={[
        { label: t.at, cell: ({ recordedAt }) => <Instant at={recordedAt} text={formatInstant(recordedAt, locale)} /> },
        {
          label: t.organisation,
          heading: true,
          cell: ({ organisationId, organisationName }) => (
            <a href={`/organisations/${publicId('org', organisationId)}/statement`}>{organisationName}</a>
          ),
        },
        { label: t.bankReference, cell: ({ reference }) => reference },
        { label: t.by, cell: ({ recordedBy }) => recordedBy ?? t.nobody },
        { label: t.amount, numeric: true, cell: ({ amount, currency }) => <Money text={formatMoney(amount, currency, locale)} /> },
      ]}
    />
  )
}

export function OrganisationSearch({
  locale,
  text,
  found,
}: {
  locale: Locale
  text: string
  found: { readonly items: readonly FoundOrganisation[]; readonly more: boolean } | null
}) {
  const t = messages[locale].deposits
  return (
    <>
      <form class="form" method="get" action="/steward/deposits/new" role="search">
        <Field locale={locale} name="q" kind="search" label={t.search} value={text} required maxlength={120} />
        <div class="actions">
          <Button>{t.find}</Button>
        </div>
      </form>
      {found !== null && found.items.length === 0 && <p role="status">{t.nothing({ text })}</p>}
      {found !== null && found.items.length > 0 && (
        <Table
          caption={t.found}
          rows={found.items}
          columns={[
            { label: t.name, heading: true, cell: ({ name }) => name },
            { label: t.country, cell: ({ country }) => countryName(country, locale) },
            { label: t.reference, cell: ({ id }) => <span class="tabular">{paymentReference(id)}</span> },
            {
              label: t.record,
              cell: ({ id, name }) => (
                <a href={`/steward/deposits/new?organisation=${publicId('org', id)}`}>
                  {t.choose}
                  <span class="visually-hidden">{t.chooseFor({ name })}</span>
                </a>
              ),
            },
          ]}
        />
      )}
      {found?.more === true && <p class="muted">{t.more}</p>}
    </>
  )
}

export function DepositForm({ locale, fields, problems }: { locale: Locale; fields: DepositFields; problems: readonly FormProblem[] }) {
  const t = messages[locale].deposits
  const errors = (name: keyof DepositFields) => errorsOf(problems, name)
  return (
    <form class="form" method="post" action="/steward/deposits/check">
      <ErrorSummary locale={locale} problems={problems} />
      <HiddenFields values={{ organisation: fields.organisation }} />
      <Field
        locale={locale}
        name="amount"
        label={t.amount}
        hint={t.amountHint}
        inputmode="decimal"
        value={fields.amount}
        errors={errors('amount')}
        required
        maxlength={40}
      />
      <Field
        locale={locale}
        name="currency"
        label={t.currency}
        value={fields.currency}
        errors={errors('currency')}
        required
        minlength={3}
        maxlength={3}
        spellcheck={false}
      />
      <Field
        locale={locale}
        name="reference"
        label={t.bankReference}
        hint={t.bankReferenceHint}
        value={fields.reference}
        errors={errors('reference')}
        required
        maxlength={140}
        spellcheck={false}
      />
      <div class="actions">
        <Button>{t.check}</Button>
      </div>
    </form>
  )
}

export function DepositCheck({
  locale,
  organisation,
  fields,
  amount,
}: {
  locale: Locale
  organisation: { readonly id: string; readonly name: string }
  fields: DepositFields
  amount: bigint
}) {
  const t = messages[locale].deposits
  const values = { ...fields }
  return (
    <>
      <p>{t.checkLead}</p>
      <Facts
        locale={locale}
        arrange="list"
        facts={[
          { label: t.organisation, value: organisation.name },
          { label: t.reference, value: paymentReference(organisation.id) },
          { label: t.amount, value: <Money text={formatMoney(amount, fields.currency, locale)} />, big: true },
          { label: t.bankReference, value: fields.reference },
        ]}
      />
      <div class="actions">
        <form method="post" action="/steward/deposits">
          <HiddenFields values={values} />
          <Button>{t.confirm}</Button>
        </form>
        <form method="post" action="/steward/deposits/edit">
          <HiddenFields values={values} />
          <Button look="quiet">{t.back}</Button>
        </form>
        <LinkButton look="quiet" href="/steward">
          {messages[locale].title}
        </LinkButton>
      </div>
    </>
  )
}
