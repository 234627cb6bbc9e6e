import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { BatchHeader, batchOf, CostTable, type BatchRow } from '../batches/index.ts'
import { balanceOfOrganisation } from '../ledger/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { formatMoney, formatNumber, formatPercent } from '../platform/i18n/index.ts'
import {
  Button,
  Empty,
  ErrorSummary,
  errorsOf,
  Facts,
  Field,
  HiddenFields,
  LinkButton,
  type FormProblem,
} from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { sentenceOf, STATUS, type Refusal } from '../problems/index.ts'
import { getDisclosure } from '../projects/index.ts'
import { readParameters } from '../rules/index.ts'
import { shell } from '../shell/index.ts'
import { askWhereUnsure, planMore, type MorePlan } from './ask-where-unsure.ts'
import { messages } from './more.messages.ts'
import { resultsPath } from './results.view.tsx'
import { SURE_DEFAULT } from './sure.view.tsx'

/** What was typed: a limit in per cent, and how many more; empty for as many as the figures advise. */
interface Typed {
  readonly below: string
  readonly more: string
}

/** What more responses for unsure tasks cost is shown first, and done by a second step; a refusal comes back to the same page. */
export function morePages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const path = '/batches/:batch/results/more'

  routes.get(path, allow('batches.steer'), async (c) => {
    const typed = { below: c.req.query('below') ?? String(SURE_DEFAULT), more: c.req.query('more') ?? '' }
    return showMore(services, c, await batchOf(services, c), typed, null)
  })

  routes.post(path, allow('batches.steer'), async (c) => {
    const batch = await batchOf(services, c)
    const form = await readForm(c)
    const typed = { below: textOf(form, 'below'), more: textOf(form, 'more') }
    const [below, more] = [wholeIn(typed.below, 100), wholeIn(typed.more, 98)]
    const shown = wholeIn(textOf(form, 'tasks'), 100_000_000) ?? 0
    if (below === null || more === null) return showMore(services, c, batch, typed, null)
    const asked = await askWhereUnsure(services, { batchId: batch.id, below, more, shown, by: signedIn(c).id })
    return asked.ok ? c.redirect(`${resultsPath(batch.id)}?done=more`, 303) : showMore(services, c, batch, typed, asked.error)
  })
  return routes
}

/** A whole number from 1 to `max`, else null. */
function wholeIn(text: string, max: number): number | null {
  const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0
  return value >= 1 && value <= max ? value : null
}

async function showMore(services: Services, c: Context<AppEnv>, batch: BatchRow, typed: Typed, refusal: Refusal | null) {
  const { locale } = c.var
  const t = messages[locale].page
  const [below, more] = [wholeIn(typed.below, 100), typed.more.trim() === '' ? undefined : wholeIn(typed.more, 98)]
  const problems: FormProblem[] = [
    ...(below === null ? [{ field: 'below', message: t.limitError }] : []),
    ...(more === null ? [{ field: 'more', message: t.moreError }] : []),
    ...(refusal === null ? [] : [{ message: sentenceOf(refusal, locale) }]),
  ]
  const plan = await planMore(services, batch, { below: below ?? SURE_DEFAULT, more: more ?? null })
  const project = await getDisclosure(services.db, batch.project_id)
  const status = refusal === null ? (problems.length === 0 ? 200 : STATUS.invalid_request) : STATUS[refusal.kind]
  return shell(
    c,
    { title: t.title, status },
    <div class="stack">
      <BatchHeader locale={locale} batch={batch} projectName={project.name} tab="results" />
      <p>
        <a href={resultsPath(batch.id)}>← {t.back}</a>
      </p>
      <h2>{t.title}</h2>
      <ErrorSummary locale={locale} problems={problems} />
      {batch.state === 'open' || batch.state === 'paused' ? (
        <>
          <p class="measure">{t.what}</p>
          <Limits c={c} typed={{ ...typed, more: typed.more.trim() === '' ? String(plan.more) : typed.more }} problems={problems} />
          {await Plan({ services, c, batch, plan, mayConfirm: below !== null && more !== null })}
        </>
      ) : (
        <Empty title={t.nothing} why={<p>{t.closed}</p>}>
          <LinkButton href={resultsPath(batch.id)}>{t.back}</LinkButton>
        </Empty>
      )}
    </div>,
  )
}

function Limits({ c, typed, problems }: { c: Context<AppEnv>; typed: Typed; problems: readonly FormProblem[] }) {
  const { locale } = c.var
  const t = messages[locale].page
  const errors = (name: string) => errorsOf(problems, name)
  return (
    <form class="filters" method="get">
      <Field locale={locale} name="below" label={t.limit} value={typed.below} required inputmode="numeric" errors={errors('below')} />
      <Field locale={locale} name="more" label={t.more} value={typed.more} aside="" inputmode="numeric" errors={errors('more')} />
      <Button look="quiet">{t.compute}</Button>
    </form>
  )
}

interface PlanProps {
  readonly services: Services
  readonly c: Context<AppEnv>
  readonly batch: BatchRow
  readonly plan: MorePlan
  readonly mayConfirm: boolean
}

async function Plan({ services, c, batch, plan, mayConfirm }: PlanProps) {
  const { locale } = c.var
  const t = messages[locale].page
  const number = (value: number | bigint) => formatNumber(value, locale, 0)
  const balance = await balanceOfOrganisation(services.db, batch.organisation_id, batch.currency)
  const parameters = await readParameters(services.db)
  const { cost, tasks, waiting, more, advised, below } = plan
  const advice = advised === null ? t.noAdvice : t.advised({ more: advised, percent: formatPercent(Math.min(below / 100, 0.999), locale) })
  return (
    <>
      <Facts
        locale={locale}
        facts={[
          { label: t.tasks, value: number(tasks), explanation: t.tasksWhy, big: true },
          { label: t.waiting, value: number(waiting), explanation: t.waitingWhy },
          { label: t.each, value: number(more) },
        ]}
      />
      <p class="measure">{advice}</p>
      {tasks === 0 ? (
        <Empty title={t.nothing} why={<p>{t.nothingWhy}</p>}>
          <LinkButton href={resultsPath(batch.id)}>{t.back}</LinkButton>
        </Empty>
      ) : (
        <section class="stack">
          <h3>{t.cost({ responses: Number(cost.responses) })}</h3>
          <CostTable
            {...{ locale, cost, parameters, balance, tasks }}
            redundancy={more}
            price={batch.price_micros}
            currency={batch.currency}
          />
          {mayConfirm && (
            <form class="action-form" method="post">
              <HiddenFields values={{ below: String(below), more: String(more), tasks: String(tasks) }} />
              <Button>{t.confirm({ amount: formatMoney(cost.total, batch.currency, locale) })}</Button>
            </form>
          )}
        </section>
      )}
    </>
  )
}
