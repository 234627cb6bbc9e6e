import { createHash } from 'node:crypto'
import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../platform/http/env.ts'
import { negotiateLocale, isLocale } from '../platform/i18n/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import type { Auth } from './auth.ts'
import { findPersonByToken } from './identity.store.ts'

/** Who is asking, from the session cookie or a personal token, and in which language they read. */
export function identify(services: Pick<Services, 'db' | 'now'>, auth: Auth) {
  return createMiddleware<AppEnv>(async (c, next) => {
    c.set('person', null)
    c.set('sessionId', null)
    c.set('tokenScopes', null)
    const chosen = getCookie(c, 'locale')
    c.set('locale', negotiateLocale(c.req.header('accept-language') ?? null, isLocale(chosen) ? chosen : null))

    const bearer = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (bearer !== undefined) {
      const found = await findPersonByToken(services.db, hashToken(bearer), services.now())
      if (found === null) refuse({ kind: 'sign_in_needed' })
      c.set('person', found.person)
      c.set('tokenScopes', found.scopes)
    } else if (c.req.header('cookie')?.includes('canut.session_token') === true) {
      const session = await auth.api.getSession({ headers: c.req.raw.headers })
      if (session !== null) {
        const { user } = session
        c.set('sessionId', session.session.id)
        c.set('person', {
          id: user.id,
          name: user.name,
          email: user.email,
          isSteward: user.isSteward === true,
          isMember: user.isMember === true,
          locale: isLocale(user.locale) ? user.locale : null,
        })
      }
    }
    const own = c.var.person?.locale ?? null
    if (own !== null && !isLocale(chosen)) c.set('locale', own)
    await next()
  })
}

/** Tokens are long and random, so a plain hash is enough: there is nothing to guess. */
export function hashToken(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
