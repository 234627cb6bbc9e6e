import { ChangePasswordRequest, ProfileRequest } from '@canut/contract'
import type { OpenAPIHono } from '@hono/zod-openapi'
import { deleteCookie } from 'hono/cookie'
import { signedIn, type Allow } from '../access/index.ts'
import { apiRoutes } from '../platform/http/api.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { askAuth } from './ask-auth.ts'
import type { Auth } from './auth.ts'
import { messages } from './identity.messages.ts'
import { updatePerson } from './identity.store.ts'
import { readFields, typedText } from './read-fields.ts'
import { deleteOtherSessions, deleteSession } from './sessions.store.ts'
import { done, idParam, settingsPage } from './settings.pages.tsx'

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
  return routes
}
