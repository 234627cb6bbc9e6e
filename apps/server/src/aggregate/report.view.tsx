import { basename } from 'node:path'
import type { Child } from 'hono/jsx'
import { formatDate, formatNumber, formatPercent, type Locale } from '../platform/i18n/index.ts'
import { Table } from '../platform/layout/index.ts'
import type { Aggregated, Computed, Judged } from './compute.ts'
import { whyChosen } from '../methods/index.ts'
import type { NumberFigures, TextFigures } from './other-figures.ts'
import type { LabelFigures, WorkerFigures } from './report-figures.ts'
import { Agreement, Bins, Calibration, ConfusionSection, Difficulty, Distribution, range, type Words } from './report-sections.view.tsx'
import { IntervalMark } from './report-plots.tsx'
import { reportStyle } from './report-style.ts'
import { reportMessages } from './report.messages.ts'
import { histogram } from './report-figures.ts'

export interface Report extends Aggregated<Computed> {
  readonly file: string
  readonly version: string
  readonly now: Date
  readonly locale: Locale
}

const WORKERS_MAX = 1000
const WORKERS_OPEN = 60
/** Nothing but the page itself: no script runs, and nothing is fetched. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'`

/** One page that needs no other file: what was computed, its figures, and plots with a table beside each. */
export async function reportPage(report: Report): Promise<string> {
  const { computed, file, version, now, locale } = report
  const t = reportMessages[locale]
  const words: Words = { t, locale, number: (value, decimals = 3) => numberText(value, locale, decimals) }
  const title = t.title({ file: basename(file) })
  const workers = computed.figures?.workers ?? null
  const page = (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <style>{reportStyle}</style>
      </head>
      <body>
        <main>
          <h1>{title}</h1>
          <p class="soft">{t.made({ date: formatDate(now, locale), version })}</p>
          <p>{t.people({ workers: words.number(computed.workers) })}</p>
          <section aria-labelledby="what" class="facts">
            <h2 id="what">{t.what}</h2>
            {computed.chosen !== null && (
              <p>
                {t.reason({ method: computed.chosen.method })} {whyChosen(computed.chosen, locale)}
              </p>
            )}
            <Table
              caption={t.what}
              captionHidden
              columns={[
                { label: t.figure, cell: (row: Figure) => row.name, heading: true },
                { label: t.value, cell: (row: Figure) => row.value },
              ]}
              rows={figuresOf(report, words)}
            />
          </section>
          {computed.figures?.kind === 'labels' && <LabelSections figures={computed.figures} words={words} />}
          {computed.figures?.kind === 'numbers' && <NumberSections figures={computed.figures} words={words} />}
          {computed.figures?.kind === 'texts' && <TextSections figures={computed.figures} words={words} />}
          {workers !== null && <Workers workers={workers} words={words} />}
        </main>
      </body>
    </html>
  )
  return `<!doctype html>\n${(await page).toString()}\n`
}

/** A number may be as large as 10 to the 150th, and a page is narrow. */
const numberText = (value: number, locale: Locale, decimals: number): string =>
  Math.abs(value) < 1e9 ? formatNumber(value, locale, decimals) : value.toExponential(2)

interface Figure {
  readonly name: string
  readonly value: Child
}

function figuresOf({ computed, readSeconds, truthWithoutTask }: Report, { t, number }: Words): Figure[] {
  const { method, chosen, parameters, figures, judged, iterations, converged, classes } = computed
  const row = (name: string, value: Child): Figure => ({ name, value })
  return [
    row(t.method, method),
    ...(chosen === null ? [] : [row(t.chosen, chosen.method)]),
    ...Object.entries(parameters).map(([name, value]) => row(t.parameter({ name }), typeof value === 'number' ? number(value, 12) : value)),
    row(t.tasks, number(computed.tasks)),
    row(t.workers, number(computed.workers)),
    row(t.responses, number(computed.labels)),
    ...(computed.replaced > 0 ? [row(t.replaced, number(computed.replaced))] : []),
    ...(classes === null ? [] : [row(t.classes, number(classes))]),
    ...(judged === null ? [] : judgedRows(judged, t, number)),
    ...(truthWithoutTask > 0 ? [row(t.truthWithoutTask, number(truthWithoutTask))] : []),
    ...(figures?.kind === 'labels' && figures.calibration !== null ? [row(t.calibrationError, number(figures.calibration.error))] : []),
    ...(figures?.kind === 'labels' && figures.agreement.mean !== null ? [row(t.meanAgreement, number(figures.agreement.mean))] : []),
    ...(figures?.kind === 'labels' ? [row(t.meanEntropy, number(figures.difficulty.mean))] : []),
    ...(iterations === null ? [] : [row(t.iterations, number(iterations))]),
    ...(converged === null ? [] : [row(t.converged, converged ? t.yes : t.no)]),
    row(t.seconds, number(computed.seconds)),
    row(t.readSeconds, number(readSeconds)),
  ]
}

function judgedRows(judged: Judged, t: Words['t'], number: Words['number']): Figure[] {
  const written = (value: number | null) => (value === null ? '–' : number(value, 4))
  const tasks = { name: t.truthTasks, value: number(judged.tasks) }
  switch (judged.kind) {
    case 'labels':
      return [{ name: t.accuracy, value: written(judged.accuracy) }, tasks, { name: t.tied, value: number(judged.tied) }]
    case 'numbers':
      return [
        { name: t.meanAbsoluteError, value: written(judged.meanAbsoluteError) },
        { name: t.rootMeanSquareError, value: written(judged.rootMeanSquareError) },
        tasks,
      ]
    case 'texts':
      return [{ name: t.wordErrorRate, value: written(judged.wordErrorRate) }, { name: t.exact, value: written(judged.accuracy) }, tasks]
  }
}

function LabelSections({ figures, words }: { figures: LabelFigures; words: Words }) {
  const { t } = words
  return (
    <>
      <Distribution id="confidence" title={t.confidence} text={t.confidenceText} bins={figures.confidence} words={words} />
      {figures.calibration !== null && <Calibration calibration={figures.calibration} words={words} />}
      {figures.confusion !== null && <ConfusionSection confusion={figures.confusion} words={words} />}
      <Agreement figures={figures} words={words} />
      <Difficulty difficulty={figures.difficulty} words={words} />
    </>
  )
}

function NumberSections({ figures: { spread, errors, contested }, words }: { figures: NumberFigures; words: Words }) {
  const { t, number } = words
  return (
    <>
      <Distribution id="spread" title={t.spread} text={t.spreadText} bins={spread} words={words}>
        {contested.length > 0 && (
          <Table
            caption={t.widest}
            columns={[
              { label: t.task, cell: ({ task }: NumberFigures['contested'][number]) => task, heading: true },
              { label: t.answer, cell: ({ value }) => number(value), numeric: true },
              { label: t.least, cell: ({ low }) => number(low), numeric: true },
              { label: t.greatest, cell: ({ high }) => number(high), numeric: true },
            ]}
            rows={contested}
          />
        )}
      </Distribution>
      {errors !== null && <Distribution id="errors" title={t.errors} text={t.errorsText} bins={errors} words={words} />}
    </>
  )
}

function TextSections({ figures: { confidence, errors, contested }, words }: { figures: TextFigures; words: Words }) {
  const { t, number } = words
  return (
    <>
      <Distribution id="confidence" title={t.confidence} text={t.confidenceText} bins={confidence} words={words}>
        {contested.length > 0 && (
          <Table
            caption={t.unsure}
            columns={[
              { label: t.task, cell: ({ task }: TextFigures['contested'][number]) => task, heading: true },
              { label: t.text, cell: ({ text }) => text },
              { label: t.confidence, cell: (row) => number(row.confidence), numeric: true },
            ]}
            rows={contested}
          />
        )}
      </Distribution>
      {errors !== null && <Distribution id="errors" title={t.textErrors} text={t.textErrorsText} bins={errors} words={words} />}
    </>
  )
}

/** In the order of ids, never of figures: a list of people sorted by a figure is a rank. */
function Workers({ workers: { basis, rows }, words }: { workers: WorkerFigures; words: Words }) {
  const { t, number, locale } = words
  const isShare = basis !== 'bias'
  const from = isShare ? 0 : rows.reduce((least, { low }) => Math.min(least, low), 0)
  const to = rows.reduce((most, { high }) => Math.max(most, high), isShare ? 1 : 0)
  const written = (value: number) => (isShare ? formatPercent(value, locale, 0) : number(value, 2))
  const means = rows.map(({ mean }) => mean)
  const bins = isShare ? histogram(means, 0, to) : histogram(means, Math.min(...means, 0), Math.max(...means, 0))
  const shown = rows.slice(0, WORKERS_MAX)
  return (
    <section aria-labelledby="workers">
      <h2 id="workers">{t.workers}</h2>
      <p>{t.workersText}</p>
      <Bins caption={t.workerDistribution} counted={t.workers} bins={bins} words={words} />
      <details class="cards" open={rows.length <= WORKERS_OPEN}>
        <summary>{t.listWorkers({ count: number(rows.length) })}</summary>
        <Table
          caption={t.basis[basis]}
          columns={[
            { label: t.worker, cell: ({ id }: (typeof rows)[number]) => id, heading: true },
            { label: t.votes, cell: ({ responses }) => number(responses), numeric: true },
            { label: t.estimate, cell: ({ mean }) => written(mean), numeric: true },
            {
              label: t.interval,
              cell: (figure) => (
                <>
                  {range(written(figure.low), written(figure.high))}
                  <IntervalMark figure={figure} from={from} to={to} />
                </>
              ),
              numeric: true,
            },
          ]}
          rows={shown}
        />
      </details>
      {rows.length > shown.length && <p>{t.workersLeftOut({ count: number(rows.length - shown.length), shown: number(shown.length) })}</p>}
    </section>
  )
}
