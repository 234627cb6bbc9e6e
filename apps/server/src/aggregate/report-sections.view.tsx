import type { Child } from 'hono/jsx'
import type { Locale } from '../platform/i18n/index.ts'
import { Table } from '../platform/layout/index.ts'
import type { Bin, CalibrationBin } from '../methods/index.ts'
import type { Confusion, Contested, LabelFigures } from './report-figures.ts'
import { CalibrationPlot, ConfusionPlot, HistogramPlot } from './report-plots.tsx'
import type { reportMessages } from './report.messages.ts'

export interface Words {
  readonly t: (typeof reportMessages)[Locale]
  readonly locale: Locale
  readonly number: (value: number, decimals?: number) => string
}

export interface DistributionProps {
  id: string
  title: string
  text: string
  bins: readonly Bin[]
  words: Words
  children?: Child
}

/** How many tasks fall where: bars, and the same as a table. */
export function Distribution({ id, title, text, bins, words, children }: DistributionProps) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{text}</p>
      <Bins caption={title} counted={words.t.count} bins={bins} words={words} />
      {children !== undefined && <div class="cards">{children}</div>}
    </section>
  )
}

export function Bins({
  caption,
  counted,
  bins,
  words: { number, t },
}: {
  caption: string
  counted: string
  bins: readonly Bin[]
  words: Words
}) {
  const total = bins.reduce((sum, { count }) => sum + count, 0)
  return (
    <div class="pair ranges">
      <HistogramPlot caption={`${caption} (${counted.toLowerCase()})`} bins={bins} write={(value) => number(value, 2)} />
      <Table
        caption={caption}
        captionHidden
        columns={[
          { label: t.range, cell: ({ from, to }: Bin) => range(number(from, 2), number(to, 2)), heading: true },
          { label: counted, cell: ({ count }) => number(count), numeric: true },
          { label: t.share, cell: ({ count }) => number(total === 0 ? 0 : count / total), numeric: true },
        ]}
        rows={bins}
      />
    </div>
  )
}

const LINE_CHARS = 20

/** Not broken into two lines, unless it is long. */
export function range(from: string, to: string): string {
  const space = from.length + to.length > LINE_CHARS ? ' ' : '\u00a0'
  return `${from}${space}…${space}${to}`
}

export function Agreement({ figures: { agreement }, words }: { figures: LabelFigures; words: Words }) {
  const { t } = words
  if (agreement.mean === null) return null
  return <Distribution id="agreement" title={t.agreement} text={t.agreementText} bins={agreement.bins} words={words} />
}

export function Difficulty({ difficulty: { bins, contested }, words }: { difficulty: LabelFigures['difficulty']; words: Words }) {
  const { t, number } = words
  return (
    <Distribution id="difficulty" title={t.difficulty} text={t.difficultyText} bins={bins} words={words}>
      {contested.length === 0 ? (
        <p>{t.noneContested}</p>
      ) : (
        <>
          <p>{t.contestedText}</p>
          <Table
            caption={t.contested}
            columns={[
              { label: t.task, cell: ({ task }: Contested) => task, heading: true },
              { label: t.answer, cell: ({ answer }) => (answer.length === 1 ? answer[0] : `${t.tie}: ${answer.join(SEPARATOR)}`) },
              { label: t.votes, cell: ({ votes }) => votesOf(votes) },
              { label: t.entropy, cell: ({ entropy }) => number(entropy, 2), numeric: true },
            ]}
            rows={contested}
          />
        </>
      )}
    </Distribution>
  )
}

const VOTES_MAX = 6
/** Labels may have commas of their own. */
const SEPARATOR = ' · '

const votesOf = (votes: Contested['votes']): string =>
  votes
    .slice(0, VOTES_MAX)
    .map(({ label, count }) => `${label} × ${count}`)
    .join(SEPARATOR) + (votes.length > VOTES_MAX ? `${SEPARATOR}…` : '')

export function Calibration({ calibration, words }: { calibration: NonNullable<LabelFigures['calibration']>; words: Words }) {
  const { t, number } = words
  return (
    <section aria-labelledby="calibration">
      <h2 id="calibration">{t.calibration}</h2>
      <p>{t.calibrationText}</p>
      <div class="pair ranges">
        <CalibrationPlot caption={t.calibration} xLabel={t.confidence} yLabel={t.accuracy} bins={calibration.bins} write={number} />
        <Table
          caption={t.calibration}
          captionHidden
          columns={[
            { label: t.range, cell: ({ from, to }: CalibrationBin) => range(number(from, 1), number(to, 1)), heading: true },
            { label: t.count, cell: ({ count }) => number(count), numeric: true },
            { label: t.meanConfidence, cell: ({ confidence }) => number(confidence, 2), numeric: true },
            {
              label: t.accuracyInterval,
              cell: ({ accuracy, low, high }) => `${number(accuracy, 2)} (${number(low, 2)} … ${number(high, 2)})`,
              numeric: true,
            },
          ]}
          rows={calibration.bins}
        />
      </div>
    </section>
  )
}

export function ConfusionSection({ confusion, words: { t, number } }: { confusion: Confusion; words: Words }) {
  const nameOf = (label: string | null) => label ?? t.other
  const heads = [...confusion.labels.map(nameOf), t.tie]
  const cells = confusion.counts.flatMap((row, truth) =>
    row.map((count, answer) => ({ truth: heads[truth]!, answer: heads[answer]!, count })),
  )
  return (
    <section aria-labelledby="confusion">
      <h2 id="confusion">{t.confusion}</h2>
      <p>{t.confusionText}</p>
      <div class="pair">
        <ConfusionPlot caption={t.confusion} rows={t.truth} columns={t.answer} confusion={confusion} nameOf={nameOf} tie={t.tie} />
        <Table
          caption={t.confusion}
          captionHidden
          columns={[
            { label: t.truth, cell: ({ truth }: (typeof cells)[number]) => truth, heading: true },
            { label: t.answer, cell: ({ answer }) => answer },
            { label: t.count, cell: ({ count }) => number(count), numeric: true },
          ]}
          rows={cells.filter(({ count }) => count > 0)}
        />
      </div>
    </section>
  )
}
