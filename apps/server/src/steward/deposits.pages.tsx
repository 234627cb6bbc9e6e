import { REFERENCE_MAX_CHARS } from '@canut/contract'
import { parseAmount, type Micros } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { digitsOfReference, findOrganisation, isCurrency, listDeposits, recordDeposit } from '../ledger/index.ts'
import { apiRoutes, customIssue, idInCursor } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { sentenceOfIssue } from '../platform/i18n/index.ts'
import { parsePublicId, publicId } from '../platform/ids.ts'
import { LinkButton, Pager, type FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse, sentenceOf, type Refusal } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { DepositCheck, DepositForm, DepositsTable, flashOf, OrganisationSearch, type DepositFields } from './deposits.view.tsx'
import { searchOrganisations } from './figures.store.ts'
import { messages } from './steward.messages.ts'

const PAGE_SIZE = 50
const FOUND_SHOWN = 20
const SEARCH_MAX_CHARS = 120

/** A deposit is recorded in three steps, each a page without script: find the organisation, fill in, check. */
export function depositPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  routes.get('/steward/deposits', allow('steward.see'), (c) => showDeposits(services, c))
  routes.get('/steward/deposits/new', allow('ledger.deposit'), (c) => showNew(services, c))

  routes.post('/steward/deposits/edit', allow('ledger.deposit'), async (c) => showForm(services, c, await fieldsOf(c), []))

  routes.post('/steward/deposits/check', allow('ledger.deposit'), async (c) => {
    const fields = await fieldsOf(c)
    const checked = checkFields(c, fields)
    if (!checked.ok) return showForm(services, c, fields, checked.problems)
    return showCheck(services, c, checked)
  })

  routes.post('/steward/deposits', allow('ledger.deposit'), async (c) => {
    const fields = await fieldsOf(c)
    const checked = checkFields(c, fields)
    if (!checked.ok) return showForm(services, c, fields, checked.problems)
    const organisation = await getOrganisation(services, fields)
    const { currency, reference } = checked.fields
    const recorded = await recordDeposit(services, {
      organisationId: organisation.id,
      amount: checked.amount,
      currency,
      reference,
      by: signedIn(c).id,
    })
    if (!recorded.ok) return showForm(services, c, fields, [problemOf(c, 'reference', recorded.error)])
    return c.redirect(`/steward?done=${recorded.value.repeated ? 'repeated' : 'recorded'}`, 303)
  })
  return routes
}

type Checked = { ok: true; fields: DepositFields; amount: Micros } | { ok: false; problems: FormProblem[] }

async function fieldsOf(c: Context<AppEnv>): Promise<DepositFields> {
  const form = await readForm(c)
  const field = (name: keyof DepositFields) => textOf(form, name)
  return { organisation: field('organisation'), amount: field('amount'), currency: field('currency'), reference: field('reference') }
}

/** All problems at once; what is right comes back tidied. */
function checkFields(c: Context<AppEnv>, fields: DepositFields): Checked {
  const { locale } = c.var
  const problems: FormProblem[] = []
  const amount = parseAmount(fields.amount)
  if (!amount.ok) problems.push(problemOf(c, 'amount', amount.error))
  else if (amount.value === 0n) problems.push(problemOf(c, 'amount', { kind: 'amount_not_positive' }))
  const currency = fields.currency.trim().toUpperCase()
  if (!isCurrency(currency))
    problems.push({ field: 'currency', message: sentenceOfIssue(customIssue('currency', 'currency_unknown'), locale) })
  const reference = fields.reference.trim().replaceAll(/\s+/g, ' ')
  if (reference === '') problems.push(problemOf(c, 'reference', { kind: 'reference_missing' }))
  if (/\p{Cc}/u.test(reference))
    problems.push({ field: 'reference', message: sentenceOfIssue(customIssue('reference', 'control_characters'), locale) })
  if (reference.length > REFERENCE_MAX_CHARS) {
    const issue = { code: 'too_big', path: ['reference'], message: '', origin: 'string', maximum: REFERENCE_MAX_CHARS }
    problems.push({ field: 'reference', message: sentenceOfIssue(issue, locale) })
  }
  if (problems.length > 0 || !amount.ok) return { ok: false, problems }
  return { ok: true, fields: { ...fields, currency, reference }, amount: amount.value }
}

const problemOf = (c: Context<AppEnv>, field: string, refusal: Refusal): FormProblem => ({
  field,
  message: sentenceOf(refusal, c.var.locale),
})

async function getOrganisation({ db }: Services, fields: Pick<DepositFields, 'organisation'>) {
  const id = parsePublicId('org', fields.organisation)
  const organisation = id === null ? null : await findOrganisation(db, id)
  return organisation ?? refuse({ kind: 'not_found' })
}

async function showNew(services: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const chosen = c.req.query('organisation')
  if (chosen !== undefined) return showForm(services, c, { organisation: chosen, amount: '', currency: 'EUR', reference: '' }, [])

  const t = messages[locale].deposits
  // PostgreSQL has no NUL in its texts, so no name contains one
  const text = (c.req.query('q') ?? '').replaceAll('\u0000', '').trim().slice(0, SEARCH_MAX_CHARS)
  const digits = digitsOfReference(text)
  const found = text === '' ? null : await searchOrganisations(services.db, { text, digits, limit: FOUND_SHOWN })
  return shell(
    c,
    { title: t.record },
    <section class="stack">
      <h1>{t.record}</h1>
      <p class="lead">{t.recordLead}</p>
      <OrganisationSearch locale={locale} text={text} found={found} />
    </section>,
  )
}

async function showForm(services: Services, c: Context<AppEnv>, fields: DepositFields, problems: readonly FormProblem[]) {
  const { locale } = c.var
  const title = messages[locale].deposits.formTitle({ name: (await getOrganisation(services, fields)).name })
  return shell(
    c,
    { title, ...(problems.length > 0 ? { status: 422 } : {}) },
    <section class="stack">
      <h1>{title}</h1>
      <DepositForm locale={locale} fields={fields} problems={problems} />
    </section>,
  )
}

async function showCheck(services: Services, c: Context<AppEnv>, { fields, amount }: Extract<Checked, { ok: true }>) {
  const { locale } = c.var
  const organisation = await getOrganisation(services, fields)
  const title = messages[locale].deposits.checkTitle
  return shell(
    c,
    { title },
    <section class="stack">
      <h1>{title}</h1>
      <DepositCheck locale={locale} organisation={organisation} fields={fields} amount={amount} />
    </section>,
  )
}

async function showDeposits({ db }: Services, c: Context<AppEnv>) {
  const { locale } = c.var
  const t = messages[locale].deposits
  const page = await listDeposits(db, { before: idInCursor('trf', c.req.query('cursor'), locale), limit: PAGE_SIZE })
  return shell(
    c,
    { title: t.title, flash: flashOf(c) },
    <>
      <div class="page-title">
        <h1>{t.title}</h1>
        <LinkButton href="/steward/deposits/new">{t.record}</LinkButton>
      </div>
      <DepositsTable locale={locale} deposits={page.items} />
      <Pager
        locale={locale}
        previous={null}
        next={page.nextCursor === null ? null : `/steward/deposits?cursor=${publicId('trf', page.nextCursor)}`}
      />
    </>,
  )
}
