import { payOfTime, hourlyRate } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { formatDuration, formatInstant, formatMoney, formatRate, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { ActionForm, Facts, LinkButton, Money } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { beginBreak } from './begin-break.ts'
import { messages } from './breaks.messages.ts'
import type { EndedBreak, StoredBreak } from './breaks.store.ts'
import { endBreak } from './end-break.ts'
import { readBreak, type BreakOf, type Standing } from './read-break.ts'

/** Where a worker takes a paid break from content that may hurt, and reads before and after what it pays. Plain forms, no clock that runs. */
export function breakPages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/work/:batch/break', allow('breaks.own'), async (c) => showBreak(c, services))

  routes.post('/work/:batch/break', allow('breaks.own'), async (c) => {
    const begun = await beginBreak(services, breakOf(c))
    if (!begun.ok) return refuse(begun.error)
    return c.redirect(pathOf(begun.value.batchId), 303)
  })

  routes.post('/work/:batch/break/end', allow('breaks.own'), async (c) => {
    await endBreak(services, signedIn(c).id)
    return c.redirect(pathOf(breakOf(c).batchId), 303)
  })
  return routes
}

function breakOf(c: Context<AppEnv>): BreakOf {
  return { batchId: c.var.subject.batchId ?? refuse({ kind: 'not_found' }), workerId: signedIn(c).id }
}

const pathOf = (batchId: string): string => `/work/${publicId('bat', batchId)}/break`

async function showBreak(c: Context<AppEnv>, services: Services): Promise<Response> {
  const { locale } = c.var
  const t = messages[locale]
  const of = breakOf(c)
  const read = await readBreak(services, of)
  if (!read.ok) return refuse(read.error)
  const standing = read.value
  const { open, last } = standing
  if (open !== null && open.batchId !== of.batchId) return c.redirect(pathOf(open.batchId), 303)
  return shell(
    c,
    { title: open === null ? t.title : t.onBreak },
    <div class="stack narrow">
      {open === null ? (
        <>
          <h1>{t.title}</h1>
          {last !== null && <LastBreak {...{ locale, standing, last }} />}
          <Offer {...{ locale, standing }} />
        </>
      ) : (
        <OnBreak {...{ locale, standing, open, now: services.now() }} />
      )}
    </div>,
  )
}

interface Props {
  readonly locale: Locale
  readonly standing: Standing
}

function OnBreak({ locale, standing, open, now }: Props & { readonly open: StoredBreak; readonly now: Date }) {
  const t = messages[locale]
  const { terms } = standing
  const end = new Date(open.startedAt.getTime() + open.limitMs)
  const most = formatMoney(payOfTime(terms, open.limitMs), terms.currency, locale)
  const isOver = now >= end
  return (
    <>
      <h1>{t.onBreak}</h1>
      <p>
        {t.since({ start: formatInstant(open.startedAt, locale) })}{' '}
        {isOver ? t.over({ whole: formatDuration(open.limitMs / 1000, locale) }) : t.until({ end: formatInstant(end, locale), most })}
      </p>
      <ActionForm action={`${pathOf(open.batchId)}/end`} look="primary">
        {t.end}
      </ActionForm>
    </>
  )
}

function LastBreak({ locale, standing, last }: Props & { readonly last: EndedBreak }) {
  const t = messages[locale]
  const pay = formatMoney(last.pay, standing.terms.currency, locale)
  const time = formatDuration(last.countedMs / 1000, locale)
  return (
    <section class="card stack">
      <h2>{t.ended}</h2>
      <p>{t.lastText({ start: formatInstant(last.startedAt, locale), time, pay })}</p>
      <p>
        <a href="/me/earnings">{t.earnings}</a>
      </p>
    </section>
  )
}

/** What a break would pay, before it is taken. */
function Offer({ locale, standing }: Props) {
  const t = messages[locale]
  const { terms, parameters, allowance, tasksInHand } = standing
  const batch = publicId('bat', terms.batchId)
  const left = formatDuration(allowance.leftMs / 1000, locale)
  const money = (micros: bigint) => formatMoney(micros, terms.currency, locale)
  const how = {
    rate: formatRate(hourlyRate(terms.price, terms.estimateSeconds), terms.currency, locale),
    price: money(terms.price),
    time: formatDuration(terms.estimateSeconds, locale),
  }
  const whole = formatDuration(parameters.breakMinutesPerHour * 60, locale)
  const most = money(payOfTime(terms, allowance.leftMs))
  const isThere = allowance.leftMs > 0 && tasksInHand > 0
  return (
    <>
      <p class="lead">{t.lead}</p>
      <Facts
        locale={locale}
        facts={[
          { label: t.left, value: left, explanation: <p>{t.leftHow({ whole })}</p>, big: true },
          ...(allowance.leftMs > 0
            ? [{ label: t.pays, value: <Money text={most} />, explanation: <p>{t.paysHow(how)}</p>, big: true }]
            : []),
        ]}
      />
      {allowance.leftMs === 0 && <p>{t.usedUp({ left: formatDuration(allowance.workUntilNextMs / 1000, locale) })}</p>}
      {tasksInHand === 0 && <p>{t.noTask}</p>}
      <div class="actions">
        {isThere && (
          <ActionForm action={pathOf(terms.batchId)} look="primary">
            {t.begin}
          </ActionForm>
        )}
        {tasksInHand > 0 ? (
          <LinkButton look="quiet" href={`/work/${batch}/task`}>
            {t.back}
          </LinkButton>
        ) : (
          <LinkButton look="quiet" href={`/work/${batch}`}>
            {t.toBatch}
          </LinkButton>
        )}
      </div>
      <section class="stack">
        <h2>{t.rules}</h2>
        <ul>
          <li>{t.early}</li>
          {allowance.leftMs > 0 && <li>{t.late({ left })}</li>}
          <li>{t.tasks}</li>
          <li>{t.elsewhere}</li>
          <li>{t.from}</li>
        </ul>
      </section>
    </>
  )
}
