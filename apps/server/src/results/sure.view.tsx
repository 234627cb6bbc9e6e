import { batchPath } from '../batches/index.ts'
import { formatPercent } from '../platform/i18n/index.ts'
import { Button } from '../platform/layout/index.ts'
import { adviseMore } from './advise-more.ts'
import { messages } from './more.messages.ts'
import type { ResultsProps } from './results-props.ts'
import { countBelow } from './run-figures.ts'
import type { RunRow } from './runs.store.ts'

export const SURE_DEFAULT = 90
const SURE_MIN = 50
const SURE_MAX = 99

/** The limit, as a range that works as a plain form; with its script it says at once how many tasks are below and what more would cost. */
export function HowSure({ locale, batch, runs: { done } }: ResultsProps) {
  const t = messages[locale]
  const confidences = done?.confidences ?? []
  const all = countBelow(confidences, confidences.length)
  return (
    <section class="card stack">
      <h2>{t.title}</h2>
      {done === null ? <p>{t.none}</p> : all === 0 ? <p>{t.noConfidence}</p> : <Limit {...{ locale, batch, done, confidences, all }} />}
      <p>
        <a href={`${batchPath(batch.id)}/results/contested`}>{t.contested}</a>
      </p>
    </section>
  )
}

function Limit(props: Pick<ResultsProps, 'locale' | 'batch'> & { done: RunRow; confidences: readonly number[]; all: number }) {
  const { locale, batch, done, confidences, all } = props
  const t = messages[locale]
  const tasks = countBelow(confidences, SURE_DEFAULT)
  const isClosed = batch.state === 'closed'
  return (
    <>
      <p>{isClosed ? t.page.closed : t.lead}</p>
      <form
        class="how-sure"
        id="how-sure"
        method="get"
        action={`${batchPath(batch.id)}/results/more`}
        data-figures={JSON.stringify(figuresFor(props))}
        data-sentence={t.liveBelow}
      >
        <label for="below">{t.slider}</label>
        <span class="how-sure-range">
          <input type="range" id="below" name="below" min={SURE_MIN} max={SURE_MAX} step="1" value={SURE_DEFAULT} />
          <output for="below">{formatPercent(SURE_DEFAULT / 100, locale, 0)}</output>
        </span>
        <p class="how-sure-sentence" role="status">
          {t.below({ tasks, of: all })}
        </p>
        {!isClosed && done !== null && <Button look="quiet">{t.show}</Button>}
      </form>
    </>
  )
}

/** What the script of the page needs to say the same for any limit, without asking the server. */
function figuresFor({ batch, done, confidences, all }: Parameters<typeof Limit>[0]) {
  const responses = done.tasks === null || done.tasks === 0 ? 0 : Number(done.responses) / done.tasks
  const limits = Array.from({ length: SURE_MAX - SURE_MIN + 1 }, (_, i) => SURE_MIN + i)
  const more = (below: number) =>
    adviseMore({ accuracy: done.response_accuracy, classes: done.classes, certainty: below / 100, responses }) ?? 1
  return {
    from: SURE_MIN,
    tasks: limits.map((below) => countBelow(confidences, below)),
    more: limits.map(more),
    of: all,
    eachMicros: Number(batch.price_micros + batch.fee_micros),
    currency: batch.currency,
  }
}
