import { OpenAPIHono } from '@hono/zod-openapi'
import { setCookie } from 'hono/cookie'
import type { Allow } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { localPath } from '../platform/http/local-path.ts'
import { isLocale } from '../platform/i18n/index.ts'
import type { Services } from '../platform/services.ts'
import { shell } from '../shell/index.ts'
import { messages } from './home.messages.ts'

const YEAR_SECONDS = 60 * 60 * 24 * 365

export function homeRoutes(_services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = new OpenAPIHono<AppEnv>()

  routes.get('/', allow('home.see'), (c) => {
    const t = messages[c.var.locale]
    return shell(c, { title: t.title }, <h1>{t.title}</h1>)
  })

  routes.post('/settings/:choice{locale|theme}', allow('settings.locale'), async (c) => {
    const form = await c.req.parseBody()
    const choice = c.req.param('choice')
    const value = String(form[choice] ?? '')
    const known = choice === 'locale' ? isLocale(value) : ['auto', 'light', 'dark'].includes(value)
    if (known) setCookie(c, choice, value, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'Lax', httpOnly: true })
    return c.redirect(localPath(form['back']), 303)
  })
  return routes
}
