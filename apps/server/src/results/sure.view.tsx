import { batchPath } from '../batches/index.ts'
import { formatPercent } from '../platform/i18n/index.ts'
import { Button } from '../platform/layout/index.ts'
import { adviseMore } from './advise-more.ts'
import { tasksToAsk, unsureBelow } from './confidence-counts.ts'
import { messages } from './more.messages.ts'
import type { ResultsProps } from './results-props.ts'
import type { RunRow } from './runs.store.ts'

export const SURE_DEFAULT = 90
const SURE_MIN = 50
const SURE_MAX = 99

/** The limit, as a range that works as a plain form; with its script it says at once how many tasks are below and what more would cost. */
export function HowSure(props: ResultsProps) {
  const { locale, batch, runs, counts } = props
  const t = messages[locale]
  const all = tasksBelow(counts, 101)
  return (
    <section class="card stack">
      <h2>{t.title}</h2>
      {runs.done === null ? <p>{t.none}</p> : all === 0 ? <p>{t.noConfidence}</p> : <Limit {...props} run={runs.done} all={all} />}
      <p>
        <a href={`${batchPath(batch.id)}/results/contested`}>{t.contested}</a>
      </p>
    </section>
  )
}

type LimitProps = Pick<ResultsProps, 'locale' | 'batch' | 'counts' | 'mayAsk'> & { readonly run: RunRow; readonly all: number }

function Limit(props: LimitProps) {
  const { locale, batch, counts, all, mayAsk } = props
  const t = messages[locale]
  const isClosed = batch.state === 'closed'
  const asks = mayAsk && !isClosed
  return (
    <>
      <p>{isClosed ? t.page.closed : asks ? t.lead : t.leadSettling}</p>
      <form
        class="how-sure"
        id="how-sure"
        method="get"
        action={`${batchPath(batch.id)}/results/more`}
        data-figures={JSON.stringify(figuresFor(props))}
        data-sentences={JSON.stringify(asks ? t.live : { plain: t.live.plain })}
      >
        <label for="below">{t.slider}</label>
        <span class="how-sure-range">
          <input type="range" id="below" name="below" min={SURE_MIN} max={SURE_MAX} step="1" value={SURE_DEFAULT} />
          <output for="below">{formatPercent(SURE_DEFAULT / 100, locale, 0)}</output>
        </span>
        <p class="how-sure-sentence" role="status">
          {t.below({ tasks: tasksBelow(counts, SURE_DEFAULT), of: all })}
        </p>
        <p class="soft small">{t.counted}</p>
        {asks && <Button look="quiet">{t.show}</Button>}
      </form>
    </>
  )
}

function tasksBelow(counts: ResultsProps['counts'], below: number): number {
  const { ready, waiting } = unsureBelow(counts, below)
  return ready + waiting
}

/** What the script of the page needs to say the same for any limit as the page of more responses, without asking the server. */
function figuresFor({ batch, counts, run, all }: LimitProps) {
  const figures = Array.from({ length: SURE_MAX - SURE_MIN + 1 }, (_, i) => {
    const below = SURE_MIN + i
    const { responses } = unsureBelow(counts, below)
    const more = adviseMore({ accuracy: run.response_accuracy, classes: run.classes, certainty: below / 100, responses }) ?? 1
    return { tasks: tasksBelow(counts, below), ready: tasksToAsk(counts, { below, more }), more }
  })
  return {
    from: SURE_MIN,
    tasks: figures.map(({ tasks }) => tasks),
    ready: figures.map(({ ready }) => ready),
    more: figures.map(({ more }) => more),
    of: all,
    eachMicros: Number(batch.price_micros + batch.fee_micros),
    currency: batch.currency,
  }
}
