import { SignInRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { deleteCookie } from 'hono/cookie'
import type { Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { localPath } from '../platform/http/local-path.ts'
import { wantsJson } from '../platform/http/problem.ts'
import { Button, ErrorSummary, HiddenFields, type FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse, sentenceOf } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { askAuth } from './ask-auth.ts'
import type { Auth } from './auth.ts'
import { EmailField, PasswordField } from './credential-fields.tsx'
import { messages } from './identity.messages.ts'
import { findPersonByEmail } from './identity.store.ts'
import { personView } from './person-view.ts'
import { readFields, typedText } from './read-fields.ts'
import { sessionCookieName } from './session-cookie.ts'
import { deleteSession } from './sessions.store.ts'

interface SignInForm {
  readonly email: string
  readonly next: string
  readonly problems: readonly FormProblem[]
}

export function signInPages(services: Services, allow: Allow, auth: Auth): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()

  routes.get('/sign-in', allow('identity.sign_in'), (c) => {
    const next = localPath(c.req.query('next'))
    if (c.var.person !== null) return c.redirect(next, 303)
    return signInPage(c, { email: '', next, problems: [] })
  })

  routes.post('/sign-in', allow('identity.sign_in'), async (c) => {
    const { locale } = c.var
    const json = wantsJson(c.req.raw)
    const fields = await readSignIn(c)
    const next = localPath(fields['next'])
    const email = typeof fields['email'] === 'string' ? typedText(fields['email']) : ''
    const read = readFields(SignInRequest, fields, locale)
    if (!read.ok) {
      if (!json) return signInPage(c, { email, next, problems: read.problems })
      return refuse({ kind: 'invalid_request', issues: read.problems.map(({ field = '', message }) => ({ path: field, message })) })
    }
    const answer = await askAuth(c, services, auth, '/sign-in/email', read.value)
    if (!answer.ok) {
      if (json) return refuse({ kind: 'wrong_credentials' })
      return signInPage(c, { email, next, problems: [{ field: 'email', message: sentenceOf({ kind: 'wrong_credentials' }, locale) }] })
    }
    if (!json) return c.redirect(next, 303)
    const person = await findPersonByEmail(services.db, read.value.email)
    if (person === null) throw new Error('the person who just signed in is not found')
    return c.json({ person: personView(person) })
  })

  // Whoever is signed out already gets what they wanted.
  routes.post('/sign-out', allow('identity.sign_out'), async (c) => {
    const { person, sessionId } = c.var
    if (person !== null && sessionId !== null) await deleteSession(services.db, person.id, sessionId)
    deleteCookie(c, sessionCookieName(services.config), { path: '/', secure: services.config.publicUrl.startsWith('https://') })
    return c.redirect('/', 303)
  })
  return routes
}

/** The task screen sends JSON to sign in again in place; everybody else posts the form. */
async function readSignIn(c: Context<AppEnv>): Promise<Readonly<Record<string, unknown>>> {
  if (c.req.header('content-type')?.startsWith('application/json') !== true) {
    const form = await readForm(c)
    return { email: textOf(form, 'email'), password: textOf(form, 'password'), next: textOf(form, 'next') }
  }
  const body: unknown = await c.req.json().catch(() => refuse({ kind: 'invalid_request', issues: [{ path: '', message: 'JSON' }] }))
  return typeof body === 'object' && body !== null ? { ...body } : {}
}

function signInPage(c: Context<AppEnv>, { email, next, problems }: SignInForm): Response | Promise<Response> {
  const { locale } = c.var
  const t = messages[locale]
  const flash = c.req.query('done') === 'password' ? { tone: 'ok' as const, text: t.signIn.passwordChanged } : null
  return shell(
    c,
    { title: t.signIn.title, flash, ...(problems.length > 0 ? { status: 422 } : {}) },
    <>
      <h1>{t.signIn.title}</h1>
      <form class="form" method="post" action="/sign-in">
        <ErrorSummary locale={locale} problems={problems} />
        <HiddenFields values={{ next }} />
        <EmailField locale={locale} problems={problems} value={email} autocomplete="username" />
        <PasswordField locale={locale} problems={problems} name="password" label={t.fields.password} />
        <div class="actions">
          <Button>{t.signIn.submit}</Button>
          <a href="/forgotten-password">{t.signIn.forgotten}</a>
        </div>
      </form>
      <p>
        {t.signIn.other} <a href={`/sign-up?next=${encodeURIComponent(next)}`}>{t.signIn.otherLink}</a>
      </p>
    </>,
  )
}
