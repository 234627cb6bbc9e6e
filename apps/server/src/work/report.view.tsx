import { REPORT_COMMENT_MAX_CHARS } from '@canut/contract'
import { hourlyRate, REPORT_REASONS } from '@canut/domain'
import { formatMoney, formatNumber, formatRate, type Locale } from '../platform/i18n/index.ts'
import { Field } from '../platform/layout/index.ts'
import type { PaidReport } from './broken-time.store.ts'
import { messages } from './report.messages.ts'
import type { Reported, ReportTerms } from './report-task.ts'

/** What is asked of whoever reports a task, in the dialog and on the page without a script, with what its time is paid. */
export function ReportFields({ locale, terms }: { locale: Locale; terms: ReportTerms }) {
  const t = messages[locale]
  return (
    <>
      <input type="hidden" name="do" value="report" />
      <Field
        locale={locale}
        kind="radios"
        name="reason"
        label={t.title}
        required
        options={REPORT_REASONS.map((value) => ({ value, label: t.reasons[value] }))}
      />
      <p class="small" data-report-pay aria-live="polite">
        {sentenceBefore(terms, locale)}
      </p>
      <Field locale={locale} kind="textarea" name="comment" label={t.comment} maxlength={REPORT_COMMENT_MAX_CHARS} rows={2} />
    </>
  )
}

/** What a report as broken would pay now. */
export function sentenceBefore(terms: ReportTerms, locale: Locale): string {
  const t = messages[locale]
  const { price, estimateSeconds, currency, max, left, unpaid, paid } = terms
  const most = formatNumber(max, locale, 0)
  if (paid !== null) return sentenceOfPaid(paid, currency, locale)
  if (unpaid !== null) return t.unpaid[unpaid]({ max: most })
  const rate = formatRate(hourlyRate(price, estimateSeconds), currency, locale)
  return t.paysBroken({ rate, price: formatMoney(price, currency, locale), max: most, left: formatNumber(left, locale, 0) })
}

/** What became of a report, and what it paid. */
export function sentenceAfter({ paid, unpaid, currency, max }: Omit<Reported, 'others'>, locale: Locale): string {
  const t = messages[locale]
  if (paid !== null) return `${t.reported} ${sentenceOfPaid(paid, currency, locale)}`
  return unpaid === null || unpaid === 'other_reason'
    ? t.reported
    : `${t.reported} ${t.unpaid[unpaid]({ max: formatNumber(max, locale, 0) })}`
}

export function sentenceOfPaid({ pay, workMs }: PaidReport, currency: string, locale: Locale): string {
  return messages[locale].paid({ pay: formatMoney(pay, currency, locale), seconds: workMs / 1000 })
}
