import { CalibrationPlot } from '../aggregate/index.ts'
import type { CalibrationBin } from '../methods/index.ts'
import { formatNumber, formatPercent, type Locale } from '../platform/i18n/index.ts'
import { Table } from '../platform/layout/index.ts'
import { messages } from './results.messages.ts'
import type { RunRow } from './runs.store.ts'

/** With fewer, the interval of a single tenth is wider than half of the scale. */
const GOLD_MIN = 30

/** Gold tasks by how sure the method was of them, beside how often it was right: a drawing, and the table of the same figures. */
export function Calibration({ locale, run }: { locale: Locale; run: RunRow }) {
  const t = messages[locale].calibration
  const bins = run.calibration ?? []
  const tasks = run.gold_tasks ?? 0
  return (
    <section class="card stack">
      <h2>{t.title}</h2>
      {tasks === 0 ? (
        <p>{t.none}</p>
      ) : bins.length === 0 ? (
        <p>{t.noConfidence}</p>
      ) : tasks < GOLD_MIN ? (
        <p>{t.few({ tasks, min: GOLD_MIN })}</p>
      ) : (
        <Drawn locale={locale} bins={bins} />
      )}
    </section>
  )
}

function Drawn({ locale, bins }: { locale: Locale; bins: readonly CalibrationBin[] }) {
  const t = messages[locale].calibration
  const percent = (share: number) => formatPercent(share, locale, 0)
  return (
    <>
      <p class="measure">{t.what}</p>
      <div class="plot-and-table">
        <div class="plot">
          <CalibrationPlot caption={t.title} xLabel={t.axisX} yLabel={t.axisY} bins={bins} write={percent} />
        </div>
        <Table
          caption={t.title}
          captionHidden
          rows={bins}
          columns={[
            { label: t.sure, heading: true, cell: ({ from, to }) => t.from({ from: percent(from), to: percent(to) }) },
            { label: t.tasks, numeric: true, cell: ({ count }) => formatNumber(count, locale, 0) },
            { label: t.said, numeric: true, cell: ({ confidence }) => percent(confidence) },
            { label: t.right, numeric: true, cell: ({ accuracy }) => percent(accuracy) },
            { label: t.interval, numeric: true, cell: ({ low, high }) => t.from({ from: percent(low), to: percent(high) }) },
          ]}
        />
      </div>
    </>
  )
}
