import { ChangePasswordRequest, NewTokenRequest, ProfileRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { deleteCookie } from 'hono/cookie'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf, textsOf } from '../platform/http/form.ts'
import { parsePublicId, type IdPrefix } from '../platform/ids.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { askAuth } from './ask-auth.ts'
import type { Auth } from './auth.ts'
import { createToken, endOfDay, type CreateTokenError } from './create-token.ts'
import { messages } from './identity.messages.ts'
import { updatePerson } from './identity.store.ts'
import { MadeToken, Settings, type TypedSettings } from './me.sections.tsx'
import { readFields, typedText } from './read-fields.ts'
import { deleteOtherSessions, deleteSession, listSessions } from './sessions.store.ts'
import { listTokens, revokeToken } from './tokens.store.ts'

type Done = keyof (typeof messages)['en']['me']['done']

export function mePages(services: Services, allow: Allow, auth: Auth): OpenAPIHono<AppEnv> {
  const routes = apiRoutes()
  const { db } = services

  routes.get('/me', allow('identity.own'), (c) => settingsPage(c, services))

  routes.post('/me/profile', allow('identity.own'), async (c) => {
    const form = await readForm(c)
    const typed = { name: textOf(form, 'name'), locale: textOf(form, 'locale') }
    const read = readFields(ProfileRequest, typed, c.var.locale)
    if (!read.ok) return settingsPage(c, services, { typed: { ...typed, name: typedText(typed.name) }, problems: read.problems })
    const { name, locale } = read.value
    await updatePerson(db, signedIn(c).id, { name, locale: locale === '' ? null : locale, at: services.now() })
    // A choice made on this device before would otherwise win over the one made now.
    deleteCookie(c, 'locale', { path: '/' })
    return done(c, 'profile')
  })

  routes.post('/me/password', allow('identity.own'), async (c) => {
    const { locale } = c.var
    const form = await readForm(c)
    const read = readFields(ChangePasswordRequest, { current: textOf(form, 'current'), password: textOf(form, 'password') }, locale)
    if (!read.ok) return settingsPage(c, services, { problems: read.problems })
    const { current, password } = read.value
    const answer = await askAuth(c, services, auth, '/change-password', {
      currentPassword: current,
      newPassword: password,
      revokeOtherSessions: true,
    })
    if (answer.ok) return done(c, 'password')
    const t = messages[locale].problems
    const message = answer.refusal === 'CREDENTIAL_ACCOUNT_NOT_FOUND' ? t.noPassword : t.currentPassword
    return settingsPage(c, services, { problems: [{ field: 'current', message }] })
  })

  routes.post('/me/sessions/:session/end', allow('identity.own'), async (c) => {
    const ended = await deleteSession(db, signedIn(c).id, idParam(c, 'ses', 'session'))
    return ended ? done(c, 'session') : refuse({ kind: 'not_found' })
  })

  routes.post('/me/sessions/end-others', allow('identity.own'), async (c) => {
    await deleteOtherSessions(db, signedIn(c).id, c.var.sessionId)
    return done(c, 'sessions')
  })

  routes.post('/me/tokens/:token/revoke', allow('identity.own'), async (c) => {
    const revoked = await revokeToken(db, idParam(c, 'tok', 'token'), { personId: signedIn(c).id, at: services.now() })
    return revoked ? done(c, 'token') : refuse({ kind: 'not_found' })
  })

  routes.post('/me/tokens', allow('identity.own'), async (c) => {
    const { locale } = c.var
    const form = await readForm(c)
    const typed = { tokenName: textOf(form, 'token'), scopes: textsOf(form, 'scopes'), expires: textOf(form, 'expires') }
    const fields = { name: typed.tokenName, scopes: typed.scopes, expires: typed.expires }
    const read = readFields(NewTokenRequest, fields, locale)
    const again = (problems: FormProblem[]) =>
      settingsPage(c, services, { typed: { ...typed, tokenName: typedText(typed.tokenName) }, problems })
    if (!read.ok) return again(read.problems.map((problem) => tokenFieldProblem(problem, typed.scopes, locale)))

    const { name, scopes, expires } = read.value
    const made = await createToken(services, {
      personId: signedIn(c).id,
      name,
      scopes,
      expiresAt: expires === '' ? null : endOfDay(expires),
    })
    if (!made.ok) return again([tokenProblem(made.error, locale)])
    // Not behind a redirect: the token must not stand in an address, and is kept nowhere.
    c.header('Cache-Control', 'no-store')
    return shell(c, { title: messages[locale].me.tokens.madeTitle }, <MadeToken locale={locale} name={name} token={made.value.token} />)
  })
  return routes
}

interface Again {
  readonly typed?: TypedSettings
  readonly problems: readonly FormProblem[]
}

async function settingsPage(c: Context<AppEnv>, services: Services, { typed = {}, problems }: Again = { problems: [] }): Promise<Response> {
  const { locale } = c.var
  const person = signedIn(c)
  const now = services.now()
  const [sessions, tokens] = await Promise.all([listSessions(services.db, person.id, now), listTokens(services.db, person.id, now)])
  const t = messages[locale].me
  const code = c.req.query('done') ?? ''
  const flash = Object.hasOwn(t.done, code) ? { tone: 'ok' as const, text: t.done[code as Done] } : null
  c.header('Cache-Control', 'no-store')
  return shell(
    c,
    { title: t.title, flash, ...(problems.length > 0 ? { status: 422 } : {}) },
    <Settings {...{ locale, person, sessions, tokens, typed, problems, now }} currentSession={c.var.sessionId} />,
  )
}

function done(c: Context<AppEnv>, code: Done): Response {
  return c.redirect(`/me?done=${code}`, 303)
}

function idParam(c: Context<AppEnv>, prefix: IdPrefix, name: string): string {
  return parsePublicId(prefix, c.req.param(name) ?? '') ?? refuse({ kind: 'not_found' })
}

/** The page has two fields called "name"; the token's is `token` in the form. */
function tokenFieldProblem({ field, message }: FormProblem, scopes: readonly string[], locale: AppEnv['Variables']['locale']): FormProblem {
  if (field === 'scopes' && scopes.length === 0) return { field, message: messages[locale].problems.scopeMissing }
  return { field: field === 'name' ? 'token' : field, message }
}

function tokenProblem(error: CreateTokenError, locale: AppEnv['Variables']['locale']): FormProblem {
  const t = messages[locale].problems
  return error.kind === 'token_scope_not_yours' ? { field: 'scopes', message: t.stewardScope } : { field: 'expires', message: t.expiryPast }
}
