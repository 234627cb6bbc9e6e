import { OpenAPIHono } from '@hono/zod-openapi'
import { setCookie } from 'hono/cookie'
import type { Allow } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { localPath } from '../platform/http/local-path.ts'
import { isLocale } from '../platform/i18n/index.ts'
import type { Services } from '../platform/services.ts'
import { findDisclosures } from '../projects/index.ts'
import { shell } from '../shell/index.ts'
import { messages } from './home.messages.ts'
import { listOpenProjects } from './home.store.ts'
import { Home } from './home.view.tsx'

const YEAR_SECONDS = 60 * 60 * 24 * 365

export function homeRoutes(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = new OpenAPIHono<AppEnv>()

  routes.get('/', allow('home.see'), async (c) => {
    const { locale, person } = c.var
    const t = messages[locale]
    const projects = await listOpenProjects(services.db)
    const disclosures = await findDisclosures(
      services.db,
      projects.map(({ projectId }) => projectId),
    )
    return shell(
      c,
      { title: t.title, description: t.description },
      <Home locale={locale} isSignedIn={person !== null} projects={projects} disclosures={disclosures} />,
    )
  })

  routes.post('/settings/:choice{locale|theme}', allow('settings.locale'), async (c) => {
    const form = await readForm(c)
    const choice = c.req.param('choice')
    const value = textOf(form, choice)
    const known = choice === 'locale' ? isLocale(value) : ['auto', 'light', 'dark'].includes(value)
    if (known) setCookie(c, choice, value, { path: '/', maxAge: YEAR_SECONDS, sameSite: 'Lax', httpOnly: true })
    return c.redirect(localPath(textOf(form, 'back')), 303)
  })
  return routes
}
