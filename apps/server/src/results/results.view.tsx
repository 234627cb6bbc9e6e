import { batchPath } from '../batches/index.ts'
import { formatPercent } from '../platform/i18n/index.ts'
import { Button, Empty, Field, LinkButton, Pager, State, Table, type Column } from '../platform/layout/index.ts'
import { getTaskSetup } from '../task-types/index.ts'
import type { ResultsProps } from './results-props.ts'
import { Calibration } from './calibration.view.tsx'
import type { ShownResult } from './list-results.ts'
import { methodsOf } from './methods-of-batch.ts'
import { messages } from './results.messages.ts'
import { LastRun } from './run.view.tsx'
import { HowSure } from './sure.view.tsx'
import { isHeldRight, shortened, taskPath, wordsOf, type CellProps } from './words-of-result.ts'

/** Sure enough for most uses, and less: what one may want to look at again. */
export const LIMITS = [0.6, 0.7, 0.8, 0.9, 0.95, 0.99] as const

export function resultsPath(batchId: string, of: { order?: string; below?: number | null; cursor?: string | null } = {}): string {
  const query = new URLSearchParams({
    ...(of.order === undefined || of.order === 'task' ? {} : { order: of.order }),
    ...((of.below ?? null) === null ? {} : { below: String(of.below) }),
    ...((of.cursor ?? null) === null ? {} : { cursor: String(of.cursor) }),
  }).toString()
  return `${batchPath(batchId)}/results${query === '' ? '' : `?${query}`}`
}

export function ResultsView(props: ResultsProps) {
  const { locale, batch, page, order, below, isFirst } = props
  const t = messages[locale]
  const hasMethod = methodsOf(batch).length > 0
  return (
    <div class="stack">
      <LastRun {...props} />
      {hasMethod && <HowSure {...props} />}
      {hasMethod && props.runs.done !== null && <Calibration locale={locale} run={props.runs.done} />}
      <Order {...props} />
      {page.items.length === 0 && order === 'least_sure' ? (
        <Empty title={t.empty.title} why={<p>{t.empty.why}</p>}>
          <LinkButton href={resultsPath(batch.id)}>{t.empty.all}</LinkButton>
        </Empty>
      ) : (
        <Results {...props} />
      )}
      <Pager
        locale={locale}
        previous={isFirst ? null : resultsPath(batch.id, { order, below })}
        next={page.nextCursor === null ? null : resultsPath(batch.id, { order, below, cursor: page.nextCursor })}
      />
      <Files {...props} />
    </div>
  )
}

function Order({ locale, batch, runs, order, below }: ResultsProps) {
  const t = messages[locale].order
  if (runs.done === null) return null
  return (
    <form class="filters" method="get" action={resultsPath(batch.id)}>
      <Field
        kind="select"
        locale={locale}
        name="order"
        label={t.label}
        value={order}
        required
        options={[
          { value: 'task', label: t.task },
          { value: 'least_sure', label: t.least_sure },
        ]}
      />
      <Field
        kind="select"
        locale={locale}
        name="below"
        label={t.below}
        value={below === null ? '' : String(below)}
        required
        options={[
          { value: '', label: t.all },
          ...LIMITS.map((limit) => ({ value: String(limit), label: formatPercent(limit, locale, 0) })),
        ]}
      />
      <Button look="quiet">{t.show}</Button>
      {order === 'least_sure' && <p class="muted small">{t.asOfRun}</p>}
    </form>
  )
}

function Results({ locale, batch, page }: ResultsProps) {
  const t = messages[locale].table
  const setup = getTaskSetup(batch.task_type, batch.settings)
  // responses that are made one as a whole have no majority
  const hasMajority = setup.consolidation?.kind !== 'responses'
  const columns: Column<ShownResult>[] = [
    {
      label: t.task,
      heading: true,
      cell: (row) => (
        <>
          <a href={taskPath(batch.id, row.number)}>
            {row.number}
            <span class="visually-hidden">: {t.sideBySide}</span>
          </a>{' '}
          <span class="muted excerpt">{excerptOf(row.payload)}</span>
        </>
      ),
    },
    ...(hasMajority ? [{ label: t.majority, cell: (row: ShownResult) => <Majority locale={locale} setup={setup} row={row} /> }] : []),
    ...(setup.consolidation === null
      ? []
      : [{ label: t.result, cell: (row: ShownResult) => <Result locale={locale} setup={setup} row={row} /> }]),
    { label: t.known, cell: (row) => <Known locale={locale} setup={setup} row={row} /> },
    ...(hasMajority
      ? [
          {
            label: t.disagreed,
            cell: (row: ShownResult) => (row.disagreed.length === 0 ? null : <span class="small">{row.disagreed.join(', ')}</span>),
          },
        ]
      : []),
  ]
  return <Table caption={t.caption} captionHidden rows={page.items} columns={columns} />
}

function Majority({ locale, setup, row }: CellProps) {
  const t = messages[locale].table
  if (row.majority === null) return <span class="muted">{row.responses === 0 ? t.none : t.noLabel}</span>
  const share = formatPercent(row.majority.confidence, locale)
  return <Answer {...{ locale, setup, row }} answer={row.majority} note={t.share({ share, responses: row.responses })} />
}

/** What a task is held to be, in words, with how sure that is. */
function Result({ locale, setup, row }: CellProps) {
  const t = messages[locale].table
  const { outcome } = row
  if (outcome === null) return <span class="muted">{row.responses === 0 ? t.none : t.newer}</span>
  const { adjudication, confidence, responses } = outcome
  const sure = confidence === null ? '' : formatPercent(confidence, locale, 0)
  const note =
    adjudication === null
      ? [sure, ...(responses === row.responses ? [] : [t.older({ responses })])].filter((part) => part !== '').join(', ')
      : t.settled(adjudication)
  return <Answer {...{ locale, setup, row }} answer={outcome} note={note} />
}

function Answer({ locale, setup, row, answer, note }: CellProps & { answer: Parameters<typeof wordsOf>[1]; note: string }) {
  return (
    <>
      <span class="pre" dir="auto">
        {wordsOf({ locale, setup, row }, answer)}
      </span>{' '}
      <span class="muted small">{note}</span>
    </>
  )
}

function Known({ locale, setup, row }: CellProps) {
  const t = messages[locale].table
  if (row.known === null) return null
  const isRight = isHeldRight(setup, row)
  return (
    <>
      <span class="pre" dir="auto">
        {shortened(setup.describe(row.known, locale))}
      </span>{' '}
      {isRight !== null && <State tone={isRight ? 'ok' : 'warning'}>{isRight ? t.right : t.wrong}</State>}
    </>
  )
}

/** The first text of a task, whatever its type: enough to recognise it, the link shows all of it. */
function excerptOf(payload: unknown): string {
  const texts = typeof payload === 'object' && payload !== null ? Object.values(payload).filter((value) => typeof value === 'string') : []
  return shortened(texts[0] ?? '')
}

function Files({ locale, batch }: ResultsProps) {
  const t = messages[locale].files
  const path = `${batchPath(batch.id)}/exports`
  return (
    <section class="card">
      <h2>{t.title}</h2>
      <p>{messages[locale].madeByPeople}</p>
      {(['responses', 'results'] as const).map((kind) => (
        <>
          <h3>{t[kind]}</h3>
          <div class="actions">
            <LinkButton look="quiet" href={`${path}/${kind}.csv`} download>
              {t.csv}
              <span class="visually-hidden"> ({t[kind]})</span>
            </LinkButton>
            <LinkButton look="quiet" href={`${path}/${kind}.csv?for=spreadsheet`} download>
              {t.spreadsheet}
              <span class="visually-hidden"> ({t[kind]})</span>
            </LinkButton>
            <LinkButton look="quiet" href={`${path}/${kind}.jsonl`} download>
              {t.jsonl}
              <span class="visually-hidden"> ({t[kind]})</span>
            </LinkButton>
          </div>
        </>
      ))}
      <p class="muted small">{t.spreadsheetWhy}</p>
      <p>
        <a href={path}>{t.formats}</a>
      </p>
      <p>
        <a href={`${path}/about.json`}>{t.about}</a>
      </p>
    </section>
  )
}
