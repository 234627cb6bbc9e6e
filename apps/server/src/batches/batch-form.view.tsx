import { hourlyRate, parseAmount } from '@canut/domain'
import type { Child } from 'hono/jsx'
import { formatMoney, formatNumber, formatRate, type Locale } from '../platform/i18n/index.ts'
import { Button, errorsOf, ErrorSummary, Facts, Field, Money, Notice, OnEnter, type FormProblem } from '../platform/layout/index.ts'
import type { Issue, TaskType } from '../task-types/index.ts'
import { CompletionEffectTable, type CompletionEffect } from '../subscriptions/index.ts'
import type { BatchTyped } from './batch-form.ts'
import { messages } from './form.messages.ts'
import { currencies } from './terms.ts'

/** The first of them comes first. */
const PRIORITIES = ['5', '4', '3', '2', '1'] as const

export interface BatchFormProps {
  readonly locale: Locale
  readonly action: string
  readonly submit: string
  readonly type: TaskType
  readonly typed: BatchTyped
  readonly problems: readonly FormProblem[]
  readonly issues: readonly Issue[]
  /** tasks that were checked against the settings, which then stay as they are */
  readonly tasks: number
  /** what the settings do to the day on which the batch may be finished */
  readonly effect: CompletionEffect
  /** where the settings are a page of the project's own: which one */
  readonly template: Child
}

export function BatchForm(props: BatchFormProps) {
  const { locale, action, submit, typed, problems } = props
  const t = messages[locale]
  const field = fieldOf(props)
  return (
    <form class="form" method="post" action={action}>
      <OnEnter name="do" value="save">
        {submit}
      </OnEnter>
      <ErrorSummary locale={locale} problems={problems} labels={labelsOf(locale)} />
      <section class="stack">
        <h2>{t.about}</h2>
        <Field {...field('name')} label={t.name} hint={t.nameHint} value={typed.name} required maxlength={200} />
      </section>
      <Settings {...props} />
      <section class="stack">
        <h2>{t.responses}</h2>
        <Field
          {...field('redundancy')}
          label={t.redundancy}
          hint={t.redundancyHint}
          value={typed.redundancy}
          required
          inputmode="numeric"
        />
        {props.type.hasCategories && <StopRuleFields {...props} />}
        <Completion {...props} />
      </section>
      <Pay {...props} />
      <section class="stack">
        <h2>{t.review}</h2>
        <Field
          {...field('reviewDays')}
          label={t.reviewDays}
          hint={t.reviewDaysHint}
          value={typed.reviewDays}
          required
          inputmode="numeric"
        />
      </section>
      <div class="actions">
        <Button name="do" value="save">
          {submit}
        </Button>
      </div>
    </form>
  )
}

function labelsOf(locale: Locale): Readonly<Record<string, string>> {
  const t = messages[locale]
  return {
    name: t.name,
    redundancy: t.redundancy,
    minimum: t.minimum,
    threshold: t.threshold,
    maxPerWorker: t.maxPerWorker,
    priority: t.priority,
    price: t.price,
    currency: t.currency,
    estimateSeconds: t.estimate,
    reviewDays: t.reviewDays,
  }
}

function fieldOf({ locale, problems }: BatchFormProps) {
  return (name: string) => ({ locale, name, errors: errorsOf(problems, name) })
}

/** What narrows who does the batch, or puts it before others, beside what it does to the time. */
function Completion(props: BatchFormProps) {
  const { locale, typed, effect } = props
  const t = messages[locale]
  const field = fieldOf(props)
  return (
    <>
      <h3>{t.completion}</h3>
      <CompletionEffectTable locale={locale} effect={effect} />
      <Field {...field('maxPerWorker')} label={t.maxPerWorker} hint={t.maxPerWorkerHint} value={typed.maxPerWorker} inputmode="numeric" />
      <Field
        {...field('priority')}
        kind="select"
        label={t.priority}
        hint={t.priorityHint}
        required
        value={typed.priority}
        options={PRIORITIES.map((value) => ({ value, label: t.priorities[value] }))}
      />
      <div class="actions">
        <Button look="quiet" name="do" value="compute" formnovalidate>
          {t.recompute}
        </Button>
      </div>
    </>
  )
}

function StopRuleFields(props: BatchFormProps) {
  const { locale, typed } = props
  const t = messages[locale]
  const field = fieldOf(props)
  return (
    <>
      <Field
        {...field('stopRule')}
        kind="radios"
        label={t.stopRule}
        value={typed.stopRule}
        options={[
          { value: 'fixed', label: t.fixed, hint: t.fixedHint },
          { value: 'until_confident', label: t.untilConfident, hint: t.untilConfidentHint },
        ]}
        required
      />
      <div class="form-row">
        <Field {...field('minimum')} label={t.minimum} hint={t.minimumHint} value={typed.minimum} inputmode="numeric" />
        <Field {...field('threshold')} label={t.threshold} hint={t.thresholdHint} value={typed.threshold} unit="%" inputmode="decimal" />
      </div>
    </>
  )
}

function Pay(props: BatchFormProps) {
  const { locale, typed } = props
  const t = messages[locale]
  const field = fieldOf(props)
  return (
    <section class="stack">
      <h2>{t.pay}</h2>
      <div class="form-row">
        <Field {...field('price')} label={t.price} hint={t.priceHint} value={typed.price} required inputmode="decimal" />
        <Field {...field('currency')} kind="select" label={t.currency} value={typed.currency} required options={currencyOptions(locale)} />
      </div>
      <Field
        {...field('estimateSeconds')}
        label={t.estimate}
        hint={t.estimateHint}
        value={typed.estimateSeconds}
        unit="s"
        required
        inputmode="numeric"
      />
      <Rate locale={locale} typed={typed} />
      <div class="actions">
        <Button look="quiet" name="do" value="compute" formnovalidate>
          {t.recalculate}
        </Button>
      </div>
    </section>
  )
}

function Settings({ locale, type, typed, issues, tasks, template }: BatchFormProps) {
  const t = messages[locale]
  return (
    <section class="stack">
      <h2>{t.taskSettings}</h2>
      <p class="muted">{type.title[locale]}</p>
      {template}
      {tasks > 0 ? (
        <Notice tone="info" locale={locale}>
          {t.settingsFixed({ tasks })}
        </Notice>
      ) : (
        <type.SettingsFields settings={typed.settings} issues={issues} locale={locale} />
      )}
    </section>
  )
}

/** What an hour brings at this price and estimate; nothing while either is not yet a number. */
function Rate({ locale, typed }: { locale: Locale; typed: BatchTyped }) {
  const t = messages[locale]
  const price = parseAmount(typed.price)
  const seconds = Number(typed.estimateSeconds)
  if (!price.ok || !Number.isInteger(seconds) || seconds < 1 || !currencies.includes(typed.currency)) return null
  const explanation = t.rateWhy({ price: formatMoney(price.value, typed.currency, locale), seconds: formatNumber(seconds, locale) })
  const value = <Money text={formatRate(hourlyRate(price.value, seconds), typed.currency, locale)} />
  return <Facts locale={locale} facts={[{ label: t.rate, value, explanation, big: true }]} />
}

function currencyOptions(locale: Locale) {
  const names = new Intl.DisplayNames(locale, { type: 'currency' })
  return currencies.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }))
}
