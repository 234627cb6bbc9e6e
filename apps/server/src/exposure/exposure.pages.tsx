import { DAILY_EXPOSURE_MAX, HARMFUL_CATEGORIES, NO_CHOICES } from '@canut/domain'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf, textsOf } from '../platform/http/form.ts'
import { Button, errorsOf, ErrorSummary, Field, type FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { sensitiveCategories } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { messages } from './exposure.messages.ts'
import { findChoices, upsertChoices } from './exposure.store.ts'

interface Typed {
  readonly accepted: readonly string[]
  readonly dailyMax: string
  readonly blurPercent: string
}

/** Where a worker says once what they accept to see. */
export function exposurePages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/me/exposure', allow('exposure.own'), async (c) => {
    const { accepted, dailyMax, blurPercent } = (await findChoices(services.db, signedIn(c).id, services.now())) ?? NO_CHOICES
    return page(services, c, { accepted, dailyMax: String(dailyMax ?? ''), blurPercent: String(blurPercent) })
  })

  routes.post('/me/exposure', allow('exposure.own'), async (c) => {
    const t = messages[c.var.locale]
    const form = await readForm(c)
    const typed = {
      accepted: textsOf(form, 'accepted'),
      dailyMax: textOf(form, 'dailyMax').trim(),
      blurPercent: textOf(form, 'blurPercent').trim(),
    }
    const dailyMax = typed.dailyMax === '' ? null : wholeNumber(typed.dailyMax, 1, DAILY_EXPOSURE_MAX)
    const blurPercent = wholeNumber(typed.blurPercent, 0, 100)
    const problems: FormProblem[] = []
    if (dailyMax === undefined) problems.push({ field: 'dailyMax', message: t.dailyMaxWrong })
    if (blurPercent === undefined) problems.push({ field: 'blurPercent', message: t.blurWrong })
    if (dailyMax === undefined || blurPercent === undefined) return page(services, c, typed, problems)

    const accepted = HARMFUL_CATEGORIES.filter((category) => typed.accepted.includes(category))
    await upsertChoices(services.db, signedIn(c).id, { accepted, dailyMax, blurPercent }, services.now())
    return c.redirect('/me/exposure?done=saved', 303)
  })
  return routes
}

function wholeNumber(text: string, min: number, max: number): number | undefined {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  return number >= min && number <= max ? number : undefined
}

async function page(services: Services, c: Context<AppEnv>, typed: Typed, problems: readonly FormProblem[] = []): Promise<Response> {
  const { locale } = c.var
  const t = messages[locale]
  const exposedToday = (await findChoices(services.db, signedIn(c).id, services.now()))?.exposedToday ?? 0
  const errors = (name: string) => errorsOf(problems, name)
  const saved = c.req.query('done') === 'saved' && problems.length === 0
  return shell(
    c,
    { title: t.title, status: problems.length > 0 ? 422 : 200, flash: saved ? { tone: 'ok', text: t.saved } : null },
    <div class="stack narrow">
      <p>
        <a href="/work">← {t.back}</a>
      </p>
      <h1>{t.title}</h1>
      <p class="lead">{t.lead}</p>
      <form class="form" method="post" action="/me/exposure">
        <ErrorSummary locale={locale} problems={problems} />
        <Field
          locale={locale}
          kind="checkboxes"
          name="accepted"
          label={t.accepted}
          hint={t.acceptedHint}
          values={typed.accepted}
          options={HARMFUL_CATEGORIES.map((value) => ({ value, label: sensitiveCategories[locale][value] }))}
        />
        <Field
          locale={locale}
          name="dailyMax"
          label={t.dailyMax}
          hint={`${t.dailyMaxHint} ${t.today({ count: exposedToday })}`}
          inputmode="numeric"
          value={typed.dailyMax}
          errors={errors('dailyMax')}
        />
        <Field
          locale={locale}
          name="blurPercent"
          label={t.blur}
          hint={t.blurHint}
          required
          inputmode="numeric"
          unit="%"
          value={typed.blurPercent}
          errors={errors('blurPercent')}
        />
        <div class="actions">
          <Button>{t.save}</Button>
        </div>
      </form>
    </div>,
  )
}
