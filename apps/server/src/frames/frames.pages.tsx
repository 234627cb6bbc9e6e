import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { readFileSync } from 'node:fs'
import { signedIn, type Allow } from '../access/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { findOrganisation } from '../ledger/index.ts'
import { readForm, textOf } from '../platform/http/form.ts'
import { formatNumber } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import type { FormProblem } from '../platform/layout/index.ts'
import type { Services } from '../platform/services.ts'
import { refuse } from '../problems/index.ts'
import { shell } from '../shell/index.ts'
import { DIALECTS, LIBRARIES, libraryFile, libraryPath, previewTemplate } from '../templates/index.ts'
import { allowHost, forbidHost, HOSTS_MAX, parseHost } from './allow-host.ts'
import { framePage, framePolicy } from './frame-page.ts'
import { HostsView } from './hosts.view.tsx'
import { listHosts } from './hosts.store.ts'
import { messages } from './frames.messages.ts'

/** The frame that templates run in, what it loads, the preview of the editor, and the sites that a steward allows. */
export function framePages(services: Services, allow: Allow): OpenAPIHono<AppEnv> {
  const routes = new OpenAPIHono<AppEnv>()

  // without a project: for the preview of a template that belongs to none yet
  routes.get('/templates/frame', allow('templates.frame'), (c) => frame(c, services, null))
  routes.get('/templates/frame/:project', allow('templates.frame'), (c) => frame(c, services, c.var.subject.organisationId))

  for (const library of LIBRARIES) {
    routes.get(libraryPath(library), allow('templates.frame'), (c) =>
      c.body(new Uint8Array(readFileSync(libraryFile(library))), 200, {
        'Content-Type': 'text/javascript; charset=utf-8',
        'Cache-Control': 'public, max-age=31536000, immutable',
        'Access-Control-Allow-Origin': '*',
      }),
    )
  }

  routes.post('/templates/preview', allow('templates.preview'), async (c) => {
    const form = await readForm(c)
    const dialect = DIALECTS.find((each) => each === textOf(form, 'dialect')) ?? 'liquid'
    const draft = { dialect, source: textOf(form, 'source'), inputs: textOf(form, 'inputs'), example: textOf(form, 'example') }
    return c.json(previewTemplate(draft, c.var.locale))
  })

  routes.get('/organisations/:organisation/template-hosts', allow('templates.see_hosts'), (c) => showHosts(services, c))

  routes.post('/organisations/:organisation/template-hosts', allow('templates.allow_hosts'), async (c) => {
    const { locale } = c.var
    const t = messages[locale]
    const form = await readForm(c)
    const typed = textOf(form, 'host')
    const host = parseHost(typed)
    const organisationId = organisationOf(c)
    if (host === null) return showHosts(services, c, typed, [{ field: 'host', message: t.notAHost({ typed: typed.slice(0, 100) }) }])
    const change = { organisationId, host, by: signedIn(c).id }
    if (textOf(form, 'do') === 'forbid') await forbidHost(services, change)
    else if ((await allowHost(services, change)) === 'too_many')
      return showHosts(services, c, typed, [{ field: 'host', message: t.tooMany({ max: formatNumber(HOSTS_MAX, locale) }) }])
    const done = textOf(form, 'do') === 'forbid' ? 'forbidden' : 'allowed'
    return c.redirect(`/organisations/${publicId('org', organisationId)}/template-hosts?done=${done}`, 303)
  })
  return routes
}

const organisationOf = (c: Context<AppEnv>): string => c.var.subject.organisationId ?? refuse({ kind: 'not_found' })

async function frame(c: Context<AppEnv>, services: Services, organisationId: string | null): Promise<Response> {
  const hosts = organisationId === null ? [] : await listHosts(services.db, organisationId)
  const origins = [...new Set([new URL(c.req.url).origin, new URL(services.config.publicUrl).origin])]
  return c.html(framePage(c.var.locale), 200, {
    'Content-Security-Policy': framePolicy(
      origins,
      hosts.map(({ host }) => host),
    ),
    'X-Frame-Options': 'SAMEORIGIN',
    // names that only a lookup would give away are not looked up ahead
    'X-DNS-Prefetch-Control': 'off',
    'Referrer-Policy': 'no-referrer',
    'Origin-Agent-Cluster': '?1',
    'Cache-Control': 'no-cache',
  })
}

async function showHosts(services: Services, c: Context<AppEnv>, typed = '', problems: readonly FormProblem[] = []) {
  const { locale, person } = c.var
  const t = messages[locale]
  const organisationId = organisationOf(c)
  const organisation = (await findOrganisation(services.db, organisationId)) ?? refuse({ kind: 'not_found' })
  const done = c.req.query('done')
  const flash = done === 'allowed' || done === 'forbidden' ? ({ tone: 'ok', text: t.done[done] } as const) : null
  return shell(
    c,
    { title: t.title, status: problems.length > 0 ? 422 : 200, flash },
    <HostsView
      locale={locale}
      organisation={organisation.name}
      path={`/organisations/${publicId('org', organisationId)}`}
      hosts={await listHosts(services.db, organisationId)}
      mayChange={person?.isSteward === true}
      typed={typed}
      problems={problems}
    />,
  )
}
