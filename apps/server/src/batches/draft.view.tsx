import { hourlyRate, missingDisclosures, type CostEstimate, type Micros, type Parameters } from '@canut/domain'
import { formatDays, formatDuration, formatMoney, formatNumber, formatPercent, formatRate, type Locale } from '../platform/i18n/index.ts'
import { publicId } from '../platform/ids.ts'
import { Facts, LinkButton, Money, State, type Fact } from '../platform/layout/index.ts'
import type { ProjectDisclosure } from '../projects/index.ts'
import { batchPath } from './batch-header.tsx'
import type { BatchRow } from './batches.store.ts'
import { expectedCostOf } from './batch-cost.ts'
import { CostTable, ExpectedCostFacts } from './cost.view.tsx'
import { messages } from './overview.messages.ts'
import { stopRuleOf } from './stop-rule-columns.ts'

export interface DraftProps {
  readonly locale: Locale
  readonly batch: BatchRow
  readonly project: ProjectDisclosure
  readonly cost: CostEstimate
  readonly parameters: Parameters
  readonly balance: Micros
  readonly importRunning: boolean
  readonly mayChange: boolean
}

/** A draft: what is still missing, what workers will be offered, and what it costs. */
export function DraftView(props: DraftProps) {
  const { locale, batch, cost, parameters, balance, mayChange } = props
  const t = messages[locale]
  const path = batchPath(batch.id)
  return (
    <div class="stack">
      <Steps {...props} />
      <div class="actions">
        {mayChange && <LinkButton href={`${path}/publish`}>{t.publish}</LinkButton>}
        <LinkButton look="quiet" href={`${path}/try`}>
          {t.tryIt}
        </LinkButton>
        {mayChange && (
          <LinkButton look="quiet" href={`${path}/delete`}>
            {t.remove}
          </LinkButton>
        )}
      </div>
      <section class="card">
        <h2>{t.summary}</h2>
        <Facts locale={locale} facts={offerFacts(batch, locale)} />
      </section>
      <CostTable
        locale={locale}
        cost={cost}
        tasks={batch.task_count}
        redundancy={batch.redundancy}
        price={batch.price_micros}
        currency={batch.currency}
        parameters={parameters}
        balance={balance}
      />
      <ExpectedCostFacts locale={locale} expected={expectedCostOf(batch, parameters)} currency={batch.currency} />
    </div>
  )
}

function Steps({ locale, batch, project, cost, balance, importRunning }: DraftProps) {
  const t = messages[locale]
  const path = batchPath(batch.id)
  const missing = missingDisclosures(project).length
  const number = (value: number) => formatNumber(value, locale)
  const isCovered = balance >= cost.total
  const short = formatMoney(cost.total - balance, batch.currency, locale)
  const steps = [
    {
      ready: batch.task_count > 0,
      text: batch.task_count === 0 ? t.stepNoTasks : t.stepTasks({ count: batch.task_count, text: number(batch.task_count) }),
      href: `${path}/imports`,
    },
    { ready: batch.instructions_version > 0, text: t.stepInstructions, href: `${path}/instructions` },
    { ready: batch.price_micros > 0n, text: t.stepPrice, href: `${path}/settings` },
    {
      ready: missing === 0,
      text: missing === 0 ? t.stepProject : t.stepProjectMissing({ count: missing }),
      href: `/projects/${publicId('prj', project.id)}`,
    },
    {
      ready: isCovered,
      text: isCovered ? t.stepMoney : t.stepMoneyMissing({ missing: short }),
      href: `/organisations/${publicId('org', batch.organisation_id)}/statement`,
    },
    ...(importRunning ? [{ ready: false, text: t.stepImport, href: `${path}/imports` }] : []),
  ]
  return (
    <section class="card">
      <h2>{t.steps}</h2>
      <ul class="plain">
        {steps.map(({ ready, text, href }) => (
          <li>
            <State tone={ready ? 'ok' : 'warning'}>{ready ? t.step.done : t.step.missing}</State> <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function perTaskFact(batch: BatchRow, locale: Locale): Fact {
  const t = messages[locale]
  const rule = stopRuleOf(batch)
  const most = formatNumber(batch.redundancy, locale)
  if (rule.kind === 'fixed') return { label: t.perTask, value: most }
  const threshold = formatPercent(rule.threshold, locale, 1)
  return {
    label: t.perTask,
    value: t.perTaskRange({ least: formatNumber(rule.minimum, locale), most }),
    explanation: t.perTaskWhy({ threshold }),
  }
}

/** What a worker will read, with how the rate comes about. */
export function offerFacts(batch: BatchRow, locale: Locale): Fact[] {
  const t = messages[locale]
  const price = formatMoney(batch.price_micros, batch.currency, locale)
  const rate = formatRate(hourlyRate(batch.price_micros, batch.estimate_seconds), batch.currency, locale)
  const seconds = formatDuration(batch.estimate_seconds, locale)
  return [
    { label: t.tasks, value: formatNumber(batch.task_count, locale) },
    { label: t.gold, value: formatNumber(batch.gold_count, locale), explanation: t.goldWhy },
    perTaskFact(batch, locale),
    { label: t.share, value: batch.max_per_worker === null ? t.noShare : formatNumber(batch.max_per_worker, locale) },
    { label: t.price, value: <Money text={price} /> },
    { label: t.rate, value: <Money text={rate} />, explanation: t.rateWhy({ price, seconds }) },
    { label: t.review, value: formatDays(batch.review_days, locale), explanation: t.reviewWhy },
  ]
}
