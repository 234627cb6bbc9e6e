import { batchPath } from '../batches/index.ts'
import { formatInstant, formatNumber, formatPercent, type Locale } from '../platform/i18n/index.ts'
import { whyChosen } from '../methods/index.ts'
import { publicId } from '../platform/ids.ts'
import { ActionForm, Button, Facts, Field, Notice, Progress, State, type Fact } from '../platform/layout/index.ts'
import { methodOf, methodsOf } from './methods-of-batch.ts'
import type { ResultsProps } from './results-props.ts'
import { messages as figureMessages } from './results.messages.ts'
import { messages as methodMessages, nameOfMethod, sentenceOfMethod } from './method-words.messages.ts'
import { messages } from './run.messages.ts'
import type { RunRow } from './runs.store.ts'

/** How the responses of the batch became one, how far that is to be trusted, and the way to do it again or otherwise. */
export function LastRun(props: ResultsProps) {
  const { locale, batch, runs } = props
  const t = messages[locale]
  const { newest, done } = runs
  if (methodsOf(batch).length === 0) {
    return (
      <section class="card">
        <h2>{t.title}</h2>
        <p>{t.never}</p>
      </section>
    )
  }
  return (
    <section class="card stack">
      <h2>{t.title}</h2>
      {done === null ? (
        <p>
          {t.none} <span class="muted">{t.noneWhy}</span>
        </p>
      ) : (
        <Done locale={locale} run={done} />
      )}
      {newest?.state === 'failed' && (
        <Notice tone="warning" locale={locale}>
          {t.failed}
        </Notice>
      )}
      {newest?.state === 'cancelled' && (
        <Notice tone="info" locale={locale}>
          {t.cancelled}
        </Notice>
      )}
      {newest !== null && newest.finished_at === null ? <UnderWay {...props} run={newest} /> : <Again {...props} />}
    </section>
  )
}

function Done({ locale, run }: { locale: Locale; run: RunRow }) {
  const t = messages[locale]
  const method = nameOfMethod(run.method ?? 'auto', locale)
  const what = sentenceOfMethod(run.method ?? '', locale)
  const time = formatInstant(run.finished_at ?? run.requested_at, locale)
  return (
    <>
      <div>
        <p>
          <strong>{run.method_asked === 'auto' ? t.method.chosen({ method }) : t.method.by({ method })}</strong>
        </p>
        {what !== null && <p class="muted">{what}</p>}
        <p>{t.asOf({ time, responses: Number(run.responses) })}</p>
      </div>
      {run.failure === 'too_large' && (
        <Notice tone="info" locale={locale}>
          {t.tooLarge}
        </Notice>
      )}
      <Facts locale={locale} facts={figuresOf(run, locale)} />
      <HowItWasDone locale={locale} run={run} />
    </>
  )
}

function HowItWasDone({ locale, run }: { locale: Locale; run: RunRow }) {
  const t = messages[locale]
  const parameters = Object.entries(run.parameters)
  const seconds = formatNumber(run.seconds ?? 0, locale, 2)
  return (
    <details class="explain">
      <summary>{run.reason === null ? t.parameters : t.whyAuto}</summary>
      <div>
        {run.reason !== null && (
          <>
            <p>{methodMessages[locale].what.auto}</p>
            <p>
              {t.reason} {whyChosen({ method: run.method ?? '', reason: run.reason, compared: run.compared }, locale)}
            </p>
          </>
        )}
        {parameters.length > 0 && <p class="small">{parameters.map(([name, value]) => `${name} = ${String(value)}`).join(' · ')}</p>}
        <p class="small">{t.version({ version: run.version ?? '', seconds })}</p>
      </div>
    </details>
  )
}

function UnderWay({ locale, batch, run }: ResultsProps & { readonly run: RunRow }) {
  const t = messages[locale]
  const at = { done: Number(run.progress_done), total: Number(run.progress_total) }
  return (
    <>
      <p role="status">
        <State tone="active">{run.state === 'waiting' ? t.waiting : t.running}</State>
      </p>
      {run.phase !== null && <Progress label={t.progress} value={at.done} max={at.total} text={t.phases[run.phase](at)} />}
      <div class="actions">
        <ActionForm look="quiet" action={`${batchPath(batch.id)}/aggregations/${publicId('run', run.id)}/cancel`}>
          {t.cancel}
        </ActionForm>
      </div>
    </>
  )
}

function Again({ locale, batch, runs }: ResultsProps) {
  const t = messages[locale]
  const methods = methodsOf(batch)
  return (
    <>
      {methods.length > 1 && (
        <form class="filters method-form" method="post" action={`${batchPath(batch.id)}/aggregation-method`}>
          <Field
            kind="select"
            locale={locale}
            name="method"
            label={t.method.label}
            value={methodOf(batch) ?? ''}
            required
            options={methods.map((name) => ({ value: name, label: nameOfMethod(name, locale) }))}
          />
          <Button look="quiet">{t.method.choose}</Button>
          <p class="muted small">{t.method.hint}</p>
        </form>
      )}
      {methods.length > 1 && (
        <details class="explain">
          <summary>{t.all}</summary>
          <div>
            {methods.map((name) => (
              <p>
                <strong>{nameOfMethod(name, locale)}</strong> {sentenceOfMethod(name, locale)}
              </p>
            ))}
          </div>
        </details>
      )}
      <div class="actions">
        <ActionForm look="quiet" action={`${batchPath(batch.id)}/aggregations`}>
          {runs.done === null ? t.computeFirst : t.compute}
        </ActionForm>
      </div>
    </>
  )
}

function figuresOf(run: RunRow, locale: Locale): Fact[] {
  const t = figureMessages[locale].figures
  const number = (value: number | bigint) => formatNumber(value, locale, 0)
  const accuracy = (label: string, value: number | null): Fact[] =>
    value === null
      ? []
      : [{ label, value: formatPercent(value, locale), explanation: t.accuracyWhy({ tasks: run.gold_tasks ?? 0 }), big: true }]
  const isWhole = run.classes === null
  return [
    ...accuracy(t.accuracy, run.accuracy),
    ...(run.method === 'majority-vote' ? [] : accuracy(t.majorityAccuracy, run.majority_vote_accuracy)),
    {
      label: isWhole ? t.agreementWhole : t.agreement,
      value: run.agreement === null ? t.noAgreement : formatPercent(run.agreement, locale),
      explanation: isWhole ? t.agreementWholeWhy : t.agreementWhy,
    },
    ...alphaOf(run, locale),
    { label: t.responses, value: number(run.responses ?? 0n), explanation: t.responsesWhy },
    { label: t.tasks, value: number(run.tasks ?? 0) },
    { label: t.people, value: number(run.workers ?? 0), explanation: t.peopleWhy },
    ...roundsOf(run, locale),
    ...(run.rows_changed === null ? [] : [{ label: t.changed, value: number(run.rows_changed), explanation: t.changedWhy }]),
  ]
}

function alphaOf({ alpha, alpha_low: low, alpha_high: high }: RunRow, locale: Locale): Fact[] {
  const t = figureMessages[locale].figures
  if (alpha === null) return []
  const write = (value: number) => formatNumber(value, locale, 2)
  const value = low === null || high === null ? write(alpha) : t.alphaValue({ value: write(alpha), low: write(low), high: write(high) })
  return [{ label: t.alpha, value, explanation: t.alphaWhy }]
}

function roundsOf({ iterations, converged }: RunRow, locale: Locale): Fact[] {
  const t = figureMessages[locale].figures
  if (iterations === null) return []
  const rounds = formatNumber(iterations, locale, 0)
  return [{ label: t.rounds, value: converged === false ? t.notConverged({ rounds }) : rounds, explanation: t.roundsWhy }]
}
