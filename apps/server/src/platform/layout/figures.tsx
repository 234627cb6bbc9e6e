import type { Child } from 'hono/jsx'
import type { Locale } from '../i18n/index.ts'
import { messages } from './layout.messages.ts'

export interface Fact {
  label: string
  value: Child
  /** How the number comes about: opens under it on one click. */
  explanation?: Child
  /** The figures that matter most on this page. */
  big?: boolean | undefined
}

export interface FactsProps {
  locale: Locale
  facts: readonly Fact[]
  /** `row` sets them side by side where there is room; `list` one under the other. */
  arrange?: 'row' | 'list' | undefined
}

export function Facts({ locale, facts, arrange = 'row' }: FactsProps) {
  return (
    <dl class={`facts facts-${arrange}`}>
      {facts.map(({ label, value, explanation, big }) => (
        <div class={big === true ? 'fact fact-big' : 'fact'}>
          <dt>{label}</dt>
          <dd>
            <span class="fact-value">{value}</span>
            {explanation !== undefined && (
              <details class="explain">
                <summary>
                  {messages[locale].howComputed}
                  <span class="visually-hidden"> {label}</span>
                </summary>
                <div>{explanation}</div>
              </details>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Takes `formatMoney` or `formatRate` text: the amount never breaks across lines and its figures align. */
export function Money({ text }: { text: string }) {
  return <span class="money">{text}</span>
}

/** Takes `formatInstant` or `formatDate` text. */
export function Instant({ at, text }: { at: Date; text: string }) {
  return (
    <time class="instant" datetime={at.toISOString()}>
      {text}
    </time>
  )
}

export interface ProgressProps {
  label: string
  value: number
  max: number
  /** What the bar says in words, such as "120 of 300 responses". */
  text: string
}

export function Progress({ label, value, max, text }: ProgressProps) {
  return (
    <div class="progress">
      <span class="progress-label">{label}</span>
      <progress value={Math.min(Math.max(value, 0), max)} max={max > 0 ? max : 1} aria-label={label}>
        {text}
      </progress>
      <span class="progress-text">{text}</span>
    </div>
  )
}

export type StateTone = 'neutral' | 'active' | 'ok' | 'warning' | 'error'

const shapes: Record<StateTone, Child> = {
  neutral: <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" stroke-width="1.6" />,
  active: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  ok: <path d="M1.5 6.5l3 3 6-7" fill="none" stroke="currentColor" stroke-width="2" />,
  warning: <path d="M6 1l5.5 10h-11z" fill="none" stroke="currentColor" stroke-width="1.6" />,
  error: <path d="M2 2l8 8M10 2l-8 8" fill="none" stroke="currentColor" stroke-width="2" />,
}

/** A state is a word and a shape; colour only repeats it. */
export function State({ tone = 'neutral', children }: { tone?: StateTone | undefined; children?: Child }) {
  return (
    <span class={`state state-${tone}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {shapes[tone]}
      </svg>
      {children}
    </span>
  )
}

/** A plain tag, such as a language or a category. */
export function Chip({ children }: { children?: Child }) {
  return <span class="chip">{children}</span>
}
