import { ForgottenPasswordRequest, ResetPasswordRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { Button, ErrorSummary, HiddenFields, LinkButton, type FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { shell } from '../shell/index.ts'
import { askAuth } from './ask-auth.ts'
import type { Auth } from './auth.ts'
import { EmailField, NewPasswordField } from './credential-fields.tsx'
import { messages } from './identity.messages.ts'
import { readFields, typedText } from './read-fields.ts'

export function passwordPages(services: Services, allow: Allow, auth: Auth): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/forgotten-password', allow('identity.sign_in'), (c) => forgottenPage(c, { email: '', problems: [] }))

  routes.post('/forgotten-password', allow('identity.sign_in'), async (c) => {
    const email = textOf(await readForm(c), 'email')
    const read = readFields(ForgottenPasswordRequest, { email }, c.var.locale)
    if (!read.ok) return forgottenPage(c, { email: typedText(email), problems: read.problems })
    const answer = await askAuth(c, services, auth, '/request-password-reset', read.value)
    if (!answer.ok) throw new Error(`password reset refused: ${answer.refusal}`)
    return c.redirect('/forgotten-password/sent', 303)
  })

  routes.get('/forgotten-password/sent', allow('identity.sign_in'), (c) => {
    const t = messages[c.var.locale].forgotten
    return shell(
      c,
      { title: t.sentTitle },
      <>
        <h1>{t.sentTitle}</h1>
        <p>{t.sent}</p>
        <p>{t.notArrived}</p>
        <p>
          <a href="/forgotten-password">{t.again}</a>
        </p>
      </>,
    )
  })

  routes.get('/reset-password', allow('identity.sign_in'), async (c) => {
    const token = c.req.query('token') ?? ''
    return (await isTokenGood(auth, token)) ? resetPage(c, token, []) : brokenLinkPage(c)
  })

  routes.post('/reset-password', allow('identity.sign_in'), async (c) => {
    const form = await readForm(c)
    const token = textOf(form, 'token')
    const read = readFields(ResetPasswordRequest, { token, password: textOf(form, 'password') }, c.var.locale)
    if (!read.ok) return read.problems.some(({ field }) => field === 'token') ? brokenLinkPage(c) : resetPage(c, token, read.problems)
    const answer = await askAuth(c, services, auth, '/reset-password', { token, newPassword: read.value.password })
    return answer.ok ? c.redirect('/sign-in?done=password', 303) : brokenLinkPage(c)
  })
  return routes
}

/** Looked at before somebody thinks of a password for nothing; what counts is looked at again when it is used. */
async function isTokenGood(auth: Auth, token: string): Promise<boolean> {
  if (!/^[\w-]{1,200}$/.test(token)) return false
  const { internalAdapter } = await auth.$context
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`)
  return found !== null && found.expiresAt > new Date()
}

function forgottenPage(
  c: Context<AppEnv>,
  { email, problems }: { email: string; problems: readonly FormProblem[] },
): Response | Promise<Response> {
  const { locale } = c.var
  const t = messages[locale]
  return shell(
    c,
    { title: t.forgotten.title, ...(problems.length > 0 ? { status: 422 } : {}) },
    <>
      <h1>{t.forgotten.title}</h1>
      <p class="lead">{t.forgotten.lead}</p>
      <form class="form" method="post" action="/forgotten-password">
        <ErrorSummary locale={locale} problems={problems} />
        <EmailField locale={locale} problems={problems} value={email} autocomplete="email" />
        <div class="actions">
          <Button>{t.forgotten.submit}</Button>
        </div>
      </form>
    </>,
  )
}

function resetPage(c: Context<AppEnv>, token: string, problems: readonly FormProblem[]): Response | Promise<Response> {
  const { locale } = c.var
  const t = messages[locale]
  return shell(
    c,
    { title: t.reset.title, ...(problems.length > 0 ? { status: 422 } : {}) },
    <>
      <h1>{t.reset.title}</h1>
      <p class="lead">{t.reset.hint}</p>
      <form class="form" method="post" action="/reset-password">
        <ErrorSummary locale={locale} problems={problems} />
        <HiddenFields values={{ token }} />
        <NewPasswordField locale={locale} problems={problems} label={t.fields.newPassword} />
        <div class="actions">
          <Button>{t.reset.submit}</Button>
        </div>
      </form>
    </>,
  )
}

function brokenLinkPage(c: Context<AppEnv>): Response | Promise<Response> {
  const t = messages[c.var.locale].reset
  return shell(
    c,
    { title: t.brokenTitle, status: 422 },
    <>
      <h1>{t.brokenTitle}</h1>
      <p>{t.broken}</p>
      <p>
        <LinkButton href="/forgotten-password">{t.again}</LinkButton>
      </p>
    </>,
  )
}
