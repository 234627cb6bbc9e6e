import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import type { Child } from 'hono/jsx'
import type { StatusCode } from 'hono/utils/http-status'
import { Menu, Page, type NoticeTone, type PageProps, type Theme } from '../platform/layout/index.ts'
import type { AppEnv } from '../platform/http/env.ts'
import { messages } from './shell.messages.ts'

export interface ShellProps {
  readonly title: string
  readonly description?: string
  readonly variant?: PageProps['variant']
  readonly scripts?: readonly string[]
  readonly flash?: { tone: NoticeTone; text: string } | null
  readonly status?: number
  /** where the language and colour switches come back to, of a page that answers a form; the home page unless told */
  readonly path?: string
}

/** Answers with a whole page: header, navigation of this person, footer, and what the feature puts inside. */
export function shell(c: Context<AppEnv>, props: ShellProps, children: Child): Response | Promise<Response> {
  const { locale, nonce, person } = c.var
  const t = messages[locale]
  const { pathname, search } = new URL(c.req.url)
  const link = (href: string, label: string) => ({ href, label, current: pathname === href || pathname.startsWith(`${href}/`) })
  const nav = [
    link('/work', t.nav.work),
    ...(person === null ? [] : [link('/organisations', t.nav.organisations)]),
    ...(person?.isSteward === true ? [link('/steward', t.nav.steward)] : []),
    link('/rules', t.nav.rules),
  ]
  if (props.status !== undefined) c.status(props.status as StatusCode)
  return c.html(
    <Page
      locale={locale}
      title={props.title}
      description={props.description}
      path={c.req.method === 'GET' ? pathname + search : (props.path ?? '/')}
      nav={nav}
      person={<PersonMenu c={c} />}
      footer={[link('/rules', t.nav.rules), link('/api', t.nav.api)]}
      flash={props.flash}
      nonce={nonce}
      scripts={props.scripts}
      theme={themeOf(c)}
      variant={props.variant}
    >
      {children}
    </Page>,
  )
}

function PersonMenu({ c }: { c: Context<AppEnv> }) {
  const { person, locale } = c.var
  const t = messages[locale].person
  if (person === null) {
    return (
      <>
        <a href="/sign-in">{t.signIn}</a> <a href="/sign-up">{t.signUp}</a>
      </>
    )
  }
  return (
    <Menu
      label={person.name}
      items={[
        { href: '/me/work', label: t.history },
        { href: '/me/earnings', label: t.earnings },
        { href: '/me', label: t.settings },
        { post: '/sign-out', label: t.signOut },
      ]}
    />
  )
}

function themeOf(c: Context<AppEnv>): Theme {
  const chosen = getCookie(c, 'theme')
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto'
}
