import type { CompletionEstimate } from '@canut/domain'
import { formatDays, formatDuration, formatNumber, type Locale } from '../platform/i18n/index.ts'
import { Table } from '../platform/layout/index.ts'
import type { CompletionEffect } from './completion-effect.ts'
import { messages } from './subscriptions.messages.ts'

/** For requesters: who asks for such work, and what each setting does to the day on which a batch may be finished. */
export function CompletionEffectTable({ locale, effect }: { locale: Locale; effect: CompletionEffect }) {
  const t = messages[locale].effect
  const { rows, aheadSeconds } = effect
  if (rows.every(({ estimate }) => estimate.kind === 'nobody')) return <p class="measure">{t.nobody}</p>
  return (
    <>
      <p class="measure">{t.what}</p>
      <Table
        caption={t.title}
        captionHidden
        rows={rows}
        columns={[
          { label: t.columns.setting, heading: true, cell: ({ setting }) => t.rows[setting] },
          { label: t.columns.people, numeric: true, cell: ({ estimate }) => formatNumber(estimate.people, locale) },
          { label: t.columns.hours, numeric: true, cell: ({ estimate }) => formatDuration(estimate.secondsPerWeek, locale) },
          { label: t.columns.days, numeric: true, cell: ({ estimate }) => daysOf(estimate, locale) },
        ]}
      />
      {rows.some(({ estimate }) => estimate.kind === 'nothing_to_do') && <p class="measure">{t.noTasks}</p>}
      {aheadSeconds > 0 && <p class="measure">{t.ahead({ seconds: aheadSeconds })}</p>}
      <p class="small muted measure">{t.why}</p>
    </>
  )
}

function daysOf(estimate: CompletionEstimate, locale: Locale): string {
  if (estimate.kind === 'days') return formatDays(estimate.days, locale)
  return estimate.kind === 'too_few_people' ? messages[locale].effect.tooFew({ needed: formatNumber(estimate.peopleNeeded, locale) }) : '–'
}
