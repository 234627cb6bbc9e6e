import type { Child } from 'hono/jsx'
import { raw } from 'hono/html'
import { locales, type Locale } from '../i18n/index.ts'
import { messages } from './layout.messages.ts'
import { Notice, type NoticeTone } from './notice.tsx'

export interface NavItem {
  href: string
  label: string
  current?: boolean | undefined
}

export type Theme = 'auto' | 'light' | 'dark'

export interface PageProps {
  locale: Locale
  title: string
  description?: string | undefined
  /** Path and query of this page: where the language and colour switches come back to. */
  path: string
  site?: string | undefined
  nav?: readonly NavItem[] | undefined
  /** Right end of the header: a <Menu> for the signed-in person, or links to sign in. */
  person?: Child
  footer?: readonly NavItem[] | undefined
  flash?: { tone: NoticeTone; text: string } | null | undefined
  nonce?: string | undefined
  /** Addresses of ES modules. */
  scripts?: readonly string[] | undefined
  stylesheet?: string | undefined
  /** The stored choice; the footer offers to change it. Left out, the page follows the device and offers nothing. */
  theme?: Theme | undefined
  /** `wide` for boards and big tables; `task` fills the viewport and has neither navigation nor footer. */
  variant?: 'page' | 'wide' | 'task' | undefined
  children?: Child
}

// Inside the page, so that no browser asks for /favicon.ico: two punched rows of a card.
const ICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#17616b"/><g fill="#faf6ef"><circle cx="4" cy="5" r="1.6"/><circle cx="12" cy="5" r="1.6"/><circle cx="8" cy="11" r="1.6"/><circle cx="12" cy="11" r="1.6"/></g></svg>',
)}`

const languageNames: Record<Locale, { short: string; name: string }> = {
  en: { short: 'EN', name: 'English' },
  fr: { short: 'FR', name: 'Français' },
}

/** The whole document. A task page gives its own `.task-header`, `.task-area` (with id "main") and `.task-actions`. */
export function Page(props: PageProps) {
  const { locale, theme = 'auto', variant = 'page', site = 'Canut' } = props
  const t = messages[locale]
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={locale} data-theme={theme === 'auto' ? undefined : theme}>
        <head>
          <meta charset="utf-8" />
          <title>{props.title === site ? site : `${props.title} · ${site}`}</title>
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="color-scheme" content={theme === 'auto' ? 'light dark' : theme} />
          {props.description !== undefined && <meta name="description" content={props.description} />}
          <link rel="icon" href={ICON} />
          <link rel="stylesheet" href={props.stylesheet ?? '/assets/canut.css'} />
          {props.scripts?.map((src) => (
            <script type="module" src={src} nonce={props.nonce} />
          ))}
        </head>
        <body class={`body-${variant}`}>
          <a class="skip-link" href="#main">
            {t.skip}
          </a>
          {variant === 'task' ? (
            <>
              <Flash flash={props.flash} locale={locale} />
              {props.children}
            </>
          ) : (
            <>
              <Header {...props} />
              <main id="main" tabindex={-1}>
                <Flash flash={props.flash} locale={locale} />
                {props.children}
              </main>
              <Footer {...props} />
            </>
          )}
        </body>
      </html>
    </>
  )
}

function Flash({ flash, locale }: Pick<PageProps, 'flash' | 'locale'>) {
  if (flash === null || flash === undefined) return null
  return (
    <Notice tone={flash.tone} locale={locale} class="flash">
      {flash.text}
    </Notice>
  )
}

function Header({ locale, site = 'Canut', nav = [], person }: PageProps) {
  return (
    <header class="site-header">
      <div class="site-bar">
        <a class="brand" href="/">
          {site}
        </a>
        {nav.length > 0 && (
          <nav class="site-nav" aria-label={messages[locale].mainNavigation}>
            <ul>
              {nav.map((item) => (
                <li>
                  <NavLink {...item} />
                </li>
              ))}
            </ul>
          </nav>
        )}
        {person !== undefined && <div class="site-person">{person}</div>}
      </div>
    </header>
  )
}

function NavLink({ href, label, current = false }: NavItem) {
  return (
    <a href={href} aria-current={current ? 'page' : undefined}>
      {label}
    </a>
  )
}

function Footer({ locale, path, footer = [], theme }: PageProps) {
  const t = messages[locale]
  return (
    <footer class="site-footer">
      <div class="site-bar">
        {footer.length > 0 && (
          <nav aria-label={t.footerNavigation}>
            <ul>
              {footer.map((item) => (
                <li>
                  <NavLink {...item} />
                </li>
              ))}
            </ul>
          </nav>
        )}
        <form class="switch" method="post" action="/settings/locale" aria-label={t.language}>
          <input type="hidden" name="back" value={path} />
          {locales.map((each) => (
            <button name="locale" value={each} lang={each} aria-pressed={each === locale ? 'true' : 'false'}>
              <span aria-hidden="true">{languageNames[each].short}</span>
              <span class="visually-hidden">{languageNames[each].name}</span>
            </button>
          ))}
        </form>
        {theme !== undefined && (
          <form class="switch" method="post" action="/settings/theme" aria-label={t.theme}>
            <input type="hidden" name="back" value={path} />
            {(['auto', 'light', 'dark'] as const).map((each) => (
              <button name="theme" value={each} aria-pressed={each === theme ? 'true' : 'false'}>
                {t.themes[each]}
              </button>
            ))}
          </form>
        )}
      </div>
    </footer>
  )
}
