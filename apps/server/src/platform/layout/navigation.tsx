import type { Child } from 'hono/jsx'
import type { Locale } from '../i18n/index.ts'
import { Button, HiddenFields } from './button.tsx'
import { messages } from './layout.messages.ts'
import type { NavItem } from './page.tsx'

/** Views of one thing, each with its own address. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly NavItem[] }) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map(({ href, label: text, current }) => (
          <li>
            <a href={href} aria-current={current === true ? 'page' : undefined}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

export interface PagerProps {
  locale: Locale
  /** Full addresses with their cursors; null at either end. */
  previous: string | null
  next: string | null
  /** Where one is, such as "51–100 of 340". */
  text?: string | undefined
}

export function Pager({ locale, previous, next, text }: PagerProps) {
  if (previous === null && next === null) return null
  const t = messages[locale]
  return (
    <nav class="pager" aria-label={t.pages}>
      {previous !== null && (
        <a class="button button-quiet" rel="prev" href={previous}>
          ← {t.previous}
        </a>
      )}
      {text !== undefined && <span>{text}</span>}
      {next !== null && (
        <a class="button button-quiet" rel="next" href={next}>
          {t.next} →
        </a>
      )}
    </nav>
  )
}

export type MenuItem =
  | { href: string; label: string; current?: boolean | undefined }
  | { post: string; label: string; hidden?: Readonly<Record<string, string>> | undefined }

/** A drop-down without script: the signed-in person's links, with what must be posted (signing out) as forms. */
export function Menu({ label, items }: { label: Child; items: readonly MenuItem[] }) {
  return (
    <details class="menu">
      <summary>{label}</summary>
      <ul>
        {items.map((item) => (
          <li>
            {'href' in item ? (
              <a href={item.href} aria-current={item.current === true ? 'page' : undefined}>
                {item.label}
              </a>
            ) : (
              <form method="post" action={item.post}>
                <HiddenFields values={item.hidden ?? {}} />
                <Button look="quiet">{item.label}</Button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** Says why there is nothing and what one can do; the children are the offers (links, buttons). */
export function Empty({ title, why, children }: { title: string; why: Child; children?: Child }) {
  return (
    <section class="empty">
      <h2>{title}</h2>
      <div class="empty-why">{why}</div>
      {children !== undefined && <div class="actions">{children}</div>}
    </section>
  )
}
