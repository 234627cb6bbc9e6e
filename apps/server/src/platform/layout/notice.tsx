import type { Child } from 'hono/jsx'
import type { Locale } from '../i18n/index.ts'
import { messages } from './layout.messages.ts'

export type NoticeTone = 'info' | 'ok' | 'warning' | 'error'

export interface NoticeProps {
  tone: NoticeTone
  locale: Locale
  title?: string | undefined
  class?: string | undefined
  children?: Child
}

/** Errors interrupt a screen reader, everything else waits its turn. The tone is written as a word, not only coloured. */
export function Notice({ tone, locale, title, class: extra, children }: NoticeProps) {
  return (
    <div class={`notice notice-${tone}${extra === undefined ? '' : ` ${extra}`}`} role={tone === 'error' ? 'alert' : 'status'}>
      <p class="notice-title">{title ?? messages[locale].notice[tone]}</p>
      <div class="notice-body">{children}</div>
    </div>
  )
}
