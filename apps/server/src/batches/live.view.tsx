import { hourlyRate } from '@canut/domain'
import { formatDuration, formatInstant, formatMoney, formatNumber, formatPercent, formatRate, type Locale } from '../platform/i18n/index.ts'
import { ActionForm, Facts, Instant, LinkButton, Money, Progress, type Fact } from '../platform/layout/index.ts'
import { PACE_HOURS, type BatchFigures } from './batch-figures.ts'
import { batchPath } from './batch-header.tsx'
import type { BatchRow } from './batches.store.ts'
import { offerFacts } from './draft.view.tsx'
import { messages } from './live.messages.ts'

export interface LiveProps {
  readonly locale: Locale
  readonly batch: BatchRow
  readonly figures: BatchFigures
  readonly now: Date
  readonly refreshes: boolean
  readonly mayChange: boolean
}

/** A published batch as it is now; every figure says how it comes about. */
export function LiveView(props: LiveProps) {
  const { locale, batch, figures, now, refreshes } = props
  const t = messages[locale]
  const path = batchPath(batch.id)
  const wanted = Number(figures.responsesWanted)
  const counted = { value: formatNumber(figures.responses, locale), max: formatNumber(wanted, locale) }
  const text = batch.stop_rule === 'fixed' ? t.of(counted) : t.ofAtMost(counted)
  return (
    <div class="stack">
      <Progress label={t.progress} value={figures.responses} max={wanted} text={text} />
      <p class="muted">
        {t.asOf({ time: formatInstant(now, locale) })}{' '}
        {batch.state === 'open' && <a href={refreshes ? path : `${path}?refresh=10`}>{refreshes ? t.stopRefresh : t.refresh}</a>}
      </p>
      <Steering {...props} />
      <section class="card">
        <h2>{t.work}</h2>
        <Facts locale={locale} facts={workFacts(props)} />
      </section>
      <section class="card">
        <h2>{t.money}</h2>
        <Facts locale={locale} facts={moneyFacts(props)} />
      </section>
      <section class="card">
        <h2>{t.offer}</h2>
        <Facts locale={locale} facts={offerFacts(batch, locale)} />
      </section>
    </div>
  )
}

function Steering({ locale, batch, mayChange }: LiveProps) {
  const t = messages[locale]
  const path = batchPath(batch.id)
  if (!mayChange || batch.state === 'closed') return null
  return (
    <div class="actions" role="group" aria-label={t.steer}>
      {batch.state === 'open' ? (
        <ActionForm look="quiet" action={`${path}/pause`}>
          {t.pause}
        </ActionForm>
      ) : (
        <ActionForm look="primary" action={`${path}/resume`}>
          {t.resume}
        </ActionForm>
      )}
      <LinkButton look="quiet" href={`${path}/extend`}>
        {t.extend}
      </LinkButton>
      <LinkButton look="quiet" href={`${path}/imports`}>
        {t.addTasks}
      </LinkButton>
      <LinkButton look="quiet" href={`${path}/close`}>
        {t.close}
      </LinkButton>
    </div>
  )
}

function workFacts({ locale, batch, figures }: LiveProps): Fact[] {
  const t = messages[locale]
  const number = (value: number, decimals = 0) => formatNumber(value, locale, decimals)
  const { estimatedEnd, measuredMs, agreement, agreementAt, responsesPerHour } = figures
  const measuredRate = measuredMs === null || measuredMs < 1 ? null : hourlyRate(batch.price_micros, measuredMs / 1000)
  return [
    {
      label: t.tasksDone,
      value: number(figures.tasksDone),
      explanation: batch.stop_rule === 'fixed' ? t.tasksDoneWhy : t.tasksSureWhy,
      big: true,
    },
    { label: t.tasksLeft, value: number(figures.tasksLeft), explanation: t.tasksLeftWhy, big: true },
    {
      label: t.pace,
      value: responsesPerHour === null ? t.noPace : number(responsesPerHour, 1),
      explanation: t.paceWhy({ hours: number(PACE_HOURS) }),
    },
    ...(batch.state === 'closed'
      ? []
      : [
          {
            label: t.end,
            value:
              estimatedEnd === null ? noEndOf(batch, figures, t) : <Instant at={estimatedEnd} text={formatInstant(estimatedEnd, locale)} />,
            explanation: batch.stop_rule === 'fixed' ? t.endWhy : t.endAtMostWhy,
          },
        ]),
    { label: t.held, value: number(figures.held), explanation: t.heldWhy },
    { label: t.time, value: measuredMs === null ? t.noTime : formatDuration(measuredMs / 1000, locale), explanation: t.timeWhy },
    {
      label: t.rate,
      value: measuredRate === null ? t.noTime : <Money text={formatRate(measuredRate, batch.currency, locale)} />,
      explanation: t.rateWhy,
    },
    {
      label: t.agreement,
      value: agreement === null ? t.noAgreement : formatPercent(agreement, locale),
      explanation: agreementAt === null ? undefined : t.agreementWhy({ time: formatInstant(agreementAt, locale) }),
    },
    { label: t.toReview, value: number(figures.toReview), explanation: t.toReviewWhy },
    { label: t.approved, value: number(figures.approved) },
    { label: t.rejected, value: number(figures.rejected) },
    ...(figures.surplus > 0 ? [{ label: t.surplus, value: number(figures.surplus), explanation: t.surplusWhy }] : []),
  ]
}

function noEndOf(batch: BatchRow, { tasksLeft }: BatchFigures, t: (typeof messages)[Locale]): string {
  if (tasksLeft === 0) return t.ended
  return batch.state === 'paused' ? t.noEndPaused : t.noEnd
}

function moneyFacts({ locale, figures }: LiveProps): Fact[] {
  const t = messages[locale]
  const money = (micros: bigint) => <Money text={formatMoney(micros, figures.currency, locale)} />
  return [
    { label: t.reserved, value: money(figures.reserved), explanation: t.reservedWhy },
    { label: t.paid, value: money(figures.paid), explanation: t.paidWhy },
    { label: t.fees, value: money(figures.fees), explanation: t.feesWhy },
    ...(figures.breaks > 0n ? [{ label: t.breaks, value: money(figures.breaks), explanation: t.breaksWhy }] : []),
    ...(figures.broken > 0n ? [{ label: t.broken, value: money(figures.broken), explanation: t.brokenWhy }] : []),
    { label: t.left, value: money(figures.left), explanation: t.leftWhy },
  ]
}
